import { backoffMs } from './backoff';
import type { TrackedEvent } from './event';
import { later, type Timer } from './guard';
import { page } from './page';
import { isOptedOut } from './privacy';
import { withinBounds } from './queue-bounds';
import { post } from './send';
import { read, write } from './storage';

const queueKey = 'tippen_queue';
const lockKey = 'tippen_queue_lock';
/** After this long the tab that took the lock is taken for gone. */
const lockLeaseMs = 60_000;
const lockSettleMs = 300;
const retryCapMs = 60_000;

let retryTimer: Timer | undefined;

const load = (added: TrackedEvent[] = []): TrackedEvent[] => {
  try {
    return withinBounds([...JSON.parse(read(queueKey) || '[]'), ...added], Date.now());
  } catch {
    // Somebody else wrote there.
    return added;
  }
};

/** Empties the queue when the visitor has opted out. */
export const save = (events: TrackedEvent[]): void =>
  write(queueKey, events.length && !isOptedOut() ? JSON.stringify(events) : '');

/** @param pauseMs asked for by the server; a retry that is already planned moves only for this */
const retryLater = (failures: number, pauseMs?: number): void => {
  if (retryTimer && !pauseMs) return;
  clearTimeout(retryTimer);
  retryTimer = later(drain, (pauseMs || 0) + backoffMs(failures, retryCapMs));
};

/** One after the other, oldest first, until the queue is empty or the server fails again. */
const sendAll = async (): Promise<void> => {
  const [event] = load();
  // A planned retry means that the server has failed meanwhile.
  if (page && event && !retryTimer) {
    event.attempt++;
    event.sentAt = Date.now();
    const pauseMs = await post(event);
    // Read again: another tab may have added events meanwhile.
    const others = load().filter(({ eventId }) => eventId !== event.eventId);
    if (pauseMs == null) {
      save(others);
      return sendAll();
    }
    save([event, ...others]);
    retryLater(event.attempt, pauseMs);
  }
  write(lockKey);
};

const sendIfAlone = (alone: unknown): unknown => (alone ? sendAll() : retryLater(1));

/** Sends what waits, in one tab at a time. */
const drain = (): void => {
  retryTimer = undefined;
  if (navigator.locks) {
    navigator.locks.request(queueKey, { ifAvailable: true }, sendIfAlone).catch(() => {});
  } else {
    // Web Locks exist only on secure pages. A write reaches the other tabs late, so two may find the
    // lease free: the one whose token is still there after a while sends.
    const token = `${Date.now() + Math.random()}`;
    // Without a lease or a readable storage the comparison is false.
    if (!(Date.now() - +read(lockKey)! < lockLeaseMs)) write(lockKey, token);
    later(() => sendIfAlone(read(lockKey) === token), lockSettleMs);
  }
};

/** Sends what earlier pages left, unless a retry is planned anyway. */
export const resumeQueue = (): void => {
  if (!retryTimer) drain();
};

/**
 * Keeps an event for a later try. A heartbeat or exit says nothing later on, only the engagement it
 * carries may not be lost.
 */
export const postpone = (event: TrackedEvent, pauseMs?: number): void => {
  if (/^(heartbeat|exit)$/.test(event.event)) {
    if (!event.engagement) return;
    event.event = 'engagement';
  }
  save(load([event]));
  retryLater(event.attempt, pauseMs);
};

export const deliver = async (event: TrackedEvent): Promise<void> => {
  const pauseMs = await post(event);
  if (pauseMs != null) postpone(event, pauseMs);
};
