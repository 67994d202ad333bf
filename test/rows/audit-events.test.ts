/**
 * SEC-Q01: the golden list of audit events, scenario by scenario, and the fields each of them must have. A step that is not
 * recorded, recorded twice or under another actor fails here.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hours } from '../../src/core/time.ts';
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
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
let seen: number;
beforeEach(async () => {
  world = await openWorld();
  seen = 0;
});
afterEach(() => world.close());

interface Recorded {
  readonly type: string;
  readonly actor: string;
  readonly account: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The events since the last call, oldest first; each must say when, where and in which request. */
async function recorded(): Promise<readonly Recorded[]> {
  const rows = await world.query(`select * from audit_event where seq > ${seen} order by seq`);
  seen = Number(rows.at(-1)?.['seq'] ?? seen);
  const requests = world.log.map((line) => String(JSON.parse(line).request));
  return rows.map((row) => {
    expect(Number(row['at']), String(row['type'])).toBeLessThanOrEqual(world.now());
    expect(['success', 'support', 'desk'], String(row['type'])).toContain(row['portal']);
    expect(row['address'], String(row['type'])).toBe('203.0.113.7');
    expect(requests, String(row['type'])).toContain(row['request_id']);
    const actorId = row['actor_id'];
    return {
      type: String(row['type']),
      actor: actorId === null ? String(row['actor_kind']) : `${String(row['actor_kind'])} ${String(actorId)}`,
      account: row['account_id'] === null ? null : String(row['account_id']),
      detail: JSON.parse(String(row['detail'])),
    };
  });
}

/** Ids and hashes replaced by their shape, so that a list can be written down. */
async function lines(): Promise<readonly string[]> {
  return (await recorded()).map(({ type, actor, account, detail }) => {
    const facts = Object.entries(detail).map(([name, value]) => {
      if (/Hash$/u.test(name)) return `${name}=${/^[0-9a-f]{12}$/u.test(String(value)) ? 'hash' : 'WRONG'}`;
      if (name === 'authenticatorId') return `${name}=${/^[\w-]{16}$/u.test(String(value)) ? 'id' : 'WRONG'}`;
      return `${name}=${String(value)}`;
    });
    return [type, `by ${actor}`, `on ${account ?? 'nobody'}`, ...facts].join(' ');
  });
}

async function ready(count: number): Promise<void> {
  seen = Number((await world.query('select max(seq) as last from audit_event'))[0]?.['last']);
  expect(seen).toBeGreaterThanOrEqual(count);
}

const HOLDER = 'by holder account-1 on account-1';
const CLAIMANT = 'by claimant on account-1';

test('SEC-Q01 a sign-in by password, its refusals and the sign-out', async () => {
  await world.addAccount();
  await world.addAccount({ email: 'left@success.example', status: 'suspended' });
  await ready(2);
  const visitor = world.visitor();
  await postPassword(visitor, { password: 'wrong' });
  await postPassword(visitor, { email: 'nobody@success.example' });
  await postPassword(visitor, { email: 'left@success.example' });
  expect(await lines()).toEqual([
    `sign-in.refused ${CLAIMANT} step=password refusal=wrong-password`,
    'sign-in.refused by claimant on nobody step=password refusal=no-such-account',
    'sign-in.refused by claimant on account-2 step=password refusal=account-suspended',
  ]);
  await signIn(visitor);
  await signIn(visitor, {});
  await visitor.get('/success/dashboard');
  await visitor.post('/success/sign-out');
  expect(await lines()).toEqual([
    `sign-in.completed ${HOLDER} sessionHash=hash methods=password newBrowser=true`,
    `sign-in.completed ${HOLDER} sessionHash=hash methods=password newBrowser=false`,
    `session.ended ${HOLDER} sessionHash=hash reason=replaced`,
    `session.ended ${HOLDER} sessionHash=hash reason=signed-out`,
  ]);
});

test('SEC-Q01 pauses: passwords, codes and networks', async () => {
  await world.addAccount();
  const { secret } = await enrolledAccount(world);
  await ready(5);
  const visitor = world.visitor();
  for (let count = 0; count < 6; count += 1) await postPassword(visitor, { password: 'wrong' });
  const wrong = `sign-in.refused ${CLAIMANT} step=password refusal=wrong-password`;
  expect(await lines()).toEqual([
    ...Array.from({ length: 5 }, () => wrong),
    `password.paused ${CLAIMANT}`,
    `sign-in.refused ${CLAIMANT} step=password refusal=too-many-attempts`,
  ]);
  world.advance(hours(1));
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  for (let count = 0; count < 6; count += 1) await visitor.post('/success/sign-in/code', { code: wrongCode(world, secret) });
  const wrongOne = `sign-in.refused ${CLAIMANT} step=code refusal=code-wrong`;
  expect(await lines()).toEqual([
    `sign-in.password-accepted ${CLAIMANT} pendingHash=hash`,
    ...Array.from({ length: 5 }, () => wrongOne),
    `second-factor.paused ${CLAIMANT}`,
    `sign-in.refused ${CLAIMANT} step=code refusal=too-many-attempts`,
  ]);
  for (let count = 0; count < 21; count += 1) await postPassword(visitor, { email: `nobody${count}@success.example` });
  expect((await lines()).at(-1)).toBe('sign-in.refused by claimant on nobody step=password refusal=too-many-attempts');
});

test('SEC-Q01 switching on, signing in with the code, switching off', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  await ready(2);
  await visitor.get('/success/dashboard');
  await visitor.post('/success/dashboard/recommendation', { choice: 'later' });
  await beginEnrolment(visitor);
  await visitor.post('/success/enrolment/cancellation');
  const begun = await beginEnrolment(visitor);
  await visitor.post('/success/enrolment/code', { code: wrongCode(world, begun), device_name: '' });
  await visitor.post('/success/enrolment/code', { code: codeNow(world, begun), device_name: '' });
  expect(await lines()).toEqual([
    `recommendation.hidden ${HOLDER} forever=false`,
    `enrolment.begun ${HOLDER} authenticatorId=id`,
    `enrolment.abandoned ${HOLDER} authenticatorId=id reason=abandoned`,
    `enrolment.begun ${HOLDER} authenticatorId=id`,
    `enrolment.refused ${HOLDER} authenticatorId=id refusal=code-wrong`,
    `authenticator.bound ${HOLDER} authenticatorId=id kind=totp via=session`,
    `other-sessions.ended ${HOLDER} reason=two-factor-on`,
  ]);

  const other = world.visitor();
  await postPassword(other);
  await other.get('/success/sign-in/code');
  await other.post('/success/sign-in/code', { code: codeNow(world, begun) });
  world.advance(STEP);
  await other.post('/success/sign-in/cancellation');
  await signInWithCode(world, other, begun);
  expect(await lines()).toEqual([
    `sign-in.password-accepted ${CLAIMANT} pendingHash=hash`,
    `sign-in.refused ${CLAIMANT} step=code refusal=code-replayed`,
    `sign-in.abandoned ${CLAIMANT} pendingHash=hash`,
    `sign-in.password-accepted ${CLAIMANT} pendingHash=hash`,
    `sign-in.completed ${HOLDER} sessionHash=hash methods=password,totp newBrowser=true`,
  ]);

  world.advance(STEP);
  await other.get('/success/confirmation');
  await other.post('/success/confirmation', { code: codeNow(world, begun) });
  world.advance(STEP);
  await other.get('/success/two-factor');
  await other.post('/success/two-factor', { code: codeNow(world, begun) });
  expect(await lines()).toEqual([
    `session.stepped-up ${HOLDER} sessionHash=hash method=totp`,
    `session.stepped-up ${HOLDER} sessionHash=hash method=totp`,
    `authenticator.invalidated ${HOLDER} authenticatorId=id reason=turned-off`,
    `other-sessions.ended ${HOLDER} reason=two-factor-off`,
  ]);
});

test('SEC-Q01 a fresh check that fails is recorded against the account', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  await ready(2);
  await visitor.get('/success/confirmation');
  await visitor.post('/success/confirmation', { password: 'wrong' });
  await visitor.post('/success/confirmation', { password: PASSWORD });
  const events = await recorded();
  expect(events.map(({ type, account }) => [type, account])).toEqual([
    ['session.step-up-refused', 'account-1'],
    ['session.stepped-up', 'account-1'],
  ]);
});

test('SEC-Q01 an enrolment dropped by signing out and a language that changes are events of their own', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  await visitor.get('/success/account');
  await visitor.post('/success/enrolment');
  await visitor.get('/success/account');
  await ready(3);
  await visitor.post('/success/sign-out');
  await visitor.get('/success/sign-in?lang=en');
  await signIn(visitor);
  expect((await recorded()).map(({ type }) => type)).toEqual([
    'session.ended',
    'enrolment.abandoned',
    'sign-in.completed',
    'language.changed',
  ]);
});

test('SEC-Q01 who must enrol: the letter, its link, the enrolment; staff is named as staff', async () => {
  await world.addAccount({ portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null });
  await ready(1);
  const visitor: Visitor = world.visitor();
  await postPassword(visitor, { portal: 'desk', email: 'reviewer@desk.example' });
  const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await visitor.get(link);
  await visitor.follow(await visitor.post(link));
  await visitor.post('/desk/sign-in/confirmation');
  const secret = secretOn(await visitor.get('/desk/sign-in/enrolment'));
  await visitor.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
  const again = world.visitor();
  await again.get(link);
  await again.post(link);
  const STAFF = 'by staff account-1 on account-1';
  expect(await lines()).toEqual([
    `sign-in.password-accepted ${CLAIMANT} pendingHash=hash`,
    `link.mailed ${CLAIMANT} purpose=enrolment-confirmation`,
    `link.confirmed ${CLAIMANT} purpose=enrolment-confirmation`,
    `enrolment.begun ${STAFF} authenticatorId=id`,
    `sign-in.completed ${STAFF} sessionHash=hash methods=password,totp enrolled=true newBrowser=true`,
    `authenticator.bound ${STAFF} authenticatorId=id kind=totp via=sign-in`,
    `other-sessions.ended ${STAFF} reason=two-factor-on`,
    `link.refused ${CLAIMANT} purpose=enrolment-confirmation`,
  ]);
});

test('SEC-Q01 SEC-P04 "not me": what it closed, by somebody not proven, and each use of a link that is over', async () => {
  await world.addAccount();
  const thief = world.visitor();
  await signIn(thief);
  await enrol(world, thief);
  const link = /\/success\/not-me\/\S+/u.exec((await world.letters())[0]?.text ?? '')?.[0] ?? '';
  await ready(4);
  const reader = world.visitor();
  await reader.get(link);
  await reader.post(link);
  await reader.post(link);
  await reader.post(`${link}x`);
  await postPassword(thief);
  expect(await lines()).toEqual([
    `link.confirmed ${CLAIMANT} purpose=not-me`,
    `account.closed ${CLAIMANT} notice=new-browser`,
    `other-sessions.ended ${CLAIMANT} reason=not-me`,
    `authenticator.set-aside ${CLAIMANT} authenticatorId=id`,
    `link.refused ${CLAIMANT} purpose=not-me`,
    'link.refused by claimant on nobody purpose=not-me',
    `sign-in.refused ${CLAIMANT} step=password refusal=password-only-closed`,
  ]);
});

test('SEC-Q01 the hash of a session is the same in all its events, and not in another’s', async () => {
  await world.addAccount();
  await ready(1);
  const visitor = world.visitor();
  await signIn(visitor);
  await visitor.get('/success/confirmation');
  await visitor.post('/success/confirmation', { password: PASSWORD });
  await visitor.get('/success/dashboard');
  await visitor.post('/success/sign-out');
  await signIn(visitor);
  const hashes = (await recorded()).map(({ detail }) => detail['sessionHash']).filter((hash) => hash !== undefined);
  expect(hashes).toHaveLength(4);
  expect(new Set(hashes.slice(0, 3)).size).toBe(1);
  expect(hashes[3]).not.toBe(hashes[0]);
});

test('SEC-Q01 reading pages records nothing', async () => {
  await world.addAccount();
  const visitor = world.visitor();
  await signIn(visitor);
  await enrol(world, visitor);
  await ready(4);
  for (const path of ['dashboard', 'cases', 'account', 'profile', 'enrolment', 'two-factor', 'confirmation', 'help', 'sign-in']) {
    await visitor.get(`/success/${path}`);
  }
  expect(await lines()).toEqual([]);
});
