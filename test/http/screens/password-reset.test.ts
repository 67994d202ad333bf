/** The pages and letters of a forgotten password: what they say, ask, keep and refuse. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import {
  askForReset,
  HANAKO,
  NEW_PASSWORD,
  resetByMail,
  resetLetters,
  resetLink,
  setByLink,
} from '../../support/forgotten-password.ts';
import { codeNow, enrolledAccount, postPassword } from '../../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { errorAt, fieldValue, headingOf, linkTo, summaryOf } from './reading.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

describe('asking', () => {
  test('Z-01 the sign-in leads to it, the form asks for one address, and the answer says what to do when no mail comes', async () => {
    const visitor = world.visitor();
    const signIn = await visitor.get('/success/sign-in');
    expect(linkTo(signIn, 'パスワードをお忘れの場合')).toBe('/success/password-reset');
    const form = await visitor.get('/success/password-reset');
    expect([form.status, headingOf(form)]).toEqual([200, 'パスワードの再設定']);
    expect(form.html).toMatch(/<input[^>]*name="email"[^>]*autocomplete="username"/u);
    expect(form.text).toContain('二要素認証は、パスワードを再設定しても変わりません');
    const answer = await visitor.post('/success/password-reset', { email: HANAKO });
    expect(answer.location).toBe('/success/password-reset/requested');
    const page = await visitor.follow(answer);
    expect(headingOf(page)).toBe('メールをご確認ください');
    expect(page.text).toContain('30分間、1回だけ');
    expect(page.text).not.toContain(HANAKO);
    expect(headingOf(await world.visitor({ language: 'en' }).get('/success/password-reset'))).toBe('Reset your password');
  });

  test.each([
    ['', 'メールアドレスを入力してください'],
    ['hanako', 'メールアドレスは name@example.com の形で入力してください'],
    [`${'a'.repeat(250)}@x.example`, 'メールアドレスは254文字以内で入力してください'],
    ['a b@success.example', 'メールアドレスは name@example.com の形で入力してください'],
  ])('B1 "%s" is told at the field, keeps what was typed and asks for nothing', async (email, message) => {
    const page = await askForReset(world.visitor(), email);
    expect([page.status, errorAt(page, 'email')]).toEqual([422, message]);
    expect(summaryOf(page)).toContain(message);
    expect(fieldValue(page, 'email') ?? '').toBe(email);
    expect(await world.query('select id from password_reset_request')).toEqual([]);
  });

  test('A6 a stale form asks for nothing and keeps the address', async () => {
    const visitor = world.visitor();
    await visitor.get('/success/password-reset');
    const page = await visitor.post('/success/password-reset', { email: HANAKO, form_token: 'x' });
    expect([page.status, fieldValue(page, 'email')]).toEqual([403, HANAKO]);
    expect(await resetLetters(world)).toEqual([]);
  });

  test('desk.md section 6: staff passwords are not reset by mail, and the page says whom to ask', async () => {
    await world.addAccount({ portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null });
    const visitor = world.visitor();
    const signIn = await visitor.get('/desk/sign-in');
    const page = await visitor.get(linkTo(signIn, 'パスワードをお忘れの場合'));
    expect(page.text).toContain('担当者のパスワードは、メールでは再設定できません');
    expect(page.html).not.toContain('name="email"');
    expect((await visitor.post('/desk/password-reset', { email: 'reviewer@desk.example' })).status).toBe(405);
    expect((await visitor.get('/desk/password-reset/requested')).status).toBe(404);
    expect(await world.letters()).toEqual([]);
  });
});

describe('the letter', () => {
  test('SEC-E08 SEC-P07 goes to the stored address in the account language, says that nothing has changed, and cannot close the account', async () => {
    await askForReset(world.visitor({ language: 'en' }), ' ＨＡＮＡＫＯ＠SUCCESS.example ');
    const [letter, ...more] = await world.letters();
    expect(more).toEqual([]);
    expect([letter?.to, letter?.subject]).toEqual([HANAKO, '【ビジネスサクセスポータル】パスワードの再設定']);
    expect(letter?.text).toMatch(/https:\/\/portal\.test\/success\/password-reset\/[\w-]{16}\.[\w-]{43}\n/u);
    expect(letter?.text).toContain('まだ何も変わっていません');
    expect(letter?.text).toContain('30分間');
    expect(letter?.text).not.toContain('/not-me/');
  });

  test('SEC-M06 T-14 what waits is sealed, and the database holds neither the address typed nor the link', async () => {
    await askForReset(world.visitor(), 'nobody-here@success.example');
    await askForReset(world.visitor());
    const dump = async () =>
      JSON.stringify([
        ...(await world.query('select * from password_reset_request')),
        ...(await world.query('select * from audit_event')),
        ...(await world.query('select * from password_reset_link')),
        ...(await world.query('select * from attempt_counter')),
      ]);
    expect(await dump()).not.toContain('nobody-here');
    const token = (await resetLink(world)).split('/').at(-1) ?? '';
    expect(await dump()).not.toContain(token.split('.')[1]);
    expect(await world.query('select id from password_reset_request')).toEqual([]);
    expect([...world.log].join('\n')).not.toContain(token);
  });
});

describe('the link', () => {
  test('SEC-E06 opening it changes nothing, shows whose it is to password managers alone, and asks for one new password', async () => {
    await askForReset(world.visitor());
    const link = await resetLink(world);
    const before = await world.query('select * from account');
    for (const scanner of [world.visitor(), world.visitor({ language: 'en' }), world.visitor()]) {
      expect((await scanner.get(link)).status).toBe(200);
      expect((await scanner.send(link, { method: 'HEAD' })).status).toBe(200);
    }
    const page = await world.visitor().get(link);
    expect(headingOf(page)).toBe('新しいパスワードの設定');
    expect(page.text).not.toContain('山田');
    expect(page.html.match(/type="password"/gu)).toHaveLength(1);
    expect(page.html).toMatch(/autocomplete="new-password"/u);
    expect(page.html).toMatch(new RegExp(`<label hidden[^>]*>.*autocomplete="username" value="${HANAKO}"`, 'su'));
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await world.query('select * from account')).toEqual(before);
    expect(await world.query('select id from password_reset_link where spent_at is not null')).toEqual([]);
  });

  test('SEC-E07 G-36 its button sets the password, makes no session, and the sign-in says what is still asked and what to do without the device', async () => {
    const visitor = world.visitor();
    const answer = await resetByMail(world, visitor);
    expect(answer.location).toBe('/success/sign-in?notice=password-reset');
    expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    const page = await visitor.follow(answer);
    expect(page.text).toContain('続けて認証コードも必要です');
    expect(linkTo(page, '二要素認証の解除を依頼')).toBe('/success/lost-device');
    expect((await postPassword(visitor)).status).toBe(422);
    expect((await postPassword(visitor, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
    expect(await world.query('select password_set_via, password_by_link_at, password_set_at from account')).toEqual([
      { password_set_via: 'mailed-link', password_by_link_at: world.now(), password_set_at: world.now() },
    ]);
  });

  test('SEC-P02 SEC-P03 the holder hears of it at every address, each with a "not me" link', async () => {
    await world.query('update account set notification_addresses = \'["mobile@hanako.example"]\'');
    await resetByMail(world, world.visitor());
    const told = (await world.letters()).filter(({ subject }) => subject.includes('パスワードを再設定しました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([HANAKO, 'mobile@hanako.example']);
    for (const { text } of told) expect(text).toMatch(/\/success\/not-me\/\S+/u);
    expect((await resetLetters(world)).map(({ to }) => to)).toEqual([HANAKO]);
  });

  test.each([
    ['', '新しいパスワードを入力してください'],
    ['fourteen chars', 'パスワードは15文字以上で入力してください'],
    ['sakurasakurasakura', 'このパスワードはよく使われるため'],
    [HANAKO, 'メールアドレスだけのパスワードは'],
  ])('SEC-A01 SEC-A04 "%s" is refused with the reason, and the link still works', async (password, reason) => {
    const visitor = world.visitor();
    await askForReset(visitor);
    const link = await resetLink(world);
    const page = await setByLink(visitor, link, password);
    expect([page.status, headingOf(page)]).toEqual([422, '新しいパスワードの設定']);
    expect(summaryOf(page)).toContain(reason);
    expect((await setByLink(visitor, link)).status).toBe(303);
  });

  test('A6 a stale form sets nothing, and an oversized password is refused before any hashing', async () => {
    const visitor = world.visitor();
    await askForReset(visitor);
    const link = await resetLink(world);
    await visitor.get(link);
    expect((await visitor.post(link, { password: NEW_PASSWORD, form_token: 'x' })).status).toBe(403);
    expect((await setByLink(visitor, link, 'x'.repeat(1025))).status).toBe(422);
    expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
  });

  test('SEC-E06 a used link says what to do: one press leads to a new one', async () => {
    const visitor = world.visitor();
    await resetByMail(world, visitor);
    const page = await visitor.get(await resetLink(world));
    expect([page.status, headingOf(page)]).toEqual([410, 'このリンクは使えません']);
    expect(linkTo(page, 'もう一度リンクを送る')).toBe('/success/password-reset');
  });

  test('SEC-F06 a pause of the password blocks no reset, and is over with it; the pause of codes is not', async () => {
    const { secret } = await enrolledAccount(world);
    for (let count = 0; count < 6; count += 1) await postPassword(world.visitor(), { password: 'wrong' });
    expect((await postPassword(world.visitor({ address: '192.0.2.4' }))).status).toBe(429);
    const visitor = world.visitor();
    await resetByMail(world, visitor);
    expect((await postPassword(visitor, { password: NEW_PASSWORD })).location).toBe('/success/sign-in/code');
    await visitor.get('/success/sign-in/code');
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
    expect(PASSWORD).not.toBe(NEW_PASSWORD);
  });

  test('SEC-E06 it dies after 30 minutes, to the millisecond', async () => {
    await askForReset(world.visitor());
    const link = await resetLink(world);
    world.advance(minutes(30) - 1);
    expect((await world.visitor().get(link)).status).toBe(200);
    world.advance(1);
    expect((await world.visitor().get(link)).status).toBe(410);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    expect((await visitor.post(link, { password: NEW_PASSWORD })).status).toBe(410);
  });
});
