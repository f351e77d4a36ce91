import { memo } from 'react';
import type { User } from '../../auth/session';
import type { StartInfo } from '../../shared/api/start';
import { AppHeader } from '../../shell/AppHeader';
import type { ConnectionState } from '../socket/liveSocket';
import { ConnectionPill } from './ConnectionPill';

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
  return (
    <AppHeader start={start} user={user} website={website}>
      <ConnectionPill connection={connection} onRetry={onRetry} />
    </AppHeader>
  );
});
