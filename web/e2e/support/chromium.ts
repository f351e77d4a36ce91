import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * `TIPPEN_CHROMIUM` (which the launcher sets) or `CHROMIUM_PATH`, else the first Chromium on the PATH.
 * Nothing is ever downloaded.
 */
export const chromiumPath: string | undefined =
  process.env['TIPPEN_CHROMIUM'] ||
  process.env['CHROMIUM_PATH'] ||
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);

export const chromiumMissing = !chromiumPath || !isExecutable(chromiumPath);

/** With `TIPPEN_REQUIRE_TOOLS=1` a missing tool is a failure, so that CI cannot skip silently. */
export const toolsRequired = process.env['TIPPEN_REQUIRE_TOOLS'] === '1';

export const chromiumMissingText =
  'No Chromium found: install one or set TIPPEN_CHROMIUM to run the browser tests.';

/** A name that is not localhost, so that its pages are not secure contexts. */
export const insecureHost = 'shop.test';

/** A desktop visitor; headless Chromium would name itself and count as a robot. */
export const desktopUserAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

export const browserOptions: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  headless: true,
  userAgent: desktopUserAgent,
  locale: 'en-AU',
  timezoneId: 'Australia/Sydney',
  viewport: { width: 1280, height: 720 },
  launchOptions: {
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    // Playwright switches the back/forward cache off; the tracker has to live with it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
    ],
  },
};
