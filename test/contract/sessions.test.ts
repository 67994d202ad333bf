/** Sessions: begun only for an account that did not change, found with everything a page needs, rotated, touched and ended. */
import { expect, test } from 'vitest';
import { hours, minutes, seconds } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { bindOne, change, HANAKO, hanako, importPeople, NOW, securityVersion, session } from './records.ts';

eachDatabase('sessions', (openDatabase) => {
  test('a session is found with its account, its company and what is bound', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    await change(store, async (tx) => tx.insertSession(session({ secondFactorAt: NOW - 1 }), 2));
    expect(await store.read.session('success', 'session-1')).toEqual({
      ...(await hanako(store)),
      id: 'session-1',
      digest: 'digest of session-1',
      portal: 'success',
      accountId: 'hanako',
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: NOW + hours(24),
      passwordAt: NOW,
      secondFactorAt: NOW - 1,
      methods: ['password'],
    });
  });

  test('S-05 a session of one portal does not exist in another', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    expect(await store.read.session('support', 'session-1')).toBeUndefined();
    expect(await store.read.session('success', 'session-2')).toBeUndefined();
  });

  test('SEC-E05 no session begins at another security version, for a suspended account or for nobody', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    expect(await change(store, (tx) => tx.insertSession(session(), 1))).toBe(false);
    expect(await change(store, (tx) => tx.insertSession(session(), 3))).toBe(false);
    expect(await change(store, (tx) => tx.insertSession(session({ accountId: 'nobody' }), 1))).toBe(false);
    await store.setAccountStatus('hanako', 'suspended', NOW);
    const version = await securityVersion(store);
    expect(await change(store, (tx) => tx.insertSession(session(), version))).toBe(false);
    expect(await query('select * from session')).toEqual([]);
    expect(await query("select last_signed_in_at from account where id = 'hanako'")).toMatchObject([{ last_signed_in_at: null }]);
  });

  test('rotation replaces the secret and the proofs, once, and only from the current secret', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    const next = { digest: 'second digest', passwordAt: NOW + 1, secondFactorAt: NOW + 2, methods: ['password', 'totp'] } as const;
    expect(await change(store, (tx) => tx.rotateSession('session-1', 'a guess', next))).toBe(false);
    expect(await change(store, (tx) => tx.rotateSession('session-1', 'digest of session-1', next))).toBe(true);
    expect(await change(store, (tx) => tx.rotateSession('session-1', 'digest of session-1', next))).toBe(false);
    expect(await store.read.session('success', 'session-1')).toMatchObject({ ...next, createdAt: NOW, expiresAt: NOW + hours(24) });
  });

  test('an ended session is gone for every question, stays ended, and its row says why', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    expect(await change(store, (tx) => tx.endSession('session-1', NOW + 5, 'signed-out'))).toBe(true);
    expect(await change(store, (tx) => tx.endSession('session-1', NOW + 9, 'replaced'))).toBe(false);
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
    const next = { digest: 'second digest', passwordAt: NOW, secondFactorAt: null, methods: ['password'] } as const;
    expect(await change(store, (tx) => tx.rotateSession('session-1', 'digest of session-1', next))).toBe(false);
    await store.touchSession('session-1', NOW + hours(1));
    const rows = await query('select ended_at, end_reason, last_seen_at from session');
    expect(rows.map((row) => [Number(row.ended_at), row.end_reason, Number(row.last_seen_at)])).toEqual([
      [NOW + 5, 'signed-out', NOW],
    ]);
  });

  test('G-16 ending the other sessions spares the one named and everybody else', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      for (const id of ['a', 'b', 'c', 'd']) await tx.insertSession(session({ id }), 1);
      await tx.insertSession(session({ id: 'taro-1', accountId: 'taro' }), 1);
      await tx.endSession('d', NOW, 'signed-out');
    });
    expect(await change(store, (tx) => tx.endOtherSessions('hanako', 'b', NOW, 'two-factor-on'))).toBe(2);
    const living = await Promise.all(['a', 'b', 'c', 'd', 'taro-1'].map((id) => store.read.session('success', id)));
    expect(living.map((found) => found?.id)).toEqual([undefined, 'b', undefined, undefined, 'taro-1']);
    expect(await change(store, (tx) => tx.endOtherSessions('hanako', null, NOW, 'two-factor-off'))).toBe(1);
    expect(await change(store, (tx) => tx.endOtherSessions('hanako', null, NOW, 'two-factor-off'))).toBe(0);
  });

  test('SEC-G03 being seen moves forward, at most once a minute, and never back', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    const seenAt = async () => (await store.read.session('success', 'session-1'))?.lastSeenAt;
    await store.touchSession('session-1', NOW + seconds(59));
    expect(await seenAt()).toBe(NOW);
    await store.touchSession('session-1', NOW + minutes(1));
    expect(await seenAt()).toBe(NOW + minutes(1));
    await store.touchSession('session-1', NOW);
    expect(await seenAt()).toBe(NOW + minutes(1));
    await store.touchSession('nobody', NOW);
  });

  test('two sessions cannot have one id', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    const twice = change(store, (tx) => tx.insertSession(session({ accountId: 'taro' }), 1));
    await expect(twice).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(await store.read.session('success', 'session-1')).toMatchObject({ accountId: HANAKO.id });
  });
});
