/** The rule of three: the sets of desk.md section 3, exactly, and what a laxer policy would let through. */
import { describe, expect, it } from 'vitest';
import { BUNDLES, breakInSets, type CompromiseSet, smallestBreakIn, suffices } from './recovery-paths.ts';
import { DEFAULT_RECOVERY, type RecoveryPolicy, type RiskLevel } from './recovery-policy.ts';

const POLICY: RecoveryPolicy = { version: 'test', ...DEFAULT_RECOVERY };

/** As desk.md writes them. */
const LOW = 'M+P+T · M+P+A · M+P+D · M+A+T · M+A+D · M+D+T · M+V+I · M+P+I+I′ · M+A+I+I′ · M+D+I+I′';
const HIGH = 'M+A+T · M+A+D · M+D+T · M+V+I · M+A+I+I′ · M+D+I+I′';

const text = (sets: readonly CompromiseSet[]): readonly string[] => sets.map((set) => set.toSorted().join('+')).toSorted();
const written = (line: string): readonly string[] =>
  line
    .split(' · ')
    .map((set) => set.split('+').toSorted().join('+'))
    .toSorted();

describe('what leads through the desk on the default policy', () => {
  it.each<[RiskLevel, string]>([
    ['low', LOW],
    ['medium', LOW],
    ['high', HIGH],
  ])('T-52 at %s risk exactly the sets of the specification', (level, line) => {
    expect(text(breakInSets(POLICY, level))).toEqual(written(line));
  });

  it.each(['files', 'joins'] as const)('T-52 is no shorter when the attacker %s', (way) => {
    for (const level of ['low', 'medium', 'high'] as const) {
      const sets = breakInSets(POLICY, level, [way]);
      expect(sets.every((set) => set.length >= 3 && set.includes('M'))).toBe(true);
    }
  });

  it('T-52 never takes fewer than three, nor only one staff member, and a staff administrator adds nothing', () => {
    expect(smallestBreakIn(POLICY)).toBe(3);
    const all = breakInSets(POLICY, 'low').flat();
    expect([all.includes('X'), all.includes('B'), all.includes('L')]).toEqual([false, false, false]);
  });

  it('T-52 no bundle suffices alone; computer with phone, and computer with administrator, do', () => {
    const bundles: readonly CompromiseSet[] = Object.values(BUNDLES);
    for (const bundle of bundles) expect(suffices(bundle, 'files', 'low', POLICY)).toBe(false);
    const both = [...BUNDLES['infected-computer'], ...BUNDLES['stolen-unlocked-phone']];
    expect(suffices(both, 'files', 'low', POLICY)).toBe(true);
    expect(suffices([...BUNDLES['infected-computer'], 'A'], 'files', 'low', POLICY)).toBe(true);
  });
});

describe('what leads through the desk on a laxer one', () => {
  const lax = (natures: number, strong: number): RecoveryPolicy => {
    const rule = { natures, strong, all: [], some: { count: 0, of: [] } };
    return { ...POLICY, evidence: { low: rule, medium: rule, high: rule } };
  };

  it('without the second piece at high risk two suffice', () => {
    expect(smallestBreakIn(lax(2, 1))).toBe(2);
    expect(text(breakInSets(lax(2, 1), 'high'))).toContain('A+M');
  });

  it('without anything strong the mailbox alone suffices', () => {
    expect(text(breakInSets(lax(1, 0), 'high'))).toEqual(['M']);
  });

  it('a single-person desk still takes three', () => {
    expect(text(breakInSets({ ...POLICY, singlePerson: true }, 'low'))).toEqual(['A+M+P']);
  });
});
