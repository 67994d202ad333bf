/** A recovery code at the sign-in and at a fresh check: the form, each sentence, and the page that answers a right one (Z-03). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../../src/core/time.ts';
import {
  accountWithCodes,
  codesOn,
  isSignedIn,
  postRecoveryCode,
  saveCodes,
  signInWithRecoveryCode,
} from '../../support/recovery-codes.ts';
import { postPassword, STEP, signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';
import { errorAt, fieldValue, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const PATH = '/success/sign-in/recovery-code';
const WAY = '/success/confirmation/recovery-code';
const WRONG = '01-0000-0000-0000-0000';

let world: World;
let codes: readonly string[];
let secret: Uint8Array;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  ({ codes, secret } = await accountWithCodes(world));
});
afterEach(() => world.close());

const code = (index = 0): string => codes[index] ?? '';

describe('the way there', () => {
  test('U-24 S-50 the code page lists recovery code, other device, registration pass, desk, in this order', async () => {
    const visitor = world.visitor();
    await postPassword(visitor);
    const page = await visitor.get('/success/sign-in/code');
    const ways = [...page.html.matchAll(/<li class="route">.*?<\/li>/gsu)].map(([item]) => item);
    expect(ways).toHaveLength(4);
    expect(ways[0]).toContain(`href="${PATH}"`);
    expect(ways[1]).not.toContain('href=');
    expect(ways[2]).toContain('href="/success/sign-in/pass"');
    expect(ways[3]).toContain('href="/success/lost-device"');
  });

  test('SEC-E01 without a begun sign-in there is no form, and an ended one says so', async () => {
    const visitor = world.visitor();
    expect((await visitor.get(PATH)).location).toBe('/success/sign-in');
    await postPassword(visitor);
    expect((await visitor.get(PATH)).status).toBe(200);
    world.advance(minutes(10));
    expect((await visitor.get(PATH)).location).toBe('/success/sign-in?notice=sign-in-expired');
    expect((await visitor.post(PATH, { recovery_code: code() })).location).toBe('/success/sign-in?notice=sign-in-expired');
  });

  test('SEC-C06 while codes are paused the page says until when and offers no other code', async () => {
    const visitor = world.visitor();
    await postPassword(visitor);
    for (let n = 0; n < 5; n += 1) await postRecoveryCode(visitor, WRONG);
    for (const path of [PATH, '/success/sign-in/code']) {
      const page = await visitor.get(path);
      expect(page.status).toBe(429);
      expect(page.html).not.toContain(`href="${PATH}"`);
      expect(page.text).toContain('10:16');
    }
  });
});

describe('the form', () => {
  test.each([
    ['', '回復コードを入力してください'],
    ['01-7K3M', '回復コードが短すぎます。番号2桁と英数字16文字を、最後まで入力してください'],
    [`${WRONG}-0000`, '回復コードが長すぎます。番号2桁と英数字16文字を、1つだけ入力してください'],
    ['7K3M-9QXT-2VBN-4RHD', '先頭の番号(01から10)から入力してください'],
    ['99-7K3M-9QXT-2VBN-4RHD', '先頭の番号(01から10)から入力してください'],
    ['01-7K3M-9QXT-2VBN-4RH回', '回復コードに使われない文字が含まれています。数字と英字を、表示されたとおりに入力してください'],
    [WRONG, 'この回復コードは使えません。使用済みか、入力が違います。確認して、もう一度入力してください'],
  ])('SEC-C02 %j is answered in its own words, at the field and in the summary', async (typed, message) => {
    const visitor = world.visitor();
    await postPassword(visitor);
    const answer = await postRecoveryCode(visitor, typed);
    expect(answer.status).toBe(422);
    expect(errorAt(answer, 'recovery-code')).toBe(message);
    expect(summaryOf(answer)).toContain(message);
    expect(titleOf(answer)).toBe('エラー: 回復コードの入力 – ビジネスサクセスポータル');
    if (typed !== '') expect(answer.html).not.toContain(`value="${typed}"`);
    const counter = await world.service.store.read.counter('second-factor:account-1');
    expect(counter?.failures ?? 0).toBe(typed === WRONG ? 1 : 0);
  });

  test('U-19 from three tries on it says how many are left', async () => {
    const visitor = world.visitor();
    await postPassword(visitor);
    await postRecoveryCode(visitor, WRONG);
    expect(summaryOf(await postRecoveryCode(visitor, WRONG))).toMatch(/あと ?3 ?回/u);
  });

  test('SEC-N02 a form of another browser is not evaluated, and costs no try', async () => {
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get(PATH);
    const answer = await visitor.post(PATH, { recovery_code: code(), form_token: 'of somebody else' });
    expect(answer.status).toBe(403);
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await postRecoveryCode(visitor, code())).status).toBe(200);
  });
});

describe('a right code', () => {
  test('SEC-C05 Z-03 G-15 signs in and shows, once, what took its place and what to do when the device is gone', async () => {
    const visitor = world.visitor();
    const page = await signInWithRecoveryCode(visitor, code(2));
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(headingOf(page)).toBe('ログインしました');
    expect(page.text).toContain('番号03の回復コードを使いました');
    expect(codesOn(page)).toHaveLength(1);
    expect(codesOn(page)[0]).toMatch(/^03-/u);
    expect(page.text).toContain('ほかに、未使用の回復コードが9個あります');
    expect(linkTo(page, '新しい端末を登録する')).toBe('/success/account/authenticators/replacement');
    expect(page.html).toContain('/success/sign-out');
    expect(await isSignedIn(visitor)).toBe(true);
    // Reloading posts again, to a sign-in that is over.
    expect((await visitor.post(PATH, { recovery_code: code(2) })).location).toBe('/success/');
    expect((await visitor.get(PATH)).location).toBe('/success/');
  });

  test('SEC-C05 the box notes that the new code is saved, in the session just made', async () => {
    const visitor = world.visitor();
    const page = await signInWithRecoveryCode(visitor, code(2));
    expect((await saveCodes(visitor, page)).location).toBe('/success/dashboard');
    expect((await visitor.get('/success/account')).text).toContain('未使用 10個');
  });

  test('SEC-E09 it leads on to the page that was asked for', async () => {
    const visitor = world.visitor();
    await visitor.get('/success/sign-in?return_to=%2Fsuccess%2Fcases');
    await visitor.post('/success/sign-in', {
      email: 'hanako@success.example',
      password: 'correct horse 電池',
      return_to: '/success/cases',
    });
    const page = await postRecoveryCode(visitor, code());
    expect(fieldValue(page, 'return_to')).toBe('/success/cases');
    expect(linkTo(page, '保存せずに続ける')).toBe('/success/cases');
  });

  test('SEC-C05 SEC-P02 the holder is told, with how many are left', async () => {
    await signInWithRecoveryCode(world.visitor(), code());
    const letter = (await world.letters()).find(
      ({ subject }) => subject === '【ビジネスサクセスポータル】回復コードが使われました',
    );
    expect(letter?.text).toContain('未使用の回復コード: 9個');
    expect(letter?.text).toContain('/success/not-me/');
    expect(letter?.text).not.toMatch(/\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}/u);
  });

  test('G-33 all of it in English', async () => {
    const visitor = world.visitor({ language: 'en' });
    await postPassword(visitor);
    const form = await visitor.get(PATH);
    expect(titleOf(form)).toBe('Enter a recovery code – Business Success Portal');
    const page = await visitor.post(PATH, { recovery_code: code().toLowerCase().replaceAll('-', ' ') });
    expect(titleOf(page)).toBe('You are signed in – Business Success Portal');
    expect(page.text).toContain('Besides it you have 9 unused recovery codes.');
  });
});

describe('the fresh check', () => {
  async function signedIn() {
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    world.advance(minutes(10) + seconds(1));
    return visitor;
  }

  test('SEC-H01 SEC-C05 a code proves it instead of the app, is replaced, and leads on to what was asked for', async () => {
    const visitor = await signedIn();
    const asked = await visitor.follow(await visitor.get('/success/recovery-codes'));
    const link = linkTo(asked, '回復コードで確認する');
    expect(link).toBe(`${WAY}?then=recovery-codes`);
    await visitor.get(link);
    const before = visitor.cookies.get('__Host-genkan-success-session');
    const page = await visitor.post(link, { recovery_code: code(4) });
    expect(page.status).toBe(200);
    expect(visitor.cookies.get('__Host-genkan-success-session')).not.toBe(before);
    expect(headingOf(page)).toBe('本人確認が済みました');
    expect(codesOn(page)[0]).toMatch(/^05-/u);
    expect((await saveCodes(visitor, page)).location).toBe('/success/dashboard');
    expect(fieldValue(page, 'return_to')).toBe('/success/recovery-codes');
    expect((await visitor.get('/success/recovery-codes')).status).toBe(200);
    const [row] = await world.query('select methods from session where ended_at is null');
    expect(JSON.parse(String(row?.['methods']))).toEqual(['password', 'totp', 'recovery-code']);
    expect((await world.letters()).at(-1)?.subject).toContain('回復コードが使われました');
  });

  test('SEC-H01 a wrong code proves nothing, and a strange wish leads to the settings', async () => {
    const visitor = await signedIn();
    await visitor.get(`${WAY}?then=https%3A%2F%2Fevil.example`);
    const wrong = await visitor.post(`${WAY}?then=https%3A%2F%2Fevil.example`, { recovery_code: WRONG });
    expect(wrong.status).toBe(422);
    expect(wrong.html).not.toContain('evil.example');
    expect((await visitor.get('/success/recovery-codes')).status).toBe(303);
    const right = await visitor.post(`${WAY}?then=https%3A%2F%2Fevil.example`, { recovery_code: code() });
    expect(fieldValue(right, 'return_to')).toBe('/success/account');
  });

  test('SEC-H03 an account without an authenticator is asked for its password instead', async () => {
    await world.addAccount({ email: 'taro@success.example' });
    const other = world.visitor();
    await postPassword(other, { email: 'taro@success.example' });
    expect((await other.get(`${WAY}?then=enrolment`)).location).toBe('/success/confirmation?then=enrolment');
    expect((await other.get('/success/confirmation')).html).not.toContain(WAY);
    world.advance(STEP);
  });
});
