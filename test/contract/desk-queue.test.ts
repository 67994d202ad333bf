/** The desk's queue as the store answers it: who is in it, what of them, who is not there at all, and what a search finds. */
import { expect, test } from 'vitest';
import { CLAIMABLE_STATES } from '../../src/core/desk-claim.ts';
import { done } from '../../src/core/outcome.ts';
import { REQUEST_STATES, type RequestState } from '../../src/core/recovery-state.ts';
import { readSearch } from '../../src/core/request-search.ts';
import { ENDED_STATES } from '../../src/core/request-view.ts';
import { days, minutes, seconds } from '../../src/core/time.ts';
import type { RequestScope } from '../../src/ports.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase } from '../support/databases.ts';
import { receiptOf, receive } from '../support/received.ts';
import { auditEvent, HANAKO, NOW, SAKURA, TARO } from './records.ts';

const LOW = { risk: 'low', because: [] } as const;
const scope = (changes: Partial<RequestScope> = {}): RequestScope => ({
  portals: ['success', 'support'],
  desk: 'desk',
  privileged: false,
  assignedTo: null,
  endedSince: NOW - days(7),
  ...changes,
});

const JIRO = { ...TARO, id: 'jiro', portal: 'support', companyId: null, email: 'jiro@support.example' };
const STAFF = { ...TARO, id: 'staff', portal: 'desk', companyId: null, role: 'reviewer' as const, email: 'Taro@success.EXAMPLE' };

async function people(store: OpenStore): Promise<void> {
  await store.importCompany(SAKURA);
  for (const account of [HANAKO, TARO, JIRO]) await store.importAccount(account);
}

async function receipts(store: OpenStore, asked: RequestScope, states: readonly RequestState[] = REQUEST_STATES, limit = 20) {
  return (await store.read.queuedRequests(asked, states, limit)).map(({ receipt }) => receipt);
}

eachDatabase('the list of received requests', (openDatabase) => {
  test('D-05 answers the requests of a state, those whose state began last first, and no more than asked for', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW - minutes(50) });
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW - minutes(90), risk: LOW });
    await receive(store, { n: 3, accountId: 'jiro', portal: 'support', filedAt: NOW - minutes(60), risk: LOW });
    await receive(store, { n: 4, accountId: 'jiro', portal: 'support', filedAt: NOW - minutes(10) });
    expect(await receipts(store, scope())).toEqual([4, 1, 3, 2].map(receiptOf));
    expect(await receipts(store, scope(), ['opened'], 1)).toEqual([receiptOf(4)]);
    expect(await receipts(store, scope(), CLAIMABLE_STATES)).toEqual([3, 2].map(receiptOf));
    expect(await receipts(store, scope(), [])).toEqual([]);
    expect(await store.read.requestCounts(scope())).toEqual({ opened: 2, evidence: 2 });
  });

  test('SEC-K04 D-06 answers the columns of the list and nothing else of account and request', async () => {
    const { store } = await openDatabase();
    await people(store);
    const because = ['new-place', 'second-factor-failures'] as const;
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW, risk: { risk: 'medium', because } });
    await receive(store, { n: 2, accountId: 'jiro', portal: 'support', filedAt: NOW, channel: 'phone' });
    const steps = ['Filed', 'Matched', 'MailboxConfirmed', 'RiskAssessed'];
    const common = { stateSince: NOW, waitUntil: null, owner: null, claim: null, labels: [], isPrivileged: false };
    const found = await store.read.queuedRequests(scope(), REQUEST_STATES, 20);
    expect(found.map((request) => ({ ...request, steps: request.steps.map(({ type }) => type) }))).toEqual([
      {
        ...common,
        id: 'request-1',
        receipt: receiptOf(1),
        portal: 'success',
        name: '鈴木 太郎',
        company: { name: SAKURA.name, plan: 'paid' },
        channel: 'web',
        state: 'evidence',
        risk: 'medium',
        filedAt: NOW,
        confirmedAt: NOW + minutes(1),
        stateSince: NOW + minutes(1),
        steps,
      },
      {
        ...common,
        id: 'request-2',
        receipt: receiptOf(2),
        portal: 'support',
        name: '鈴木 太郎',
        company: null,
        channel: 'phone',
        state: 'opened',
        risk: null,
        filedAt: NOW,
        confirmedAt: null,
        steps: [],
      },
    ]);
    expect(found[0]?.steps[0]).toEqual({ id: 'request-1', type: 'Filed', at: NOW, isByStaff: false });
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
    expect(
      (await store.read.queuedRequests(scope({ privileged: true }), REQUEST_STATES, 20)).map(({ isPrivileged }) => isPrivileged),
    ).toEqual([true, true]);
    expect(await store.read.queuedRequest(scope(), receiptOf(1))).toBeUndefined();
    expect((await store.read.queuedRequest(scope({ privileged: true }), receiptOf(1)))?.receipt).toBe(receiptOf(1));
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
    expect(await receipts(store, scope(), ENDED_STATES)).toEqual([receiptOf(2)]);
    expect(await store.read.requestCounts(scope())).toEqual({ withdrawn: 1 });
    expect(await receipts(store, scope(), CLAIMABLE_STATES)).toEqual([]);
  });

  test('D-06 D-08 answers the risk that counts, and until when a request waits', async () => {
    const { store } = await openDatabase();
    await people(store);
    const until = NOW + days(3);
    await receive(store, {
      n: 1,
      accountId: 'taro',
      filedAt: NOW,
      risk: LOW,
      last: { detail: { type: 'RiskRaised', to: 'high' }, at: NOW + minutes(2) },
    });
    await receive(store, {
      n: 2,
      accountId: 'jiro',
      portal: 'support',
      filedAt: NOW,
      risk: LOW,
      last: { detail: { type: 'WaitStarted', until, struck: 0 }, at: NOW + minutes(3) },
    });
    const found = await store.read.queuedRequests(scope(), CLAIMABLE_STATES, 20);
    expect(found.map(({ state, risk, waitUntil }) => [state, risk, waitUntil])).toEqual([
      ['waiting', 'low', until],
      ['evidence', 'high', null],
    ]);
  });

  test('SEC-J09 a reviewer sees the request of a privileged subject that a supervisor gave to that very reviewer, and no other', async () => {
    const { store } = await openDatabase();
    await people(store);
    await store.importAccount({ ...STAFF, email: 'reviewer@desk.example' });
    await receive(store, { n: 1, accountId: 'hanako', filedAt: NOW, risk: LOW });
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW, risk: LOW });
    const mine = scope({ assignedTo: 'staff' });
    const assign = (isSupervisor: boolean) =>
      store.write([auditEvent()], async (tx) =>
        done(await tx.assignRequest('request-1', 'staff', { id: 'staff', isSupervisor }, NOW)),
      );
    expect(await receipts(store, mine)).toEqual([receiptOf(2)]);
    await assign(false);
    expect(await receipts(store, mine)).toEqual([receiptOf(2)]);
    await assign(true);
    expect(await receipts(store, mine)).toEqual([1, 2].map(receiptOf));
    expect(await store.read.requestCounts(mine)).toEqual({ evidence: 2 });
    expect(await receipts(store, scope({ assignedTo: 'somebody-else' }))).toEqual([receiptOf(2)]);
    expect(await receipts(store, scope())).toEqual([receiptOf(2)]);
  });

  test('D-33 SEC-K03 SEC-J09 a search finds whole numbers first, and nobody outside of the scope', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'hanako', filedAt: NOW, risk: LOW });
    await receive(store, { n: 2, accountId: 'taro', filedAt: NOW - minutes(5), risk: LOW });
    await receive(store, { n: 3, accountId: 'jiro', portal: 'support', filedAt: NOW });
    const find = async (typed: string, asked: RequestScope = scope(), limit = 20) => {
      const read = readSearch(typed);
      return read.ok ? (await store.read.searchedRequests(asked, read.terms, limit)).map(({ receipt }) => receipt) : [];
    };
    expect(await find('TARO＠success.example')).toEqual([receiptOf(2)]);
    expect(await find('０３-1234-5621')).toEqual([3, 2].map(receiptOf));
    expect(await find('鈴木')).toEqual([3, 2].map(receiptOf));
    expect(await find('鈴木', scope(), 1)).toEqual([receiptOf(3)]);
    expect(await find('(株)さくら商事')).toEqual([receiptOf(2)]);
    expect(await find(receiptOf(3))).toEqual([receiptOf(3)]);
    expect(await find(receiptOf(1))).toEqual([]);
    expect(await find('山田花子')).toEqual([]);
    expect(await find('hanako@success.example')).toEqual([]);
    expect(await find('山田花子', scope({ privileged: true }))).toEqual([receiptOf(1)]);
    expect(await find('鈴木', scope({ portals: ['success'] }))).toEqual([receiptOf(2)]);
    expect(await find('鈴木', scope({ portals: [] }))).toEqual([]);
    expect(await find('taro')).toEqual([]);
  });

  test('D-33 a search by the number of a case finds the requests of its company', async () => {
    const { store } = await openDatabase();
    await people(store);
    await receive(store, { n: 1, accountId: 'taro', filedAt: NOW, risk: LOW });
    await receive(store, { n: 2, accountId: 'jiro', portal: 'support', filedAt: NOW, risk: LOW });
    await store.importCase(SAKURA.id, {
      number: 'TM-00012345',
      subject: '件名',
      description: '',
      state: 'open',
      openedAt: NOW,
      updatedAt: NOW,
    });
    const read = readSearch('ｔｍ-00012345');
    expect(read.ok && (await store.read.searchedRequests(scope(), read.terms, 20)).map(({ receipt }) => receipt)).toEqual([
      receiptOf(1),
    ]);
  });
});
