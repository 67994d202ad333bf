/** "Not me": whoever holds the link of a notice can close the account with it, once, and nothing else. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { codeNow, enrol, enrolledAccount, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Path of the "not me" link in the newest letter whose text has this. */
async function notMeLink(said: string, portal = 'success'): Promise<string> {
  const letter = (await world.letters()).findLast(({ text }) => text.includes(said));
  return new RegExp(`/${portal}/not-me/\\S+`, 'u').exec(letter?.text ?? '')?.[0] ?? '';
}

async function press(visitor: Visitor, link: string): Promise<Answer> {
  await visitor.get(link);
  return visitor.post(link);
}

const NEW_BROWSER = '新しいブラウザーからログインがありました';
const TURNED_ON = '二要素認証を有効にしました';
const closed = async (): Promise<unknown> =>
  (await world.query('select password_only_closed_at, recovery_frozen_until, security_version from account'))[0];
const isSignedIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/success/dashboard')).status === 200;

describe('the link', () => {
  beforeEach(() => world.addAccount());

  test('SEC-P04 a scanner that opens it changes nothing, whatever cookies it brings', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const link = await notMeLink(NEW_BROWSER);
    const before = [await closed(), await world.audit()];
    for (const scanner of [
      world.visitor(),
      visitor.copy(),
      world.visitor({ headers: { cookie: '__Host-genkan-success-session=x' } }),
    ]) {
      for (const send of [scanner.get(link), scanner.send(link, { method: 'HEAD' })]) expect((await send).status).toBe(200);
    }
    expect([await closed(), await world.audit()]).toEqual(before);
    expect(await isSignedIn(visitor)).toBe(true);
  });

  test('SEC-P05 the button closes once, signs nobody in and sets no cookie', async () => {
    await signIn(world.visitor());
    const link = await notMeLink(NEW_BROWSER);
    const reader = world.visitor({ address: '192.0.2.4' });
    const answer = await press(reader, link);
    expect([answer.status, answer.location, answer.setCookies]).toEqual([303, '/success/not-me/completed', []]);
    expect((await reader.follow(answer)).text).toContain('アカウントを守りました');
    expect([...reader.cookies.keys()].filter((name) => !name.endsWith('-form'))).toEqual([]);
    const letters = (await world.letters()).length;
    expect((await reader.get(link)).status).toBe(410);
    expect((await reader.post(link)).status).toBe(410);
    expect((await world.letters()).length).toBe(letters);
  });

  test('SEC-P05 guessed, shortened, of the twin portal, of another purpose or too late, it does nothing', async () => {
    await world.addAccount({ portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null });
    await signIn(world.visitor());
    const link = await notMeLink(NEW_BROWSER);
    const token = link.split('/').at(-1) ?? '';
    await postPassword(world.visitor(), { portal: 'desk', email: 'reviewer@desk.example' });
    const deskLetter = (await world.letters()).at(-1)?.text ?? '';
    const confirmation = /\/desk\/sign-in\/confirmation\/(\S+)/u.exec(deskLetter)?.[1] ?? '';
    const before = await world.query('select password_only_closed_at, security_version from account');
    for (const wrong of [
      `/success/not-me/${'A'.repeat(16)}.${'A'.repeat(43)}`,
      `/success/not-me/${token.split('.')[0]}.${'A'.repeat(43)}`,
      link.slice(0, -1),
      `${link}A`,
      `/support/not-me/${token}`,
      `/desk/not-me/${token}`,
      `/desk/not-me/${confirmation}`,
      `/success/sign-in/browser/${token}`,
      `/success/sign-in/confirmation/${token}`,
      '/success/not-me/completed',
    ]) {
      const reader = world.visitor();
      const answer = await press(reader, wrong);
      expect(answer.status, wrong).toBeGreaterThanOrEqual(400);
    }
    const reader = world.visitor();
    await reader.get(link);
    world.advance(days(30));
    expect((await reader.post(link)).status).toBeGreaterThanOrEqual(400);
    expect((await press(world.visitor(), link)).status).toBe(410);
    expect(await world.query('select password_only_closed_at, security_version from account')).toEqual(before);
  });

  test('SEC-N02 a form from elsewhere does not press it', async () => {
    await signIn(world.visitor());
    const link = await notMeLink(NEW_BROWSER);
    expect((await world.visitor().post(link, {}, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await world.visitor().post(link, {}, { bare: true })).status).toBe(403);
    expect(await closed()).toMatchObject({ password_only_closed_at: null });
  });

  test('T-48 SEC-Q03 it stands in no log line and no audit event', async () => {
    await signIn(world.visitor());
    const link = await notMeLink(NEW_BROWSER);
    await press(world.visitor(), link);
    const [id = '', secret = ''] = link.split('/').at(-1)?.split('.') ?? [];
    const said = [...world.log, ...(await world.audit())].join('\n');
    expect(said).not.toContain(id);
    expect(said).not.toContain(secret);
    expect(world.log.join('\n')).toContain('/success/not-me/:token');
  });
});

describe('what it closes', () => {
  test('T-34 the living session of a thief ends with the next request, on another node too', async () => {
    await world.addAccount();
    const node = await world.openNode();
    const thief = world.visitor();
    await signIn(thief);
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    expect(await isSignedIn(thief)).toBe(false);
    const cookie = [...thief.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const elsewhere = await node.app.request('https://portal.test/success/dashboard', { headers: { host: 'portal.test', cookie } });
    expect([elsewhere.status, elsewhere.headers.get('location')?.split('?')[0]]).toEqual([303, '/success/sign-in']);
  });

  test('SEC-E03 the right password alone is then refused like a wrong one, page for page and count for count', async () => {
    await world.addAccount();
    await signIn(world.visitor());
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    const masked = ({ html }: Answer): string => html.replace(/value="[\w.-]{40,}"/gu, '');
    for (let count = 0; count < 4; count += 1) {
      const right = await postPassword(world.visitor());
      const wrong = await postPassword(world.visitor(), { email: 'nobody@success.example' });
      expect([right.status, right.setCookies.length, masked(right).replaceAll('hanako@', 'nobody@')]).toEqual([
        wrong.status,
        wrong.setCookies.length,
        masked(wrong),
      ]);
    }
    expect((await postPassword(world.visitor())).status).toBe(429);
    expect((await world.audit()).join()).toContain('password-only-closed');
    expect(await world.query('select id from session where ended_at is null')).toEqual([]);
  });

  test('T-21 who must enrol gets no letter and no enrolment from the password alone', async () => {
    const staff = { portal: 'desk', email: 'reviewer@desk.example' };
    await world.addAccount({ ...staff, role: 'reviewer', company: null });
    const thief = world.visitor();
    await postPassword(thief, staff);
    const confirmation = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
    await press(world.visitor(), await notMeLink('二要素認証を登録する前の確認', 'desk'));
    const letters = (await world.letters()).length;
    expect((await press(thief, confirmation)).status).toBeGreaterThanOrEqual(400);
    expect((await thief.get('/desk/sign-in/enrolment')).status).toBe(303);
    expect((await postPassword(world.visitor(), staff)).status).toBe(422);
    expect((await world.letters()).length).toBe(letters);
    expect(await world.query('select id from authenticator')).toEqual([]);
  });

  test('SEC-P04 the holder of an older authenticator still signs in with password and code', async () => {
    await world.addAccount();
    const { secret } = await enrolledAccount(world);
    world.advance(days(1));
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await world.letters()).at(-1)?.text).toContain('パスワードと認証コードでのログインは引き続きできます');
    world.advance(STEP);
    const again = world.visitor();
    await signInWithCode(world, again, secret);
    expect(await isSignedIn(again)).toBe(true);
  });

  test('SEC-H05 turning two-factor off while closed is refused, and nothing is turned off', async () => {
    await world.addAccount();
    const { secret } = await enrolledAccount(world);
    world.advance(days(1));
    await signInWithCode(world, world.visitor(), secret);
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    world.advance(STEP);
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    const page = await visitor.get('/success/two-factor');
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('今は二要素認証を無効にできません')]);
    await visitor.get('/success/dashboard');
    world.advance(STEP);
    expect((await visitor.post('/success/two-factor', { code: '123456' })).status).toBe(403);
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });

  test('T-22 an authenticator that a stranger added opens nothing: the reported one, and one added after the reported sign-in', async () => {
    for (const [index, said] of [TURNED_ON, NEW_BROWSER].entries()) {
      const email = `victim${index}@success.example`;
      await world.addAccount({ email, company: null });
      const thief = world.visitor();
      await signIn(thief, { email });
      world.advance(minutes(1));
      const secret = await enrol(world, thief);
      await press(world.visitor(), await notMeLink(said));
      world.advance(STEP);
      expect((await postPassword(world.visitor(), { email })).status, said).toBe(422);
      expect(await isSignedIn(thief)).toBe(false);
      expect(secret).toHaveLength(20);
      expect((await world.letters()).at(-1)?.text).toContain('サポートで確認が終わるまで、ログインできません');
    }
  });

  test("SEC-J02 invariant 1: whoever reads the mailbox cannot take the holder's own authenticator away by it", async () => {
    await world.addAccount();
    const { secret } = await enrolledAccount(world);
    await press(world.visitor(), await notMeLink(TURNED_ON));
    expect((await postPassword(world.visitor())).status).toBe(422);
    await world.service.store.reopenAccount('account-1', 'a test', world.now());
    world.advance(STEP);
    const holder = world.visitor();
    expect((await postPassword(holder)).location).toBe('/success/sign-in/code');
    await holder.get('/success/sign-in/code');
    expect((await holder.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
  });

  test('a running lost-device request stops with it, and ends after a week', async () => {
    await world.addAccount();
    await signIn(world.visitor());
    await fileAndConfirm(world, world.visitor());
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'frozen' }]);
    world.advance(days(7));
    await world.letters();
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'expired' }]);
  });

  test('T-49 a begun sign-in and a begun enrolment are void', async () => {
    await world.addAccount();
    const thief = world.visitor();
    await signIn(thief);
    await thief.get('/success/account');
    await thief.post('/success/enrolment');
    await press(world.visitor(), await notMeLink(NEW_BROWSER));
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
    await world.service.store.reopenAccount('account-1', 'a test', world.now());
    await signIn(thief);
    expect(await isSignedIn(thief)).toBe(true);
  });

  test('SEC-J10 a thief with password, session and mailbox lifts nothing with any link or page', async () => {
    await world.addAccount();
    const thief = world.visitor();
    await signIn(thief);
    const first = await notMeLink(NEW_BROWSER);
    await press(world.visitor(), first);
    const before = await closed();
    for (const path of [first, '/success/not-me/completed', '/success/enrolment', '/success/account', '/success/two-factor']) {
      await thief.get(path);
      await thief.post(path);
    }
    expect((await postPassword(thief)).status).toBe(422);
    expect(await closed()).toEqual(before);
    expect(before).toMatchObject({ recovery_frozen_until: world.now() + days(7) });
  });
});

test('SEC-J10 the holder and the administrators of the company are told, each in the own language, nobody else', async () => {
  await world.addAccount({ name: '田中 太郎', email: 'taro@success.example' });
  const people = [
    ['kaori', 'company-administrator', 'active', 'en', 'company-1'],
    ['left', 'company-administrator', 'suspended', 'ja', 'company-1'],
    ['jiro', 'holder', 'active', 'ja', 'company-1'],
    ['other', 'company-administrator', 'active', 'ja', null],
  ] as const;
  for (const [id, role, status, language, companyId] of people) {
    const [portal, email, name] = ['success', `${id}@success.example`, id];
    const times = { createdAt: world.now(), passwordSetAt: world.now() };
    await world.service.store.importAccount({
      ...{ id, portal, email, name, phone: null, companyId, role, language, status, passwordRecord: null },
      ...times,
    });
  }
  await signIn(world.visitor(), { email: 'taro@success.example' });
  const before = (await world.letters()).length;
  await press(world.visitor(), await notMeLink(NEW_BROWSER));
  const told = (await world.letters()).slice(before);
  expect(told.map(({ to, language }) => [to, language]).toSorted()).toEqual([
    ['kaori@success.example', 'en'],
    ['taro@success.example', 'ja'],
  ]);
  const colleague = told.find(({ to }) => to.startsWith('kaori'))?.text ?? '';
  expect(colleague).toContain('Whose account: 田中 太郎');
  expect(colleague).toContain('Notice: Sign-in from a new browser');
  expect(told.some(({ text }) => text.includes('/not-me/'))).toBe(false);
});
