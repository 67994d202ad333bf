/** Authenticators: begun, bound under the version they began with, used step by step upwards, invalidated and never deleted. */
import { expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { BOUND, bindOne, change, enrolment, hanako, importPeople, NOW, STEP, sealedSecret, securityVersion } from './records.ts';

const OWNER = { kind: 'session', id: 'session-1' } as const;

eachDatabase('enrolments', (openDatabase) => {
  test('SEC-B08 an enrolment is found by its owner only, expired or not', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const begun = enrolment({ expiresAt: NOW - minutes(1) });
    await change(store, (tx) => tx.insertEnrolment(begun));
    expect(await store.read.pendingEnrolment(OWNER)).toEqual(begun);
    expect(await store.read.pendingEnrolment({ kind: 'pending-sign-in', id: 'session-1' })).toBeUndefined();
    expect(await store.read.pendingEnrolment({ kind: 'session', id: 'session-2' })).toBeUndefined();
    expect((await hanako(store)).authenticators).toEqual([]);
  });

  test('SEC-B08 beginning again ends the earlier enrolment and erases its secret', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    await change(store, (tx) => tx.insertEnrolment(enrolment({ id: 'authenticator-2' })));
    expect((await store.read.pendingEnrolment(OWNER))?.id).toBe('authenticator-2');
    expect(await change(store, (tx) => tx.bindAuthenticator('authenticator-1', BOUND))).toBe(false);
    const rows = await query(
      'select id, state, sealed_secret is null as erased, invalidation_reason from authenticator order by id',
    );
    expect(rows.map((row) => [row.state, Boolean(row.erased), row.invalidation_reason])).toEqual([
      ['invalidated', true, 'replaced'],
      ['pending', false, null],
    ]);
  });

  test('giving up ends what is pending of this owner, once', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertEnrolment(enrolment());
      await tx.insertEnrolment(enrolment({ id: 'authenticator-2', owner: { kind: 'session', id: 'session-2' } }));
    });
    expect(await change(store, (tx) => tx.abandonEnrolments(OWNER, NOW, 'abandoned'))).toBe(1);
    expect(await change(store, (tx) => tx.abandonEnrolments(OWNER, NOW, 'abandoned'))).toBe(0);
    expect(await store.read.pendingEnrolment(OWNER)).toBeUndefined();
    expect(await query('select id from authenticator where sealed_secret is not null')).toEqual([{ id: 'authenticator-2' }]);
  });

  test('binding makes it a second factor, whose confirming step counts as used', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const begun = enrolment();
    await change(store, (tx) => tx.insertEnrolment(begun));
    const bound = { name: '会社のiPhone 16', step: STEP, drift: -2, at: NOW + 5, via: 'sign-in' } as const;
    expect(await change(store, (tx) => tx.bindAuthenticator('authenticator-1', bound))).toBe(true);
    expect((await hanako(store)).authenticators).toEqual([
      {
        id: 'authenticator-1',
        accountId: 'hanako',
        kind: 'totp',
        name: '会社のiPhone 16',
        sealedSecret: begun.sealedSecret,
        lastStep: STEP,
        drift: -2,
        boundAt: NOW + 5,
        lastUsedAt: null,
      },
    ]);
    expect(await securityVersion(store)).toBe(2);
    expect(await store.read.pendingEnrolment(OWNER)).toBeUndefined();
    expect(await change(store, (tx) => tx.acceptTimeStep('authenticator-1', STEP, 0, NOW))).toBe(false);
  });

  test('nothing is bound that expired, began before another change, or does not exist', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    const late = { ...BOUND, at: NOW + minutes(10) };
    expect(await change(store, (tx) => tx.bindAuthenticator('authenticator-1', late))).toBe(false);
    expect(await change(store, (tx) => tx.bindAuthenticator('authenticator-9', BOUND))).toBe(false);
    await change(store, (tx) => tx.invalidateAuthenticators('hanako', NOW, 'turned-off'));
    expect(await change(store, (tx) => tx.bindAuthenticator('authenticator-1', BOUND))).toBe(false);
    expect((await hanako(store)).authenticators).toEqual([]);
    expect(await securityVersion(store)).toBe(2);
  });
});

eachDatabase('bound authenticators', (openDatabase) => {
  test('SEC-B04 T-01 T-02 a step is accepted once, and after it no earlier one', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    const accept = (step: number, id = 'authenticator-1') => change(store, (tx) => tx.acceptTimeStep(id, step, 1, NOW + 9));
    expect(await accept(STEP)).toBe(false);
    expect(await accept(STEP + 2)).toBe(true);
    expect(await accept(STEP + 2)).toBe(false);
    expect(await accept(STEP + 1)).toBe(false);
    expect(await accept(STEP + 3, 'authenticator-2')).toBe(false);
    expect(await accept(STEP + 3)).toBe(true);
    expect((await hanako(store)).authenticators).toMatchObject([{ lastStep: STEP + 3, drift: 1, lastUsedAt: NOW + 9 }]);
  });

  test('SEC-B04 an enrolment that was not confirmed accepts no code', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertEnrolment(enrolment()));
    expect(await change(store, (tx) => tx.acceptTimeStep('authenticator-1', STEP + 1, 0, NOW))).toBe(false);
  });

  test('G-16 turning off ends all of one account, erases the secrets, keeps the rows', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'b' });
    await bindOne(store, { id: 'a', securityVersion: 2 });
    await bindOne(store, { id: 't', accountId: 'taro', sealedSecret: sealedSecret('t') });
    expect(await change(store, (tx) => tx.invalidateAuthenticators('hanako', NOW + 4, 'turned-off'))).toEqual(['a', 'b']);
    expect(await change(store, (tx) => tx.invalidateAuthenticators('hanako', NOW + 5, 'turned-off'))).toEqual([]);
    expect((await hanako(store)).authenticators).toEqual([]);
    expect(await change(store, (tx) => tx.acceptTimeStep('a', STEP + 9, 0, NOW))).toBe(false);
    expect((await store.read.signInFacts('success', 'taro@success.example'))?.authenticators).toHaveLength(1);
    const rows = await query(
      "select id, sealed_secret, invalidated_at, name from authenticator where account_id = 'hanako' order by id",
    );
    expect(rows.map((row) => [row.id, row.sealed_secret, Number(row.invalidated_at), row.name])).toEqual([
      ['a', null, NOW + 4, 'スマートフォン'],
      ['b', null, NOW + 4, 'スマートフォン'],
    ]);
  });

  test('the database itself refuses a bound authenticator without a secret and a dead one with one', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    await expect(query('update authenticator set sealed_secret = null returning id')).rejects.toThrow(
      /authenticator_secret_check/u,
    );
    await expect(query("update authenticator set state = 'invalidated' returning id")).rejects.toThrow(
      /authenticator_secret_check/u,
    );
    await expect(query('update authenticator set drift = 3 returning id')).rejects.toThrow(/authenticator_drift_check/u);
  });
});
