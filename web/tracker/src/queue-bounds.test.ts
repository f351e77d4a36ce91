import { describe, expect, it } from 'vitest';
import type { TrackedEvent } from './event';
import { withinBounds } from './queue-bounds';

const nowMs = Date.parse('2026-01-10T12:00:00Z');

/** Only what the bounds look at. */
const event = (eventId: string, ageMs = 0, title = ''): TrackedEvent =>
  ({
    eventId,
    visitor: { timestamp: new Date(nowMs - ageMs).toISOString(), title },
  }) as TrackedEvent;

const ids = (events: TrackedEvent[]): string[] => events.map(({ eventId }) => eventId);

describe('withinBounds', () => {
  it('keeps the newest 50 events in their order', () => {
    const events = Array.from({ length: 60 }, (_, n) => event(`${n}`));
    expect(ids(withinBounds(events, nowMs))).toEqual(ids(events.slice(10)));
  });

  it('drops events from 48 hours of age', () => {
    const hourMs = 3600_000;
    const events = [event('old', 48 * hourMs), event('kept', 48 * hourMs - 1), event('new')];
    expect(ids(withinBounds(events, nowMs))).toEqual(['kept', 'new']);
  });

  it('drops the oldest until the stored text fits into 60 KiB', () => {
    const events = Array.from({ length: 7 }, (_, n) => event(`${n}`, 0, 'x'.repeat(10_000)));
    const kept = withinBounds(events, nowMs);
    expect(ids(kept)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(JSON.stringify(kept).length).toBeLessThanOrEqual(61_440);
  });

  it('drops a single event that is too large', () => {
    expect(withinBounds([event('large', 0, 'x'.repeat(70_000))], nowMs)).toEqual([]);
  });
});
