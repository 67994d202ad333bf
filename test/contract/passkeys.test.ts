/** Challenges and passkeys in the store: used once, for their own ceremony, browser and account; keys that are somebody's already; counters. */
import { expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { CHALLENGE, CHALLENGE_BINDING, passkey } from './passkey-records.ts';
import { race } from './race.ts';
import { change, HANAKO, hanako, importPeople, NOW, securityVersion, TARO } from './records.ts';

eachDatabase('challenges', (openDatabase) => {
  test('SEC-D01 one is used up once, and answers with what the server had wished', async () => {
    const { store } = await openDatabase();
    await store.keepChallenge(CHALLENGE);
    expect(await store.spendChallenge(CHALLENGE.digest, CHALLENGE_BINDING, NOW)).toEqual({ userVerification: true });
    expect(await store.spendChallenge(CHALLENGE.digest, CHALLENGE_BINDING, NOW)).toBeUndefined();
  });

  test.each([
    ['another portal', { portal: 'support' }],
    ['another ceremony', { ceremony: 'registration' }],
    ['another browser', { boundTo: 'session-2' }],
    ['another account', { accountId: TARO.id }],
    ['no account', { accountId: null }],
  ] as const)('SEC-D01 it is nothing to %s, and stays unused', async (_name, other) => {
    const { store } = await openDatabase();
    await store.keepChallenge(CHALLENGE);
    expect(await store.spendChallenge(CHALLENGE.digest, { ...CHALLENGE_BINDING, ...other }, NOW)).toBeUndefined();
    expect(await store.spendChallenge(CHALLENGE.digest, CHALLENGE_BINDING, NOW)).toBeDefined();
  });

  test('SEC-D01 it is over at the instant it expires, and forgotten then', async () => {
    const { store, query } = await openDatabase();
    await store.keepChallenge(CHALLENGE);
    expect(await store.spendChallenge(CHALLENGE.digest, CHALLENGE_BINDING, NOW + minutes(5))).toBeUndefined();
    await store.forgetOld(NOW + minutes(5) - 1);
    expect(await query('select digest from webauthn_challenge')).toHaveLength(1);
    await store.forgetOld(NOW + minutes(5));
    expect(await query('select digest from webauthn_challenge')).toEqual([]);
  });

  test('SEC-D01 SEC-R01 offered a hundred times by two processes it is used once', async () => {
    const { store, location } = await openDatabase();
    await store.keepChallenge(CHALLENGE);
    const verdicts = await race(location, 'spend-challenge', { processes: 2, each: 50 });
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });
});

eachDatabase('passkeys', (openDatabase) => {
  test('SEC-D02 one is bound with all it has, found by its credential in its portal, and grows the security version', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const row = passkey();
    expect(await change(store, (tx) => tx.bindPasskey(row, 1))).toBe(true);
    const { sessionId: _session, ...bound } = row;
    expect((await hanako(store)).authenticators).toEqual([{ ...bound, kind: 'passkey', lastUsedAt: null }]);
    expect(await securityVersion(store)).toBe(2);
    expect(await store.read.passkeyHolder('success', 'credential-1')).toBe(HANAKO.id);
    expect(await store.read.passkeyHolder('support', 'credential-1')).toBeUndefined();
    expect(await store.read.passkeyHolder('success', 'credential-2')).toBeUndefined();
  });

  test('SEC-D02 a credential that is somebody’s is nobody else’s, and none is bound after another change', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.bindPasskey(passkey(), 1));
    expect(await change(store, (tx) => tx.bindPasskey(passkey({ id: 'passkey-2', accountId: TARO.id }), 1))).toBe(false);
    expect(await change(store, (tx) => tx.bindPasskey(passkey({ id: 'passkey-3', credentialId: 'credential-3' }), 1))).toBe(false);
    expect(await change(store, (tx) => tx.bindPasskey(passkey({ id: 'passkey-3', credentialId: 'credential-3' }), 2))).toBe(true);
  });

  test('SEC-D05 the counter moves only forward; one that does not count stays at nought', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.bindPasskey(passkey({ signCount: 7 }), 1));
    const accept = (signCount: number) =>
      change(store, (tx) => tx.acceptAssertion('passkey-1', { signCount, backedUp: true }, NOW + 5));
    expect([await accept(7), await accept(6), await accept(0), await accept(8), await accept(8)]).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect((await hanako(store)).authenticators).toMatchObject([{ signCount: 8, backedUp: true, lastUsedAt: NOW + 5 }]);
  });

  test('SEC-D05 SEC-R01 of a hundred answers with one number exactly one is accepted', async () => {
    const { store, location } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.bindPasskey(passkey({ signCount: 7 }), 1));
    const verdicts = await race(location, 'accept-assertion', { processes: 2, each: 50 });
    expect(verdicts.filter((verdict) => verdict === true)).toHaveLength(1);
  });
});
