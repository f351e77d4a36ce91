import { Button } from '@mantine/core';
import { AlertIcon } from '../../shared/ui/icons';
import type { ConnectionState } from '../socket/liveSocket';
import styles from './ConnectFailed.module.css';

interface ConnectFailedProps {
  readonly connection: ConnectionState;
  readonly demo: boolean;
  readonly onRetry: () => void;
}

/** No list yet and no connection: nothing to show but the reason. */
export function ConnectFailed({ connection, demo, onRetry }: ConnectFailedProps) {
  const { title, text } = explain(connection, demo);
  const refused = connection.kind === 'refused';
  return (
    <section className={styles.box} role="alert">
      <AlertIcon size={30} className={styles.icon} />
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      <Button
        loading={connection.kind === 'connecting'}
        onClick={refused ? () => window.location.reload() : onRetry}
      >
        {refused ? 'Load again' : 'Try now'}
      </Button>
    </section>
  );
}

function explain(connection: ConnectionState, demo: boolean) {
  if (connection.kind === 'offline') {
    return {
      title: 'This device is offline',
      text: 'The list appears as soon as the network is back.',
    };
  }
  if (connection.kind === 'refused') {
    return {
      title: 'No access to this site',
      text: demo
        ? 'The demo key of this server may not read the visitors any more.'
        : 'The log-in is not valid any more.',
    };
  }
  return {
    title: 'No live connection',
    text: 'The Tippen server did not accept the WebSocket connection. It is tried again by itself. If it keeps failing, look whether the server runs and whether a proxy in front of it lets WebSockets through.',
  };
}
