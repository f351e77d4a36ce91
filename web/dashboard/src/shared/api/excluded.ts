import { queryOptions } from '@tanstack/react-query';
import { count, flag, isObject, text, textOrNull } from '../parse/guards';
import { requestJson } from './http';

/** Why events count nowhere; another one may come from a newer server. */
export type Reason = 'robot' | 'automation' | 'own' | 'blocked' | 'gpc' | 'dnt';

export interface ExcludedCount {
  /** UTC, `YYYY-MM-DD` */
  readonly day: string;
  readonly reason: string;
  /** name of the robot or the company */
  readonly what: string | null;
  readonly events: number;
}

/** How it stands with the site's latest replay. */
export interface ReplayState {
  readonly running: boolean;
  readonly donePercent: number;
  readonly counted: number;
  readonly countedBefore: number;
  readonly failed: number;
}

export interface ReplayWish {
  readonly reason: string;
  readonly what: string | null;
  /** UTC days, both included */
  readonly from: string;
  readonly to: string;
}

const RENEW_MS = 15_000;
const RENEW_RUNNING_MS = 500;

function path(place: string, apiKey: string): string {
  return `/api/v1/${place}?apiKey=${encodeURIComponent(apiKey)}`;
}

export function excludedQuery(apiKey: string, days: number) {
  return queryOptions({
    queryKey: ['excluded', apiKey, days],
    queryFn: async ({ signal }): Promise<readonly ExcludedCount[]> =>
      parseExcluded(await requestJson(`${path('excluded', apiKey)}&days=${days}`, { signal })),
    refetchInterval: RENEW_MS,
  });
}

export function parseExcluded(answer: unknown): readonly ExcludedCount[] {
  const rows = isObject(answer) && Array.isArray(answer.excluded) ? answer.excluded : [];
  return rows.filter(isObject).map((row) => ({
    day: text(row.day),
    reason: text(row.reason),
    what: textOrNull(row.what),
    events: count(row.events),
  }));
}

export function replayQuery(apiKey: string) {
  return queryOptions({
    queryKey: ['replay', apiKey],
    queryFn: async ({ signal }): Promise<ReplayState> =>
      parseReplay(await requestJson(path('excluded/replay', apiKey), { signal })),
    refetchInterval: ({ state }) => (state.data?.running === true ? RENEW_RUNNING_MS : false),
  });
}

export async function beginReplay(apiKey: string, wish: ReplayWish): Promise<ReplayState> {
  const { reason, what, from, to } = wish;
  const body = what === null ? { reason, from, to } : { reason, what, from, to };
  return parseReplay(await requestJson(path('excluded/replay', apiKey), { method: 'POST', body }));
}

export function parseReplay(answer: unknown): ReplayState {
  const fields = isObject(answer) ? answer : {};
  return {
    running: flag(fields.running),
    donePercent: Math.min(100, count(fields.donePercent)),
    counted: count(fields.counted),
    countedBefore: count(fields.countedBefore),
    failed: count(fields.failed),
  };
}
