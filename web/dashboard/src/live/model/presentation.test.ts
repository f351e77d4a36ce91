import { describe, expect, it } from 'vitest';
import { arrivalsSentence } from './announcement';
import { parseDevice } from './device';
import { visitor } from './fixtures';
import { appendPoint, HISTORY_WINDOW_MS } from './history';
import { hueOf, initialsOf } from './initials';
import { sourceOf } from './source';
import { sparklinePath } from './sparkline';

describe('sourceOf', () => {
  it('prefers the campaign of the landing page', () => {
    const landingUrl = 'https://example.com/?utm_source=newsletter&utm_campaign=autumn';
    expect(sourceOf(visitor({ landingUrl }))).toEqual({
      kind: 'campaign',
      label: 'newsletter',
      detail: 'autumn',
    });
  });

  it('names well-known referrers and shows the host of others', () => {
    const label = (referrer: unknown) => sourceOf(visitor({ referrer })).label;
    expect(label('https://www.google.co.uk/search')).toBe('Google');
    expect(label('https://google.com.evil.example/')).toBe('google.com.evil.example');
    expect(label('https://t.co/abc')).toBe('X');
    expect(label('https://blog.partner.example/post')).toBe('blog.partner.example');
  });

  it('calls no referrer, an own page and an unreadable referrer direct', () => {
    for (const referrer of [null, '', 'https://www.example.com/other', 'nonsense']) {
      expect(sourceOf(visitor({ referrer })).kind).toBe('direct');
    }
  });
});

describe('parseDevice', () => {
  it.each([
    ['Mac - Edge', 'desktop', 'Mac · Edge'],
    ['iPhone - Safari', 'phone', 'iPhone · Safari'],
    ['Android - Chrome', 'phone', 'Android · Chrome'],
    ['iPad - Safari', 'tablet', 'iPad · Safari'],
    ['Unknown Device - Firefox', 'unknown', 'Firefox'],
    ['Unknown Device - Unknown Browser', 'unknown', 'Unknown device'],
    ['Crawler', 'unknown', 'Crawler'],
  ])('%s', (text, kind, label) => expect(parseDevice(text)).toEqual({ kind, label }));
});

describe('avatars', () => {
  it.each([
    ['Acme Corporation', 'AC'],
    ['DATEV eG', 'DE'],
    ['Bosch GmbH', 'BO'],
    ['Miele & Cie. KG', 'MC'],
    ['ørsted', 'ØR'],
    ['GmbH', 'GM'],
    ['!!!', '?'],
  ])('%s has the initials %s', (company, initials) => expect(initialsOf(company)).toBe(initials));

  it('gives a company the same hue every time', () => {
    expect(hueOf('Acme')).toBe(hueOf('Acme'));
    expect(hueOf('Acme')).toBeLessThan(360);
  });
});

describe('sparkline', () => {
  it('forgets points outside the window', () => {
    const history = appendPoint([{ atMs: 0, visitors: 1 }], {
      atMs: HISTORY_WINDOW_MS + 1,
      visitors: 2,
    });
    expect(history).toHaveLength(1);
  });

  it('has nothing to draw without points and a level line for one', () => {
    expect(sparklinePath([], 100, 40)).toBeNull();
    expect(sparklinePath([{ atMs: 5, visitors: 4 }], 100, 40)?.line).toBe('M0 10.4L100 10.4');
  });

  it('spreads points over time and says the range in words', () => {
    const path = sparklinePath(
      [
        { atMs: 0, visitors: 0 },
        { atMs: 120_000, visitors: 10 },
      ],
      100,
      40,
    );
    expect(path?.line).toBe('M0 40L100 10.4');
    expect(path?.summary).toBe('Visitors now, last 2 min: between 0 and 10');
  });

  it('survives a site without visitors', () => {
    expect(sparklinePath([{ atMs: 1, visitors: 0 }], 100, 40)?.line).toBe('M0 40L100 40');
  });
});

describe('arrivalsSentence', () => {
  it('is silent without arrivals and short with many', () => {
    expect(arrivalsSentence([], 5)).toBe('');
    expect(arrivalsSentence(['Acme'], 1)).toBe('New visitor: Acme. 1 visitor now.');
    expect(arrivalsSentence(['Acme', 'Bosch'], 7)).toBe('2 new visitors. 7 visitors now.');
  });
});
