/** Which attempt counters are forgotten: windows, emptied ones and those of nobody; never the failures of an account. */
import { expect, test } from 'vitest';
import { type AttemptSchedule, NETWORK_SCHEDULE, PASSWORD_SCHEDULE, SECOND_FACTOR_SCHEDULE } from '../../src/core/throttle.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import { passwordCounter } from '../../src/journeys/mailed-links.ts';
import type { KnownBrowser } from '../../src/ports.ts';
import { COUNTERS_KEPT_FOR } from '../../src/store/housekeeping.ts';
import { eachDatabase } from '../support/databases.ts';
import { postPassword } from '../support/steps.ts';
import { openWorld } from '../support/world.ts';
import { change, importPeople, NOW } from './records.ts';

const LONG_AFTER: Instant = NOW + days(4000);
const FREE: AttemptSchedule = { pauseAfter: () => 0 };
const BROWSER: KnownBrowser = { id: 'browser-1', digest: 'digest', accounts: new Map() };
/** As the keyed digest writes them: base64url of 32 bytes. */
const NOBODY = 'kJ9x_Vb2-0Zq3mT7sY5wLrEaUcHdGfIoPnXvBtMyQ84';

eachDatabase('forgotten counters', (openDatabase) => {
  test('SEC-F03 SEC-F05 windows and addresses of nobody go 400 days after the newest charge', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const keys = [
      ...['network', 'passkey-network', 'passkey-challenge', 'reset-network', 'registration'].map((form) => `${form}:${NOBODY}`),
      ...['contact-letter', 'company', 'invitations'].map((form) => `${form}:hanako`),
      'letter:new-browser:hanako',
      'mail:password:hanako',
      'recovery-codes:hanako',
      passwordCounter(NOBODY, undefined),
    ];
    for (const key of keys) {
      await store.charge(key, NETWORK_SCHEDULE, NOW - days(5));
      await store.charge(key, NETWORK_SCHEDULE, NOW);
    }
    await store.charge('network:younger', NETWORK_SCHEDULE, NOW + 1);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR - 1)).toBe(0);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR)).toBe(keys.length);
    for (const key of keys) expect(await store.read.counter(key), key).toBeUndefined();
    expect(await store.read.counter('network:younger')).toMatchObject({ failures: 1 });
  });

  test('SEC-F01 SEC-F02 SEC-F03 the failures of an account stay, however old they are', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const keys = [
      passwordCounter('hanako', undefined),
      passwordCounter('hanako', BROWSER),
      'second-factor:hanako',
      'enrolment:hanako',
      'a key of a form that nobody knows',
    ];
    for (const key of keys) await store.charge(key, FREE, NOW);
    const before = await Promise.all(keys.map((key) => store.read.counter(key)));
    expect(await store.forgetOld(LONG_AFTER)).toBe(0);
    expect(await Promise.all(keys.map((key) => store.read.counter(key)))).toEqual(before);
  });

  test('SEC-F01 SEC-F02 an account at the end of its attempts is still there after ten years', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const ends = [
      [passwordCounter('hanako', undefined), PASSWORD_SCHEDULE, 100],
      ['second-factor:hanako', SECOND_FACTOR_SCHEDULE, 50],
    ] as const;
    for (const [key, schedule, end] of ends) {
      for (let n = 0; n < end; n += 1) await store.charge(key, schedule, NOW + days(2 * n));
      expect(await store.forgetOld(LONG_AFTER)).toBe(0);
      expect(await store.charge(key, schedule, LONG_AFTER)).toMatchObject({ allowed: false, reason: 'exhausted' });
    }
  });

  test('an emptied counter of an account goes, and a new one begins', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await store.charge('second-factor:hanako', SECOND_FACTOR_SCHEDULE, NOW - 1);
    await change(store, (tx) => tx.clearCounter('second-factor:hanako'));
    await store.charge('network:n', NETWORK_SCHEDULE, NOW - 1);
    await store.refund('network:n', NOW - 1);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR - 1)).toBe(0);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR)).toBe(2);
    expect(await store.charge('second-factor:hanako', SECOND_FACTOR_SCHEDULE, LONG_AFTER)).toMatchObject({
      allowed: true,
      counter: { failures: 1 },
    });
  });

  test('SEC-F02 a counter that still pauses stays', async () => {
    const { store } = await openDatabase();
    const pausing: AttemptSchedule = { pauseAfter: () => COUNTERS_KEPT_FOR + hours(1) };
    await store.charge('network:n', pausing, NOW);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR + hours(1) - 1)).toBe(0);
    expect(await store.forgetOld(NOW + COUNTERS_KEPT_FOR + hours(1))).toBe(1);
  });

  test('SEC-F04 no version of a forgotten counter comes again, so a charge that was overtaken finds out', async () => {
    const { store, query } = await openDatabase();
    const versionOf = async () => Number((await query('select version from attempt_counter'))[0]?.['version']);
    await store.charge('network:n', FREE, NOW);
    const before = await versionOf();
    const later = NOW + COUNTERS_KEPT_FOR;
    expect(await store.forgetOld(later)).toBe(1);
    await store.charge('network:n', FREE, later - minutes(1));
    expect(await versionOf()).toBeGreaterThan(before);
  });

  test('SEC-F04 charges and forgetting at once lose no charge', async () => {
    const { store } = await openDatabase();
    await store.charge('network:n', FREE, NOW);
    const charges = Array.from({ length: 20 }, (_, n) => store.charge('network:n', FREE, LONG_AFTER + n));
    const [forgotten] = await Promise.all([store.forgetOld(LONG_AFTER), ...charges]);
    expect((await store.read.counter('network:n'))?.failures).toBe(21 - forgotten);
  });

  test('SEC-F01 SEC-F03 the keys of real sign-ins are told apart: a stranger and the network go, the holder stays', async () => {
    const { location } = await openDatabase();
    const world = await openWorld({ location });
    try {
      await world.addAccount();
      for (const email of ['hanako@success.example', 'nobody@success.example']) {
        await postPassword(world.visitor(), { email, password: 'wrong' });
      }
      const keys = async () => (await world.query('select key from attempt_counter')).map((row) => String(row['key']));
      expect(await keys()).toHaveLength(3);
      await world.service.store.forgetOld(world.now() + COUNTERS_KEPT_FOR + minutes(1));
      expect(await keys()).toEqual(['password:account-1']);
    } finally {
      await world.close();
    }
  });
});
