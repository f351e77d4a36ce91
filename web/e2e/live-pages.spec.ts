import type { Page } from '@playwright/test';
import { apiKey, expect, needLive, report, rows, scriptTag, test, timed } from './support/live';
import { originalScript } from './support/original';
import { htmlPage } from './support/site';

needLive();

for (const socket of [true, false]) {
  const name = socket ? 'as it is' : 'without its socket';
  test(`the original browser script works ${name}`, async ({
    server,
    dashboard,
    visitor,
    site,
  }) => {
    site.html = () => htmlPage('Old shop', originalScript(server.origin, apiKey, socket));
    await visitor.goto(`${site.origin}/old`);
    const row = rows(dashboard);
    await expect(row).toHaveCount(1);
    await expect(row).toContainText('/old');
    const answered = (): Promise<boolean> =>
      visitor.evaluate(
        () => sessionStorage['tippen_session_id'] === localStorage['tippen_visitor_id'],
      );
    // The board may know of the event before its page has read the answer.
    await expect.poll(answered).toBe(true);

    // Its heartbeats are no page views.
    const usage = async (): Promise<number> => {
      const [key] = await server.sql<{ usage_count: number }>('SELECT usage_count FROM api_keys');
      return key!.usage_count;
    };
    await expect.poll(usage).toBeGreaterThanOrEqual(3);
    await expect(row).toContainText('1 page');

    // Without a socket only the exit can be what takes the visitor away so soon.
    const leftMs = await timed(async () => {
      await visitor.goto('about:blank');
      await expect(row).toHaveCount(0, { timeout: 15_000 });
    });
    report('is off the board after its exit', leftMs);
    expect(await server.visitors()).toEqual([
      expect.objectContaining({ page_views: 1, website: '127.0.0.1' }),
    ]);
  });
}

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
  site.html = (path) => {
    // Such a text would end the script element of the page itself.
    const title = JSON.stringify(titles[Number(path[1])]).replaceAll('</', '<\\/');
    const head = `<script>document.title = ${title}</script>${scriptTag(server.origin, apiKey)}`;
    return htmlPage('', head);
  };
  for (const n of titles.keys()) {
    const page = await (await open()).newPage();
    await page.goto(`${site.origin}/${n}?q=${encodeURIComponent(markup)}#x`);
  }
  // What no browser would send, but anybody can.
  const forge = async (event: string, more: object): Promise<void> => {
    const answer = await fetch(`${server.origin}/track/visitor`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Tippen-API-Key': apiKey },
      body: JSON.stringify({ event, website: markup, visitor: forged, ...more }),
    });
    expect(answer.status).toBe(200);
  };
  const forged = {
    visitorId: 'forged',
    url: 'javascript:alert(3)',
    referrer: 'javascript:alert(4)',
    title: `${markup}${long}`,
    userAgent: markup,
    language: markup,
    timezone: markup,
    screenResolution: '"><b>',
  };
  await forge('pageview', {});
  await forge('identify', {
    identity: { company: '<img src=x onerror=alert(5)>', domain: 'javascript:alert(6)' },
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
