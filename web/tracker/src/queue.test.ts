import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrackedEvent } from './event';

// Node has no localStorage: the queue runs on the memory fallback, which is a case of its own.
const post = vi.hoisted(() => vi.fn<(event: TrackedEvent) => Promise<number | undefined>>());
vi.mock('./send', () => ({ post }));
vi.mock('./page', () => ({ page: { id: 'page' } }));
vi.mock('./privacy', () => ({ isOptedOut: () => false }));

let queue: typeof import('./queue');

const event = (eventId: string, name = 'pageview'): TrackedEvent =>
  ({
    eventId,
    event: name,
    attempt: 1,
    sentAt: 0,
    visitor: { timestamp: new Date().toISOString() },
  }) as TrackedEvent;

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date('2026-01-10T12:00:00Z') });
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  // Without Web Locks, as on an insecure page.
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', undefined);
  post.mockReset();
  vi.resetModules();
  queue = await import('./queue');
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const answers = (...pauses: (number | undefined)[]): string[] => {
  const log: string[] = [];
  post.mockImplementation(async ({ eventId, attempt, event: name }) => {
    log.push(`${name} ${eventId} #${attempt}`);
    return pauses.length ? pauses.shift() : undefined;
  });
  return log;
};

it('sends a failed event again with the same id and a raised attempt, until it is settled', async () => {
  const log = answers(0, 0);
  await queue.deliver(event('a'));
  await vi.advanceTimersByTimeAsync(2300);
  await vi.advanceTimersByTimeAsync(4300);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(log).toEqual(['pageview a #1', 'pageview a #2', 'pageview a #3']);
});

it('waits longer after each failure', async () => {
  const log = answers(0, 0, 0);
  await queue.deliver(event('a'));
  await vi.advanceTimersByTimeAsync(2300);
  expect(log).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(4200);
  expect(log).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(log).toHaveLength(3);
});

it('honours the pause the server asks for', async () => {
  const log = answers(45_000);
  await queue.deliver(event('a'));
  await vi.advanceTimersByTimeAsync(46_200);
  expect(log).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1200);
  expect(log).toEqual(['pageview a #1', 'pageview a #2']);
});

it('keeps the order of failed events and stops at the first that fails again', async () => {
  const log = answers(0, 0, 0);
  await queue.deliver(event('a'));
  await queue.deliver(event('b'));
  await vi.advanceTimersByTimeAsync(2300);
  expect(log.slice(2)).toEqual(['pageview a #2']);
  await vi.advanceTimersByTimeAsync(4300);
  expect(log.slice(3)).toEqual(['pageview a #3', 'pageview b #2']);
});

it('keeps only the engagement of a heartbeat or exit', async () => {
  const log = answers(0, 0, 0);
  await queue.deliver(event('plain', 'heartbeat'));
  await queue.deliver({
    ...event('engaged', 'heartbeat'),
    engagement: { seq: 1, engagedMs: 9, scrollPct: 0 },
  });
  await queue.deliver(event('left', 'exit'));
  await vi.advanceTimersByTimeAsync(60_300);
  expect(log.slice(3)).toEqual(['engagement engaged #2']);
});

it('leaves the queue to a tab that is sending it', async () => {
  vi.stubGlobal('navigator', {
    locks: { request: async (_: string, __: object, use: (lock: null) => void) => use(null) },
  });
  const log = answers(0);
  await queue.deliver(event('a'));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(log).toEqual(['pageview a #1']);
});
