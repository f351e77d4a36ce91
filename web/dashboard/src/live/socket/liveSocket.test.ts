import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveSocket, type ConnectionState } from './liveSocket';

/** Stands for the browser's socket; the test plays the server. */
class FakeSocket {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  receive(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
let states: ConnectionState[];
let online: boolean;
let refused: boolean;
let received: string[];

function createLiveSocket(): LiveSocket {
  return new LiveSocket({
    url: 'ws://server/ws/dashboard',
    isRefused: () => Promise.resolve(refused),
    onMessage: (message) => received.push(message.type),
    onState: (state) => states.push(state),
    createSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    random: () => 0.5,
    isOnline: () => online,
  });
}

const last = () => sockets.at(-1) as FakeSocket;
const kind = () => states.at(-1)?.kind;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  states = [];
  received = [];
  online = true;
  refused = false;
});
afterEach(() => vi.useRealTimers());

describe('LiveSocket', () => {
  it('connects, delivers messages and ignores what it does not know', () => {
    createLiveSocket().start();
    expect(kind()).toBe('connecting');
    last().open();
    expect(kind()).toBe('live');
    last().receive({ type: 'PONG', timestamp: 1 });
    last().receive({ type: 'NEW_THING' });
    expect(received).toEqual(['PONG']);
  });

  it('waits longer with every failure and starts over after a message', async () => {
    createLiveSocket().start();
    last().onclose?.();
    expect(states.at(-1)).toMatchObject({ kind: 'waiting', retryAtMs: Date.now() + 1_500 });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(sockets).toHaveLength(2);
    last().onclose?.();
    expect(states.at(-1)).toMatchObject({ retryAtMs: Date.now() + 2_500 });
    await vi.advanceTimersByTimeAsync(2_500);
    last().open();
    last().receive({ type: 'PONG' });
    last().onclose?.();
    expect(states.at(-1)).toMatchObject({ retryAtMs: Date.now() + 1_500 });
  });

  it('stops when the server refuses the key', async () => {
    refused = true;
    createLiveSocket().start();
    last().onclose?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(kind()).toBe('refused');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('does not ask for the reason when an open connection is lost', async () => {
    refused = true;
    createLiveSocket().start();
    last().open();
    last().onclose?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(kind()).toBe('waiting');
  });

  it('pings every 30 s and replaces a line that is silent for 75 s', () => {
    createLiveSocket().start();
    const first = last();
    first.open();
    vi.advanceTimersByTime(60_000);
    expect(first.sent).toEqual(['{"type":"PING"}', '{"type":"PING"}']);
    first.receive({ type: 'PONG' });
    vi.advanceTimersByTime(70_000);
    expect(kind()).toBe('live');
    vi.advanceTimersByTime(10_000);
    expect(kind()).toBe('waiting');
    expect(first.closed).toBe(true);
  });

  it('gives up on a connect that hangs', () => {
    createLiveSocket().start();
    vi.advanceTimersByTime(15_000);
    expect(kind()).toBe('waiting');
  });

  it('rests while offline and connects at once when told', () => {
    const socket = createLiveSocket();
    socket.start();
    last().open();
    online = false;
    socket.goOffline();
    expect(kind()).toBe('offline');
    vi.advanceTimersByTime(120_000);
    expect(sockets).toHaveLength(1);
    online = true;
    socket.retryNow();
    expect(sockets).toHaveLength(2);
    expect(kind()).toBe('connecting');
  });

  it('cuts a wait short on request and then does not connect twice', () => {
    const socket = createLiveSocket();
    socket.start();
    last().onclose?.();
    socket.retryNow();
    vi.advanceTimersByTime(10_000);
    expect(sockets).toHaveLength(2);
  });

  it('does nothing more after stop', () => {
    const socket = createLiveSocket();
    socket.start();
    last().open();
    socket.stop();
    const before = states.length;
    vi.advanceTimersByTime(120_000);
    socket.retryNow();
    expect(sockets).toHaveLength(1);
    expect(states).toHaveLength(before);
  });
});
