/** What is over is forgotten at its time and not a millisecond sooner; what still says something about an account stays. */
import { expect, test } from 'vitest';
import { DEFAULT_DURATIONS } from '../../src/core/policy.ts';
import { days, type Instant, minutes } from '../../src/core/time.ts';
import {
  BATCH,
  BROWSERS_KEPT_FOR,
  FAILED_LETTERS_KEPT_FOR,
  MAIL_QUOTAS_KEPT_FOR,
  MAILED_LINKS_KEPT_FOR,
  PENDING_SIGN_INS_KEPT_FOR,
  SENT_LETTERS_KEPT_FOR,
  SESSIONS_KEPT_FOR,
} from '../../src/store/housekeeping.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase, type TestDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { bindOne, change, enrolment, importPeople, letter, mailedLink, NOW, pendingSignIn, session } from './records.ts';

const LONG_AFTER: Instant = NOW + days(4000);

/** Nothing goes a millisecond before; afterwards exactly these. */
async function goesAt(store: OpenStore, at: Instant, count: number): Promise<void> {
  expect(await store.forgetOld(at - 1)).toBe(0);
  expect(await store.forgetOld(at)).toBe(count);
  expect(await store.forgetOld(at)).toBe(0);
}

async function idsOf(database: TestDatabase, table: string): Promise<readonly string[]> {
  const rows = await database.query(`select id from ${table} order by id`);
  return rows.map((row) => String(row['id']));
}

async function fill(database: TestDatabase, count: number): Promise<void> {
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const columns = 'id, digest, portal, account_id, created_at, expires_at';
  await database.query(
    `insert into pending_sign_in (${columns}) ${numbers} select 'p' || i, 'd', 'success', 'hanako', ${NOW}, ${NOW} from n`,
  );
}

eachDatabase('housekeeping', (openDatabase) => {
  test('an empty database has nothing to forget', async () => {
    const { store } = await openDatabase();
    expect(await store.forgetOld(LONG_AFTER)).toBe(0);
  });

  test('a pending sign-in goes a day after its end, used or not', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    const end = NOW + minutes(10);
    await change(store, async (tx) => {
      for (const id of ['used', 'unused']) await tx.insertPendingSignIn(pendingSignIn({ id, expiresAt: end }));
      await tx.insertPendingSignIn(pendingSignIn({ id: 'younger', expiresAt: end + 1 }));
      await tx.consumePendingSignIn('used', NOW);
    });
    await goesAt(store, end + PENDING_SIGN_INS_KEPT_FOR, 2);
    expect(await idsOf(database, 'pending_sign_in')).toEqual(['younger']);
  });

  test('a mailed link goes a day after its end, and keeps the pending sign-in that it confirms until then', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    const end = NOW + days(3);
    await change(store, async (tx) => {
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertMailedLink(mailedLink({ purpose: 'enrolment-confirmation', pendingSignInId: 'pending-1', expiresAt: end }));
      await tx.insertMailedLink(mailedLink({ id: 'used', expiresAt: end }));
      await tx.consumeMailedLink('used', NOW);
      await tx.insertMailedLink(mailedLink({ id: 'younger', expiresAt: end + 1 }));
    });
    await goesAt(store, end + MAILED_LINKS_KEPT_FOR, 3);
    expect(await idsOf(database, 'mailed_link')).toEqual(['younger']);
    expect(await idsOf(database, 'pending_sign_in')).toEqual([]);
  });

  test('SEC-G03 a session goes 90 days after its end, which for one that nobody ended is its absolute one', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    const end = NOW + days(1);
    await change(store, async (tx) => {
      await tx.insertSession(session({ id: 'ended', expiresAt: end + days(9) }), 1);
      await tx.endSession('ended', end, 'signed-out');
      await tx.insertSession(session({ id: 'expired', expiresAt: end }), 1);
      await tx.insertSession(session({ id: 'living', createdAt: NOW - days(300), expiresAt: end + 1 }), 1);
    });
    await goesAt(store, end + SESSIONS_KEPT_FOR, 2);
    expect(await idsOf(database, 'session')).toEqual(['living']);
    expect(await store.read.session('success', 'living')).toMatchObject({ accountId: 'hanako' });
  });

  test('SEC-F06 a browser goes 90 days after the last sign-in in it', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    await change(store, async (tx) => {
      for (const id of ['of-one', 'of-two', 'of-nobody']) {
        await tx.insertKnownBrowser({ id, digest: 'digest', portal: 'success', createdAt: NOW });
      }
      await tx.noteKnownBrowser('of-one', 'hanako', NOW, null);
      await tx.noteKnownBrowser('of-two', 'hanako', NOW, null);
      await tx.noteKnownBrowser('of-two', 'taro', NOW + 1, null);
    });
    // Two sign-ins, and two browsers in which nobody is known then.
    await goesAt(store, NOW + BROWSERS_KEPT_FOR, 4);
    expect(await store.read.knownBrowser('success', 'of-one')).toBeUndefined();
    expect((await store.read.knownBrowser('success', 'of-two'))?.accounts).toEqual(new Map([['taro', NOW + 1]]));
    expect(await store.forgetOld(NOW + 1 + BROWSERS_KEPT_FOR)).toBe(2);
    expect(await idsOf(database, 'known_browser')).toEqual([]);
  });

  test('a configuration that remembers longer is obeyed', async () => {
    const { store, openAgain } = await openDatabase({ rememberFor: days(500) });
    await importPeople(store);
    await store.charge('network:n', { pauseAfter: () => 0 }, NOW);
    await change(store, async (tx) => {
      await tx.insertKnownBrowser({ id: 'browser', digest: 'digest', portal: 'success', createdAt: NOW });
      await tx.noteKnownBrowser('browser', 'hanako', NOW, null);
    });
    expect(await store.forgetOld(NOW + days(500) - 1)).toBe(0);
    const usual = await openAgain({ rememberFor: Math.max(...Object.values(DEFAULT_DURATIONS)) });
    expect(await usual.forgetOld(NOW + days(500) - 1)).toBe(3);
  });

  test('a sent letter goes after 30 days, one given up after 90, one that waits never', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    for (let n = 0; n < 3; n += 1) await change(store, (tx) => tx.queueLetter(letter()));
    const [sent, failed] = await store.outbox.claim(2, NOW, minutes(2));
    await store.outbox.markSent(sent?.id ?? '', NOW);
    await store.outbox.markFailed(failed?.id ?? '', NOW);
    await goesAt(store, NOW + MAIL_QUOTAS_KEPT_FOR, 1);
    await goesAt(store, NOW + SENT_LETTERS_KEPT_FOR, 1);
    await goesAt(store, NOW + FAILED_LETTERS_KEPT_FOR, 1);
    expect(await store.forgetOld(LONG_AFTER)).toBe(0);
    expect(await store.outbox.pendingCount()).toBe(1);
  });

  test('SEC-B08 SEC-Q02 an enrolment that ran out loses its secret, with an event, and its row stays', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    const bound = await bindOne(store, { id: 'bound', owner: { kind: 'session', id: 'other' } });
    await change(store, (tx) => tx.insertEnrolment(enrolment({ id: 'begun', securityVersion: 2 })));
    const events = "select * from audit_event where type = 'enrolment.abandoned'";
    expect(await store.forgetOld(NOW + minutes(10) - 1)).toBe(0);
    expect(await database.query(events)).toEqual([]);
    await goesAt(store, NOW + minutes(10), 1);
    const [event, ...others] = await database.query(events);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ portal: 'success', account_id: 'hanako', actor_kind: 'system', actor_id: null });
    expect(JSON.parse(String(event?.['detail']))).toEqual({ authenticatorId: 'begun', reason: 'expired' });
    expect(await store.forgetOld(LONG_AFTER)).toBe(0);
    const rows = await database.query('select id, state, sealed_secret, invalidation_reason from authenticator order by id');
    expect(rows).toMatchObject([
      { id: 'begun', state: 'invalidated', sealed_secret: null, invalidation_reason: 'expired' },
      { id: bound, state: 'bound', invalidation_reason: null },
    ]);
    expect(rows[1]?.['sealed_secret']).not.toBeNull();
  });

  test('SEC-Q02 an enrolment keeps its secret when the event of its end cannot be written', async () => {
    const database = await openDatabase();
    await importPeople(database.store);
    await change(database.store, (tx) => tx.insertEnrolment(enrolment()));
    await database.query('alter table audit_event rename to elsewhere');
    await expect(database.store.forgetOld(LONG_AFTER)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await database.query('select id, state from authenticator')).toMatchObject([{ state: 'pending' }]);
  });

  test('accounts and the audit log are never forgotten, and forgetting is no event', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn()));
    const count = 'select (select count(*) from account) as accounts, (select count(*) from audit_event) as events';
    const before = await database.query(count);
    expect(await store.forgetOld(LONG_AFTER)).toBe(1);
    expect(await database.query(count)).toEqual(before);
  });

  test('one call takes one batch', async () => {
    const database = await openDatabase();
    await importPeople(database.store);
    await fill(database, BATCH + 1);
    expect(await database.store.forgetOld(LONG_AFTER)).toBe(BATCH);
    expect(await database.store.forgetOld(LONG_AFTER)).toBe(1);
    expect(await database.store.forgetOld(LONG_AFTER)).toBe(0);
  });

  test('SEC-R07 two nodes at once forget each row once and record each end once', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importPeople(store);
    await fill(database, BATCH * 4);
    await change(store, async (tx) => {
      for (let n = 0; n < 20; n += 1) {
        await tx.insertEnrolment(enrolment({ id: `begun-${n}`, owner: { kind: 'session', id: `session-${n}` } }));
      }
    });
    const counts = (await race(database.location, 'forget', { each: 1 })).map(Number);
    expect(counts.reduce((sum, count) => sum + count)).toBe(BATCH * 4 + 20);
    expect(await database.query("select distinct detail from audit_event where type = 'enrolment.abandoned'")).toHaveLength(20);
    expect(await database.query("select detail from audit_event where type = 'enrolment.abandoned'")).toHaveLength(20);
    expect(await idsOf(database, 'pending_sign_in')).toEqual([]);
  });
});
