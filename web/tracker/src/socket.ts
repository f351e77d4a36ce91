import { backoffMs } from './backoff';
import { guard, later, on, type Timer } from './guard';
import { page } from './page';
import { settings } from './settings';
import { visitorId } from './visitor';

/** Proxies cut a silent connection after about 60 s. */
const pingIntervalMs = 27_000;
const reconnectCapMs = 30_000;

export interface SocketMessage {
  type: string;
}

/** What to do with a message of the server, by its type; other messages are ignored. */
export const messageHandlers = new Map<string, (message: SocketMessage) => void>();

let socket: WebSocket | undefined;
let wanted = false;
let failures = 0;
let reconnectTimer: Timer | undefined;

/**
 * Also while the page is hidden: the socket is what tells the server `away` from gone. While the
 * browser is offline it waits for `online`.
 */
const open = (): void => {
  clearTimeout(reconnectTimer);
  if (!wanted || socket || !page || navigator.onLine === false) return;
  const opened = (socket = new WebSocket(
    `${settings.backend.replace(/^http/, 'ws')}/ws/visitor?visitorId=${encodeURIComponent(
      visitorId,
    )}&apiKey=${encodeURIComponent(settings.apiKey)}`,
  ));
  on<MessageEvent<string>>(opened, 'message', ({ data }) => {
    // Only a message proves a working connection: a full server may accept and close at once.
    failures = 0;
    const message = JSON.parse(data) as SocketMessage;
    const handler = messageHandlers.get(message.type);
    if (handler) handler(message);
  });
  on(opened, 'close', () => {
    if (opened !== socket) return;
    socket = undefined;
    reconnectTimer = later(open, backoffMs(failures++, reconnectCapMs));
  });
};

/** Opens the socket and keeps it open until `disconnect`. */
export const connect = (): void => {
  wanted = true;
  open();
};

export const disconnect = (): void => {
  wanted = false;
  clearTimeout(reconnectTimer);
  const closing = socket;
  socket = undefined;
  if (closing) closing.close();
};

export const watchSocket = (): void => {
  on(window, 'online', open);
  on(document, 'visibilitychange', open);
  setInterval(
    guard(() => socket && socket.send('{"type":"PING"}')),
    pingIntervalMs,
  );
};
