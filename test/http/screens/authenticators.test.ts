/** Authenticators in the settings: one more app, another name, the end of one; what each page says and what it refuses. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { REQUIRED_POLICY } from '../../../src/core/two-factor-policy.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { addSecond, beginSecond, boundOf, confirmAgain, plantPasskey, sendCode } from '../../support/authenticator-steps.ts';
import { codeNow, enrol, postPassword, STEP, secretOn, signIn, signInWithCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { errorAt, fieldValue, hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const JIRO = { portal: 'support', email: 'jiro@support.example' };
const PATH = '/success/account/authenticators';

let world: World;
let secret: Uint8Array;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
  secret = await enrol(world, visitor);
  world.advance(STEP);
});
afterEach(() => world.close());

async function idOf(name: string): Promise<string> {
  return (await boundOf(world)).find((each) => each.name === name)?.id ?? '';
}

describe('one more app', () => {
  test('U-47 G-14 the settings count the devices and begin another by one press, without turning anything off', async () => {
    const settings = await visitor.get('/success/account');
    expect(settings.text).toContain('登録した端末(1/2)');
    expect(hasButton(settings, '端末を追加する')).toBe(true);
    const begun = await visitor.post('/success/enrolment');
    expect(begun.location).toBe('/success/enrolment');
    const page = await visitor.get('/success/enrolment');
    expect(titleOf(page)).toBe('端末を追加する – ビジネスサクセスポータル');
    expect(page.text).toContain('ステップ 1/2');
    expect(page.text).toContain('追加すると、どちらの端末のコードでもログインできます。');
    const second = secretOn(page);
    const added = await sendCode(world, visitor, second, '家のiPad');
    const done = await visitor.follow(added);
    expect([titleOf(done), done.text.includes('ステップ 2/2')]).toEqual(['端末を追加しました – ビジネスサクセスポータル', true]);
    expect(done.text).toContain('端末の名前 家のiPad');
    world.advance(STEP);
    for (const one of [secret, second]) {
      expect((await signInWithCode(world, world.visitor(), one)).location).toBe('/success/dashboard');
      world.advance(STEP);
    }
  });

  test('U-47 G-33 says it in English, in the other portal', async () => {
    await world.addAccount({ ...JIRO, company: null });
    const jiro = world.visitor();
    await jiro.get('/support/sign-in?lang=en');
    await signIn(jiro, JIRO);
    await enrol(world, jiro, 'support');
    await jiro.get('/support/profile');
    await jiro.post('/support/enrolment');
    const page = await jiro.get('/support/enrolment');
    expect(titleOf(page)).toBe('Add a device – Business Support Portal');
    expect(page.text).toContain('Step 1 of 2');
    expect((await jiro.get('/support/profile')).text).toContain('Your devices (1 of 2)');
  });

  test('U-47 SEC-P02 the holder is told of it by its own letter, with the name of the device', async () => {
    await addSecond(world, visitor);
    const letter = (await world.letters()).at(-1);
    expect(letter?.subject).toBe('【ビジネスサクセスポータル】ログインに使う端末を追加しました');
    expect(letter?.text).toContain('端末の名前: 家のiPad');
    expect(letter?.text).toMatch(/\/success\/not-me\/\S+/u);
  });

  test('U-47 at two the page says so and offers the change of a device instead; nothing is begun', async () => {
    await addSecond(world, visitor);
    const settings = await visitor.get('/success/account');
    expect(settings.text).toContain('登録した端末(2/2)');
    expect(hasButton(settings, '端末を追加する')).toBe(false);
    const refused = await visitor.post('/success/enrolment');
    expect(refused.location).toBe('/success/enrolment');
    const page = await visitor.follow(refused);
    expect(headingOf(page)).toBe('二要素認証は有効です');
    expect(page.text).toContain('登録できる端末は2台までです。');
    expect(linkTo(page, '端末を変更する')).toBe(`${PATH}/replacement`);
    expect(page.html).not.toContain('otpauth:');
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
  });

  test.each(['会社のiPhone', '会社の ｉＰｈｏｎｅ'])(
    'U-47 the name %j of another device is answered at its field, and the QR code stays',
    async (name) => {
      const second = await beginSecond(visitor);
      const page = await sendCode(world, visitor, second, name);
      expect([page.status, errorAt(page, 'device-name')]).toEqual([
        422,
        '同じ名前の端末がすでに登録されています。別の名前を入力してください',
      ]);
      expect(secretOn(page)).toEqual(second);
      expect((await sendCode(world, visitor, second, '家のiPad')).location).toBe('/success/enrolment/completed?change=added');
    },
  );

  test('U-47 without a name two apps can still be told apart', async () => {
    const second = await beginSecond(visitor);
    await sendCode(world, visitor, second);
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['会社のiPhone', '認証アプリ']);
  });

  test('Z-21 after ten minutes the page says that nothing was changed, and leads to the settings', async () => {
    const second = await beginSecond(visitor);
    world.advance(minutes(10));
    const page = await sendCode(world, visitor, second, '家のiPad');
    expect(page.text).toContain('登録の有効期間が終わりました。設定は変更されていません。');
    expect(linkTo(page, '設定に戻る')).toBe('/success/account#two-factor');
    expect(await boundOf(world)).toHaveLength(1);
  });
});

describe('another name', () => {
  test('U-47 each device has its page, with its facts and its name to change', async () => {
    const id = await idOf('会社のiPhone');
    expect((await visitor.get('/success/account')).html).toContain(
      `href="${PATH}/${id}" aria-label="「会社のiPhone」の名前を変更"`,
    );
    const page = await visitor.get(`${PATH}/${id}`);
    expect(titleOf(page)).toBe('端末の名前を変更する – ビジネスサクセスポータル');
    expect(page.text).toContain(
      '種類 認証アプリ 登録した日時 2026年11月23日(月) 10:00(日本時間) 最後に使った日時 まだ使っていません',
    );
    expect(fieldValue(page, 'device_name')).toBe('会社のiPhone');
    const renamed = await visitor.post(`${PATH}/${id}`, { device_name: ' 私物の\u0000Pixel ' });
    expect(renamed.location).toBe('/success/account?notice=device-renamed');
    const settings = await visitor.follow(renamed);
    expect(settings.text).toContain('端末の名前を変更しました');
    expect(settings.text).toContain('私物の Pixel');
    const letter = (await world.letters()).at(-1);
    expect(letter?.text).toContain('端末の名前: 私物の Pixel');
    expect(letter?.text).toContain('前の名前: 会社のiPhone');
  });

  test.each([
    ['', '端末の名前を入力してください'],
    ['\u200B', '端末の名前を入力してください'],
    ['あ'.repeat(21), '端末の名前は20文字以内で入力してください'],
    ['家のIPAD', '同じ名前の端末がすでに登録されています。別の名前を入力してください'],
  ])('U-47 %j is answered at the field, and stays there', async (name, message) => {
    await addSecond(world, visitor);
    const id = await idOf('会社のiPhone');
    await visitor.get(`${PATH}/${id}`);
    const page = await visitor.post(`${PATH}/${id}`, { device_name: name });
    expect([page.status, errorAt(page, 'device-name'), titleOf(page).startsWith('エラー: ')]).toEqual([422, message, true]);
    expect(fieldValue(page, 'device_name')).toBe(name === '\u200B' || name === '' ? null : name);
    expect((await boundOf(world)).map((each) => each.name)).toEqual(['会社のiPhone', '家のiPad']);
  });

  test('U-47 the same name again changes nothing and tells nobody; another spelling of it is taken', async () => {
    const id = await idOf('会社のiPhone');
    await visitor.get(`${PATH}/${id}`);
    const letters = (await world.letters()).length;
    await visitor.post(`${PATH}/${id}`, { device_name: '会社のiPhone' });
    expect(await world.letters()).toHaveLength(letters);
    await visitor.post(`${PATH}/${id}`, { device_name: '会社のIPHONE' });
    expect((await boundOf(world))[0]?.name).toBe('会社のIPHONE');
  });

  test('A6 a stale form keeps what was typed, by 403', async () => {
    const id = await idOf('会社のiPhone');
    await visitor.get(`${PATH}/${id}`);
    const page = await visitor.post(`${PATH}/${id}`, { device_name: '私物', form_token: 'x' });
    expect([page.status, fieldValue(page, 'device_name'), summaryOf(page).includes('もう一度送信してください')]).toEqual([
      403,
      '私物',
      true,
    ]);
    expect((await boundOf(world))[0]?.name).toBe('会社のiPhone');
  });
});

describe('the end of one of several', () => {
  test('U-47 SEC-H05 is reviewed first, with what is left, and then it is done and told', async () => {
    const second = await addSecond(world, visitor);
    const id = await idOf('会社のiPhone');
    const page = await visitor.get(`${PATH}/${id}/removal`);
    expect(titleOf(page)).toBe('端末の登録を削除する – ビジネスサクセスポータル');
    expect(page.text).toContain('「会社のiPhone」ではログインできなくなります');
    expect(page.text).toContain('これからログインに使う端末 家のiPad');
    expect(linkTo(page, 'キャンセル')).toBe('/success/account?notice=unchanged');
    const deleted = await visitor.post(`${PATH}/${id}/removal`);
    expect(deleted.location).toBe('/success/account?notice=device-deleted');
    expect((await visitor.follow(deleted)).text).toContain('端末の登録を削除しました');
    expect((await world.letters()).at(-1)?.subject).toContain('ログインに使う端末の登録を削除しました');
    world.advance(STEP);
    const later = world.visitor();
    expect((await signInWithCode(world, later, secret)).status).toBe(422);
    expect((await signInWithCode(world, later, second)).location).toBe('/success/dashboard');
  });

  test('SEC-H05 the last one leads to turning off, which says what follows, by GET and POST', async () => {
    const id = await idOf('会社のiPhone');
    expect((await visitor.get(`${PATH}/${id}/removal`)).location).toBe('/success/two-factor');
    expect((await visitor.post(`${PATH}/${id}/removal`)).location).toBe('/success/two-factor');
    expect(await boundOf(world)).toHaveLength(1);
  });

  test('SEC-H05 passkeys are renamed and deleted on the same pages, and an app beside a passkey is not the last', async () => {
    const passkey = await plantPasskey(world);
    const page = await visitor.get(`${PATH}/${passkey}`);
    expect(page.text).toContain('種類 パスキー');
    await visitor.post(`${PATH}/${passkey}`, { device_name: '窓口のPC' });
    await visitor.get(`${PATH}/${await idOf('会社のiPhone')}/removal`);
    await visitor.post(`${PATH}/${await idOf('会社のiPhone')}/removal`);
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['窓口のPC']);
    expect((await visitor.get('/success/account')).text).toContain('登録した端末(0/2)');
  });

  test('A6 a stale form deletes nothing and is shown again', async () => {
    await addSecond(world, visitor);
    const path = `${PATH}/${await idOf('家のiPad')}/removal`;
    await visitor.get(path);
    const page = await visitor.post(path, { form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, '端末の登録を削除する']);
    expect(await boundOf(world)).toHaveLength(2);
  });

  test('SEC-H05 where a rule requires two-factor the last one stays: 409, why, and what to do first, in both languages', async () => {
    await world.close();
    const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, twoFactorPolicy: REQUIRED_POLICY } : portal));
    world = await openWorld({ portals });
    await world.addAccount();
    const holder = world.visitor();
    await postPassword(holder);
    const link = /\/success\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
    await holder.get(link);
    await holder.follow(await holder.post(link));
    const required = secretOn(await holder.follow(await holder.post('/success/sign-in/confirmation')));
    await holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, required), device_name: '唯一' });
    const path = `${PATH}/${await idOf('唯一')}/removal`;
    for (const page of [await holder.get(path), await holder.post(path)]) {
      expect([page.status, headingOf(page)]).toEqual([409, 'この端末の登録は削除できません']);
      expect(page.text).toContain('先に別の端末を追加してください。');
      expect(linkTo(page, '端末を追加する')).toBe('/success/enrolment');
    }
    expect((await holder.get(`${path}?lang=en`)).text).toContain('Add another device first.');
    world.advance(STEP);
    await holder.get('/success/enrolment?lang=ja');
    await addSecond(world, holder);
    await holder.get(path);
    expect((await holder.post(path)).location).toBe('/success/account?notice=device-deleted');
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['家のiPad']);
  });
});

test('S-42 X-7 after ten minutes every page of a device asks for a fresh check and goes on to where it was', async () => {
  await addSecond(world, visitor);
  const id = await idOf('会社のiPhone');
  world.advance(minutes(11));
  for (const path of [`${PATH}/${id}`, `${PATH}/${id}/removal`, `${PATH}/replacement`]) {
    const asked = await visitor.get(path);
    expect(asked.location).toBe(
      `/success/confirmation?${new URLSearchParams([['then', path.slice('/success/'.length)]]).toString()}`,
    );
    await visitor.get(asked.location ?? '');
    const confirmed = await visitor.post(asked.location ?? '', { code: codeNow(world, secret) });
    expect(confirmed.location).toBe(path);
    expect((await visitor.get(path)).status).toBe(200);
    world.advance(minutes(11));
  }
  await confirmAgain(world, visitor, secret);
  expect((await visitor.get(`${PATH}/${id}`)).status).toBe(200);
});
