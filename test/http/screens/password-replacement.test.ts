/** SEC-A08: a password marked as known to strangers opens nothing until it is replaced; one that is merely old opens everything. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../../../src/core/account.ts';
import { days } from '../../../src/core/time.ts';
import { declareCompromised } from '../../../src/journeys/password-compromise.ts';
import { NEW_PASSWORD, resetLetters, resetLink, setByLink } from '../../support/forgotten-password.ts';
import { passkeyAccount, signInWithPasskey } from '../../support/passkey-steps.ts';
import { codeNow, enrolledAccount, postPassword, signInWithCode } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';
import { headingOf, linkTo, summaryOf } from './reading.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const REPLACEMENT = '/success/sign-in/replacement';
const LISTED = 'sakurasakurasakura';

async function holder(): Promise<Account> {
  const facts = await world.service.store.read.accountFacts('success', 'account-1');
  if (facts === undefined) throw new Error('no such account');
  return facts.account;
}

const mark = async () => declareCompromised(world.service.site.ports, world.now(), await holder(), 'found in a leak');
const isSignedIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/success/dashboard')).status === 200;

test('SEC-A08 nothing expires: an account signs in unprompted with a password of three years ago', async () => {
  world.advance(days(3 * 365));
  const visitor = world.visitor();
  expect((await postPassword(visitor)).location).toBe('/success/dashboard');
  expect((await visitor.get('/success/dashboard')).text).not.toContain('パスワードの変更');
});

describe('marked by the operator', () => {
  test('SEC-A08 SEC-G06 every session and begun sign-in ends, the holder is told, and it is marked once', async () => {
    const { secret } = await enrolledAccount(world);
    const living = world.visitor();
    await signInWithCode(world, living, secret);
    const begun = world.visitor();
    await postPassword(begun);
    await begun.get('/success/sign-in/code');
    expect(await mark()).toMatchObject({ ok: true });
    expect(await isSignedIn(living)).toBe(false);
    world.advance(30_000);
    expect((await begun.post('/success/sign-in/code', { code: codeNow(world, secret) })).location ?? '').not.toContain('dashboard');
    const letter = (await world.letters()).at(-1);
    expect(letter?.subject).toContain('パスワードの変更が必要です');
    expect(letter?.text).not.toContain('/not-me/');
    expect(await mark()).toMatchObject({ refusal: { code: 'password-compromised' } });
    expect(await world.query("select detail from audit_event where type = 'password.compromised'")).toEqual([
      { detail: '{"because":"host","reason":"found in a leak"}' },
    ]);
  });

  test.each([
    ['without a second factor', false],
    ['with a second factor', true],
  ])(
    'SEC-A08 SEC-E05 %s the right password leads to the replacement page alone, mails the link, and the new one signs in',
    async (_what, isEnrolled) => {
      if (isEnrolled) await enrolledAccount(world);
      await mark();
      const visitor = world.visitor();
      const answer = await postPassword(visitor);
      expect(answer.location).toBe(REPLACEMENT);
      const page = await visitor.follow(answer);
      expect(headingOf(page)).toBe('パスワードの変更が必要です');
      expect(linkTo(page, 'メールが届かない場合')).toBe('/success/password-reset');
      expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
      for (const path of ['dashboard', 'account', 'account/password', 'sign-in/code', 'sign-in/enrolment', 'confirmation'])
        expect((await visitor.get(`/success/${path}`)).status, path).toBe(303);
      const letter = (await resetLetters(world)).at(-1);
      expect(letter?.subject).toContain('新しいパスワードを設定してください');
      const link = await resetLink(world);
      const same = await setByLink(visitor, link, PASSWORD);
      expect([same.status, summaryOf(same)]).toEqual([422, expect.stringContaining('今までと同じパスワードです')]);
      expect((await setByLink(visitor, link)).status).toBe(303);
      expect((await holder()).passwordCompromisedAt).toBeNull();
      const next = await postPassword(visitor, { password: NEW_PASSWORD });
      expect(next.location).toBe(isEnrolled ? '/success/sign-in/code' : '/success/dashboard');
    },
  );

  test('SEC-A08 SEC-E05 a passkey by itself leads there too, and its holder gets the link', async () => {
    const { passkey } = await passkeyAccount(world);
    expect(await mark()).toMatchObject({ ok: true });
    const visitor = world.visitor();
    expect((await signInWithPasskey(visitor, passkey)).location).toBe(REPLACEMENT);
    expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
    expect((await setByLink(visitor, await resetLink(world))).status).toBe(303);
    expect((await signInWithPasskey(visitor, passkey)).location).toBe('/success/dashboard');
  });

  test('SEC-E03 a wrong password is answered as for any account', async () => {
    const before = await postPassword(world.visitor(), { password: 'wrong' });
    await mark();
    const after = await postPassword(world.visitor({ address: '192.0.2.5' }), { password: 'wrong' });
    expect([after.status, after.location, summaryOf(after)]).toEqual([before.status, before.location, summaryOf(before)]);
  });

  test('SEC-P06 whoever has the old password fills no mailbox with it: five links an hour', async () => {
    await mark();
    for (let count = 0; count < 9; count += 1) await postPassword(world.visitor({ address: `198.51.100.${count}` }));
    expect(await resetLetters(world)).toHaveLength(5);
  });

  test('SEC-A08 a session that was begun as the mark was set is not made', async () => {
    const [answer] = await Promise.all([postPassword(world.visitor()), mark()]);
    expect(await world.query('select id from session where ended_at is null'), answer.location ?? '').toEqual([]);
  });

  test('SEC-A08 the desk page says that staff passwords are not reset by mail', async () => {
    expect((await world.visitor().get('/desk/sign-in/replacement')).text).toContain('運用管理者に連絡してください');
  });
});

describe('on the list of leaked passwords', () => {
  beforeEach(() => world.addAccount({ email: 'imported@success.example', password: LISTED }));
  const who = { email: 'imported@success.example', password: LISTED };

  test('SEC-A04 SEC-A08 an imported one is marked at its first right proof, and never opens a session', async () => {
    const visitor = world.visitor();
    expect((await postPassword(visitor, { ...who, password: 'wrong' })).status).toBe(422);
    expect(await world.query('select id from account where password_compromised_at is not null')).toEqual([]);
    expect((await postPassword(visitor, who)).location).toBe(REPLACEMENT);
    expect((await postPassword(visitor, who)).location).toBe(REPLACEMENT);
    expect(await world.query('select id from session')).toEqual([]);
    expect(await world.query("select detail from audit_event where type = 'password.compromised'")).toEqual([
      { detail: '{"because":"listed"}' },
    ]);
    expect((await resetLetters(world)).every(({ to }) => to === who.email)).toBe(true);
    expect((await setByLink(visitor, await resetLink(world))).status).toBe(303);
    expect((await postPassword(visitor, { ...who, password: NEW_PASSWORD })).location).toBe('/success/dashboard');
  });

  test('SEC-A08 a right password in other capitals is no listed one that was not set', async () => {
    expect((await postPassword(world.visitor(), { ...who, password: 'SakuraSakuraSakura' })).status).toBe(422);
    expect(await world.query('select id from account where password_compromised_at is not null')).toEqual([]);
  });

  test('desk.md section 6: of staff it is not asked, because no mail could replace it', async () => {
    await world.addAccount({ portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null, password: LISTED });
    const staff = { portal: 'desk', email: 'reviewer@desk.example', password: LISTED };
    expect((await postPassword(world.visitor(), staff)).location).toBe('/desk/sign-in/confirmation');
  });
});
