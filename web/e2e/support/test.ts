import { test as base, expect, type Page } from '@playwright/test';
import { chromiumMissing, chromiumMissingText, toolsRequired } from './chromium';
import { startCollector, type Collector } from './collector';
import { htmlPage, startSite, type Site } from './site';

export { expect };

export const apiKey = 'test_1729800000000_abc123';

interface Fixtures {
  site: Site;
  collector: Collector;
  /** The script tag of the collector's tracker with these attributes beside key and backend. */
  tag: (attributes?: string) => string;
  /** What the page printed or threw. */
  complaints: string[];
  /** `navigator.webdriver` as the page sees it. */
  webdriver: boolean;
}

/** Skips or fails a test when there is no browser. Used by every spec that needs one. */
export const needChromium = (): void => {
  if (chromiumMissing && toolsRequired) throw new Error(chromiumMissingText);
  base.skip(chromiumMissing, chromiumMissingText);
};

export const test = base.extend<Fixtures>({
  webdriver: [false, { option: true }],
  site: async ({}, use) => {
    const site = await startSite();
    await use(site);
    await site.close();
  },
  collector: async ({}, use) => {
    const collector = await startCollector();
    await use(collector);
    await collector.close();
  },
  tag: async ({ collector }, use) => {
    await use(
      (attributes = '') =>
        `<script src="${collector.origin}/tippen-tracker.js" data-tippen-api-key="${apiKey}" data-tippen-backend="${collector.origin}" ${attributes}></script>`,
    );
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await use(complaints);
  },
  context: async ({ context, webdriver }, use) => {
    if (!webdriver) {
      await context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
      );
    }
    await use(context);
  },
  page: async ({ page, site, tag }, use) => {
    site.html = (path) => htmlPage(`Page ${path}`, tag());
    await use(page);
  },
});

/** Sets what `document.hidden` and `document.hasFocus()` say, and tells the page about it. */
export const setAttention = (
  page: Page,
  attention: { hidden?: boolean; focused?: boolean },
): Promise<void> =>
  page.evaluate(({ hidden, focused }) => {
    if (hidden !== undefined && hidden !== document.hidden) {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }
    if (focused !== undefined) {
      document.hasFocus = () => focused;
      window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
    }
  }, attention);
