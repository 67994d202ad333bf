/** Accounts as a sign-in finds them, the few changes they take, and how imports create and suspend them. */
import { expect, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { OPTIONAL_POLICY } from '../../src/core/two-factor-policy.ts';
import { violatedConstraint } from '../../src/store/database-errors.ts';
import { eachDatabase } from '../support/databases.ts';
import { bindOne, change, HANAKO, hanako, importPeople, NOW, SAKURA, securityVersion, session, TARO } from './records.ts';

eachDatabase('accounts', (openDatabase) => {
  test('SEC-E05 the facts of a sign-in are the account, its company, its password record and what is bound', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const { companyId: _, passwordRecord, ...imported } = HANAKO;
    expect(await hanako(store)).toEqual({
      account: {
        ...imported,
        canonicalEmail: 'hanako@success.example',
        company: { ...SAKURA, twoFactorPolicy: OPTIONAL_POLICY },
        languageChosen: false,
        lastSignedInAt: null,
        notificationAddresses: [],
        passwordCompromisedAt: null,
        passwordSetVia: 'import',
        recommendationHiddenUntil: null,
        passwordOnlyClosedAt: null,
        recoveryFrozenUntil: null,
        quarantinedUntil: null,
        lockedAt: null,
        staffSince: null,
        securityVersion: 1,
      },
      passwordRecord,
      authenticators: [],
    });
  });

  test('SEC-P07 S-05 an address is found by its canonical form only, in its own portal only', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    expect(await store.read.signInFacts('success', 'Hanako@Success.example')).toBeUndefined();
    expect(await store.read.signInFacts('support', 'hanako@success.example')).toBeUndefined();
    await store.importAccount({ ...HANAKO, id: 'other', portal: 'support', companyId: null, name: 'Another Hanako' });
    expect((await store.read.signInFacts('support', 'hanako@success.example'))?.account).toMatchObject({
      id: 'other',
      company: null,
    });
    expect((await hanako(store)).account.id).toBe('hanako');
  });

  test('an account may have neither company, phone nor password', async () => {
    const { store } = await openDatabase();
    await store.importAccount({ ...HANAKO, companyId: null, phone: null, passwordRecord: null });
    expect(await hanako(store)).toMatchObject({ passwordRecord: null, account: { company: null, phone: null } });
  });

  test('a second account with the same canonical address is refused, and the first stays as it was', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const before = await hanako(store);
    const twice = store.importAccount({ ...HANAKO, id: 'hanako-2', email: 'HANAKO@success.example', name: 'Somebody else' });
    await expect(twice).rejects.toSatisfy((error) => violatedConstraint(error) === 'unique');
    const same = store.importAccount({ ...HANAKO, email: 'new@success.example' });
    await expect(same).rejects.toSatisfy((error) => violatedConstraint(error) === 'unique');
    expect(await hanako(store)).toEqual(before);
  });

  test('an account of a company that does not exist is refused', async () => {
    const { store } = await openDatabase();
    const orphan = store.importAccount(HANAKO);
    await expect(orphan).rejects.toSatisfy((error) => violatedConstraint(error) === 'foreign-key');
  });

  test('a rehash replaces exactly the record it was made from', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    expect(await change(store, (tx) => tx.setPasswordRecord('hanako', 'something else', 'new'))).toBe(false);
    expect((await hanako(store)).passwordRecord).toBe('$argon2id$hanako');
    expect(await change(store, (tx) => tx.setPasswordRecord('hanako', '$argon2id$hanako', 'new'))).toBe(true);
    expect(await hanako(store)).toMatchObject({
      passwordRecord: 'new',
      account: { securityVersion: 1, passwordSetAt: HANAKO.passwordSetAt },
    });
  });

  test("G-18 language and the hidden recommendation are kept with the account, and nobody else's change", async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.setLanguage('hanako', 'en', true));
    await change(store, (tx) => tx.hideRecommendation('hanako', NOW + days(30)));
    expect((await hanako(store)).account).toMatchObject({
      language: 'en',
      languageChosen: true,
      recommendationHiddenUntil: NOW + days(30),
    });
    const taro = await store.read.signInFacts('success', TARO.email);
    expect(taro?.account).toMatchObject({ language: 'ja', languageChosen: false, recommendationHiddenUntil: null });
    await change(store, (tx) => tx.hideRecommendation('hanako', Number.MAX_SAFE_INTEGER));
    expect((await hanako(store)).account.recommendationHiddenUntil).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('SEC-E05 T-09 suspending ends every living session and voids what was begun before', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const before = await securityVersion(store);
    await change(store, (tx) => tx.insertSession(session(), before));
    await change(store, (tx) => tx.insertSession(session({ id: 'taro-1', accountId: 'taro' }), 1));
    await store.setAccountStatus('hanako', 'suspended', NOW);
    expect((await hanako(store)).account.status).toBe('suspended');
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
    expect(await store.read.session('success', 'taro-1')).toBeDefined();
    expect(await securityVersion(store)).toBeGreaterThan(before);

    await store.setAccountStatus('hanako', 'active', NOW);
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
    expect(await change(store, (tx) => tx.insertSession(session({ id: 'session-2' }), before))).toBe(false);
  });

  test('suspending nobody is a fault, not a silent success', async () => {
    const { store, query } = await openDatabase();
    await expect(store.setAccountStatus('nobody', 'suspended', NOW)).rejects.toMatchObject({ code: 'invariant-broken' });
    expect(await query('select * from audit_event')).toEqual([]);
  });

  test('several bound authenticators come with the account, eldest first, once each', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    for (const [index, id] of ['z-first', 'm-second', 'a-third'].entries()) {
      await bindOne(store, { id, owner: { kind: 'session', id }, securityVersion: index + 1 });
    }
    const { authenticators } = await hanako(store);
    expect(authenticators.map((bound) => bound.id).sort()).toEqual(['a-third', 'm-second', 'z-first']);
    expect((await store.read.signInFacts('success', TARO.email))?.authenticators).toEqual([]);
  });

  test('SEC-Q01 each import leaves one audit event of its own type, marked with where it came from', async () => {
    const { store, query } = await openDatabase({ clock: () => NOW });
    await importPeople(store);
    await store.importCase('sakura', {
      number: 'TM-1',
      subject: 'a',
      description: 'b',
      state: 'open',
      openedAt: NOW,
      updatedAt: NOW,
    });
    await store.setAccountStatus('taro', 'suspended', NOW);
    const rows = await query('select type, account_id, actor_kind, detail from audit_event order by seq');
    expect(rows.map((row) => [row.type, row.account_id, row.actor_kind, JSON.parse(String(row.detail))])).toEqual([
      ['company.created', null, 'system', { companyId: 'sakura', via: 'import' }],
      ['account.created', 'hanako', 'system', { via: 'import' }],
      ['account.created', 'taro', 'system', { via: 'import' }],
      ['case.imported', null, 'system', { companyId: 'sakura', number: 'TM-1', via: 'import' }],
      ['account.status-changed', 'taro', 'system', { status: 'suspended' }],
    ]);
  });
});
