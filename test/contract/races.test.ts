/**
 * Two processes, fifty attempts each, all at once: whatever may happen once happens once, and a limit is a limit. Every
 * verdict of the store is one conditional statement, so neither isolation nor luck is needed.
 */
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import {
  bindOne,
  change,
  enrolment,
  hanako,
  importPeople,
  letter,
  mailedLink,
  pendingSignIn,
  securityVersion,
  session,
} from './records.ts';

const HUNDRED = { processes: 2, each: 50 };

eachDatabase('a race of two processes', (openDatabase) => {
  test('SEC-B04 T-03 one time step offered a hundred times is accepted once', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    const verdicts = await race(location, 'accept-step', HUNDRED);
    expect(verdicts).toHaveLength(100);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-R01 T-03 a pending sign-in is consumed once', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn()));
    const verdicts = await race(location, 'consume-pending', HUNDRED);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-R01 a mailbox is confirmed once', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn()));
    const verdicts = await race(location, 'confirm-mailbox', HUNDRED);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-R01 a mailed link is consumed once', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertMailedLink(mailedLink()));
    const verdicts = await race(location, 'consume-link', HUNDRED);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-R01 a session is rotated once from one secret, and ended once', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    const rotations = await race(location, 'rotate-session', HUNDRED);
    expect(rotations.filter((verdict) => verdict === true)).toHaveLength(1);
    const ends = await race(location, 'end-session', HUNDRED);
    expect(ends.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-R01 an enrolment is bound once, and the security version grows by one', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    const verdicts = await race(location, 'bind', HUNDRED);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
    expect(await securityVersion(store)).toBe(2);
    expect((await hanako(store)).authenticators).toHaveLength(1);
  });

  test('SEC-R01 an authenticator is invalidated once, whoever asks', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    const verdicts = await race(location, 'invalidate', { processes: 2, each: 10 });
    expect(verdicts.flat()).toEqual(['authenticator-1']);
  });

  test('a password record is replaced once from one old record', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    const verdicts = await race(location, 'rehash', HUNDRED);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });

  test('SEC-F04 T-04 of two hundred attempts at once five are let through and 195 are refused', async () => {
    const { store, location } = await openDatabase();
    const verdicts = await race(location, 'charge', { processes: 2, each: 100 });
    const charges = verdicts.filter((verdict) => typeof verdict === 'object' && 'allowed' in verdict);
    expect(charges).toHaveLength(200);
    expect(charges.filter((charge) => charge.allowed)).toHaveLength(5);
    expect(await store.read.counter('second-factor:hanako')).toMatchObject({ failures: 5 });
  });

  test('SEC-F04 every charge counts: forty at once leave the counter at forty, each with a number of its own', async () => {
    const { store, location } = await openDatabase();
    const verdicts = await race(location, 'charge-freely', { processes: 2, each: 20 });
    const counts = verdicts.flatMap((verdict) =>
      typeof verdict === 'object' && 'counter' in verdict ? [verdict.counter.failures] : [],
    );
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await store.read.counter('second-factor:hanako')).toMatchObject({ failures: 40 });
  });

  test('SEC-P01 each waiting letter goes to one courier only', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      for (let n = 0; n < 20; n += 1) await tx.queueLetter({ ...letter(), to: `holder-${n}@success.example` });
    });
    const claimed = (await race(location, 'claim', { processes: 2, each: 10 })).flat();
    expect(claimed).toHaveLength(20);
    expect(new Set(claimed).size).toBe(20);
  });

  test('SEC-P06 couriers of two nodes spend the allowance of one address together', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      for (let n = 0; n < 20; n += 1) await tx.queueLetter(letter());
    });
    const claimed = (await race(location, 'claim', { processes: 2, each: 10 })).flat();
    expect(claimed).toHaveLength(5);
    expect(new Set(claimed).size).toBe(5);
  });
});
