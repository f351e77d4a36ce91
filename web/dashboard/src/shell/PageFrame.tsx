import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { Attributions } from '../live/Attributions';
import { newestVisitorQuery } from '../shared/api/visitors';
import { AppHeader } from './AppHeader';
import { useAccess } from './useAccess';
import styles from './PageFrame.module.css';

interface PageFrameProps {
  readonly title: string;
  readonly lead: ReactNode;
  /** beside the title */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the dashboard beside the live one. */
export function PageFrame({ title, lead, actions, children }: PageFrameProps) {
  const { start, user, apiKey } = useAccess();
  const newest = useQuery({ ...newestVisitorQuery(apiKey), staleTime: 60_000 });
  useEffect(() => {
    document.title = `${title} · Tippen`;
    return () => {
      document.title = 'Tippen';
    };
  }, [title]);
  return (
    <>
      <AppHeader start={start} user={user} website={newest.data?.website ?? ''} />
      <main className={styles.page}>
        <div className={styles.top}>
          <div className={styles.titles}>
            <h1 className={styles.title}>{title}</h1>
            <p className={styles.lead}>{lead}</p>
          </div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </div>
        {children}
        <Attributions apiKey={apiKey} />
      </main>
    </>
  );
}
