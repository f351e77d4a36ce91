import type { Series } from '../../shared/ui/stackDays';

const NAMES: Readonly<Record<string, string>> = {
  declared: 'Declared by you',
  signed: 'Signed in',
  identified: 'Said by the page',
  provider: 'Look-up',
  reverse_dns: 'Reverse DNS',
  network: 'Network',
};

/** A colour stays with its source, whichever others there are. */
const COLORS: Readonly<Record<string, string>> = {
  declared: 'var(--series-1)',
  signed: 'var(--series-6)',
  identified: 'var(--series-2)',
  provider: 'var(--series-3)',
  reverse_dns: 'var(--series-4)',
  network: 'var(--series-7)',
};

export function sourceName(source: string): string {
  return NAMES[source] ?? source;
}

/** The sources that found something, and on top of them what nobody knew. */
export function sourceSeries(sources: readonly string[]): readonly Series[] {
  const known = sources.map((key) => ({
    key,
    name: sourceName(key),
    color: COLORS[key] ?? 'var(--series-5)',
  }));
  return [...known, { key: 'unknown', name: 'Not known', color: 'var(--series-rest)' }];
}
