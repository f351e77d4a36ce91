import { expect, it } from 'vitest';
import { nextClockOffset } from './serverClock';

it('keeps the least delayed measurement', () => {
  expect(nextClockOffset(null, 10_000, 9_000)).toBe(1_000);
  expect(nextClockOffset(1_000, 20_000, 19_400)).toBe(1_000);
  expect(nextClockOffset(1_000, 20_000, 18_800)).toBe(1_200);
});

it('starts again when a clock was set', () => {
  expect(nextClockOffset(1_000, 20_000, 80_000)).toBe(-60_000);
});

it('keeps its estimate when a message has no time', () => {
  expect(nextClockOffset(1_000, null, 5)).toBe(1_000);
  expect(nextClockOffset(null, null, 5)).toBeNull();
});
