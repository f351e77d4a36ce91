import type { MatchDay } from '../../shared/api/identification';

export interface MatchSummary {
  readonly eligible: number;
  readonly found: number;
  /** whole percent; null without any network */
  readonly percent: number | null;
  /** sources that found anything, the best first */
  readonly bySource: readonly (readonly [source: string, found: number])[];
}

export function foundOn(day: MatchDay): number {
  return Object.values(day.found).reduce((sum, n) => sum + n, 0);
}

export function summariseMatches(days: readonly MatchDay[]): MatchSummary {
  const bySource = new Map<string, number>();
  let eligible = 0;
  let found = 0;
  for (const day of days) {
    eligible += day.eligible;
    found += foundOn(day);
    for (const [source, n] of Object.entries(day.found)) {
      bySource.set(source, (bySource.get(source) ?? 0) + n);
    }
  }
  return {
    eligible,
    found,
    percent: matchPercent(found, eligible),
    bySource: [...bySource].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1]),
  };
}

/**
 * Never 100 while one is missing, and never 0 when there is one. Declared networks that nobody may
 * ask about, such as private ones, count as found only.
 */
export function matchPercent(found: number, eligible: number): number | null {
  if (eligible === 0 && found === 0) return null;
  if (found >= eligible) return 100;
  const percent = Math.round((100 * found) / eligible);
  return Math.min(99, Math.max(found > 0 ? 1 : 0, percent));
}
