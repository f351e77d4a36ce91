import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from '@playwright/test';
import { expect as baseExpect } from '@playwright/test';
import { needChromium, test as base } from './test';
import {
  buildLimitMs,
  buildServer,
  startServer,
  type ServerOptions,
  type TippenServer,
} from './server';

export { apiKey, setAttention } from './test';

/** Weak and busy machines are slow; what must be fast is measured and printed. */
export const expect = baseExpect.configure({ timeout: 10_000 });

/** Skips or fails the tests of a file when there is no browser. */
export const needLive = (): void => {
  needChromium();
  test.describe.configure({ timeout: 180_000 });
};

interface Fixtures {
  /** An empty folder for the data of one test. */
  data: string;
  /** Starts a server that is stopped with the test. */
  start: (options?: Partial<ServerOptions>) => Promise<TippenServer>;
  /** A server of its own for the test, with the published demo key and nobody on it. */
  server: TippenServer;
  /** Opens a browser of its own: no cookie or storage is shared with another. */
  open: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The dashboard of `server`, connected. */
  dashboard: Page;
  /** The only tab of a visitor's browser, still empty. */
  visitor: Page;
}

interface WorkerFixtures {
  built: void;
}

/** Tests that need the whole server: real pages, real sockets, a real database. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  built: [
    async ({}, use) => {
      await buildServer();
      await use();
    },
    { scope: 'worker', timeout: buildLimitMs },
  ],
  data: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tippen-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  start: async ({ data, built: _ }, use, testInfo) => {
    const started: TippenServer[] = [];
    await use(async (options) => {
      const server = await startServer({ data, ...options });
      started.push(server);
      return server;
    });
    await Promise.all(started.map((server) => server.stop()));
    if (testInfo.status !== testInfo.expectedStatus) {
      for (const server of started) console.log(server.output());
    }
  },
  server: async ({ start }, use) => {
    await use(await start({ flags: ['--demo'] }));
  },
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await openContext(browser, options);
      contexts.push(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  dashboard: async ({ server, open }, use) => {
    const page = await (await open()).newPage();
    await page.goto(server.origin);
    await connected(page).waitFor();
    await use(page);
  },
  visitor: async ({ open }, use) => {
    await use(await (await open()).newPage());
  },
});

const openContext = async (
  browser: Browser,
  options?: BrowserContextOptions,
): Promise<BrowserContext> => {
  const context = await browser.newContext(options);
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
  );
  return context;
};

/** The script tag that the README and the dashboard tell people to paste. */
export const scriptTag = (origin: string, key: string): string =>
  `<script src="${origin}/tippen-tracker.js" data-tippen-api-key="${key}" data-tippen-backend="${origin}" async></script>`;

/** What the header of the dashboard says while its socket is open. */
export const connected = (dashboard: Page): Locator =>
  dashboard.getByRole('status').filter({ hasText: 'Connection: live' });

/** The rows of visitors; the column headings are not among them. */
export const rows = (dashboard: Page): Locator => dashboard.locator('[data-row-key]');

/** What is hidden from the eye but not from a screen reader: active, idle or away. */
export const presenceOf = (row: Locator): Locator =>
  row.getByRole('img', { name: /Active|Idle|Away/ });

/** Epoch milliseconds of the moment at which the first visitor is drawn. Call before the visit. */
export const firstRowDrawnAt = (dashboard: Page): Promise<number> =>
  dashboard.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (!document.querySelector('[data-row-key]')) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true });
        look();
      }),
  );

/** Epoch milliseconds of the end of a page's load event. */
export const loadedAt = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.timeOrigin + entry!.loadEventEnd;
  });

export const visitorIdOf = (page: Page): Promise<string> =>
  page.evaluate(() => localStorage.getItem('tippen_visitor_id') ?? '');

/** A figure for the reader of the report; nothing fails by it. */
export const report = (what: string, ms: number): void =>
  console.log(`    ${what}: ${Math.round(ms)} ms`);

/** @returns how long the action took, in ms */
export const timed = async (action: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await action();
  return performance.now() - startMs;
};
