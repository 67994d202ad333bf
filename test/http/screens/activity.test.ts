/** The page of sign-ins and activity: who is signed in, what happened, and ending sessions from elsewhere. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../../../src/core/time.ts';
import { enrolStaff } from '../../support/staff.ts';
import { codeNow, enrol, enrolledAccount, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const PAGE = '/success/activity';
const PHONE = {
  address: '198.51.100.23',
  headers: { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1' },
};

/** Paths of the forms that end one session, in the order of the page. */
async function endings(visitor: Visitor): Promise<readonly string[]> {
  const { html } = await visitor.get(PAGE);
  return [...html.matchAll(/action="(\/success\/activity\/sessions\/[^"]+)"/gu)].map(([, path]) => path ?? '');
}

async function pressed(visitor: Visitor, path: string) {
  await visitor.get(PAGE);
  return visitor.follow(await visitor.post(path));
}

describe('who is signed in', () => {
  test('SEC-G09 Z-25 each has its browser, its place, its times and how it was confirmed; this one is marked and has no button', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    world.advance(STEP);
    const phone = world.visitor(PHONE);
    await signInWithCode(world, phone, secret);
    world.advance(minutes(5));
    const page = await visitor.get(PAGE);
    const rows = page.html.split('<tr>').slice(2);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('Chrome / Linux');
    expect(rows[0]).toContain('このブラウザー');
    expect(rows[0]).not.toContain('<form');
    for (const part of ['Safari / iPhone', '198.51.100.x', 'パスワード + 認証アプリ', '10:01', 'ログアウトさせる'])
      expect(rows[1], part).toContain(part);
    expect(page.text).not.toContain('198.51.100.23');
    expect(page.text).toContain('日時は日本時間です');
  });

  test('SEC-G09 one that ran out or was left is not in the list', async () => {
    const visitor = world.visitor();
    const [left, idle] = [world.visitor(), world.visitor()];
    for (const each of [visitor, left, idle]) await signIn(each);
    await left.post('/success/sign-out');
    world.advance(minutes(40));
    await visitor.get('/success/dashboard');
    expect(await endings(visitor)).toHaveLength(1);
    world.advance(minutes(20));
    expect(await endings(visitor)).toHaveLength(0);
    expect((await visitor.get(PAGE)).text).toContain('ほかのブラウザーではログインしていません');
  });

  test('SEC-G01 SEC-Q03 neither token nor id of a session stands in the page', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await signIn(world.visitor());
    const { html } = await visitor.get(PAGE);
    for (const { id } of await world.query('select id from session')) expect(html).not.toContain(String(id));
  });
});

describe('ending one', () => {
  test('SEC-G09 SEC-Q01 it is out at its next request, the others go on, and both hear of it in the history', async () => {
    const [visitor, other, third] = [world.visitor(), world.visitor(PHONE), world.visitor()];
    for (const each of [visitor, third, other]) await signIn(each);
    const [first] = await endings(visitor);
    const page = await pressed(visitor, first ?? '');
    const [event] = await world.query(
      'select type, actor_kind, actor_id, account_id, detail from audit_event order by seq desc limit 1',
    );
    expect(event).toMatchObject({ type: 'session.ended', actor_kind: 'holder', actor_id: 'account-1', account_id: 'account-1' });
    expect(JSON.parse(String(event?.['detail']))).toEqual({ sessionHash: first?.split('/').at(-1), reason: 'ended-by-holder' });
    expect(page.text).toContain('ログアウトさせました。');
    expect(page.text).toContain('ほかのブラウザーをログアウトさせました');
    const living = [(await other.get(PAGE)).status, (await third.get(PAGE)).status].sort();
    expect(living).toEqual([200, 303]);
    expect(await endings(visitor)).toHaveLength(1);
  });

  test('SEC-G09 one that is gone already is said to be gone, and nothing is recorded', async () => {
    const [visitor, other] = [world.visitor(), world.visitor()];
    for (const each of [visitor, other]) await signIn(each);
    const [path = ''] = await endings(visitor);
    await other.post('/success/sign-out');
    const before = (await world.audit()).length;
    expect((await pressed(visitor, path)).text).toContain('すでにログアウトしています');
    expect(await world.audit()).toHaveLength(before);
  });

  test('SEC-H02 U-38 an old form changes nothing and says so; an old session is asked to confirm first', async () => {
    const [visitor, other] = [world.visitor(), world.visitor()];
    for (const each of [visitor, other]) await signIn(each);
    const [path = ''] = await endings(visitor);
    const stale = await visitor.post(path, { form_token: 'x' });
    expect([stale.status, stale.html.includes('href="#sessions"')]).toEqual([403, true]);
    world.advance(minutes(11));
    await visitor.get(PAGE);
    for (const each of [path, '/success/activity/sessions']) {
      const answer = await visitor.post(each);
      expect(answer.status, each).toBe(403);
      expect(answer.html, each).toContain('type="password"');
    }
    await other.get(PAGE);
    expect((await other.get(PAGE)).status).toBe(200);
  });
});

describe('ending all others', () => {
  test('SEC-G09 SEC-P02 they are out, begun sign-ins too, this browser stays, and the holder is told', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    world.advance(STEP);
    const other = world.visitor(PHONE);
    await signInWithCode(world, other, secret);
    const begun = world.visitor(PHONE);
    await postPassword(begun);
    await visitor.get(PAGE);
    const letters = (await world.letters()).length;
    const page = await visitor.follow(await visitor.post('/success/activity/sessions'));
    expect(page.text).toContain('ほかのブラウザーをすべてログアウトさせました');
    expect((await other.get(PAGE)).location).toContain('/success/sign-in');
    expect((await begun.get('/success/sign-in/code')).location).toContain('/success/sign-in');
    const told = (await world.letters()).slice(letters);
    expect(told.map(({ subject }) => subject)).toEqual(['【ビジネスサクセスポータル】ほかのブラウザーからログアウトしました']);
    expect(told[0]?.text).toMatch(/\/success\/not-me\//u);
  });

  test('SEC-G06 every other browser is a new one afterwards: its next sign-in is told', async () => {
    const [visitor, other] = [world.visitor(), world.visitor(PHONE)];
    await signIn(other);
    await other.post('/success/sign-out');
    await signIn(visitor);
    await visitor.get(PAGE);
    await visitor.post('/success/activity/sessions');
    const before = (await world.letters()).length;
    await signIn(other);
    expect((await world.letters()).slice(before).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('新しいブラウザーからログインがありました'),
    ]);
    await visitor.post('/success/sign-out');
    await signIn(visitor);
    expect(await world.letters()).toHaveLength(before + 1);
  });

  test('SEC-P02 with nobody else there no letter goes out', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const before = (await world.letters()).length;
    await visitor.get(PAGE);
    expect((await visitor.post('/success/activity/sessions')).location).toBe(`${PAGE}?notice=others-ended`);
    expect(await world.letters()).toHaveLength(before);
  });
});

describe('what happened', () => {
  test('Z-25 U-58 sign-ins, mistakes and changes stand there in words, by day, the newest first', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const secret = await enrol(world, visitor);
    await visitor.get('/success/dashboard');
    await visitor.post('/success/sign-out');
    world.advance(days(1) + STEP);
    const stranger = world.visitor(PHONE);
    for (let count = 0; count < 3; count += 1) await postPassword(stranger, { password: 'wrong' });
    world.advance(seconds(1));
    await postPassword(stranger);
    await stranger.get('/success/sign-in/code');
    world.advance(seconds(1));
    await stranger.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    world.advance(hours(1));
    await signInWithCode(world, visitor, secret);
    const { text } = await visitor.get(PAGE);
    const history = text.slice(text.indexOf('最近90日間の操作'));
    const expected = [
      '2026年11月24日',
      'ログインしました パスワード + 認証アプリ · Chrome / Linux · 203.0.113.x',
      '二つ目の確認に間違いがありました',
      '正しいパスワードが入力されました(ログインは完了していません) 198.51.100.x',
      'パスワードの間違いがありました 3回',
      '2026年11月23日',
      'ログアウトしました',
      '認証アプリを登録しました',
      'ログインしました パスワード',
    ];
    let from = 0;
    for (const sentence of expected) {
      const found = history.indexOf(sentence, from);
      expect(found, `${sentence} in ${history}`).toBeGreaterThanOrEqual(from);
      from = found + 1;
    }
  });

  test('Z-25 a right password that led nowhere stays, also when the holder signed in from the same address right after', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await postPassword(world.visitor());
    world.advance(minutes(1));
    await signInWithCode(world, visitor, secret);
    const { text } = await visitor.get(PAGE);
    expect(text.split('正しいパスワードが入力されました')).toHaveLength(2);
  });

  test('U-58 after ninety days it is no longer told, and sixty lines fill two pages', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    world.advance(days(91));
    for (let count = 0; count < 30; count += 1) {
      await signIn(visitor);
      await visitor.post('/success/sign-out');
    }
    await signIn(visitor);
    const first = await visitor.get(PAGE);
    expect(first.text).toContain('1 / 2ページ');
    expect(first.text).not.toContain('2026年11月23日');
    const second = await visitor.get(`${PAGE}?page=2`);
    const lines = [first, second].map(({ html }) => [...html.matchAll(/<li><time/gu)].length);
    expect(lines).toEqual([50, 11]);
    expect((await visitor.get(`${PAGE}?page=999`)).text).toContain('2 / 2ページ');
  });

  test('the page of the desk shows the own account of its staff, in both languages', async () => {
    const { visitor } = await enrolStaff(world, 'reviewer');
    const page = await visitor.get('/desk/activity');
    expect(page.text).toContain('認証アプリを登録しました 203.0.113.x');
    expect((await visitor.get('/desk/activity?lang=en')).text).toContain('An authenticator app was added');
  });

  test('U-58 who finds something strange is led to a new password and to support', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    const { html } = await visitor.get(PAGE);
    for (const href of ['/success/account/password', '/success/help#contact']) expect(html).toContain(`href="${href}"`);
  });

  test('the settings lead there', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    expect((await visitor.get('/success/account')).html).toContain('href="/success/activity"');
  });
});

test('a code is asked for where an authenticator is bound', async () => {
  const { secret, visitor } = await enrolledAccount(world);
  await signInWithCode(world, visitor, secret);
  world.advance(minutes(11));
  await visitor.get(PAGE);
  expect((await visitor.post('/success/activity/sessions')).html).toContain('autocomplete="one-time-code"');
  await visitor.post('/success/confirmation?then=activity', { code: codeNow(world, secret) });
  expect((await pressed(visitor, '/success/activity/sessions')).status).toBe(200);
});
