/** T-11 to T-14: a reset never replaces the second factor, its proof cannot be skipped, and its link goes to nobody else and works once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hours } from '../../src/core/time.ts';
import {
  askForReset,
  HANAKO,
  NEW_PASSWORD,
  resetByMail,
  resetLetters,
  resetLink,
  setByLink,
} from '../support/forgotten-password.ts';
import {
  beginEnrolment,
  codeNow,
  enrolledAccount,
  postPassword,
  STEP,
  signIn,
  signInWithCode,
  wrongCode,
} from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const isSignedIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/success/dashboard')).status === 200;
const oldStillWorks = async (): Promise<boolean> =>
  ['/success/dashboard', '/success/sign-in/code'].includes(
    (await postPassword(world.visitor({ address: '198.51.100.77' }))).location ?? '',
  );

describe('T-11 the second factor', () => {
  test.each(['the same browser', 'another browser'])(
    'SEC-E07 T-11 is asked for after a reset in %s, and nobody is signed in by it',
    async (where) => {
      const { secret, visitor: own } = await enrolledAccount(world);
      const visitor = where === 'the same browser' ? own : world.visitor({ address: '192.0.2.9' });
      await resetByMail(world, visitor);
      expect(await isSignedIn(visitor)).toBe(false);
      expect((await visitor.get('/success/sign-in/code')).status).toBe(303);
      expect((await postPassword(visitor, { password: NEW_PASSWORD })).location).toBe('/success/sign-in/code');
      expect(await isSignedIn(visitor)).toBe(false);
      await visitor.get('/success/sign-in/code');
      expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
      expect(await world.query("select state from authenticator where state = 'bound'")).toHaveLength(1);
    },
  );

  test('SEC-E07 SEC-F03 a lock of the codes from before still holds, and the failures count on', async () => {
    const { secret } = await enrolledAccount(world);
    const guesser = world.visitor();
    await postPassword(guesser);
    await guesser.get('/success/sign-in/code');
    for (let count = 0; count < 5; count += 1) await guesser.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    const counters = () => world.query("select key, failures, locked_until from attempt_counter where key like 'second-factor:%'");
    const before = await counters();
    expect(before).toHaveLength(1);
    const visitor = world.visitor();
    await resetByMail(world, visitor);
    expect(await counters()).toEqual(before);
    await postPassword(visitor, { password: NEW_PASSWORD });
    await visitor.get('/success/sign-in/code');
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).status).toBe(429);
  });

  test('SEC-E07 SEC-G06 every session, begun sign-in, begun enrolment and known browser ends with it', async () => {
    const holder = world.visitor();
    await signIn(holder);
    const elsewhere = world.visitor();
    await signIn(elsewhere);
    const secret = await beginEnrolment(elsewhere);
    const form_token = elsewhere.formToken();
    await resetByMail(world, world.visitor());
    expect([await isSignedIn(holder), await isSignedIn(elsewhere)]).toEqual([false, false]);
    const late = await elsewhere.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '', form_token });
    expect(late.location ?? '').toContain('/success/sign-in');
    expect(await world.query("select id from authenticator where state <> 'invalidated'")).toEqual([]);
    expect(await world.query('select * from known_browser_account')).toEqual([]);
    const reasons = await world.query('select distinct end_reason from session');
    expect(reasons).toEqual([{ end_reason: 'password-reset' }]);
  });

  test('SEC-E01 SEC-E07 a pending sign-in of the old password is not finished with a right code', async () => {
    const { secret } = await enrolledAccount(world);
    const thief = world.visitor();
    await postPassword(thief);
    await thief.get('/success/sign-in/code');
    await resetByMail(world, world.visitor({ address: '192.0.2.9' }));
    const answer = await thief.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expect(answer.location ?? '').not.toContain('dashboard');
    expect(await isSignedIn(thief)).toBe(false);
  });
});

describe('T-12 the mailed proof', () => {
  test('SEC-E06 T-12 in every order of requests but the right one the password stays', async () => {
    await askForReset(world.visitor());
    const link = await resetLink(world);
    const [id = ''] = link.split('/').at(-1)?.split('.') ?? [];
    const password = { password: NEW_PASSWORD };
    const guess = `/success/password-reset/${id}.${'A'.repeat(43)}`;
    const steps: readonly ((visitor: Visitor) => Promise<unknown>)[] = [
      (visitor) => visitor.get('/success/password-reset'),
      (visitor) => visitor.get('/success/password-reset/requested'),
      (visitor) => visitor.post('/success/password-reset', { email: HANAKO }),
      (visitor) => visitor.post('/success/password-reset', { email: HANAKO, ...password }),
      (visitor) => visitor.post('/success/password-reset/requested', password),
      (visitor) => visitor.get(guess),
      (visitor) => visitor.post(guess, password),
      (visitor) => visitor.post(guess, { ...password, email: HANAKO }),
      (visitor) => visitor.post('/success/password-reset/', password),
      (visitor) => visitor.post(`/success/password-reset/${id}`, password),
      (visitor) => visitor.post('/success/account/password', { current_password: PASSWORD, new_password: NEW_PASSWORD }),
      (visitor) => visitor.post(link.replace('/password-reset/', '/password/'), password),
      (visitor) => visitor.post(link.replace('/success/', '/support/'), password),
      (visitor) => visitor.send(link, { method: 'PUT', body: 'password=x' }),
      (visitor) => visitor.get(`${link}?password=${NEW_PASSWORD}`),
      (visitor) => visitor.post(link, { ...password, form_token: 'x' }),
      (visitor) => visitor.post(link, password, { headers: { 'sec-fetch-site': 'cross-site' } }),
    ];
    for (const first of steps) {
      const visitor = world.visitor();
      await first(visitor);
      for (const second of steps) await second(visitor);
    }
    const [row] = await world.query('select password_set_via, security_version from account');
    expect(row).toEqual({ password_set_via: 'import', security_version: 1 });
    expect(await oldStillWorks()).toBe(true);
  }, 120_000);
});

describe('T-13 the address', () => {
  test.each([
    'email=hanako%40success.example&email=evil%40evil.example',
    'email[]=hanako%40success.example&email[]=evil%40evil.example',
    'email%5B%5D=hanako%40success.example',
    'email[0]=hanako%40success.example',
    'email=hanako%40success.example&to=evil%40evil.example',
    'email=hanako%40success.example&Email=evil%40evil.example',
    'email.a=hanako%40success.example',
  ])('SEC-E08 T-13 %s is refused by 400, and the outbox stays empty', async (fields) => {
    const visitor = world.visitor();
    await visitor.get('/success/password-reset');
    const answer = await visitor.post('/success/password-reset', `form_token=${visitor.formToken()}&${fields}`);
    expect(answer.status).toBe(400);
    expect(await world.letters()).toEqual([]);
  });

  test('SEC-E08 T-13 JSON is no form', async () => {
    const answer = await world.visitor().send('/success/password-reset', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: [HANAKO, 'evil@evil.example'] }),
    });
    expect(answer.status).toBe(415);
    expect(await world.letters()).toEqual([]);
  });

  test.each([
    `${HANAKO},evil@evil.example`,
    `${HANAKO};evil@evil.example`,
    `${HANAKO} evil@evil.example`,
    `${HANAKO}\r\nbcc: evil@evil.example`,
    `"${HANAKO}" <evil@evil.example>`,
    `${HANAKO}%00evil@evil.example`,
    'hаnako@success.example',
    'hanako@success.exаmple',
    'hanako+x@success.example',
    'hanako@success.example.evil.example',
    'hanako@sub.success.example',
    '\u202Ehanako@success.example',
    'hanako@success\u3002example@evil.example',
  ])('SEC-E08 SEC-P07 T-13 %j reaches nobody', async (email) => {
    const answer = await askForReset(world.visitor(), email);
    expect([303, 400, 422]).toContain(answer.status);
    expect(await world.letters()).toEqual([]);
  });

  test.each(['HANAKO@SUCCESS.EXAMPLE', ' hanako@success.example ', 'ｈａｎａｋｏ＠success.example', 'hanako@success。example'])(
    'SEC-E08 SEC-P07 %j is the same address, and the letter goes to the stored one',
    async (email) => {
      await askForReset(world.visitor(), email);
      expect((await resetLetters(world)).map(({ to }) => to)).toEqual([HANAKO]);
    },
  );

  test('SEC-P06 SEC-F07 one account gets five links an hour, whoever asks from wherever', async () => {
    for (let count = 0; count < 12; count += 1) await askForReset(world.visitor({ address: `198.51.100.${count}` }));
    expect(await resetLetters(world)).toHaveLength(5);
    world.advance(hours(1));
    await askForReset(world.visitor());
    expect(await resetLetters(world)).toHaveLength(6);
  });
});

describe('T-14 the link', () => {
  test('SEC-E06 T-14 works once, and not after a newer one was asked for', async () => {
    await askForReset(world.visitor());
    const older = await resetLink(world);
    await askForReset(world.visitor());
    const newer = await resetLink(world);
    expect(newer).not.toBe(older);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    expect((await visitor.post(older, { password: NEW_PASSWORD })).status).toBe(410);
    expect((await setByLink(visitor, newer)).status).toBe(303);
    expect((await visitor.post(newer, { password: 'another good phrase' })).status).toBe(410);
    expect((await postPassword(visitor, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
  });

  const dying: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['the password was changed', () => changeInSession()],
    [
      'the address was changed',
      () => world.query("update account set canonical_email = 'new@success.example', email = 'new@success.example'"),
    ],
    ['the account was suspended', () => world.service.store.setAccountStatus('account-1', 'suspended', world.now(), 'a test')],
    ['two-factor was turned on', () => enrolledAccount(world)],
    ['the holder said "not me"', () => sayNotMe()],
  ];

  test.each(dying)('SEC-E06 T-14 is dead once %s', async (_what, change) => {
    await askForReset(world.visitor());
    const link = await resetLink(world);
    await change();
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    expect((await visitor.get(link)).status).toBe(410);
    const before = await world.query('select password_record from account');
    expect((await visitor.post(link, { password: NEW_PASSWORD })).status).toBe(410);
    expect(await world.query('select password_record from account')).toEqual(before);
  });

  async function changeInSession(): Promise<void> {
    const visitor = world.visitor();
    await signIn(visitor);
    await visitor.get('/success/account/password');
    const fields = { current_password: PASSWORD, new_password: 'another good phrase' };
    expect((await visitor.post('/success/account/password', fields)).status).toBe(303);
  }

  async function sayNotMe(): Promise<void> {
    await signIn(world.visitor());
    const letter = (await world.letters()).findLast(({ text }) => text.includes('/not-me/'));
    const path = /\/success\/not-me\/\S+/u.exec(letter?.text ?? '')?.[0] ?? '';
    const reader = world.visitor();
    await reader.get(path);
    expect((await reader.post(path)).status).toBe(303);
  }

  test('SEC-E07 a sign-in with the second factor afterwards works as ever, with the new password alone', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await resetByMail(world, visitor);
    world.advance(STEP);
    expect((await postPassword(visitor)).status).toBe(422);
    expect((await signInWithCode(world, visitor, secret, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
  });
});
