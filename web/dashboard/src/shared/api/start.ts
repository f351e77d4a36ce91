import { queryOptions } from '@tanstack/react-query';
import { flag, isObject, text, textOrNull } from '../parse/guards';
import { requestJson } from './http';

/** What the server says to everybody: decides which screen comes first. */
export interface StartInfo {
  readonly demo: boolean;
  readonly setupNeeded: boolean;
  /** key that may read without a login; only in the demo */
  readonly openKey: string | null;
  readonly version: string;
}

export const startQuery = queryOptions({
  queryKey: ['start'],
  queryFn: async ({ signal }): Promise<StartInfo> => {
    const answer = await requestJson('/api/start', { signal });
    const fields = isObject(answer) ? answer : {};
    return {
      demo: flag(fields.demo),
      setupNeeded: flag(fields.setupNeeded),
      openKey: textOrNull(fields.openKey),
      version: text(fields.version),
    };
  },
  staleTime: Infinity,
});
