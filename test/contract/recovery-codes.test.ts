/** Recovery codes in both databases: issued once, used once, ended together, set aside by "not me". */
import { expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { race } from './race.ts';
import { bindOne, change, hanako, importPeople, NOW, recoveryCodes } from './records.ts';

const LATER = NOW + minutes(5);
const next = (slot: number) => ({ id: `next-${slot}`, slot, record: `record of next-${slot}` });

eachDatabase('recovery codes', (openDatabase) => {
  async function openIssued() {
    const database = await openDatabase();
    await importPeople(database.store);
    await bindOne(database.store);
    expect(await change(database.store, (tx) => tx.issueRecoveryCodes('hanako', null, recoveryCodes()))).toBe(true);
    return database;
  }

  test('SEC-C01 a set has ten codes, each found by the account and its slot alone', async () => {
    const { store } = await openIssued();
    expect(await store.read.recoveryCodeSet('hanako')).toEqual({
      id: 'set-1',
      issuedAt: NOW,
      savedAt: null,
      left: 0,
      living: 10,
      lastUsedAt: null,
    });
    expect(await store.read.recoveryCode('hanako', 10)).toEqual({
      id: 'set-1-10',
      accountId: 'hanako',
      setId: 'set-1',
      slot: 10,
      record: 'record of set-1-10',
      setIssuedAt: NOW,
      isSaved: false,
    });
    expect(await store.read.recoveryCode('hanako', 11)).toBeUndefined();
    expect(await store.read.recoveryCode('taro', 1)).toBeUndefined();
    expect(await store.read.recoveryCodeSet('taro')).toBeUndefined();
  });

  test('SEC-C04 a set replaces the one it names and no other; the old codes are dead and their records erased', async () => {
    const { store, query } = await openIssued();
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', null, recoveryCodes({ id: 'set-2' })))).toBe(false);
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', 'other', recoveryCodes({ id: 'set-2' })))).toBe(false);
    expect((await store.read.recoveryCodeSet('hanako'))?.id).toBe('set-1');
    const old = await store.read.recoveryCode('hanako', 1);
    if (old === undefined) throw new Error('no code');
    const second = recoveryCodes({ id: 'set-2', at: LATER });
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', 'set-1', second))).toBe(true);
    expect(await store.read.recoveryCodeSet('hanako')).toMatchObject({ id: 'set-2', issuedAt: LATER, living: 10 });
    expect(await change(store, (tx) => tx.useRecoveryCode(old, LATER, next(1)))).toBe(false);
    expect(await query("select id from recovery_code where set_id = 'set-1' and record is not null")).toEqual([]);
    expect(await query("select distinct end_reason from recovery_code where set_id = 'set-1'")).toEqual([
      { end_reason: 'replaced' },
    ]);
  });

  test('SEC-C03 SEC-C05 a code is used once; its slot has a replacement at once, which keeps the time of the set', async () => {
    const { store, query } = await openIssued();
    await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', null, NOW));
    const code = await store.read.recoveryCode('hanako', 2);
    if (code === undefined) throw new Error('no code');
    expect(await change(store, (tx) => tx.useRecoveryCode(code, LATER, next(2)))).toBe(true);
    expect(await change(store, (tx) => tx.useRecoveryCode(code, LATER, { ...next(2), id: 'again' }))).toBe(false);
    expect(await store.read.recoveryCode('hanako', 2)).toMatchObject({
      id: 'next-2',
      record: 'record of next-2',
      setIssuedAt: NOW,
    });
    expect(await store.read.recoveryCodeSet('hanako')).toMatchObject({ savedAt: NOW, left: 9, living: 10, lastUsedAt: LATER });
    expect(await query("select record, end_reason from recovery_code where id = 'set-1-2'")).toEqual([
      { record: null, end_reason: 'used' },
    ]);
  });

  test('SEC-C05 a replacement counts once it is saved; saving again, another set or nobody notes nothing', async () => {
    const { store } = await openIssued();
    expect(await change(store, (tx) => tx.saveRecoveryCodes('taro', 'set-1', null, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'other', null, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', null, NOW))).toBe(true);
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', null, LATER))).toBe(false);
    const code = await store.read.recoveryCode('hanako', 2);
    if (code === undefined) throw new Error('no code');
    await change(store, (tx) => tx.useRecoveryCode(code, LATER, next(2)));
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', 3, LATER))).toBe(false);
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', 2, LATER))).toBe(true);
    expect(await store.read.recoveryCodeSet('hanako')).toMatchObject({ savedAt: NOW, left: 10 });
  });

  test('G-16 the codes end with the authenticators, in the same transaction, and a later set begins anew', async () => {
    const { store } = await openIssued();
    await change(store, (tx) => tx.invalidateAuthenticators('hanako', LATER, 'turned-off'));
    expect(await store.read.recoveryCodeSet('hanako')).toBeUndefined();
    expect(await store.read.recoveryCode('hanako', 1)).toBeUndefined();
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', null, recoveryCodes({ id: 'set-2' })))).toBe(false);
    await bindOne(store, { id: 'authenticator-2', securityVersion: 3 });
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', null, recoveryCodes({ id: 'set-2' })))).toBe(true);
  });

  test('SEC-P04 a set issued since the reported moment, or used since, does not count until the account is opened again', async () => {
    const { store } = await openIssued();
    await change(store, (tx) => tx.setAsideRecoveryCodes('hanako', NOW + 1));
    expect(await store.read.recoveryCodeSet('hanako')).toBeDefined();
    const code = await store.read.recoveryCode('hanako', 2);
    if (code === undefined) throw new Error('no code');
    await change(store, (tx) => tx.useRecoveryCode(code, LATER, next(2)));
    await change(store, (tx) => tx.setAsideRecoveryCodes('hanako', LATER + 1));
    const other = await store.read.recoveryCode('hanako', 3);
    if (other === undefined) throw new Error('no code');
    await change(store, (tx) => tx.setAsideRecoveryCodes('hanako', LATER));
    expect(await store.read.recoveryCodeSet('hanako')).toBeUndefined();
    expect(await store.read.recoveryCode('hanako', 3)).toBeUndefined();
    expect(await change(store, (tx) => tx.useRecoveryCode(other, LATER, next(3)))).toBe(false);
    expect(await change(store, (tx) => tx.saveRecoveryCodes('hanako', 'set-1', null, LATER))).toBe(false);
    await store.reopenAccount('hanako', '本人を電話で確認', LATER);
    expect(await store.read.recoveryCodeSet('hanako')).toMatchObject({ id: 'set-1', living: 10 });
    await change(store, (tx) => tx.setAsideRecoveryCodes('hanako', NOW));
    expect(await change(store, (tx) => tx.issueRecoveryCodes('hanako', null, recoveryCodes({ id: 'set-2', at: LATER })))).toBe(
      true,
    );
    expect((await hanako(store)).account.status).toBe('active');
  });

  test('T-03 SEC-C03 of thirty in two processes who use one slot at once each success used up a code of its own, and one stands', async () => {
    const { store, location, query } = await openIssued();
    const verdicts = await race(location, 'use-recovery-code', { processes: 2, each: 15 });
    // Who comes later may meet the replacement: each code is used once, whichever it is.
    const used = await query("select id from recovery_code where slot = 3 and end_reason = 'used'");
    expect(used.length).toBeGreaterThan(0);
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(used.length);
    expect(await query('select id from recovery_code where slot = 3 and ended_at is null')).toHaveLength(1);
    expect((await store.read.recoveryCodeSet('hanako'))?.living).toBe(10);
  });

  test('SEC-R01 of many who replace one set at once one does', async () => {
    const { store, location, query } = await openIssued();
    const verdicts = await race(location, 'issue-recovery-codes', { processes: 2, each: 10 });
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
    expect(await query('select id from recovery_code_set where ended_at is null')).toHaveLength(1);
    expect((await store.read.recoveryCodeSet('hanako'))?.living).toBe(10);
  });
});
