import type { Page } from '@playwright/test';
import { apiKey, expect, needLive, report, rows, scriptTag, test, timed } from './support/live';
import { originalScript } from './support/original';
import { htmlPage } from './support/site';

needLive();

test('the original browser script works as it is', async ({ server, dashboard, visitor, site }) => {
  site.html = () => htmlPage('Old shop', originalScript(server.origin, apiKey));
  await visitor.goto(`${site.origin}/old`);
  const row = rows(dashboard);
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('/old');
  await expect(row).toContainText('1 page');
  expect(
    await visitor.evaluate(
      () => sessionStorage['tippen_session_id'] === localStorage['tippen_visitor_id'],
    ),
  ).toBe(true);

  // Its heartbeats are no page views.
  const usage = async (): Promise<number> => {
    const [key] = await server.sql<{ usage_count: number }>('SELECT usage_count FROM api_keys');
    return key!.usage_count;
  };
  await expect.poll(usage).toBeGreaterThanOrEqual(3);
  await expect(row).toContainText('1 page');

  const exit = visitor.waitForRequest((request) => !!request.postData()?.includes('"exit"'));
  const leftMs = await timed(async () => {
    await visitor.goto('about:blank');
    await expect(row).toHaveCount(0, { timeout: 15_000 });
  });
  report('is off the board after its exit', leftMs);
  expect((await (await exit).response())?.status()).toBe(200);
  const [stored] = await server.visitors();
  expect(stored).toMatchObject({ page_views: 1, website: '127.0.0.1' });
});

const markup = `"><img src=x onerror="alert(1)"><script>alert(2)</script>'</title>`;
const rightToLeft = '\u202Egnp.exe\u202C \u200Fאבג\u200E';
const long = 'A'.repeat(5000);

/** Everything that would show that text of a visitor became more than text. */
const watchForHarm = (page: Page): string[] => {
  const harm: string[] = [];
  page.on('dialog', (dialog) => {
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => harm.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) harm.push(message.text());
  });
  return harm;
};

test('hostile texts of visitors stay texts', async ({ server, dashboard, open, site }) => {
  const harm = watchForHarm(dashboard);
  const titles = [markup, rightToLeft, long];
  site.html = (path) =>
    htmlPage(
      '',
      `<script>document.title = ${JSON.stringify(titles[+path[1]!])}
      .replace(/x/g, 'x')</script>${scriptTag(server.origin, apiKey)}`.replace(
        "</script>'</title>",
        "<\\/script>'</title>",
      ),
    );
  for (const n of titles.keys()) {
    const page = await (await open()).newPage();
    await page.goto(`${site.origin}/${n}?q=${encodeURIComponent(markup)}#x`);
  }
  // What no browser would send, but anybody can.
  const forged = {
    url: 'javascript:alert(3)',
    referrer: 'javascript:alert(4)',
    title: `${markup}${long}`,
    userAgent: markup,
    language: markup,
    timezone: markup,
    screenResolution: '"><b>',
  };
  const answer = await fetch(`${server.origin}/track/visitor`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tippen-API-Key': apiKey },
    body: JSON.stringify({
      website: markup,
      visitor: { visitorId: 'forged', ...forged },
      event: 'pageview',
    }),
  });
  expect(answer.status).toBe(200);
  await fetch(`${server.origin}/track/visitor`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tippen-API-Key': apiKey },
    body: JSON.stringify({
      website: markup,
      visitor: { visitorId: 'forged', ...forged },
      event: 'identify',
      identity: { company: `<img src=x onerror=alert(5)>`, domain: 'javascript:alert(6)' },
    }),
  });

  await expect(rows(dashboard)).toHaveCount(4);
  await expect(
    rows(dashboard).filter({ hasText: '<img src=x onerror="alert(1)">' }),
  ).not.toHaveCount(0);
  for (const width of [1366, 390]) {
    await dashboard.setViewportSize({ width, height: 844 });
    for (let n = 0; n < 4; n++) {
      await rows(dashboard).nth(n).click();
      const details = dashboard.getByRole('dialog');
      await expect(details.getByText('Current page')).toBeVisible();
      const links = await details
        .locator('a')
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
      expect(links.filter((protocol) => !/^https?:$/.test(protocol))).toEqual([]);
      await dashboard.keyboard.press('Escape');
      await expect(details).toBeHidden();
    }
    // Nothing is pushed out of the window by a long word.
    expect(await dashboard.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
  expect(await dashboard.locator('img, #root script').count()).toBe(0);
  expect(harm).toEqual([]);
});
