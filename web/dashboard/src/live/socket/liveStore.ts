import { probeRefused } from '../../shared/api/visitors';
import { appendPoint, HISTORY_INTERVAL_MS, type HistoryPoint } from '../model/history';
import { EMPTY_LIVE_STATE, reduceLive, type LiveState } from '../model/liveState';
import type { ServerMessage } from '../model/message';
import { LiveSocket, type ConnectionState } from './liveSocket';

export interface LiveSnapshot {
  readonly state: LiveState;
  readonly connection: ConnectionState;
  readonly history: readonly HistoryPoint[];
}

/** Ten renders a second look continuous in a list and leave the frames between to scrolling. */
const FLUSH_INTERVAL_MS = 100;
/** Frames stop in a hidden tab; its updates are then applied once a second. */
const HIDDEN_FLUSH_MS = 1_000;
/** React's strict mode and route changes release and acquire at once: no reconnect for that. */
const RELEASE_DELAY_MS = 1_000;

/**
 * The live list of one API key, outside React. Incoming messages are collected and applied in an
 * animation frame: the first at once, a stream of them ten times a second, however many there are.
 */
export class LiveStore {
  private snapshot: LiveSnapshot = {
    state: EMPTY_LIVE_STATE,
    connection: { kind: 'connecting' },
    history: [],
  };
  private readonly listeners = new Set<() => void>();
  private readonly socket: LiveSocket;
  private pending: ServerMessage[] = [];
  private cancelFlush: (() => void) | null = null;
  private flushedAtMs = 0;
  private users = 0;
  private stopTimer: ReturnType<typeof setTimeout> | undefined;
  private historyTimer: ReturnType<typeof setInterval> | undefined;

  constructor(apiKey: string) {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    const query = `apiKey=${encodeURIComponent(apiKey)}`;
    this.socket = new LiveSocket({
      url: `${scheme}://${window.location.host}/ws/dashboard?${query}`,
      isRefused: () => probeRefused(apiKey),
      onMessage: (message) => this.enqueue(message),
      onState: (connection) => this.publish({ ...this.snapshot, connection }),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveSnapshot => this.snapshot;

  readonly retryNow = (): void => this.socket.retryNow();

  /** Connects for as long as anybody holds it; call the result to release. */
  acquire(): () => void {
    this.users += 1;
    clearTimeout(this.stopTimer);
    if (this.users === 1) this.start();
    return () => {
      this.users -= 1;
      if (this.users > 0) return;
      // The next user comes with a new login: the old refusal must not send him away again.
      if (this.snapshot.connection.kind === 'refused') {
        this.publish({ ...this.snapshot, connection: { kind: 'connecting' } });
      }
      this.stopTimer = setTimeout(() => this.stop(), RELEASE_DELAY_MS);
    };
  }

  private start(): void {
    window.addEventListener('online', this.retryNow);
    window.addEventListener('offline', this.handleOffline);
    document.addEventListener('visibilitychange', this.handleVisibility);
    clearInterval(this.historyTimer);
    this.historyTimer = setInterval(() => this.sample(), HISTORY_INTERVAL_MS);
    this.socket.start();
  }

  private stop(): void {
    window.removeEventListener('online', this.retryNow);
    window.removeEventListener('offline', this.handleOffline);
    document.removeEventListener('visibilitychange', this.handleVisibility);
    clearInterval(this.historyTimer);
    this.socket.stop();
  }

  private readonly handleOffline = (): void => this.socket.goOffline();

  private readonly handleVisibility = (): void => {
    // Also when hidden: the frame that was asked for would come only with the next look.
    if (this.pending.length > 0) this.flush();
    if (document.visibilityState === 'visible') this.socket.retryNow();
  };

  private enqueue(message: ServerMessage): void {
    this.pending.push(message);
    if (this.cancelFlush !== null) return;
    const visible = document.visibilityState === 'visible';
    const dueInMs = this.flushedAtMs + FLUSH_INTERVAL_MS - Date.now();
    if (!visible) this.flushAfter(HIDDEN_FLUSH_MS);
    else if (dueInMs > 0) this.flushAfter(dueInMs);
    else this.flushInFrame();
  }

  private flushAfter(delayMs: number): void {
    const timer = setTimeout(() => this.flushInFrame(), delayMs);
    this.cancelFlush = () => clearTimeout(timer);
  }

  private flushInFrame(): void {
    if (document.visibilityState !== 'visible') return this.flush();
    const frame = requestAnimationFrame(() => this.flush());
    this.cancelFlush = () => cancelAnimationFrame(frame);
  }

  private flush(): void {
    this.cancelFlush?.();
    this.cancelFlush = null;
    this.flushedAtMs = Date.now();
    const messages = this.pending;
    this.pending = [];
    const state = reduceLive(this.snapshot.state, messages, Date.now());
    if (state === this.snapshot.state) return;
    const firstList = state.listReceived && !this.snapshot.state.listReceived;
    this.publish({ ...this.snapshot, state });
    if (firstList) this.sample();
  }

  private sample(): void {
    const { state, connection, history } = this.snapshot;
    if (!state.listReceived || connection.kind !== 'live') return;
    const point = { atMs: Date.now(), visitors: state.total };
    this.publish({ ...this.snapshot, history: appendPoint(history, point) });
  }

  private publish(snapshot: LiveSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}

const stores = new Map<string, LiveStore>();

/** One store per key for the life of the tab, so a route change keeps list and sparkline. */
export function liveStoreOf(apiKey: string): LiveStore {
  const existing = stores.get(apiKey);
  if (existing !== undefined) return existing;
  const created = new LiveStore(apiKey);
  stores.set(apiKey, created);
  return created;
}

/** After a log-out nothing of the list may stay in memory for the next user of the tab. */
export function forgetLiveStores(): void {
  stores.clear();
}
