import { queryOptions } from '@tanstack/react-query';
import { isObject, text } from '../parse/guards';
import { requestJson } from './http';

/** What another program counted on a day; people of several days can't be added up. */
export interface ImportedDay {
  readonly date: string;
  readonly visitors: number;
  readonly pageViews: number;
}

/** The server takes at most so many days; it is more than any product is old. */
const DAYS_MAX = 10_000;
const DAY_MS = 86_400_000;

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function importedPath(apiKey: string, nowMs: number): string {
  const from = isoDay(nowMs - (DAYS_MAX - 1) * DAY_MS);
  return `/api/v1/imported?${new URLSearchParams({ apiKey, from, to: isoDay(nowMs) })}`;
}

export function importedQuery(apiKey: string) {
  return queryOptions({
    queryKey: ['imported', apiKey],
    queryFn: async ({ signal }): Promise<readonly ImportedDay[]> =>
      parseImported(await requestJson(importedPath(apiKey, Date.now()), { signal })),
    // Imports are rare.
    staleTime: Infinity,
  });
}

export function parseImported(answer: unknown): readonly ImportedDay[] {
  const days = isObject(answer) && Array.isArray(answer.days) ? answer.days : [];
  return days.filter(isObject).map((day) => ({
    date: text(day.date),
    visitors: count(day.visitors),
    pageViews: count(day.pageViews),
  }));
}

const count = (value: unknown) => (typeof value === 'number' && value > 0 ? value : 0);
