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
/** After this long without a renewal the tab that held the lock is taken for gone. */
const lockLeaseMs = 60_000;
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
    write(lockKey, `${Date.now()}`);
    event.attempt++;
    event.sentAt = Date.now();
    const pauseMs = await post(event);
    // Read again: another tab may have added events meanwhile.
    const others = load().filter(({ eventId }) => eventId !== event.eventId);
    if (pauseMs === undefined) {
      save(others);
      return sendAll();
    }
    save([event, ...others]);
    retryLater(event.attempt, pauseMs);
  }
  write(lockKey);
};

/** Sends what waits, in one tab at a time. */
const drain = (): void => {
  retryTimer = undefined;
  if (navigator.locks) {
    navigator.locks
      .request(queueKey, { ifAvailable: true }, (lock) => (lock ? sendAll() : retryLater(1)))
      .catch(() => {});
  } else if (Date.now() - +(read(lockKey) || 0) > lockLeaseMs) {
    // Web Locks exist only on secure pages.
    sendAll();
  } else {
    retryLater(1);
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
  if (pauseMs !== undefined) postpone(event, pauseMs);
};
