import { expect, it } from 'vitest';
import { reconnectDelayMs } from './backoff';

it('doubles its ceiling from 2 s up to 30 s', () => {
  const ceilings = [0, 1, 2, 3, 4, 50].map((attempt) => reconnectDelayMs(attempt, 0.999999));
  expect(ceilings.map((delayMs) => Math.round(delayMs / 1000))).toEqual([2, 4, 8, 16, 30, 30]);
});

it('spreads over the whole range and never comes back within a second', () => {
  expect(reconnectDelayMs(9, 0)).toBe(1_000);
  expect(reconnectDelayMs(9, 0.5)).toBe(15_500);
});
