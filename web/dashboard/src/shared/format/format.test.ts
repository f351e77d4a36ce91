import { describe, expect, it } from 'vitest';
import { formatAgo, formatClock, formatDuration } from './duration';
import { formatMoney, plural } from './number';
import { parseStoredTime } from './time';
import { hostOf, pathOf, safeHref } from './url';

describe('money', () => {
  it.each([
    [1234.5, 'EUR', '€1,234.50'],
    [7, 'JPY', '¥7'],
    [7, 'no', '7 no'],
  ])('%d %s is %s', (amount, currency, text) => expect(formatMoney(amount, currency)).toBe(text));
});

describe('durations', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [754, '12:34'],
    [3_729, '1:02:09'],
    [86_399, '23:59:59'],
    [187_200, '2d 4h'],
    [-5, '0:00'],
    [Number.NaN, '0:00'],
  ])('%d s on the clock is %s', (seconds, text) => expect(formatClock(seconds)).toBe(text));

  it.each([
    [7, '7 s'],
    [60, '1 min'],
    [754, '12 min 34 s'],
    [3_720, '1 h 2 min'],
    [86_400, '1 d'],
    [187_200, '2 d 4 h'],
  ])('%d s in words is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [-3, 'now'],
    [4, 'now'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [7_300, '2 h ago'],
    [200_000, '2 d ago'],
  ])('%d s ago is %s', (seconds, text) => expect(formatAgo(seconds)).toBe(text));
});

describe('parseStoredTime', () => {
  it('reads stored text as UTC', () => {
    expect(parseStoredTime('2025-10-22 11:30:00')).toBe(Date.parse('2025-10-22T11:30:00Z'));
  });
  it('refuses other forms', () => {
    expect(parseStoredTime('2025-10-22T11:30:00Z')).toBeNull();
    expect(parseStoredTime('2025-99-22 11:30:00')).toBeNull();
    expect(parseStoredTime('')).toBeNull();
  });
});

describe('addresses', () => {
  it('links only to http and https', () => {
    expect(safeHref('https://example.com/a?b=1')).toBe('https://example.com/a?b=1');
    expect(safeHref('http://localhost:3000/')).toBe('http://localhost:3000/');
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '//example.com',
      'example.com',
      '',
      null,
    ]) {
      expect(safeHref(url)).toBeNull();
    }
  });

  it('shows hosts without www and decoded paths', () => {
    expect(hostOf('https://www.example.com:8443/x')).toBe('example.com:8443');
    expect(hostOf('about:blank')).toBeNull();
    expect(pathOf('https://example.com/gr%C3%B6%C3%9Fe?a=1#top')).toBe('/größe?a=1');
    expect(pathOf('https://example.com/%E0%A4%A')).toBe('/%E0%A4%A');
    expect(pathOf('not a url')).toBe('not a url');
  });
});

it('writes numbers with their noun', () => {
  expect(plural(1, 'visitor')).toBe('1 visitor');
  expect(plural(1234, 'page view')).toBe('1,234 page views');
});
