/** Z-10: a new phone in the place of an old one, without a gap: what the pages say, and what stays as it was until the right code. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECOND_FACTOR_SCHEDULE } from '../../../src/core/throttle.ts';
import { days, minutes } from '../../../src/core/time.ts';
import {
  addSecond,
  beginReplacement,
  boundOf,
  plantPasskey,
  REPLACEMENT,
  sendCode,
  settled,
} from '../../support/authenticator-steps.ts';
import { enrol, postPassword, STEP, secretOn, signIn, signInWithCode, wrongCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { hasButton, headingOf, linkTo, summaryOf, titleOf } from './reading.ts';

const JIRO = { portal: 'support', email: 'jiro@support.example' };

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

async function works(one: Uint8Array): Promise<boolean> {
  world.advance(STEP);
  const answer = await signInWithCode(world, world.visitor(), one);
  return answer.location === '/success/dashboard';
}

describe('the change of a device', () => {
  test('Z-10 G-14 U-46 says what happens, begins by a press, and the step is computed', async () => {
    const settings = await visitor.get('/success/account');
    expect(linkTo(settings, '端末を変更する')).toBe(REPLACEMENT);
    const page = await visitor.get(REPLACEMENT);
    expect(titleOf(page)).toBe('端末を変更する – ビジネスサクセスポータル');
    expect(page.text).toContain('ステップ 1/3');
    expect(page.text).toContain('新しい端末のコードを確認するまで、何も変わりません。');
    expect(page.text).toContain('回復コードは変更後も使えます。');
    expect(page.text).toContain('端末の名前 会社のiPhone');
    expect(hasButton(page, '新しい端末を登録する')).toBe(true);
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
    await visitor.post(REPLACEMENT);
    const qr = await visitor.get('/success/enrolment');
    expect([titleOf(qr), qr.text.includes('ステップ 2/3')]).toEqual(['端末を変更する – ビジネスサクセスポータル', true]);
    expect(qr.text).toContain('「会社のiPhone」をそのまま使えます。');
    expect(hasButton(qr, '新しい端末に変更する')).toBe(true);
    expect(qr.html.match(/button-primary/gu)).toHaveLength(1);
  });

  test('Z-10 Z-08 the right code binds the new one and ends the old one at once, and both are told', async () => {
    const next = await beginReplacement(visitor);
    const changed = await sendCode(world, visitor, next, '新しいPixel');
    expect(changed.location).toBe('/success/enrolment/completed?change=replaced');
    const page = await visitor.follow(changed);
    expect([headingOf(page), page.text.includes('ステップ 3/3')]).toEqual(['端末を変更しました', true]);
    expect(page.text).toContain('端末の名前 新しいPixel');
    expect(page.text).toContain('前の端末のコードは使えません。');
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['新しいPixel']);
    expect(await works(secret)).toBe(false);
    expect(await works(next)).toBe(true);
    const letter = (await world.letters()).find(({ subject }) => subject.includes('ログインに使う端末を変更しました'));
    expect(letter?.text).toContain('端末の名前: 新しいPixel');
    expect(letter?.text).toContain('これまでの端末: 会社のiPhone');
  });

  test('Z-10 G-33 says it in English, in the other portal', async () => {
    await world.addAccount({ ...JIRO, company: null });
    const jiro = world.visitor();
    await jiro.get('/support/sign-in?lang=en');
    await signIn(jiro, JIRO);
    await enrol(world, jiro, 'support');
    const page = await jiro.get('/support/account/authenticators/replacement');
    expect(titleOf(page)).toBe('Change device – Business Support Portal');
    expect(page.text).toContain('Step 1 of 3');
    expect(linkTo(page, 'Cancel')).toBe('/support/profile?notice=unchanged');
  });

  test('G-14 a closed tab, a wrong code, cancelling and ten minutes leave the old one as it was', async () => {
    const next = await beginReplacement(visitor);
    const wrong = await sendCode(world, visitor, Uint8Array.from(next).reverse());
    expect([wrong.status, secretOn(wrong)]).toEqual([422, next]);
    expect(await works(secret)).toBe(true);
    const cancelled = await visitor.post('/success/enrolment/cancellation');
    expect((await visitor.follow(cancelled)).text).toContain('設定は変更されていません');
    const again = await beginReplacement(visitor);
    expect(again).not.toEqual(next);
    world.advance(minutes(10));
    const late = await sendCode(world, visitor, again);
    expect(late.text).toContain('設定は変更されていません。');
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['会社のiPhone']);
    expect(await works(secret)).toBe(true);
  });

  test('G-14 may keep the name: without one, and typed again', async () => {
    const next = await beginReplacement(visitor);
    await sendCode(world, visitor, next);
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['会社のiPhone']);
    world.advance(STEP);
    await sendCode(world, visitor, await beginReplacement(visitor), '会社のiPhone');
    expect((await boundOf(world)).map(({ name }) => name)).toEqual(['会社のiPhone']);
  });

  test('G-12 the slower of two tabs comes to "already on" without a QR code', async () => {
    await sendCode(world, visitor, await beginReplacement(visitor));
    const page = await visitor.follow(await visitor.post('/success/enrolment/code', { code: '123456', device_name: '' }));
    expect([page.status, headingOf(page)]).toEqual([200, '二要素認証は有効です']);
    expect(page.html).not.toContain('otpauth:');
  });

  test('G-15 SEC-F02 the new app does not inherit the wrong codes that were guesses at the old one', async () => {
    const next = await beginReplacement(visitor);
    for (let count = 0; count < 50; count += 1) {
      await world.service.store.charge('second-factor:account-1', SECOND_FACTOR_SCHEDULE, world.now() - days(60 - count));
    }
    expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/code');
    expect(await works(secret)).toBe(false);
    expect((await sendCode(world, visitor, next)).location).toBe('/success/enrolment/completed?change=replaced');
    expect(await works(next)).toBe(true);
  });

  test('SEC-F03 beside another app the wrong codes still count: they may have been guesses at that one', async () => {
    await addSecond(world, visitor);
    const next = await beginReplacement(visitor, (await boundOf(world))[0]?.id);
    const thief = world.visitor();
    await postPassword(thief);
    await thief.get('/success/sign-in/code');
    const guess = () => thief.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    for (let count = 0; count < 3; count += 1) await guess();
    await sendCode(world, visitor, next, '新しいPixel');
    expect((await guess()).status).toBe(422);
    expect((await guess()).status).toBe(429);
  });
});

describe('which of several', () => {
  test('Z-10 U-29 two apps are two choices, none of them made before, and leaving it open is told', async () => {
    await addSecond(world, visitor);
    const page = await visitor.get(REPLACEMENT);
    expect(page.text).toContain('どの端末を変更しますか');
    expect(page.html.match(/<input[^>]*type="radio"[^>]*>/gu)).toHaveLength(2);
    expect(page.html).not.toContain('checked');
    for (const fields of [{}, { authenticator: '' }, { authenticator: 'somebody' }]) {
      const empty = await visitor.post(REPLACEMENT, fields);
      expect([empty.status, summaryOf(empty)]).toEqual([422, expect.stringContaining('変更する端末を選んでください')]);
    }
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
  });

  test('Z-10 only the chosen one is replaced, and another choice begins anew', async () => {
    const second = await addSecond(world, visitor);
    const [first, spare] = await boundOf(world);
    const abandoned = await beginReplacement(visitor, spare?.id);
    const next = await beginReplacement(visitor, first?.id);
    expect(next).not.toEqual(abandoned);
    expect((await sendCode(world, visitor, abandoned)).status).toBe(422);
    expect((await sendCode(world, visitor, next, '家のIPAD')).status).toBe(422);
    await sendCode(world, visitor, next, '新しいPixel');
    expect((await boundOf(world)).map(({ name }) => name).toSorted()).toEqual(['家のiPad', '新しいPixel'].toSorted());
    expect(await works(second)).toBe(true);
    expect(await works(secret)).toBe(false);
  });

  test('Z-10 a passkey is not replaced by an app: without an app there is one to add', async () => {
    await plantPasskey(world);
    const [first] = await boundOf(world);
    await visitor.get(`/success/account/authenticators/${first?.id}/removal`);
    await visitor.post(`/success/account/authenticators/${first?.id}/removal`);
    const page = await visitor.follow(await visitor.get(REPLACEMENT));
    expect([headingOf(page), hasButton(page, '端末を追加する')]).toEqual(['二要素認証は有効です', true]);
  });

  test('A6 a stale form begins nothing and is shown again', async () => {
    await visitor.get(REPLACEMENT);
    const page = await visitor.post(REPLACEMENT, { form_token: 'x' });
    expect([page.status, summaryOf(page).includes('もう一度送信してください')]).toEqual([403, true]);
    expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
  });
});

test('ADR-0022 after "not me" nothing is added or replaced: what is bound then would not count, and the door would shut', async () => {
  await world.letters();
  world.advance(minutes(1));
  const second = await addSecond(world, visitor);
  const link = /\/success\/not-me\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  const reader = world.visitor();
  await reader.get(link);
  await reader.post(link);
  world.advance(STEP);
  const holder = world.visitor();
  await signInWithCode(world, holder, second);
  expect((await signInWithCode(world, holder, secret)).location).toBe('/success/dashboard');
  const settings = await holder.get('/success/account');
  expect(settings.text).toContain('今は端末を追加したり変更したりできません。');
  expect(hasButton(settings, '端末を追加する')).toBe(false);
  expect((await holder.post('/success/enrolment')).status).toBe(403);
  expect((await holder.post(REPLACEMENT)).location).toBe('/success/account#two-factor');
  expect(await world.query("select id from authenticator where state = 'pending'")).toEqual([]);
});

test('G-15 after a sign-in with a recovery code the page speaks of the device that is gone', async () => {
  await settled(world);
  await world.query(`update session set methods = '["password","recovery-code"]' returning id`);
  expect((await visitor.get(REPLACEMENT)).text).toContain('手元にない端末の代わりに、新しい端末を登録してください。');
});
