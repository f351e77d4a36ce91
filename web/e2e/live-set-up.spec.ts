import type { Page } from '@playwright/test';
import { connected, expect, needLive, rows, test } from './support/live';
import { htmlPage } from './support/site';

needLive();

const email = 'ada@example.com';
const password = 'correct horse battery staple';
/** Hashing a password is slow on purpose, and slower in a JVM that has just started. */
const slowly = { timeout: 40_000 };

const logIn = async (page: Page, withPassword: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(withPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
};

test('from the first start to the first visitor, and through the login', async ({
  start,
  open,
  site,
}) => {
  const server = await start();
  expect(server.setUpLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#token=\S{20,}$/);
  expect(await server.sql('SELECT api_key FROM api_keys')).toEqual([]);

  const owner = await (await open()).newPage();
  await owner.goto(server.origin);
  await expect(owner.getByRole('heading', { name: 'Open the set-up link' })).toBeVisible();

  await owner.goto('about:blank');
  await owner.goto(server.setUpLink!);
  await owner.getByLabel('First name').fill('Ada');
  await owner.getByLabel('Last name').fill('Lovelace');
  await owner.getByLabel('E-mail').fill(email);
  await owner.getByLabel('Password', { exact: true }).fill('short');
  await owner.getByLabel('Site name').fill('Engine Shop');
  await owner.getByLabel('Website').fill('https://www.engine.example/');
  await owner.getByRole('button', { name: 'Create account and site' }).click();
  await expect(owner.getByText('Use at least 8 characters.')).toBeVisible();
  await owner.getByLabel('Password', { exact: true }).fill(password);
  await owner.getByRole('button', { name: 'Create account and site' }).click();

  await expect(owner.getByRole('heading', { name: 'Add the tag to your site' })).toBeVisible(
    slowly,
  );
  const [tag, key] = await owner.locator('code').allInnerTexts();
  expect(tag).toContain(`data-tippen-api-key="${key}"`);
  expect(await server.sql('SELECT api_key, website, status FROM api_keys')).toEqual([
    { api_key: key, website: 'engine.example', status: 'active' },
  ]);
  await expect(owner.getByText('Waiting for the first page view…')).toBeVisible();

  site.html = () => htmlPage('Difference engines', tag!);
  const visitor = await (await open()).newPage();
  await visitor.goto(`${site.origin}/engines`);
  await expect(owner.getByText('The first page view is here')).toBeVisible();
  await owner.getByRole('link', { name: 'See who is on the site' }).click();
  await expect(rows(owner)).toContainText('Difference engines');
  await expect(owner).toHaveURL(`${server.origin}/`);

  await owner.getByRole('button', { name: 'account of Ada Lovelace' }).click();
  await owner.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(owner.getByRole('heading', { name: 'Log in' })).toBeVisible();
  await owner.goto(server.origin);
  await expect(owner).toHaveURL(/\/login/);

  await logIn(owner, 'not the password');
  await expect(owner.getByText('This e-mail address and password do not match.')).toBeVisible(
    slowly,
  );
  await logIn(owner, password);
  await connected(owner).waitFor({ state: 'attached', ...slowly });
  await expect(rows(owner)).toContainText('Difference engines');
  await owner.reload();
  await expect(rows(owner)).toContainText('Difference engines');

  // The link worked once; nobody else becomes the owner with it, and nobody reads without a login.
  const stranger = await (await open()).newPage();
  await stranger.goto(server.setUpLink!);
  await expect(stranger.getByText('Tippen is already set up')).toBeVisible();
  await stranger.goto(server.origin);
  await expect(stranger).toHaveURL(/\/login/);
  expect((await fetch(`${server.origin}/api/visitors?apiKey=${key}`)).status).toBe(403);
});

test('a restart before the set-up prints a link that works, and the old one does not', async ({
  start,
  open,
}) => {
  const first = await start();
  await first.stop();
  const second = await start({ port: first.port });
  expect(second.setUpLink).not.toBeNull();
  const page = await (await open()).newPage();
  const fill = async (link: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Last name').fill('Lovelace');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Site name').fill('Engine Shop');
    await page.getByLabel('Website').fill('engine.example');
    await page.getByRole('button', { name: 'Create account and site' }).click();
  };
  await fill(first.setUpLink!);
  await expect(page.getByText('This set-up link is not valid any more.')).toBeVisible();
  await fill(second.setUpLink!);
  await expect(page.getByRole('heading', { name: 'Add the tag to your site' })).toBeVisible(slowly);
});
