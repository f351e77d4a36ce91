import { backoffMs } from './backoff';
import { later, on } from './guard';
import { page } from './page';
import { apiKey, backend } from './settings';
import { visitorId } from './visitor';

const reconnectCapMs = 30_000;

export interface SocketMessage {
  type: string;
}

/** What to do with a message of the server, by its type; other messages are ignored. */
export const messageHandlers: Record<string, (message: SocketMessage) => void> = {};

/** Stays until its successor is due, so that nothing else starts a second one. */
let socket: WebSocket | undefined;
let failures = 0;

/**
 * Opens the socket and keeps it open while there is a page view, also while the page is hidden: that
 * is what tells the server `away` from gone. While the browser is offline it waits for `online`.
 */
export const connect = (): void => {
  if (socket || !page || !navigator.onLine) return;
  socket = new WebSocket(
    `${backend.replace('http', 'ws')}/ws/visitor?visitorId=${visitorId}&apiKey=${apiKey}`,
  );
  on<MessageEvent<string>>(socket, 'message', ({ data }) => {
    // Only a message proves a working connection: a full server may accept and close at once.
    failures = 0;
    const message = JSON.parse(data) as SocketMessage;
    const handler = messageHandlers[message.type];
    if (handler) handler(message);
  });
  on(socket, 'close', () =>
    later(
      () => {
        socket = undefined;
        connect();
      },
      backoffMs(++failures, reconnectCapMs),
    ),
  );
};

/** Holds until the next accepted page view: without a page the reconnection does nothing. */
export const disconnect = (): void => {
  if (socket) socket.close();
};

/** Proxies cut a silent connection after about 60 s. */
export const ping = (): void => {
  if (socket) socket.send('{"type":"PING"}');
};

export const watchOnline = (): void =>
  on(window, 'online', () => {
    if (failures) connect();
  });
