import { describe, expect, it } from 'vitest';
import { newVisitorId, uuidV7 } from './ids';

describe('uuidV7', () => {
  it('has the layout of RFC 9562', () => {
    expect(uuidV7(0x0192_3456_789a, new Uint8Array(10).fill(0xff))).toBe(
      '01923456-789a-7fff-8fff-ffffffffffff',
    );
    expect(uuidV7(0x0192_3456_789a, new Uint8Array(10))).toBe(
      '01923456-789a-7000-8000-000000000000',
    );
  });

  it('sorts by time and does not repeat', () => {
    const ids = Array.from({ length: 1000 }, (_, ms) => uuidV7(1_700_000_000_000 + ms));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 1000 }, () => uuidV7(1_700_000_000_000))).size).toBe(1000);
  });
});

describe('newVisitorId', () => {
  it('has the form of the original script, also for small and large random numbers', () => {
    for (const digits of ['000000000000', '00000000000a', 'ffffffffffff']) {
      expect(newVisitorId(`01923456-789a-7000-8000-${digits}`)).toMatch(
        /^visitor_\d{13}_[0-9a-z]{9}$/,
      );
    }
  });
});
