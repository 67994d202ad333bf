/**
 * The machine dies while a new device is being bound (desk.md invariants 1 and 6): at whichever write, the account is wholly what it was or
 * wholly what it becomes. Nobody is left without any device, and nobody with both.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { seconds } from '../../src/core/time.ts';
import { startProcess } from '../contract/race.ts';
import { type BreakPoint, breakingAt } from '../support/broken-database.ts';
import { eachDatabase, openDatabaseOf } from '../support/databases.ts';
import { type Belongings, gathered, ownBelongings, type Recovery, released, stateOf, typePass } from '../support/recovery.ts';
import { isSignedIn, signInWithRecoveryCode } from '../support/recovery-codes.ts';
import { codeNow, secretOn, signInWithCode } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const PROGRAM = fileURLToPath(new URL('redemption-process.ts', import.meta.url));
const CODE = '/success/sign-in/enrolment/code';

interface Ready extends Recovery, Belongings {
  readonly location: Awaited<ReturnType<typeof openDatabaseOf>>['location'];
  readonly newSecret: Uint8Array;
  readonly post: () => Promise<Answer>;
}

eachDatabase('a crash while a new device is bound', (_open, kind) => {
  /** Password and pass were typed, the QR code is on the page: one code is missing. */
  async function openReady(): Promise<Ready> {
    const { location } = await openDatabaseOf(kind);
    const world = await openWorld({ location, recovery: { wait: { low: seconds(10) } } });
    onTestFinished(() => world.close());
    let belongings: Belongings | undefined;
    const recovery = await gathered(world, async (oldSecret) => {
      belongings = await ownBelongings(world, oldSecret);
    });
    if (belongings === undefined) throw new Error('nothing owned');
    const pass = await released(recovery, seconds(10));
    await typePass(recovery.holder, pass);
    const newSecret = secretOn(await recovery.holder.get('/success/sign-in/enrolment'));
    const post = () => recovery.holder.post(CODE, { code: codeNow(world, newSecret), device_name: '新しい電話' });
    expect(await isSignedIn(belongings.session)).toBe(true);
    await world.letters();
    return { ...recovery, ...belongings, location, newSecret, post };
  }

  test('SEC-J02 SEC-J12 SEC-R05 torn at any write or at the commit nothing has changed, and behind the commit all of it', async () => {
    const ready = await openReady();
    const { world } = ready;
    const before = await everything(world, kind);
    const tear = async (point: BreakPoint): Promise<number> => {
      await world.query("delete from attempt_counter where key like 'enrolment:%'");
      const { broke, value, writes } = await breakingAt(point, ready.post);
      expect([point, broke, value.status]).toEqual([point, true, 503]);
      expect(await everything(world, kind), `torn at ${point}`).toEqual(before);
      return writes;
    };
    const writes = await tear('commit');
    expect(writes).toBeGreaterThan(15);
    for (let point = 1; point <= writes; point += 1) await tear(point);
    expect(await isSignedIn(ready.session)).toBe(true);
    // Torn behind the commit, nobody hears that it worked, and the holder finds that it did.
    await world.query("delete from attempt_counter where key like 'enrolment:%'");
    const last = await breakingAt('committed', ready.post);
    expect([last.broke, last.value.status]).toEqual([true, 503]);
    expect(await everything(world, kind)).not.toEqual(before);
    await expectNew(ready);
  });

  test('SEC-J02 SEC-J12 SEC-R05 a killed process leaves all as it was, and one killed behind the commit nothing to do', async () => {
    const ready = await openReady();
    const { holder, location, newSecret, world } = ready;
    const before = await everything(world, kind);
    const token = holder.cookies.get('__Host-genkan-success-pending') ?? '';
    const kill = async (point: BreakPoint): Promise<void> => {
      const given = { location, token, code: codeNow(world, newSecret), at: world.now(), point };
      const { child, output } = startProcess(PROGRAM, [JSON.stringify(given)]);
      const [, signal] = await once(child, 'close');
      expect([signal, output()], `killed at ${point}`).toEqual(['SIGKILL', '']);
    };
    for (const point of [9, 'commit'] as const) {
      await kill(point);
      expect(await everything(world, kind), `killed at ${point}`).toEqual(before);
    }
    await kill('committed');
    await expectNew(ready);
  });
});

/** All rows of all tables but the counters of attempts, which are charged outside any transaction. */
async function everything(world: World, kind: 'sqlite' | 'postgres'): Promise<Readonly<Record<string, string>>> {
  const listed = await world.query(
    kind === 'sqlite'
      ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
      : "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const names = listed.map(({ name }) => String(name)).filter((name) => name !== 'attempt_counter');
  expect(names).toContain('recovery_event');
  if (kind === 'postgres') {
    const all = names.map((name) => `select '${name}' as name, (select json_agg(t order by t::text)::text from ${name} t) as rows`);
    return Object.fromEntries((await world.query(all.join(' union all '))).map(({ name, rows }) => [String(name), String(rows)]));
  }
  const rowsOf = async (name: string) => (await world.query(`select * from ${name}`)).map((row) => JSON.stringify(row)).toSorted();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await rowsOf(name)).join('\n')] as const)));
}

/** The new device and it alone; what was there before is dead. */
async function expectNew(ready: Ready): Promise<void> {
  const { codes, newSecret, oldSecret, session, world } = ready;
  expect(await stateOf(ready)).toBe('redeemed');
  expect(await isSignedIn(session)).toBe(false);
  const [counts] = await world.query(
    `select (select count(*) from authenticator where account_id = 'account-1' and state = 'bound') as bound,
      (select count(*) from recovery_code_set where account_id = 'account-1' and ended_at is null) as sets,
      (select count(*) from session where account_id = 'account-1' and ended_at is null) as sessions,
      (select count(*) from known_browser_account where account_id = 'account-1') as browsers,
      (select count(*) from pending_sign_in where account_id = 'account-1' and consumed_at is null) as pending`,
  );
  expect(Object.values(counts ?? {}).map(Number)).toEqual([1, 0, 0, 0, 0]);
  // Told once, and by every letter that belongs to it.
  const told = (await world.letters()).filter(({ subject }) => subject.includes('新しい端末が登録されました'));
  expect(told).toHaveLength(1);
  expect(await world.service.store.verifyAudit()).toMatchObject({ ok: true });
  world.advance(30_000);
  expect((await signInWithCode(world, world.visitor(), oldSecret)).status).toBe(422);
  expect((await signInWithRecoveryCode(world.visitor(), codes[0] ?? '')).location).toBeNull();
  expect((await signInWithCode(world, world.visitor(), newSecret)).location).toBe('/success/dashboard');
}
