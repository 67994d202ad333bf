/**
 * The one door for changes: events first, then the work, all or nothing. What is refused or thrown leaves no trace, and what
 * cannot be audited does not happen.
 */
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import type { AuditEvent, NonEmpty } from '../../src/core/audit-event.ts';
import { done, refuse } from '../../src/core/outcome.ts';
import type { Store } from '../../src/ports.ts';
import { eachDatabase } from '../support/databases.ts';
import {
  AUDITED,
  auditEvent,
  bindOne,
  change,
  enrolment,
  hanako,
  importPeople,
  letter,
  NOW,
  pendingSignIn,
  queueLetters,
  session,
} from './records.ts';

const EVENTS =
  'select at, portal, address, request_id, actor_kind, actor_id, account_id, type, detail from audit_event order by seq';

eachDatabase('a write', (openDatabase) => {
  test('SEC-Q01 keeps its events whole and in order, before the rows they speak of', async () => {
    const { store, query } = await openDatabase();
    const second: AuditEvent = {
      ...auditEvent({ type: 'sign-in.refused', step: 'code', refusal: 'code-replayed' }),
      portal: null,
      address: null,
      requestId: null,
      actor: { kind: 'claimant', id: null },
      accountId: null,
    };
    const outcome = await store.write([auditEvent(), second], async () => done('answer'));
    expect(outcome).toEqual({ ok: true, value: 'answer' });
    const rows = await query(EVENTS);
    expect(rows.map((row) => ({ ...row, at: Number(row.at) }))).toEqual([
      {
        at: NOW,
        portal: 'success',
        address: '203.0.113.7',
        request_id: 'request-1',
        actor_kind: 'holder',
        actor_id: 'hanako',
        account_id: 'hanako',
        type: 'password.rehashed',
        detail: '{}',
      },
      {
        at: NOW,
        portal: null,
        address: null,
        request_id: null,
        actor_kind: 'claimant',
        actor_id: null,
        account_id: null,
        type: 'sign-in.refused',
        detail: '{"step":"code","refusal":"code-replayed"}',
      },
    ]);
  });

  test('SEC-Q02 a refusal takes every row with it, events and letters included, and is answered', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const before = await query(EVENTS);
    const outcome = await store.write(AUDITED, async (tx) => {
      await tx.insertSession(session(), 1);
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertEnrolment(enrolment());
      await tx.queueLetter(letter());
      return refuse({ code: 'link-spent' });
    });
    expect(outcome).toEqual({ ok: false, refusal: { code: 'link-spent' } });
    expect(await query(EVENTS)).toEqual(before);
    for (const table of ['session', 'pending_sign_in', 'authenticator', 'outbox']) {
      expect(await query(`select * from ${table}`)).toEqual([]);
    }
    expect((await hanako(store)).account.securityVersion).toBe(1);
  });

  test('SEC-Q02 a mistake inside the work takes every row with it and surfaces as itself', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const before = await query(EVENTS);
    const mistake = new TypeError('a mistake');
    const broken = store.write(AUDITED, async (tx) => {
      await tx.insertSession(session(), 1);
      throw mistake;
    });
    await expect(broken).rejects.toBe(mistake);
    expect(await query(EVENTS)).toEqual(before);
    expect(await query('select * from session')).toEqual([]);
    await change(store, (tx) => tx.insertSession(session(), 1));
  });

  test('SEC-R02 a row the database refuses is a fault, and the rows before it are gone', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const broken = change(store, async (tx) => {
      await tx.setLanguage('hanako', 'en', true);
      await tx.insertSession(session(), 1);
      await tx.insertPendingSignIn(pendingSignIn({ accountId: 'nobody' }));
    });
    await expect(broken).rejects.toMatchObject({ name: 'Fault', code: 'store-unavailable' });
    expect(await query('select * from session')).toEqual([]);
    expect((await hanako(store)).account.language).toBe('ja');
  });

  test('SEC-Q02 nothing changes when the audit log cannot be written', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await bindOne(store);
    await query('alter table audit_event rename to audit_event_away');
    const fault = { name: 'Fault', code: 'store-unavailable' };
    await expect(change(store, (tx) => tx.invalidateAuthenticators('hanako', NOW, 'turned-off'))).rejects.toMatchObject(fault);
    await expect(queueLetters(store, [letter()])).rejects.toMatchObject(fault);
    await expect(store.setAccountStatus('hanako', 'suspended', NOW)).rejects.toMatchObject(fault);
    expect(await hanako(store)).toMatchObject({ account: { status: 'active' }, authenticators: [{ id: 'authenticator-1' }] });
    expect(await store.outbox.pendingCount()).toBe(0);
  });

  test('SEC-Q02 a change without an audit event neither compiles nor happens', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    type Events = Parameters<Store['write']>[0];
    expectTypeOf<readonly []>().not.toExtend<Events>();
    expectTypeOf<readonly AuditEvent[]>().not.toExtend<Events>();
    expectTypeOf<readonly [AuditEvent]>().toExtend<Events>();
    const none: NonEmpty<AuditEvent> = JSON.parse('[]');
    const silent = store.write(none, async (tx) => done(await tx.setLanguage('hanako', 'en', true)));
    await expect(silent).rejects.toMatchObject({ name: 'Fault' });
    expect((await hanako(store)).account.language).toBe('ja');
  });

  test('records events alone', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await store.record([auditEvent({ type: 'password.paused' })]);
    expect((await query(EVENTS)).at(-1)).toMatchObject({ type: 'password.paused' });
    expect(await store.outbox.pendingCount()).toBe(0);
  });

  test('inside a write the store itself is closed: a forgotten transaction is a fault on both databases', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const before = await query(EVENTS);
    const misuse: readonly (() => Promise<unknown>)[] = [
      () => hanako(store),
      () => store.charge('key', { pauseAfter: () => 0 }, NOW),
      () => store.record(AUDITED),
      () => change(store, async () => undefined),
    ];
    for (const call of misuse) {
      await expect(change(store, call)).rejects.toMatchObject({ name: 'Fault', code: 'invariant-broken' });
    }
    expect(await query(EVENTS)).toEqual(before);
  });

  test('SEC-N01 SEC-Q05 whatever text comes in is stored literally and finds only itself', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const hostile = [
      "'; drop table account; --",
      '" or 1=1 --',
      '$1 ? :a @b',
      'a\n{"level":"error"}\r\u001B[31m',
      '%_\\',
      '=cmd|1',
      '𠮷😀é',
    ];
    const texts = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 })).filter(isStorable);
    let last = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        last += 1;
        const [id, other] = [`${last} ${text}`, `other ${last}`];
        const outcome = await store.write([{ ...auditEvent(), requestId: text }], async (tx) => {
          await tx.insertPendingSignIn(pendingSignIn({ id, digest: text, returnTo: text }));
          await tx.insertPendingSignIn(pendingSignIn({ id: other }));
          return done(await tx.consumePendingSignIn(`${id}'`, NOW));
        });
        expect(outcome).toEqual({ ok: true, value: false });
        expect(await store.read.pendingSignIn('success', id)).toMatchObject({ id, digest: text, returnTo: text });
        expect(await store.read.pendingSignIn(text, id)).toBeUndefined();
        expect(await store.read.signInFacts('success', text)).toBeUndefined();
        expect((await query(EVENTS)).at(-1)).toMatchObject({ request_id: text });
      }),
      { numRuns: 60 },
    );
    expect((await hanako(store)).account.name).toBe('山田 花子');
  });
});

/** PostgreSQL knows no NUL in a text, neither database half a surrogate pair; the edge refuses both. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
