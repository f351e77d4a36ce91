import { expect, test } from 'vitest';
import { parseExcluded, parseReplay } from '../../shared/api/excluded';
import { parseIdentification } from '../../shared/api/identification';
import { isDay, lastDays } from '../../shared/format/day';
import { parseExcludedSearch } from './excludedSearch';
import { byReason, onDay } from './exclusions';
import { lookupsBySource } from './lookups';
import { matchPercent, summariseMatches } from './matches';
import { replayResult } from './replayText';

const counts = parseExcluded({
  excluded: [
    { day: '2026-11-21', reason: 'robot', what: 'GPTBot', events: 2 },
    { day: '2026-11-22', reason: 'robot', what: 'Googlebot', events: 4 },
    { day: '2026-11-22', reason: 'robot', what: 'GPTBot', events: 3 },
    { day: '2026-11-22', reason: 'own', what: null, events: 1 },
    { day: '2026-11-22', reason: 'solar_wind', what: null, events: 6 },
  ],
});

test('exclusions are summed by reason and name, the most frequent name first', () => {
  const [robot, automation, own, ...rest] = byReason(counts);
  expect(robot).toEqual({
    reason: 'robot',
    events: 9,
    named: [
      { what: 'GPTBot', events: 5 },
      { what: 'Googlebot', events: 4 },
    ],
  });
  expect(automation).toEqual({ reason: 'automation', events: 0, named: [] });
  expect(own).toEqual({ reason: 'own', events: 1, named: [] });
  expect(rest.at(-1)).toEqual({ reason: 'solar_wind', events: 6, named: [] });
  expect(onDay(counts, '2026-11-22')).toEqual({ robot: 7, own: 1, solar_wind: 6 });
});

test('days without a figure are there too, and the last is the newest that anybody knows', () => {
  const nowMs = Date.UTC(2026, 10, 22, 23, 59);
  expect(lastDays(3, nowMs, [])).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(lastDays(2, nowMs, ['2026-11-23', 'x'])).toEqual(['2026-11-22', '2026-11-23']);
  expect(lastDays(2, Date.UTC(2026, 2, 1), [])).toEqual(['2026-02-28', '2026-03-01']);
  expect(isDay('2026-02-30')).toBe(false);
});

test('matches are summed over days and sources', () => {
  const { days } = parseIdentification({
    days: [
      { day: '2026-11-21', eligible: 10, found: { network: 1, provider: 2 } },
      { day: '2026-11-22', eligible: 30, found: { provider: 4 } },
    ],
  });
  expect(summariseMatches(days)).toEqual({
    eligible: 40,
    found: 7,
    percent: 18,
    bySource: [
      ['provider', 6],
      ['network', 1],
    ],
  });
});

test('a share is all or nothing only when it is', () => {
  expect(matchPercent(0, 0)).toBeNull();
  expect(matchPercent(0, 5)).toBe(0);
  expect(matchPercent(1, 1000)).toBe(1);
  expect(matchPercent(999, 1000)).toBe(99);
  expect(matchPercent(1000, 1000)).toBe(100);
  expect(matchPercent(3, 0)).toBe(100);
});

test('look-ups are summed by source; who may not see them gets none', () => {
  const answer = {
    lookups: [
      { day: '2026-11-21', source: 'ipinfo', calls: 3, creditsUsed: 3, creditsSaved: 1 },
      { day: '2026-11-22', source: 'ipinfo', calls: 2, cacheHits: 9, creditsUsed: 2 },
      { day: '2026-11-22', source: 'clearbit', calls: 7, found: 2, creditsUsed: 7 },
    ],
  };
  const sums = lookupsBySource(parseIdentification(answer).lookups ?? []);
  expect(sums.map(({ source, calls }) => [source, calls])).toEqual([
    ['clearbit', 7],
    ['ipinfo', 5],
  ]);
  expect(sums[1]).toMatchObject({ cacheHits: 9, creditsUsed: 5, creditsSaved: 1 });
  expect(parseIdentification({}).lookups).toBeNull();
});

test('the result of a replay says what became of each event', () => {
  const result = (state: object) => replayResult(parseReplay(state));
  expect(result({ counted: 1 })).toBe('1 event counted.');
  expect(result({ counted: 12, countedBefore: 3, failed: 1 })).toBe(
    '12 events counted. 3 events had been counted before. 1 event could not be stored: ask once more.',
  );
  expect(result({})).toBe('There was nothing to count in these days.');
});

test('the address holds only ranges that are offered', () => {
  expect(parseExcludedSearch({ days: 7 })).toEqual({ days: 7 });
  expect(parseExcludedSearch({ days: 30 })).toEqual({});
  expect(parseExcludedSearch({ days: 12 })).toEqual({});
});
