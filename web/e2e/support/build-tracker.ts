import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { chromiumMissing, chromiumMissingText } from './chromium';

/** Builds the script before the tests, so that they never run against an old one. */
export default async (): Promise<void> => {
  // The reports show a skipped test without its reason.
  if (chromiumMissing) console.log(chromiumMissingText);
  await build({
    configFile: fileURLToPath(new URL('../../tracker/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
  });
};
