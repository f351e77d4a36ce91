import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useNow } from '../../shared/ui/useNow';
import type { ConnectionState } from '../socket/liveSocket';
import styles from './ConnectionPill.module.css';

interface ConnectionPillProps {
  readonly connection: ConnectionState;
  readonly onRetry: () => void;
}

const SPOKEN: Record<ConnectionState['kind'], string> = {
  live: 'Connection: live',
  connecting: 'Connection: connecting',
  waiting: 'Connection lost, reconnecting',
  offline: 'This device is offline',
  refused: 'The server refused the connection',
};

/** The state of the live line. Only changes are read out, not every second of the countdown. */
export function ConnectionPill({ connection, onRetry }: ConnectionPillProps) {
  const { kind } = connection;
  return (
    <>
      <VisuallyHidden role="status">{SPOKEN[kind]}</VisuallyHidden>
      {kind === 'waiting' ? (
        <UnstyledButton
          className={styles.pill}
          data-kind={kind}
          title="Reconnect now"
          onClick={onRetry}
        >
          <span className={styles.dot} aria-hidden="true" />
          <Countdown retryAtMs={connection.retryAtMs} />
        </UnstyledButton>
      ) : (
        <span className={styles.pill} data-kind={kind} aria-hidden="true">
          <span className={styles.dot} />
          {captionOf(kind)}
        </span>
      )}
    </>
  );
}

function Countdown({ retryAtMs }: { readonly retryAtMs: number }) {
  const seconds = Math.max(1, Math.ceil((retryAtMs - useNow()) / 1000));
  return <span>Reconnecting in {seconds} s</span>;
}

function captionOf(kind: 'connecting' | 'live' | 'offline' | 'refused'): string {
  switch (kind) {
    case 'live':
      return 'Live';
    case 'connecting':
      return 'Connecting…';
    case 'offline':
      return 'Offline';
    case 'refused':
      return 'No access';
  }
}
