/** Issuing recovery codes: offered after turning two-factor on, shown once, saved by a box, voided by the next set (Z-09). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../../src/core/time.ts';
import {
  accountWithCodes,
  codesOn,
  issueCodes,
  namedSet,
  saveCodes,
  signInWithRecoveryCode,
} from '../../support/recovery-codes.ts';
import { codeNow, enrol, STEP, signIn, signInWithCode } from '../../support/steps.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { fieldValue, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const PATH = '/success/recovery-codes';
const SAFEKEEPING = `${PATH}/safekeeping`;
const CODE = /\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}/u;

let world: World;
let visitor: Visitor;
let secret: Uint8Array;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
  secret = await enrol(world, visitor);
});
afterEach(() => world.close());

const issue = async (who = visitor): Promise<Answer> => who.post(PATH, { code_set: namedSet(await who.get(PATH)) });
const settings = async (who = visitor): Promise<string> => (await who.get('/success/account')).text;

describe('after turning two-factor on', () => {
  test('SEC-C04 G-02 the codes are the framed next step; nothing waits for it', async () => {
    const page = await visitor.get('/success/enrolment/completed');
    expect(headingOf(page)).toBe('二要素認証を有効にしました');
    expect(page.text).toContain('次に、回復コードを保存してください');
    expect(hasButton(page, '回復コードを表示する')).toBe(true);
    expect(linkTo(page, 'あとで保存する')).toBe('/success/dashboard');
    expect(page.html).not.toMatch(CODE);
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
    expect(await world.query('select id from recovery_code')).toEqual([]);
  });

  test('SEC-C04 Z-09 the button shows ten codes in order, with the file of this portal and day, and an unticked box', async () => {
    const page = await visitor.get('/success/enrolment/completed');
    const shown = await visitor.post(PATH, { code_set: fieldValue(page, 'code_set') ?? 'none' });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(headingOf(shown)).toBe('回復コードを保存する');
    expect(shown.text).toContain('ステップ 3/3 回復コードの保存');
    expect(
      codesOn(shown)
        .map((code) => code.slice(0, 3))
        .join(''),
    ).toBe('01-02-03-04-05-06-07-08-09-10-');
    for (const code of codesOn(shown)) expect(shown.text.replaceAll(' ', '')).toContain(code);
    expect(shown.html).toContain('data-file-name="ビジネスサクセスポータル-回復コード-2026-11-23.txt"');
    expect(/<input type="checkbox"[^>]*>/u.exec(shown.html)?.[0]).toMatch(/^(?!.*checked).*required/u);
    expect(shown.text).toContain('サポートの担当者が回復コードをお聞きすることはありません');
    expect(/data-code-sheet="([^"]*)"/u.exec(shown.html)?.[1]).not.toContain('hanako');
    expect((await world.letters()).at(-1)?.subject).toBe('【ビジネスサクセスポータル】新しい回復コードを発行しました');
  });

  test('SEC-C04 the next step is not offered to who has codes already', async () => {
    await issueCodes(visitor);
    const page = await visitor.get('/success/enrolment/completed');
    expect(page.text).not.toContain('次に、回復コードを保存してください');
    expect(page.text).toContain('機種変更');
  });

  test('G-33 all of it in English', async () => {
    const reader = visitor.copy({ language: 'en' });
    const shown = await issue(reader);
    expect(titleOf(shown)).toBe('Save your recovery codes – Business Success Portal');
    expect(shown.html).toContain('data-file-name="Business Success Portal-recovery-codes-2026-11-23.txt"');
    expect(codesOn(shown)).toHaveLength(10);
  });
});

describe('once', () => {
  test('SEC-C04 the same form again shows and issues nothing: reloaded, sent twice, or from another window', async () => {
    const page = await visitor.get(PATH);
    const fields = { code_set: namedSet(page), form_token: visitor.formToken() };
    const codes = codesOn(await visitor.post(PATH, fields));
    expect(codes).toHaveLength(10);
    const again = await visitor.post(PATH, fields);
    expect(again.status).toBe(409);
    expect(headingOf(again)).toBe('回復コードは発行済みです');
    expect(again.html).not.toMatch(CODE);
    expect(await world.query('select id from recovery_code')).toHaveLength(10);
    await visitor.post('/success/sign-out');
    expect((await signInWithRecoveryCode(world.visitor(), codes[0] ?? '')).status).toBe(200);
  });

  test('SEC-C04 no GET shows a code, before or after', async () => {
    const codes = await issueCodes(visitor);
    for (const path of ['recovery-codes', 'account', 'dashboard', 'enrolment/completed', 'confirmation/recovery-code', 'help']) {
      const { html } = await visitor.get(`/success/${path}`);
      for (const code of codes) expect(html.replaceAll('-', ''), path).not.toContain(code.slice(3).replaceAll('-', ''));
    }
    expect((await visitor.get(SAFEKEEPING)).status).toBe(405);
  });

  test('SEC-N02 a form of another browser issues nothing', async () => {
    await visitor.get(PATH);
    const answer = await visitor.post(PATH, { code_set: '', form_token: 'of somebody else' });
    expect(answer.status).toBe(403);
    expect(summaryOf(answer)).not.toBe('');
    expect(await world.query('select id from recovery_code')).toEqual([]);
  });
});

describe('the box', () => {
  test('SEC-C04 U-44 until it is ticked the settings say that saving is not confirmed; afterwards how many are left', async () => {
    const shown = await issue();
    expect(await settings()).toContain('保存したことを確認できていません');
    const answer = await saveCodes(visitor, shown);
    expect(answer.location).toBe('/success/dashboard');
    expect(await settings()).toContain('未使用 10個(2026年11月23日に発行)');
    expect((await world.audit()).at(-1)).toContain('"slot":null');
  });

  test('SEC-C04 it leads on to where the person was going, and nowhere else', async () => {
    const shown = await issue();
    const code_set = namedSet(shown);
    const to = async (return_to: string) => (await visitor.post(SAFEKEEPING, { saved: 'yes', code_set, return_to })).location;
    expect(await to('/success/account')).toBe('/success/account');
    expect(await to('https://evil.example/')).toBe('/success/dashboard');
    expect(await to('//evil.example')).toBe('/success/dashboard');
  });

  test('SEC-C04 without the tick nothing is noted, and the page says how to go on', async () => {
    const shown = await issue();
    const answer = await visitor.post(SAFEKEEPING, { code_set: namedSet(shown) });
    expect(answer.status).toBe(422);
    expect(headingOf(answer)).toBe('保存の確認がまだです');
    expect(linkTo(answer, '回復コードの発行に進む')).toBe(PATH);
    expect(await settings()).toContain('保存したことを確認できていません');
  });

  test('SEC-H03 nobody notes anything about the codes of another account', async () => {
    const shown = await issue();
    await world.addAccount({ email: 'taro@success.example' });
    const other = world.visitor();
    await signIn(other, { email: 'taro@success.example' });
    await other.get('/success/account');
    await other.post(SAFEKEEPING, { saved: 'yes', code_set: namedSet(shown) });
    expect(await settings()).toContain('保存したことを確認できていません');
  });
});

describe('a new set', () => {
  test('SEC-C04 U-45 says what it voids, then the old codes are dead and the new ones work', async () => {
    const old = await issueCodes(visitor);
    const page = await visitor.get(PATH);
    expect(page.text).toContain('今の回復コードは、すべて使えなくなります');
    expect(hasButton(page, '新しい回復コードを発行する')).toBe(true);
    const fresh = codesOn(await visitor.post(PATH, { code_set: namedSet(page) }));
    expect(fresh.filter((code) => old.includes(code))).toEqual([]);
    expect((await signInWithRecoveryCode(world.visitor(), old[0] ?? '')).status).toBe(422);
    expect((await signInWithRecoveryCode(world.visitor(), fresh[0] ?? '')).status).toBe(200);
    expect((await world.letters()).filter(({ subject }) => subject.includes('回復コードを発行しました'))).toHaveLength(2);
  });

  test('SEC-H02 SEC-H01 ten minutes after the proof it asks for a fresh check, and a form posted then issues nothing', async () => {
    await visitor.get(PATH);
    world.advance(minutes(10) + seconds(1));
    expect((await visitor.get(PATH)).location).toBe('/success/confirmation?then=recovery-codes');
    const posted = await visitor.post(PATH, { code_set: '' });
    expect(posted.status).toBe(403);
    expect(headingOf(posted)).toBe('本人確認');
    expect(await world.query('select id from recovery_code')).toEqual([]);
    const proven = await visitor.post('/success/confirmation?then=recovery-codes', { code: codeNow(world, secret) });
    expect(proven.location).toBe(PATH);
    expect((await visitor.get(PATH)).status).toBe(200);
  });

  test('SEC-P06 five sets an hour, then the page says until when', async () => {
    for (let n = 0; n < 5; n += 1) await issueCodes(visitor);
    const answer = await issue();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/u);
    expect(summaryOf(answer)).toContain('新しい回復コードを発行できません');
    expect(await world.query('select id from recovery_code where ended_at is null')).toHaveLength(10);
  });
});

describe('without two-factor', () => {
  test('SEC-C01 there is no section and no code to issue', async () => {
    await world.addAccount({ email: 'taro@success.example' });
    const other = world.visitor();
    await signIn(other, { email: 'taro@success.example' });
    expect(await settings(other)).not.toContain('回復コード');
    const page = await other.get(PATH);
    expect(page.text).toContain('回復コードは、二要素認証を有効にすると使えます');
    await other.get('/success/account');
    const answer = await other.post(PATH, { code_set: '' });
    expect(answer.text).toContain('回復コードは、二要素認証を有効にすると使えます');
    expect(await world.query('select id from recovery_code')).toEqual([]);
  });
});

describe('few left', () => {
  test('SEC-C05 U-45 three or fewer are said in the settings and on the dashboard; a saved replacement counts again', async () => {
    await world.addAccount({ email: 'taro@success.example' });
    const { codes, secret: app } = await accountWithCodes(world, { email: 'taro@success.example' });
    const credentials = { email: 'taro@success.example' };
    const user = world.visitor();
    const used: Answer[] = [];
    for (const code of codes.slice(0, 7)) used.push(await signInWithRecoveryCode(user, code, credentials));
    expect(used.at(-1)?.text).toContain('ほかに、未使用の回復コードが3個あります');
    expect((await user.get('/success/dashboard')).text).toContain('未使用の回復コードは、残り3個です');
    expect(await settings(user)).toContain('未使用 3個');
    world.advance(STEP);
    await signInWithCode(world, user, app, credentials);
    const last = await signInWithRecoveryCode(user, codes[7] ?? '', credentials);
    await saveCodes(user, last);
    expect(await settings(user)).toContain('未使用 3個');
    const more = await signInWithRecoveryCode(user, codesOn(last)[0] ?? '', credentials);
    await saveCodes(user, more);
    await saveCodes(user, used[0] ?? more);
    expect((await user.get('/success/dashboard')).text).not.toContain('未使用の回復コードは、残り');
  });
});
