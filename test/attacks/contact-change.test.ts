/**
 * What somebody gains who holds a session of the account, freshly confirmed, and changes where its holder is reached: no link of
 * the recovery desk, no silence, and nothing that the old mailbox could not take back.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, hours, minutes, seconds } from '../../src/core/time.ts';
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
} from '../support/contact.ts';
import { askForReset, resetLetters, resetLink, setByLink } from '../support/forgotten-password.ts';
import { fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const EVIL = 'thief@evil.example';

let world: World;
let thief: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  thief = world.visitor();
  await signIn(thief);
});
afterEach(() => world.close());

/** Letters that hold a link to confirm a request, and where they went. */
async function confirmingLetters(): Promise<readonly string[]> {
  const letters = (await world.letters()).filter(({ text }) => /lost-device\/R-[0-9A-Z-]+\?token=/u.test(text));
  return letters.map(({ to }) => to);
}

describe('the thief of a session changes the mail address, then files a lost device', () => {
  test.each([EVIL, OLD_EMAIL])(
    'T-52 SEC-H06 SEC-J04 for %s: the link goes to the old mailbox alone, for 30 days',
    async (named) => {
      await changeEmail(world, thief, EVIL);
      world.advance(days(30) - minutes(5));
      await fileForm(world.visitor(), { email: named });
      expect(await confirmingLetters()).toEqual([OLD_EMAIL]);
      const copy = lastOf((await recoveryLetters(world)).filter(({ to }) => to === EVIL));
      expect(copy.text).not.toMatch(/token=/u);
      expect(copy.text).toContain('以前から登録されているアドレス');
    },
  );

  test('T-52 SEC-H06 after two changes in a row the link still goes to the mailbox before both', async () => {
    await changeEmail(world, thief, 'first@evil.example');
    world.advance(minutes(5));
    await changeEmail(world, thief, EVIL);
    world.advance(days(29));
    for (const named of [EVIL, 'first@evil.example', OLD_EMAIL]) await fileForm(world.visitor(), { email: named });
    // The one between was never on file: nobody is found by it.
    expect(await confirmingLetters()).toEqual([OLD_EMAIL, OLD_EMAIL]);
  });

  test('T-52 SEC-J14 the holder who still files by the old address is found, and the request is of high risk', async () => {
    await changeEmail(world, thief, EVIL);
    world.advance(days(2));
    await fileAndConfirm(world, world.visitor());
    const assessed = await world.query("select detail from recovery_event where type = 'RiskAssessed'");
    expect(JSON.parse(String(assessed[0]?.['detail']))).toMatchObject({
      risk: 'high',
      because: expect.arrayContaining(['contact-changed']),
    });
  });

  test('SEC-H06 after 30 days the new mailbox is the one on file, and the old one finds nobody', async () => {
    await changeEmail(world, thief, NEW_EMAIL);
    world.advance(days(30));
    await fileForm(world.visitor(), { email: OLD_EMAIL });
    expect(await confirmingLetters()).toEqual([]);
    await fileForm(world.visitor(), { email: NEW_EMAIL });
    expect(await confirmingLetters()).toEqual([NEW_EMAIL]);
  });

  test('SEC-P07 an account that has the old address now is found before the one that had it', async () => {
    await changeEmail(world, thief, EVIL);
    world.advance(days(8));
    const other = await world.addAccount({ email: OLD_EMAIL, name: '別の 花子' });
    await fileForm(world.visitor(), { email: OLD_EMAIL });
    await world.letters();
    expect(await world.query('select account_id from recovery_request')).toEqual([{ account_id: other }]);
  });
});

describe('the thief of a session tries to silence the holder', () => {
  test('SEC-P03 every address hears of its own removal, each with a link that objects', async () => {
    await addAddress(world, thief, 'own@home.example');
    const [row] = await world.query("select id from contact_point where kind = 'notification'");
    const page = `notification-addresses/${String(row?.['id'])}`;
    expect((await postContact(thief, page, {})).location).toBe('/success/account/notification-addresses?notice=removed');
    expect(await toldOf(world, 'お知らせの送り先を外しました')).toEqual([OLD_EMAIL, 'own@home.example']);
    const letter = lastOf((await world.letters()).filter(({ to }) => to === 'own@home.example'));
    const link = /\/success\/not-me\/\S+/u.exec(letter.text)?.[0] ?? '';
    expect((await press(world, link)).location).toBe('/success/not-me/completed');
    expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in');
  });

  test('SEC-H06 SEC-P03 the former sign-in address cannot be removed, and hears of everything that follows', async () => {
    await changeEmail(world, thief, EVIL);
    const [row] = await world.query("select id from contact_point where kind = 'notification'");
    const page = await postContact(thief, `notification-addresses/${String(row?.['id'])}`, {});
    expect(page.text).toContain('まで削除できません');
    await postContact(thief, 'phone', { phone: '090-0000-0000' });
    await postContact(thief, 'name', { name: '悪意 太郎' });
    for (const subject of ['電話番号を変更しました', 'お名前を変更しました']) {
      expect(await toldOf(world, subject)).toEqual([OLD_EMAIL, EVIL].toSorted());
    }
  });

  test('SEC-H06 one "take it back" undoes a chain of changes, and addresses added or removed on the way', async () => {
    await addAddress(world, thief, 'own@home.example');
    world.advance(seconds(1));
    await changeEmail(world, thief, 'first@evil.example');
    const link = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    world.advance(seconds(1));
    await changeEmail(world, thief, EVIL);
    await addAddress(world, thief, 'more@evil.example');
    const [row] = await world.query("select id from contact_point where value = 'own@home.example'");
    await postContact(thief, `notification-addresses/${String(row?.['id'])}`, {});
    expect((await press(world, link)).location).toBe('/success/contact-cancellation/completed');
    expect(await world.query('select email, notification_addresses from account')).toEqual([
      { email: OLD_EMAIL, notification_addresses: '["own@home.example"]' },
    ]);
    expect((await postPassword(world.visitor(), { email: EVIL })).status).toBe(422);
    expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/replacement');
    await fileForm(world.visitor());
    expect(await confirmingLetters()).toEqual([OLD_EMAIL]);
  });

  test('SEC-H06 SEC-A08 a password that was reset through the new mailbox is worth nothing after "take it back"', async () => {
    await changeEmail(world, thief, EVIL);
    world.advance(seconds(1));
    await askForReset(world.visitor(), EVIL);
    expect((await setByLink(world.visitor(), await resetLink(world), 'password of the thief 1')).status).toBe(303);
    await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
    const again = await postPassword(world.visitor(), { password: 'password of the thief 1' });
    expect(again.location).toBe('/success/sign-in/replacement');
    expect((await resetLetters(world)).at(-1)?.to).toBe(OLD_EMAIL);
    expect(await world.query('select id from session where ended_at is null')).toEqual([]);
  });

  test('SEC-E05 "not me" on any notice voids a change that waits', async () => {
    await requestEmail(thief, EVIL);
    const confirmation = await linkTo(world, EVIL, 'contact-confirmation');
    const letter = lastOf((await world.letters()).filter(({ text }) => text.includes('/not-me/')));
    await press(world, /\/success\/not-me\/\S+/u.exec(letter.text)?.[0] ?? '');
    expect((await press(world, confirmation)).status).toBe(410);
    expect(await world.query('select email from account')).toEqual([{ email: OLD_EMAIL }]);
  });
});

describe('addresses that are somebody else’s', () => {
  beforeEach(() => world.addAccount({ email: 'taro@success.example', name: '鈴木 太郎', language: 'en' }));

  test.each(['taro@success.example', 'ＴＡＲＯ＠Success.EXAMPLE'])(
    'SEC-E03 SEC-P07 T-41 asking for %s looks like asking for any other, and only its holder hears of it',
    async (email) => {
      const free = await postContact(thief, 'email', { email: 'free@success.example' });
      const taken = await postContact(thief, 'email', { email });
      expect([taken.status, taken.location]).toEqual([free.status, free.location]);
      const letters = (await world.letters()).filter(({ to }) => to === 'taro@success.example');
      expect(letters.map(({ subject }) => subject)).toEqual(['[Business Success Portal] Someone tried to use your email address']);
      expect(lastOf(letters).text).not.toContain('contact-confirmation');
      // As much is written for the one as for the other.
      const written = async (table: string) => (await world.query(`select id from ${table}`)).length;
      expect([await written('contact_change'), await written('contact_link')]).toEqual([2, 4]);
    },
  );

  test('SEC-P07 an address taken while its link waits is refused as a link that is over', async () => {
    await requestEmail(thief, NEW_EMAIL);
    const link = await linkTo(world, NEW_EMAIL, 'contact-confirmation');
    await world.addAccount({ email: NEW_EMAIL, name: '高橋 次郎' });
    const page = await press(world, link);
    expect(page.status).toBe(410);
    expect(page.text).not.toContain('高橋');
    expect(await world.query("select email from account where id = 'account-1'")).toEqual([{ email: OLD_EMAIL }]);
  });

  test('SEC-P07 a lookalike is another mailbox and has to be confirmed by it', async () => {
    await changeEmail(world, thief, 'tаro@success.example'); // Cyrillic а
    expect(await world.query('select canonical_email from account order by id')).toEqual([
      { canonical_email: 'tаro@success.example' },
      { canonical_email: 'taro@success.example' },
    ]);
  });

  test('SEC-P06 five letters an hour go to one address, whichever account asks for them', async () => {
    const other = world.visitor();
    await signIn(other, { email: 'taro@success.example' });
    const answers: (string | null)[] = [];
    for (let count = 0; count < 4; count += 1) {
      answers.push((await postContact(thief, 'email', { email: 'victim@elsewhere.example' })).location);
      answers.push((await postContact(other, 'email', { email: 'victim@elsewhere.example' })).location);
    }
    expect(answers.filter((each) => each !== null)).toHaveLength(5);
    expect((await world.letters()).filter(({ to }) => to === 'victim@elsewhere.example')).toHaveLength(5);
  });

  test('T-13 a list, a second key or a second address in one field reaches nobody', async () => {
    await thief.get('/success/account/email');
    const token = thief.formToken();
    const bodies = [
      `form_token=${token}&email=a@b.example&email=${EVIL}`,
      `form_token=${token}&email[]=${EVIL}`,
      `form_token=${token}&email=${encodeURIComponent(`a@b.example, ${EVIL}`)}`,
      `form_token=${token}&email=${encodeURIComponent(`a@b.example\r\nBcc: ${EVIL}`)}`,
    ];
    for (const body of bodies) expect((await thief.post('/success/account/email', body)).status).toBeGreaterThanOrEqual(400);
    expect(await world.query('select id from contact_change')).toEqual([]);
  });
});

describe('contact data while a confirmed request runs', () => {
  test('desk.md invariant 5: nothing changes by form or link, a waiting change can be cancelled', async () => {
    await addAddress(world, thief, 'own@home.example');
    await requestEmail(thief, EVIL);
    await postContact(thief, 'notification-addresses', { email: 'more@evil.example' });
    const links = await Promise.all([EVIL, 'more@evil.example'].map((to) => linkTo(world, to, 'contact-confirmation')));
    const receipt = receiptIn(await fileForm(world.visitor()));
    const { token, open } = pathsIn(lastOf(await recoveryLetters(world, OLD_EMAIL)));
    const reader = world.visitor();
    await reader.get(open);
    await reader.post(`/success/lost-device/${receipt}/confirmation`, { token });
    const before = await world.query('select * from contact_point order by id');
    const [row] = await world.query("select id from contact_point where kind = 'notification'");
    const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['email', { email: 'x@evil.example' }],
      ['notification-addresses', { email: 'y@evil.example' }],
      [`notification-addresses/${String(row?.['id'])}`, {}],
      ['phone', { phone: '090-1234-5678' }],
      ['phone', { choice: 'remove' }],
      ['name', { name: '悪意 太郎' }],
    ];
    for (const [page, fields] of forms) {
      const answer = await postContact(thief, page, fields);
      expect([answer.status, page]).toEqual([403, page]);
      expect(answer.text).toContain('二要素認証の解除の依頼が進んでいるため');
    }
    for (const link of links) {
      const answer = await press(world, link);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('二要素認証の解除の依頼が進んでいるため');
    }
    expect(await world.query('select * from contact_point order by id')).toEqual(before);
    const cancelled = await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
    expect(cancelled.location).toBe('/success/contact-cancellation/completed');
    expect(await world.query('select email from account')).toEqual([{ email: OLD_EMAIL }]);
  });

  test('desk.md invariant 5: a change in force is taken back only once the request was stopped, by the same mailbox', async () => {
    await changeEmail(world, thief, EVIL);
    const link = await linkTo(world, OLD_EMAIL, 'contact-cancellation');
    const receipt = receiptIn(await fileForm(world.visitor(), { email: EVIL }));
    const paths = pathsIn(lastOf((await recoveryLetters(world, OLD_EMAIL)).filter(({ text }) => text.includes('token='))));
    const reader = world.visitor();
    await reader.get(paths.open);
    await reader.post(`/success/lost-device/${receipt}/confirmation`, { token: paths.token });
    expect((await press(world, link)).text).toContain('先に、依頼についてのメールのリンクから依頼を取り消し');
    await reader.get(paths.cancel);
    await reader.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
    world.advance(hours(1));
    expect((await press(world, link)).location).toBe('/success/contact-cancellation/completed');
  });
});
