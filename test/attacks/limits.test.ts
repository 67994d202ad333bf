/**
 * SEC-F07: every route that takes a secret or sends letters says what bounds it, and each declared bound bites: the table below has
 * one attack for every pair of route and limit, and a pair without one fails.
 */
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import type { Route } from '../../src/http/route.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { addSecond } from '../support/authenticator-steps.ts';
import { postContact } from '../support/contact.ts';
import { askForReset, resetLetters } from '../support/forgotten-password.ts';
import { fileAndConfirm, fileForm, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { namedSet } from '../support/recovery-codes.ts';
import { beginEnrolment, enrolledAccount, postPassword, STEP, signIn, signInWithCode, wrongCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { COMPANY_BITES } from './company-bites.ts';
import { deskBites } from './desk-bites.ts';
import { ENTRY_BITES } from './entry-bites.ts';
import { PASS_BITES } from './pass-bites.ts';
import { passkeyBites } from './passkey-bites.ts';
import { STAFF_BITES } from './staff-bites.ts';

/** More than any limit below. */
const MANY = 200;
/** A number of the right form that nobody has. */
const RECEIPT = 'R-2026-7H3K-X9';
/** Of the right form, and nobody's. */
const NO_CODE = '01-0000-0000-0000-0000';
const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** How many tries are answered by anything but "wait" (429) before the first that is; `MANY` when none is. */
async function answered(attempt: (count: number) => Promise<Answer>): Promise<number> {
  for (let count = 0; count < MANY; count += 1) if ((await attempt(count)).status === 429) return count;
  return MANY;
}

async function halfSignedIn(): Promise<{ visitor: Visitor; secret: Uint8Array }> {
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  return { visitor, secret };
}

async function withTwoFactor(): Promise<{ visitor: Visitor; secret: Uint8Array }> {
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  await signInWithCode(world, visitor, secret);
  world.advance(STEP);
  return { visitor, secret };
}

/** A member of the desk whose mailbox is confirmed, before the QR code. */
async function enrollingStaff(): Promise<{ visitor: Visitor }> {
  await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
  const visitor = world.visitor();
  await postPassword(visitor, STAFF);
  const path = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await visitor.get(path);
  await visitor.post(path);
  await visitor.get('/desk/sign-in/enrolment');
  await visitor.post('/desk/sign-in/enrolment');
  await visitor.get('/desk/sign-in/enrolment');
  return { visitor };
}

const namedIn = async (visitor: Visitor): Promise<string> => namedSet(await visitor.get('/success/recovery-codes'));

type Bite = () => Promise<number>;

/** Each: how many tries are answered before the door closes; the fifth wrong one is itself told to wait. */
const BITES: Readonly<Record<string, readonly [before: number, bite: Bite]>> = {
  ...COMPANY_BITES,
  ...deskBites(() => world),
  ...ENTRY_BITES,
  ...PASS_BITES,
  ...STAFF_BITES,
  'sign-in: password': [
    4,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      return answered(() => postPassword(visitor, { password: 'wrong' }));
    },
  ],
  'sign-in: network': [
    20,
    async () => {
      return answered((count) => postPassword(world.visitor(), { email: `nobody${count}@success.example`, password: 'wrong' }));
    },
  ],
  'sign-in: letters': [
    5,
    async () => {
      await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
      return answered(() => postPassword(world.visitor(), STAFF));
    },
  ],
  'sign-in/code: second-factor': [
    4,
    async () => {
      const { visitor, secret } = await halfSignedIn();
      const attempt = () => visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) });
      return answered(attempt);
    },
  ],
  'sign-in/recovery-code: second-factor': [
    4,
    async () => {
      const { visitor } = await halfSignedIn();
      await visitor.get('/success/sign-in/recovery-code');
      return answered(() => visitor.post('/success/sign-in/recovery-code', { recovery_code: NO_CODE }));
    },
  ],
  'confirmation/recovery-code: second-factor': [
    4,
    async () => {
      const { visitor } = await withTwoFactor();
      await visitor.get('/success/confirmation/recovery-code');
      return answered(() => visitor.post('/success/confirmation/recovery-code', { recovery_code: NO_CODE }));
    },
  ],
  'recovery-codes: recovery-codes': [
    5,
    async () => {
      const { visitor } = await withTwoFactor();
      return answered(async () => visitor.post('/success/recovery-codes', { code_set: await namedIn(visitor) }));
    },
  ],
  'sign-in/code: letters': [
    5,
    async () => {
      const { secret } = await halfSignedIn();
      for (let count = 0; count < 8; count += 1) {
        world.advance(STEP);
        expect((await signInWithCode(world, world.visitor(), secret)).status).toBe(303);
      }
      return (await world.letters()).filter(({ subject }) => subject.includes('新しいブラウザー')).length;
    },
  ],
  'sign-in/enrolment/code: enrolment': [
    10,
    async () => {
      const { visitor } = await enrollingStaff();
      const attempt = () => visitor.post('/desk/sign-in/enrolment/code', { code: '000000', device_name: '' });
      return answered(attempt);
    },
  ],
  'enrolment/code: enrolment': [
    10,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      await signIn(visitor);
      const secret = await beginEnrolment(visitor);
      const attempt = () => visitor.post('/success/enrolment/code', { code: wrongCode(world, secret), device_name: '' });
      return answered(attempt);
    },
  ],
  'password-reset: resets': [
    50,
    async () => {
      return answered(async (count) => askForReset(world.visitor(), `nobody${count}@success.example`));
    },
  ],
  'password-reset: letters': [
    5,
    async () => {
      await world.addAccount();
      for (let count = 0; count < 10; count += 1) await askForReset(world.visitor());
      return (await resetLetters(world)).length;
    },
  ],
  'account/password: password': [
    4,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      await signIn(visitor);
      await visitor.get('/success/account/password');
      const fields = { current_password: 'wrong', new_password: 'violet tram 41 kettle' };
      return answered(() => visitor.post('/success/account/password', fields));
    },
  ],
  'confirmation: password': [
    4,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      await signIn(visitor);
      world.advance(minutes(11));
      await visitor.get('/success/confirmation?then=enrolment');
      const attempt = () =>
        visitor.post('/success/confirmation', [
          ['password', 'wrong'],
          ['then', 'enrolment'],
        ]);
      return answered(attempt);
    },
  ],
  'confirmation: second-factor': [
    4,
    async () => {
      const { visitor, secret } = await withTwoFactor();
      world.advance(minutes(11));
      await visitor.get('/success/confirmation?then=two-factor');
      const attempt = () =>
        visitor.post('/success/confirmation', [
          ['code', wrongCode(world, secret)],
          ['then', 'two-factor'],
        ]);
      return answered(attempt);
    },
  ],
  'dashboard/check-up: second-factor': [
    4,
    async () => {
      const { visitor, secret } = await withTwoFactor();
      await addSecond(world, visitor);
      world.advance(days(4));
      await signInWithCode(world, visitor, secret);
      await visitor.get('/success/dashboard');
      return answered(() => visitor.post('/success/dashboard/check-up', { code: wrongCode(world, secret) }));
    },
  ],
  'two-factor: second-factor': [
    4,
    async () => {
      const { visitor, secret } = await withTwoFactor();
      await visitor.get('/success/two-factor');
      const attempt = () => visitor.post('/success/two-factor', { code: wrongCode(world, secret) });
      return answered(attempt);
    },
  ],
  'lost-device: filings': [
    150,
    async () => {
      await world.addAccount();
      return answered(() => fileForm(world.visitor()));
    },
  ],
  'lost-device: filing-letters': [
    3,
    async () => {
      await world.addAccount();
      for (let count = 0; count < 10; count += 1) await fileForm(world.visitor());
      return (await recoveryLetters(world)).length;
    },
  ],
  'lost-device/:receipt/letter: filings': [
    149,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      const receipt = receiptIn(await fileForm(visitor));
      await visitor.get(`/success/lost-device/${receipt}`);
      return answered(() => visitor.post(`/success/lost-device/${receipt}/letter`));
    },
  ],
  'lost-device/:receipt/letter: filing-letters': [
    3,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      const receipt = receiptIn(await fileForm(visitor));
      for (let count = 0; count < 10; count += 1) {
        await visitor.get(`/success/lost-device/${receipt}`);
        await visitor.post(`/success/lost-device/${receipt}/letter`);
        await recoveryLetters(world);
      }
      return (await recoveryLetters(world)).length;
    },
  ],
  ...passkeyBites(() => world),
  'lost-device/:receipt/password: password': [
    4,
    async () => {
      await world.addAccount();
      const visitor = world.visitor();
      const { receipt } = await fileAndConfirm(world, visitor);
      await visitor.get(`/success/lost-device/${receipt}`);
      return answered(() => visitor.post(`/success/lost-device/${receipt}/password`, { password: 'not the password' }));
    },
  ],
  'account/email: letters': [5, () => lettersAsked('email')],
  'account/notification-addresses: letters': [5, () => lettersAsked('notification-addresses')],
};

/** The same address again: it waits for its mailbox meanwhile. */
async function lettersAsked(page: string): Promise<number> {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  return answered(() => postContact(visitor, page, { email: 'victim@elsewhere.example' }));
}

const limitsOf = (route: Route): readonly string[] => (Array.isArray(route.limit) ? route.limit : []);
const declared = ROUTES.flatMap((route) => limitsOf(route).map((limit) => ({ path: route.path, limit })));

describe('the declaration', () => {
  /** Routes that hold something to guess and do not say what bounds it. */
  const undeclared = (routes: readonly Pick<Route, 'path' | 'limit' | 'query'>[]) =>
    routes.filter(
      ({ path, query, limit }) =>
        (path.includes(':token') || query?.includes('token') === true) &&
        !(Array.isArray(limit) && limit.includes('token-entropy')),
    );

  test('SEC-F07 every route with a mailed token says so', () => {
    expect(undeclared(ROUTES).map(({ path }) => path)).toEqual([]);
    const wrong = [{ path: 'x/:token' }, { path: 'y/:token', limit: 'nothing-to-guess' }, { path: 'w', query: ['token'] }] as const;
    expect(undeclared([...wrong, { path: 'z' }])).toHaveLength(3);
  });

  test('SEC-F07 a route that takes a secret, or any POST, does not compile without its limit', () => {
    const handle = (): null => null;
    type Post<T> = T & { path: 'x'; entry: 'public'; method: 'POST'; handle: typeof handle };
    expectTypeOf<Post<{ fields: ['password']; limit: ['password'] }>>().toExtend<Route>();
    expectTypeOf<Post<{ fields: ['password']; limit: 'nothing-to-guess' }>>().not.toExtend<Route>();
    expectTypeOf<Post<{ fields: ['code']; limit: [] }>>().not.toExtend<Route>();
    expectTypeOf<Post<{ fields: ['method']; limit: 'nothing-to-guess' }>>().toExtend<Route>();
    expectTypeOf<Post<{ fields: ['method'] }>>().not.toExtend<Route>();
    expectTypeOf<Post<{ fields: ['pin']; limit: ['password'] }>>().not.toExtend<Route>();
  });
});

describe('each declared limit', () => {
  test('SEC-F07 has an attack in this file', () => {
    const pairs = declared.filter(({ limit }) => limit !== 'token-entropy').map(({ path, limit }) => `${path}: ${limit}`);
    expect(Object.keys(BITES).sort()).toEqual([...new Set(pairs)].sort());
  });

  test.each(Object.entries(BITES))('SEC-F07 T-05 T-10 %s closes the door in time', async (_pair, [before, bite]) => {
    expect(await bite()).toBe(before);
  });

  const TOKEN_ROUTES = ROUTES.filter((route) => limitsOf(route).includes('token-entropy'));
  test.each(TOKEN_ROUTES.map(({ method, path, kind }) => [method, path, kind === 'desk' ? 'desk' : 'success'] as const))(
    'SEC-F07 SEC-M06 %s %s: a guessed token is nobody, the hundredth like the first',
    async (method, path, portal) => {
      const answers = new Set<string>();
      for (let count = 0; count < 100; count += 1) {
        const guess = `${'A'.repeat(16)}.${String(count).padStart(43, 'A')}`;
        const at = `/${portal}/${path.replace(':token', guess).replace(':code', guess).replace(':receipt', RECEIPT)}`;
        const inPath = at.includes(guess);
        const visitor = world.visitor();
        await visitor.get(`/${portal}/sign-in`);
        const answer =
          method === 'GET'
            ? await visitor.get(inPath ? at : `${at}?token=${guess}`)
            : await visitor.post(at, inPath ? {} : { token: guess });
        expect(answer.status).not.toBe(404);
        answers.add(`${answer.status} ${answer.location} ${answer.text.replaceAll(guess, '')}`);
      }
      expect(answers.size).toBe(1);
    },
  );

  test('SEC-F07 the secret of a mailed token has 256 bits', async () => {
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    await postPassword(world.visitor(), STAFF);
    const text = (await world.letters()).at(-1)?.text ?? '';
    expect(text).toMatch(/\/sign-in\/confirmation\/[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{43}\s/u);
  });
});
