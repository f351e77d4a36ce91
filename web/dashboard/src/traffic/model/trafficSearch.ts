export const RANGES = ['7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = '30d';

const FILTERS_MAX = 10;
const FILTER_MAX_CHARS = 300;
const FILTER = /^[a-z_]+:is(?:_not)?:/;

/** What the address of the page says. */
export interface TrafficSearch {
  /** left out for the default */
  readonly range?: Range;
  /** such as `country:is:DE`; left out if there are none */
  readonly filter?: readonly string[];
}

export function parseTrafficSearch(search: Record<string, unknown>): TrafficSearch {
  const range = RANGES.find((known) => known === search.range);
  const given = Array.isArray(search.filter) ? search.filter : [search.filter];
  const filter = given
    .filter((f): f is string => typeof f === 'string' && FILTER.test(f))
    .filter((f) => f.length <= FILTER_MAX_CHARS)
    .slice(0, FILTERS_MAX);
  return {
    ...(range === undefined || range === DEFAULT_RANGE ? {} : { range }),
    ...(filter.length === 0 ? {} : { filter: [...new Set(filter)] }),
  };
}

export interface Chip {
  readonly dimension: string;
  readonly excluded: boolean;
  /** empty for the unknown */
  readonly value: string;
}

export function chipOf(filter: string): Chip {
  const [dimension = '', op = '', ...rest] = filter.split(':');
  return { dimension, excluded: op === 'is_not', value: rest.join(':') };
}

/** A value with a bar in it would be read as two. */
export function filterOf(
  dimension: string,
  value: string | null,
  excluded: boolean,
): string | null {
  if (value !== null && value.includes('|')) return null;
  return `${dimension}:${excluded ? 'is_not' : 'is'}:${value ?? ''}`;
}

/** With the filter if it was not there, else without. */
export function toggled(filters: readonly string[], filter: string): readonly string[] {
  return filters.includes(filter)
    ? filters.filter((f) => f !== filter)
    : [...filters, filter].slice(-FILTERS_MAX);
}
