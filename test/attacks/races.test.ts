/** T-03 and T-04: parallel requests against one code and one counter, on one node and on two, on both databases. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Service } from '../../src/compose.ts';
import { newLocation } from '../support/databases.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, signIn, wrongCode } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const CODE = '/success/sign-in/code';

describe.each(['sqlite', 'postgres'] as const)('races on %s', (kind) => {
  async function openRace(): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  /** Two connections to one SQLite file in one process would wait for each other; its processes race in test/contract. */
  function secondNode(world: World): Promise<Service> {
    return kind === 'postgres' ? world.openNode() : Promise.resolve(world.service);
  }

  async function pendingVisitors(visitors: readonly Visitor[]): Promise<void> {
    for (const visitor of visitors) {
      await postPassword(visitor);
      await visitor.get(CODE);
    }
  }

  test('T-03 SEC-B04 SEC-R01 one code posted 50 times in parallel over 5 pending sign-ins gives one session', async () => {
    const world = await openRace();
    const { secret } = await enrolledAccount(world);
    const before = await sessions(world);
    const other = await secondNode(world);
    const visitors = [
      ...Array.from({ length: 3 }, () => world.visitor()),
      ...Array.from({ length: 2 }, () => openVisitor(other.app, ORIGIN)),
    ];
    await pendingVisitors(visitors);
    const code = codeNow(world, secret);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => visitors.map((visitor) => visitor.copy().post(CODE, { code, ...tokenOf(visitor) }))).flat(),
    );
    const opened = answers.filter((answer) => answer.location === '/success/dashboard');
    expect(opened).toHaveLength(1);
    expect((await sessions(world)) - before).toBe(1);
    expect(answers.every((answer) => answer.status < 500)).toBe(true);
  });

  test('T-03 SEC-R01 one pending sign-in used with two right codes in parallel opens one session', async () => {
    const world = await openRace();
    const { secret } = await enrolledAccount(world);
    const before = await sessions(world);
    const visitor = world.visitor();
    await pendingVisitors([visitor]);
    const code = codeNow(world, secret);
    const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.copy().post(CODE, { code, ...tokenOf(visitor) })));
    expect(answers.filter((answer) => answer.location === '/success/dashboard')).toHaveLength(1);
    expect((await sessions(world)) - before).toBe(1);
  });

  test('T-04 SEC-F04 of 200 parallel wrong codes on two nodes exactly 5 are evaluated', async () => {
    const world = await openRace();
    const { secret } = await enrolledAccount(world);
    const other = await secondNode(world);
    const visitors = [world.visitor(), openVisitor(other.app, ORIGIN)];
    await pendingVisitors(visitors);
    const code = wrongCode(world, secret);
    await Promise.all(
      Array.from({ length: 100 }, () => visitors.map((visitor) => visitor.copy().post(CODE, { code, ...tokenOf(visitor) }))).flat(),
    );
    const details = await world.audit();
    expect(details.filter((detail) => detail.includes('"code-wrong"'))).toHaveLength(5);
    expect(details.filter((detail) => detail.includes('"too-many-attempts"'))).toHaveLength(195);
  });

  test('T-04 SEC-F04 of 100 parallel wrong passwords at most 5 are evaluated', async () => {
    const world = await openRace();
    const visitors = Array.from({ length: 10 }, (_, index) => world.visitor({ address: `198.51.100.${index}` }));
    for (const visitor of visitors) await visitor.get('/success/sign-in');
    await Promise.all(
      visitors.flatMap((visitor) =>
        Array.from({ length: 10 }, () =>
          visitor.copy().post('/success/sign-in', { email: 'hanako@success.example', password: 'wrong', ...tokenOf(visitor) }),
        ),
      ),
    );
    expect((await world.audit()).filter((detail) => detail.includes('"wrong-password"'))).toHaveLength(5);
  });

  test('SEC-R01 two right codes confirm one enrolment once', async () => {
    const world = await openRace();
    const visitor = world.visitor();
    await signIn(visitor);
    const secret = await beginEnrolment(visitor);
    const code = codeNow(world, secret);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        visitor.copy().post('/success/enrolment/code', { code, device_name: '', ...tokenOf(visitor) }),
      ),
    );
    expect(answers.filter((answer) => answer.location === '/success/enrolment/completed')).toHaveLength(1);
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
  });
});

async function sessions(world: World): Promise<number> {
  return (await world.query('select id from session')).length;
}

/** The token of the visitor's last page, for copies that have not opened it. */
function tokenOf(visitor: Visitor): { readonly form_token: string } {
  return { form_token: visitor.formToken() };
}
