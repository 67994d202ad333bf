/** What "not me" leaves at an account, and what the operator's reopening takes away again. */
import { expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { change, HANAKO, hanako, importPeople, NOW, pendingSignIn, securityVersion, session, TARO } from './records.ts';

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
});
