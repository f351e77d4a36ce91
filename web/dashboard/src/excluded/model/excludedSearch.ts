/** How many days the page looks back. */
export const RANGES = [7, 30, 90] as const;
export type RangeDays = (typeof RANGES)[number];
export const DEFAULT_RANGE: RangeDays = 30;

/** What the address of the page says. */
export interface ExcludedSearch {
  /** left out for the default */
  readonly days?: RangeDays;
}

export function parseExcludedSearch(search: Record<string, unknown>): ExcludedSearch {
  const days = RANGES.find((range) => range === search.days);
  return days === undefined || days === DEFAULT_RANGE ? {} : { days };
}
