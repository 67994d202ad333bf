/**
 * The one row of the desk's set-up and the first password of an account: who is told true, who false, and what a race of two
 * processes leaves behind, on both databases.
 */
import { expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { bindOne, change, HANAKO, importPeople, NOW, pendingSignIn, SET_UP } from './records.ts';

const HUNDRED = { processes: 2, each: 50 };
const SPENT = { passwordRecord: '$argon2id$waits', pendingSignInId: 'pending-1' };
const OPS = { ...HANAKO, id: 'ops', portal: 'desk', email: 'ops@desk.example', companyId: null, passwordRecord: null } as const;

eachDatabase('the set-up of the desk', (openDatabase) => {
  test('SEC-E10 exists once, and the newest code is the only one', async () => {
    const { store } = await openDatabase();
    expect(await store.read.sitting(SET_UP.digest)).toBeUndefined();
    expect(await change(store, (tx) => tx.openSitting(SET_UP))).toBe(true);
    expect(await store.read.sitting(SET_UP.digest)).toEqual({ ...SET_UP, spentAt: null, completedAt: null });
    expect(await change(store, (tx) => tx.openSitting({ ...SET_UP, digest: 'second' }))).toBe(true);
    expect(await change(store, (tx) => tx.spendSitting(SET_UP.digest, NOW, SPENT))).toBe(false);
    expect(await change(store, (tx) => tx.spendSitting('second', NOW, SPENT))).toBe(true);
    expect(await change(store, (tx) => tx.spendSitting('second', NOW, SPENT))).toBe(false);
  });

  test('SEC-E10 a code is spent until its end and not at it', async () => {
    const { store } = await openDatabase();
    await change(store, (tx) => tx.openSitting(SET_UP));
    expect(await change(store, (tx) => tx.spendSitting(SET_UP.digest, NOW + minutes(30), SPENT))).toBe(false);
    expect(await change(store, (tx) => tx.spendSitting(SET_UP.digest, NOW + minutes(30) - 1, SPENT))).toBe(true);
  });

  test('SEC-E10 completing gives the password once and closes the set-up for ever', async () => {
    const { store, query } = await openDatabase();
    await spentSetUp(store);
    expect(await change(store, (tx) => tx.completeSitting('another', NOW))).toBe(false);
    expect(await change(store, (tx) => tx.completeSitting('pending-1', NOW))).toBe(true);
    expect(await change(store, (tx) => tx.completeSitting('pending-1', NOW))).toBe(false);
    expect(await query("select name, password_record, password_set_via from account where id = 'ops'")).toEqual([
      { name: SET_UP.name, password_record: SPENT.passwordRecord, password_set_via: 'set-up-code' },
    ]);
    expect(await query('select password_record from sitting')).toEqual([{ password_record: null }]);
    expect(await change(store, (tx) => tx.openSitting({ ...SET_UP, digest: 'third' }))).toBe(false);
  });

  test('SEC-E10 opening it again voids what was begun with the code before', async () => {
    const { store } = await openDatabase();
    await spentSetUp(store);
    await change(store, (tx) => tx.openSitting({ ...SET_UP, digest: 'second' }));
    expect(await change(store, (tx) => tx.completeSitting('pending-1', NOW))).toBe(false);
  });

  test('SEC-E10 an administrator counts with password and bound authenticator, and only in that portal', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await store.importAccount({ ...OPS, id: 'hanako-2', portal: 'success', role: 'administrator', passwordRecord: '$argon2id$x' });
    expect(await store.read.hasAdministrator('success')).toBe(false);
    await bindOne(store, { accountId: 'hanako-2' });
    expect(await store.read.hasAdministrator('success')).toBe(true);
    expect(await store.read.hasAdministrator('desk')).toBe(false);
  });
});

eachDatabase('a race of two processes', (openDatabase) => {
  test('SEC-E10 T-03 one code offered a hundred times is spent once', async () => {
    const { location, store } = await openDatabase();
    await change(store, (tx) => tx.openSitting(SET_UP));
    expect(count(await race(location, 'spend-set-up', HUNDRED))).toBe(1);
  });

  test('SEC-E10 a hundred set-ups at once leave one row and one code', async () => {
    const { location, query } = await openDatabase();
    expect(count(await race(location, 'open-set-up', HUNDRED))).toBe(100);
    expect(await query('select key from sitting')).toHaveLength(1);
  });

  test('SEC-E10 one sitting completed a hundred times makes one administrator', async () => {
    const { location, store } = await openDatabase();
    await spentSetUp(store);
    expect(count(await race(location, 'complete-set-up', HUNDRED))).toBe(1);
  });

  test('SEC-P07 a hundred accounts of one address are one', async () => {
    const { location, store, query } = await openDatabase();
    await importPeople(store);
    expect(count(await race(location, 'insert-account', HUNDRED))).toBe(1);
    expect(await query("select id from account where email = 'new@success.example'")).toHaveLength(1);
  });

  test('SEC-P05 a hundred first passwords are one', async () => {
    const { location, store } = await openDatabase();
    await importPeople(store);
    await store.importAccount({ ...HANAKO, id: 'newcomer', email: 'newcomer@success.example', passwordRecord: null });
    expect(count(await race(location, 'set-first-password', HUNDRED))).toBe(1);
  });
});

async function spentSetUp(store: OpenStore): Promise<void> {
  await store.importAccount(OPS);
  await change(store, async (tx) => {
    await tx.insertPendingSignIn(pendingSignIn({ portal: 'desk', accountId: OPS.id }));
    await tx.openSitting(SET_UP);
    if (!(await tx.spendSitting(SET_UP.digest, NOW, SPENT))) throw new Error('not spent');
  });
}

function count(verdicts: readonly unknown[]): number {
  return verdicts.filter((verdict) => verdict === true).length;
}
