import { parseServerMessage, type ClientMessage, type ServerMessage } from '../model/message';
import { reconnectDelayMs } from './backoff';

/** What the header shows. Times are of the local clock. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting'; readonly retryAtMs: number }
  | { readonly kind: 'offline' }
  /** the server does not accept our proof: only a new login helps */
  | { readonly kind: 'refused' };

export interface LiveSocketOptions {
  readonly url: string;
  /** The handshake's status is hidden from scripts; this asks over HTTP whether we may read. */
  readonly isRefused: () => Promise<boolean>;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onState: (state: ConnectionState) => void;
  readonly createSocket?: (url: string) => WebSocket;
  readonly random?: () => number;
  readonly isOnline?: () => boolean;
}

const PING_INTERVAL_MS = 30_000;
const SILENCE_MAX_MS = 75_000;
const SILENCE_CHECK_MS = 5_000;
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * Connection to `/ws/dashboard` that lasts: reconnects with backoff, notices a dead line by
 * silence, and stops for good only when the server refuses the key. It knows nothing of React or
 * of the list; the caller starts and stops it.
 */
export class LiveSocket {
  private socket: WebSocket | null = null;
  private state: ConnectionState = { kind: 'connecting' };
  private attempt = 0;
  private openedOnce = false;
  private lastMessageAtMs = 0;
  private running = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private connectTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private silenceTimer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: LiveSocketOptions) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.dropSocket();
  }

  /** The browser is online again, the tab is visible again, or the reader pressed "retry". */
  retryNow(): void {
    if (!this.running) return;
    if (this.state.kind === 'waiting' || this.state.kind === 'offline') this.connect();
    else if (this.state.kind === 'live' && this.silentTooLong()) this.reconnectLater();
  }

  /** The browser lost its network; a socket that looks open is no use any more. */
  goOffline(): void {
    if (!this.running || this.state.kind === 'refused') return;
    this.dropSocket();
    this.setState({ kind: 'offline' });
  }

  private connect(): void {
    this.dropSocket();
    if (!this.isOnline()) return this.setState({ kind: 'offline' });
    this.setState({ kind: 'connecting' });
    const create = this.options.createSocket ?? ((url: string) => new WebSocket(url));
    const socket = create(this.options.url);
    this.socket = socket;
    this.openedOnce = false;
    this.connectTimer = setTimeout(() => this.closed(socket), CONNECT_TIMEOUT_MS);
    socket.onopen = () => this.opened(socket);
    socket.onmessage = (event: MessageEvent<unknown>) => this.received(socket, event.data);
    socket.onclose = () => this.closed(socket);
  }

  private opened(socket: WebSocket): void {
    if (socket !== this.socket) return;
    clearTimeout(this.connectTimer);
    this.openedOnce = true;
    this.lastMessageAtMs = Date.now();
    this.pingTimer = setInterval(() => this.send({ type: 'PING' }), PING_INTERVAL_MS);
    this.silenceTimer = setInterval(() => {
      if (this.silentTooLong()) this.reconnectLater();
    }, SILENCE_CHECK_MS);
    this.setState({ kind: 'live' });
  }

  private received(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket) return;
    this.lastMessageAtMs = Date.now();
    // Only traffic proves the line: a proxy that accepts and drops must not reset the backoff.
    this.attempt = 0;
    const message = parseServerMessage(data, Date.now());
    if (message !== null) this.options.onMessage(message);
  }

  private closed(socket: WebSocket): void {
    if (socket !== this.socket) return;
    const neverOpened = !this.openedOnce;
    this.reconnectLater();
    if (neverOpened) void this.stopIfRefused();
  }

  private async stopIfRefused(): Promise<void> {
    const refused = await this.options.isRefused().catch(() => false);
    if (!refused || !this.running || this.state.kind === 'live') return;
    this.stop();
    this.setState({ kind: 'refused' });
  }

  private reconnectLater(): void {
    this.dropSocket();
    if (!this.isOnline()) return this.setState({ kind: 'offline' });
    const random = this.options.random ?? Math.random;
    const delayMs = reconnectDelayMs(this.attempt++, random());
    this.retryTimer = setTimeout(() => this.connect(), delayMs);
    this.setState({ kind: 'waiting', retryAtMs: Date.now() + delayMs });
  }

  private send(message: ClientMessage): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  private silentTooLong(): boolean {
    return Date.now() - this.lastMessageAtMs > SILENCE_MAX_MS;
  }

  private dropSocket(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.connectTimer);
    clearInterval(this.pingTimer);
    clearInterval(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private isOnline(): boolean {
    return this.options.isOnline?.() ?? navigator.onLine;
  }

  private setState(state: ConnectionState): void {
    this.state = state;
    this.options.onState(state);
  }
}
