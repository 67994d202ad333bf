/** Reset requests, reset links and the updates that change or mark a password, on both databases. */
import { expect, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import type { NewResetLink, NewResetRequest } from '../../src/ports.ts';
import { eachDatabase } from '../support/databases.ts';
import { BOUND, bindOne, change, enrolment, HANAKO, hanako, importPeople, NOW, securityVersion } from './records.ts';

const REQUEST: NewResetRequest = {
  id: 'request-1',
  portal: 'success',
  email: 'Hanako@Success.example',
  at: NOW,
  browser: 'Chrome / Windows',
  place: '203.0.113.x',
};

function link(changes: Partial<NewResetLink> = {}): NewResetLink {
  return {
    id: 'link-1',
    digest: 'digest of link-1',
    portal: 'success',
    accountId: HANAKO.id,
    securityVersion: 1,
    canonicalEmail: 'hanako@success.example',
    expiresAt: NOW + minutes(30),
    ...changes,
  };
}

const RECORD = '$argon2id$new';

eachDatabase('passwords', (openDatabase) => {
  test('SEC-E03 a request keeps what was typed under seal, eldest first, and is taken once', async () => {
    const { store, query } = await openDatabase();
    await change(store, async (tx) => {
      await tx.insertResetRequest({ ...REQUEST, id: 'request-2', at: NOW + 1, email: 'nobody@example.com' });
      await tx.insertResetRequest(REQUEST);
    });
    expect(await store.read.resetRequests(1)).toEqual([REQUEST]);
    expect((await store.read.resetRequests(9)).map(({ email }) => email)).toEqual([REQUEST.email, 'nobody@example.com']);
    expect(JSON.stringify(await query('select * from password_reset_request'))).not.toMatch(/hanako|nobody/iu);
    expect(await change(store, (tx) => tx.takeResetRequest('request-1'))).toBe(true);
    expect(await change(store, (tx) => tx.takeResetRequest('request-1'))).toBe(false);
    expect(await store.read.resetRequests(9)).toHaveLength(1);
  });

  test('SEC-E03 a request that was moved to another row does not open, and stops nobody', async () => {
    const { store, query } = await openDatabase();
    await change(store, (tx) => tx.insertResetRequest(REQUEST));
    await query("update password_reset_request set id = 'moved'");
    expect(await store.read.resetRequests(9)).toEqual([{ ...REQUEST, id: 'moved', email: null }]);
  });

  test('SEC-E06 an account has one link: the newest, found in its portal, until it is spent', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.putResetLink(link()));
    await change(store, (tx) => tx.putResetLink(link({ id: 'link-2', digest: 'digest of link-2' })));
    await change(store, (tx) => tx.putResetLink(link({ id: 'link-3', accountId: 'taro', canonicalEmail: 'taro@success.example' })));
    expect(await store.read.resetLink('success', 'link-1')).toBeUndefined();
    expect(await store.read.resetLink('support', 'link-2')).toBeUndefined();
    expect(await store.read.resetLink('success', 'link-2')).toMatchObject({
      digest: 'digest of link-2',
      account: { id: 'hanako' },
      passwordRecord: HANAKO.passwordRecord,
    });
    expect(await change(store, (tx) => tx.resetPassword('link-1', RECORD, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.resetPassword('link-2', RECORD, NOW))).toBe(true);
    expect(await store.read.resetLink('success', 'link-2')).toBeUndefined();
    expect(await store.read.resetLink('success', 'link-3')).toBeDefined();
    expect(await change(store, (tx) => tx.resetPassword('link-2', RECORD, NOW))).toBe(false);
  });

  test('SEC-E06 the reset sets the record, when and how, takes a mark away and moves both versions', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    expect(await change(store, (tx) => tx.markPasswordCompromised('hanako', NOW - 5))).toBe(true);
    expect(await change(store, (tx) => tx.markPasswordCompromised('hanako', NOW - 4))).toBe(false);
    expect((await hanako(store)).account.passwordCompromisedAt).toBe(NOW - 5);
    const version = await securityVersion(store);
    const { recoveryVersion } = await store.read.recoveryFacts('hanako', null, NOW, days(30));
    await change(store, (tx) => tx.putResetLink(link({ securityVersion: version })));
    expect(await change(store, (tx) => tx.resetPassword('link-1', RECORD, NOW))).toBe(true);
    const { account, passwordRecord } = await hanako(store);
    expect(passwordRecord).toBe(RECORD);
    expect(account).toMatchObject({
      passwordSetAt: NOW,
      passwordSetVia: 'mailed-link',
      passwordCompromisedAt: null,
      securityVersion: version + 1,
    });
    const facts = await store.read.recoveryFacts('hanako', null, NOW, days(30));
    expect([facts.recoveryVersion, facts.recorded.risk.passwordByMailedLinkAt]).toEqual([recoveryVersion + 1, NOW]);
    expect(await query("select password_record from account where id = 'taro'")).toEqual([
      { password_record: HANAKO.passwordRecord },
    ]);
  });

  test.each([
    ['expired to the millisecond', (): string | null => null, NOW + minutes(30)],
    ['after the security version moved', (): string => 'update account set security_version = 2', NOW],
    ['after the address changed', (): string => "update account set canonical_email = id || '@new.example'", NOW],
    ['of a suspended account', (): string => "update account set status = 'suspended'", NOW],
  ] as const)('SEC-E06 T-14 a link sets nothing %s', async (_what, statement, at) => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.putResetLink(link()));
    const text = statement();
    if (text !== null) await query(text);
    const before = await query("select password_record, password_set_via from account where id = 'hanako'");
    expect(await change(store, (tx) => tx.resetPassword('link-1', RECORD, at))).toBe(false);
    expect(await query("select password_record, password_set_via from account where id = 'hanako'")).toEqual(before);
  });

  test('SEC-P04 a reset lifts what "not me" closed, but not while an authenticator stands aside', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await bindOne(store, { id: 'older', owner: { kind: 'session', id: 'a' } });
    await change(store, async (tx) => {
      await tx.insertEnrolment(enrolment({ id: 'newer', owner: { kind: 'session', id: 'b' }, securityVersion: 2 }));
      await tx.bindAuthenticator('newer', { ...BOUND, at: NOW + 5 });
      await tx.closePasswordOnly('hanako', NOW + 9);
      await tx.setAsideAuthenticators('hanako', NOW + 5);
    });
    const reset = async (id: string): Promise<boolean> => {
      const now = await securityVersion(store);
      await change(store, (tx) => tx.putResetLink(link({ id, securityVersion: now })));
      return change(store, (tx) => tx.resetPassword(id, RECORD, NOW + 10));
    };
    expect(await reset('link-1')).toBe(true);
    expect((await hanako(store)).account.passwordOnlyClosedAt).toBe(NOW + 9);
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual(['older']);
    await store.reopenAccount('hanako', 'a test', NOW + 11);
    await change(store, async (tx) => {
      await tx.closePasswordOnly('hanako', NOW + 12);
      await tx.setAsideAuthenticators('hanako', NOW + 6);
    });
    expect(await reset('link-2')).toBe(true);
    expect((await hanako(store)).account.passwordOnlyClosedAt).toBeNull();
    // The line went with it: what is bound from here on is not set aside.
    const next = await securityVersion(store);
    await change(store, async (tx) => {
      await tx.insertEnrolment(enrolment({ id: 'next', owner: { kind: 'session', id: 'c' }, securityVersion: next }));
      expect(await tx.bindAuthenticator('next', { ...BOUND, at: NOW + 20 })).toBe(true);
    });
    expect((await hanako(store)).authenticators.map(({ id }) => id)).toEqual(['older', 'newer', 'next']);
  });

  test('SEC-A07 the holder changes it from the version that was read, and opens nothing that "not me" closed', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.closePasswordOnly('hanako', NOW));
    const version = await securityVersion(store);
    const next = { record: RECORD, at: NOW + 1, securityVersion: version };
    expect(await change(store, (tx) => tx.changePassword('hanako', { ...next, securityVersion: version - 1 }))).toBe(false);
    expect(await change(store, (tx) => tx.changePassword('hanako', next))).toBe(true);
    expect(await change(store, (tx) => tx.changePassword('hanako', next))).toBe(false);
    expect((await hanako(store)).account).toMatchObject({
      passwordSetVia: 'holder',
      passwordOnlyClosedAt: NOW,
      passwordSetAt: NOW + 1,
    });
  });

  test('desk.md section 3: that a link once set the password is remembered whatever its holder changes since', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.putResetLink(link()));
    await change(store, (tx) => tx.resetPassword('link-1', RECORD, NOW));
    const version = await securityVersion(store);
    await change(store, (tx) => tx.changePassword('hanako', { record: RECORD, at: NOW + days(40), securityVersion: version }));
    expect((await store.read.recoveryFacts('hanako', null, NOW + days(41), days(30))).recorded.risk.passwordByMailedLinkAt).toBe(
      NOW,
    );
  });

  test('links are forgotten a day after their end', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.putResetLink(link()));
    await store.forgetOld(NOW + minutes(30) + days(1) - 1);
    expect(await query('select id from password_reset_link')).toHaveLength(1);
    await store.forgetOld(NOW + minutes(30) + days(1));
    expect(await query('select id from password_reset_link')).toEqual([]);
  });
});
