import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, needLive, rows, test } from './support/live';

needLive();

/** What keeps people out; the lesser findings of axe are matters of taste. */
const seriousFindings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
};

/** Asked again for a while: a row that is just arriving is not opaque yet, however short that is. */
const expectNoFindings = (page: Page): Promise<void> =>
  expect.poll(() => seriousFindings(page), { timeout: 30_000 }).toEqual([]);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everybody can read and use the live page, ${colorScheme}`, async ({ start, open }) => {
    test.slow();
    const server = await start({ command: 'demo' });
    const context = await open({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(server.origin);
    await expect.poll(() => rows(page).count(), { timeout: 60_000 }).toBeGreaterThan(7);
    await expectNoFindings(page);
    await page.getByRole('button', { name: 'Group by company' }).click();
    await expectNoFindings(page);
    await rows(page).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoFindings(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await page.setViewportSize({ width: 390, height: 844 });
    await expectNoFindings(page);
    await page.goto(`${server.origin}/demo`);
    await expectNoFindings(page);
  });
}
