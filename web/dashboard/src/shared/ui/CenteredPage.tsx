import type { CSSProperties, ReactNode } from 'react';
import { LogoMark } from './Logo';
import { ThemeMenu } from './ThemeMenu';
import styles from './CenteredPage.module.css';

interface CenteredPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly width?: number;
  readonly children?: ReactNode;
}

/** Frame of the screens outside the dashboard: log-in, set-up, errors. */
export function CenteredPage({ title, lead, width = 420, children }: CenteredPageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <a className={styles.brand} href="/">
          <LogoMark />
          Tippen
        </a>
        <ThemeMenu />
      </header>
      <main className={styles.main}>
        <div className={styles.card} style={{ '--card-width': `${width}px` } as CSSProperties}>
          <h1 className={styles.title}>{title}</h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          {children !== undefined && <div className={styles.body}>{children}</div>}
        </div>
      </main>
    </div>
  );
}
