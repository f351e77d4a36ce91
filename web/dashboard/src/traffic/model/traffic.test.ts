import { expect, test } from 'vitest';
import { figuresPath, parseFigures } from '../../shared/api/figures';
import { changePercent, formatChange } from './change';
import { chipOf, filterOf, parseTrafficSearch, toggled } from './trafficSearch';

test('an address says range and filters, and nothing that the server would refuse', () => {
  expect(parseTrafficSearch({})).toEqual({});
  expect(parseTrafficSearch({ range: '30d', filter: 'country:is:DE' })).toEqual({
    filter: ['country:is:DE'],
  });
  expect(parseTrafficSearch({ range: '7d', filter: ['a', 7, 'page:is_not:/x', null] })).toEqual({
    range: '7d',
    filter: ['page:is_not:/x'],
  });
  expect(parseTrafficSearch({ range: 'ever', filter: ['page:is:' + 'x'.repeat(400)] })).toEqual({});
  expect(parseTrafficSearch({ filter: ['page:is:/', 'page:is:/'] })).toEqual({
    filter: ['page:is:/'],
  });
});

test('a row becomes a filter and back, whatever its value has', () => {
  expect(filterOf('page', '/a:b', false)).toBe('page:is:/a:b');
  expect(chipOf('page:is:/a:b')).toEqual({ dimension: 'page', excluded: false, value: '/a:b' });
  expect(chipOf('source:is_not:')).toEqual({ dimension: 'source', excluded: true, value: '' });
  expect(filterOf('source', null, true)).toBe('source:is_not:');
  expect(filterOf('page', '/a|b', false)).toBeNull();
});

test('a second click takes the filter away', () => {
  expect(toggled([], 'a:is:1')).toEqual(['a:is:1']);
  expect(toggled(['a:is:1', 'b:is:2'], 'a:is:1')).toEqual(['b:is:2']);
});

test('of nothing there is no change', () => {
  expect(changePercent(3, 2)).toBe(50);
  expect(changePercent(3, 0)).toBeNull();
  expect(changePercent(null, 2)).toBeNull();
  expect(formatChange(50)).toBe('+50 %');
  expect(formatChange(-7)).toBe('−7 %');
  expect(formatChange(0)).toBe('±0 %');
});

test('a question names everything it depends on', () => {
  const path = figuresPath('key', 'Europe/Berlin', {
    panel: 'pages',
    range: '7d',
    filters: ['country:is:DE', 'page:is:/a&b'],
    compared: true,
    limit: 5,
  });
  expect(path).toBe(
    '/api/v1/panels/pages?apiKey=key&zone=Europe%2FBerlin&range=7d' +
      '&filter=country%3Ais%3ADE&filter=page%3Ais%3A%2Fa%26b&compare=previous&limit=5',
  );
});

test('an answer with holes is read as far as it goes', () => {
  expect(parseFigures(null)).toEqual({ metrics: [], rows: [] });
  expect(
    parseFigures({
      metrics: ['visitors'],
      rows: [{ dimensions: ['DE'], metrics: [3], complete: false }, 7, { dimensions: [null] }],
    }),
  ).toEqual({
    metrics: ['visitors'],
    rows: [
      { values: ['DE'], metrics: [3], compared: null, complete: false },
      { values: [null], metrics: [], compared: null, complete: true },
    ],
  });
});
