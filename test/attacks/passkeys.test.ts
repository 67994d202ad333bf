/**
 * Passkeys under attack: every field of an answer that lies, a verifier that breaks, another account's key, a browser that changes what
 * the server decided, names tried for what they reveal. Signatures of lies are right, so that each check is seen to stand alone.
 */
import { expect, onTestFinished, test } from 'vitest';
import {
  addPasskey,
  answerWith,
  askChallenge,
  askCreation,
  passkeyAccount,
  signInWithBoth,
  signInWithPasskey,
} from '../support/passkey-steps.ts';
import { type Lies, makeSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { ORIGIN, openWorld, type World, type WorldOptions } from '../support/world.ts';

async function world(options: WorldOptions = {}): Promise<World> {
  const opened = await openWorld(options);
  onTestFinished(() => opened.close());
  await opened.addAccount();
  return opened;
}

async function liveSessions(opened: World): Promise<number> {
  return (await opened.query('select id from session where ended_at is null')).length;
}

const OTHER = makeSoftPasskey({ origin: ORIGIN });

const LIES: readonly (readonly [string, Lies])[] = [
  ['a forged signature', { forged: true }],
  ['another relying party', { rpId: 'evil.example' }],
  ['another origin', { origin: 'https://portal.test.evil.example' }],
  ['an origin of another port', { origin: `${ORIGIN}:8443` }],
  ['the other kind', { type: 'webauthn.create' }],
  ['a challenge of its own', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
  ['cross-origin use', { clientData: { crossOrigin: true } }],
  ['a frame of another site', { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } }],
  ['a top origin without being framed', { clientData: { topOrigin: 'https://evil.example' } }],
  ['nobody present', { userPresent: false }],
  ['nobody verified', { userVerified: false }],
  ['a backup eligibility that changed', { backupEligible: false, backedUp: false }],
  ['a backup that cannot be', { backupEligible: false, backedUp: true }],
  ['the user handle of somebody else', { userHandle: Buffer.alloc(32, 7).toString('base64url') }],
  ['no user handle', { userHandle: null }],
  ['the id of another key', { id: OTHER.credentialId }],
  ['a rawId that differs', { rawId: OTHER.credentialId }],
  ['another type of credential', { credentialType: 'password' }],
];

test.each(LIES)('SEC-D03 T-43 an answer with %s opens nothing', async (_name, lies) => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const answer = await signInWithPasskey(opened.visitor(), passkey, lies);
  expect(answer.status).toBe(422);
  expect(await liveSessions(opened)).toBe(0);
  expect((await signInWithPasskey(opened.visitor(), passkey)).location).toBe('/success/dashboard');
});

/** Of a first registration; what nothing but a signature of the key would show is not among it. */
const REGISTRATION_LIES: readonly (readonly [string, Lies])[] = [
  ...LIES.filter(([, { forged, userHandle, userVerified, backedUp, backupEligible }]) => {
    const isAssertionOnly = forged === true || userHandle !== undefined || userVerified === false;
    return !isAssertionOnly && !(backupEligible === false && backedUp === false);
  }).map(([name, lies]) => [name, lies.type === undefined ? lies : { type: 'webauthn.get' }] as const),
  ['an algorithm nobody was offered', { algorithm: -35 }],
  ['an attestation nobody asked for', { format: 'apple' }],
];

test.each(REGISTRATION_LIES)('SEC-D02 T-43 a registration with %s binds nothing', async (_name, lies) => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await visitor.get('/success/enrolment/passkey');
  const attestation = makeSoftPasskey({ origin: ORIGIN }).create(await askCreation(visitor), lies);
  const answer = await visitor.post('/success/enrolment/passkey', { attestation, passkey_name: '' });
  expect(answer.status).toBe(422);
  expect(await opened.query('select id from authenticator')).toEqual([]);
});

test.each([
  ['nothing', async (): Promise<undefined> => undefined],
  ['a throw', async (): Promise<undefined> => Promise.reject(new Error('broken'))],
] as const)('SEC-D03 T-43 a verifier that answers with %s never yields a session', async (_name, verdict) => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const { passkeys } = opened.service.site.ports;
  const broken = { ...passkeys, verifyAssertion: verdict, verifyRegistration: verdict };
  Object.assign(opened.service.site.ports, { passkeys: broken });
  const alone = await signInWithPasskey(opened.visitor(), passkey);
  const beside = await signInWithBoth(opened.visitor(), passkey);
  expect([alone.status, beside.status].every((status) => status === 422 || status === 500)).toBe(true);
  expect(await liveSessions(opened)).toBe(0);
});

test('SEC-D02 a credential that is somebody’s is nobody else’s, in this portal or the other, while it is bound or after', async () => {
  const opened = await world();
  const credentialId = Buffer.alloc(32, 9);
  await passkeyAccount(opened, {}, { credentialId });
  await opened.addAccount({ email: 'kaori@success.example' });
  await opened.addAccount({ portal: 'support', email: 'jiro@support.example' });
  for (const [portal, email] of [
    ['success', 'kaori@success.example'],
    ['support', 'jiro@support.example'],
  ] as const) {
    const visitor = opened.visitor();
    await signIn(visitor, { portal, email });
    await expect(addPasskey(visitor, { portal, credentialId })).rejects.toThrow('登録できませんでした');
  }
  expect(await opened.query('select id from authenticator')).toHaveLength(1);
});

test('SEC-D03 T-30 a passkey of one account completes no sign-in of another, nor one of the other portal', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  await opened.addAccount({ email: 'kaori@success.example' });
  await passkeyAccount(opened, { email: 'kaori@success.example' });
  const answer = await signInWithBoth(opened.visitor(), passkey, { email: 'kaori@success.example' });
  expect(answer.status).toBe(422);
  expect((await signInWithPasskey(opened.visitor(), passkey, {}, 'support')).status).toBe(422);
  expect(await liveSessions(opened)).toBe(0);
});

test('SEC-D04 T-20 a browser that turns user verification down, or claims another step, changes nothing', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in');
  const options = await askChallenge(visitor, '/success/sign-in/passkey');
  expect(options).toMatchObject({ userVerification: 'required', allowCredentials: [] });
  const assertion = passkey.get({ ...options, userVerification: 'preferred' }, { userVerified: false });
  expect((await visitor.post('/success/sign-in/passkey', { assertion })).status).toBe(422);
  for (const extra of ['userVerification', 'user_verification', 'ceremony', 'step', 'account', 'methods']) {
    const again = passkey.get(await askChallenge(visitor, '/success/sign-in/passkey'));
    expect((await visitor.post('/success/sign-in/passkey', { assertion: again, [extra]: 'sign-in' })).status).toBe(400);
  }
  const forged = JSON.parse(passkey.get(await askChallenge(visitor, '/success/sign-in/passkey'), { userVerified: false }));
  const flags = {
    ...forged,
    authenticatorAttachment: 'platform',
    userVerified: true,
    clientExtensionResults: { uvm: [[2, 4, 2]] },
  };
  expect((await visitor.post('/success/sign-in/passkey', { assertion: JSON.stringify(flags) })).status).toBe(422);
  expect(await liveSessions(opened)).toBe(0);
});

test('SEC-D06 T-42 what a challenge says is the same whoever was named before, and names nobody', async () => {
  const opened = await world();
  await passkeyAccount(opened);
  const shapes = new Set<string>();
  for (let n = 0; n < 20; n += 1) {
    const visitor = opened.visitor();
    const email = n % 2 === 0 ? 'hanako@success.example' : `nobody-${n}@success.example`;
    await postPassword(visitor, { email, password: 'not the right password' });
    const { challenge, ...rest } = await askChallenge(visitor, '/success/sign-in/passkey');
    expect(challenge).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    shapes.add(JSON.stringify(rest));
  }
  expect([...shapes]).toEqual([
    JSON.stringify({ rpId: 'portal.test', allowCredentials: [], userVerification: 'required', timeout: 300_000 }),
  ]);
});

test('SEC-D06 T-42 an unknown key, a wrong signature and a stopped account are answered alike', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const pages = new Map<string, string>();
  const keep = async (name: string, key: SoftPasskey, lies: Lies = {}): Promise<void> => {
    const { html, status } = await signInWithPasskey(opened.visitor(), key, lies);
    pages.set(name, `${status} ${html.replace(/value="[^"]*"/gu, '')}`);
  };
  await keep('unknown', OTHER, { userHandle: Buffer.alloc(32, 3).toString('base64url') });
  await keep('forged', passkey, { forged: true });
  await opened.query("update account set status = 'suspended'");
  await keep('suspended', passkey);
  expect(new Set(pages.values()).size).toBe(1);
});

test('SEC-D07 T-21 T-22 a pending sign-in registers nothing, and a session without a fresh check is asked for one', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const pending = opened.visitor();
  await postPassword(pending);
  await pending.get('/success/sign-in/code');
  expect((await pending.post('/success/enrolment/passkey/challenge')).status).toBe(401);
  expect((await pending.post('/success/enrolment/passkey', { attestation: '{}' })).location).toContain('/success/sign-in');

  const stale = opened.visitor();
  await signInWithPasskey(stale, passkey);
  await stale.get('/success/enrolment/passkey');
  opened.advance(10 * 60_000 + 1_000);
  const asked = await stale.post('/success/enrolment/passkey/challenge');
  expect([asked.status, JSON.parse(asked.html)]).toEqual([403, { error: 'step_up_needed' }]);
  const posted = await stale.post('/success/enrolment/passkey', { attestation: '{}' });
  expect(posted.status).toBe(403);
  expect(posted.text).toContain('本人確認');
  expect(await opened.query('select id from authenticator')).toHaveLength(1);
});

test('SEC-E05 SEC-K01 at a desk a passkey does not stand alone: the way does not exist', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  const page = await visitor.get('/desk/sign-in');
  expect(page.html).not.toContain('data-passkey');
  expect(page.html).toContain('autocomplete="username"');
  expect((await visitor.post('/desk/sign-in/passkey/challenge')).status).toBe(404);
  expect((await visitor.post('/desk/sign-in/passkey', { assertion: '{}' })).status).toBe(404);
});

test('SEC-F07 T-05 refused passkeys pause at five, whoever has the password; the holder hears of the third', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const thief = opened.visitor();
  await postPassword(thief);
  await thief.get('/success/sign-in/code');
  for (let n = 1; n <= 5; n += 1) {
    const answer = await answerWith(thief, '/success/sign-in/code/passkey', passkey, { forged: true });
    expect(answer.status).toBe(n === 5 ? 429 : 422);
  }
  const right = await answerWith(thief, '/success/sign-in/code/passkey', passkey);
  expect(right.status).toBe(429);
  const again = opened.visitor();
  expect((await signInWithBoth(again, passkey)).status).toBe(429);
  expect((await opened.letters()).filter(({ subject }) => subject.includes('認証コード')).length).toBe(1);
  // By itself it still opens the account: nobody else has it.
  expect((await signInWithPasskey(opened.visitor(), passkey)).location).toBe('/success/dashboard');
});

test('SEC-F07 refused passkeys count among the failures of codes', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const thief = opened.visitor();
  await postPassword(thief);
  await thief.get('/success/sign-in/code');
  for (let n = 0; n < 3; n += 1) await answerWith(thief, '/success/sign-in/code/passkey', passkey, { forged: true });
  expect(await opened.service.store.read.counter('second-factor:account-1')).toMatchObject({ failures: 3 });
});

test('SEC-F05 SEC-F07 twenty refused passkeys close a network to passkeys, and to nothing else', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  for (let n = 0; n < 20; n += 1) await signInWithPasskey(opened.visitor(), passkey, { forged: true });
  expect((await signInWithPasskey(opened.visitor(), passkey)).status).toBe(429);
  expect((await signInWithPasskey(opened.visitor({ address: '198.51.100.9' }), passkey)).location).toBe('/success/dashboard');
  expect((await postPassword(opened.visitor())).location).toBe('/success/sign-in/code');
});

test('SEC-F07 challenges are counted: of one network three hundred in ten minutes', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in');
  const statuses: number[] = [];
  for (let n = 0; n < 301; n += 1) statuses.push((await visitor.post('/success/sign-in/passkey/challenge')).status);
  expect([statuses.indexOf(429), statuses.at(-1)]).toEqual([300, 429]);
});

test('SEC-B09 SEC-K04 neither the key of a passkey nor its challenge is to be found in clear', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await visitor.get('/success/enrolment/passkey');
  const { challenge } = await askCreation(visitor);
  await addPasskey(visitor);
  const rows = JSON.stringify([
    await opened.query('select * from webauthn_challenge'),
    await opened.query('select sealed_secret from authenticator'),
  ]);
  expect(rows).not.toContain(challenge);
  expect(rows).toContain('v1.test.');
});
