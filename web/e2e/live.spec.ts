import {
  apiKey,
  expect,
  firstRowDrawnAt,
  loadedAt,
  needLive,
  presenceOf,
  report,
  rows,
  scriptTag,
  setAttention,
  test,
  timed,
  visitorIdOf,
} from './support/live';
import { htmlPage } from './support/site';

needLive();

/** The promise is 1 s; a busy test machine gets more, and the printed figure tells. */
const appearLimitMs = 3000;
const leaveLimitMs = 15_000;

test('a visitor of the demo site appears, moves, goes away and leaves', async ({
  server,
  dashboard,
  visitor,
}) => {
  await expect(dashboard.getByText('Waiting for the first page view')).toBeVisible();
  const drawn = firstRowDrawnAt(dashboard);
  await visitor.goto(`${server.origin}/demo`);
  const appearedMs = (await drawn) - (await loadedAt(visitor));
  report('appears after the load event', appearedMs);
  expect(appearedMs).toBeLessThan(appearLimitMs);

  const row = rows(dashboard);
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('127.0.0.1 Visitor');
  await expect(row).toContainText('Northwind Pumps: water where your plant needs it');
  await expect(row).toContainText('Australia');
  await expect(row).toContainText('Linux · Chrome');
  await expect(row).toContainText('1 page');

  const movedMs = await timed(async () => {
    await visitor.click('nav >> text=Products');
    await expect(row).toContainText('Products | Northwind Pumps');
  });
  report('navigation inside the page is seen after', movedMs);
  await expect(row).toContainText('/demo/products');
  await expect(row).toContainText('2 pages');

  await visitor.goto(`${server.origin}/demo/pricing`);
  await expect(row).toContainText('Pricing | Northwind Pumps');
  await expect(row).toContainText('3 pages');
  await expect(row).toHaveCount(1);

  await visitor.mouse.move(100, 100);
  await expect(presenceOf(row)).toHaveAccessibleName('Active');
  await setAttention(visitor, { hidden: true });
  await expect(presenceOf(row)).toHaveAccessibleName('Away');
  await setAttention(visitor, { hidden: false });
  await expect(presenceOf(row)).not.toHaveAccessibleName('Away');

  const visitorId = await visitorIdOf(visitor);
  const leftMs = await timed(async () => {
    await visitor.close();
    await expect(row).toHaveCount(0, { timeout: leaveLimitMs });
  });
  report('is off the board after the tab is closed', leftMs);
  await expect(dashboard.getByText('Nobody is on the site right now')).toBeVisible();

  expect(await server.visitors()).toEqual([
    expect.objectContaining({
      visitor_id: visitorId,
      company: '127.0.0.1 Visitor',
      location: 'Australia/Sydney',
      last_role: 'Linux - Chrome',
      website: '127.0.0.1',
      page_views: 3,
    }),
  ]);
  const answer = await fetch(`${server.origin}/api/visitors?apiKey=${apiKey}`);
  expect(await answer.json()).toEqual({
    visitors: [expect.objectContaining({ visitor_id: visitorId, page_views: 3 })],
  });
});

test('a page of another origin needs nothing but the script tag', async ({
  server,
  dashboard,
  visitor,
  site,
}) => {
  site.html = () => htmlPage('Spare parts', scriptTag(server.origin, apiKey));
  const drawn = firstRowDrawnAt(dashboard);
  await visitor.goto(`${site.origin}/parts?utm_source=newsletter&utm_medium=mail`);
  const appearedMs = (await drawn) - (await loadedAt(visitor));
  report('appears after the load event', appearedMs);
  expect(appearedMs).toBeLessThan(appearLimitMs);
  await expect(rows(dashboard)).toContainText('Spare parts');
  await expect(rows(dashboard)).toContainText('newsletter');
  expect(await server.visitors()).toEqual([
    expect.objectContaining({ visitor_id: await visitorIdOf(visitor), page_views: 1 }),
  ]);
});

test('the last of two tabs takes the visitor away, not the first', async ({
  server,
  dashboard,
  visitor,
}) => {
  await visitor.goto(`${server.origin}/demo`);
  const second = await visitor.context().newPage();
  await second.goto(`${server.origin}/demo/contact`);
  const row = rows(dashboard);
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('2 pages');

  await second.close();
  // Longer than a visitor without any tab would stay.
  await dashboard.waitForTimeout(12_500);
  await expect(row).toHaveCount(1);

  const leftMs = await timed(async () => {
    await visitor.close();
    await expect(row).toHaveCount(0, { timeout: leaveLimitMs });
  });
  report('is off the board after the last tab is closed', leftMs);
});

test('the details of a visitor follow the visit and say when it is over', async ({
  server,
  dashboard,
  visitor,
}) => {
  await visitor.goto(`${server.origin}/demo`);
  await rows(dashboard).click();
  const details = dashboard.getByRole('dialog');
  await expect(details).toContainText(`${server.origin}/demo`);
  await expect(details).toContainText(await visitorIdOf(visitor));
  await expect(details).toContainText('Open: can be invited');
  await visitor.click('nav >> text=Contact');
  await visitor.fill('[name=company]', 'Acme Corporation');
  await visitor.click('text=Ask for a quote');
  await expect(details).toContainText('Acme Corporation');
  await expect(details).toContainText('Contact | Northwind Pumps');
  await visitor.close();
  await expect(details).toContainText('This visitor has left the site', { timeout: leaveLimitMs });
});
