import { queryOptions } from '@tanstack/react-query';
import { parseStoredTime } from '../format/time';
import { isObject, text } from '../parse/guards';
import { ApiError, requestJson } from './http';

export interface StoredVisitor {
  readonly company: string;
  readonly lastSeenAtMs: number;
  /** host without `www.`; empty when no page said it */
  readonly website: string;
}

function newestVisitorPath(apiKey: string): string {
  return `/api/visitors?apiKey=${encodeURIComponent(apiKey)}&limit=1`;
}

/** True when the server says that this key or login may not read; false when it cannot be asked. */
export async function probeRefused(apiKey: string): Promise<boolean> {
  try {
    await requestJson(newestVisitorPath(apiKey));
    return false;
  } catch (error) {
    return error instanceof ApiError && (error.status === 401 || error.status === 403);
  }
}

/** The last visitor in the store, or null when nothing was ever tracked. */
export function newestVisitorQuery(apiKey: string) {
  return queryOptions({
    queryKey: ['newest-visitor', apiKey],
    queryFn: async ({ signal }): Promise<StoredVisitor | null> => {
      const answer = await requestJson(newestVisitorPath(apiKey), { signal });
      const rows = isObject(answer) && Array.isArray(answer.visitors) ? answer.visitors : [];
      const row: unknown = rows[0];
      if (!isObject(row)) return null;
      const lastSeenAtMs = parseStoredTime(text(row.last_seen_at));
      if (lastSeenAtMs === null) return null;
      const website = text(row.website).replace(/^www\./, '');
      return { company: text(row.company), lastSeenAtMs, website };
    },
  });
}
