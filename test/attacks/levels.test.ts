/**
 * What a sign-in must prove, over everything an account may have and a portal may ask (T-39): recomputed each time, from the rows as
 * they stand. The second factor never replaces the first (T-38), and the last one stays where it is required (SEC-H05).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  beginEnrolment,
  codeNow,
  enrol,
  enrolledAccount,
  postPassword,
  STEP,
  secretOn,
  signIn,
  signInWithCode,
  wrongCode,
} from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const HOLDER = { portal: 'success', email: 'hanako@success.example' };
const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount(HOLDER);
  await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
});
afterEach(() => world.close());

/** At the QR code of the compulsory enrolment, in a browser of its own or in one that has come so far already. */
async function atQrCode(visitor: Visitor = world.visitor()): Promise<{ visitor: Visitor; secret: Uint8Array }> {
  await postPassword(visitor, STAFF);
  const path = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await visitor.get(path);
  await visitor.post(path);
  await visitor.post('/desk/sign-in/enrolment');
  return { visitor, secret: secretOn(await visitor.get('/desk/sign-in/enrolment')) };
}

async function staffEnrols(): Promise<{ visitor: Visitor; secret: Uint8Array }> {
  const { visitor, secret } = await atQrCode();
  await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  world.advance(STEP);
  return { visitor, secret };
}

async function holderTurnsOff(): Promise<void> {
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  await signInWithCode(world, visitor, secret);
  world.advance(STEP);
  await visitor.get('/success/two-factor');
  await visitor.post('/success/two-factor', { code: codeNow(world, secret) });
}

async function holderBegins(): Promise<void> {
  const visitor = world.visitor();
  await signIn(visitor);
  await beginEnrolment(visitor);
}

/** As a removal would: the row stays, without its secret. */
async function invalidate(): Promise<void> {
  // A request ends before what it left for afterwards; the file has one writer.
  await world.visitor().get('/success/help');
  await world.query("update authenticator set state = 'invalidated', sealed_secret = null");
}

async function staffLosesIt(): Promise<void> {
  await staffEnrols();
  await invalidate();
}

const nothing = async (): Promise<void> => undefined;

describe('after the right password', () => {
  test.each([
    ['optional', 'no authenticator', HOLDER, nothing, 'dashboard'],
    ['optional', 'one that was only begun', HOLDER, holderBegins, 'dashboard'],
    ['optional', 'one', HOLDER, () => enrolledAccount(world), 'sign-in/code'],
    ['optional', 'one that was turned off', HOLDER, holderTurnsOff, 'dashboard'],
    ['required', 'no authenticator', STAFF, nothing, 'sign-in/confirmation'],
    ['required', 'one that was only begun', STAFF, atQrCode, 'sign-in/confirmation'],
    ['required', 'one', STAFF, staffEnrols, 'sign-in/code'],
    ['required', 'one that is gone', STAFF, staffLosesIt, 'sign-in/confirmation'],
  ] as const)(
    'T-39 SEC-E05 SEC-H01 two-factor %s, %s: the same in a new, a known and a signed-in browser',
    async (_policy, _has, who, prepare, page) => {
      const known = world.visitor();
      if (page === 'dashboard') await signIn(known, who);
      await prepare();
      for (const visitor of [world.visitor(), known]) {
        await visitor.get(`/${who.portal}/dashboard`);
        await visitor.post(`/${who.portal}/sign-out`);
        expect((await postPassword(visitor, who)).location?.split('?')[0]).toBe(`/${who.portal}/${page}`);
      }
    },
  );

  test('T-39 SEC-H01 a sign-in that began before the authenticator was bound elsewhere asks for its code, and binds no other', async () => {
    const late = await atQrCode();
    const { secret } = await staffEnrols();
    const answer = await late.visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, late.secret), device_name: '' });
    expect(answer.location ?? '').not.toMatch(/dashboard|completed/u);
    expect((await late.visitor.get('/desk/dashboard')).location).toContain('/desk/sign-in');
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
    expect((await signInWithCode(world, world.visitor(), secret, STAFF)).location).toBe('/desk/requests');
  });

  test('T-39 SEC-E01 a sign-in at its code opens nothing once the authenticator is gone', async () => {
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    await invalidate();
    await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expect((await visitor.get('/success/dashboard')).location).toContain('/success/sign-in');
  });
});

describe('the second factor alone', () => {
  test('T-38 SEC-E01 SEC-C05 opens nothing: no code without a password before it, none in place of it', async () => {
    const { secret } = await enrolledAccount(world);
    const alone = world.visitor();
    await alone.get('/success/sign-in');
    expect((await alone.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/sign-in');
    for (const password of ['', ' ', codeNow(world, secret)]) {
      const answer = await postPassword(alone, { password });
      expect([answer.status, answer.location], password).toEqual([422, null]);
    }
    expect((await alone.get('/success/dashboard')).location).toContain('/success/sign-in');
  });

  test('T-38 an account without a password has none that fits, the empty one included', async () => {
    await world.addAccount({ email: 'taro@success.example', password: null });
    for (const password of ['', ' ', 'null', 'undefined']) {
      expect((await postPassword(world.visitor(), { email: 'taro@success.example', password })).status, password).toBe(422);
    }
  });
});

describe('the last second factor', () => {
  test('SEC-H05 G-17 stays where it is required: 403 with a way on, whatever is sent, and nothing has changed', async () => {
    const { visitor, secret } = await staffEnrols();
    for (const answer of [
      await visitor.get('/desk/two-factor'),
      await visitor.post('/desk/two-factor', { code: codeNow(world, secret) }),
      await visitor.post('/desk/two-factor', { code: '' }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('無効にできません');
      expect(answer.html).toMatch(/<main[\s\S]*href="\/desk\/help#contact"/u);
    }
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });

  test('SEC-H05 SEC-G06 T-33 is turned off elsewhere by its code: other sessions end and the holder is told', async () => {
    const holder = world.visitor();
    await signIn(holder);
    const secret = await enrol(world, holder);
    world.advance(STEP);
    const other = world.visitor();
    await signInWithCode(world, other, secret);
    world.advance(STEP);
    const before = (await world.letters()).length;
    await holder.get('/success/two-factor');
    await holder.post('/success/two-factor', { code: codeNow(world, secret) });
    expect((await other.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    expect((await world.letters()).slice(before).map(({ subject }) => subject)).toEqual([expect.stringContaining('無効')]);
  });
});

describe('a lock', () => {
  const stranger = (): Visitor => world.visitor({ address: '198.51.100.66' });

  test('SEC-F06 of the password ends no living session and leaves the browser of the holder its own attempts', async () => {
    const holder = world.visitor();
    await signIn(holder);
    for (let count = 0; count < 25; count += 1) await postPassword(stranger(), { password: 'not the password' });
    expect((await postPassword(stranger())).status).toBe(429);
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    await holder.post('/success/sign-out');
    expect((await postPassword(holder)).location).toBe('/success/dashboard');
  });

  test('SEC-F06 of the code ends no living session, and the browser of the holder replaces no factor', async () => {
    const { secret } = await enrolledAccount(world);
    const holder = world.visitor();
    await signInWithCode(world, holder, secret);
    world.advance(STEP);
    for (let count = 0; count < 5; count += 1) {
      const visitor = stranger();
      await postPassword(visitor);
      await visitor.get('/success/sign-in/code');
      await visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    }
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    await holder.post('/success/sign-out');
    expect((await postPassword(holder)).location).toBe('/success/sign-in/code');
    expect((await holder.get('/success/dashboard')).location).toContain('/success/sign-in');
  });
});
