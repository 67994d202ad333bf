/** SEC-P06 in the database: one address gets so much mail over all nodes, and what waits is neither lost nor sent twice. */
import { expect, test } from 'vitest';
import type { Letter, NoticeContent } from '../../src/core/letter.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import type { OutboxStore } from '../../src/ports.ts';
import { eachDatabase } from '../support/databases.ts';
import { HANAKO, importPeople, letter, NOW, queueLetters, TARO } from './records.ts';

const LEASE = minutes(2);

function notice(kind: 'new-browser' | 'two-factor-off', at: Instant, changes: Partial<Letter> = {}): Letter {
  const content: NoticeContent = { kind, circumstances: { at, browser: 'Chrome / Windows', place: '203.0.113.x' } };
  const notMe = { path: `/success/not-me/${kind}-${at}`, expiresAt: at + days(30) };
  const { accountId, portal, to, name, language, plan } = { ...letter(), ...changes };
  return { accountId, portal, to, name, language, plan, content, notMe };
}

const flood = (count: number, kind: 'new-browser' | 'two-factor-off' = 'new-browser') =>
  Array.from({ length: count }, (_, index) => notice(kind, NOW + index));

/** Everything that may leave then. */
async function mailed(outbox: OutboxStore, at: Instant): Promise<readonly Letter[]> {
  const letters: Letter[] = [];
  for (;;) {
    const claimed = await outbox.claim(4, at, LEASE);
    if (claimed.length === 0) return letters;
    for (const each of claimed) {
      letters.push(each.letter);
      await outbox.markSent(each.id, at);
    }
  }
}

eachDatabase('the mail of one address', (openDatabase) => {
  test('SEC-P06 of 200 events in a minute five are told one by one, the others in one letter when there is room', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(200));
    const minute = NOW + minutes(1);
    expect((await mailed(store.outbox, minute)).map(({ content }) => content.kind)).toEqual(Array(5).fill('new-browser'));
    expect(await mailed(store.outbox, minute + hours(1) - 1)).toEqual([]);
    const [together, ...others] = await mailed(store.outbox, minute + hours(1));
    expect(others).toEqual([]);
    if (together?.content.kind !== 'several-notices') throw new Error('the others were not put together');
    expect(together.content.events.map(({ circumstances }) => circumstances.at)).toEqual(
      Array.from({ length: 195 }, (_, index) => NOW + 5 + index),
    );
    expect(together.content.circumstances.at).toBe(NOW + 5);
    expect(together.notMe?.path).toBe(`/success/not-me/new-browser-${NOW + 5}`);
    expect(await query('select id from outbox where sent_at is null or sealed_letter is not null')).toEqual([]);
  });

  test('SEC-P06 the spelling of an address makes no second allowance, another address has its own', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const spelt = flood(6).map((each, index) => ({ ...each, to: index % 2 === 0 ? HANAKO.email : HANAKO.email.toUpperCase() }));
    await queueLetters(store, [...spelt, notice('new-browser', NOW, { accountId: TARO.id, to: TARO.email })]);
    expect((await mailed(store.outbox, NOW + minutes(1))).map(({ accountId }) => accountId).toSorted()).toEqual([
      ...Array<string>(5).fill(HANAKO.id),
      TARO.id,
    ]);
    const text = JSON.stringify([await query('select * from outbox'), await query('select * from mail_quota')]);
    expect(text).not.toContain('@');
  });

  test('invariant 10 letters of a recovery request are outside of every quota', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    const circumstances = { at: NOW, browser: '', place: '' };
    const ended = { kind: 'recovery-expired', receipt: 'R-1', circumstances } as const;
    await queueLetters(store, Array(30).fill({ ...letter(), content: ended, notMe: null }));
    expect(await mailed(store.outbox, NOW)).toHaveLength(30);
    expect(await query('select * from mail_quota')).toEqual([]);
  });

  test('SEC-P01 letters that stand in one are tried again with it, and given up with it', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(8));
    const later = NOW + minutes(1) + hours(1);
    expect(await mailed(store.outbox, NOW + minutes(1))).toHaveLength(5);
    const [first] = await store.outbox.claim(4, later, LEASE);
    expect(first).toMatchObject({ attempts: 1, createdAt: later, letter: { content: { events: { length: 3 } } } });
    await store.outbox.markRetry(first?.id ?? '', later + minutes(1));
    expect(await store.outbox.oldestUnsent()).toBe(later);
    const [again] = await store.outbox.claim(4, later + minutes(1), LEASE);
    expect(again).toMatchObject({ attempts: 2, createdAt: later, letter: first?.letter });
    await store.outbox.markFailed(again?.id ?? '', later + minutes(2));
    expect(await query('select id from outbox where sealed_letter is not null')).toEqual([]);
    expect(await store.outbox.pendingCount()).toBe(0);
  });

  test('SEC-M01 one that does not open is missing from the letter, with an event, and the others leave', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(9));
    await mailed(store.outbox, NOW + minutes(1));
    await query(`update outbox set sealed_letter = 'v1.test.broken' where created_at = ${NOW + 7} returning id`);
    const [together] = await mailed(store.outbox, NOW + minutes(1) + hours(1));
    expect(together?.content).toMatchObject({ kind: 'several-notices', events: { length: 3 } });
    const [event] = (await query('select type, detail from audit_event order by seq')).slice(-1);
    expect(event).toEqual({ type: 'letter.failed', detail: '{"letter":"new-browser"}' });
  });

  test('SEC-P06 a letter that waits for room is not late: the alarm does not sound', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(6));
    await mailed(store.outbox, NOW + minutes(1));
    expect(await store.outbox.pendingCount()).toBe(1);
    expect(await store.outbox.oldestUnsent()).toBeUndefined();
  });

  test('SEC-P06 more than stand in one letter wait for the next, and none is lost', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(450));
    const told: number[] = [];
    for (let at = NOW + minutes(1); at <= NOW + hours(15); at += minutes(30)) {
      for (const { content } of await mailed(store.outbox, at))
        told.push(content.kind === 'several-notices' ? content.events.length : 1);
    }
    expect(told).toEqual([1, 1, 1, 1, 1, 200, 200, 45]);
    expect(await query('select id from outbox where sent_at is null')).toEqual([]);
  });

  test('what left is forgotten after two days, and what waits never', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, flood(6));
    await mailed(store.outbox, NOW + minutes(1));
    await store.forgetOld(NOW + days(2) + minutes(1));
    expect(await query('select * from mail_quota')).toEqual([]);
    expect(await store.outbox.pendingCount()).toBe(1);
    expect(await mailed(store.outbox, NOW + days(2) + minutes(1))).toHaveLength(1);
  });
});
