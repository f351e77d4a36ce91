import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import type { User } from '../auth/session';
import { AccountMenu } from '../auth/AccountMenu';
import type { StartInfo } from '../shared/api/start';
import { LogoMark } from '../shared/ui/Logo';
import { ThemeMenu } from '../shared/ui/ThemeMenu';
import { Navigation } from './Navigation';
import styles from './AppHeader.module.css';

interface AppHeaderProps {
  readonly start: StartInfo;
  readonly user: User | null;
  /** domain as the tracked pages report it; empty before the first visitor */
  readonly website: string;
  /** state of the page's own, such as its connection */
  readonly children?: ReactNode;
}

/** Whose site it is, the pages, theme and account. */
export const AppHeader = memo(function AppHeader(props: AppHeaderProps) {
  const { start, user, website, children } = props;
  const siteName = user?.organizationName ?? '';
  const shownName = siteName || website || 'Your site';
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Link className={styles.brand} to="/" aria-label="Tippen">
          <LogoMark />
          <span className={styles.brandName}>Tippen</span>
        </Link>
        <span className={styles.divider} aria-hidden="true" />
        <div className={styles.site}>
          <span className={styles.siteName}>{shownName}</span>
          {website !== '' && website !== shownName && (
            <span className={styles.website}>{website}</span>
          )}
        </div>
        {start.demo && <span className={styles.demo}>Demo</span>}
        <Navigation />
        <div className={styles.actions}>
          {children}
          <ThemeMenu />
          {user !== null && <AccountMenu user={user} />}
        </div>
      </div>
    </header>
  );
});
