import type { Page } from '@playwright/test';
import type { TrackedEvent } from '../tracker/src/event';
import { desktopUserAgent } from './support/chromium';
import type { Collector } from './support/collector';
import { htmlPage } from './support/site';
import { apiKey, expect, needChromium, setAttention, test } from './support/test';

needChromium();

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Waits until exactly these events have arrived. */
const expectEvents = (collector: Collector, names: string[]): Promise<void> =>
  expect.poll(() => collector.names()).toEqual(names);

const urlsOf = (bodies: TrackedEvent[], origin: string): string[] =>
  bodies.map(({ visitor }) => visitor.url.replace(origin, ''));

const navigate = (page: Page, method: 'pushState' | 'replaceState', url: string): Promise<void> =>
  page.evaluate(([name, to]) => history[name]({}, '', to), [method, url] as const);

/** Everything the page sent before this call has arrived when it returns. */
const settle = async (page: Page, collector: Collector): Promise<void> => {
  const path = `/settled-${Math.random()}`;
  await page.evaluate((url) => fetch(url).catch(() => {}), collector.origin + path);
  expect(collector.paths).toContain(path);
};

const stored = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort());

/** Makes every storage of the page throw, as browsers do for blocked site data. */
const blockStorage = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    for (const area of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, area, {
        get() {
          throw new DOMException('Blocked', 'SecurityError');
        },
      });
    }
  });
};

test.describe('page views', () => {
  test('a load sends one page view of the agreed shape', async ({ page, site, collector }) => {
    await page.goto(`${site.origin}/products?utm_source=mail#token`, {
      referer: 'https://search.example/',
    });
    await expectEvents(collector, ['pageview']);
    const { body, headers } = collector.events[0]!;
    expect(headers['x-tippen-api-key']).toBe(apiKey);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['cookie']).toBeUndefined();
    expect(body).toEqual({
      apiKey,
      event: 'pageview',
      website: '127.0.0.1',
      visitor: {
        visitorId: expect.stringMatching(/^visitor_\d{13}_[0-9a-z]{9}$/),
        url: `${site.origin}/products?utm_source=mail`,
        referrer: 'https://search.example/',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        userAgent: desktopUserAgent,
        screenResolution: '1280x720',
        language: 'en-AU',
        timezone: 'Australia/Sydney',
        company: null,
        ip: null,
        title: 'Page /products?utm_source=mail',
      },
      eventId: expect.stringMatching(uuidV7),
      attempt: 1,
      sentAt: expect.any(Number),
      pageViewId: expect.stringMatching(uuidV7),
      state: 'active',
    });
    const { visitorId } = body.visitor;
    expect(await page.evaluate(() => localStorage.getItem('tippen_visitor_id'))).toBe(visitorId);
    await expect
      .poll(() => page.evaluate(() => sessionStorage.getItem('tippen_session_id')))
      .toBe(visitorId);
    expect(
      await page.evaluate(() => ({
        ...window.TippenTracker,
        keys: Object.keys(window.TippenTracker!),
      })),
    ).toMatchObject({
      visitorId,
      initialized: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });

  test('the visitor keeps the id over page loads', async ({ page, site, collector, tag }) => {
    site.html = (path) => htmlPage(path, tag(), '<a href="/2">Next</a>');
    await page.goto(site.origin);
    await page.click('a');
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    const [first, second] = collector.bodies('pageview');
    expect(second!.visitor.visitorId).toBe(first!.visitor.visitorId);
    expect(second!.pageViewId).not.toBe(first!.pageViewId);
    expect(second!.visitor.referrer).toBe(`${site.origin}/`);
  });

  test('pushState, replaceState and popstate are page views when path or search changes', async ({
    page,
    site,
    collector,
  }) => {
    await page.goto(`${site.origin}/a`);
    await navigate(page, 'pushState', '/b');
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    await navigate(page, 'replaceState', '/b');
    await navigate(page, 'pushState', '/b#part');
    await navigate(page, 'replaceState', '/b?q=1');
    await expect.poll(() => collector.bodies('pageview').length).toBe(3);
    await page.evaluate(() => history.go(-2));
    await expect.poll(() => collector.bodies('pageview').length).toBe(4);
    const views = collector.bodies('pageview');
    expect(urlsOf(views, site.origin)).toEqual(['/a', '/b', '/b?q=1', '/a']);
    expect(views.map(({ visitor }) => visitor.referrer.replace(site.origin, ''))).toEqual([
      '',
      '/a',
      '/b',
      '/b?q=1',
    ]);
    expect(new Set(views.map(({ pageViewId }) => pageViewId)).size).toBe(4);
  });

  test('a title that the router sets after the address belongs to the new page', async ({
    page,
    site,
    collector,
  }) => {
    await page.goto(`${site.origin}/a`);
    await page.evaluate(() => {
      history.pushState({}, '', '/b');
      setTimeout(() => (document.title = 'New title'));
    });
    await expect
      .poll(() => collector.bodies('pageview').map(({ visitor }) => visitor.title))
      .toEqual(['Page /a', 'New title']);
  });

  test('two routes in one moment are two page views', async ({ page, site, collector }) => {
    await page.goto(`${site.origin}/a`);
    await page.evaluate(() => {
      history.pushState({}, '', '/b');
      history.replaceState({}, '', '/c');
    });
    await expect.poll(() => collector.bodies('pageview').length).toBe(3);
    // Requests in flight together may overtake each other; referrers and times keep the order.
    const views = collector
      .bodies('pageview')
      .sort((one, other) => (one.visitor.url < other.visitor.url ? -1 : 1));
    expect(urlsOf(views, site.origin)).toEqual(['/a', '/b', '/c']);
    expect(views.map(({ visitor }) => visitor.referrer.replace(site.origin, ''))).toEqual([
      '',
      '/a',
      '/b',
    ]);
    const times = views.map(({ visitor }) => visitor.timestamp);
    expect([...times].sort()).toEqual(times);
  });

  test('hash changes are page views only with data-hash-routing', async ({
    page,
    site,
    collector,
    tag,
  }) => {
    await page.goto(`${site.origin}/a`);
    await page.evaluate(() => (location.hash = '#/one'));
    await settle(page, collector);
    expect(urlsOf(collector.bodies('pageview'), site.origin)).toEqual(['/a']);

    site.html = () => htmlPage('App', tag('data-hash-routing'));
    await page.goto(`${site.origin}/app#/one`);
    await page.evaluate(() => (location.hash = '#/two'));
    await expect
      .poll(() => urlsOf(collector.bodies('pageview'), site.origin))
      .toEqual(['/a', '/app#/one', '/app#/two']);
  });

  test('excluded pages send nothing, before, between and after others', async ({
    page,
    site,
    collector,
    tag,
  }) => {
    site.html = () => htmlPage('App', tag('data-exclude="/admin*, /private"'));
    await page.clock.install();
    await page.goto(`${site.origin}/admin/users`);
    await page.evaluate(() => window.TippenTracker!.trackEvent('clicked'));
    await page.clock.runFor(120_000);
    await page.goto(`${site.origin}/private`);
    await settle(page, collector);
    expect(collector.names()).toEqual([]);
    expect(collector.sockets).toEqual([]);

    await navigate(page, 'pushState', '/open');
    await page.clock.runFor(200);
    await expectEvents(collector, ['pageview']);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await page.clock.runFor(5000);
    await page.mouse.move(5, 5);
    await navigate(page, 'pushState', '/private');
    await expectEvents(collector, ['pageview', 'engagement']);
    await expect.poll(() => collector.sockets[0]!.open).toBe(false);
    await page.evaluate(() => window.TippenTracker!.trackEvent('clicked'));
    await page.clock.runFor(120_000);
    await page.goto(`${site.origin}/open`);
    await page.clock.runFor(200);
    await expectEvents(collector, ['pageview', 'engagement', 'pageview']);
    expect(
      urlsOf(
        collector.events.map(({ body }) => body),
        site.origin,
      ),
    ).toEqual(['/open', '/open', '/open']);
    await expect.poll(() => collector.sockets.map(({ open }) => open)).toEqual([false, true]);
  });

  test('trap 20: a prerendered or background document counts when it is first shown', async ({
    page,
    site,
    collector,
  }) => {
    await page.addInitScript(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    });
    await page.goto(site.origin);
    await page.evaluate(() => window.TippenTracker!.trackEvent('early'));
    await settle(page, collector);
    expect(collector.names()).toEqual([]);
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await settle(page, collector);
    expect(collector.names()).toEqual([]);
    await setAttention(page, { hidden: false });
    await expect.poll(() => collector.names().sort()).toEqual(['early', 'pageview']);
  });

  test('trap 20: a page that comes back from the back/forward cache is a new page view', async ({
    page,
    site,
    collector,
  }) => {
    await page.goto(`${site.origin}/a`);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await page.evaluate(() => ((window as unknown as { kept: boolean }).kept = true));
    await page.goto(`${site.origin}/b`);
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    // `page.goBack` would wait for a load, which a restored page does not have.
    await page.evaluate(() => history.back());
    await expect
      .poll(() => page.evaluate(() => 'kept' in window).catch(() => 'still navigating'))
      .toBe(true);
    await expect
      .poll(() => urlsOf(collector.bodies('pageview'), site.origin))
      .toEqual(['/a', '/b', '/a']);
    const views = collector.bodies('pageview');
    expect(views[2]!.pageViewId).not.toBe(views[0]!.pageViewId);
    await expect
      .poll(() => collector.sockets.map(({ open }) => open))
      .toEqual([false, false, true]);
  });
});

test.describe('script tag', () => {
  test('without a key it does nothing at all', async ({ page, site, collector, complaints }) => {
    site.html = () =>
      htmlPage('No key', `<script src="${collector.origin}/tippen-tracker.js"></script>`);
    await page.goto(site.origin);
    await settle(page, collector);
    expect(await page.evaluate(() => window.TippenTracker)).toBeUndefined();
    expect(await stored(page)).toEqual([]);
    expect(collector.names()).toEqual([]);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('the short key attribute and the own origin are the fallbacks', async ({
    page,
    site,
    collector,
  }) => {
    site.html = () =>
      htmlPage(
        'Short',
        `<script async src="${collector.origin}/tippen-tracker.js" data-api-key="k"></script>`,
      );
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview']);
    expect(collector.events[0]!.headers['x-tippen-api-key']).toBe('k');
  });

  test('slashes at the end of the backend are cut', async ({ page, site, collector }) => {
    site.html = () =>
      htmlPage(
        'Slash',
        `<script src="${collector.origin}/tippen-tracker.js" data-tippen-api-key="k" data-tippen-backend="${collector.origin}//"></script>`,
      );
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview']);
    await expect.poll(() => collector.sockets.length).toBe(1);
    expect(collector.sockets[0]!.url.pathname).toBe('/ws/visitor');
  });

  test('a second copy on the page does nothing', async ({ page, site, collector, tag }) => {
    site.html = () => htmlPage('Twice', tag() + tag());
    await page.goto(`${site.origin}/a`);
    await navigate(page, 'pushState', '/b');
    await expect
      .poll(() => urlsOf(collector.bodies('pageview'), site.origin))
      .toEqual(['/a', '/b']);
    await settle(page, collector);
    expect(collector.bodies('pageview')).toHaveLength(2);
    expect(collector.sockets).toHaveLength(1);
  });

  test.describe('in a browser driven by a program', () => {
    test.use({ webdriver: true });
    test('events say so', async ({ page, site, collector }) => {
      await page.goto(site.origin);
      await expectEvents(collector, ['pageview']);
      expect(collector.events[0]!.body.automation).toBe(true);
    });
  });
});

test.describe('own events', () => {
  test('trackEvent and identify carry what the page gives', async ({ page, site, collector }) => {
    await page.goto(site.origin);
    await page.evaluate(() => {
      window.TippenTracker!.trackEvent('plan_chosen', { plan: 'pro', seats: 5, yearly: true });
      window.TippenTracker!.trackEvent('plain');
      window.TippenTracker!.identify({ company: 'Acme', domain: 'acme.example', userId: '7' });
    });
    await expect
      .poll(() => collector.names().sort())
      .toEqual(['identify', 'pageview', 'plain', 'plan_chosen']);
    expect(collector.bodies('plan_chosen')[0]!.properties).toEqual({
      plan: 'pro',
      seats: 5,
      yearly: true,
    });
    expect(collector.bodies('plain')[0]!.properties).toBeUndefined();
    expect(collector.bodies('identify')[0]!.identity).toEqual({
      company: 'Acme',
      domain: 'acme.example',
      userId: '7',
    });
    expect(new Set(collector.events.map(({ body }) => body.pageViewId)).size).toBe(1);
    expect(new Set(collector.events.map(({ body }) => body.eventId)).size).toBe(4);
  });

  test('values that cannot be sent do not reach the page as errors', async ({
    page,
    site,
    collector,
    complaints,
  }) => {
    await page.goto(site.origin);
    await page.evaluate(() => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      const tracker = window.TippenTracker as unknown as Record<
        string,
        (...args: unknown[]) => void
      >;
      tracker['trackEvent']!('circle', circle);
      tracker['trackEvent']!('big', { n: BigInt(1) });
      tracker['trackEvent']!();
      tracker['identify']!();
      tracker['trackEvent']!('last');
    });
    await expect.poll(() => collector.names()).toContain('last');
    expect(collector.names()).not.toContain('circle');
    expect(complaints).toEqual([]);
  });
});

test.describe('exit', () => {
  test('is a beacon on pagehide only, with the key in its body', async ({
    page,
    site,
    collector,
  }) => {
    await page.goto(`${site.origin}/a`);
    await expectEvents(collector, ['pageview']);
    await page.evaluate(() => {
      window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
      window.dispatchEvent(new Event('unload'));
    });
    await setAttention(page, { hidden: true });
    await setAttention(page, { hidden: false });
    await expectEvents(collector, ['pageview', 'engagement', 'heartbeat']);
    await page.goto('about:blank');
    await expectEvents(collector, ['pageview', 'engagement', 'heartbeat', 'exit']);
    const { body, headers } = collector.events[3]!;
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8');
    expect(headers['x-tippen-api-key']).toBeUndefined();
    expect(body.apiKey).toBe(apiKey);
    expect(body.pageViewId).toBe(collector.events[0]!.body.pageViewId);
    expect(body.visitor.visitorId).toBe(collector.events[0]!.body.visitor.visitorId);
    expect(body.engagement!.engagedMs).toBeGreaterThan(0);
    await expect.poll(() => collector.sockets[0]!.open).toBe(false);
  });

  test('a refused beacon leaves its engagement in the queue', async ({ page, site, collector }) => {
    await page.addInitScript(() => (Navigator.prototype.sendBeacon = () => false));
    await page.goto(`${site.origin}/a`);
    await expectEvents(collector, ['pageview']);
    await page.goto(`${site.origin}/b`);
    await expect
      .poll(() => collector.names().sort())
      .toEqual(['engagement', 'pageview', 'pageview']);
    const [late] = collector.bodies('engagement');
    expect(late).toMatchObject({ attempt: 2, pageViewId: collector.events[0]!.body.pageViewId });
  });
});

test.describe('engagement', () => {
  const engagedMs = (collector: Collector): number =>
    collector.events.reduce((sum, { body }) => sum + (body.engagement?.engagedMs ?? 0), 0);

  test.beforeEach(async ({ page, site }) => {
    await page.clock.install();
    await page.goto(`${site.origin}/a`);
    await page.clock.pauseAt(Date.now() + 3600_000);
    // A fresh page view after the jump of the clock, so that each test counts from zero.
    await navigate(page, 'pushState', '/start');
    await page.clock.runFor(100);
  });

  const started = async (page: Page, collector: Collector): Promise<void> => {
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await page.mouse.move(3, 3);
    await expect.poll(() => collector.events.at(-1)!.body.state).toBe('active');
    await settle(page, collector);
    collector.events.length = 0;
  };

  test('a reading with input counts in full, in numbered increments', async ({
    page,
    collector,
  }) => {
    await started(page, collector);
    await page.mouse.move(1, 1);
    for (let seconds = 0; seconds < 120; seconds += 10) {
      await page.clock.runFor(10_000);
      await page.mouse.move(seconds, 1);
    }
    await setAttention(page, { hidden: true });
    await expect.poll(() => engagedMs(collector)).toBeGreaterThanOrEqual(119_900);
    expect(engagedMs(collector)).toBeLessThanOrEqual(120_100);
    // Requests in flight together may overtake each other: the server has the numbers for that.
    const increments = collector.events
      .flatMap(({ body }) => body.engagement ?? [])
      .sort((one, other) => one.seq - other.seq);
    expect(increments.map(({ seq }) => seq)).toEqual(
      increments.map((_, n) => increments[0]!.seq + n),
    );
    await expect
      .poll(() => collector.bodies('engagement').map(({ state }) => state))
      .toEqual(['away']);
  });

  test('without input the visitor is idle after 30 s and time stops', async ({
    page,
    collector,
  }) => {
    test.slow();
    await started(page, collector);
    await page.mouse.move(1, 1);
    // Not in one go: browsers limit the keepalive bodies in flight.
    for (let minutes = 1; minutes <= 30; minutes++) {
      await page.clock.runFor(60_000);
      await expect.poll(() => collector.bodies('heartbeat').length).toBe(2 * minutes);
    }
    expect(engagedMs(collector)).toBe(30_000);
    expect(collector.events.at(-1)!.body).toMatchObject({ event: 'heartbeat', state: 'idle' });
    expect(collector.events.at(-1)!.body.engagement).toBeUndefined();
    await page.mouse.move(50, 50);
    await expect.poll(() => collector.bodies('heartbeat').length).toBe(61);
    expect(collector.events.at(-1)!.body.state).toBe('active');
  });

  test('hidden or unfocused time does not count', async ({ page, collector }) => {
    await started(page, collector);
    await page.mouse.move(1, 1);
    await page.clock.runFor(4000);
    await setAttention(page, { focused: false });
    await page.clock.runFor(1000);
    await expect.poll(() => collector.names().at(-1)).toBe('engagement');
    expect(collector.events.at(-1)!.body.state).toBe('idle');
    await page.clock.runFor(4000);
    await setAttention(page, { focused: true });
    await page.mouse.move(2, 2);
    await page.clock.runFor(3000);
    await setAttention(page, { hidden: true });
    await expect.poll(() => collector.events.at(-1)!.body.state).toBe('away');
    expect(engagedMs(collector)).toBe(7000);
    const beats = collector.bodies('heartbeat').length;
    await page.clock.runFor(300_000);
    await settle(page, collector);
    expect(collector.bodies('heartbeat').length).toBe(beats);
    await setAttention(page, { hidden: false });
    await expect.poll(() => collector.bodies('heartbeat').length).toBe(beats + 1);
    expect(engagedMs(collector)).toBe(7000);
  });

  test('a blur without anything new sends nothing', async ({ page, collector }) => {
    await started(page, collector);
    await setAttention(page, { focused: false });
    await page.clock.runFor(1000);
    await settle(page, collector);
    collector.events.length = 0;
    await setAttention(page, { focused: false });
    await page.clock.runFor(1000);
    await settle(page, collector);
    expect(collector.names()).toEqual([]);
  });

  test('a route change sends the rest to the old page', async ({ page, site, collector }) => {
    await started(page, collector);
    await page.mouse.move(1, 1);
    await page.clock.runFor(7000);
    await navigate(page, 'pushState', '/next');
    await page.clock.runFor(100);
    await expectEvents(collector, ['engagement', 'pageview']);
    const [rest, next] = collector.events.map(({ body }) => body);
    expect(rest!.visitor.url).toBe(`${site.origin}/start`);
    expect(rest!.visitor.title).toBe('Page /a');
    expect(rest!.pageViewId).not.toBe(next!.pageViewId);
    expect(rest!.engagement).toMatchObject({ engagedMs: 7000 });
    await page.mouse.move(9, 9);
    await page.clock.runFor(1000);
    await setAttention(page, { hidden: true });
    await expect.poll(() => collector.names().length).toBe(3);
    expect(collector.events[2]!.body).toMatchObject({
      pageViewId: next!.pageViewId,
      engagement: { seq: 1, engagedMs: 1100 },
    });
  });

  test('the furthest part of the page seen is reported', async ({ page, collector }) => {
    await started(page, collector);
    await page.evaluate(() => {
      document.body.innerHTML = '<div style="height:2880px;margin:-8px 0"></div>';
      history.pushState({}, '', '/tall');
    });
    await page.clock.runFor(1000);
    await setAttention(page, { hidden: true });
    await expect.poll(() => collector.events.at(-1)?.body.engagement?.scrollPct).toBe(25);
    await setAttention(page, { hidden: false });
    await page.clock.runFor(1000);
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('scroll', resolve, { once: true });
          scrollTo(0, 1440);
        }),
    );
    await page.evaluate(() => scrollTo(0, 0));
    await setAttention(page, { hidden: true });
    await expect
      .poll(() => collector.events.map(({ body }) => body.engagement?.scrollPct ?? 0))
      .toContain(75);
  });

  test('a heartbeat that fails is not repeated but its engagement is', async ({
    page,
    collector,
  }) => {
    await started(page, collector);
    collector.answer = () => ({ status: 503 });
    await page.clock.runFor(30_000);
    await expect.poll(() => collector.names()[0]).toBe('heartbeat');
    const [beat] = collector.bodies('heartbeat');
    expect(beat!.engagement!.engagedMs).toBeGreaterThan(0);
    await settle(page, collector);
    collector.answer = () => ({ status: 200 });
    await expect
      .poll(async () => {
        await page.clock.runFor(1000);
        return collector.bodies('engagement').length;
      })
      .toBe(1);
    expect(collector.bodies('engagement')[0]).toMatchObject({
      eventId: beat!.eventId,
      engagement: beat!.engagement,
      attempt: 2,
    });
  });
});

test.describe('retry', () => {
  test('an event that met a 503 is sent again once, as the same event', async ({
    page,
    site,
    collector,
  }) => {
    collector.answer = ({ attempt }) => ({ status: attempt === 1 ? 503 : 200 });
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview', 'pageview']);
    const [first, second] = collector.events.map(({ body }) => body);
    expect(second).toEqual({ ...first, attempt: 2, sentAt: expect.any(Number) });
    expect(second!.sentAt).toBeGreaterThanOrEqual(first!.sentAt + 1000);
    await expect.poll(() => page.evaluate(() => localStorage.getItem('tippen_queue'))).toBeNull();
    await expect.poll(() => collector.sockets.length).toBe(1);
    await settle(page, collector);
    expect(collector.names()).toHaveLength(2);
  });

  test('Retry-After is honoured', async ({ page, site, collector }) => {
    await page.clock.install();
    collector.answer = ({ attempt }) =>
      attempt === 1 ? { status: 429, headers: { 'Retry-After': '600' } } : { status: 200 };
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview']);
    await expect.poll(() => stored(page)).toContain('tippen_queue');
    await setAttention(page, { hidden: true });
    // The page's clock also moves by itself: far enough from the end for a slow machine.
    await page.clock.runFor(480_000);
    await settle(page, collector);
    expect(collector.bodies('pageview')).toHaveLength(1);
    await page.clock.runFor(240_000);
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
  });

  test('a refusal is final', async ({ page, site, collector }) => {
    collector.answer = () => ({ status: 403 });
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview']);
    await settle(page, collector);
    expect(await stored(page)).toEqual(['tippen_visitor_id']);
    expect(collector.sockets).toEqual([]);
  });

  test('what failed before the page went is sent by the next page', async ({
    page,
    site,
    collector,
  }) => {
    collector.answer = () => ({ status: 0 });
    await page.goto(`${site.origin}/a`);
    await expect.poll(() => stored(page)).toContain('tippen_queue');
    collector.answer = () => ({ status: 200 });
    await page.goto(`${site.origin}/b`);
    const accepted = (): TrackedEvent[] =>
      collector.events
        .filter(({ body, status }) => body.event === 'pageview' && status === 200)
        .map(({ body }) => body);
    await expect.poll(() => urlsOf(accepted(), site.origin).sort()).toEqual(['/a', '/b']);
    const late = accepted().find(({ visitor }) => visitor.url.endsWith('/a'));
    expect(late!.eventId).toBe(collector.events[0]!.body.eventId);
    expect(late!.attempt).toBeGreaterThan(1);
  });

  for (const security of ['secure', 'insecure'] as const) {
    test(`two tabs of ${security === 'secure' ? 'a secure' : 'an insecure'} site send the queue once`, async ({
      context,
      page,
      site,
      collector,
    }) => {
      const origin = security === 'secure' ? site.origin : site.insecureOrigin;
      collector.answer = () => ({ status: 503 });
      await page.goto(`${origin}/a`);
      expect(await page.evaluate(() => 'locks' in navigator)).toBe(security === 'secure');
      for (let n = 0; n < 5; n++) {
        await page.evaluate((name) => window.TippenTracker!.trackEvent(name), `event-${n}`);
      }
      const waiting = (): Promise<number> =>
        page.evaluate(() => JSON.parse(localStorage.getItem('tippen_queue') ?? '[]').length);
      await expect.poll(waiting).toBe(6);
      // Both tabs are reloaded at the same moment; each finds the same queue.
      const other = await context.newPage();
      await page.goto('about:blank');
      collector.events.length = 0;
      collector.answer = () => ({ status: 200 });
      await Promise.all([page.goto(`${origin}/1`), other.goto(`${origin}/2`)]);
      await expect.poll(waiting).toBe(0);
      await settle(page, collector);
      await settle(other, collector);
      const late = collector.events.filter(({ body }) => body.attempt > 1);
      expect(late.map(({ body }) => body.event)).toEqual([
        'pageview',
        'event-0',
        'event-1',
        'event-2',
        'event-3',
        'event-4',
      ]);
    });
  }

  test('a queue that somebody else has broken is replaced', async ({ page, site, collector }) => {
    await page.addInitScript(() => localStorage.setItem('tippen_queue', '[null,{"x":1}'));
    collector.answer = ({ attempt }) => ({ status: attempt === 1 ? 500 : 200 });
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview', 'pageview']);
  });
});

test.describe('privacy', () => {
  for (const signal of ['globalPrivacyControl', 'doNotTrack'] as const) {
    test(`${signal}: nothing is sent or stored`, async ({
      page,
      site,
      collector,
      tag,
      complaints,
    }) => {
      await page.addInitScript((name) => {
        Object.defineProperty(Navigator.prototype, name, {
          get: () => (name === 'doNotTrack' ? '1' : true),
        });
      }, signal);
      await page.clock.install();
      site.html = () => htmlPage('Private', tag());
      await page.goto(`${site.origin}/a`);
      const tracker = await page.evaluate(() => {
        const api = window.TippenTracker!;
        api.trackEvent('clicked', { a: 1 });
        api.identify({ company: 'Acme' });
        api.optOut(true);
        api.optOut(false);
        history.pushState({}, '', '/b');
        return { visitorId: api.visitorId, initialized: api.initialized };
      });
      expect(tracker).toEqual({ visitorId: '', initialized: true });
      await page.mouse.move(5, 5);
      await setAttention(page, { hidden: true });
      await setAttention(page, { hidden: false });
      await page.clock.runFor(120_000);
      await settle(page, collector);
      expect(await stored(page)).toEqual([]);
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
      await page.goto('about:blank');
      await page.goto(`${site.origin}/c`);
      await settle(page, collector);
      expect(collector.names()).toEqual([]);
      expect(collector.sockets).toEqual([]);
    });
  }

  test('optOut stops at once in all tabs, stays, and can be taken back', async ({
    context,
    page,
    site,
    collector,
  }) => {
    await page.goto(`${site.origin}/a`);
    await expect.poll(() => collector.sockets.length).toBe(1);
    const other = await context.newPage();
    await other.goto(`${site.origin}/other`);
    await expect.poll(() => collector.sockets.length).toBe(2);
    await settle(other, collector);
    const before = collector.events.length;
    const firstId = collector.events[0]!.body.visitor.visitorId;

    await page.evaluate(() => window.TippenTracker!.optOut(true));
    await expect.poll(() => collector.sockets.some(({ open }) => open)).toBe(false);
    for (const tab of [page, other]) {
      await tab.evaluate(() => window.TippenTracker!.trackEvent('clicked'));
      await navigate(tab, 'pushState', '/elsewhere');
      expect(await stored(tab)).toEqual(['tippen_opt_out']);
      expect(await tab.evaluate(() => window.TippenTracker!.visitorId)).toBe('');
    }
    await other.close();
    await page.goto(`${site.origin}/b`);
    await settle(page, collector);
    expect(collector.events.length).toBe(before);

    await page.evaluate(() => window.TippenTracker!.optOut(false));
    await expect.poll(() => collector.events.length).toBe(before + 1);
    const { body } = collector.events.at(-1)!;
    expect(body).toMatchObject({ event: 'pageview' });
    expect(body.visitor.visitorId).not.toBe(firstId);
    expect(await page.evaluate(() => window.TippenTracker!.visitorId)).toBe(body.visitor.visitorId);
    await expect.poll(() => collector.sockets.filter(({ open }) => open).length).toBe(1);
  });

  test('optOut also drops the events that wait', async ({ page, site, collector }) => {
    collector.answer = () => ({ status: 503 });
    await page.goto(site.origin);
    await expect.poll(() => stored(page)).toContain('tippen_queue');
    await page.evaluate(() => window.TippenTracker!.optOut(true));
    expect(await stored(page)).toEqual(['tippen_opt_out']);
  });
});

test.describe('the page around it', () => {
  test('blocked storage: an id for the page, everything else works', async ({
    page,
    site,
    collector,
    complaints,
  }) => {
    await blockStorage(page);
    collector.answer = ({ attempt, event }) => ({
      status: event === 'failing' && attempt === 1 ? 503 : 200,
    });
    await page.goto(`${site.origin}/a`);
    await navigate(page, 'pushState', '/b');
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    expect(complaints).toEqual([]);
    await page.evaluate(() => window.TippenTracker!.trackEvent('failing'));
    await expect
      .poll(() => collector.bodies('failing').map(({ attempt }) => attempt))
      .toEqual([1, 2]);
    expect(new Set(collector.events.map(({ body }) => body.visitor.visitorId)).size).toBe(1);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await page.evaluate(() => window.TippenTracker!.optOut(true));
    await page.evaluate(() => window.TippenTracker!.trackEvent('clicked'));
    await settle(page, collector);
    expect(collector.names()).not.toContain('clicked');
  });

  test('nothing is printed and no global beside TippenTracker appears', async ({
    page,
    site,
    collector,
    tag,
    complaints,
  }) => {
    site.html = () => htmlPage('Bare', '');
    await page.goto(site.origin);
    const bare = await page.evaluate(() => Object.getOwnPropertyNames(window));
    site.html = () => htmlPage('Tracked', tag());
    await page.goto(site.origin);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await page.evaluate(() => {
      window.TippenTracker!.trackEvent('clicked');
      history.pushState({}, '', '/b');
    });
    await expect.poll(() => collector.bodies('pageview').length).toBe(2);
    collector.sockets[0]!.send({ type: 'UNHEARD_OF' });
    collector.sockets[0]!.send('not an object');
    collector.sockets[0]!.send(null);
    await page.evaluate(() => window.TippenTracker!.trackEvent('after'));
    await expect.poll(() => collector.names()).toContain('after');
    const tracked = await page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(tracked.filter((name) => !bare.includes(name))).toEqual(['TippenTracker']);
    expect(complaints).toEqual([]);
  });

  test('a dead server never becomes an error of the page', async ({ page, site, collector }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.addInitScript(() => {
      const seen: string[] = ((window as unknown as { seen: string[] }).seen = []);
      window.addEventListener('error', () => seen.push('error'));
      window.addEventListener('unhandledrejection', () => seen.push('unhandledrejection'));
    });
    collector.answer = () => ({ status: 0 });
    await page.goto(site.origin);
    await expect.poll(() => collector.names().length).toBeGreaterThan(1);
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('history methods keep their this, arguments, result and errors', async ({
    page,
    site,
    collector,
    tag,
  }) => {
    // The page wraps the methods before the tracker and again after it, as routers do.
    site.html = () =>
      htmlPage(
        'Wrapped',
        `<script>
          window.calls = [];
          const wrap = (label) => {
            for (const name of ['pushState', 'replaceState']) {
              const original = history[name];
              history[name] = function (...args) {
                calls.push([label, name, this === history, args.length]);
                original.apply(this, args);
                return label;
              };
            }
          };
          wrap('before');
        </script>${tag()}<script>
          const inner = history.pushState;
          window.innerResult = () => inner.call(history, 1, '', '/inner');
          wrap('after');
        </script>`,
      );
    await page.goto(`${site.origin}/a`);
    const result = await page.evaluate(() => history.pushState({ n: 1 }, '', '/b') as unknown);
    expect(result).toBe('after');
    expect(await page.evaluate(() => (window as unknown as { calls: unknown[] }).calls)).toEqual([
      ['after', 'pushState', true, 3],
      ['before', 'pushState', true, 3],
    ]);
    expect(
      await page.evaluate(() => (window as unknown as { innerResult: () => string }).innerResult()),
    ).toBe('before');
    expect(await page.evaluate(() => history.state as unknown)).toBe(1);
    const error = await page.evaluate(() => {
      try {
        history.pushState({}, '', 'https://other.example/');
        return '';
      } catch (thrown) {
        return (thrown as Error).name;
      }
    });
    expect(error).toBe('SecurityError');
    await expect
      .poll(() => urlsOf(collector.bodies('pageview'), site.origin))
      .toEqual(['/a', '/b', '/inner']);
  });
});

test.describe('socket', () => {
  test('opens after the first accepted page view and is kept alive', async ({
    page,
    site,
    collector,
  }) => {
    await page.clock.install();
    let held = true;
    collector.answer = () => ({ status: held ? 503 : 200 });
    await page.goto(site.origin);
    await expectEvents(collector, ['pageview']);
    await settle(page, collector);
    expect(collector.sockets).toEqual([]);
    held = false;
    await expect
      .poll(async () => {
        await page.clock.runFor(500);
        return collector.sockets.length;
      })
      .toBe(1);
    const [socket] = collector.sockets;
    expect(Object.fromEntries(socket!.url.searchParams)).toEqual({
      visitorId: collector.events[0]!.body.visitor.visitorId,
      apiKey,
    });
    await page.clock.runFor(90_000);
    await expect
      .poll(() => socket!.messages)
      .toEqual([{ type: 'PING' }, { type: 'PING' }, { type: 'PING' }]);
    await setAttention(page, { hidden: true });
    await page.clock.runFor(30_000);
    await expect.poll(() => socket!.messages.length).toBe(4);
    expect(socket!.open).toBe(true);
  });

  test('comes back after a break, later and later while the server refuses', async ({
    page,
    site,
    collector,
  }) => {
    await page.clock.install();
    await page.addInitScript(() => (Math.random = () => 0.999_999));
    await page.goto(site.origin);
    await expect.poll(() => collector.sockets.length).toBe(1);
    // The greeting has arrived, so the count of failures starts at zero.
    await settle(page, collector);
    const closed = (): Promise<void> =>
      expect.poll(() => collector.sockets.some(({ open }) => open)).toBe(false);
    collector.sockets[0]!.drop();
    await closed();
    await settle(page, collector);
    await page.clock.runFor(1000);
    expect(collector.sockets).toHaveLength(1);
    await expect
      .poll(async () => {
        await page.clock.runFor(100);
        return collector.sockets.length;
      })
      .toBe(2);
    expect(collector.sockets[1]!.url.href).toBe(collector.sockets[0]!.url.href);
  });

  test('page views do not multiply the attempts while the server is away', async ({
    page,
    site,
    collector,
  }) => {
    await page.clock.install();
    await page.addInitScript(() => (Math.random = () => 0.999_999));
    await page.goto(site.origin);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await settle(page, collector);
    collector.sockets[0]!.drop();
    await expect.poll(() => collector.sockets[0]!.open).toBe(false);
    for (let n = 2; n <= 5; n++) {
      await navigate(page, 'pushState', `/${n}`);
      await page.clock.runFor(100);
      await expect.poll(() => collector.bodies('pageview').length).toBe(n);
    }
    await settle(page, collector);
    expect(collector.sockets).toHaveLength(1);
    await page.clock.runFor(2000);
    await expect.poll(() => collector.sockets.length).toBe(2);
  });

  test('waits for the network while offline', async ({ context, page, site, collector }) => {
    await page.goto(site.origin);
    await expect.poll(() => collector.sockets.length).toBe(1);
    await context.setOffline(true);
    collector.sockets[0]!.drop();
    await expect.poll(() => collector.sockets[0]!.open).toBe(false);
    await context.setOffline(false);
    await expect.poll(() => collector.sockets.length).toBe(2);
  });
});
