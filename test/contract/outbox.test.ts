/** Letters in the outbox: queued with the change, sealed while they wait, held by one courier at a time, erased at the end. */
import { expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { openSecretBox } from '../../src/crypto/secret-box.ts';
import { eachDatabase } from '../support/databases.ts';
import { change, HANAKO, importPeople, LINK_PATH, letter, NOW, queueLetters } from './records.ts';

const LEASE = minutes(2);

eachDatabase('the outbox', (openDatabase) => {
  test('SEC-P01 a queued letter is claimed as it was written', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.queueLetter(letter()));
    const [claimed, ...others] = await store.outbox.claim(10, NOW, LEASE);
    expect(others).toEqual([]);
    expect(claimed).toMatchObject({ letter: letter(), attempts: 1, createdAt: NOW });
  });

  test('SEC-P01 nothing is claimed before it is due, and the oldest come first, so many as asked for', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter(NOW + 3), letter(NOW + 1), letter(NOW + 2)]);
    expect(await store.outbox.claim(10, NOW, LEASE)).toEqual([]);
    const first = await store.outbox.claim(2, NOW + 9, LEASE);
    expect(first.map((claimed) => claimed.createdAt)).toEqual([NOW + 1, NOW + 2]);
    const second = await store.outbox.claim(2, NOW + 9, LEASE);
    expect(second.map((claimed) => claimed.createdAt)).toEqual([NOW + 3]);
  });

  test('SEC-P01 a lease that ended lets another courier have the letter, and counts the attempts', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter()]);
    await store.outbox.claim(1, NOW, LEASE);
    expect(await store.outbox.claim(1, NOW + LEASE - 1, LEASE)).toEqual([]);
    expect(await store.outbox.claim(1, NOW + LEASE, LEASE)).toMatchObject([{ attempts: 2 }]);
  });

  test('SEC-P01 a letter to be tried again is free from that instant on', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter()]);
    const [claimed] = await store.outbox.claim(1, NOW, LEASE);
    await store.outbox.markRetry(claimed?.id ?? '', NOW + minutes(1));
    expect(await store.outbox.claim(1, NOW + minutes(1) - 1, LEASE)).toEqual([]);
    expect(await store.outbox.claim(1, NOW + minutes(1), LEASE)).toMatchObject([{ attempts: 2, createdAt: NOW }]);
  });

  test('a letter that was sent or given up is erased, counted no more and never claimed again', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter(NOW), letter(NOW + 1), letter(NOW + 2)]);
    expect(await store.outbox.pendingCount()).toBe(3);
    expect(await store.outbox.oldestUnsent()).toBe(NOW);
    const [a, b] = await store.outbox.claim(2, NOW + 2, LEASE);
    await store.outbox.markSent(a?.id ?? '', NOW + 3);
    await store.outbox.markFailed(b?.id ?? '', NOW + 3);
    expect(await store.outbox.pendingCount()).toBe(1);
    expect(await store.outbox.oldestUnsent()).toBe(NOW + 2);
    await store.outbox.markRetry(a?.id ?? '', NOW);
    await store.outbox.markRetry(b?.id ?? '', NOW);
    await store.outbox.markFailed(a?.id ?? '', NOW);
    const rows = await query('select sealed_letter, sent_at, failed_at from outbox order by created_at');
    expect(rows.map((row) => [row.sealed_letter === null, row.sent_at === null, row.failed_at === null])).toEqual([
      [true, false, true],
      [true, true, false],
      [false, true, true],
    ]);
    expect(await store.outbox.claim(9, NOW + LEASE * 2, LEASE)).toHaveLength(1);
  });

  test('an empty outbox has no oldest letter', async () => {
    const { store } = await openDatabase();
    expect(await store.outbox.oldestUnsent()).toBeUndefined();
    expect(await store.outbox.pendingCount()).toBe(0);
    expect(await store.outbox.claim(5, NOW, LEASE)).toEqual([]);
  });

  test('SEC-M01 a letter whose row was exchanged does not open: it is put aside with an event and holds nobody up', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter(NOW), letter(NOW + 1), letter(NOW + 2)]);
    await query(
      `update outbox set sealed_letter = (select o.sealed_letter from outbox o where o.created_at = ${NOW + 1})
       where created_at = ${NOW} returning id`,
    );
    const claimed = await store.outbox.claim(9, NOW + 2, LEASE);
    expect(claimed.map((one) => one.createdAt)).toEqual([NOW + 1, NOW + 2]);
    expect(await store.outbox.pendingCount()).toBe(2);
    const [event] = (await query('select type, account_id, detail from audit_event order by seq')).slice(-1);
    expect(event).toEqual({ type: 'letter.failed', account_id: 'hanako', detail: '{"letter":"browser-confirmation"}' });
  });

  test('SEC-M02 without its key a letter stays sealed, and is kept', async () => {
    const { store, query, openAgain } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter()]);
    const other = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * i * 5 + 9 * i + 77) & 255)).toString('base64');
    const node = await openAgain({ secrets: openSecretBox(parseKeys(`other:${other}`)) });
    expect(await node.outbox.claim(9, NOW, LEASE)).toEqual([]);
    expect(await query('select id from outbox where failed_at is not null and sealed_letter is not null')).toHaveLength(1);
  });

  test('SEC-M01 SEC-N07 the link in a waiting letter stands nowhere in clear', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await queueLetters(store, [letter()]);
    const text = JSON.stringify(await query('select * from outbox')) + JSON.stringify(await query('select * from audit_event'));
    expect(text).toContain('v1.test.');
    expect(text).not.toContain(LINK_PATH);
    expect(text).not.toContain(LINK_PATH.slice(-12));
    expect(text).not.toContain(HANAKO.email);
  });
});
