/** The housekeeper of a node: what it forgets in one go, what it says of it, that it survives a broken store and stops at once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import { type HousekeeperParts, openHousekeeper } from '../../src/housekeeper.ts';
import { openLog } from '../../src/log.ts';
import { postPassword } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let log: string[];
beforeEach(async () => {
  world = await openWorld();
  log = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

/** One of its own over the world's store, with a part or two replaced. */
function housekeeper(parts: Partial<HousekeeperParts> = {}) {
  const { store } = world.service;
  return openHousekeeper({
    forgetOld: store.forgetOld,
    forgetEntries: store.forgetEntries,
    databaseTime: store.read.databaseTime,
    signedHead: async () => 'head',
    clock: world.now,
    log: openLog((line) => log.push(line)),
    ...parts,
  });
}

const events = () => log.map((line) => JSON.parse(line)).map(({ level, event, count }) => ({ level, event, count }));

/** Leaves this many pending sign-ins that ended long ago. */
async function leave(count: number): Promise<void> {
  const account = await world.addAccount();
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const columns = 'id, digest, portal, account_id, created_at, expires_at';
  await world.query(
    `insert into pending_sign_in (${columns}) ${numbers} select 'p' || i, 'd', 'success', '${account}', 1, 2 from n`,
  );
}

const left = async () => Number((await world.query('select count(*) as count from pending_sign_in'))[0]?.['count']);

test('SEC-Q07 forgets the beginning of the audit log batch after batch, and says of a broken one which entry it is', async () => {
  const batches = [2000, 500, 0];
  await housekeeper({ forgetEntries: async () => ({ count: batches.shift() ?? -1, brokenAt: null }) }).forgetAll();
  expect(events()).toEqual([{ level: 'info', event: 'housekeeping.done', count: 2500 }]);
  expect(batches).toEqual([]);
  await housekeeper({ forgetEntries: async () => ({ count: 0, brokenAt: 17 }) }).forgetAll();
  expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({ level: 'error', event: 'audit.not-forgotten', entry: 17 });
});

test('forgets batch after batch until nothing is left and says how much it was', async () => {
  await leave(2500);
  await housekeeper().forgetAll();
  expect(await left()).toBe(0);
  expect(events()).toEqual([{ level: 'info', event: 'housekeeping.done', count: 2500 }]);
});

test('says nothing when there was nothing to forget', async () => {
  await housekeeper().forgetAll();
  expect(log).toEqual([]);
});

test('SEC-R02 a store that fails is one line of the log, and the next time all is well', async () => {
  await leave(1);
  await world.query('alter table mailed_link rename to elsewhere');
  const keeper = housekeeper();
  await keeper.forgetAll();
  expect(events()).toEqual([{ level: 'error', event: 'housekeeping.failed' }]);
  await world.query('alter table elsewhere rename to mailed_link');
  await keeper.forgetAll();
  expect(await left()).toBe(0);
});

test('SEC-B07 a clock that has run ahead makes nothing look old', async () => {
  await world.addAccount();
  await postPassword(world.visitor());
  const sessions = () => world.query('select id from session');
  expect(await sessions()).toHaveLength(1);
  await housekeeper({ clock: () => world.now() + days(4000) }).forgetAll();
  expect(await sessions()).toHaveLength(1);
  world.advance(days(91));
  await housekeeper().forgetAll();
  expect(await sessions()).toHaveLength(0);
});

test('begins a minute after its start, then once an hour, until it is stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const looked: Instant[] = [];
  const keeper = housekeeper({ forgetOld: async (at) => looked.push(at) * 0 });
  keeper.start();
  await vi.advanceTimersByTimeAsync(minutes(1) - 1);
  expect(looked).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(looked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(hours(1) - 1);
  expect(looked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(looked).toHaveLength(2);
  await keeper.stop();
  await vi.advanceTimersByTimeAsync(hours(5));
  expect(looked).toHaveLength(2);
});

test('a stop waits for the batch under way and begins no other', async () => {
  await leave(2500);
  let stopped: Promise<void> | undefined;
  const keeper = housekeeper({
    forgetOld: (at) => {
      stopped = keeper.stop();
      return world.service.store.forgetOld(at);
    },
  });
  void keeper.forgetAll();
  await vi.waitFor(() => expect(stopped).toBeDefined());
  await stopped;
  expect(await left()).toBe(1500);
  await keeper.forgetAll();
  expect(await left()).toBe(1500);
});
