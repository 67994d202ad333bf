/** What "not me" leaves at an account, and what the operator's reopening takes away again. */
import { expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import {
  BOUND,
  bindOne,
  change,
  enrolment,
  HANAKO,
  hanako,
  importPeople,
  NOW,
  pendingSignIn,
  securityVersion,
  session,
  TARO,
} from './records.ts';

eachDatabase('closed accounts', (openDatabase) => {
  test('SEC-P04 password-only sign-in is closed since the first time, and what was begun before is void', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const before = await securityVersion(store);
    await change(store, (tx) => tx.closePasswordOnly('hanako', NOW));
    await change(store, (tx) => tx.closePasswordOnly('hanako', NOW + 1000));
    expect((await hanako(store)).account.passwordOnlyClosedAt).toBe(NOW);
    expect(await change(store, (tx) => tx.insertSession(session(), before))).toBe(false);
    expect((await store.read.signInFacts('success', TARO.email))?.account).toMatchObject({ passwordOnlyClosedAt: null });
  });

  test('SEC-J10 a recovery freeze grows longer, never shorter', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.freezeRecovery('hanako', NOW + days(7)));
    await change(store, (tx) => tx.freezeRecovery('hanako', NOW + days(1)));
    expect((await hanako(store)).account.recoveryFrozenUntil).toBe(NOW + days(7));
    await change(store, (tx) => tx.freezeRecovery('hanako', NOW + days(8)));
    expect((await hanako(store)).account.recoveryFrozenUntil).toBe(NOW + days(8));
    expect((await store.read.signInFacts('success', TARO.email))?.account).toMatchObject({ recoveryFrozenUntil: null });
  });

  test('the operator reopens an account, with a reason in the log; living sessions go on, begun sign-ins do not', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await store.setAccountStatus('hanako', 'suspended', NOW);
    await change(store, async (tx) => {
      await tx.closePasswordOnly('hanako', NOW);
      await tx.freezeRecovery('hanako', NOW + days(7));
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertSession(session({ id: 'taro-1', accountId: 'taro' }), 1);
    });
    const before = await securityVersion(store);
    await store.reopenAccount('hanako', '本人を電話で確認', NOW + 5);
    expect((await hanako(store)).account).toMatchObject({
      status: 'active',
      passwordOnlyClosedAt: null,
      recoveryFrozenUntil: null,
      passwordSetAt: HANAKO.passwordSetAt,
    });
    expect(await securityVersion(store)).toBeGreaterThan(before);
    expect(await store.read.pendingSignIn('success', 'pending-1')).toBeUndefined();
    expect(await store.read.session('success', 'taro-1')).toBeDefined();
    const [event] = await query("select account_id, actor_kind, detail from audit_event where type = 'account.reopened'");
    expect(event).toMatchObject({ account_id: 'hanako', actor_kind: 'system' });
    expect(JSON.parse(String(event?.['detail']))).toEqual({ reason: '本人を電話で確認' });
  });

  test('reopening nobody is a fault, not a silent success', async () => {
    const { store, query } = await openDatabase();
    await expect(store.reopenAccount('nobody', 'a reason', NOW)).rejects.toMatchObject({ code: 'invariant-broken' });
    expect(await query('select * from audit_event')).toEqual([]);
  });

  test('SEC-P04 authenticators bound at a moment or later are set aside until the account opens again, older ones count; every begun enrolment and sign-in ends', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'older', owner: { kind: 'session', id: 'a' } });
    await change(store, async (tx) => {
      await tx.insertEnrolment(enrolment({ id: 'newer', owner: { kind: 'session', id: 'b' }, securityVersion: 2 }));
      expect(await tx.bindAuthenticator('newer', { ...BOUND, at: NOW + 5 })).toBe(true);
      await tx.insertEnrolment(enrolment({ id: 'begun-1', owner: { kind: 'session', id: 'c' } }));
      await tx.insertEnrolment(enrolment({ id: 'begun-2', owner: { kind: 'pending-sign-in', id: 'd' } }));
      await tx.insertEnrolment(enrolment({ id: 'of-taro', accountId: 'taro', owner: { kind: 'session', id: 'e' } }));
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertPendingSignIn(pendingSignIn({ id: 'of-taro', accountId: 'taro' }));
    });
    await change(store, async (tx) => {
      await tx.endPendingSignIns('hanako', NOW + 9);
      expect(await tx.abandonAllEnrolments('hanako', NOW + 9, 'disowned')).toBe(2);
      await tx.setAsideAuthenticators('hanako', NOW + 5);
      await tx.setAsideAuthenticators('hanako', NOW + 7);
    });
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual(['older']);
    expect(await store.read.pendingEnrolment({ kind: 'session', id: 'e' })).toMatchObject({ id: 'of-taro' });
    expect(await store.read.pendingSignIn('success', 'pending-1')).toBeUndefined();
    expect(await store.read.pendingSignIn('success', 'of-taro')).toBeDefined();
    await store.reopenAccount('hanako', 'a test', NOW + 10);
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual(['older', 'newer']);
  });

  test('an account is found by its id in its own portal, and a company by its active administrators', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    expect(await store.read.accountFacts('success', 'hanako')).toEqual(await hanako(store));
    expect(await store.read.accountFacts('support', 'hanako')).toBeUndefined();
    const more = { ...HANAKO, role: 'company-administrator' } as const;
    await store.importAccount({ ...more, id: 'aya', email: 'aya@success.example' });
    await store.importAccount({ ...more, id: 'left', email: 'left@success.example', status: 'suspended' });
    await store.importAccount({ ...more, id: 'other', email: 'other@success.example', companyId: null });
    expect((await store.read.companyAdministrators('sakura')).map(({ id }) => id)).toEqual(['aya', 'hanako']);
    expect(await store.read.companyAdministrators('nobody')).toEqual([]);
  });
});
