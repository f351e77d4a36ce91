import type { LookupDay } from '../../shared/api/identification';

export type LookupSums = Omit<LookupDay, 'day'>;

/** One row for each source, over all days; the one asked most first. */
export function lookupsBySource(days: readonly LookupDay[]): readonly LookupSums[] {
  const sources = new Map<string, LookupSums>();
  for (const { day: _, ...one } of days) {
    const sum = sources.get(one.source);
    sources.set(one.source, sum === undefined ? one : add(sum, one));
  }
  return [...sources.values()].sort((a, b) => b.calls - a.calls || b.cacheHits - a.cacheHits);
}

function add(a: LookupSums, b: LookupSums): LookupSums {
  return {
    source: a.source,
    cacheHits: a.cacheHits + b.cacheHits,
    calls: a.calls + b.calls,
    found: a.found + b.found,
    notFound: a.notFound + b.notFound,
    failed: a.failed + b.failed,
    creditsUsed: a.creditsUsed + b.creditsUsed,
    creditsSaved: a.creditsSaved + b.creditsSaved,
  };
}

/** Sources that are not enabled any more have no title of the server's. */
const NAMES: Readonly<Record<string, string>> = {
  clearbit: 'Clearbit Reveal',
  enrichSo: 'Enrich.so',
  snitcher: 'Snitcher',
  ipinfo: 'IPinfo',
  reverseDns: 'Reverse DNS',
  generic: 'Your own service',
};

export function lookupName(source: string, title: string): string {
  return title || (NAMES[source] ?? source);
}
