/** A desk with `staff.authenticators: passkey-only`: an app neither signs in nor is enrolled, and a passkey is the only way in (SEC-K01). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/portals/presets.ts';
import { answerWith } from '../support/passkey-steps.ts';
import { makeSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts';
import { enrolStaff } from '../support/staff.ts';
import { decide, idOf, invitationLink, invite, NEWCOMER, NEWCOMER_PASSWORD, newestAsk } from '../support/staff-administration.ts';
import { codeNow, postPassword, STEP } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const PASSKEYS_ONLY = PRESETS.map((portal) => (portal.kind === 'desk' ? { ...portal, passkeysOnly: true } : portal));
const ENROL = '/desk/sign-in/enrolment';
const REVIEWER = { portal: 'desk', email: 'reviewer@desk.example' };

let world: World;
beforeEach(async () => {
  world = await openWorld({ portals: PASSKEYS_ONLY });
});
afterEach(() => world.close());

async function waiting(email: string): Promise<Visitor> {
  const visitor = world.visitor();
  await postPassword(visitor, { portal: 'desk', email });
  const letter = (await world.letters()).findLast(({ to }) => to === email)?.text ?? '';
  const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec(letter)?.[0] ?? 'no-link';
  await visitor.get(link);
  await visitor.post(link);
  await visitor.get('/desk/sign-in/confirmation');
  expect((await visitor.post('/desk/sign-in/confirmation')).location).toBe(ENROL);
  return visitor;
}

async function register(visitor: Visitor): Promise<{ readonly passkey: SoftPasskey; readonly answer: Answer }> {
  const passkey = makeSoftPasskey({ origin: ORIGIN });
  const page = await visitor.get(ENROL);
  expect(page.text).toContain('パスワードとパスキーでログインします');
  const asked = JSON.parse((await visitor.post(`${ENROL}/passkey/challenge`)).html);
  const answer = await visitor.post(`${ENROL}/passkey`, { attestation: passkey.create(asked), passkey_name: '会社のPC' });
  return { passkey, answer };
}

describe('a desk that takes passkeys alone', () => {
  it('SEC-K01 D-01 the compulsory enrolment is a passkey, and password and passkey sign in from then on', async () => {
    await world.addAccount({ ...REVIEWER, role: 'reviewer', company: null });
    const visitor = await waiting(REVIEWER.email);
    expect((await visitor.get(ENROL)).html).not.toContain('otpauth:');
    const { passkey, answer } = await register(visitor);
    expect(answer.location).toBe('/desk/enrolment/completed');
    expect((await visitor.get('/desk/requests')).status).toBe(200);
    const again = world.visitor();
    expect((await postPassword(again, REVIEWER)).location).toBe('/desk/sign-in/code');
    await again.get('/desk/sign-in/code');
    expect((await answerWith(again, '/desk/sign-in/code/passkey', passkey)).location).toBe('/desk/requests');
  });

  it('SEC-K01 an app cannot be enrolled: neither at the sign-in nor in a session', async () => {
    await world.addAccount({ ...REVIEWER, role: 'reviewer', company: null });
    const visitor = await waiting(REVIEWER.email);
    await visitor.get(ENROL);
    await visitor.post(ENROL);
    expect((await visitor.post(`${ENROL}/code`, { code: '123456', device_name: '' })).status).toBe(403);
    await register(visitor);
    await visitor.get('/desk/account');
    expect((await visitor.post('/desk/enrolment')).status).toBe(403);
    expect(await world.query("select kind from authenticator where state <> 'invalidated'")).toEqual([{ kind: 'passkey' }]);
  });

  it('SEC-D07 elsewhere nobody registers a passkey while a sign-in is pending', async () => {
    const usual = await openWorld();
    try {
      await usual.addAccount({ ...REVIEWER, role: 'reviewer', company: null });
      const visitor = usual.visitor();
      await postPassword(visitor, REVIEWER);
      await visitor.get('/desk/sign-in/confirmation');
      expect((await visitor.post(`${ENROL}/passkey/challenge`)).status).not.toBe(200);
    } finally {
      await usual.close();
    }
  });

  it('SEC-K01 before the mailbox is confirmed the password alone registers nothing', async () => {
    await world.addAccount({ ...REVIEWER, role: 'reviewer', company: null });
    const thief = world.visitor();
    await postPassword(thief, REVIEWER);
    await thief.get('/desk/sign-in/confirmation');
    expect((await thief.post(`${ENROL}/passkey/challenge`)).status).not.toBe(200);
    expect(await world.query('select id from authenticator')).toEqual([]);
  });
});

describe('an app that was enrolled before', () => {
  it('SEC-K01 is refused at the sign-in, in words, with its right code, and opens no fresh check either', async () => {
    const { location, secret, email } = await appOfBefore();
    const visitor = world.visitor();
    expect((await postPassword(visitor, { portal: 'desk', email })).location).toBe('/desk/sign-in/code');
    const page = await visitor.get('/desk/sign-in/code');
    expect([page.text.includes('認証アプリのコードは使えません'), page.html.includes('name="code"')]).toEqual([true, false]);
    world.advance(STEP);
    expect((await visitor.post('/desk/sign-in/code', { code: codeNow(world, secret) })).status).toBe(403);
    expect((await visitor.get(ENROL)).location).toBe('/desk/sign-in/code');
    expect((await visitor.post(`${ENROL}/passkey/challenge`)).status).not.toBe(200);
    expect(await world.query('select id from session where ended_at is null')).toHaveLength(1);
    expect(await world.audit()).toContainEqual(expect.stringContaining('"refusal":"not-permitted"'));
    expect(location).toBe('/desk/enrolment/completed');
  });

  /** Enrolled at a node without the setting, on the same database. */
  async function appOfBefore(): Promise<{ location: string | null; secret: Uint8Array; email: string }> {
    await world.close();
    const usual = await openWorld();
    const { secret, answer } = await enrolStaff(usual, 'reviewer');
    // On SQLite a node that starts while another one is mailing in this very process would wait for it in vain.
    await usual.letters();
    world = await openWorld({ portals: PASSKEYS_ONLY, location: { kind: 'sqlite', path: `${usual.directory}/genkan.db` } });
    return { location: answer.location, secret, email: REVIEWER.email };
  }
});

describe('an invitation to such a desk', () => {
  it('SEC-K01 ends in a passkey, in one sitting', async () => {
    for (const name of ['admin', 'admin2'])
      await world.addAccount({ portal: 'desk', email: `${name}@desk.example`, role: 'administrator', company: null, name });
    const admin = await waiting('admin@desk.example');
    await register(admin);
    const second = await waiting('admin2@desk.example');
    await register(second);
    await invite(admin);
    await decide(second, await newestAsk(world));
    const link = await invitationLink(world);
    const newcomer = world.visitor();
    await newcomer.get(link);
    expect((await newcomer.post(link, { password: NEWCOMER_PASSWORD })).location).toBe(ENROL);
    expect((await register(newcomer)).answer.location).toBe('/desk/enrolment/completed');
    const id = await idOf(world, NEWCOMER.email);
    expect(await world.query(`select staff_since from account where id = '${id}'`)).toEqual([{ staff_since: world.now() }]);
    expect(await world.query(`select kind from authenticator where account_id = '${id}'`)).toEqual([{ kind: 'passkey' }]);
  });
});
