import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/core/time.ts';
import { backOff } from '../../src/mail/back-off.ts';

const always = (...bytes: number[]) => ({ bytes: () => Uint8Array.from(bytes) });

describe('the wait before another attempt', () => {
  it('SEC-P01 doubles from twenty seconds to half an hour', () => {
    const waits = Array.from({ length: 9 }, (_, index) => backOff(index + 1, always(0, 0)));
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900].map(seconds));
  });

  it('SEC-P01 is half fixed and half chance, so that letters do not come back together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.uint8Array({ minLength: 2, maxLength: 2 }), (attempts, bytes) => {
        const least = backOff(attempts, always(0, 0));
        const wait = backOff(attempts, always(...bytes));
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(least);
        expect(wait).toBeLessThanOrEqual(Math.min(least * 2, minutes(30)));
      }),
    );
    expect(backOff(1, always(128, 0))).toBe(seconds(15));
  });
});
