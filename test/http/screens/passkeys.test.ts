/** Passkeys over the whole service, with an authenticator in software: registering, the second step, the sign-in of its own, the fresh check. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { settled } from '../../support/authenticator-steps.ts';
import {
  addPasskey,
  answerWith,
  askChallenge,
  passkeyAccount,
  signInWithBoth,
  signInWithPasskey,
} from '../../support/passkey-steps.ts';
import { enrol, postPassword, STEP, signIn, signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

async function world(): Promise<World> {
  const opened = await openWorld();
  onTestFinished(() => opened.close());
  await opened.addAccount();
  return opened;
}

test('SEC-D07 G-01 registering a first passkey turns two-factor on, ends other sessions, mails a notice and shows its success', async () => {
  const opened = await world();
  const other = opened.visitor();
  await signIn(other);
  const visitor = opened.visitor();
  await signIn(visitor);
  const before = visitor.cookies.get('__Host-genkan-success-session');
  await addPasskey(visitor, { name: '会社のノートPC' });
  expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before);
  const done = await visitor.get('/success/enrolment/completed');
  expect(done.text).toContain('二要素認証を有効にしました');
  expect(done.text).toContain('会社のノートPC');
  expect(done.text).not.toContain('認証アプリのコードが必要です');
  expect((await other.get('/success/dashboard')).location).toContain('/success/sign-in');
  const letter = (await opened.letters()).at(-1);
  expect(letter?.subject).toContain('パスキーを登録しました');
  expect(letter?.text).toContain('会社のノートPC');
});

test('SEC-D01 S-30 after the password a passkey completes the sign-in, and leads where the person wanted to go', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
  expect((await postPassword(visitor)).location).toBe('/success/sign-in/code');
  const page = await visitor.get('/success/sign-in/code');
  expect(page.text).toContain('パスキーでの確認');
  expect(page.html).not.toContain('id="code"');
  expect(page.text).toContain('JavaScript');
  const answer = await answerWith(visitor, '/success/sign-in/code/passkey', passkey);
  expect(answer.location).toBe('/success/dashboard');
  expect((await opened.audit()).at(-1)).toContain('"methods":["password","passkey"]');
});

test('SEC-D04 a passkey with user verification is a sign-in of its own', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const visitor = opened.visitor();
  const answer = await signInWithPasskey(visitor, passkey);
  expect(answer.location).toBe('/success/dashboard');
  expect((await visitor.get('/success/dashboard')).status).toBe(200);
  const [session] = await opened.query('select methods, password_at, second_factor_at from session where ended_at is null');
  expect(session).toMatchObject({ methods: '["passkey"]', password_at: 0, second_factor_at: opened.now() });
  expect((await opened.letters()).at(-1)?.subject).toContain('新しいブラウザー');
});

test('SEC-D04 a passkey without user verification counts next to a password only', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened, {}, { userVerifying: false });
  const alone = await signInWithPasskey(opened.visitor(), passkey);
  expect(alone.status).toBe(422);
  expect(alone.text).toContain('このパスキーではログインできませんでした');
  const visitor = opened.visitor();
  expect((await signInWithBoth(visitor, passkey)).location).toBe('/success/dashboard');
  opened.advance(minutes(11));
  const page = await visitor.get('/success/confirmation');
  expect(page.text).toContain('ログアウトして、もう一度ログインしてください');
  expect((await answerWith(visitor, '/success/confirmation/passkey', passkey)).status).toBe(422);
});

test('SEC-H01 a passkey is a fresh check: the session has a new token and the person is where they wanted to go', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const visitor = opened.visitor();
  await signInWithPasskey(visitor, passkey);
  opened.advance(minutes(11));
  const asked = await visitor.get('/success/enrolment/passkey');
  expect(asked.location).toBe('/success/confirmation?then=enrolment%2Fpasskey');
  const page = await visitor.get(asked.location ?? '');
  expect(page.html).not.toContain('id="code"');
  const before = visitor.cookies.get('__Host-genkan-success-session');
  const options = await askChallenge(visitor, '/success/confirmation/passkey');
  const answer = await visitor.post('/success/confirmation/passkey?then=enrolment%2Fpasskey', { assertion: passkey.get(options) });
  expect(answer.location).toBe('/success/enrolment/passkey');
  expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before);
  expect((await visitor.get('/success/enrolment/passkey')).status).toBe(200);
});

test('B7-3 SEC-D08 the settings list each passkey with its name, dates and whether it is synced', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const visitor = opened.visitor();
  await signInWithPasskey(visitor, passkey, { backedUp: false });
  await addPasskey(visitor, { name: 'セキュリティキー', backupEligible: false });
  const page = await visitor.get('/success/account');
  expect(page.text).toContain('会社のノートPC');
  expect(page.text).toContain('同期できるパスキーですが、今はこの端末だけにあります');
  expect(page.text).toContain('セキュリティキー');
  expect(page.text).toContain('同期なし');
  expect(page.text).toMatch(/最後に使った日時/u);
  await visitor.post('/success/sign-out');
  await signInWithPasskey(visitor, passkey, { backedUp: true });
  expect((await visitor.get('/success/account')).text).toContain('同期あり');
});

test('B7-3 keys that are registered already are named, so that no device holds two', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  const passkey = await addPasskey(visitor);
  await visitor.get('/success/enrolment/passkey');
  const answer = await visitor.post('/success/enrolment/passkey/challenge');
  expect(JSON.parse(answer.html)).toMatchObject({
    excludeCredentials: [{ id: passkey.credentialId, type: 'public-key', transports: ['hybrid', 'internal'] }],
    attestation: 'none',
    rp: { id: 'portal.test' },
    authenticatorSelection: { residentKey: 'preferred' },
  });
});

test('SEC-D06 the user handle says nothing about the person', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await visitor.get('/success/enrolment/passkey');
  const { user } = JSON.parse((await visitor.post('/success/enrolment/passkey/challenge')).html);
  expect(user.id).toMatch(/^[A-Za-z0-9_-]{43}$/u);
  expect(Buffer.from(user.id, 'base64url').toString()).not.toMatch(/account|hanako|success/u);
  expect(user.name).toBe('hanako@success.example (ビジネスサクセスポータル)');
});

test('an app and a passkey: either completes the sign-in, and both are offered', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  const secret = await enrol(opened, visitor);
  const passkey = await addPasskey(visitor);
  expect((await visitor.get('/success/account?notice=passkey-added')).text).toContain('パスキーを登録しました');
  opened.advance(STEP);
  const first = opened.visitor();
  expect((await signInWithCode(opened, first, secret)).location).toBe('/success/dashboard');
  const second = opened.visitor();
  await postPassword(second);
  const page = await second.get('/success/sign-in/code');
  expect(page.html).toContain('id="code"');
  expect(page.text).toContain('パスキーで確認');
  expect((await answerWith(second, '/success/sign-in/code/passkey', passkey)).location).toBe('/success/dashboard');
});

test('SEC-F06 a pause of codes stops no passkey: the page of the pause offers it, and it completes the sign-in', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await enrol(opened, visitor);
  const passkey = await addPasskey(visitor);
  opened.advance(STEP);
  const locked = opened.visitor();
  await postPassword(locked);
  await locked.get('/success/sign-in/code');
  for (let n = 0; n < 5; n += 1) await locked.post('/success/sign-in/code', { code: '000000' });
  const paused = await locked.get('/success/sign-in/code');
  expect(paused.status).toBe(429);
  expect(paused.text).toContain('パスキーで確認');
  expect((await answerWith(locked, '/success/sign-in/code/passkey', passkey)).location).toBe('/success/dashboard');
});

test('SEC-F06 a stranger who locks the password does not lock the passkey', async () => {
  const opened = await world();
  const { passkey } = await passkeyAccount(opened);
  const stranger = opened.visitor({ address: '198.51.100.4' });
  for (let n = 0; n < 8; n += 1) await postPassword(stranger, { password: 'a wrong password, again' });
  expect((await signInWithPasskey(opened.visitor(), passkey)).location).toBe('/success/dashboard');
});

test('SEC-D05 the counter is stored, and one that went back is refused, recorded and told to the holder; another way stays open', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await enrol(opened, visitor);
  const passkey = await addPasskey(visitor, { signCount: 7 });
  opened.advance(STEP);
  expect((await signInWithPasskey(opened.visitor(), passkey)).location).toBe('/success/dashboard');
  expect(await opened.query("select sign_count from authenticator where kind = 'passkey'")).toMatchObject([{ sign_count: 8 }]);

  for (const signCount of [8, 3, 0]) {
    const copy = await signInWithPasskey(opened.visitor(), passkey, { signCount });
    expect(copy.status).toBe(422);
    expect(copy.text).toContain('複製されている可能性');
  }
  expect(await opened.query("select sign_count from authenticator where kind = 'passkey'")).toMatchObject([{ sign_count: 8 }]);
  expect((await opened.audit()).filter((detail) => detail.includes('authenticatorId')).length).toBeGreaterThan(0);
  const types = await opened.query("select type from audit_event where type = 'passkey.counter-went-back'");
  expect(types).toHaveLength(3);
  expect((await opened.letters()).filter(({ subject }) => subject.includes('パスキーでの確認を拒否しました'))).toHaveLength(3);
  const second = opened.visitor();
  const refused = await signInWithBoth(second, passkey, {}, { signCount: 8 });
  expect(refused.text).toContain('別の方法で確認してください');
  expect(refused.html).toContain('id="code"');
});

test('SEC-D08 a role that must not use synced keys is refused one, at the registration and at the sign-in', async () => {
  const opened = await openWorld();
  onTestFinished(() => opened.close());
  await opened.addAccount({ role: 'company-administrator' });
  const { passkey } = await passkeyAccount(opened);
  // Two nodes of one process share the file: neither may still be sending when the other writes.
  await settled(opened);
  const portals = PRESETS.map((portal) => ({ ...portal, deviceBoundPasskeysFor: ['company-administrator'] as const }));
  const strict = await openWorld({ portals, location: { kind: 'sqlite', path: join(opened.directory, 'genkan.db') } });
  onTestFinished(() => strict.close());
  const refused = await signInWithPasskey(strict.visitor(), passkey);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('同期されるパスキーは使えません');
  await settled(strict);
  expect((await signInWithPasskey(opened.visitor(), passkey)).location).toBe('/success/dashboard');

  await opened.addAccount({ role: 'company-administrator', email: 'kaori@success.example' });
  await settled(opened);
  const visitor = strict.visitor();
  await signIn(visitor, { email: 'kaori@success.example' });
  await expect(addPasskey(visitor)).rejects.toThrow('同期されるパスキーは使えません');
  await addPasskey(visitor, { backupEligible: false });
});

test('U-29 S-14 with two methods none is chosen beforehand: the script shows the card, and without it there is one', async () => {
  const opened = await world();
  for (const portal of ['success', 'support']) {
    if (portal === 'support') await opened.addAccount({ portal, email: 'jiro@support.example' });
    const visitor = opened.visitor();
    await signIn(visitor, { portal, email: portal === 'success' ? 'hanako@success.example' : 'jiro@support.example' });
    const page = await visitor.get(`/${portal}/enrolment/method`);
    expect(page.text).toContain('二要素認証のアプリケーション');
    expect(page.html).toMatch(/<div data-passkey-choice[^>]*hidden/u);
    expect(page.html).toMatch(/id="method-totp"[^>]*checked[^>]*data-only-choice/u);
    expect((await visitor.post(`/${portal}/enrolment/method`, { method: 'passkey' })).location).toBe(
      `/${portal}/enrolment/passkey`,
    );
    expect((await visitor.post(`/${portal}/enrolment/method`, {})).status).toBe(422);
  }
});

test('a name that is too long is said so before anything is registered, and stays in the field', async () => {
  const opened = await world();
  const visitor = opened.visitor();
  await signIn(visitor);
  await visitor.get('/success/enrolment/passkey');
  const name = 'とても長い名前のついた会社のノートパソコン';
  const answer = await visitor.post('/success/enrolment/passkey', { attestation: '', passkey_name: name });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('20文字以内');
  expect(answer.html).toContain(`value="${name}"`);
});
