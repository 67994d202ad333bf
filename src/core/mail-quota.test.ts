import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LetterKind } from './letter.ts';
import { type Departure, judgeMail, LETTERS_OF_A_KIND, letterClass, type WaitingLetter } from './mail-quota.ts';
import { days, hours, type Instant, minutes } from './time.ts';

const NOW: Instant = 1_800_000_000_000;

interface Mailed {
  readonly at: Instant;
  readonly kinds: readonly LetterKind[];
  readonly ids: readonly string[];
}

/** Lets the letters arrive and a courier look every minute until nothing waits; answers what left, letter by letter. */
function run(arrivals: readonly { readonly at: Instant; readonly kind: LetterKind }[]): readonly Mailed[] {
  const letters = arrivals.map(({ at, kind }, index) => ({ id: `letter-${index}`, accountId: 'a', kind, since: at }));
  const waiting = new Map(letters.map((each) => [each.id, { ...each, isHeld: false, dueAt: each.since }]));
  const mailed: Mailed[] = [];
  let departures: readonly Departure[] = [];
  for (let now = NOW; waiting.size > 0; now += minutes(1)) {
    const there = [...waiting.values()].filter(({ since }) => since <= now);
    const due: readonly WaitingLetter[] = there.filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) continue;
    const elsewhere = there
      .filter(({ dueAt }) => dueAt > now)
      .map(({ accountId, kind, dueAt }) => ({ accountId, kind, until: dueAt }));
    const verdict = judgeMail(due, elsewhere, departures, now);
    departures = verdict.departures;
    for (const { id, along } of verdict.leaving) {
      const ids = [id, ...along];
      mailed.push({ at: now, ids, kinds: ids.flatMap((each) => waiting.get(each)?.kind ?? []) });
      for (const each of ids) waiting.delete(each);
    }
    for (const { ids, until } of verdict.held) {
      for (const id of ids) {
        const letter = waiting.get(id);
        if (letter !== undefined) waiting.set(id, { ...letter, isHeld: true, dueAt: until });
      }
    }
    expect(verdict.leaving.flatMap(({ id, along }) => [id, ...along]).length + verdict.held.flatMap(({ ids }) => ids).length).toBe(
      due.length,
    );
  }
  return mailed;
}

const burst = (kind: LetterKind, count: number, at = NOW) => Array.from({ length: count }, () => ({ at, kind }));
const within = (mailed: readonly Mailed[], from: Instant, length: number) =>
  mailed.filter(({ at }) => at >= from && at < from + length);

describe('the mail of one address', () => {
  it('SEC-P06 takes five of a kind in an hour, and then one letter with all that waited', () => {
    const mailed = run(burst('new-browser', 200));
    expect(mailed.map(({ at, ids }) => [at - NOW, ids.length])).toEqual([
      ...Array.from({ length: LETTERS_OF_A_KIND }, () => [0, 1]),
      [hours(1), 195],
    ]);
  });

  it('SEC-P06 a letter that comes while others of its kind wait joins them', () => {
    const mailed = run([...burst('new-browser', 7), ...burst('new-browser', 3, NOW + minutes(59))]);
    expect(mailed.at(-1)?.ids).toHaveLength(5);
    expect(mailed).toHaveLength(6);
  });

  it('SEC-P06 one that waited alone leaves with its own words', () => {
    expect(run(burst('new-browser', 6)).at(-1)).toMatchObject({ at: NOW + hours(1), ids: ['letter-5'] });
  });

  it('SEC-P06 other kinds of a victim still leave at once, each with its own words', () => {
    const mailed = run([
      ...burst('new-browser', 50),
      { at: NOW + 1, kind: 'second-factor-failures' },
      { at: NOW + 1, kind: 'two-factor-off' },
    ]);
    for (const kind of ['second-factor-failures', 'two-factor-off'] as const)
      expect(mailed.find(({ kinds }) => kinds.length === 1 && kinds[0] === kind)?.at).toBe(NOW + minutes(1));
  });

  it('SEC-P06 a change leaves at once however many sign-ins were told that day', () => {
    const flood = Array.from({ length: 20 }, (_, hour) => burst('new-browser', 9, NOW + hours(hour))).flat();
    const change = { at: NOW + hours(20) + minutes(2), kind: 'two-factor-off' } as const;
    const mailed = run([...flood, change]);
    expect(mailed.find(({ kinds }) => kinds.includes('two-factor-off'))).toMatchObject({
      at: change.at,
      kinds: ['two-factor-off'],
    });
  });

  it('SEC-P06 the first change of its kind leaves at once however many other changes were told that day', () => {
    const others = ['two-factor-on', 'account-suspended', 'account-reopened', 'account-closed'] as const;
    const flood = others.flatMap((kind) => [0, 1, 2, 3, 4].flatMap((hour) => burst(kind, 9, NOW + hours(hour))));
    const change = { at: NOW + hours(6) + minutes(2), kind: 'two-factor-off' } as const;
    const mailed = run([...flood, change, { ...change, at: change.at + minutes(5) }]);
    const told = mailed.filter(({ kinds }) => kinds.includes('two-factor-off'));
    expect(told[0]).toMatchObject({ at: change.at, kinds: ['two-factor-off'] });
    expect((told[1]?.at ?? 0) - change.at).toBeLessThanOrEqual(hours(7));
  });

  it('SEC-P06 letters of another account of the address stand in letters of their own', () => {
    const due = burst('new-browser', 14).map((each, index) => ({
      id: `letter-${index}`,
      accountId: index < 7 ? 'a' : 'b',
      kind: each.kind,
      since: NOW,
      isHeld: true,
    }));
    const { leaving } = judgeMail(due, [], [], NOW);
    const accountOf = new Map(due.map(({ id, accountId }) => [id, accountId]));
    expect(leaving.map(({ id, along }) => [id, ...along].map((each) => accountOf.get(each)))).toEqual([
      Array<string>(7).fill('a'),
      Array<string>(7).fill('b'),
    ]);
  });

  it('links wait by themselves: one among others would confirm nothing', () => {
    const mailed = run(burst('browser-confirmation', 7));
    expect(mailed.map(({ ids }) => ids.length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(mailed.filter(({ at }) => at === NOW)).toHaveLength(LETTERS_OF_A_KIND);
  });

  const KINDS = [
    'new-browser',
    'second-factor-failures',
    'enrolment-confirmation',
    'two-factor-on',
    'two-factor-off',
    'account-closed',
  ] as const;
  const changes = KINDS.filter((kind) => letterClass(kind) !== 'sign-in');

  it('SEC-P06 whatever happens: five of a kind an hour, twenty a day beside firsts of a kind, nothing lost, nothing late', () => {
    const arrival = fc.record({
      at: fc.integer({ min: 0, max: 40 * 60 }),
      kind: fc.constantFrom(...KINDS),
      count: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 40 }), (list) => {
        const arrivals = list.flatMap(({ at, kind, count }) => burst(kind, count, NOW + minutes(at)));
        const mailed = run(arrivals);
        expect(mailed.flatMap(({ ids }) => ids).toSorted()).toEqual(arrivals.map((_, index) => `letter-${index}`).toSorted());
        for (const { at } of mailed) {
          expect(within(mailed, at, days(1)).length).toBeLessThanOrEqual(20 + changes.length);
          for (const kind of KINDS) {
            const alone = within(mailed, at, hours(1)).filter(({ kinds }) => kinds.length === 1 && kinds[0] === kind);
            expect(alone.length).toBeLessThanOrEqual(LETTERS_OF_A_KIND + 1);
          }
        }
        for (const { at, ids } of mailed) {
          for (const id of ids) {
            const arrived = arrivals[Number(id.slice(7))];
            if (arrived !== undefined && letterClass(arrived.kind) !== 'link')
              expect(at - arrived.at).toBeLessThanOrEqual(hours(7));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
