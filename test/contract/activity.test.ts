/** The store's part of the activity page: whose sessions and events are found, and which ends it lets happen. */
import { expect, test } from 'vitest';
import type { AuditDetail, AuditEvent } from '../../src/core/audit-event.ts';
import { seconds } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { auditEvent, change, HANAKO, importPeople, NOW, session, TARO } from './records.ts';

const accepted = (hash: string): AuditDetail => ({ type: 'sign-in.password-accepted', pendingHash: hash });
const at = (when: number, detail: AuditDetail, accountId: string = HANAKO.id): AuditEvent => ({
  ...auditEvent(detail),
  at: when,
  accountId,
});

eachDatabase('activity', (openDatabase) => {
  test('SEC-G09 SEC-K03 the sessions of an account are its own, ended ones too, those last seen first', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertSession(session({ id: 'old', browser: 'Firefox / Linux', createdAt: NOW - 9 }), 1);
      await tx.insertSession(session({ id: 'new', createdAt: NOW }), 1);
      await tx.insertSession(session({ id: 'other', accountId: TARO.id }), 1);
      await tx.endSession('old', NOW + 1, 'signed-out');
    });
    const found = await store.read.accountSessions(HANAKO.id);
    expect(found.map(({ id, endedAt, browser }) => [id, endedAt, browser])).toEqual([
      ['new', null, session().browser],
      ['old', NOW + 1, 'Firefox / Linux'],
    ]);
    expect(JSON.stringify(found)).not.toContain('digest');
  });

  test('SEC-K03 a session is ended by its account alone, and once', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertSession(session(), 1));
    expect(await change(store, (tx) => tx.endSessionOf(TARO.id, 'session-1', NOW + 1, 'ended-by-holder'))).toBe(false);
    expect(await change(store, (tx) => tx.endSessionOf(HANAKO.id, 'session-1', NOW + 2, 'ended-by-holder'))).toBe(true);
    expect(await change(store, (tx) => tx.endSessionOf(HANAKO.id, 'session-1', NOW + 3, 'ended-by-holder'))).toBe(false);
    const rows = await query('select ended_at, end_reason from session');
    expect(rows.map((row) => [Number(row['ended_at']), row['end_reason']])).toEqual([[NOW + 2, 'ended-by-holder']]);
  });

  test('SEC-G09 all sessions and begun sign-ins of a portal end, and those of no other', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await store.importAccount({ ...HANAKO, id: 'jiro', portal: 'support', companyId: null });
    const pending = { digest: 'd', createdAt: NOW, expiresAt: NOW + seconds(600), returnTo: null };
    await change(store, async (tx) => {
      await tx.insertSession(session({ id: 'a' }), 1);
      await tx.insertSession(session({ id: 'b', accountId: TARO.id }), 1);
      await tx.insertSession(session({ id: 'c', accountId: 'jiro', portal: 'support' }), 1);
      await tx.insertPendingSignIn({ ...pending, id: 'p', portal: 'success', accountId: HANAKO.id });
      await tx.insertPendingSignIn({ ...pending, id: 'q', portal: 'support', accountId: 'jiro' });
    });
    expect(await change(store, (tx) => tx.endPortalSessions('success', NOW + 1, 'ended-by-host'))).toBe(2);
    expect(await change(store, (tx) => tx.endPortalSessions('success', NOW + 2, 'ended-by-host'))).toBe(0);
    expect(await query('select id from session where ended_at is null')).toEqual([{ id: 'c' }]);
    expect(await query('select id from pending_sign_in where consumed_at is null')).toEqual([{ id: 'q' }]);
  });

  test('Z-25 events are those of the account, of these types and since then, the newest first, as many as asked for', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await store.record([
      at(NOW - 10, accepted('too old')),
      at(NOW - 9, accepted('first')),
      at(NOW - 9, { type: 'sign-in.refused', step: 'code', refusal: 'code-wrong' }),
      at(NOW - 8, { type: 'password.rehashed' }),
      at(NOW - 7, accepted('of taro'), TARO.id),
      at(NOW - 6, accepted('last')),
    ]);
    const types = ['sign-in.password-accepted', 'sign-in.refused'] as const;
    const found = await store.read.activity(HANAKO.id, NOW - 10, types, 10);
    expect(found.map(({ detail }) => detail)).toEqual([
      accepted('last'),
      { type: 'sign-in.refused', step: 'code', refusal: 'code-wrong' },
      accepted('first'),
    ]);
    expect(found[0]).toEqual(at(NOW - 6, accepted('last')));
    expect(await store.read.activity(HANAKO.id, NOW - 10, types, 1)).toHaveLength(1);
  });
});
