import {
  apiKey,
  connected,
  expect,
  needLive,
  report,
  rows,
  scriptTag,
  test,
  timed,
} from './support/live';
import { htmlPage } from './support/site';

needLive();

/** Both sides wait up to 4 s before their second try and up to 8 s before the third. */
const backLimitMs = 45_000;

test('a restart of the server costs neither the visitor nor a page view', async ({
  start,
  data,
  open,
  site,
}) => {
  const flags = ['--demo'];
  const before = await start({ flags });
  site.html = (path) => htmlPage(`Page ${path}`, scriptTag(before.origin, apiKey));
  const dashboard = await (await open()).newPage();
  await dashboard.goto(before.origin);
  const visitor = await (await open()).newPage();
  await visitor.goto(`${site.origin}/one`);
  const row = rows(dashboard);
  await expect(row).toContainText('Page /one');
  await dashboard.evaluate(() => document.body.setAttribute('data-loaded-once', ''));

  expect(await before.stop()).toBe(0);
  await expect(dashboard.getByText('Reconnecting in')).toBeVisible();
  await expect(dashboard.getByText('The connection is lost')).toBeVisible();
  await expect(row).toContainText('Page /one');
  await visitor.evaluate(() => {
    history.pushState({}, '', '/two');
    document.title = 'Page /two';
  });

  const after = await start({ data, flags, port: before.port });
  report(
    'dashboard is connected after the restart',
    await timed(() => connected(dashboard).waitFor({ state: 'attached', timeout: backLimitMs })),
  );
  report(
    'page view of the meantime is counted after',
    await timed(() => expect(row).toContainText('Page /two', { timeout: backLimitMs })),
  );
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('2 pages');
  await expect(dashboard.locator('body')).toHaveAttribute('data-loaded-once');
  await expect(dashboard.getByText('The connection is lost')).toBeHidden();
  expect(await after.visitors()).toEqual([expect.objectContaining({ page_views: 2 })]);

  // The socket of the page is back as well: its end takes the visitor away.
  await visitor.evaluate(() => history.pushState({}, '', '/three'));
  await expect(row).toContainText('3 pages');
  await visitor.close();
  await expect(row).toHaveCount(0, { timeout: 15_000 });
});
