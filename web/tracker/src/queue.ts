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

let failures = 0;
let retryTimer: Timer | undefined;

const load = (): TrackedEvent[] => {
  try {
    return withinBounds(JSON.parse(read(queueKey)!) || [], Date.now());
  } catch {
    return [];
  }
};

const save = (events: TrackedEvent[]): void =>
  write(
    queueKey,
    events.length && !isOptedOut() ? JSON.stringify(withinBounds(events, Date.now())) : null,
  );

/** @param pauseMs asked for by the server; a retry that is already planned moves only for this */
const retryLater = (pauseMs = 0): void => {
  if (retryTimer && !pauseMs) return;
  clearTimeout(retryTimer);
  retryTimer = later(drain, Math.max(pauseMs, backoffMs(failures, retryCapMs)));
};

/** One after the other, oldest first, until the queue is empty or the server fails again. */
const sendAll = async (): Promise<void> => {
  for (let event; page && (event = load()[0]); ) {
    const { eventId } = event;
    write(lockKey, `${Date.now()}`);
    event.attempt++;
    event.sentAt = Date.now();
    const pauseMs = await post(event);
    // Read again: another tab may have added events meanwhile.
    const others = load().filter((other) => other.eventId !== eventId);
    if (pauseMs === undefined) {
      failures = 0;
      save(others);
    } else {
      failures++;
      save([event, ...others]);
      retryLater(pauseMs);
      break;
    }
  }
  write(lockKey, null);
};

/** Sends what waits, in one tab at a time. */
export const drain = (): void => {
  retryTimer = undefined;
  if (!load().length) return;
  if (navigator.locks) {
    navigator.locks
      .request(queueKey, { ifAvailable: true }, (lock) => (lock ? sendAll() : retryLater()))
      .catch(() => {});
  } else if (Math.abs(Date.now() - Number(read(lockKey))) > lockLeaseMs) {
    // Web Locks exist only on secure pages.
    sendAll();
  } else {
    retryLater();
  }
};

/**
 * Keeps an event for a later try. A heartbeat or exit says nothing later on, only the engagement it
 * carries may not be lost.
 */
export const postpone = (event: TrackedEvent, pauseMs?: number): void => {
  if (event.event === 'heartbeat' || event.event === 'exit') {
    if (!event.engagement) return;
    event.event = 'engagement';
  }
  save([...load(), event]);
  retryLater(pauseMs);
};

/** Sends what earlier pages left, unless a retry is planned anyway. */
export const resumeQueue = (): void => {
  if (!retryTimer) drain();
};

export const deliver = async (event: TrackedEvent): Promise<void> => {
  const pauseMs = await post(event);
  if (pauseMs !== undefined) postpone(event, pauseMs);
};

export const forgetQueue = (): void => write(queueKey, null);
