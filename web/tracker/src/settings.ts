import { excludes } from './exclude';

export let apiKey: string | undefined;
/** Address of the server without a trailing slash. */
export let backend: string;
export let isExcluded: (path: string) => boolean;
export let hashRouting: boolean;

/**
 * Reads the attributes of the script tag. Must run while the script itself runs: later there is no
 * `document.currentScript`.
 */
export const readSettings = (): void => {
  const script = document.currentScript as HTMLScriptElement;
  const data = script.dataset;
  apiKey = data.tippenApiKey || data.apiKey;
  backend = (data.tippenBackend || new URL(script.src).origin).replace(/\/+$/, '');
  isExcluded = excludes(data.exclude);
  hashRouting = 'hashRouting' in data;
};
