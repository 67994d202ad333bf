/** Changing the sign-in address, screen by screen: the form, the letters, confirming, taking it back, and every link that is over. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../../../src/core/time.ts';
import {
  addAddress,
  changeEmail,
  linkTo,
  NEW_EMAIL,
  OLD_EMAIL,
  postContact,
  press,
  requestEmail,
  toldOf,
} from '../../support/contact.ts';
import { askForReset, NEW_PASSWORD, resetLink, setByLink } from '../../support/forgotten-password.ts';
import { enrol, postPassword, signIn } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { headingOf, summaryOf } from './reading.ts';

let world: World;
let holder: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  holder = world.visitor();
  await signIn(holder);
});
afterEach(() => world.close());

const email = async (): Promise<unknown> => (await world.query("select email from account where id = 'account-1'"))[0]?.['email'];
const living = async (): Promise<number> => (await world.query('select id from session where ended_at is null')).length;

describe('asking for it', () => {
  test('SEC-H06 3.3.4 says before what follows, changes nothing, and writes to both addresses', async () => {
    const page = await holder.get('/success/account/email');
    expect([page.status, headingOf(page)]).toEqual([200, 'メールアドレスの変更']);
    expect(page.text).toContain('変更から30日の間は');
    expect(page.text).toContain('7日の間は変更を取り消せます');
    expect(page.html).toMatch(/type="email"[^>]*autocomplete="email"/u);
    await requestEmail(holder);
    const sent = await holder.get('/success/account/email/requested');
    expect(headingOf(sent)).toBe('確認メールを送りました');
    expect(sent.text).toContain(NEW_EMAIL);
    expect(await email()).toBe(OLD_EMAIL);
    expect(await toldOf(world, 'メールアドレスの確認')).toEqual([NEW_EMAIL]);
    expect(await toldOf(world, 'メールアドレスを変更する手続き')).toEqual([OLD_EMAIL]);
    const toNew = (await world.letters()).find(({ to }) => to === NEW_EMAIL);
    expect(toNew?.text).toContain('24時間');
    expect(toNew?.text).not.toContain('山田');
    const english = await holder.get('/success/account/email?lang=en');
    expect(headingOf(english)).toBe('Change your email address');
    expect(english.text).toContain('A change waits for its confirmation');
  });

  test.each([
    ['', 'メールアドレスを入力してください'],
    ['hanako', '@'],
    ['HANAKO@Success.example', '現在のメールアドレスと同じです'],
    ['a@b.example,c@d.example x', '@'],
  ])('B1 %j is told at the field and stays there', async (typed, message) => {
    const page = await postContact(holder, 'email', { email: typed });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain(message);
    expect(page.html).toContain(`value="${typed}"`);
    expect(await world.query('select id from contact_change')).toEqual([]);
  });

  test('SEC-N02 a stale form changes nothing and keeps what was typed', async () => {
    const page = await holder.post('/success/account/email', { email: NEW_EMAIL, form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, 'メールアドレスの変更']);
    expect(page.html).toContain(`value="${NEW_EMAIL}"`);
    expect(await world.query('select id from contact_change')).toEqual([]);
  });

  test('SEC-H02 asks for a fresh check first, and goes on to the form after it', async () => {
    world.advance(minutes(11));
    const answer = await holder.get('/success/account/email');
    expect(answer.location).toBe('/success/confirmation?then=account%2Femail');
    expect((await holder.post('/success/account/email', { email: NEW_EMAIL })).status).toBe(403);
    expect(await world.query('select id from contact_change')).toEqual([]);
  });

  test('SEC-P06 five letters an hour, then it says until when', async () => {
    for (let count = 0; count < 5; count += 1) await requestEmail(holder);
    const page = await postContact(holder, 'email', { email: NEW_EMAIL });
    expect(page.status).toBe(429);
    expect(summaryOf(page)).toContain('確認メールの送信が続いたため');
    expect(await toldOf(world, 'メールアドレスの確認')).toHaveLength(5);
  });

  test('SEC-H06 a newer one replaces it, and it can be cancelled from the settings', async () => {
    await requestEmail(holder, 'first@success.example');
    const first = await linkTo(world, 'first@success.example', 'contact-confirmation');
    await requestEmail(holder);
    expect((await press(world, first)).status).toBe(410);
    await holder.get('/success/account/email');
    const answer = await holder.post('/success/account/email/cancellation');
    expect(answer.location).toBe('/success/account?notice=email-change-cancelled');
    expect((await holder.follow(answer)).text).toContain('メールアドレスの変更を取り消しました。');
    expect((await press(world, await linkTo(world, NEW_EMAIL, 'contact-confirmation'))).status).toBe(410);
    expect(await toldOf(world, 'メールアドレスの変更を取り消しました')).toEqual([OLD_EMAIL]);
    expect(await email()).toBe(OLD_EMAIL);
  });
});

describe('confirming it', () => {
  test('SEC-P05 SEC-H06 opening the link changes nothing, its button does, in any browser, once, and signs nobody in', async () => {
    await addAddress(world, holder, 'own@home.example');
    await signIn(world.visitor());
    await requestEmail(holder);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const elsewhere = world.visitor();
    const page = await elsewhere.get(link);
    expect([page.status, headingOf(page)]).toEqual([200, 'メールアドレスの確認']);
    expect(page.text).toContain(NEW_EMAIL);
    expect(page.text).not.toMatch(/山田|さくら商事|hanako@success/u);
    expect(await email()).toBe(OLD_EMAIL);
    const answer = await elsewhere.post(link);
    expect(answer.location).toBe('/success/contact-confirmation/completed');
    expect(headingOf(await elsewhere.follow(answer))).toBe('メールアドレスを変更しました');
    expect([...elsewhere.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    expect(await email()).toBe(NEW_EMAIL);
    expect((await elsewhere.post(link)).status).toBe(410);
    expect(await living()).toBe(1);
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    expect(await toldOf(world, 'メールアドレスを変更しました')).toEqual([OLD_EMAIL, 'own@home.example']);
    expect(await toldOf(world, 'このメールアドレスでログインできます')).toEqual([NEW_EMAIL]);
    expect((await postPassword(world.visitor(), { email: OLD_EMAIL })).status).toBe(422);
    await signIn(world.visitor(), { email: NEW_EMAIL });
    const settings = await holder.get('/success/account');
    expect(settings.text).toContain(NEW_EMAIL);
    expect(settings.text).toContain(OLD_EMAIL);
  });

  test('SEC-H06 the link is over after 24 hours', async () => {
    await requestEmail(holder);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    world.advance(hours(24));
    expect((await press(world, link)).status).toBe(410);
    expect(await email()).toBe(OLD_EMAIL);
  });

  test.each(['x', 'Zm9yIGhhbmFrbyBv.Zm9yIGhhbmFrbyBvbmx5Zm9yIGhhbmFrbyBvbmx5Zm9yIGhhb'])(
    'SEC-M06 no link: %s is answered like one that is over, for both purposes',
    async (token) => {
      for (const purpose of ['contact-confirmation', 'contact-cancellation']) {
        expect((await world.visitor().get(`/success/${purpose}/${token}`)).status).toBe(410);
      }
    },
  );

  test('SEC-M06 a link of one purpose is none of the other, and none of the other portal', async () => {
    await requestEmail(holder);
    const confirmation = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const cancellation = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    for (const link of [
      confirmation.replace('confirmation', 'cancellation'),
      cancellation.replace('cancellation', 'confirmation'),
      confirmation.replace('success', 'support'),
    ]) {
      expect((await world.visitor().get(link)).status).toBe(410);
    }
    const stored = JSON.stringify([
      await world.query('select * from contact_link'),
      await world.query('select * from audit_event'),
    ]);
    for (const link of [confirmation, cancellation]) expect(stored).not.toContain(link.split('.').at(-1));
  });

  test('SEC-N02 a stale form confirms nothing', async () => {
    await requestEmail(holder);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const page = await world.visitor().post(link, { form_token: 'x' });
    expect([page.status, headingOf(page)]).toEqual([403, 'メールアドレスの確認']);
    expect(await email()).toBe(OLD_EMAIL);
  });

  test('SEC-E06 a reset link of before is void after it, and one mailed to a new address after that is taken back', async () => {
    await askForReset(world.visitor());
    const early = await resetLink(world);
    await changeEmail(world, holder);
    expect((await setByLink(world.visitor(), early)).status).toBe(410);
    await askForReset(world.visitor(), NEW_EMAIL);
    const late = await resetLink(world);
    expect(late).not.toBe(early);
    await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
    expect((await setByLink(world.visitor(), late)).status).toBe(410);
  });

  test('SEC-E05 a pending sign-in of before is void after it', async () => {
    await enrol(world, holder);
    const other = world.visitor();
    await postPassword(other);
    expect((await other.get('/success/sign-in/code')).status).toBe(200);
    await changeEmail(world, holder);
    expect((await other.get('/success/sign-in/code')).location).toContain('/success/sign-in');
  });
});

describe('taking it back', () => {
  test('SEC-H06 before it is confirmed: the change is dead, the account as it was', async () => {
    await requestEmail(holder);
    const confirmation = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    const link = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    const reader = world.visitor();
    const page = await reader.get(link);
    expect(headingOf(page)).toBe('メールアドレスの変更の取り消し');
    expect(page.text).toContain(NEW_EMAIL);
    const answer = await reader.post(link);
    expect(answer.location).toBe('/success/contact-cancellation/completed');
    expect(headingOf(await reader.follow(answer))).toBe('メールアドレスの変更を取り消しました');
    expect((await press(world, confirmation)).status).toBe(410);
    expect((await press(world, link)).status).toBe(410);
    expect(await email()).toBe(OLD_EMAIL);
  });

  test.each(['of the request', 'of the change'])(
    'SEC-H06 within seven days, by the letter %s: the old address signs in again, everybody is signed out, nobody in',
    async (which) => {
      await addAddress(world, holder, 'own@home.example');
      await requestEmail(holder);
      const early = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
      world.advance(minutes(1));
      await press(world, await linkTo(world, NEW_EMAIL, 'contact-confirmation'));
      world.advance(days(7) - 1);
      const link = which === 'of the request' ? early : await linkTo(world, OLD_EMAIL, 'contact-cancellation');
      const reader = world.visitor();
      expect((await reader.get(link)).text).toContain('すべての端末とブラウザーからログアウト');
      expect((await reader.post(link)).location).toBe('/success/contact-cancellation/completed');
      expect(await email()).toBe(OLD_EMAIL);
      expect(await living()).toBe(0);
      expect([...reader.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
      expect(await toldOf(world, 'メールアドレスを元に戻しました')).toEqual([OLD_EMAIL, 'own@home.example']);
      expect(await toldOf(world, 'このメールアドレスを登録から外しました')).toEqual([NEW_EMAIL]);
      expect((await postPassword(world.visitor(), { email: NEW_EMAIL })).status).toBe(422);
      expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/replacement');
      const renewed = await setByLink(world.visitor(), await resetLink(world));
      expect(renewed.status).toBe(303);
      await signIn(world.visitor(), { password: NEW_PASSWORD });
    },
  );

  test('SEC-H06 after seven days the link is over', async () => {
    await changeEmail(world, holder);
    const link = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    world.advance(days(7));
    const page = await world.visitor().get(link);
    expect(page.status).toBe(410);
    expect(page.text).toContain('取り消せる期間が過ぎています');
    expect((await world.visitor({ language: 'en' }).get(link)).text).toContain('the time to take it back is over');
  });
});
