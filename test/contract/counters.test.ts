/** Attempt counters: charged before the attempt, cleared, given back; and the running cases of a company. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SupportCase } from '../../src/core/support-case.ts';
import {
  type AttemptCounter,
  type AttemptSchedule,
  attemptsLeft,
  decideAttempt,
  EMPTY_COUNTER,
  NETWORK_SCHEDULE,
  SECOND_FACTOR_SCHEDULE,
  withoutCharge,
} from '../../src/core/throttle.ts';
import { minutes, seconds } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { change, importPeople, NOW } from './records.ts';

const FIVE: AttemptSchedule = { pauseAfter: (failures) => (failures < 5 ? 0 : minutes(15)) };

eachDatabase('attempt counters', (openDatabase) => {
  test('SEC-F02 the charge says how many are left, and from the pause on until when nothing is evaluated', async () => {
    const { store } = await openDatabase();
    expect(await store.read.counter('key')).toBeUndefined();
    for (const left of [4, 3, 2, 1, 0])
      expect(await store.charge('key', FIVE, NOW)).toMatchObject({ allowed: true, attemptsLeft: left });
    const refused = { allowed: false, reason: 'paused', retryAt: NOW + minutes(15) };
    expect(await store.charge('key', FIVE, NOW + minutes(15) - 1)).toEqual(refused);
    expect(await store.read.counter('key')).toMatchObject({ failures: 5, lockedUntil: NOW + minutes(15) });
    expect(await store.charge('key', FIVE, NOW + minutes(15))).toMatchObject({ allowed: true, counter: { failures: 6 } });
  });

  test('SEC-F03 one key does not count for another', async () => {
    const { store } = await openDatabase();
    for (let n = 0; n < 5; n += 1) await store.charge('key', FIVE, NOW);
    expect(await store.charge('key', FIVE, NOW)).toMatchObject({ allowed: false });
    expect(await store.charge('KEY', FIVE, NOW)).toMatchObject({ allowed: true });
    expect(await store.charge('key ', FIVE, NOW)).toMatchObject({ allowed: true });
  });

  test('SEC-F03 clearing empties one counter', async () => {
    const { store } = await openDatabase();
    for (const key of ['a', 'a', 'b']) await store.charge(key, FIVE, NOW);
    await change(store, (tx) => tx.clearCounter('a'));
    await change(store, (tx) => tx.clearCounter('nothing'));
    expect(await store.read.counter('a')).toEqual(EMPTY_COUNTER);
    expect(await store.read.counter('b')).toMatchObject({ failures: 1 });
    expect(await store.charge('a', FIVE, NOW)).toMatchObject({ counter: { failures: 1 } });
  });

  test('SEC-F04 a clearing that is rolled back clears nothing', async () => {
    const { store } = await openDatabase();
    await store.charge('key', FIVE, NOW);
    const broken = change(store, async (tx) => {
      await tx.clearCounter('key');
      throw new RangeError('after all');
    });
    await expect(broken).rejects.toThrow('after all');
    expect(await store.read.counter('key')).toMatchObject({ failures: 1 });
  });

  test('SEC-F04 counters hold what the rules of counting say, after any series of charges, refunds and clearings', async () => {
    const { store } = await openDatabase();
    const step = fc.record({
      what: fc.constantFrom('charge', 'charge', 'charge', 'refund', 'clear'),
      wait: fc.integer({ min: 0, max: minutes(20) }),
    });
    let last = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(FIVE, SECOND_FACTOR_SCHEDULE, NETWORK_SCHEDULE),
        fc.array(step, { maxLength: 12 }),
        async (schedule, steps) => {
          last += 1;
          const key = `key-${last}`;
          let model: AttemptCounter | undefined;
          let at = NOW;
          for (const { what, wait } of steps) {
            at += wait;
            if (what === 'charge') {
              const decision = decideAttempt(model ?? EMPTY_COUNTER, schedule, at);
              if (decision.allowed) model = decision.next;
              const expected = decision.allowed
                ? { allowed: true, counter: decision.next, attemptsLeft: attemptsLeft(decision.next, schedule) }
                : decision;
              expect(await store.charge(key, schedule, at)).toEqual(expected);
            } else if (what === 'refund') {
              await store.refund(key, at);
              model &&= withoutCharge(model, at);
            } else {
              await change(store, (tx) => tx.clearCounter(key));
              model &&= EMPTY_COUNTER;
            }
            expect(await store.read.counter(key)).toEqual(model);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a refund takes back one charge and the pause that it began', async () => {
    const { store } = await openDatabase();
    for (let n = 0; n < 5; n += 1) await store.charge('key', FIVE, NOW + seconds(n));
    await store.refund('key', NOW + seconds(4));
    expect(await store.read.counter('key')).toMatchObject({ failures: 4, lockedUntil: null });
    await store.refund('nothing', NOW);
    expect(await store.read.counter('nothing')).toBeUndefined();
  });
});

eachDatabase('support cases', (openDatabase) => {
  const supportCase = (number: string, updatedAt: number): SupportCase => ({
    number,
    subject: `件名 ${number}`,
    description: '一行目\n二行目',
    state: 'waiting-for-customer',
    openedAt: NOW,
    updatedAt,
  });

  test('SEC-K03 a company sees its own cases only, newest change first, page by page', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await store.importCompany({ id: 'kaede', portal: 'success', name: '楓製作所', plan: 'standard' });
    const [a, b, c, d] = [
      supportCase('TM-1', NOW),
      supportCase('TM-2', NOW + 5),
      supportCase('TM-3', NOW),
      supportCase('TM-1', NOW),
    ];
    for (const row of [a, b, c]) await store.importCase('sakura', row);
    await store.importCase('kaede', d);
    expect(await store.read.cases('sakura', { offset: 0, limit: 10 })).toEqual({ cases: [b, c, a], total: 3 });
    expect(await store.read.cases('sakura', { offset: 1, limit: 1 })).toEqual({ cases: [c], total: 3 });
    expect(await store.read.cases('sakura', { offset: 9, limit: 1 })).toEqual({ cases: [], total: 3 });
    expect(await store.read.cases('nobody', { offset: 0, limit: 1 })).toEqual({ cases: [], total: 0 });
    expect(await store.read.caseByNumber('kaede', 'TM-1')).toEqual(d);
    expect(await store.read.caseByNumber('kaede', 'TM-2')).toBeUndefined();
    expect(await store.read.caseByNumber('sakura', 'tm-1')).toBeUndefined();
  });

  test('a case of a company that does not exist, and a case that exists, are refused', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await expect(store.importCase('nobody', supportCase('TM-1', NOW))).rejects.toMatchObject({ code: 'store-unavailable' });
    await store.importCase('sakura', supportCase('TM-1', NOW));
    await expect(store.importCase('sakura', supportCase('TM-1', NOW + 1))).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await store.read.caseByNumber('sakura', 'TM-1')).toMatchObject({ updatedAt: NOW });
  });
});
