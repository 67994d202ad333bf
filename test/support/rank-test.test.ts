/** The rank test itself: what it calls alike, what it calls apart, and values from a textbook. */
import { describe, expect, it } from 'vitest';
import { median, rankTest } from './rank-test.ts';

const noise = (count: number, shift: number, seed: number): readonly number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 10 + shift + (state / 2_147_483_648) * 4;
  });
};

describe('the rank test', () => {
  it('SEC-E04 calls two samples of one distribution alike', () => {
    expect(rankTest(noise(500, 0, 1), noise(500, 0, 2))).toBeGreaterThan(0.01);
  });

  it('SEC-E04 would notice a shift of a tenth of the spread', () => {
    expect(rankTest(noise(500, 0, 1), noise(500, 0.4, 2))).toBeLessThan(0.01);
  });

  it('agrees with the worked example of Mann and Whitney with ties', () => {
    const p = rankTest([3, 4, 2, 6, 2, 5], [9, 7, 5, 10, 6, 8]);
    expect(p).toBeGreaterThan(0.012);
    expect(p).toBeLessThan(0.017);
  });

  it('knows the middle', () => {
    expect(median([5, 1, 9])).toBe(5);
  });
});
