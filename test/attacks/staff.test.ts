/**
 * The life of desk staff against whoever oversteps: invited only by two, new members only read, nobody raises or confirms for themself,
 * who is suspended is out everywhere, a code of the host replaces everything or nothing (desk.md section 6, T-25).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STAFF_ROLES, type StaffRole } from '../../src/core/account.ts';
import { hours, minutes } from '../../src/core/time.ts';
import {
  act,
  decide,
  invitationLink,
  invite,
  join,
  type Member,
  NEWCOMER,
  NEWCOMER_PASSWORD,
  newestAsk,
  sit,
} from '../support/staff-administration.ts';
import { codeNow, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
let admin: Member;
beforeEach(async () => {
  world = await openWorld();
  admin = await join(world, 'administrator', 'admin');
});
afterEach(() => world.close());

const DESK = { portal: 'desk', email: NEWCOMER.email, password: NEWCOMER_PASSWORD };

/** Everything of staff that an attack could have changed. */
async function state(): Promise<string> {
  const accounts = await world.query(
    'select id, role, status, security_version, password_record, staff_since from account order by id',
  );
  const authenticators = await world.query("select id from authenticator where state = 'bound' order by id");
  const sittings = await world.query('select key from sitting order by key');
  const asks = await world.query('select id, verdict from staff_ask order by id');
  return JSON.stringify([accounts, authenticators, sittings, asks]);
}

async function signOut({ visitor }: Member): Promise<void> {
  await visitor.get('/desk/dashboard');
  await visitor.post('/desk/sign-out');
}

describe('T-25 SEC-K02 who looks after staff', () => {
  it.each(['intake', 'reviewer', 'auditor'] as const)(
    'SEC-K02 T-25 %s finds no page of staff and changes nothing by posting to it',
    async (role) => {
      const member = await join(world, role);
      const before = await state();
      const wanted = ['staff', 'staff/invitation', `staff/people/${admin.id}`, `staff/people/${member.id}`, 'staff/asks/none'];
      for (const page of wanted) expect((await member.visitor.get(`/desk/${page}`)).status, page).toBe(404);
      expect((await invite(member.visitor)).status).toBe(404);
      for (const id of [admin.id, member.id])
        for (const choice of ['suspend', 'role', 'restore'])
          expect([403, 404]).toContain((await act(member.visitor, id, choice, 'administrator')).status);
      expect((await decide(member.visitor, 'none')).status).toBe(403);
      expect((await member.visitor.get('/desk/dashboard')).html).not.toContain('/desk/staff');
      expect(await state()).toBe(before);
    },
  );

  it('T-25 SEC-K06 a supervisor neither invites nor gives a role, and reaches no supervisor and no administrator', async () => {
    const supervisor = await join(world, 'supervisor');
    const other = await join(world, 'supervisor', 'supervisor2');
    const reviewer = await join(world, 'reviewer');
    const before = await state();
    expect((await invite(supervisor.visitor)).status).toBe(404);
    expect((await act(supervisor.visitor, reviewer.id, 'role', 'supervisor')).status).toBe(403);
    for (const id of [admin.id, other.id, supervisor.id]) expect((await act(supervisor.visitor, id, 'suspend')).status).toBe(403);
    expect(await state()).toBe(before);
    expect((await act(supervisor.visitor, reviewer.id, 'suspend')).location).toBe('/desk/staff?notice=suspended');
  });

  it('T-25 SEC-K06 an administrator cannot raise, lower, suspend or restore the own account', async () => {
    const before = await state();
    for (const role of STAFF_ROLES) expect((await act(admin.visitor, admin.id, 'role', role)).status).toBe(403);
    expect((await act(admin.visitor, admin.id, 'suspend')).status).toBe(403);
    expect((await act(admin.visitor, admin.id, 'restore')).status).toBe(403);
    expect(await state()).toBe(before);
    expect(await world.audit()).toContainEqual(expect.stringContaining('"refusal":"not-permitted"'));
  });

  it('SEC-K03 an account of a customer is nobody here', async () => {
    const customer = await world.addAccount({ role: 'company-administrator' });
    expect((await admin.visitor.get(`/desk/staff/people/${customer}`)).status).toBe(404);
    for (const choice of ['suspend', 'role', 'restore'])
      expect((await act(admin.visitor, customer, choice, 'administrator')).status).toBe(404);
  });

  it('SEC-H02 SEC-K06 every act asks for a fresh check after ten minutes', async () => {
    const reviewer = await join(world, 'reviewer');
    const before = await state();
    world.advance(minutes(11));
    expect((await act(admin.visitor, reviewer.id, 'suspend')).status).toBe(403);
    expect((await invite(admin.visitor)).status).toBe(403);
    expect((await decide(admin.visitor, 'any')).status).toBe(403);
    expect((await admin.visitor.get('/desk/staff/invitation')).location).toContain('/desk/confirmation');
    expect(await state()).toBe(before);
  });

  it('SEC-K04 T-24 no field of a form but those of the page is taken, and none reaches a credential', async () => {
    const reviewer = await join(world, 'reviewer');
    const before = await state();
    await admin.visitor.get('/desk/account');
    const path = `/desk/staff/people/${reviewer.id}`;
    for (const field of ['password', 'email', 'name', 'status', 'staff_since', 'authenticator']) {
      expect((await admin.visitor.post(path, { choice: 'restore', [field]: 'x' })).status, field).toBe(400);
    }
    expect(await state()).toBe(before);
  });

  it('T-24 SEC-K05 staff reach no authenticator of another, neither of staff nor of a customer', async () => {
    const reviewer = await join(world, 'reviewer');
    const rows = await world.query(`select id from authenticator where account_id = '${reviewer.id}'`);
    const id = String(rows[0]?.['id']);
    await admin.visitor.get('/desk/account');
    for (const path of ['account/authenticators/removal', 'account/authenticators/name', 'account/authenticators/replacement']) {
      await admin.visitor.post(`/desk/${path}`, { authenticator: id, choice: 'remove', device_name: 'mine' });
      await admin.visitor.get('/desk/account');
    }
    expect(await world.query(`select id, state, name from authenticator where id = '${id}'`)).toEqual([
      expect.objectContaining({ id, state: 'bound' }),
    ]);
  });
});

describe('an invitation to the desk', () => {
  it('SEC-K01 D-02 asked by one administrator, confirmed by another, then password and authenticator in one sitting', async () => {
    const second = await join(world, 'administrator', 'admin2');
    const reviewer = await join(world, 'reviewer');
    expect((await invite(admin.visitor)).location).toBe('/desk/staff?notice=asked');
    expect(await invitationLink(world)).toBe('no-link');
    const ask = await newestAsk(world);
    expect((await decide(admin.visitor, ask)).status).toBe(403);
    expect((await decide(second.visitor, ask)).location).toBe('/desk/staff?notice=confirmed');
    const told = (await world.letters()).filter(({ text }) => text.includes('新しいスタッフを招待しました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([admin.email, second.email, reviewer.email].toSorted());
    const link = await invitationLink(world);
    expect((await admin.visitor.get('/desk/staff')).text).toContain(NEWCOMER.email);

    const newcomer = world.visitor();
    const secret = await sit(newcomer, link);
    expect(await world.query(`select password_record from account where email = '${NEWCOMER.email}'`)).toEqual([
      { password_record: null },
    ]);
    expect((await postPassword(world.visitor(), DESK)).status).toBe(422);
    const done = await newcomer.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect(done.location).toBe('/desk/enrolment/completed');
    expect((await newcomer.get('/desk/requests')).status).toBe(200);
    expect(await world.query(`select role, staff_since from account where email = '${NEWCOMER.email}'`)).toEqual([
      { role: 'reviewer', staff_since: world.now() },
    ]);
    expect((await world.visitor().get(link)).status).toBe(410);
    expect((await postPassword(world.visitor(), DESK)).location).toBe('/desk/sign-in/code');
  });

  it('with one administrator a supervisor confirms, but not who was just asked about nor a reviewer', async () => {
    const supervisor = await join(world, 'supervisor');
    const reviewer = await join(world, 'reviewer');
    await invite(admin.visitor);
    const ask = await newestAsk(world);
    expect((await decide(reviewer.visitor, ask)).status).toBe(403);
    expect((await decide(admin.visitor, ask)).status).toBe(403);
    expect((await decide(supervisor.visitor, ask)).location).toBe('/desk/staff?notice=confirmed');
  });

  it('with two administrators a supervisor does not', async () => {
    const supervisor = await join(world, 'supervisor');
    await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    expect((await decide(supervisor.visitor, await newestAsk(world))).status).toBe(403);
    expect(await invitationLink(world)).toBe('no-link');
  });

  it('an ask lives thirty minutes, to the millisecond', async () => {
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    const ask = await newestAsk(world);
    world.advance(minutes(30));
    await signOut(second);
    await signInWithCode(world, second.visitor, second.secret, { portal: 'desk', email: second.email });
    expect((await decide(second.visitor, ask)).location).toBe('/desk/staff?notice=changed');
    expect(await invitationLink(world)).toBe('no-link');
  });

  it('dropped by who asked, nothing comes of it', async () => {
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    const ask = await newestAsk(world);
    expect((await decide(admin.visitor, ask, 'decline')).location).toBe('/desk/staff?notice=declined');
    expect((await decide(second.visitor, ask)).location).toBe('/desk/staff?notice=changed');
  });

  it('is void when who asked for it was suspended meanwhile', async () => {
    const second = await join(world, 'administrator', 'admin2');
    const third = await join(world, 'administrator', 'admin3');
    await invite(admin.visitor);
    await act(third.visitor, admin.id, 'suspend');
    expect((await decide(second.visitor, await newestAsk(world))).location).toBe('/desk/staff?notice=changed');
    expect(await invitationLink(world)).toBe('no-link');
  });

  it('the link lives 24 hours and once; inviting again makes the one before useless', async () => {
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    await decide(second.visitor, await newestAsk(world));
    const first = await invitationLink(world);
    world.advance(1);
    await invite(admin.visitor);
    await decide(second.visitor, await newestAsk(world));
    const link = await invitationLink(world);
    expect(link).not.toBe(first);
    expect((await world.visitor().get(first)).status).toBe(410);
    world.advance(hours(24) - 1);
    expect((await world.visitor().get(link)).status).toBe(200);
    world.advance(1);
    expect((await world.visitor().get(link)).status).toBe(410);
  });

  it('an address of the desk is not invited again', async () => {
    const reviewer = await join(world, 'reviewer');
    const page = await invite(admin.visitor, { ...NEWCOMER, email: reviewer.email.toUpperCase() });
    expect([page.status, page.text.includes('すでにいます')]).toEqual([422, true]);
  });

  it('SEC-J03 SEC-K04 no page of staff and no letter to them holds the link or a secret', async () => {
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    const ask = await newestAsk(world);
    const pages = [await second.visitor.get(`/desk/staff/asks/${ask}`)];
    await decide(second.visitor, ask);
    const code = (await invitationLink(world)).split('/').at(-1) ?? 'no-code';
    pages.push(await second.visitor.get('/desk/staff'), await second.visitor.get(`/desk/staff/people/${admin.id}`));
    const letters = (await world.letters()).filter(({ to }) => to !== NEWCOMER.email);
    const canaries = await world.query(
      'select password_record, sealed_secret from account join authenticator on account_id = account.id where sealed_secret is not null',
    );
    const secrets = [code, ...canaries.flatMap((row) => [String(row['password_record']), String(row['sealed_secret'])])];
    for (const text of [...pages.map(({ html }) => html), ...letters.map(({ text }) => text)])
      for (const secret of secrets) expect(text).not.toContain(secret);
    expect((await world.audit()).join()).not.toContain(code);
  });
});

describe('a new, re-roled or recovered member', () => {
  async function changed(role: StaffRole): Promise<Member> {
    const second = await join(world, 'administrator', 'admin2');
    const member = await join(world, 'reviewer');
    expect((await act(admin.visitor, member.id, 'role', role)).location).toBe('/desk/staff?notice=asked');
    expect((await decide(second.visitor, await newestAsk(world))).location).toBe('/desk/staff?notice=confirmed');
    return member;
  }

  it('SEC-K06 is signed out, has the new role alone, and only reads for 72 hours', async () => {
    const member = await changed('administrator');
    expect((await member.visitor.get('/desk/dashboard')).location).toContain('notice=session-ended');
    world.advance(STEP);
    await signInWithCode(world, member.visitor, member.secret, { portal: 'desk', email: member.email });
    const page = await member.visitor.get('/desk/staff');
    expect(page.text).toContain('現在は閲覧だけができます');
    expect(page.html).not.toContain('/desk/staff/invitation');
    const before = await state();
    expect((await act(member.visitor, admin.id, 'suspend')).status).toBe(403);
    expect((await invite(member.visitor)).status).toBe(404);
    expect(await state()).toBe(before);
    world.advance(hours(72));
    await signInWithCode(world, member.visitor, member.secret, { portal: 'desk', email: member.email });
    expect((await invite(member.visitor)).location).toBe('/desk/staff?notice=asked');
  });

  it('one role at a time: nobody has two', async () => {
    const member = await changed('auditor');
    expect(await world.query(`select role from account where id = '${member.id}'`)).toEqual([{ role: 'auditor' }]);
  });

  it('an ask is void when the account changed since', async () => {
    const second = await join(world, 'administrator', 'admin2');
    const member = await join(world, 'reviewer');
    await act(admin.visitor, member.id, 'role', 'supervisor');
    const ask = await newestAsk(world);
    await act(second.visitor, member.id, 'suspend');
    expect((await decide(second.visitor, ask)).location).toBe('/desk/staff?notice=changed');
    expect(await world.query(`select role from account where id = '${member.id}'`)).toEqual([{ role: 'reviewer' }]);
  });
});

describe('suspending', () => {
  it('SEC-G07 D-02 ends every session at the next request on every node, and restoring takes two', async () => {
    const second = await join(world, 'administrator', 'admin2');
    const reviewer = await join(world, 'reviewer');
    const other = await world.openNode();
    const there = openVisitor(other.app, ORIGIN, {}, reviewer.visitor.cookies);
    expect((await there.get('/desk/requests')).status).toBe(200);
    await act(admin.visitor, reviewer.id, 'suspend');
    expect((await there.get('/desk/requests')).location).toContain('notice=session-ended');
    expect((await postPassword(world.visitor(), { portal: 'desk', email: reviewer.email })).status).toBe(422);
    const told = (await world.letters()).filter(({ text }) => text.includes('スタッフの利用を停止しました'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([admin.email, second.email, reviewer.email].toSorted());

    expect((await act(admin.visitor, reviewer.id, 'restore')).location).toBe('/desk/staff?notice=asked');
    const ask = await newestAsk(world);
    expect((await decide(admin.visitor, ask)).status).toBe(403);
    expect((await decide(second.visitor, ask)).location).toBe('/desk/staff?notice=confirmed');
    world.advance(STEP);
    const back = await signInWithCode(world, world.visitor(), reviewer.secret, { portal: 'desk', email: reviewer.email });
    expect(back.location).toBe('/desk/requests');
  });

  it('A-05 the last administrator stays, whoever tries', async () => {
    const second = await join(world, 'administrator', 'admin2');
    expect((await act(second.visitor, admin.id, 'suspend')).location).toBe('/desk/staff?notice=suspended');
    expect((await act(admin.visitor, second.id, 'suspend')).status).not.toBe(200);
    const active = await world.query("select id from account where role = 'administrator' and status = 'active'");
    expect(active).toEqual([{ id: second.id }]);
  });
});
