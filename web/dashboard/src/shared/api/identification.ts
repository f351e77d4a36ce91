import { queryOptions } from '@tanstack/react-query';
import { count, isObject, text, type JsonObject } from '../parse/guards';
import { requestJson } from './http';

/** A line that the licence of a data file wants to be shown beside its results. */
export interface Attribution {
  readonly text: string;
  readonly url: string;
}

export function attributionsQuery(apiKey: string) {
  return queryOptions({
    queryKey: ['attributions', apiKey],
    queryFn: async ({ signal }): Promise<readonly Attribution[]> => {
      const path = `/api/v1/identification?days=1&apiKey=${encodeURIComponent(apiKey)}`;
      const answer = await requestJson(path, { signal });
      const files = isObject(answer) && Array.isArray(answer.files) ? answer.files : [];
      const lines = new Map<string, Attribution>();
      for (const file of files) {
        const attribution: unknown = isObject(file) ? file.attribution : null;
        if (!isObject(attribution)) continue;
        const line = { text: text(attribution.text), url: text(attribution.url) };
        if (line.text !== '' && line.url.startsWith('https://')) lines.set(line.text, line);
      }
      return [...lines.values()];
    },
    staleTime: 10 * 60_000,
    retry: false,
  });
}

/** Networks of one UTC day that may be asked about. */
export interface MatchDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly eligible: number;
  /** how many of them got their company from which source */
  readonly found: Readonly<Record<string, number>>;
}

/** What was asked from one source in one day, for the whole server. */
export interface LookupDay {
  readonly day: string;
  readonly source: string;
  readonly cacheHits: number;
  readonly calls: number;
  readonly found: number;
  readonly notFound: number;
  readonly failed: number;
  readonly creditsUsed: number;
  readonly creditsSaved: number;
}

export interface SourceState {
  readonly source: string;
  readonly title: string;
  readonly state: string;
  readonly creditsToday: number;
  readonly creditsThisMonth: number;
}

export interface Identification {
  readonly days: readonly MatchDay[];
  /** null for those who may not see what the server spends */
  readonly lookups: readonly LookupDay[] | null;
  readonly sources: readonly SourceState[];
}

const RENEW_MS = 30_000;

export function identificationQuery(apiKey: string, days: number) {
  return queryOptions({
    queryKey: ['identification', apiKey, days],
    queryFn: async ({ signal }): Promise<Identification> => {
      const path = `/api/v1/identification?days=${days}&apiKey=${encodeURIComponent(apiKey)}`;
      return parseIdentification(await requestJson(path, { signal }));
    },
    refetchInterval: RENEW_MS,
  });
}

export function parseIdentification(answer: unknown): Identification {
  const fields = isObject(answer) ? answer : {};
  return {
    days: objects(fields.days).map((row) => ({
      day: text(row.day),
      eligible: count(row.eligible),
      found: isObject(row.found)
        ? Object.fromEntries(Object.entries(row.found).map(([source, n]) => [source, count(n)]))
        : {},
    })),
    lookups: Array.isArray(fields.lookups)
      ? objects(fields.lookups).map((row) => ({
          day: text(row.day),
          source: text(row.source),
          cacheHits: count(row.cacheHits),
          calls: count(row.calls),
          found: count(row.found),
          notFound: count(row.notFound),
          failed: count(row.failed),
          creditsUsed: count(row.creditsUsed),
          creditsSaved: count(row.creditsSaved),
        }))
      : null,
    sources: objects(fields.sources).map((row) => ({
      source: text(row.source),
      title: text(row.title),
      state: text(row.state),
      creditsToday: count(row.creditsToday),
      creditsThisMonth: count(row.creditsThisMonth),
    })),
  };
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
