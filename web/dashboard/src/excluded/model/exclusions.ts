import type { ExcludedCount } from '../../shared/api/excluded';
import { REASONS } from './reasons';

export interface Named {
  readonly what: string;
  readonly events: number;
}

/** What was excluded for one reason, over all days. */
export interface Exclusions {
  readonly reason: string;
  readonly events: number;
  /** robots or companies, the most frequent first */
  readonly named: readonly Named[];
}

/** All reasons in their order, also those without events; then those that we do not know. */
export function byReason(counts: readonly ExcludedCount[]): readonly Exclusions[] {
  const reasons = new Map<string, Map<string | null, number>>();
  for (const reason of REASONS) reasons.set(reason, new Map());
  for (const { reason, what, events } of counts) {
    const names = reasons.get(reason) ?? new Map<string | null, number>();
    names.set(what, (names.get(what) ?? 0) + events);
    reasons.set(reason, names);
  }
  return [...reasons].map(([reason, names]) => ({
    reason,
    events: [...names.values()].reduce((sum, n) => sum + n, 0),
    named: [...names]
      .flatMap(([what, events]) => (what === null ? [] : [{ what, events }]))
      .sort((a, b) => b.events - a.events || a.what.localeCompare(b.what)),
  }));
}

/** Events of each reason on one day. */
export function onDay(
  counts: readonly ExcludedCount[],
  day: string,
): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const count of counts) {
    if (count.day === day) sums[count.reason] = (sums[count.reason] ?? 0) + count.events;
  }
  return sums;
}
