/**
 * SEC-Q02 over the whole product: with an audit log that takes no entry, every action is answered by 503 and nothing changes,
 * on both databases; as soon as the log takes entries again, the same action with the same code or link works.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { newLocation } from '../support/databases.ts';
import { receiptOf, receive } from '../support/received.ts';
import { enrolStaff } from '../support/staff.ts';
import {
  beginEnrolment,
  codeNow,
  enrolledAccount,
  postPassword,
  STEP,
  secretOn,
  signIn,
  signInWithCode,
} from '../support/steps.ts';
import type { Answer, Fields, Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';
import { courierAtRest } from './courier-rest.ts';

const EMAIL = 'hanako@success.example';
const STAFF = { portal: 'desk', email: 'reviewer@desk.example' };
const TABLES = [
  'account',
  'session',
  'pending_sign_in',
  'authenticator',
  'known_browser',
  'known_browser_account',
  'mailed_link',
  'outbox',
  'audit_event',
];

const BREAK = {
  sqlite: ["create trigger no_audit before insert on audit_event begin select raise(abort, 'full'); end"],
  postgres: [
    "create function refuse_audit() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$",
    'create trigger no_audit before insert on audit_event for each row execute function refuse_audit()',
  ],
};
const MEND = {
  sqlite: ['drop trigger no_audit'],
  postgres: ['drop trigger no_audit on audit_event', 'drop function refuse_audit()'],
};

describe.each(['sqlite', 'postgres'] as const)('without an audit log on %s', (kind) => {
  async function open(): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    await world.addAccount({ ...STAFF, role: 'reviewer', company: null });
    return world;
  }

  const state = async (world: World): Promise<string> =>
    JSON.stringify(
      await Promise.all(TABLES.map(async (table) => [table, await world.query(`select * from ${table}`)])),
      (key, value: unknown) => (key === 'last_seen_at' ? undefined : value),
    );

  /** The action fails and changes nothing while the log is broken, and is answered as `expected` when it is whole again. */
  async function expectAudited(
    world: World,
    visitor: Visitor,
    path: string,
    fields: Fields,
    expected: string | number,
  ): Promise<Answer> {
    await courierAtRest(world);
    const before = await state(world);
    const cookies = JSON.stringify([...visitor.cookies]);
    for (const statement of BREAK[kind]) await world.query(statement);
    const refused = await visitor.post(path, fields);
    for (const statement of MEND[kind]) await world.query(statement);
    expect(refused.status, path).toBe(503);
    expect(refused.headers.get('retry-after'), path).toMatch(/^\d+$/u);
    expect(refused.text, path).toContain('ただいまサービスをご利用いただけません');
    expect(refused.text, path).not.toContain('full');
    expect(await state(world), path).toBe(before);
    expect(JSON.stringify([...visitor.cookies]), path).toBe(cookies);
    const answer = await visitor.post(path, fields);
    expect(typeof expected === 'number' ? answer.status : answer.location, path).toBe(expected);
    return answer;
  }

  test('SEC-Q02 SEC-R02 neither a sign-in nor its refusal, an enrolment, a fresh check or a sign-out takes place', async () => {
    const world = await open();
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    await expectAudited(world, visitor, '/success/sign-in', { email: EMAIL, password: 'wrong' }, 422);
    await expectAudited(world, visitor, '/success/sign-in', { email: EMAIL, password: PASSWORD }, '/success/dashboard');
    await visitor.get('/success/dashboard');
    await expectAudited(world, visitor, '/success/dashboard/recommendation', { choice: 'never' }, '/success/dashboard');
    await visitor.get('/success/confirmation');
    await expectAudited(world, visitor, '/success/confirmation', { password: PASSWORD }, '/success/account#two-factor');
    await visitor.get('/success/account');
    await expectAudited(world, visitor, '/success/enrolment', {}, '/success/enrolment');
    await visitor.get('/success/enrolment');
    await expectAudited(world, visitor, '/success/enrolment/cancellation', {}, '/success/account?notice=unchanged');
    const secret = await beginEnrolment(visitor);
    const code = codeNow(world, secret);
    await expectAudited(world, visitor, '/success/enrolment/code', { code, device_name: 'x' }, '/success/enrolment/completed');
    await visitor.get('/success/dashboard');
    await expectAudited(world, visitor, '/success/sign-out', {}, '/success/sign-in?notice=signed-out');
  });

  test('SEC-Q02 SEC-R02 no code is used up, no pending sign-in dropped, no second factor turned off', async () => {
    const world = await open();
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    await expectAudited(world, visitor, '/success/sign-in', { email: EMAIL, password: PASSWORD }, '/success/sign-in/code');
    await visitor.get('/success/sign-in/code');
    await expectAudited(world, visitor, '/success/sign-in/cancellation', {}, '/success/sign-in?notice=other-account');
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    await expectAudited(world, visitor, '/success/sign-in/code', { code: codeNow(world, secret) }, '/success/dashboard');
    world.advance(STEP);
    await visitor.get('/success/confirmation?then=two-factor');
    const check = '/success/confirmation?then=two-factor';
    await expectAudited(world, visitor, check, { code: codeNow(world, secret) }, '/success/two-factor');
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    await expectAudited(world, visitor, '/success/two-factor', { code: codeNow(world, secret) }, '/success/two-factor/result');
    expect((await visitor.get('/success/account')).text).toContain('無効');
  });

  test('SEC-Q02 SEC-R02 no mailed link is sent, spent or given up, and no compulsory enrolment is completed', async () => {
    const world = await open();
    const visitor = world.visitor();
    await visitor.get('/desk/sign-in');
    const password = { email: STAFF.email, password: PASSWORD };
    await expectAudited(world, visitor, '/desk/sign-in', password, '/desk/sign-in/confirmation');
    const link = /\/desk\/sign-in\/confirmation\/\S+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? 'none';
    await visitor.get(link);
    await expectAudited(world, visitor, link, {}, '/desk/sign-in/confirmation');
    await visitor.get('/desk/sign-in/confirmation');
    await expectAudited(world, visitor, '/desk/sign-in/confirmation', {}, '/desk/sign-in/enrolment');
    const page = await visitor.get('/desk/sign-in/enrolment');
    const code = codeNow(world, secretOn(page));
    await expectAudited(world, visitor, '/desk/sign-in/enrolment/code', { code, device_name: '' }, '/desk/enrolment/completed');
  });

  test('SEC-Q02 what only some events of a change meet undoes the whole change', async () => {
    const world = await open();
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await signInWithCode(world, visitor, secret);
    const other = world.visitor();
    world.advance(STEP);
    await signInWithCode(world, other, secret);
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    await courierAtRest(world);
    const before = await state(world);
    const only =
      kind === 'sqlite' ? BREAK.sqlite.map((text) => text.replace('begin', "when new.type = 'other-sessions.ended' begin")) : null;
    const statements = only ?? [
      BREAK.postgres[0] ?? '',
      "create trigger no_audit before insert on audit_event for each row when (new.type = 'other-sessions.ended') execute function refuse_audit()",
    ];
    for (const statement of statements) await world.query(statement);
    expect((await visitor.post('/success/two-factor', { code: codeNow(world, secret) })).status).toBe(503);
    expect(await state(world)).toBe(before);
    expect((await other.get('/success/dashboard')).status).toBe(200);
    expect((await visitor.get('/success/account')).text).toContain('有効');
  });

  test('SEC-Q02 SEC-Q01 invariant 12: the list of requests is shown to nobody while a look at it cannot be recorded', async () => {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now() });
    const { visitor } = await enrolStaff(world, 'supervisor');
    const list = '/desk/requests';
    await courierAtRest(world);
    for (const statement of BREAK[kind]) await world.query(statement);
    const refused = await visitor.get(list);
    const head = await visitor.send(list, { method: 'HEAD' });
    for (const statement of MEND[kind]) await world.query(statement);
    expect([refused.status, head.status]).toEqual([503, 503]);
    expect(refused.html).not.toContain(receiptOf(1));
    expect((await world.audit()).filter((detail) => detail.includes('shown'))).toEqual([]);
    expect((await visitor.get(list)).html).toContain(receiptOf(1));
  });

  test('SEC-Q02 with the log broken pages can still be read', async () => {
    const world = await open();
    const visitor = world.visitor();
    await signIn(visitor);
    await courierAtRest(world);
    for (const statement of BREAK[kind]) await world.query(statement);
    for (const path of ['/success/dashboard', '/success/account', '/success/help', '/success/enrolment/method']) {
      expect((await visitor.get(path)).status, path).toBe(200);
    }
  });
});
