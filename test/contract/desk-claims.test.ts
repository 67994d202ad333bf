/** The desk's own work on requests as the store keeps it: one holder at a time, who is there, labels, notes, and what is forgotten. */
import { describe, expect, test } from 'vitest';
import { CLAIM_FOR, LABELS_MAX } from '../../src/core/desk-claim.ts';
import { days, minutes } from '../../src/core/time.ts';
import type { RequestScope } from '../../src/ports.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase } from '../support/databases.ts';
import { receiptOf, receive } from '../support/received.ts';
import { race } from './race.ts';
import { change, importPeople, NOW, TARO } from './records.ts';

const LOW = { risk: 'low', because: [] } as const;
const SCOPE: RequestScope = { portals: ['success'], desk: 'desk', privileged: true, assignedTo: null, endedSince: 0 };
const UNTIL = NOW + CLAIM_FOR;
const AI = { id: 'ai', isSupervisor: false };
const KEI = { id: 'kei', isSupervisor: true };

async function prepare(store: OpenStore): Promise<void> {
  await importPeople(store);
  for (const id of ['ai', 'kei']) {
    const staff = { ...TARO, id, portal: 'desk', companyId: null, email: `${id}@desk.example`, name: id };
    await store.importAccount({ ...staff, role: id === 'kei' ? 'supervisor' : 'reviewer' });
  }
  await receive(store, { n: 1, accountId: 'taro', filedAt: NOW, risk: LOW });
}

const claim = (store: OpenStore, by = AI, at = NOW) => change(store, (tx) => tx.claimRequest('request-1', by, at, at + CLAIM_FOR));
const seen = (store: OpenStore) => store.read.queuedRequest(SCOPE, receiptOf(1));

eachDatabase('a claim', (openDatabase) => {
  test('D-10 is one: a hundred attempts of two people at once leave one holder, on every node', async () => {
    const { store, location } = await openDatabase();
    await prepare(store);
    const verdicts = await race(location, 'claim-request', { processes: 2, each: 50 });
    expect(verdicts).toHaveLength(100);
    const holders = new Set(verdicts.flat());
    expect(holders.size).toBe(1);
    expect([...holders][0]).toBe((await store.read.requestClaim('request-1'))?.by);
  });

  test("D-10 keeps the others out until it runs out, to the millisecond; then it is anybody's", async () => {
    const { store } = await openDatabase();
    await prepare(store);
    expect(await claim(store)).toBe(true);
    expect(await claim(store)).toBe(true);
    expect(await claim(store, KEI, UNTIL - 1)).toBe(false);
    expect(await seen(store)).toMatchObject({ owner: { id: 'ai', name: 'ai' }, claim: { by: 'ai', name: 'ai', until: UNTIL } });
    expect(await claim(store, KEI, UNTIL)).toBe(true);
    expect(await seen(store)).toMatchObject({ owner: { id: 'kei' }, claim: { by: 'kei', until: UNTIL + CLAIM_FOR } });
  });

  test('D-10 goes on with every sign of life of its holder, and does not come back once it ran out', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await claim(store);
    const ping = (staff: string, at: number) =>
      store.notePresence('request-1', staff, { at, isEditing: false, claimUntil: at + CLAIM_FOR });
    await ping('kei', NOW + minutes(1));
    expect(await store.read.requestClaim('request-1')).toEqual({ by: 'ai', until: UNTIL });
    await ping('ai', NOW + minutes(4));
    expect(await store.read.requestClaim('request-1')).toEqual({ by: 'ai', until: NOW + minutes(9) });
    await ping('ai', NOW + minutes(9));
    expect(await store.read.requestClaim('request-1')).toEqual({ by: 'ai', until: NOW + minutes(9) });
  });

  test('D-10 is given back by its holder alone, and with it the charge of the request', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await claim(store);
    const release = (by: string) => change(store, (tx) => tx.releaseRequest('request-1', by));
    expect(await release('kei')).toBe(false);
    expect(await release('ai')).toBe(true);
    expect(await release('ai')).toBe(false);
    expect(await seen(store)).toMatchObject({ owner: null, claim: null });
    expect(await claim(store, KEI)).toBe(true);
  });

  test('D-10 is possible while a request is confirmed and not over, and never for one that is not there', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW });
    await receive(store, {
      n: 3,
      accountId: 'hanako',
      filedAt: NOW,
      risk: LOW,
      last: { detail: { type: 'Withdrawn', by: 'cancel-page' }, at: NOW },
    });
    for (const id of ['request-2', 'request-3', 'nobody']) {
      expect(await change(store, (tx) => tx.claimRequest(id, AI, NOW, UNTIL)), id).toBe(false);
      expect(await change(store, (tx) => tx.assignRequest(id, 'ai', KEI, NOW)), id).toBe(false);
    }
  });

  test('D-36 whoever assigns takes a request from nobody who holds it', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    const assign = (owner: string, by: typeof AI, at = NOW) => change(store, (tx) => tx.assignRequest('request-1', owner, by, at));
    expect(await assign('ai', KEI)).toBe(true);
    expect(await seen(store)).toMatchObject({ owner: { id: 'ai' }, claim: null });
    await claim(store);
    expect(await assign('kei', KEI)).toBe(false);
    expect(await assign('kei', AI)).toBe(true);
    await claim(store, KEI);
    expect(await assign('ai', AI, UNTIL)).toBe(true);
  });

  test('SEC-J09 what a supervisor gave stays given when its owner takes it up, and not when somebody else does', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await receive(store, { n: 2, accountId: 'hanako', filedAt: NOW, risk: LOW });
    const reviewer: RequestScope = { ...SCOPE, privileged: false, assignedTo: 'ai' };
    const there = async () => (await store.read.queuedRequest(reviewer, receiptOf(2))) !== undefined;
    await change(store, (tx) => tx.assignRequest('request-2', 'ai', KEI, NOW));
    expect(await there()).toBe(true);
    await change(store, (tx) => tx.claimRequest('request-2', AI, NOW, UNTIL));
    expect(await there()).toBe(true);
    await change(store, (tx) => tx.releaseRequest('request-2', 'ai'));
    expect(await there()).toBe(false);
  });
});

eachDatabase('what staff leave on a request', (openDatabase) => {
  test('D-10 somebody counts as there for a while after their last sign of life, the last seen first', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    const look = (staff: string, at: number, isEditing: boolean) =>
      store.notePresence('request-1', staff, { at, isEditing, claimUntil: at });
    await look('ai', NOW, false);
    await look('kei', NOW + 1, false);
    await look('ai', NOW + 2, true);
    expect(await store.read.deskPresence(['request-1'], NOW)).toEqual([
      { requestId: 'request-1', staff: { id: 'ai', name: 'ai' }, isEditing: true, seenAt: NOW + 2 },
      { requestId: 'request-1', staff: { id: 'kei', name: 'kei' }, isEditing: false, seenAt: NOW + 1 },
    ]);
    expect(await store.read.deskPresence(['request-1'], NOW + 1)).toHaveLength(1);
    expect(await store.read.deskPresence([], NOW)).toEqual([]);
  });

  test('D-36 a label is there once, goes once, and there are five at most', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    const add = (label: string) => change(store, (tx) => tx.addLabel('request-1', label, 'ai', NOW, LABELS_MAX));
    const remove = (label: string) => change(store, (tx) => tx.removeLabel('request-1', label));
    expect([await add('至急'), await add('至急'), await add('再'), await remove('再'), await remove('再')]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
    for (const label of ['a', 'b', 'c', 'd']) expect(await add(label)).toBe(true);
    expect(await add('e')).toBe(false);
    expect((await seen(store))?.labels).toEqual(['a', 'b', 'c', 'd', '至急']);
  });

  test('SEC-M01 D-39 a note is sealed, read with its author, newest first, and erased ninety days after the end, with the labels', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    const write = (id: string, at: number) =>
      change(store, async (tx) => {
        await tx.insertDeskNote({ id, requestId: 'request-1', by: 'ai', at, text: `本文 ${id}` });
        return true;
      });
    await write('one', NOW);
    await write('two', NOW + 1);
    const notes = async () => (await store.read.deskNotes('request-1')).map(({ id, by, text }) => [id, by.name, text]);
    expect(await notes()).toEqual([
      ['two', 'ai', '本文 two'],
      ['one', 'ai', '本文 one'],
    ]);
    await store.forgetOld(NOW + days(400));
    expect(await notes()).toHaveLength(2);
    await receive(store, {
      n: 2,
      accountId: 'hanako',
      filedAt: NOW,
      risk: LOW,
      last: { detail: { type: 'Vetoed' }, at: NOW + days(1) },
    });
    await change(store, async (tx) => {
      await tx.insertDeskNote({ id: 'three', requestId: 'request-2', by: 'ai', at: NOW, text: '本文' });
      return true;
    });
    await change(store, (tx) => tx.addLabel('request-2', '至急', 'ai', NOW, LABELS_MAX));
    const labels = async () => (await store.read.queuedRequest(SCOPE, receiptOf(2)))?.labels;
    const third = async () => (await store.read.deskNotes('request-2'))[0]?.text;
    await store.forgetOld(NOW + days(91) - 1);
    expect([await third(), await labels()]).toEqual(['本文', ['至急']]);
    await store.forgetOld(NOW + days(91));
    expect([await third(), await labels()]).toEqual([null, []]);
  });

  test('a filing that is forgotten takes with it who looked at it', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await receive(store, {
      n: 2,
      accountId: 'hanako',
      filedAt: NOW,
      last: { detail: { type: 'Expired', because: 'time' }, at: NOW },
    });
    await store.notePresence('request-2', 'ai', { at: NOW + days(90), isEditing: false, claimUntil: NOW });
    await store.forgetOld(NOW + days(90));
    expect(await store.read.deskPresence(['request-2'], 0)).toEqual([]);
  });
});

describe('the staff who can be put in charge', () => {
  eachDatabase('of a portal', (openDatabase) => {
    test('D-36 are the active ones of these roles, by name', async () => {
      const { store } = await openDatabase();
      await prepare(store);
      expect(await store.read.assignableStaff('desk', ['reviewer', 'supervisor'])).toEqual([
        { id: 'ai', name: 'ai', role: 'reviewer', canonicalEmail: 'ai@desk.example' },
        { id: 'kei', name: 'kei', role: 'supervisor', canonicalEmail: 'kei@desk.example' },
      ]);
      expect(await store.read.assignableStaff('desk', ['supervisor'])).toHaveLength(1);
      expect(await store.read.assignableStaff('success', ['reviewer'])).toEqual([]);
      expect(await store.read.assignableStaff('desk', [])).toEqual([]);
    });
  });
});
