import { memo } from 'react';
import type { User } from '../../auth/session';
import { AccountMenu } from '../../auth/AccountMenu';
import type { StartInfo } from '../../shared/api/start';
import { LogoMark } from '../../shared/ui/Logo';
import { ThemeMenu } from '../../shared/ui/ThemeMenu';
import type { ConnectionState } from '../socket/liveSocket';
import { ConnectionPill } from './ConnectionPill';
import styles from './LiveHeader.module.css';

interface LiveHeaderProps {
  readonly start: StartInfo;
  readonly user: User | null;
  /** domain as the tracked pages report it; empty before the first visitor */
  readonly website: string;
  readonly connection: ConnectionState;
  readonly onRetry: () => void;
}

export const LiveHeader = memo(function LiveHeader(props: LiveHeaderProps) {
  const { start, user, website, connection, onRetry } = props;
  const siteName = user?.organizationName ?? '';
  const shownName = siteName || website || 'Your site';
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <a className={styles.brand} href="/" aria-label="Tippen">
          <LogoMark />
          <span className={styles.brandName}>Tippen</span>
        </a>
        <span className={styles.divider} aria-hidden="true" />
        <div className={styles.site}>
          <span className={styles.siteName}>{shownName}</span>
          {website !== '' && website !== shownName && (
            <span className={styles.website}>{website}</span>
          )}
        </div>
        {start.demo && <span className={styles.demo}>Demo</span>}
        <div className={styles.actions}>
          <ConnectionPill connection={connection} onRetry={onRetry} />
          <ThemeMenu />
          {user !== null && <AccountMenu user={user} />}
        </div>
      </div>
    </header>
  );
});
