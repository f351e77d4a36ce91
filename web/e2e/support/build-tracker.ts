import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the script before the tests, so that they never run against an old one. */
export default async (): Promise<void> => {
  await build({
    configFile: fileURLToPath(new URL('../../tracker/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
  });
};
