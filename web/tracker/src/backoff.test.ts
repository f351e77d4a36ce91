import { expect, it } from 'vitest';
import { backoffMs } from './backoff';

it('doubles its ceiling up to the cap and never falls below one second', () => {
  const ceilingsMs = [1, 2, 3, 4, 5, 6, 7, 1000].map((n) => Math.round(backoffMs(n, 60_000, 1)));
  expect(ceilingsMs).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(backoffMs(1, 60_000, 0)).toBe(1000);
  expect(backoffMs(9, 60_000, 0)).toBe(1000);
});

it('spreads its delays over the whole interval', () => {
  const delaysMs = Array.from({ length: 2000 }, () => backoffMs(5, 30_000));
  expect(Math.min(...delaysMs)).toBeLessThan(3000);
  expect(Math.max(...delaysMs)).toBeGreaterThan(28_000);
  expect(Math.max(...delaysMs)).toBeLessThanOrEqual(30_000);
});
