import { beforeEach, describe, expect, it, vi } from 'vitest';

let clock: typeof import('./engagement-clock');

// One document has one clock, so each test needs a new module.
beforeEach(async () => {
  vi.resetModules();
  clock = await import('./engagement-clock');
});

describe('engagement clock', () => {
  it('counts a page without input for 30 s, however long it stays open', () => {
    clock.tick(0, true, true);
    clock.tick(3600_000, true);
    expect(clock.takeEngagedMs()).toBe(30_000);
  });

  it('counts all of a reading with regular input', () => {
    for (let nowMs = 0; nowMs <= 360_000; nowMs += 20_000) clock.tick(nowMs, true, true);
    expect(clock.takeEngagedMs()).toBe(360_000);
  });

  it('leaves out the gap between the idle cut and the next input', () => {
    clock.tick(0, true, true);
    clock.tick(100_000, true, true);
    clock.tick(105_000, true);
    expect(clock.takeEngagedMs()).toBe(35_000);
  });

  it('does not count time without attention, nor attention without input', () => {
    clock.tick(0, true, true);
    clock.tick(5000, false);
    clock.tick(9000, true);
    clock.tick(10_000, true);
    expect(clock.takeEngagedMs()).toBe(6000);
    clock.tick(50_000, true);
    expect(clock.takeEngagedMs()).toBe(20_000);
    clock.tick(60_000, true);
    expect(clock.takeEngagedMs()).toBe(0);
  });

  it('does not count before the first attention', () => {
    clock.tick(10_000, false, true);
    expect(clock.takeEngagedMs()).toBe(0);
  });

  it('gives each millisecond once, and fractions to the next increment', () => {
    clock.tick(0, true, true);
    clock.tick(10.6, true, true);
    expect(clock.takeEngagedMs()).toBe(10);
    expect(clock.takeEngagedMs()).toBe(0);
    clock.tick(21.2, true, true);
    expect(clock.takeEngagedMs()).toBe(11);
  });

  it('never gives more than 600 s at once and keeps the rest', () => {
    for (let nowMs = 0; nowMs <= 700_000; nowMs += 10_000) clock.tick(nowMs, true, true);
    expect(clock.takeEngagedMs()).toBe(600_000);
    expect(clock.takeEngagedMs()).toBe(100_000);
  });

  it('is active only while attended and within 30 s of input', () => {
    clock.tick(0, true, true);
    expect(clock.isActive(29_999)).toBe(true);
    expect(clock.isActive(30_000)).toBe(false);
    clock.tick(31_000, true, true);
    expect(clock.isActive(31_000)).toBe(true);
    clock.tick(32_000, false);
    expect(clock.isActive(32_000)).toBe(false);
  });

  it('agrees with a slow model over random histories', () => {
    let seed = 20_260_110;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let run = 0; run < 20; run++) {
      let nowMs = run * 10_000_000;
      let attentive = false;
      let lastInputMs = -Infinity;
      let expectedMs = 0;
      clock.tick(nowMs, false);
      clock.takeEngagedMs();
      for (let step = 0; step < 30; step++) {
        const until = nowMs + random(45_000);
        // The model asks every single millisecond.
        for (; nowMs < until; nowMs++) if (attentive && nowMs - lastInputMs < 30_000) expectedMs++;
        attentive = random(3) > 0;
        const input = random(2) > 0;
        if (input) lastInputMs = nowMs;
        clock.tick(nowMs, attentive, input);
      }
      let takenMs = 0;
      for (let part; (part = clock.takeEngagedMs()); ) takenMs += part;
      expect(takenMs, `seed run ${run}`).toBe(expectedMs);
    }
  });
});
