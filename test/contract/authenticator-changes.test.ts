/** One authenticator of several on both databases: replaced, ended and renamed by its own account only, and only once. */
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { BOUND, bindOne, change, enrolment, hanako, importPeople, NOW, STEP, sealedSecret, securityVersion } from './records.ts';

const TARO_APP = { id: 't', accountId: 'taro', sealedSecret: sealedSecret('t') };

eachDatabase('one of several authenticators', (openDatabase) => {
  test('G-14 Z-10 the old app works until the new one is bound, and dies in that moment', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const old = await bindOne(store);
    const begun = enrolment({ id: 'authenticator-2', securityVersion: 2, replaces: old });
    await change(store, (tx) => tx.insertEnrolment(begun));
    expect(await store.read.pendingEnrolment(begun.owner)).toEqual(begun);
    expect(await change(store, (tx) => tx.acceptTimeStep(old, STEP + 1, 0, NOW))).toBe(true);
    expect(await change(store, (tx) => tx.bindAuthenticator(begun.id, { ...BOUND, name: '新しい', at: NOW + 5 }))).toBe(true);
    expect((await hanako(store)).authenticators.map(({ id, name }) => [id, name])).toEqual([['authenticator-2', '新しい']]);
    expect(await change(store, (tx) => tx.acceptTimeStep(old, STEP + 2, 0, NOW + 5))).toBe(false);
    const [row] = await query(
      `select state, sealed_secret, invalidation_reason, invalidated_at from authenticator where id = '${old}'`,
    );
    expect({ ...row, invalidated_at: Number(row?.['invalidated_at']) }).toEqual({
      state: 'invalidated',
      sealed_secret: null,
      invalidation_reason: 'replaced',
      invalidated_at: NOW + 5,
    });
    expect(await securityVersion(store)).toBe(3);
  });

  test('G-14 a replacement that is given up leaves the old one as it was', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const old = await bindOne(store);
    const begun = enrolment({ id: 'authenticator-2', securityVersion: 2, replaces: old });
    await change(store, (tx) => tx.insertEnrolment(begun));
    await change(store, (tx) => tx.abandonEnrolments(begun.owner, NOW, 'abandoned'));
    expect(await change(store, (tx) => tx.bindAuthenticator(begun.id, BOUND))).toBe(false);
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual([old]);
  });

  test('SEC-B08 what was to be replaced is gone by now: nothing is bound', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const old = await bindOne(store);
    await bindOne(store, { id: 'spare', securityVersion: 2 });
    const begun = enrolment({ id: 'authenticator-2', securityVersion: 3, replaces: old });
    await change(store, (tx) => tx.insertEnrolment(begun));
    expect(await change(store, (tx) => tx.invalidateAuthenticator('hanako', old, 3, NOW, 'deleted'))).toBe(true);
    expect(await change(store, (tx) => tx.bindAuthenticator(begun.id, BOUND))).toBe(false);
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual(['spare']);
  });

  test('T-24 SEC-K03 one ends by its own account under the version that was seen, erased and kept as a row', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'a' });
    await bindOne(store, { id: 'b', securityVersion: 2 });
    await bindOne(store, TARO_APP);
    const end = (account: string, id: string, version: number) =>
      change(store, (tx) => tx.invalidateAuthenticator(account, id, version, NOW + 4, 'deleted'));
    expect(await end('hanako', 't', 3)).toBe(false);
    expect(await end('taro', 'a', 2)).toBe(false);
    expect(await end('hanako', 'a', 2)).toBe(false);
    expect(await securityVersion(store)).toBe(3);
    expect(await end('hanako', 'a', 3)).toBe(true);
    expect(await end('hanako', 'a', 4)).toBe(false);
    expect(await securityVersion(store)).toBe(4);
    const rows = await query('select id, state, sealed_secret is null as erased from authenticator order by id');
    expect(rows.map((row) => [row['id'], row['state'], Boolean(row['erased'])])).toEqual([
      ['a', 'invalidated', true],
      ['b', 'bound', false],
      ['t', 'bound', false],
    ]);
  });

  test('T-24 a name is changed by its own account only, from the name that was seen', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const id = await bindOne(store);
    const rename = (account: string, from: string) => change(store, (tx) => tx.renameAuthenticator(account, id, from, '私物'));
    expect(await rename('taro', BOUND.name)).toBe(false);
    expect(await rename('hanako', '別の名前')).toBe(false);
    expect(await rename('hanako', BOUND.name)).toBe(true);
    expect(await rename('hanako', BOUND.name)).toBe(false);
    expect((await hanako(store)).authenticators.map(({ name }) => name)).toEqual(['私物']);
    expect(await securityVersion(store)).toBe(2);
  });

  test('U-50 a check-up is hidden by its own account only, for this app only', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'a' });
    await bindOne(store, { id: 'b', securityVersion: 2 });
    expect(await change(store, (tx) => tx.hideCheckUp('taro', 'a', NOW))).toBe(false);
    expect(await store.read.isCheckUpHidden('a')).toBe(false);
    expect(await change(store, (tx) => tx.hideCheckUp('hanako', 'a', NOW))).toBe(true);
    expect(await store.read.isCheckUpHidden('a')).toBe(true);
    expect(await store.read.isCheckUpHidden('b')).toBe(false);
    expect(await store.read.isCheckUpHidden('nobody')).toBe(false);
  });
});
