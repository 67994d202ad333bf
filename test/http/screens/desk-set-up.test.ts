/** The first administrator: a code of the host, then password and authenticator in one sitting, or nothing at all. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { openDeskSetUp } from '../../../src/journeys/sittings.ts';
import { codeNow, postPassword, STEP, secretOn } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';
import { headingOf, summaryOf } from './reading.ts';

const WHO = { email: 'ops@desk.example', name: 'Rin Ops', language: 'en' } as const;
const PASSWORD = 'violet tram 41 kettle';
const ENROL = '/desk/sign-in/enrolment';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('from nothing to an administrator', () => {
  test('SEC-E10 a fresh installation has no account at all', async () => {
    expect(await world.query('select id from account')).toEqual([]);
  });

  test('SEC-E10 SEC-K01 code, password, authenticator: signed in as administrator, with no link by mail', async () => {
    const code = await open();
    expect(code).toMatch(/^[\w-]{22}$/u);
    expect(JSON.stringify(await world.query('select * from sitting'))).not.toContain(code);
    const visitor = world.visitor({ language: 'en' });
    const page = await visitor.get(`/desk/setup/${code}`);
    expect([page.status, headingOf(page)]).toEqual([200, 'Register the first administrator']);
    expect(page.text).toContain('ops@desk.example');
    expect(await world.query('select id from account')).toEqual([]);

    const secret = await begin(visitor, code);
    const signedIn = await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: 'phone' });
    expect(signedIn.location).toBe('/desk/enrolment/completed');
    expect((await visitor.get('/desk/dashboard')).status).toBe(200);
    expect(await world.query('select role, status, password_set_via from account')).toEqual([
      { role: 'administrator', status: 'active', password_set_via: 'set-up-code' },
    ]);
    expect(await world.query('select password_record from sitting')).toEqual([{ password_record: null }]);
    expect((await world.letters()).map(({ subject }) => subject).toSorted()).toEqual([
      '[Support desk] Sign-in from a new browser',
      '[Support desk] Two-factor authentication is on',
    ]);

    world.advance(STEP);
    const again = world.visitor();
    expect((await postPassword(again, { portal: 'desk', ...WHO, password: PASSWORD })).location).toBe('/desk/sign-in/code');
    const types = (await world.query('select type from audit_event order by seq')).map((row) => row['type']);
    expect(types).toEqual(
      expect.arrayContaining(['desk-set-up.opened', 'desk-set-up.begun', 'desk-set-up.completed', 'password.set']),
    );
  });

  test('SEC-E10 a second bootstrap is refused, for the same and for another address', async () => {
    const visitor = world.visitor();
    const secret = await begin(visitor, await open());
    await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    for (const email of [WHO.email, 'other@desk.example'])
      expect(await openDeskSetUp(ports(), world.now(), 'desk', { ...WHO, email })).toMatchObject({
        refusal: { code: 'administrator-exists' },
      });
  });

  test('SEC-A04 SEC-A01 a weak password is refused with the reason and the code stays', async () => {
    const path = `/desk/setup/${await open()}`;
    const visitor = world.visitor();
    await visitor.get(path);
    for (const [password, reason] of [
      ['short', 'パスワードは15文字以上で入力してください'],
      ['passwordpassword', 'このパスワードはよく使われるため'],
      ['ops@desk.example', 'メールアドレスだけのパスワードは'],
      ['', '新しいパスワードを入力してください'],
    ] as const) {
      const page = await visitor.post(path, { password });
      expect([page.status, summaryOf(page).includes(reason)], password).toEqual([422, true]);
    }
    expect((await visitor.post(path, { password: PASSWORD })).location).toBe(ENROL);
  });
});

describe('a code that is over', () => {
  test('SEC-E10 used: 410 for page and button, even when the sitting is not finished', async () => {
    const code = await open();
    await begin(world.visitor(), code);
    const second = world.visitor();
    await second.get('/desk/sign-in');
    expect((await second.get(`/desk/setup/${code}`)).status).toBe(410);
    const page = await second.post(`/desk/setup/${code}`, { password: PASSWORD });
    expect([page.status, headingOf(page)]).toEqual([410, 'このコードは使えません']);
  });

  test('SEC-E10 expired after 30 minutes, to the millisecond', async () => {
    const code = await open();
    world.advance(minutes(30) - 1);
    expect((await world.visitor().get(`/desk/setup/${code}`)).status).toBe(200);
    world.advance(1);
    expect((await world.visitor().get(`/desk/setup/${code}`)).status).toBe(410);
  });

  test('SEC-E10 voided by a repeated set-up, and so is what was begun with it', async () => {
    const visitor = world.visitor();
    const secret = await begin(visitor, await open());
    const second = await open({ email: 'second@desk.example' });
    const refused = await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    expect(refused.location).toContain('/desk/sign-in');
    expect(await world.query('select id from session')).toEqual([]);
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);
    expect((await world.visitor().get(`/desk/setup/${second}`)).status).toBe(200);
  });

  test('SEC-E10 never printed, or printed for a customer portal', async () => {
    const code = await open();
    expect((await world.visitor().get('/desk/setup/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(410);
    expect((await world.visitor().get(`/success/setup/${code}`)).status).toBe(404);
  });
});

describe('a sitting that stops half-way', () => {
  test('SEC-E10 desk.md section 6: the password alone opens nothing, no mail is sent, and a new code starts over', async () => {
    await begin(world.visitor(), await open());
    const visitor = world.visitor();
    const answer = await postPassword(visitor, { portal: 'desk', ...WHO, password: PASSWORD });
    expect(answer.status).toBe(422);
    world.advance(minutes(11));
    expect((await postPassword(visitor, { portal: 'desk', ...WHO, password: PASSWORD })).status).toBe(422);
    expect(await world.letters()).toEqual([]);
    expect(await world.query('select password_record from account')).toEqual([{ password_record: null }]);

    const again = world.visitor();
    const secret = await begin(again, await open({ name: 'Rin Operator' }));
    await again.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    expect(await world.query('select name from account')).toEqual([{ name: 'Rin Operator' }]);
    expect((await again.get('/desk/dashboard')).status).toBe(200);
  });

  test('SEC-E10 a pending sitting that ran out binds nothing', async () => {
    const visitor = world.visitor();
    const secret = await begin(visitor, await open());
    world.advance(minutes(10));
    await visitor.post(`${ENROL}/code`, { code: codeNow(world, secret), device_name: '' });
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);
    expect(await world.query('select id from session')).toEqual([]);
  });

  test('SEC-E10 the cookie of the sitting is needed: the code page of nobody leads to the sign-in', async () => {
    await begin(world.visitor(), await open());
    expect((await world.visitor().get(ENROL)).location).toBe('/desk/sign-in');
  });

  test('SEC-E10 an address that somebody of the desk has is not set up again', async () => {
    await world.addAccount({ portal: 'desk', email: WHO.email, role: 'reviewer', company: null });
    expect(await openDeskSetUp(ports(), world.now(), 'desk', WHO)).toMatchObject({ refusal: { code: 'address-taken' } });
  });
});

function ports() {
  return world.service.site.ports;
}

async function open(change: Partial<typeof WHO | { email: string; name: string }> = {}): Promise<string> {
  const outcome = await openDeskSetUp(ports(), world.now(), 'desk', { ...WHO, ...change });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.code;
}

/** Password accepted, QR code on the page; answers its secret. */
async function begin(visitor: Visitor, code: string): Promise<Uint8Array> {
  await visitor.get(`/desk/setup/${code}`);
  const answer = await visitor.post(`/desk/setup/${code}`, { password: PASSWORD });
  expect(answer.location).toBe(ENROL);
  return secretOn(await visitor.get(ENROL));
}
