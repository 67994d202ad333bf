/** Acts on the desk's staff at the same moment, from everywhere, on both databases: one outcome, the safe one (SEC-R01, A-05). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { newLocation } from '../support/databases.ts';
import { act, invitationLink, invite, join, NEWCOMER, newestAsk, sit } from '../support/staff-administration.ts';
import { codeNow } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('races at the desk on %s', (kind) => {
  async function openRace(): Promise<{ world: World; atOther: (visitor: Visitor) => Visitor }> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    return { world, atOther: ({ cookies }) => openVisitor(other.app, ORIGIN, {}, cookies) };
  }

  test('SEC-R01 D-02 of twenty confirmations of one ask on two nodes one counts, and one link is mailed', async () => {
    const { world, atOther } = await openRace();
    const admin = await join(world, 'administrator', 'admin');
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    const ask = await newestAsk(world);
    const visitors = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? second.visitor.copy() : atOther(second.visitor)));
    for (const visitor of visitors) await visitor.get('/desk/account');
    const answers = await Promise.all(visitors.map((visitor) => visitor.post(`/desk/staff/asks/${ask}`, { choice: 'confirm' })));
    expect(answers.filter(({ location }) => location === '/desk/staff?notice=confirmed')).toHaveLength(1);
    expect(answers.filter(({ location }) => location === '/desk/staff?notice=changed')).toHaveLength(19);
    const mailed = (await world.letters()).filter(({ to }) => to === NEWCOMER.email);
    expect(mailed).toHaveLength(1);
    expect(await world.query('select key from sitting')).toHaveLength(1);
  });

  test('SEC-R01 one ask confirmed by two administrators at once is carried out once', async () => {
    const { world } = await openRace();
    const admin = await join(world, 'administrator', 'admin');
    const others = [await join(world, 'administrator', 'admin2'), await join(world, 'administrator', 'admin3')];
    const reviewer = await join(world, 'reviewer');
    await act(admin.visitor, reviewer.id, 'role', 'supervisor');
    const ask = await newestAsk(world);
    for (const { visitor } of others) await visitor.get('/desk/account');
    const answers = await Promise.all(others.map(({ visitor }) => visitor.post(`/desk/staff/asks/${ask}`, { choice: 'confirm' })));
    expect(answers.map(({ location }) => location).toSorted()).toEqual([
      '/desk/staff?notice=changed',
      '/desk/staff?notice=confirmed',
    ]);
    expect(await world.query(`select role, security_version from account where id = '${reviewer.id}'`)).toEqual([
      { role: 'supervisor', security_version: 3 },
    ]);
  });

  test('A-05 SEC-K06 two administrators who suspend each other at the same moment do not both succeed', async () => {
    const { world, atOther } = await openRace();
    const admin = await join(world, 'administrator', 'admin');
    const second = await join(world, 'administrator', 'admin2');
    await admin.visitor.get('/desk/account');
    await second.visitor.get('/desk/account');
    await Promise.all([
      admin.visitor.post(`/desk/staff/people/${second.id}`, { choice: 'suspend' }),
      atOther(second.visitor).post(`/desk/staff/people/${admin.id}`, { choice: 'suspend' }),
    ]);
    expect(await world.query("select id from account where status = 'active' and role = 'administrator'")).toHaveLength(1);
  });

  test('T-03 SEC-K01 one link of an invitation opened by ten at once makes one person', async () => {
    const { world, atOther } = await openRace();
    const admin = await join(world, 'administrator', 'admin');
    const second = await join(world, 'administrator', 'admin2');
    await invite(admin.visitor);
    await second.visitor.get('/desk/account');
    await second.visitor.post(`/desk/staff/asks/${await newestAsk(world)}`, { choice: 'confirm' });
    const link = await invitationLink(world);
    const visitors = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? world.visitor() : atOther(world.visitor())));
    const secrets = await Promise.all(visitors.map((visitor) => sit(visitor, link).catch(() => null)));
    expect(secrets.filter((secret) => secret !== null)).toHaveLength(1);
    for (const [index, secret] of secrets.entries()) {
      if (secret === null) continue;
      const form = { code: codeNow(world, secret), device_name: '' };
      const windows = [1, 2, 3].flatMap(() => visitors[index]?.copy() ?? []);
      for (const window of windows) await window.get('/desk/sign-in/enrolment');
      const answers = await Promise.all(windows.map((window) => window.post('/desk/sign-in/enrolment/code', form)));
      expect(answers.filter((answer) => answer.location === '/desk/enrolment/completed')).toHaveLength(1);
    }
    expect(await world.query(`select role from account where email = '${NEWCOMER.email}'`)).toEqual([{ role: 'reviewer' }]);
  });
});
