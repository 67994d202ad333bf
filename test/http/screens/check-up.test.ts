/** U-50: the dashboard asks once whether an app that was never used shows codes; a right one counts, "later" is for good. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { addSecond } from '../../support/authenticator-steps.ts';
import { codeNow, enrol, STEP, signIn, signInWithCode, wrongCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { errorAt, hasButton, linkTo, summaryOf } from './reading.ts';

const PATH = '/success/dashboard/check-up';
const QUESTION = 'いまコードを表示できますか?';

let world: World;
let used: Uint8Array;
let spare: Uint8Array;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
  used = await enrol(world, visitor);
  world.advance(STEP);
  spare = await addSecond(world, visitor, '引き出しの端末');
});
afterEach(() => world.close());

/** So long after the spare one was added, signed in with the other. */
async function dashboardAfter(time: number) {
  world.advance(time);
  visitor = world.visitor();
  await signInWithCode(world, visitor, used);
  return visitor.get('/success/dashboard');
}

describe('the question', () => {
  test('U-50 stands in the page from the third day to the twenty-eighth, for the app that was never used', async () => {
    expect((await dashboardAfter(days(3) - minutes(1))).text).not.toContain(QUESTION);
    const page = await dashboardAfter(minutes(1));
    expect(page.text).toContain(QUESTION);
    expect(page.text).toContain('「引き出しの端末」は、登録してからまだ使われていません。');
    expect(page.html).not.toContain('<dialog');
    expect(page.html).toMatch(/id="code"[^>]*autocomplete="one-time-code"/u);
    expect(page.html.match(/button-primary/gu)).toHaveLength(1);
    expect([hasButton(page, '確かめる'), hasButton(page, '後で')]).toEqual([true, true]);
    expect((await dashboardAfter(days(25))).text).not.toContain(QUESTION);
  });

  test('U-50 G-33 asks it in English', async () => {
    await dashboardAfter(days(4));
    const page = await visitor.get('/success/dashboard?lang=en');
    expect(page.text).toContain('Can you show a code now?');
    expect([hasButton(page, 'Check'), hasButton(page, 'Later')]).toEqual([true, true]);
  });

  test('U-50 is answered by a right code, which is a fresh check too, and never comes again', async () => {
    await dashboardAfter(days(4));
    world.advance(minutes(30));
    await visitor.get('/success/dashboard');
    const before = visitor.cookies.get('__Host-genkan-success-session');
    const answer = await visitor.post(PATH, { code: codeNow(world, spare) });
    expect(answer.location).toBe('/success/dashboard?notice=code-shown');
    expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before);
    const page = await visitor.follow(answer);
    expect(page.text).toContain('コードを確認しました。');
    expect(page.text).not.toContain(QUESTION);
    expect((await visitor.get('/success/account/authenticators/replacement')).status).toBe(200);
    expect((await dashboardAfter(days(4))).text).not.toContain(QUESTION);
  });

  test('U-50 "later" hides it for good, in every browser, and is recorded', async () => {
    await dashboardAfter(days(4));
    expect((await visitor.post(`${PATH}/postponement`)).location).toBe('/success/dashboard');
    expect((await visitor.get('/success/dashboard')).text).not.toContain(QUESTION);
    expect((await dashboardAfter(days(10))).text).not.toContain(QUESTION);
    expect(await world.query("select seq from audit_event where type = 'check-up.hidden'")).toHaveLength(1);
  });

  test('U-50 without a question there is nothing to answer', async () => {
    await dashboardAfter(days(1));
    expect((await visitor.post(PATH, { code: '123456' })).location).toBe('/success/dashboard');
    expect((await visitor.post(`${PATH}/postponement`)).location).toBe('/success/dashboard');
    expect(await world.query("select seq from audit_event where type = 'session.step-up-refused'")).toEqual([]);
  });
});

describe('a code that does not fit', () => {
  test.each([
    ['', '認証コードを入力してください'],
    ['12345', '認証コードは6桁の数字です。入力した文字数を確認してください'],
    ['abcdef', '認証コードは数字だけです。6桁の数字を入力してください'],
  ])('U-16 %j is told at the field, with the dashboard around it', async (code, message) => {
    await dashboardAfter(days(4));
    const page = await visitor.post(PATH, { code });
    expect([page.status, errorAt(page, 'code'), summaryOf(page).includes(message)]).toEqual([422, message, true]);
    expect(page.text).toContain('二要素認証の設定を開く');
  });

  test('U-50 B4 a wrong one is charged and answered with what to do: change the device, look for the recovery codes', async () => {
    await dashboardAfter(days(4));
    const page = await visitor.post(PATH, { code: wrongCode(world, spare) });
    expect(errorAt(page, 'code')).toContain('認証コードが一致しません');
    expect(linkTo(page, '端末を変更する')).toBe('/success/account/authenticators/replacement');
    expect(linkTo(page, '回復コードを確かめる')).toBe('/success/account#recovery-codes');
    for (let count = 0; count < 3; count += 1) await visitor.post(PATH, { code: wrongCode(world, spare) });
    const paused = await visitor.post(PATH, { code: wrongCode(world, spare) });
    expect([paused.status, paused.headers.get('retry-after')]).toEqual([429, '900']);
    expect((await visitor.post(PATH, { code: codeNow(world, spare) })).status).toBe(429);
  });

  test('U-50 the code of another device proves nothing about this one', async () => {
    await dashboardAfter(days(4));
    world.advance(STEP);
    const page = await visitor.post(PATH, { code: codeNow(world, used) });
    expect([page.status, page.text.includes(QUESTION)]).toEqual([422, true]);
  });

  test('A6 a stale form charges nothing, hides nothing and is shown again', async () => {
    await dashboardAfter(days(4));
    for (const path of [PATH, `${PATH}/postponement`]) {
      const page = await visitor.post(path, { ...(path === PATH ? { code: codeNow(world, spare) } : {}), form_token: 'x' });
      expect([page.status, page.text.includes(QUESTION), errorAt(page, 'code').includes('もう一度送信してください')]).toEqual([
        403,
        true,
        true,
      ]);
    }
  });
});
