import { queryOptions } from '@tanstack/react-query';
import { isObject, text } from '../parse/guards';
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
