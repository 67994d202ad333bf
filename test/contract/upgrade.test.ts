/**
 * A database of version 0.1.0 with people, authenticators and sessions in it: after the upgrade everybody signs in as before,
 * no secret is lost, no spent code revives, and a session knows what it was begun with.
 */
import { expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { eachDatabase, openUntilFinished, query } from '../support/databases.ts';
import { oldDatabase } from './old-database.ts';
import { change, NOW, STEP, sealedSecret } from './records.ts';

const ACCOUNT = `insert into account (id, portal, email, canonical_email, name, role, language, status, created_at, password_set_at,
  password_record, security_version) values ('hanako', 'success', 'hanako@success.example', 'hanako@success.example', '山田 花子',
  'holder', 'ja', 'active', ${NOW}, ${NOW}, '$argon2id$hanako', 2)`;

function authenticatorRow(id: string, state: 'pending' | 'bound' | 'invalidated'): string {
  const secret = state === 'invalidated' ? 'null' : `'${sealedSecret(id)}'`;
  const bound = state === 'pending' ? 'null, null, null, null' : `'iPhone', ${STEP}, ${NOW}, 'session'`;
  return `insert into authenticator (id, account_id, kind, state, owner_kind, owner_id, sealed_secret, started_at, expires_at,
    security_version, drift, name, last_step, bound_at, bound_via) values ('${id}', 'hanako', 'totp', '${state}', 'session', '${id}',
    ${secret}, ${NOW}, ${NOW + minutes(10)}, 2, 1, ${bound})`;
}

function sessionRow(id: string, secondFactorAt: number | null): string {
  return `insert into session (id, digest, portal, account_id, created_at, last_seen_at, expires_at, password_at, second_factor_at,
    browser, place) values ('${id}', 'digest of ${id}', 'success', 'hanako', ${NOW}, ${NOW}, ${NOW + hours(24)}, ${NOW},
    ${String(secondFactorAt)}, 'Chrome / Windows', '203.0.113.x')`;
}

eachDatabase('the upgrade from 0.1.0', (_openDatabase, kind) => {
  test('SEC-R05 SEC-B04 keeps every authenticator, its secret and its last step', async () => {
    const location = await oldDatabase(kind);
    const rows = [
      authenticatorRow('old', 'invalidated'),
      authenticatorRow('iphone', 'bound'),
      authenticatorRow('begun', 'pending'),
    ];
    for (const statement of [ACCOUNT, ...rows]) await query(location, statement);
    const store = await openUntilFinished(location);
    const facts = await store.read.signInFacts('success', 'hanako@success.example');
    expect(facts?.authenticators).toMatchObject([
      { id: 'iphone', kind: 'totp', sealedSecret: expect.any(String), lastStep: STEP, drift: 1, boundAt: NOW, name: 'iPhone' },
    ]);
    expect(facts?.account).toMatchObject({ notificationAddresses: [], passwordCompromisedAt: null });
    expect(await change(store, (tx) => tx.acceptTimeStep('iphone', STEP, 0, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.acceptTimeStep('iphone', STEP + 1, 0, NOW))).toBe(true);
    expect(await store.read.pendingEnrolment({ kind: 'session', id: 'begun' })).toMatchObject({ id: 'begun', securityVersion: 2 });
    expect(await query(location, 'select id, state from authenticator order by id')).toMatchObject([
      { id: 'begun', state: 'pending' },
      { id: 'iphone', state: 'bound' },
      { id: 'old', state: 'invalidated' },
    ]);
  });

  test('SEC-J04 has every account begin its history with what it has, as imported when it was created', async () => {
    const location = await oldDatabase(kind);
    // More rows than one statement inserts.
    const copies = `insert into account (id, portal, email, canonical_email, name, phone, role, language, status, created_at,
      password_set_at, security_version) with recursive n(i) as (select 1 union all select i + 1 from n where i < 400)
      select 'copy-' || i, portal, 'Copy' || i || '@success.example', 'copy' || i || '@success.example', name, '+81 3-1234-5621',
      role, language, status, created_at, password_set_at, 1 from account cross join n where account.id = 'hanako'`;
    for (const statement of [ACCOUNT, copies]) await query(location, statement);
    const store = await openUntilFinished(location);
    const { points } = await store.read.contactFacts('copy-400');
    expect(points.map(({ kind: what, value, canonical }) => [what, value, canonical]).toSorted()).toEqual([
      ['email', 'Copy400@success.example', 'copy400@success.example'],
      ['name', '山田 花子', '山田 花子'],
      ['phone', '+81 3-1234-5621', '0312345621'],
    ]);
    expect(points.every(({ since, until, setVia }) => since === NOW && until === null && setVia === 'import')).toBe(true);
    expect(await query(location, 'select id from contact_point')).toHaveLength(400 * 3 + 2);
  });

  test('SEC-H01 lets each session say what it was begun with', async () => {
    const location = await oldDatabase(kind);
    for (const statement of [ACCOUNT, sessionRow('with-code', NOW), sessionRow('without', null)]) await query(location, statement);
    const store = await openUntilFinished(location);
    expect((await store.read.session('success', 'with-code'))?.methods).toEqual(['password', 'totp']);
    expect((await store.read.session('success', 'without'))?.methods).toEqual(['password']);
  });
});
