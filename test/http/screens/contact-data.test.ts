/** Number, name and addresses for notices, screen by screen, and what the settings page shows of them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../../../src/core/time.ts';
import { addAddress, changeEmail, linkTo, OLD_EMAIL, postContact, press, toldOf } from '../../support/contact.ts';
import { enrol, signIn } from '../../support/steps.ts';
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

const account = async () => (await world.query('select name, phone, notification_addresses from account'))[0];
const PAGES = ['email', 'notification-addresses', 'phone', 'name'] as const;

describe('the settings page', () => {
  test('SEC-J04 shows each line with since when it stands, and the way to change it', async () => {
    const page = await holder.get('/success/account');
    expect(page.text).toContain('お名前 山田 花子 登録時から 変更');
    expect(page.text).toContain('メールアドレス hanako@success.example 登録時から 変更');
    expect(page.text).toContain('電話番号 03-••••-••21 登録時から 変更');
    expect(page.text).toContain('お知らせの送り先 追加のアドレスはありません 追加・削除');
    for (const name of PAGES) expect(page.html).toContain(`href="/success/account/${name}"`);
    expect(page.html).toContain('aria-label="電話番号を変更"');
    await addAddress(world, holder, 'own@home.example');
    await postContact(holder, 'phone', { phone: '０９０-１２３４-５６７８' });
    const later = await holder.get('/success/account?lang=en');
    expect(later.text).toContain('Telephone 090-••••-••78 since 23 November 2026 Change');
    expect(later.text).toContain('Addresses for notices own@home.example Add or remove');
  });

  test('decision 8 staff have no way to change theirs', async () => {
    const staff = { portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null } as const;
    await world.addAccount(staff);
    for (const name of PAGES) expect((await world.visitor().get(`/desk/account/${name}`)).status).toBe(404);
    expect((await world.visitor().get('/desk/contact-confirmation/x')).status).toBe(404);
  });
});

describe('the telephone number', () => {
  test('1.3.5 SEC-P02 is changed at once, kept as typed, and every address hears of it', async () => {
    const page = await holder.get('/success/account/phone');
    expect([page.status, headingOf(page)]).toEqual([200, '電話番号の変更']);
    expect(page.text).toContain('こちらからお電話するときに使います。ログインには使いません。');
    expect(page.text).toContain('変更から30日たってから');
    expect(page.html).toMatch(/type="tel"[^>]*autocomplete="tel"/u);
    expect(page.html).not.toContain('03-1234-5621');
    const answer = await holder.post('/success/account/phone', { phone: '+81 90 1234 5678' });
    expect(answer.location).toBe('/success/account?notice=phone-changed');
    expect((await holder.follow(answer)).text).toContain('電話番号を変更しました。');
    expect(await account()).toMatchObject({ phone: '+81 90 1234 5678' });
    expect(await toldOf(world, '電話番号を変更しました')).toEqual([OLD_EMAIL]);
    const logged = (await world.audit()).filter((detail) => detail.includes('phone'));
    expect(logged.map((detail) => JSON.parse(detail))).toEqual([{ kind: 'phone', change: 'set' }]);
  });

  test.each([
    ['', '電話番号を入力してください'],
    ['1234-5621', '電話番号は、市外局番から入力してください'],
    ['電話なし', '電話番号は、数字とハイフンで入力してください'],
    ['0312345621031234', '電話番号は、15桁以内の数字で入力してください'],
  ])('B1 %j is told at the field and stays there', async (typed, message) => {
    const page = await postContact(holder, 'phone', { phone: typed });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain(message);
    expect(page.html).toContain(`value="${typed}"`);
    expect(await account()).toMatchObject({ phone: '03-1234-5621' });
  });

  test('is removed by a button of its own, which is not the one that Enter presses', async () => {
    const page = await holder.get('/success/account/phone');
    const buttons = [...page.html.matchAll(/<button type="submit" class="button button-(\w+)/gu)].map(([, kind]) => kind);
    expect(buttons.slice(-2)).toEqual(['primary', 'secondary']);
    const answer = await holder.post('/success/account/phone', { phone: '', choice: 'remove' });
    expect(answer.location).toBe('/success/account?notice=phone-removed');
    expect(await account()).toMatchObject({ phone: null });
    expect((await holder.get('/success/account/phone')).html).not.toContain('value="remove"');
  });

  test('typed as it is changes nothing and tells nobody', async () => {
    const answer = await postContact(holder, 'phone', { phone: '03-1234-5621' });
    expect(answer.location).toBe('/success/account?notice=unchanged');
    expect(await world.query("select id from contact_point where kind = 'phone'")).toHaveLength(1);
    expect(await toldOf(world, '電話番号')).toEqual([]);
  });

  test('desk.md 2 says whether a second factor stood behind it', async () => {
    await postContact(holder, 'phone', { phone: '090-1111-2222' });
    await enrol(world, holder);
    await postContact(holder, 'phone', { phone: '090-3333-4444' });
    expect(await world.query("select set_via from contact_point where kind = 'phone' order by value")).toEqual([
      { set_via: 'import' },
      { set_via: 'password' },
      { set_via: 'second-factor' },
    ]);
  });
});

describe('the name', () => {
  test('1.3.5 SEC-P02 is filled in, changed at once, and told', async () => {
    const page = await holder.get('/success/account/name');
    expect(headingOf(page)).toBe('お名前の変更');
    expect(page.html).toMatch(/value="山田 花子"[^>]*autocomplete="name"/u);
    const answer = await holder.post('/success/account/name', { name: ' 佐藤\u202E　花子 ' });
    expect(answer.location).toBe('/success/account?notice=name-changed');
    expect(await account()).toMatchObject({ name: '佐藤 花子' });
    expect(await toldOf(world, 'お名前を変更しました')).toEqual([OLD_EMAIL]);
  });

  test.each([
    ['　', 'お名前を入力してください'],
    ['あ'.repeat(201), 'お名前は200文字以内で入力してください'],
  ])('B1 %j is told at the field', async (typed, message) => {
    const page = await postContact(holder, 'name', { name: typed });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain(message);
  });

  test('SEC-P04 markup and addresses in it reach no page and no letter as such', async () => {
    await postContact(holder, 'name', { name: '<a href=//evil.example>花子</a>' });
    expect((await holder.get('/success/account')).html).not.toContain('<a href=//evil');
    const letter = (await world.letters()).at(-1);
    expect(letter?.html).not.toContain('<a href=//evil');
    expect(letter?.subject).not.toContain('evil');
  });
});

describe('addresses for notices', () => {
  const list = '/success/account/notification-addresses';

  test('SEC-P03 one is told of once its mailbox confirmed it; every notice goes to all of them', async () => {
    const answer = await postContact(holder, 'notification-addresses', { email: 'own@home.example' });
    expect(answer.location).toBe(`${list}?notice=sent`);
    const waiting = await holder.follow(answer);
    expect(waiting.text).toContain('確認メールを送りました。');
    expect(waiting.text).toMatch(/own@home\.example 確認待ち\(.*まで\) 削除/u);
    await postContact(holder, 'name', { name: '佐藤 花子' });
    expect(await toldOf(world, 'お名前を変更しました')).toEqual([OLD_EMAIL]);
    const link = await linkTo(world, 'own@home.example', 'contact-confirmation');
    const reader = world.visitor({ language: 'en' });
    const page = await reader.get(link);
    expect(headingOf(page)).toBe('Confirm an address for notices');
    expect(page.text).not.toMatch(/佐藤|山田|hanako@/u);
    expect((await reader.post(link)).location).toBe('/success/contact-confirmation/added');
    expect(headingOf(await reader.get('/success/contact-confirmation/added'))).toBe('The address for notices was added');
    expect((await reader.post(link)).status).toBe(410);
    expect(await toldOf(world, 'お知らせの送り先を追加しました')).toEqual([OLD_EMAIL, 'own@home.example']);
    await postContact(holder, 'name', { name: '山田 花子' });
    expect(await toldOf(world, 'お名前を変更しました')).toEqual([OLD_EMAIL, OLD_EMAIL, 'own@home.example']);
    expect((await holder.get(list)).text).toContain('own@home.example 2026年11月23日から送信 削除');
  });

  test('decision 9 there are two, those that wait included; a former sign-in address comes on top', async () => {
    await addAddress(world, holder, 'one@home.example');
    await postContact(holder, 'notification-addresses', { email: 'two@home.example' });
    const page = await holder.get(list);
    expect(page.text).toContain('追加できる送り先は2つまでです。');
    expect(page.html).not.toContain('type="email"');
    const refused = await postContact(holder, 'notification-addresses', { email: 'three@home.example' });
    expect(refused.status).toBe(422);
    expect(summaryOf(refused)).toContain('2つまでです');
    expect(refused.html).toContain('value="three@home.example"');
    await changeEmail(world, holder);
    expect((await holder.get(list)).text).toContain(
      'hanako@success.example 2026年11月23日から送信 以前のログイン用アドレスです。2026年12月23日まで削除できません。',
    );
  });

  test.each([OLD_EMAIL, 'ＯＷＮ＠home.example'])('SEC-P07 %s is on record already and told so', async (email) => {
    await addAddress(world, holder, 'own@home.example');
    const page = await postContact(holder, 'notification-addresses', { email });
    expect(page.status).toBe(422);
    expect(summaryOf(page)).toContain('すでに登録されているメールアドレスです');
  });

  test('3.3.4 removing one has a page of its own; one that waits is cancelled without a letter', async () => {
    await addAddress(world, holder, 'own@home.example');
    const [point] = await world.query("select id from contact_point where kind = 'notification'");
    const page = await holder.get(`${list}/${String(point?.['id'])}`);
    expect(headingOf(page)).toBe('送り先の削除');
    expect(page.text).toContain('削除したことは、このアドレスにもお知らせします。');
    expect(await account()).toMatchObject({ notification_addresses: '["own@home.example"]' });
    expect((await holder.post(`${list}/${String(point?.['id'])}`)).location).toBe(`${list}?notice=removed`);
    expect(await account()).toMatchObject({ notification_addresses: '[]' });
    await postContact(holder, 'notification-addresses', { email: 'two@home.example' });
    const link = await linkTo(world, 'two@home.example', 'contact-confirmation');
    const [change] = await world.query("select id from contact_change where state = 'pending'");
    const review = await holder.get(`${list}/${String(change?.['id'])}`);
    expect(review.text).toContain('まだ確認されていません');
    expect((await holder.post(`${list}/${String(change?.['id'])}`)).location).toBe(`${list}?notice=cancelled`);
    expect((await press(world, link)).status).toBe(410);
    expect((await world.letters()).filter(({ to }) => to === 'two@home.example')).toHaveLength(1);
  });

  test('T-50 an address of another account is not there', async () => {
    await addAddress(world, holder, 'own@home.example');
    await world.addAccount({ email: 'taro@success.example' });
    const other = world.visitor();
    await signIn(other, { email: 'taro@success.example' });
    const [point] = await world.query("select id from contact_point where kind = 'notification'");
    const path = `${list}/${String(point?.['id'])}`;
    expect((await other.get(path)).text).not.toContain('own@home.example');
    await other.post(path);
    expect(await world.query("select notification_addresses from account where id = 'account-1'")).toEqual([
      { notification_addresses: '["own@home.example"]' },
    ]);
  });

  test('SEC-H06 a former sign-in address may go after 30 days', async () => {
    await changeEmail(world, holder);
    world.advance(days(30));
    const later = world.visitor();
    await signIn(later, { email: 'hanako.new@success.example' });
    const [point] = await world.query("select id from contact_point where kind = 'notification'");
    const answer = await postContact(later, `notification-addresses/${String(point?.['id'])}`, {});
    expect(answer.location).toBe(`${list}?notice=removed`);
  });
});

describe('a fresh check', () => {
  test.each(PAGES)('SEC-H01 SEC-H02 stands before %s, for the form and for what it posts', async (page) => {
    await holder.get(`/success/account/${page}`);
    world.advance(minutes(10) + 1);
    expect((await holder.get(`/success/account/${page}`)).location).toContain('/success/confirmation?then=account');
    const posted = await holder.post(
      `/success/account/${page}`,
      page === 'phone' ? { phone: '090-1234-5678' } : page === 'name' ? { name: 'x' } : { email: 'x@y.example' },
    );
    expect(posted.status).toBe(403);
    expect(await account()).toMatchObject({ name: '山田 花子', phone: '03-1234-5621' });
    expect(await world.query('select id from contact_change')).toEqual([]);
  });

  test('SEC-H03 a session of the password alone is not enough once an authenticator is bound elsewhere', async () => {
    const other = world.visitor();
    await signIn(other);
    await enrol(world, other);
    expect((await holder.get('/success/account/phone')).status).not.toBe(200);
    world.advance(hours(1));
    expect(await account()).toMatchObject({ phone: '03-1234-5621' });
  });
});
