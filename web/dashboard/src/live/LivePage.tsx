import { VisuallyHidden } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useAccess } from '../shell/useAccess';
import { Attributions } from './Attributions';
import { VisitorDrawer } from './detail/VisitorDrawer';
import { EmptyState } from './empty/EmptyState';
import { ConnectFailed } from './header/ConnectFailed';
import { LiveHeader } from './header/LiveHeader';
import { StaleNotice } from './header/StaleNotice';
import { VisitorSection } from './list/VisitorSection';
import { ListSkeleton, SummarySkeleton } from './LivePageSkeleton';
import { ServerClockProvider } from './ServerClock';
import { useLive } from './socket/useLive';
import { Summary } from './summary/Summary';
import { useArrivals } from './useArrivals';
import { useConnectFailed } from './useConnectFailed';
import { useLeaveWhenRefused } from './useLeaveWhenRefused';
import { useVisitorTitle } from './useVisitorTitle';
import styles from './LivePage.module.css';

export function LivePage() {
  const { apiKey, start, user } = useAccess();
  const { state, connection, history, retryNow } = useLive(apiKey);
  const { visitorId } = useSearch({ strict: false });
  const navigate = useNavigate();
  const announcement = useArrivals(state);
  const connectFailed = useConnectFailed(connection, state.listReceived);
  useLeaveWhenRefused(connection, user !== null);
  useVisitorTitle(state);

  const openVisitor = useCallback(
    (id: string | undefined) => {
      const search = id === undefined ? {} : { visitorId: id };
      void navigate({ to: '.', search, resetScroll: false, replace: id === undefined });
    },
    [navigate],
  );
  const closeVisitor = useCallback(() => openVisitor(undefined), [openVisitor]);

  const [newest] = state.entries.values();
  const website = newest?.visitor.website.replace(/^www\./, '') ?? '';
  const stale = state.listReceived && connection.kind !== 'live';
  const empty = state.listReceived && state.total === 0;

  return (
    <ServerClockProvider offsetMs={state.clockOffsetMs ?? 0}>
      <LiveHeader
        start={start}
        user={user}
        website={website}
        connection={connection}
        onRetry={retryNow}
      />
      <main className={styles.page}>
        <VisuallyHidden component="h1">Visitors on the site now</VisuallyHidden>
        <VisuallyHidden aria-live="polite" role="status">
          {announcement}
        </VisuallyHidden>
        {connectFailed && (
          <ConnectFailed connection={connection} demo={user === null} onRetry={retryNow} />
        )}
        {!state.listReceived && !connectFailed && (
          <>
            <SummarySkeleton />
            <ListSkeleton />
          </>
        )}
        {stale && <StaleNotice connection={connection} />}
        {state.listReceived && (
          <div className={styles.content} data-stale={stale}>
            {empty ? (
              <EmptyState apiKey={apiKey} />
            ) : (
              <>
                <Summary state={state} history={history} />
                <VisitorSection state={state} selectedId={visitorId ?? null} onOpen={openVisitor} />
              </>
            )}
            <Attributions apiKey={apiKey} />
          </div>
        )}
      </main>
      <VisitorDrawer
        visitorId={visitorId ?? null}
        entries={state.entries}
        listReceived={state.listReceived}
        correctAs={user === null ? null : apiKey}
        onClose={closeVisitor}
      />
    </ServerClockProvider>
  );
}
