import { readFile } from 'node:fs/promises';
import { close, listen, portOf } from './support/http';
import type { Server } from 'node:http';
import { expect, needChromium, test } from './support/test';

needChromium();

const folder = new URL('../../src/main/resources/site/', import.meta.url);
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' };
let server: Server;
let origin: string;

/** The demo site as our server delivers it, except that the tracker is the collector's. */
test.beforeEach(async ({ collector }) => {
  const html = (await readFile(new URL('demo.html', folder), 'utf8'))
    .replace('__API_KEY__', 'key')
    .replace('/tippen-tracker.js', `${collector.origin}/tippen-tracker.js`);
  const policy =
    `default-src 'self' ${collector.origin}; img-src 'self' data:; ` +
    `connect-src ${collector.origin} ws:; object-src 'none'; base-uri 'none'`;
  server = await listen(async (request, response) => {
    const asset = /^\/demo\/assets\/(demo\.(js|css))$/.exec(request.url ?? '');
    response.writeHead(200, {
      'Content-Type': `${asset ? types[asset[2]!] : 'text/html'}; charset=utf-8`,
      'Content-Security-Policy': policy,
    });
    response.end(asset ? await readFile(new URL(asset[1]!, folder)) : html);
  });
  origin = `http://127.0.0.1:${portOf(server)}`;
});

test.afterEach(() => close(server));

test('routes, back button, titles, events and the form work under a strict policy', async ({
  page,
  collector,
  complaints,
}) => {
  await page.goto(`${origin}/demo/pricing`);
  await expect(page.locator('h1:visible')).toHaveText('Pricing');
  await page.click('text=Choose Care');
  await page.click('nav >> text=Products');
  await expect(page).toHaveURL(`${origin}/demo/products`);
  await expect(page.locator('h1:visible')).toHaveText('Products');
  await page.click('text=Get the data sheet >> nth=1');
  await page.click('nav >> text=Contact');
  await page.fill('[name=company]', 'Acme Corporation');
  await page.fill('[name=domain]', 'https://acme.example/');
  await page.click('text=Ask for a quote');
  await expect(page.locator('#contact-status')).toContainText('Acme Corporation');
  await page.evaluate(() => history.back());
  await expect(page.locator('h1:visible')).toHaveText('Products');
  await page.click('.brand');
  await expect(page.locator('h1:visible')).toHaveText('Water where your plant needs it.');
  await expect
    .poll(() => collector.bodies('pageview').map(({ visitor }) => visitor.title))
    .toEqual([
      'Pricing | Northwind Pumps',
      'Products | Northwind Pumps',
      'Contact | Northwind Pumps',
      'Products | Northwind Pumps',
      'Northwind Pumps: water where your plant needs it',
    ]);
  expect(collector.bodies('plan_chosen')[0]!.properties).toEqual({ plan: 'care' });
  expect(collector.bodies('datasheet_requested')[0]!.properties).toEqual({ product: 'NP-D' });
  expect(collector.bodies('identify')[0]!.identity).toEqual({
    company: 'Acme Corporation',
    domain: 'acme.example',
  });
  expect(complaints).toEqual([]);
});

test('nothing is wider than a small phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['', '/products', '/pricing', '/contact', '/nowhere']) {
    await page.goto(`${origin}/demo${path}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
  }
});
