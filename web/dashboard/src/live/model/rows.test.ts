import { describe, expect, it } from 'vitest';
import { matchesQuery } from './filter';
import { entry, visitor } from './fixtures';
import { nextRowIndex } from './rowKeys';
import { buildRows, type ListView } from './rows';
import { DEFAULT_SORT, toggleSort, type Sort } from './sort';
import { summarise } from './summary';

const view: ListView = { query: '', presence: 'all', sort: DEFAULT_SORT, grouped: false };
const by = (key: Sort['key'], direction: Sort['direction']): ListView => ({
  ...view,
  sort: { key, direction },
});

const acme1 = entry({ visitorId: 'acme1', pageViews: 2, lastActivity: '2026-03-01T11:58:00Z' });
const acme2 = entry({
  visitorId: 'acme2',
  pageViews: 9,
  presence: 'idle',
  timestamp: '2026-03-01T10:00:00Z',
  lastActivity: '2026-03-01T11:50:00Z',
});
const bosch = entry({
  visitorId: 'bosch',
  company: 'bosch',
  pageViews: 1,
  presence: 'away',
  timestamp: '2026-03-01T11:59:00Z',
  lastActivity: '2026-03-01T11:59:30Z',
});
const unknown = entry({
  visitorId: 'unknown',
  company: 'example.com Visitor',
  companySource: 'fallback',
  pageViews: 5,
  lastActivity: '2026-03-01T11:59:59Z',
});
const all = [acme1, acme2, bosch, unknown];
const keys = (used: ListView) => buildRows(all, used).map(({ key }) => key.replace('visitor:', ''));

describe('sorting', () => {
  it('puts the newest activity first by default', () => {
    expect(keys(view)).toEqual(['unknown', 'bosch', 'acme1', 'acme2']);
  });

  it('sorts by time on site and page views', () => {
    expect(keys(by('timeOnSite', 'descending'))[0]).toBe('acme2');
    expect(keys(by('timeOnSite', 'ascending'))[0]).toBe('bosch');
    expect(keys(by('pageViews', 'descending'))).toEqual(['acme2', 'unknown', 'acme1', 'bosch']);
  });

  it('sorts companies regardless of case, unidentified last in both directions', () => {
    expect(keys(by('company', 'ascending'))).toEqual(['acme1', 'acme2', 'bosch', 'unknown']);
    expect(keys(by('company', 'descending'))).toEqual(['bosch', 'acme1', 'acme2', 'unknown']);
  });

  it('toggles the direction of the current key and starts others in their usual one', () => {
    expect(toggleSort(DEFAULT_SORT, 'lastActivity').direction).toBe('ascending');
    expect(toggleSort(DEFAULT_SORT, 'company').direction).toBe('ascending');
    expect(toggleSort(DEFAULT_SORT, 'pageViews').direction).toBe('descending');
  });
});

describe('filtering', () => {
  it('filters by presence', () => {
    expect(keys({ ...view, presence: 'idle' })).toEqual(['acme2']);
  });

  it('finds words in any field, in any order and case', () => {
    const found = (query: string) => matchesQuery(acme1.visitor, query);
    expect(found('ACME')).toBe(true);
    expect(found('pricing berlin')).toBe(true);
    expect(found('google mac')).toBe(true);
    expect(found('europe/berlin')).toBe(true);
    expect(found('acme hamburg')).toBe(false);
    expect(found('  ')).toBe(true);
  });

  it('finds decoded paths, states and missing companies by their words', () => {
    const seen = visitor({ url: 'https://example.com/gr%C3%B6%C3%9Fe', status: 'in_call' });
    expect(matchesQuery(seen, 'größe')).toBe(true);
    expect(matchesQuery(seen, 'in call')).toBe(true);
    expect(matchesQuery(unknown.visitor, 'not identified')).toBe(true);
    expect(matchesQuery(visitor({ url: 'https://example.com/%E0%A4%A' }), 'acme')).toBe(true);
  });
});

describe('grouping', () => {
  const grouped = buildRows(all, { ...view, grouped: true });

  it('orders groups by their first visitor, with the unidentified as the last group', () => {
    expect(grouped.map(({ key }) => key.replace('visitor:', ''))).toEqual([
      'company:bosch',
      'bosch',
      'company:Acme Corporation',
      'acme1',
      'acme2',
      'not-identified',
      'unknown',
    ]);
  });

  it('counts the members', () => {
    const acme = grouped.find(({ key }) => key === 'company:Acme Corporation');
    expect(acme?.kind === 'company' && acme.group).toMatchObject({ visitors: 2, pageViews: 11 });
  });

  it('lets the keyboard skip company headings', () => {
    expect(nextRowIndex(grouped, -1, 'Home')).toBe(1);
    expect(nextRowIndex(grouped, 1, 'ArrowDown')).toBe(3);
    expect(nextRowIndex(grouped, 3, 'ArrowUp')).toBe(1);
    expect(nextRowIndex(grouped, 1, 'ArrowUp')).toBe(-1);
    expect(nextRowIndex(grouped, 1, 'PageDown')).toBe(6);
    expect(nextRowIndex(grouped, 6, 'PageUp')).toBe(1);
    expect(nextRowIndex(grouped, 1, 'x')).toBe(-1);
  });
});

describe('summarise', () => {
  it('leaves fallback labels out of the companies', () => {
    expect(summarise(all)).toMatchObject({
      byPresence: { active: 2, idle: 1, away: 1 },
      companies: 2,
      identifiedVisitors: 3,
      pageViews: 17,
      longest: { visitorId: 'acme2' },
    });
  });

  it('has no longest stay when nobody is there', () => {
    expect(summarise([]).longest).toBeNull();
  });
});
