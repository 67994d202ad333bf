/**
 * The stop switch (desk.md invariant 11): who may set it and who may lift it, what holds while it is set, on every node and both databases,
 * who is told, and what two people at the same moment make of it.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { STAFF_ROLES } from '../../src/core/account.ts';
import { days, minutes } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { callAndRecord, decideOn, openDesk, proveFresh } from '../support/desk.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { join, type Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import { type Answer, openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, PASSWORD, type World, type WorldOptions } from '../support/world.ts';

const REASON = '承認をだまし取られた疑いがあります';
const STOPPED = '/desk/stop?notice=set';
const LIFTED = '/desk/stop?notice=lifted';
const CHANGED = '/desk/stop?notice=changed';

async function open(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  onTestFinished(() => world.close());
  return world;
}

async function stop({ visitor }: Pick<Member, 'visitor'>, stopped = '*', reason = REASON): Promise<Answer> {
  await visitor.get('/desk/account');
  return visitor.post('/desk/stop', { choice: 'set', stopped, reason });
}

async function lift({ visitor }: Pick<Member, 'visitor'>, stopped = '*'): Promise<Answer> {
  await visitor.get('/desk/account');
  return visitor.post('/desk/stop', { choice: 'lifted', stopped });
}

const scopes = async (world: World): Promise<readonly unknown[]> =>
  (await world.query('select scope from desk_stop order by scope')).map((row) => row['scope']);

describe('who turns it', () => {
  test.each(['intake', 'reviewer', 'auditor'] as const)('SEC-K02 T-25 %s finds no such page and changes nothing', async (role) => {
    const world = await open();
    const member = await join(world, role);
    const supervisor = await join(world, 'supervisor');
    expect((await member.visitor.get('/desk/stop')).status).toBe(404);
    expect((await stop(member)).status).toBe(404);
    await stop(supervisor);
    expect((await lift(member)).status).toBe(404);
    expect(await scopes(world)).toEqual(['*']);
  });

  test('SEC-K06 a supervisor or an administrator sets it; whoever set it does not lift it, another one does', async () => {
    const world = await open();
    const supervisor = await join(world, 'supervisor');
    const admin = await join(world, 'administrator');
    expect((await stop(supervisor)).location).toBe(STOPPED);
    expect((await lift(supervisor)).status).toBe(403);
    expect((await supervisor.visitor.get('/desk/stop')).html).not.toContain('value="lifted"');
    expect(await scopes(world)).toEqual(['*']);
    expect((await lift(admin)).location).toBe(LIFTED);
    expect(await scopes(world)).toEqual([]);
    expect((await stop(admin, 'success')).location).toBe(STOPPED);
    expect((await lift(admin, 'success')).status).toBe(403);
    expect((await lift(supervisor, 'success')).location).toBe(LIFTED);
    const entries = await world.query("select type, detail from audit_event where type like 'desk.%' order by seq");
    expect(entries.map(({ type, detail }) => [type, JSON.parse(String(detail))])).toEqual([
      ['desk.stopped', { stopped: null, reason: REASON }],
      ['desk.resumed', { stopped: null }],
      ['desk.stopped', { stopped: 'success', reason: REASON }],
      ['desk.resumed', { stopped: 'success' }],
    ]);
    expect(await world.query("select seq from audit_event where type = 'staff.refused'")).toHaveLength(2);
  });

  test('SEC-H02 it asks for a fresh check, for a reason, and for a portal that this desk handles', async () => {
    const world = await open();
    const supervisor = await join(world, 'supervisor');
    for (const reason of ['', '短い理由', 'x'.repeat(2001)]) expect((await stop(supervisor, '*', reason)).status).toBe(422);
    for (const where of ['', 'desk', 'nowhere', 'null', "'"]) expect((await stop(supervisor, where)).status).toBe(422);
    expect((await lift(supervisor, 'nowhere')).location).toBe(CHANGED);
    expect((await supervisor.visitor.post('/desk/stop', { choice: 'set', stopped: '*', reason: REASON, by: 'x' })).status).toBe(
      400,
    );
    world.advance(minutes(10) + 1);
    expect((await supervisor.visitor.get('/desk/stop')).location).toContain('/desk/confirmation');
    expect((await stop(supervisor)).status).toBe(403);
    expect(await scopes(world)).toEqual([]);
  });

  test('SEC-K05 a new member only reads: sees what is stopped, and turns nothing', async () => {
    const world = await open();
    const supervisor = await join(world, 'supervisor');
    await world.query(`update account set staff_since = ${world.now()} where id = '${supervisor.id}'`);
    expect((await stop(supervisor)).status).toBe(403);
    const { html, text } = await supervisor.visitor.get('/desk/stop');
    expect(text).toContain('現在は閲覧だけができます');
    expect(html).not.toContain('name="reason"');
    expect(await scopes(world)).toEqual([]);
  });

  test('SEC-P02 all staff are told, of the stop with its reason and of its end', async () => {
    const world = await open();
    const members = [await join(world, 'supervisor'), await join(world, 'administrator'), await join(world, 'intake')] as const;
    const before = (await world.letters()).length;
    await stop(members[0], 'success');
    await lift(members[1], 'success');
    const letters = (await world.letters()).slice(before);
    const everybody = members.map(({ email }) => email).toSorted();
    const stopped = letters.filter(({ text }) => text.includes('停止スイッチが入りました'));
    expect(stopped.map(({ to }) => to).toSorted()).toEqual(everybody);
    for (const { text } of stopped) expect(text).toContain(REASON);
    const resumed = letters.filter(({ text }) => text.includes('停止スイッチが解除されました'));
    expect(resumed.map(({ to }) => to).toSorted()).toEqual(everybody);
  });
});

test('D-02 while it is set every page of the desk says so to every role, and no page of a portal does', async () => {
  const world = await open();
  const members: Member[] = [];
  for (const role of STAFF_ROLES) members.push(await join(world, role));
  const supervisor = members.find(({ email }) => email.startsWith('supervisor'));
  if (supervisor === undefined) throw new Error('no supervisor');
  await stop(supervisor, 'success');
  for (const { visitor, email } of members) {
    for (const page of ['dashboard', 'account', 'help', 'requests', 'search', 'shortcuts'])
      expect((await visitor.get(`/desk/${page}`)).text, `${email} ${page}`).toContain('停止中: ビジネスサクセスポータル');
  }
  for (const page of ['/success/sign-in', '/success/help', '/desk/sign-in', '/desk/help'])
    expect((await world.visitor().get(page)).text, page).not.toContain('停止中');
});

describe.each(['sqlite', 'postgres'] as const)('while it is set on %s', (kind) => {
  async function openNodes(): Promise<{ world: World; atOther: (visitor: Visitor) => Visitor }> {
    const world = await open({ location: await newLocation(kind) });
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    return { world, atOther: ({ cookies }) => openVisitor(other.app, ORIGIN, {}, cookies) };
  }

  test.each([
    ['*', true],
    ['success', true],
    ['support', false],
  ] as const)('SEC-J15 set for %j by one node, the other one at once approves nothing there (%s)', async (where, holds) => {
    const { world, atOther } = await openNodes();
    await world.addAccount();
    await enrolledAccount(world);
    world.advance(days(2));
    const [first, second, supervisor] = await openDesk(world, ['reviewer', 'reviewer', 'supervisor']);
    if (first === undefined || second === undefined || supervisor === undefined) throw new Error('no desk');
    const holder = world.visitor();
    const { receipt } = await fileAndConfirm(world, holder);
    await holder.get(`/success/lost-device/${receipt}`);
    await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
    for (const { visitor } of [first, second]) {
      await callAndRecord(visitor, holder, receipt);
      world.advance(1000);
    }
    await decideOn(first.visitor, receipt, 'proposal');
    await proveFresh(world, second);
    await stop(supervisor, where);
    const answer = await decideOn(atOther(second.visitor), receipt, 'approval');
    const [row] = await world.query('select state from recovery_request');
    expect(row?.['state']).toBe(holds ? 'proposed' : 'approved');
    if (!holds) return;
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('停止スイッチが入っているため、進められません');
    const admin = await join(world, 'administrator');
    await lift(admin, where);
    await decideOn(second.visitor, receipt, 'approval');
    expect((await world.query('select state from recovery_request'))[0]?.['state']).toBe('approved');
  });

  test('SEC-R01 set by twenty windows of two people at once it is set once, and lifted by the other one once', async () => {
    const { world, atOther } = await openNodes();
    const supervisor = await join(world, 'supervisor');
    const admin = await join(world, 'administrator');
    const windows = Array.from({ length: 20 }, (_, index) => {
      const { visitor } = index % 2 === 0 ? supervisor : admin;
      return index % 4 < 2 ? visitor.copy() : atOther(visitor);
    });
    for (const visitor of windows) await visitor.get('/desk/account');
    const form = { choice: 'set', stopped: '*', reason: REASON };
    const set = await Promise.all(windows.map((visitor) => visitor.post('/desk/stop', form)));
    expect(set.filter(({ location }) => location === STOPPED)).toHaveLength(1);
    expect(set.filter(({ location }) => location === CHANGED)).toHaveLength(19);
    const [row] = await world.query('select set_by from desk_stop');
    const lifted = await Promise.all(windows.map((visitor) => visitor.post('/desk/stop', { choice: 'lifted', stopped: '*' })));
    expect(lifted.filter(({ location }) => location === LIFTED)).toHaveLength(1);
    const setters = windows.map((_, index) => (index % 2 === 0 ? supervisor : admin).id === row?.['set_by']);
    for (const [index, { location }] of lifted.entries()) if (setters[index]) expect(location).not.toBe(LIFTED);
    expect(await scopes(world)).toEqual([]);
  });
});
