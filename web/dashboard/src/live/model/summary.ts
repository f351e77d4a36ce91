import type { LiveEntry } from './liveState';
import { isIdentified, type Presence, type Visitor } from './visitor';

export interface LiveSummary {
  readonly byPresence: Readonly<Record<Presence, number>>;
  /** distinct companies, fallback labels left out */
  readonly companies: number;
  readonly identifiedVisitors: number;
  readonly pageViews: number;
  readonly longest: Visitor | null;
}

/** Counts over the visitors at hand (at most the newest 1,000). */
export function summarise(entries: Iterable<LiveEntry>): LiveSummary {
  const byPresence: Record<Presence, number> = { active: 0, idle: 0, away: 0 };
  const companies = new Set<string>();
  let identifiedVisitors = 0;
  let pageViews = 0;
  let longest: Visitor | null = null;
  for (const { visitor } of entries) {
    byPresence[visitor.presence] += 1;
    pageViews += visitor.pageViews;
    if (isIdentified(visitor)) {
      companies.add(visitor.company);
      identifiedVisitors += 1;
    }
    if (longest === null || visitor.startedAtMs < longest.startedAtMs) longest = visitor;
  }
  return { byPresence, companies: companies.size, identifiedVisitors, pageViews, longest };
}
