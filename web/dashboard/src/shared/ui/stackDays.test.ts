import { expect, test } from 'vitest';
import { stackDays } from './stackDays';

const series = [
  { key: 'a', name: 'A', color: 'red' },
  { key: 'b', name: 'B', color: 'blue' },
];

test('the highest day fills the height and parts stand on each other', () => {
  const { bars, most } = stackDays(
    series,
    [
      { day: '2026-11-21', parts: { a: 3, b: 1 } },
      { day: '2026-11-22', parts: { b: 2, unknown: 9 } },
      { day: '2026-11-23', parts: {} },
    ],
    100,
  );
  expect(most).toBe(4);
  expect(bars).toEqual([
    [
      { key: 'a', color: 'red', y: 25, height: 75 },
      { key: 'b', color: 'blue', y: 0, height: 25 },
    ],
    [{ key: 'b', color: 'blue', y: 50, height: 50 }],
    [],
  ]);
});

test('one among thousands can be seen, and nothing leaves the top', () => {
  const { bars } = stackDays(series, [{ day: '2026-11-22', parts: { a: 5000, b: 1 } }], 100);
  expect(bars[0]![1]!.height).toBeGreaterThan(1);
  expect(bars[0]![1]!.y).toBeGreaterThanOrEqual(0);
});

test('without anything there are no bars', () => {
  expect(stackDays(series, [], 100)).toEqual({ bars: [], most: 0 });
});
