/** Changing the password while signed in: what is asked, what ends, what goes on, and what each mistake is told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { askForReset, HANAKO, NEW_PASSWORD, resetLink } from '../../support/forgotten-password.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signIn, signInWithCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { errorAt, headingOf, linkTo, summaryOf } from './reading.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const PATH = '/success/account/password';
const SESSION = '__Host-genkan-success-session';

async function change(visitor: Visitor, current = PASSWORD, next = NEW_PASSWORD): Promise<Answer> {
  await visitor.get(PATH);
  return visitor.post(PATH, { email: HANAKO, current_password: current, new_password: next });
}

const isSignedIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/success/dashboard')).status === 200;

describe('the page', () => {
  test('SEC-A08 B6-2 B6-3 asks for the current and the new password once each, says its rule, and can be filled, pasted and read', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const settings = await visitor.get('/success/account');
    expect(linkTo(settings, 'パスワードを変更')).toBe(PATH);
    const page = await visitor.get(PATH);
    expect([page.status, headingOf(page)]).toEqual([200, 'パスワードの変更']);
    const passwords = page.html.match(/<input[^>]*type="password"[^>]*>/gu) ?? [];
    expect(passwords.map((tag) => /name="([^"]*)"/u.exec(tag)?.[1])).toEqual(['current_password', 'new_password']);
    expect(passwords.map((tag) => /autocomplete="([^"]*)"/u.exec(tag)?.[1])).toEqual(['current-password', 'new-password']);
    for (const tag of passwords) expect(tag).not.toMatch(/maxlength|onpaste|oncopy|readonly|pattern|value=/u);
    expect(page.html.match(/data-reveal/gu)).toHaveLength(2);
    expect(page.html).toMatch(new RegExp(`<label hidden[^>]*>.*autocomplete="username" value="${HANAKO}"`, 'su'));
    expect(page.text).toContain('15文字以上');
    expect(linkTo(page, '現在のパスワードをお忘れの場合は、メールで再設定できます')).toBe('/success/password-reset');
    expect(headingOf(await visitor.get(`${PATH}?lang=en`))).toBe('Change your password');
  });

  test('SEC-A07 A-33 who is signed out signs in first and comes back to it', async () => {
    const visitor = world.visitor();
    const sent = await visitor.get(PATH);
    expect(sent.location).toBe(`/success/sign-in?return_to=${encodeURIComponent(PATH)}`);
    await visitor.follow(sent);
    expect((await visitor.post('/success/sign-in', { email: HANAKO, password: PASSWORD, return_to: PATH })).location).toBe(PATH);
    expect(headingOf(await visitor.get(PATH))).toBe('パスワードの変更');
  });

  test('SEC-A07 SEC-H01 with a second factor the code is asked for first when the last one is older than ten minutes', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    world.advance(minutes(10) + 1000);
    expect((await visitor.get(PATH)).location).toBe('/success/confirmation?then=account%2Fpassword');
    await visitor.get('/success/account');
    const posted = await visitor.post(PATH, { email: HANAKO, current_password: PASSWORD, new_password: NEW_PASSWORD });
    expect(posted.status).toBe(403);
    expect((await postPassword(world.visitor(), { password: NEW_PASSWORD })).status).toBe(422);
    await visitor.get('/success/confirmation?then=account%2Fpassword');
    const confirmed = await visitor.post('/success/confirmation?then=account%2Fpassword', { code: codeNow(world, secret) });
    expect(confirmed.location).toBe(PATH);
    expect((await change(visitor)).location).toBe('/success/account?notice=password-changed');
  });
});

describe('the change', () => {
  test('SEC-A07 SEC-G02 SEC-G06 ends every other session, begun sign-in, reset link and known browser; this session goes on under a new token', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const other = world.visitor({ address: '198.51.100.8' });
    await signIn(other);
    await askForReset(world.visitor());
    const link = await resetLink(world);
    const before = visitor.copy();
    const answer = await change(visitor);
    expect(answer.location).toBe('/success/account?notice=password-changed');
    expect((await visitor.follow(answer)).text).toContain('パスワードを変更しました');
    expect(visitor.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
    expect([await isSignedIn(visitor), await isSignedIn(before), await isSignedIn(other)]).toEqual([true, false, false]);
    expect((await other.get(link)).status).toBe(410);
    expect(await world.query('select * from known_browser_account')).toHaveLength(1);
    expect((await postPassword(other)).status).toBe(422);
    expect((await postPassword(other, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
    expect(await world.query('select password_set_via, password_set_at, password_by_link_at from account')).toEqual([
      { password_set_via: 'holder', password_set_at: world.now(), password_by_link_at: null },
    ]);
  });

  test('SEC-E01 SEC-A07 a sign-in that waits for the code of the old password does not end in a session', async () => {
    const { secret } = await enrolledAccount(world);
    const thief = world.visitor({ address: '198.51.100.8' });
    await postPassword(thief);
    await thief.get('/success/sign-in/code');
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    expect((await change(visitor)).status).toBe(303);
    world.advance(STEP);
    await thief.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expect(await isSignedIn(thief)).toBe(false);
  });

  test('SEC-P02 SEC-P03 the holder is told at every address, with a "not me" link each', async () => {
    await world.query('update account set notification_addresses = \'["mobile@hanako.example"]\'');
    const visitor = world.visitor();
    await signIn(visitor);
    await change(visitor);
    const told = (await world.letters()).filter(({ subject }) => subject.includes('パスワードを変更しました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([HANAKO, 'mobile@hanako.example']);
    for (const { text } of told) expect(text).toMatch(/\/success\/not-me\/\S+/u);
  });

  test('SEC-Q01 SEC-Q03 the log says who changed it and holds no password', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await change(visitor);
    const events = await world.query("select actor_kind, detail from audit_event where type = 'password.set'");
    expect(events).toEqual([{ actor_kind: 'holder', detail: '{"via":"holder"}' }]);
    const said = [...world.log, ...(await world.audit())].join('\n');
    for (const password of [PASSWORD, NEW_PASSWORD]) expect(said).not.toContain(password);
  });
});

describe('a mistake', () => {
  test.each([
    ['', NEW_PASSWORD, 'current_password', '現在のパスワードを入力してください'],
    ['not the current one', NEW_PASSWORD, 'current_password', '現在のパスワードが一致しません。もう一度入力してください'],
    ['x'.repeat(1025), NEW_PASSWORD, 'current_password', 'パスワードは1,024バイト以内で入力してください'],
    [PASSWORD, '', 'new_password', '新しいパスワードを入力してください'],
    [PASSWORD, 'fourteen chars', 'new_password', 'パスワードは15文字以上で入力してください'],
    [PASSWORD, 'passwordpassword', 'new_password', 'このパスワードはよく使われるため'],
    [
      'A much longer phrase',
      'A much longer phrase',
      'new_password',
      '今までと同じパスワードです。別のパスワードを入力してください',
    ],
    ['Cafe\u0301 und noch ein Kuchen', 'Café und noch ein Kuchen', 'new_password', '今までと同じパスワードです'],
  ])('SEC-A07 SEC-A04 "%s" to "%s" is told at %s: %s', async (current, next, field, message) => {
    const visitor = world.visitor();
    await signIn(visitor);
    const page = await change(visitor, current, next);
    expect([page.status, headingOf(page)]).toEqual([422, 'パスワードの変更']);
    expect(errorAt(page, field)).toContain(message);
    expect(summaryOf(page)).toContain(message);
    expect(page.html).not.toMatch(/type="password"[^>]*value=/u);
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  test('SEC-A07 both fields empty are told at both', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const page = await change(visitor, '', '');
    expect([errorAt(page, 'current_password'), errorAt(page, 'new_password')]).not.toContain('');
  });

  test('SEC-F07 a new password that is refused costs no attempt, and tells nothing about the current one', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    for (const current of [PASSWORD, 'wrong']) {
      for (let count = 0; count < 6; count += 1)
        expect(errorAt(await change(visitor, current, 'short'), 'current_password')).toBe('');
    }
    expect((await change(visitor)).status).toBe(303);
  });

  test('A6 a stale form changes nothing, and one from elsewhere is refused', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await visitor.get(PATH);
    const fields = { email: HANAKO, current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await visitor.post(PATH, { ...fields, form_token: 'x' })).status).toBe(403);
    expect((await visitor.post(PATH, fields, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect(
      (
        await visitor.post(PATH, [
          ['current_password', 'a'],
          ['current_password', 'b'],
          ['new_password', 'c'],
        ])
      ).status,
    ).toBe(400);
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });
});
