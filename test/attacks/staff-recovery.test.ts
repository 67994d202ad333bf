/** The host's break-glass for a member of the desk who lost the authenticator: it replaces everything, or nothing (desk.md section 6). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { recoverStaff } from '../../src/journeys/host-staff.ts';
import { act, idOf, join, type Member, sit, sitThrough } from '../support/staff-administration.ts';
import { codeNow, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
let admin: Member;
beforeEach(async () => {
  world = await openWorld();
  admin = await join(world, 'administrator', 'admin');
});
afterEach(() => world.close());

async function state(): Promise<string> {
  const accounts = await world.query(
    'select id, role, status, security_version, password_record, staff_since from account order by id',
  );
  const authenticators = await world.query("select id from authenticator where state = 'bound' order by id");
  return JSON.stringify([accounts, authenticators]);
}

describe('the break-glass of the host', () => {
  async function recover(member: Member): Promise<string> {
    const outcome = await recoverStaff(world.service.site.ports, world.now(), 'desk', member.email, 'lost the phone');
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    return `/desk/setup/${outcome.value.code}`;
  }

  it('SEC-K01 replaces password and authenticator at once, and until then nothing has changed', async () => {
    const reviewer = await join(world, 'reviewer');
    const path = await recover(reviewer);
    const letters = (await world.letters()).filter(({ text }) => text.includes('lost the phone'));
    expect(letters.map(({ to }) => to).toSorted()).toEqual([admin.email, reviewer.email].toSorted());
    const holder = world.visitor();
    const secret = await sit(holder, path);
    expect((await holder.get('/desk/sign-in/code')).location).toBe('/desk/sign-in/enrolment');
    expect((await reviewer.visitor.get('/desk/requests')).status).toBe(200);
    world.advance(STEP);
    const old = world.visitor();
    expect((await signInWithCode(world, old, reviewer.secret, { portal: 'desk', email: reviewer.email })).location).toBe(
      '/desk/requests',
    );

    await holder.get('/desk/sign-in/enrolment');
    const done = await holder.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect(done.location).toBe('/desk/enrolment/completed');
    for (const before of [old, reviewer.visitor]) expect((await before.get('/desk/requests')).location).toContain('/desk/sign-in');
    expect((await postPassword(world.visitor(), { portal: 'desk', email: reviewer.email })).status).toBe(422);
    const bound = await world.query(`select id from authenticator where account_id = '${reviewer.id}' and state = 'bound'`);
    expect(bound).toHaveLength(1);
    expect(await world.query(`select staff_since from account where id = '${reviewer.id}'`)).toEqual([
      { staff_since: world.now() },
    ]);
    expect(await world.audit()).toContainEqual(expect.stringContaining('"reason":"lost the phone"'));
  });

  it('SEC-K01 a sitting whose code was voided leads nowhere: not to the code page of the old authenticator either', async () => {
    const reviewer = await join(world, 'reviewer');
    const thief = world.visitor();
    const secret = await sit(thief, await recover(reviewer));
    await recover(reviewer);
    world.advance(STEP);
    const before = await state();
    await thief.get('/desk/sign-in/code');
    await thief.post('/desk/sign-in/code', { code: codeNow(world, reviewer.secret) });
    expect((await thief.get('/desk/requests')).location).toContain('/desk/sign-in');
    await thief.get('/desk/sign-in/enrolment');
    await thief.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect((await thief.get('/desk/requests')).location).toContain('/desk/sign-in');
    expect(await state()).toBe(before);
  });

  it('opens nothing for a suspended member, nor for somebody who is none', async () => {
    const reviewer = await join(world, 'reviewer');
    const path = await recover(reviewer);
    await act(admin.visitor, reviewer.id, 'suspend');
    expect((await world.visitor().get(path)).status).toBe(410);
    const { ports } = world.service.site;
    expect(await recoverStaff(ports, world.now(), 'desk', reviewer.email, 'x')).toMatchObject({
      refusal: { code: 'account-suspended' },
    });
    expect(await recoverStaff(ports, world.now(), 'desk', 'none@desk.example', 'x')).toMatchObject({
      refusal: { code: 'no-such-account' },
    });
  });

  it('its code lives thirty minutes and once', async () => {
    const reviewer = await join(world, 'reviewer');
    const path = await recover(reviewer);
    world.advance(minutes(30) - 1);
    expect((await world.visitor().get(path)).status).toBe(200);
    await sitThrough(world, world.visitor(), path);
    expect((await world.visitor().get(path)).status).toBe(410);
    expect(await idOf(world, reviewer.email)).toBe(reviewer.id);
  });
});

describe('SEC-K07 the desk and the portals', () => {
  it('SEC-K07 a cookie of the desk opens no portal, and one of a portal not the desk', async () => {
    await world.addAccount();
    const customer = world.visitor();
    await signIn(customer);
    const renamed = (from: Member['visitor'], portal: string, other: string): Member['visitor'] =>
      openVisitor(
        world.service.app,
        ORIGIN,
        {},
        new Map([...from.cookies].map(([name, value]) => [name.replace(portal, other), value])),
      );
    for (const visitor of [
      openVisitor(world.service.app, ORIGIN, {}, admin.visitor.cookies),
      renamed(admin.visitor, 'desk', 'success'),
    ])
      expect((await visitor.get('/success/dashboard')).location).toContain('/success/sign-in');
    for (const visitor of [openVisitor(world.service.app, ORIGIN, {}, customer.cookies), renamed(customer, 'success', 'desk')])
      expect((await visitor.get('/desk/staff')).location).toContain('/desk/sign-in');
  });

  it('D-01 SEC-G03 a session of the desk ends after fifteen idle minutes, to the millisecond', async () => {
    world.advance(minutes(15) - 1);
    expect((await admin.visitor.get('/desk/staff')).status).toBe(200);
    world.advance(minutes(15));
    expect((await admin.visitor.get('/desk/staff')).location).toContain('notice=session-ended');
  });
});
