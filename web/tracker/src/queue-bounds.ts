import type { TrackedEvent } from './event';

const maxEvents = 50;
/** UTF-16 units of the stored JSON: what browsers count against the quota of a site. */
const maxLength = 61_440;
/** The server clamps the age of an event to the same 48 h. */
const maxAgeMs = 172_800_000;

/** Drops what is too old, then the oldest events until the rest fits. */
export const withinBounds = (events: TrackedEvent[], nowMs: number): TrackedEvent[] => {
  const kept = events
    .filter((event) => nowMs - Date.parse(event.visitor.timestamp) < maxAgeMs)
    .slice(-maxEvents);
  while (JSON.stringify(kept).length > maxLength) kept.shift();
  return kept;
};
