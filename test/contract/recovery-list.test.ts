/** The desk's list as the store answers it: who is in it, in which order, and who is not there at all. */
import { expect, test } from 'vitest';
import { VIEW_STATES } from '../../src/core/request-view.ts';
import { days, minutes, seconds } from '../../src/core/time.ts';
import type { RequestScope } from '../../src/ports.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase } from '../support/databases.ts';
import { receiptOf, receive } from '../support/received.ts';
import { HANAKO, NOW, SAKURA, TARO } from './records.ts';

const LOW = { risk: 'low', because: [] } as const;
const FIRST = { offset: 0, limit: 20 };
const scope = (changes: Partial<RequestScope> = {}): RequestScope => ({
  portals: ['success', 'support'],
  desk: 'desk',
  privileged: false,
  endedSince: NOW - days(7),
  ...changes,
});

const JIRO = { ...TARO, id: 'jiro', portal: 'support', companyId: null, email: 'jiro@support.example' };
const STAFF = { ...TARO, id: 'staff', portal: 'desk', companyId: null, role: 'reviewer' as const, email: 'Taro@success.EXAMPLE' };

async function people(store: OpenStore): Promise<void> {
  await store.importCompany(SAKURA);
  for (const account of [HANAKO, TARO, JIRO]) await store.importAccount(account);
}

async function receipts(store: OpenStore, asked: RequestScope, view: keyof typeof VIEW_STATES = 'all', page = FIRST) {
  return (await store.read.listedRequests(asked, VIEW_STATES[view], page)).map(({ receipt }) => receipt);
}

eachDatabase('the list of received requests', (openDatabase) => {
  test('D-05 shows what was confirmed last first, then the filings, newest first, twenty at a time', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW - minutes(50) });
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW - minutes(90), risk: LOW });
    await receive(store, { n: 3, accountId: 'jiro', portal: 'support', filedAt: NOW - minutes(60), risk: LOW });
    await receive(store, { n: 4, accountId: 'jiro', portal: 'support', filedAt: NOW - minutes(10) });
    expect(await receipts(store, scope())).toEqual([3, 2, 4, 1].map(receiptOf));
    expect(await receipts(store, scope(), 'all', { offset: 1, limit: 2 })).toEqual([2, 4].map(receiptOf));
    expect(await receipts(store, scope(), 'unconfirmed')).toEqual([4, 1].map(receiptOf));
    expect(await receipts(store, scope(), 'confirmed')).toEqual([3, 2].map(receiptOf));
    expect(await store.read.requestCounts(scope())).toEqual({ opened: 2, evidence: 2 });
  });

  test('SEC-K04 D-06 answers the columns of the list and nothing else of account and request', async () => {
    const { store } = await openDatabase();
    await people(store);
    const because = ['new-place', 'second-factor-failures'] as const;
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW, risk: { risk: 'medium', because } });
    await receive(store, { n: 2, accountId: 'jiro', portal: 'support', filedAt: NOW, channel: 'phone' });
    expect(await store.read.listedRequests(scope(), VIEW_STATES.all, FIRST)).toEqual([
      {
        receipt: receiptOf(1),
        portal: 'success',
        name: '鈴木 太郎',
        company: { name: SAKURA.name, plan: 'paid' },
        channel: 'web',
        state: 'evidence',
        risk: { level: 'medium', because },
        filedAt: NOW,
        confirmedAt: NOW + minutes(1),
      },
      {
        receipt: receiptOf(2),
        portal: 'support',
        name: '鈴木 太郎',
        company: null,
        channel: 'phone',
        state: 'opened',
        risk: null,
        filedAt: NOW,
        confirmedAt: null,
      },
    ]);
  });

  test('SEC-J09 a company administrator and whoever has the address of staff are in no row and no count without the permission', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'hanako', filedAt: NOW, risk: LOW });
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW });
    expect(await receipts(store, scope())).toEqual([receiptOf(2)]);
    await store.importAccount(STAFF);
    expect(await receipts(store, scope())).toEqual([]);
    expect(await store.read.requestCounts(scope())).toEqual({});
    expect(await receipts(store, scope({ privileged: true }))).toEqual([1, 2].map(receiptOf));
    expect(await store.read.requestCounts(scope({ privileged: true }))).toEqual({ opened: 1, evidence: 1 });
  });

  test('SEC-E03 a filing that found no account, was laid aside or was not looked at yet is shown to nobody', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: null, filedAt: NOW, admission: 'laid-aside' });
    await receive(store, { n: 2, accountId: null, filedAt: NOW, admission: 'open' });
    for (const privileged of [false, true]) {
      expect(await receipts(store, scope({ privileged }))).toEqual([]);
      expect(await store.read.requestCounts(scope({ privileged }))).toEqual({});
    }
  });

  test('SEC-K03 a request of another portal is not there, and without any portal nothing is', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW });
    await receive(store, { n: 2, accountId: 'jiro', portal: 'support', filedAt: NOW });
    expect(await receipts(store, scope({ portals: ['support'] }))).toEqual([receiptOf(2)]);
    expect(await store.read.requestCounts(scope({ portals: ['success'] }))).toEqual({ opened: 1 });
    expect(await receipts(store, scope({ portals: [] }))).toEqual([]);
    expect(await store.read.requestCounts(scope({ portals: [] }))).toEqual({});
  });

  test('D-05 an ended request stays for seven days, to the second', async () => {
    const { store } = await openDatabase();
    await people(store);
    const end = (n: number, at: number) =>
      receive(store, {
        n,
        accountId: 'taro',
        filedAt: NOW - days(9),
        risk: LOW,
        last: { detail: { type: 'Withdrawn', by: 'cancel-page' }, at },
      });
    await end(1, NOW - days(7));
    await end(2, NOW - days(7) + seconds(1));
    expect(await receipts(store, scope(), 'ended')).toEqual([receiptOf(2)]);
    expect(await store.read.requestCounts(scope())).toEqual({ withdrawn: 1 });
    expect(await receipts(store, scope())).toEqual([]);
  });
});
