import type { Locator, Page } from '@playwright/test';
import { connected, expect, needLive, rows, test } from './support/live';
import {
  acmeAddress,
  acmeLabsAddress,
  becomeOwner,
  declareCompanies,
  visit,
  type Owner,
} from './support/owner';
import type { TippenServer } from './support/server';

needLive();

/** Corrections reach stored visitors by a thread of their own. */
const followed = { timeout: 20_000 };

const companyRow = (page: Page, name: string): Locator =>
  page
    .locator('[data-company-id]')
    .filter({ has: page.getByRole('button', { name, exact: true }) });

const companiesOf = async (server: TippenServer): Promise<Record<string, string>> =>
  Object.fromEntries((await server.visitors()).map((row) => [row.visitor_id, row.company]));

const openLive = async ({ page }: Owner, server: TippenServer): Promise<void> => {
  await page.goto(server.origin);
  await connected(page).waitFor({ state: 'attached' });
};

test.beforeEach(({ data }) => declareCompanies(data));

test("the owner corrects a company from the visitor's details", async ({ start, open }) => {
  const server = await start();
  const owner = await becomeOwner(server, await open());
  await visit(server, owner.apiKey, { visitorId: 'v1', address: acmeAddress });
  await openLive(owner, server);
  await expect(rows(owner.page)).toContainText('Acme Pumps');

  await rows(owner.page).click();
  const details = owner.page.getByRole('dialog');
  await details.getByLabel('Name of the company').fill('Acme, our best customer');
  await details.getByRole('button', { name: 'Rename' }).click();
  await expect(details.getByRole('status')).toContainText('Corrected.');
  await expect(rows(owner.page)).toContainText('Acme, our best customer', followed);
  await expect.poll(() => companiesOf(server), followed).toEqual({ v1: 'Acme, our best customer' });

  await details.getByRole('button', { name: 'It is an internet provider' }).click();
  await expect(rows(owner.page)).toContainText('engine.example Visitor', followed);
  await details.getByRole('button', { name: 'Show the company again' }).click();
  await expect(rows(owner.page)).toContainText('Acme, our best customer', followed);

  await details.getByRole('link', { name: 'Merge it, or correct more' }).click();
  await expect(owner.page).toHaveURL(/\/companies\?company=\d+$/);
  await expect(owner.page.getByRole('dialog')).toContainText('Acme Pumps');
});

test('renaming and merging on the page of companies, with the live board following', async ({
  start,
  open,
}) => {
  const server = await start();
  const owner = await becomeOwner(server, await open());
  const { page, apiKey } = owner;
  await visit(server, apiKey, { visitorId: 'v1', address: acmeAddress });
  await visit(server, apiKey, { visitorId: 'v2', address: acmeLabsAddress });
  const board = await page.context().newPage();
  await board.goto(server.origin);
  await expect(rows(board)).toHaveCount(2);

  await page.goto(server.origin);
  await page.getByRole('navigation', { name: 'Pages' }).getByText('Companies').click();
  await expect(page).toHaveURL(`${server.origin}/companies`);
  await companyRow(page, 'Acme Labs').click();
  const details = page.getByRole('dialog');
  await details.getByLabel('Name', { exact: true }).fill('Acme Research');
  await details.getByRole('button', { name: 'Save' }).click();
  await expect(details.getByText('Saved.')).toBeVisible();
  await expect(rows(board).filter({ hasText: 'Acme Research' })).toHaveCount(1, followed);

  await details.getByLabel('Merge into').fill('pumps');
  await details.getByRole('option', { name: /Acme Pumps/ }).click();
  await details.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(details.getByRole('button', { name: 'Undo the merger' })).toBeVisible(followed);
  await expect(rows(board).filter({ hasText: 'Acme Pumps' })).toHaveCount(2, followed);
  await expect
    .poll(() => companiesOf(server), followed)
    .toEqual({ v1: 'Acme Pumps', v2: 'Acme Pumps' });
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(companyRow(page, 'Acme Pumps')).toContainText('2', followed);
  await expect(companyRow(page, 'Acme Research')).toContainText('Part of Acme Pumps');

  await companyRow(page, 'Acme Research').click();
  await details.getByRole('button', { name: 'Undo the merger' }).click();
  await expect(details.getByLabel('Merge into')).toBeVisible(followed);
  await visit(server, apiKey, { visitorId: 'v3', address: acmeLabsAddress });
  await expect(rows(board).filter({ hasText: 'Acme Research' })).toHaveCount(1, followed);

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a company' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Bolt');
  await page.getByLabel('Domain').fill('not a domain');
  await page.getByRole('button', { name: 'Add the company' }).click();
  await expect(page.getByText('domain must be a domain name')).toBeVisible();
  await page.getByLabel('Domain').fill('https://www.bolt.example/about');
  await page.getByRole('button', { name: 'Add the company' }).click();
  await expect(page.getByRole('dialog', { name: 'Bolt' })).toContainText('bolt.example');
  await page.keyboard.press('Escape');
  await page.getByLabel('Search companies').fill('bolt.ex');
  await expect(page.locator('[data-company-id]')).toHaveCount(1);
  await expect(page).toHaveURL(/search=bolt\.ex/);
  await page.reload();
  await expect(companyRow(page, 'Bolt')).toBeVisible();
});

test('a robot that was kept out is counted after all, once', async ({ start, open }) => {
  const server = await start();
  const owner = await becomeOwner(server, await open());
  const { page, apiKey } = owner;
  const robot = {
    visitorId: 'robot',
    address: '24.1.1.1',
    userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  };
  expect(await visit(server, apiKey, robot)).toBe('robot');
  expect(await visit(server, apiKey, robot)).toBe('robot');
  expect(
    await visit(server, apiKey, { ...robot, visitorId: 'other', userAgent: 'GPTBot/1.2' }),
  ).toBe('robot');
  await visit(server, apiKey, { visitorId: 'human', address: acmeAddress });
  expect(Object.keys(await companiesOf(server))).toEqual(['human']);

  await page.goto(`${server.origin}/companies`);
  await page.getByRole('navigation', { name: 'Pages' }).getByText('Excluded').click();
  const robots = page.locator('[data-reason="robot"]');
  // Counts by day are stored every two seconds.
  await expect(robots).toContainText('3events', followed);
  await expect(page.getByText('Match rate')).toBeVisible();

  const countAfterAll = async (): Promise<void> => {
    await robots.getByRole('button', { name: 'Count after all: Googlebot' }).click();
    await page.getByRole('button', { name: 'Count them' }).click();
  };
  await countAfterAll();
  await expect(page.getByText('2 events counted.')).toBeVisible(followed);
  const pageViews = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await server.visitors()).map((row) => [row.visitor_id, row.page_views]));
  await expect.poll(pageViews, followed).toEqual({ human: 1, robot: 2 });

  await countAfterAll();
  await expect(page.getByText('2 events had been counted before.')).toBeVisible(followed);
  expect(await pageViews()).toEqual({ human: 1, robot: 2 });
});
