import { excludes } from './exclude';

export interface Settings {
  apiKey: string;
  /** Address of the server without a trailing slash. */
  backend: string;
  isExcluded: (path: string) => boolean;
  hashRouting: boolean;
}

export let settings: Settings;

/**
 * Reads the attributes of the script tag. Must run while the script itself runs: later there is no
 * `document.currentScript`.
 * @returns false without a key
 */
export const readSettings = (): boolean => {
  const script = document.currentScript as HTMLScriptElement;
  const data = script.dataset;
  settings = {
    apiKey: data.tippenApiKey || data.apiKey || '',
    backend: (data.tippenBackend || new URL(script.src).origin).replace(/\/+$/, ''),
    isExcluded: excludes(data.exclude),
    hashRouting: 'hashRouting' in data,
  };
  return !!settings.apiKey;
};
