/** Two things at once on a request whose pass is out, from two nodes on PostgreSQL: one outcome, the safe one (SEC-R01, invariants 3, 4 and 6). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
import { codeAt, timeStep } from '../../src/core/totp.ts';
import { openDatabaseOf } from '../support/databases.ts';
import {
  approved,
  type Belongings,
  gathered,
  ownBelongings,
  passIn,
  passLetters,
  type Recovery,
  released,
  stateOf,
  typePass,
} from '../support/recovery.ts';
import { isSignedIn } from '../support/recovery-codes.ts';
import { codeNow, postPassword, secretOn, signInWithCode } from '../support/steps.ts';
import { type Answer, openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld } from '../support/world.ts';

const ENROLMENT = '/success/sign-in/enrolment';
const isBound = ({ location }: Answer): boolean => location?.includes('device-registered') === true;

interface Race extends Recovery {
  /** The same browser, answered by the other node. */
  readonly atOther: (visitor: Visitor) => Visitor;
  readonly count: (query: string) => Promise<number>;
}

describe.each(['sqlite', 'postgres'] as const)('races of the redemption on %s', (kind) => {
  async function openRace(before?: (race: Pick<Recovery, 'world'>, oldSecret: Uint8Array) => Promise<void>): Promise<Race> {
    const { location } = await openDatabaseOf(kind);
    // As long as the one session of the race lives.
    const world = await openWorld({ location, recovery: { wait: { low: 10_000 } } });
    onTestFinished(() => world.close());
    // Two connections to one SQLite file in one process would wait for each other.
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    const recovery = await gathered(world, async (oldSecret) => before?.({ world }, oldSecret));
    return {
      ...recovery,
      atOther: ({ cookies }) => openVisitor(other.app, ORIGIN, {}, cookies),
      count: async (from) => Number((await world.query(`select count(*) as n from ${from}`))[0]?.['n']),
    };
  }

  const boundOf = ({ count }: Race) => count("authenticator where account_id = 'account-1' and state = 'bound'");
  const eventsOf = ({ count }: Race, type: string) => count(`recovery_event where type = '${type}'`);

  /** Password and pass in the browser of the request; answers what sends its code from `times` windows of both nodes. */
  async function tickets(race: Race, pass: string, times: number): Promise<readonly (() => Promise<Answer>)[]> {
    const { atOther, holder, world } = race;
    const opened = await typePass(holder, pass);
    expect(opened.location).toBe(ENROLMENT);
    const code = codeNow(world, secretOn(await holder.get(ENROLMENT)));
    const windows = Array.from({ length: times }, (_, index) => (index % 2 === 0 ? holder.copy() : atOther(holder)));
    for (const each of windows) await each.get(ENROLMENT);
    return windows.map((each) => () => each.post(`${ENROLMENT}/code`, { code, device_name: '' }));
  }

  /** Wholly the old device or wholly the new one, never both and never none. */
  async function expectOneDevice(race: Race, isRedeemed: boolean): Promise<void> {
    const { oldSecret, world } = race;
    expect((await stateOf(race)) === 'redeemed').toBe(isRedeemed);
    expect(await boundOf(race)).toBe(1);
    expect(await eventsOf(race, 'Redeemed')).toBe(isRedeemed ? 1 : 0);
    world.advance(60_000);
    const old = await signInWithCode(world, world.visitor(), oldSecret);
    expect(old.status).toBe(isRedeemed ? 422 : 303);
  }

  test('SEC-J12 SEC-R01 one code from ten windows of two nodes binds one device', async () => {
    const race = await openRace();
    const sends = await tickets(race, await released(race, 10_000), 10);
    const answers = await Promise.all(sends.map((send) => send()));
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect(answers.filter(isBound)).toHaveLength(1);
    await expectOneDevice(race, true);
  });

  test('SEC-J11 SEC-R01 one pass typed in two tabs of the browser, and both codes at once: one device', async () => {
    const race = await openRace();
    const pass = await released(race, 10_000);
    const second = race.atOther(race.holder);
    const codes = await Promise.all(
      [race.holder.copy(), second].map(async (tab) => {
        const opened = await typePass(tab, pass);
        // The later ticket takes the place of the earlier one; the tab of the earlier one finds that out by itself.
        if (opened.location !== ENROLMENT) return () => Promise.resolve(opened);
        const code = codeNow(race.world, secretOn(await tab.get(ENROLMENT)));
        return () => tab.post(`${ENROLMENT}/code`, { code, device_name: '' });
      }),
    );
    const answers = await Promise.all(codes.map((send) => send()));
    expect(answers.filter(isBound)).toHaveLength(1);
    await expectOneDevice(race, true);
  });

  test.each(['link', 'banner'] as const)(
    'SEC-J10 SEC-R01 invariant 4: vetoed by the %s while the code arrives, a stop that was promised is one',
    async (by) => {
      let belongings: Belongings | undefined;
      const race = await openRace(async ({ world }, oldSecret) => {
        belongings = await ownBelongings(world, oldSecret);
      });
      const { paths, receipt, world } = race;
      const session = belongings?.session;
      if (session === undefined) throw new Error('no session');
      const sends = await tickets(race, await released(race, 10_000), 4);
      await session.get('/success/dashboard');
      const thief = sends.map((send) => send);
      const stranger = race.atOther(world.visitor());
      const veto = (): Promise<Answer> =>
        by === 'link'
          ? stranger.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' })
          : session.post('/success/dashboard/request', { choice: 'not-me' });
      const [vetoed, ...answers] = await Promise.all([veto(), ...thief.map((send) => send())]);
      const shown = vetoed.location === null ? vetoed : await session.follow(vetoed);
      const isPromised = shown.text.includes('依頼を取り消しました');
      expect([vetoed, ...answers].every(({ status }) => status < 500)).toBe(true);
      expect(answers.some(isBound)).toBe(!isPromised);
      expect(await eventsOf(race, 'Vetoed')).toBe(isPromised ? 1 : 0);
      await expectOneDevice(race, !isPromised);
    },
  );

  test('G-26 SEC-J07 SEC-R01 the holder signs in with the old device while the code arrives: in, or out, and never both', async () => {
    const race = await openRace();
    const { oldSecret, world } = race;
    const sends = await tickets(race, await released(race, 10_000), 4);
    const holder = race.atOther(world.visitor());
    await postPassword(holder);
    await holder.get('/success/sign-in/code');
    const [signedIn, ...answers] = await Promise.all([
      holder.post('/success/sign-in/code', { code: codeNow(world, oldSecret) }),
      ...sends.map((send) => send()),
    ]);
    const isRedeemed = answers.some(isBound);
    expect([signedIn, ...answers].every(({ status }) => status < 500)).toBe(true);
    expect(await isSignedIn(holder)).toBe(!isRedeemed);
    expect(await stateOf(race)).toBe(isRedeemed ? 'redeemed' : 'withdrawn');
    expect(signedIn.location?.includes('/lost-device/withdrawal') === true).toBe(!isRedeemed);
    await expectOneDevice(race, isRedeemed);
  });

  test('SEC-R01 two clocks look at the same moment: one wait, one pass, one letter; and it is renewed once', async () => {
    const race = await openRace();
    const { holder, receipt, world } = race;
    const nodes = kind === 'postgres' ? [world.service, await world.openNode(), world.service] : [world.service, world.service];
    const look = () => Promise.all(nodes.map(({ clerk }) => clerk.lookNow()));
    await approved(race);
    await world.letters();
    await look();
    expect(await eventsOf(race, 'WaitStarted')).toBe(1);
    world.advance(10_000);
    await look();
    expect(await eventsOf(race, 'PassMailed')).toBe(1);
    expect(await race.count('recovery_pass')).toBe(1);
    expect(await passLetters(world)).toHaveLength(1);
    world.advance(hours(24));
    const status = `/success/lost-device/${receipt}`;
    await holder.get(status);
    const windows = Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? holder.copy() : race.atOther(holder)));
    for (const each of windows) await each.get(status);
    const renewed = await Promise.all(windows.map((each) => each.post(`${status}/renewal`)));
    expect(renewed.every(({ status: answered }) => answered < 500)).toBe(true);
    expect([await eventsOf(race, 'PassMailed'), await race.count('recovery_pass')]).toEqual([2, 2]);
    expect(await passLetters(world)).toHaveLength(2);
  });
});

test('SEC-R01 an event that no row knows of is a fault, whatever changes meanwhile', async () => {
  const { location, openAgain } = await openDatabaseOf('postgres');
  const world = await openWorld({ location });
  onTestFinished(() => world.close());
  const { receipt } = await gathered(world);
  const store = await openAgain();
  const [row] = await world.query('select id, version from recovery_request');
  const forge = `insert into recovery_event select request_id, version + 1, schema, at, actor_kind, actor_id, policy_version, type, detail
    from recovery_event where request_id = '${String(row?.['id'])}' and version = ${Number(row?.['version'])}`;
  await world.query(forge);
  await expect(store.read.recoveryRequest('success', receipt)).rejects.toMatchObject({ code: 'invariant-broken' });
});

describe('a node whose clock is wrong', () => {
  test.each([
    ['a year ahead', days(365)],
    ['a year behind', -days(365)],
  ])('SEC-J07 SEC-B07 invariant 3: %s, it lets nothing out before the time of the database has come', async (_, by) => {
    const { location } = await openDatabaseOf('postgres');
    const world = await openWorld({ location });
    onTestFinished(() => world.close());
    const race = await gathered(world);
    const wrong = await world.openNode({ clock: () => world.now() + by });
    await approved(race);
    await world.letters();
    await wrong.clerk.lookNow();
    expect(await stateOf(race)).toBe('waiting');
    world.advance(hours(24) - 1);
    await wrong.clerk.lookNow();
    expect([await stateOf(race), await passLetters(world)]).toEqual(['waiting', []]);
    world.advance(1);
    await wrong.clerk.lookNow();
    expect(await stateOf(race)).toBe('released');
    // Nor does it bind a device by what it takes for the code of now.
    await typePass(race.holder, await passIn(world));
    const secret = secretOn(await race.holder.get(ENROLMENT));
    const there = openVisitor(wrong.app, ORIGIN, {}, race.holder.cookies);
    await there.get(ENROLMENT);
    const answer = await there.post(`${ENROLMENT}/code`, { code: codeAt(secret, timeStep(world.now() + by)), device_name: '' });
    expect([isBound(answer), await stateOf(race)]).toEqual([false, 'released']);
  });
});
