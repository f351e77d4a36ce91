import AxeBuilder from '@axe-core/playwright';
import { expect, needLive, test } from './support/live';
import {
  acmeAddress,
  acmeLabsAddress,
  becomeOwner,
  declareCompanies,
  visit,
} from './support/owner';

needLive();

/** The history follows within seconds, and the page asks again only now and then. */
const followed = { timeout: 20_000 };

test.beforeEach(({ data }) => declareCompanies(data));

test('the owner sees what happened, filters by a click, and goes back', async ({ start, open }) => {
  const server = await start();
  const { page, apiKey } = await becomeOwner(server, await open());
  for (const visitorId of ['v1', 'v2'])
    await visit(server, apiKey, { visitorId, address: acmeAddress });
  await visit(server, apiKey, { visitorId: 'v3', address: acmeLabsAddress });
  await visit(server, apiKey, { visitorId: 'v3', address: acmeLabsAddress });
  await expect
    .poll(async () => {
      const answer = await page.request.get(`${server.origin}/api/v1/panels/totals?range=7d`);
      return JSON.stringify(
        ((await answer.json()) as { rows: { metrics: number[] }[] }).rows[0]?.metrics.slice(0, 4),
      );
    }, followed)
    .toBe('[3,2,3,4]');

  await page.goto(`${server.origin}/traffic`);
  const tile = (name: string) => page.locator('dl > div').filter({ hasText: name });
  await expect(tile('Visitors')).toContainText('3');
  await expect(tile('Companies')).toContainText('2');
  await expect(tile('Page views')).toContainText('4');

  const companies = page.getByRole('region', { name: 'Companies' });
  await companies.getByRole('button', { name: /Acme Labs/ }).click();
  await expect(tile('Visitors')).toContainText('1');
  await expect(tile('Page views')).toContainText('2');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('Company is Acme Labs');
  await page.reload();
  await expect(tile('Page views')).toContainText('2');

  await page.getByRole('button', { name: /Remove the filter/ }).click();
  await expect(tile('Page views')).toContainText('4');
  await companies.getByRole('button', { name: /Acme Labs/ }).click({ modifiers: ['Alt'] });
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('is not Acme Labs');
  await expect(tile('Visitors')).toContainText('2');

  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(beyond, 'nothing is wider than a phone').toBeLessThanOrEqual(0);
});

test('figures that another program summed up stand apart', async ({ start, open }) => {
  const server = await start();
  const { page, apiKey } = await becomeOwner(server, await open());
  await page.goto(`${server.origin}/traffic`);
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
  const imported = page.getByRole('region', { name: 'Imported' });
  await expect(imported).toHaveCount(0);

  const day = (date: string, visitors: number) =>
    JSON.stringify({ type: 'day', date, visitors, visits: visitors, pageViews: 2 * visitors });
  const answer = await page.request.post(
    `${server.origin}/api/v1/import?apiKey=${apiKey}&kind=plausible&name=a.zip&fingerprint=a&from=0&last=true`,
    {
      data: `${day('2025-03-01', 5)}\n${day('2025-03-02', 7)}\n`,
      headers: { 'Content-Type': 'text/plain', Origin: server.origin },
    },
  );
  expect(answer.status(), await answer.text()).toBe(200);

  await page.reload();
  await expect(imported).toContainText('2 days');
  await expect(imported.locator('table')).toContainText('7');
  await imported.getByRole('radio', { name: 'Page views' }).click();
  await expect(imported.locator('table')).toContainText('14');
  const results = await new AxeBuilder({ page }).analyze();
  expect(results.violations).toEqual([]);
});
