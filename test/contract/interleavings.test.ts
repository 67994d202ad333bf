/**
 * Two transactions of one account that overlap: the first is held open until the second stands at its door. Whatever the
 * database lets them see, the outcome is that of one after the other.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Store, Writes } from '../../src/ports.ts';
import { eachDatabase } from '../support/databases.ts';
import { BOUND, bindOne, change, enrolment, hanako, importPeople, mailedLink, NOW, securityVersion, session } from './records.ts';

const OWNER = { kind: 'session', id: 'session-1' } as const;

/** Runs `first` up to its commit, starts `second`, lets `first` commit; answers what both answered. */
async function overlap<A, B>(store: Store, first: (tx: Writes) => Promise<A>, second: () => Promise<B>): Promise<readonly [A, B]> {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const held = change(store, async (tx) => {
    const answer = await first(tx);
    reached.resolve();
    await released.promise;
    return answer;
  });
  await Promise.race([reached.promise, held]);
  const waiting = second();
  // Long enough to arrive at the lock; should it come later, the outcome is the same.
  await pause(50);
  released.resolve();
  return Promise.all([held, waiting]);
}

eachDatabase('overlapping transactions', (openDatabase) => {
  test('SEC-E05 a session cannot begin while two-factor sign-in is being turned off', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    const seen = await securityVersion(store);
    const [ended, began] = await overlap(
      store,
      (tx) => tx.invalidateAuthenticators('hanako', NOW, 'turned-off'),
      () => change(store, (tx) => tx.insertSession(session(), seen)),
    );
    expect(ended).toEqual(['authenticator-1']);
    expect(began).toBe(false);
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
  });

  test('SEC-E05 T-09 a session that began just before a suspension is ended by it', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const [began] = await overlap(
      store,
      (tx) => tx.insertSession(session(), 1),
      () => store.setAccountStatus('hanako', 'suspended', NOW),
    );
    expect(began).toBe(true);
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
  });

  test('SEC-E05 a sign-in that overlaps with binding an authenticator gets no session from before', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    const [bound, began] = await overlap(
      store,
      (tx) => tx.bindAuthenticator('authenticator-1', BOUND),
      () => change(store, (tx) => tx.insertSession(session(), 1)),
    );
    expect([bound, began]).toEqual([true, false]);
  });

  test('SEC-B08 of two enrolments of one account that end at once, one is bound', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertEnrolment(enrolment());
      await tx.insertEnrolment(enrolment({ id: 'authenticator-2', owner: { kind: 'session', id: 'session-2' } }));
    });
    const [first, second] = await overlap(
      store,
      (tx) => tx.bindAuthenticator('authenticator-1', BOUND),
      () => change(store, (tx) => tx.bindAuthenticator('authenticator-2', BOUND)),
    );
    expect([first, second]).toEqual([true, false]);
    expect((await hanako(store)).authenticators.map((bound) => bound.id)).toEqual(['authenticator-1']);
    expect(await securityVersion(store)).toBe(2);
  });

  test('SEC-B08 an enrolment that is being given up is not bound, and nothing of the attempt stays', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    const [given, bound] = await overlap(
      store,
      (tx) => tx.abandonEnrolments(OWNER, NOW, 'abandoned'),
      () => change(store, (tx) => tx.bindAuthenticator('authenticator-1', BOUND)),
    );
    expect([given, bound]).toEqual([1, false]);
    expect(await securityVersion(store)).toBe(1);
    expect((await hanako(store)).authenticators).toEqual([]);
  });

  test('SEC-B08 two enrolments begun by one owner at once leave one that is pending', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await overlap(
      store,
      (tx) => tx.insertEnrolment(enrolment()),
      () => change(store, (tx) => tx.insertEnrolment(enrolment({ id: 'authenticator-2' }))),
    );
    expect((await store.read.pendingEnrolment(OWNER))?.id).toBe('authenticator-2');
    expect(await query("select id, sealed_secret from authenticator where state = 'invalidated'")).toMatchObject([
      { id: 'authenticator-1', sealed_secret: null },
    ]);
  });

  test('SEC-B04 a code that is being accepted is refused to everybody else', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    const accept = (step: number) => (tx: Writes) => tx.acceptTimeStep('authenticator-1', step, 0, NOW);
    const [first, same] = await overlap(store, accept(BOUND.step + 2), () => change(store, accept(BOUND.step + 2)));
    expect([first, same]).toEqual([true, false]);
    const [next, older] = await overlap(store, accept(BOUND.step + 5), () => change(store, accept(BOUND.step + 4)));
    expect([next, older]).toEqual([true, false]);
  });

  test('SEC-R01 of two links mailed at once only the later one works', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await overlap(
      store,
      (tx) => tx.insertMailedLink(mailedLink()),
      () => change(store, (tx) => tx.insertMailedLink(mailedLink({ id: 'link-2' }))),
    );
    expect(await change(store, (tx) => tx.consumeMailedLink('link-1', NOW))).toBe(false);
    expect(await change(store, (tx) => tx.consumeMailedLink('link-2', NOW))).toBe(true);
  });

  test('SEC-F04 an attempt is counted while another transaction is open', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const [, charge] = await overlap(
      store,
      (tx) => tx.setLanguage('hanako', 'en', true),
      () => store.charge('password:hanako', { pauseAfter: () => 0 }, NOW),
    );
    expect(charge).toMatchObject({ allowed: true, counter: { failures: 1 } });
  });
});
