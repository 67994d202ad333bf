/** Who must enrol: the waiting page, the mailed link in this and in another browser, the enrolment, and every way back into step. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { REQUIRED_POLICY } from '../../../src/core/two-factor-policy.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { codeNow, postPassword, secretOn, wrongCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { errorAt, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };
const WAIT = '/desk/sign-in/confirmation';
const ENROL = '/desk/sign-in/enrolment';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
  visitor = world.visitor();
  await postPassword(visitor, STAFF);
});
afterEach(() => world.close());

async function mailedLink(): Promise<string> {
  const text = (await world.letters()).at(-1)?.text ?? '';
  const link = /\/[a-z]+\/sign-in\/confirmation\/[\w.-]+/u.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link in ${text}`);
  return link;
}

async function confirmIn(browser: Visitor) {
  const link = await mailedLink();
  await browser.get(link);
  return browser.post(link);
}

async function atEnrolment(): Promise<Uint8Array> {
  await confirmIn(visitor);
  await visitor.get(WAIT);
  expect((await visitor.post(WAIT)).location).toBe(ENROL);
  return secretOn(await visitor.get(ENROL));
}

describe('waiting for the mail', () => {
  test('G-35 says why, where the mail went (masked), until when, and how to go on', async () => {
    const page = await visitor.get(WAIT);
    expect(titleOf(page)).toBe('メールをご確認ください – サポートデスク');
    expect(page.text).toContain('ステップ 2/3');
    expect(page.text).toContain('r•••••@desk.example に確認のメールを送信しました。');
    expect(page.text).toContain('10:10(日本時間)までに、確認と認証アプリの登録を終えてください。');
    expect(page.html).not.toContain('reviewer@');
    expect(hasButton(page, '続ける')).toBe(true);
    expect(hasButton(page, '別のアカウントでログイン')).toBe(true);
    expect(linkTo(page, 'サポートにお問い合わせください')).toBe('/desk/help#contact');
  });

  test('G-33 says it in English', async () => {
    const page = await visitor.get(`${WAIT}?lang=en`);
    expect(headingOf(page)).toBe('Check your mail');
    expect(page.text).toContain('Confirm and add your authenticator app by 10:10 (Japan time).');
  });

  test('SEC-P05 pressing on too early says what is missing, and no other page of the sign-in opens', async () => {
    await visitor.get(WAIT);
    const page = await visitor.post(WAIT);
    expect([page.status, headingOf(page)]).toEqual([422, 'メールをご確認ください']);
    expect(summaryOf(page)).toContain('まだ確認が終わっていません。メールのリンクを開いて、ボタンを押してください');
    expect((await visitor.get(ENROL)).location).toBe(WAIT);
    expect((await visitor.post(ENROL)).location).toBe(WAIT);
    expect((await visitor.post(`${ENROL}/code`, { code: '123456', device_name: '' })).location).toBe(WAIT);
    expect((await visitor.get('/desk/sign-in/code')).location).toBe(WAIT);
    expect(await world.query('select id from authenticator')).toEqual([]);
  });

  test('A6 a stale form is shown again by 403', async () => {
    await confirmIn(world.visitor());
    await visitor.get(WAIT);
    const page = await visitor.post(WAIT, { form_token: 'x' });
    expect([page.status, summaryOf(page).includes('もう一度送信してください')]).toEqual([403, true]);
    expect(await world.query('select id from authenticator')).toEqual([]);
  });
});

describe('the mailed link', () => {
  test('G-24 SEC-P05 opening it shows a button and what to do if it was not you, in the language asked for', async () => {
    const link = await mailedLink();
    const page = await world.visitor().get(link);
    expect([page.status, headingOf(page)]).toEqual([200, 'メールアドレスの確認']);
    expect(page.text).toContain('このページを開いただけでは、何も変わりません。');
    expect(page.text).toContain('ご自身でログインしていない場合は、ボタンを押さずにこのページを閉じてください。');
    expect(hasButton(page, '確認する')).toBe(true);
    expect(headingOf(await world.visitor({ language: 'en' }).get(link))).toBe('Confirm your email address');
    expect((await visitor.get(WAIT)).text).toContain('に確認のメールを送信しました');
  });

  test('T-21 SEC-P05 in another browser the button confirms nothing, says so, and the link still works where it belongs', async () => {
    const phone = world.visitor();
    const refused = await confirmIn(phone);
    expect([refused.status, headingOf(refused)]).toEqual([422, 'メールアドレスの確認']);
    expect(refused.text).toContain('このリンクは、ログインを始めたブラウザーで開いてください。');
    expect([...phone.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    expect((await visitor.get(WAIT)).text).toContain('に確認のメールを送信しました');
    expect((await confirmIn(visitor)).location).toBe(WAIT);
  });

  test('SEC-N05 in the same browser it leads straight back to the waiting page, which now goes on', async () => {
    const confirmed = await confirmIn(visitor);
    expect(confirmed.location).toBe(WAIT);
    const page = await visitor.follow(confirmed);
    expect(page.text).toContain('「続ける」を押して、認証アプリを登録してください。');
    expect(page.text).not.toContain('迷惑メール');
    expect((await visitor.post(WAIT)).location).toBe(ENROL);
  });

  test.each(['x', 'A'.repeat(16), `${'A'.repeat(16)}.${'B'.repeat(43)}`, '%00', '%E3%81%82'])(
    'SEC-P05 a link that never was (%s) shows the same page as a spent one, by 410',
    async (token) => {
      for (const kind of ['confirmation', 'browser']) {
        const path = `/desk/sign-in/${kind}/${token}`;
        await visitor.get(path);
        const page = await visitor.post(path);
        expect([page.status, headingOf(page)]).toEqual([410, 'このリンクは使えません']);
        expect(linkTo(page, 'ログイン画面へ')).toBe('/desk/sign-in');
      }
    },
  );

  test('A6 a stale button is shown again by 403 and spends nothing', async () => {
    const link = await mailedLink();
    await visitor.get(link);
    const page = await visitor.post(link, { form_token: 'x' });
    expect([page.status, hasButton(page, '確認する')]).toEqual([403, true]);
    await visitor.get(link);
    expect((await visitor.post(link)).location).toBe(WAIT);
  });

  test('SEC-F01 the link that confirms a browser says so, and its end leads to the sign-in with a sentence', async () => {
    const page = await visitor.get(`/desk/sign-in/browser/${'A'.repeat(16)}.${'B'.repeat(43)}`);
    expect(headingOf(page)).toBe('このブラウザーの確認');
    expect(hasButton(page, 'このブラウザーを確認する')).toBe(true);
    const sentence = await world.visitor().get('/desk/sign-in?notice=browser-confirmed');
    expect(sentence.text).toContain('このブラウザーを確認しました。パスワードを入力してログインしてください。');
  });
});

describe('the enrolment', () => {
  test('Z-07 is the third of three steps, offers no second sign-in, and is cancelled with the sign-in', async () => {
    await atEnrolment();
    const page = await visitor.get(ENROL);
    expect(page.text).toContain('ステップ 3/3');
    expect(page.html).not.toContain('href="/desk/sign-in"');
    expect(page.html).toMatch(/action="\/desk\/sign-in\/cancellation" id="cancel"/u);
    await visitor.post('/desk/sign-in/cancellation');
    expect((await visitor.get(ENROL)).location).toBe('/desk/sign-in');
  });

  test('G-03 S-16 a wrong code keeps the QR code; the right one signs in and says that two-factor is on', async () => {
    const secret = await atEnrolment();
    const wrong = await visitor.post(`${ENROL}/code`, { code: wrongCode(world, secret), device_name: '私の端末' });
    expect([wrong.status, errorAt(wrong, 'code')]).toEqual([
      422,
      '認証コードが一致しません。アプリに今表示されているコードを入力してください',
    ]);
    expect(secretOn(wrong)).toEqual(secret);
    const bound = await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '私の端末' });
    expect(bound.location).toBe('/desk/enrolment/completed');
    const done = await visitor.get('/desk/enrolment/completed');
    expect(done.text).toContain('古い端末が手元にあるうちに、設定の「端末を変更する」から新しい端末を登録してください。');
    expect(done.text).not.toContain('無効にしてから');
    const page = await visitor.follow(bound);
    expect(headingOf(page)).toBe('二要素認証を有効にしました');
    expect(page.text).toContain('端末の名前 私の端末');
    expect(linkTo(page, '受付一覧に戻る')).toBe('/desk/requests');
    expect(visitor.cookies.has('__Host-genkan-desk-pending')).toBe(false);
  });

  test('S-36 the page asked for before is where it goes on afterwards', async () => {
    const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, twoFactorPolicy: REQUIRED_POLICY } : portal));
    await world.close();
    world = await openWorld({ portals });
    await world.addAccount();
    const holder = world.visitor();
    await holder.get('/success/sign-in');
    await holder.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD, return_to: '/success/cases' });
    await confirmIn(holder);
    await holder.get('/success/sign-in/confirmation');
    await holder.post('/success/sign-in/confirmation');
    const secret = secretOn(await holder.get('/success/sign-in/enrolment'));
    const bound = await holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect(linkTo(await holder.follow(bound), 'あとで保存する')).toBe('/success/cases');
    const forged = await holder.get('/success/enrolment/completed?return_to=https%3A%2F%2Fevil.example');
    expect(linkTo(forged, 'あとで保存する')).toBe('/success/dashboard');
  });

  test('Z-21 without a pending secret the page offers to begin again, and opening it made none', async () => {
    await confirmIn(visitor);
    const page = await visitor.get(ENROL);
    expect([page.status, hasButton(page, 'もう一度始める')]).toEqual([200, true]);
    expect(await world.query('select id from authenticator')).toEqual([]);
    const stale = await visitor.post(ENROL, { form_token: 'x' });
    expect(stale.status).toBe(403);
    expect(await world.query('select id from authenticator')).toEqual([]);
    await visitor.get(ENROL);
    expect((await visitor.post(ENROL)).location).toBe(ENROL);
    expect(secretOn(await visitor.get(ENROL))).toHaveLength(20);
  });

  test('G-20 after ten minutes everything begins again at the sign-in', async () => {
    const secret = await atEnrolment();
    world.advance(minutes(10));
    const late = await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    expect(late.location).toBe('/desk/sign-in?notice=sign-in-expired');
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);
  });

  test('G-11 who finished it in another window is not asked again', async () => {
    const second = visitor.copy();
    const secret = await atEnrolment();
    await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    for (const path of [WAIT, ENROL]) expect((await second.get(path)).location).toMatch(/^\/desk\/sign-in/u);
  });
});
