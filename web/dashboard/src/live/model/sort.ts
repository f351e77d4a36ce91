import type { LiveEntry } from './liveState';
import { isIdentified } from './visitor';

export type SortKey = 'lastActivity' | 'timeOnSite' | 'pageViews' | 'company';
export type SortDirection = 'ascending' | 'descending';

export interface Sort {
  readonly key: SortKey;
  readonly direction: SortDirection;
}

export const DEFAULT_SORT: Sort = { key: 'lastActivity', direction: 'descending' };

export const SORT_KEYS: readonly SortKey[] = ['lastActivity', 'timeOnSite', 'pageViews', 'company'];

/** The direction a reader expects first: names from A, numbers and times from the largest. */
export function initialDirection(key: SortKey): SortDirection {
  return key === 'company' ? 'ascending' : 'descending';
}

export function toggleSort(current: Sort, key: SortKey): Sort {
  if (current.key !== key) return { key, direction: initialDirection(key) };
  return { key, direction: current.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** Total order: equal rows are ordered by visitor ID, so they never swap places by themselves. */
export function sortEntries(entries: readonly LiveEntry[], sort: Sort): LiveEntry[] {
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...entries].sort(
    (left, right) =>
      unidentifiedLast(sort.key, left, right) ||
      sign * compareBy(sort.key, left, right) ||
      compareText(left.visitor.visitorId, right.visitor.visitorId),
  );
}

function unidentifiedLast(key: SortKey, left: LiveEntry, right: LiveEntry): number {
  if (key !== 'company') return 0;
  return Number(isIdentified(right.visitor)) - Number(isIdentified(left.visitor));
}

function compareBy(key: SortKey, left: LiveEntry, right: LiveEntry): number {
  switch (key) {
    case 'lastActivity':
      return left.visitor.lastActivityMs - right.visitor.lastActivityMs;
    case 'timeOnSite':
      return right.visitor.startedAtMs - left.visitor.startedAtMs;
    case 'pageViews':
      return left.visitor.pageViews - right.visitor.pageViews;
    case 'company':
      return collator.compare(left.visitor.company, right.visitor.company);
  }
}

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
