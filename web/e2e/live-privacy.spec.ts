import type { Page } from '@playwright/test';
import { apiKey, expect, needLive, rows, scriptTag, test, visitorIdOf } from './support/live';
import { originalScript } from './support/original';
import { htmlPage } from './support/site';

needLive();

/** The text of every frame that the pages of a browser get from now on. */
const recordFrames = (page: Page): string[] => {
  const frames: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
  );
  return frames;
};

test('the socket of a visitor tells nothing about the others', async ({
  server,
  dashboard,
  visitor,
  open,
}) => {
  const frames = recordFrames(visitor);
  await visitor.goto(`${server.origin}/demo`);
  await expect.poll(() => frames.length).toBe(1);
  const visitorId = await visitorIdOf(visitor);

  const other = await (await open()).newPage();
  await other.goto(`${server.origin}/demo`);
  for (const link of ['Products', 'Pricing', 'Contact']) await other.click(`nav >> text=${link}`);
  await other.fill('[name=company]', 'Secretive Corporation');
  await other.click('text=Ask for a quote');
  await expect(rows(dashboard).filter({ hasText: 'Secretive Corporation' })).toHaveCount(1);
  await expect(rows(dashboard)).toHaveCount(2);

  // Asks for what only a dashboard may have, as a curious visitor would.
  await visitor.evaluate(
    ({ id, key }) =>
      new Promise<void>((resolve) => {
        const socket = new WebSocket(
          `${location.origin.replace('http', 'ws')}/ws/visitor?visitorId=${id}&apiKey=${key}`,
        );
        socket.onopen = () => {
          socket.send('{"type":"GET_VISITORS"}');
          socket.send('{"type":"PING"}');
        };
        socket.onmessage = ({ data }) => {
          if (String(data).includes('PONG')) resolve();
        };
      }),
    { id: visitorId, key: apiKey },
  );
  await other.close();
  await expect(rows(dashboard)).toHaveCount(1, { timeout: 15_000 });

  const messages = frames.map((frame) => JSON.parse(frame) as Record<string, unknown>);
  expect(messages).toEqual([
    { type: 'CONNECTED', visitorId },
    { type: 'CONNECTED', visitorId },
    { type: 'PONG', timestamp: expect.any(Number) },
  ]);
});

test.describe('a visitor who objects by Global Privacy Control', () => {
  test('gets nothing stored by our script', async ({ server, dashboard, open, site }) => {
    const context = await open({ extraHTTPHeaders: { 'Sec-GPC': '1' } });
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    );
    site.html = () => htmlPage('Private', scriptTag(server.origin, apiKey));
    const page = await context.newPage();
    await page.goto(site.origin);
    await page.evaluate(() => window.TippenTracker!.trackEvent('clicked'));
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);

    // Somebody else comes after and is seen: so the first would have been, too.
    const seen = await (await open()).newPage();
    await seen.goto(`${site.origin}/seen`);
    await expect(rows(dashboard)).toHaveCount(1);
    expect(await server.visitors()).toEqual([
      expect.objectContaining({ visitor_id: await visitorIdOf(seen) }),
    ]);
  });

  test('gets nothing stored by a script that does not ask', async ({ server, open, site }) => {
    const context = await open({ extraHTTPHeaders: { 'Sec-GPC': '1' } });
    site.html = () => htmlPage('Private', originalScript(server.origin, apiKey));
    const page = await context.newPage();
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.goto(site.origin);
    const answer = await answered;
    expect(answer.status()).toBe(200);
    expect(answer.headers()['x-tippen-dropped']).toBeTruthy();
    expect(await server.visitors()).toEqual([]);
  });
});
