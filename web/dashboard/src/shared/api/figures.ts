import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { isObject, text, textOrNull } from '../parse/guards';
import { requestJson } from './http';

/** What a question to the history is about. */
export interface FiguresAsked {
  readonly panel: string;
  /** how many days, today included */
  readonly range: '7d' | '30d' | '90d';
  /** such as `country:is:DE` */
  readonly filters: readonly string[];
  /** whether the days before are asked for too */
  readonly compared?: boolean;
  readonly limit?: number;
}

export interface FiguresRow {
  /** null for what is not known */
  readonly values: readonly (string | null)[];
  /** null for a share of nothing */
  readonly metrics: readonly (number | null)[];
  /** the days before, null if they were not asked for */
  readonly compared: readonly (number | null)[] | null;
  /** false while the time of the row is not over */
  readonly complete: boolean;
}

export interface Figures {
  /** names of the metrics, in the order of each row */
  readonly metrics: readonly string[];
  readonly rows: readonly FiguresRow[];
}

const RENEW_MS = 30_000;

/** The zone of whoever looks decides what a day is. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

export function figuresPath(apiKey: string, zone: string, asked: FiguresAsked): string {
  const parameters = new URLSearchParams({ apiKey, zone, range: asked.range });
  for (const filter of asked.filters) parameters.append('filter', filter);
  if (asked.compared === true) parameters.set('compare', 'previous');
  if (asked.limit !== undefined) parameters.set('limit', String(asked.limit));
  return `/api/v1/panels/${encodeURIComponent(asked.panel)}?${parameters}`;
}

export function figuresQuery(apiKey: string, asked: FiguresAsked) {
  const zone = localZone();
  return queryOptions({
    queryKey: ['figures', apiKey, zone, asked],
    queryFn: async ({ signal }): Promise<Figures> =>
      parseFigures(await requestJson(figuresPath(apiKey, zone, asked), { signal })),
    refetchInterval: RENEW_MS,
    // What is shown stays until the answer to the new question is there.
    placeholderData: keepPreviousData,
  });
}

export function parseFigures(answer: unknown): Figures {
  const fields = isObject(answer) ? answer : {};
  const rows = Array.isArray(fields.rows) ? fields.rows.filter(isObject) : [];
  return {
    metrics: Array.isArray(fields.metrics) ? fields.metrics.map(text) : [],
    rows: rows.map((row) => ({
      values: Array.isArray(row.dimensions) ? row.dimensions.map(textOrNull) : [],
      metrics: numbers(row.metrics),
      compared: Array.isArray(row.compared) ? numbers(row.compared) : null,
      complete: row.complete !== false,
    })),
  };
}

function numbers(value: unknown): readonly (number | null)[] {
  if (!Array.isArray(value)) return [];
  return value.map((n: unknown) => (typeof n === 'number' && Number.isFinite(n) ? n : null));
}
