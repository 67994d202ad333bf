/**
 * Somebody of the desk for whom the operator named portals (desk.md section 6, own portals): whatever is of another portal is not there,
 * on any page, under any number, and for any act.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours } from '../../src/core/time.ts';
import { proveFresh } from '../support/desk.ts';
import { CLAIMS } from '../support/lost-device.ts';
import { receiptOf, receive } from '../support/received.ts';
import { join, type Member } from '../support/staff-administration.ts';
import { openWorld, type World } from '../support/world.ts';

const LOW = { risk: 'low', because: [] } as const;
const [OWN, FOREIGN] = [receiptOf(1), receiptOf(2)];

let world: World;
let scoped: Member;
let free: Member;
beforeEach(async () => {
  world = await openWorld({ staffScopes: { 'scoped@desk.example': ['success'], 'elsewhere@desk.example': ['support'] } });
  await world.addAccount();
  await world.addAccount({ portal: 'support', email: 'jiro@support.example', name: '佐藤 次郎', company: 'みなと物流株式会社' });
  const { store } = world.service;
  await receive(store, { n: 1, accountId: 'account-1', filedAt: world.now() - hours(1), risk: LOW });
  await receive(store, { n: 2, accountId: 'account-2', portal: 'support', filedAt: world.now() - hours(1), risk: LOW });
  scoped = await join(world, 'supervisor', 'scoped');
  free = await join(world, 'supervisor', 'free');
});
afterEach(() => world.close());

describe('SEC-K02 SEC-K03 D-02 a scope', () => {
  it('shows the requests of the own portals in list, counts, search and table, and no other', async () => {
    const { visitor } = scoped;
    const queue = await visitor.get('/desk/requests');
    expect([queue.text.includes(OWN), queue.text.includes(FOREIGN)]).toEqual([true, false]);
    expect(JSON.parse((await visitor.get('/desk/counts')).html)).toMatchObject({ all: 1 });
    for (const q of [FOREIGN, 'jiro@support.example', 'みなと物流']) {
      await visitor.get('/desk/search');
      expect((await visitor.follow(await visitor.post('/desk/search', { q }))).text).not.toContain('佐');
    }
    await visitor.get('/desk/requests');
    const file = await visitor.post('/desk/exports', { reason: 'a look at the week' });
    expect([file.html.includes(OWN), file.html.includes(FOREIGN)]).toEqual([true, false]);
    expect((await free.visitor.get('/desk/requests')).text).toContain(FOREIGN);
  });

  it('answers a request of another portal like a number that nobody has, whatever is done with it', async () => {
    const { visitor } = scoped;
    await proveFresh(world, scoped);
    for (const page of ['', '/handling', '/comparison', '/export', '/proposal', '/stop', '/risk']) {
      const foreign = await visitor.get(`/desk/requests/${FOREIGN}${page}`);
      const unknown = await visitor.get(`/desk/requests/${receiptOf(9)}${page}`);
      expect([page, foreign.status, foreign.text === unknown.text]).toEqual([page, unknown.status, true]);
      expect(foreign.status).toBe(404);
    }
    await visitor.get('/desk/account');
    for (const [path, fields] of [
      ['claim', { choice: 'claim', back: 'request' }],
      ['calls', { evidence: 'call-back' }],
      ['notes', { note: 'seen', back: 'request' }],
      ['stop', { version: '3', choice: 'give', remark: 'somebody asks for it' }],
      ['export', { reason: 'a look at the week' }],
    ] as const) {
      expect([path, (await visitor.post(`/desk/requests/${FOREIGN}/${path}`, fields)).status]).toEqual([path, 404]);
    }
    expect((await visitor.get(`/desk/accounts/${FOREIGN}`)).status).toBe(404);
  });

  it('takes calls for the own portals, and stops nothing but those', async () => {
    const { visitor } = scoped;
    await proveFresh(world, scoped);
    const intake = await visitor.get('/desk/intake');
    expect(intake.html).not.toContain('portal-support');
    await visitor.post('/desk/intake', { ...CLAIMS, email: 'jiro@support.example', portal: 'support' });
    expect(await world.query("select portal from recovery_request where channel = 'phone'")).toEqual([{ portal: 'success' }]);
    const stop = await visitor.get('/desk/stop');
    expect([stop.html.includes('stopped-success-choice'), stop.html.includes('stopped-support-choice')]).toEqual([true, false]);
    expect(stop.html).not.toContain('stopped-all-choice');
    for (const stopped of ['*', 'support']) {
      await visitor.get('/desk/stop');
      await visitor.post('/desk/stop', { choice: 'set', stopped, reason: 'somebody attacks the desk' });
    }
    expect(await world.query('select * from desk_stop')).toEqual([]);
    await proveFresh(world, free);
    await free.visitor.get('/desk/stop');
    await free.visitor.post('/desk/stop', { choice: 'set', stopped: 'support', reason: 'somebody attacks the desk' });
    expect(await world.query('select * from desk_stop')).toHaveLength(1);
    await visitor.get('/desk/stop');
    await visitor.post('/desk/stop', { choice: 'lifted', stopped: 'support' });
    expect(await world.query('select * from desk_stop')).toHaveLength(1);
  });

  it('D-36 puts in charge whoever handles one of the same portals, and nobody of a request that they would not see', async () => {
    const elsewhere = await join(world, 'reviewer', 'elsewhere');
    const owners = async () =>
      (await world.query('select request_id, owner_id from desk_claim order by request_id')).map((row) => Object.values(row));
    const assign = async ({ visitor }: Member, owner: Member, ...receipts: readonly string[]) => {
      await visitor.get('/desk/requests');
      const rows = Object.fromEntries(receipts.map((receipt, index) => [`row_${index + 1}`, receipt]));
      return visitor.post('/desk/requests/selected', { ...rows, choice: 'assign', owner: owner.id, view: 'all' });
    };
    const offered = async ({ visitor }: Member) => {
      const { html } = await visitor.get('/desk/requests');
      return [scoped, elsewhere, free].filter(({ id }) => html.includes(`<option value="${id}"`));
    };
    expect(await offered(scoped)).toEqual([scoped, free]);
    expect(await offered(elsewhere)).toEqual([elsewhere, free]);
    expect(await offered(free)).toEqual([scoped, elsewhere, free]);

    expect((await assign(scoped, elsewhere, OWN)).status).toBe(422);
    expect((await assign(scoped, free, FOREIGN)).location).toContain('notice=bulk-none');
    expect((await assign(free, elsewhere, OWN)).location).toContain('notice=bulk-none');
    expect(await owners()).toEqual([]);
    expect((await assign(scoped, free, OWN, FOREIGN)).location).toContain('notice=bulk-partly');
    expect(await owners()).toEqual([['request-1', free.id]]);
    expect((await assign(free, elsewhere, OWN, FOREIGN)).location).toContain('notice=bulk-partly');
    expect(await owners()).toEqual([
      ['request-1', free.id],
      ['request-2', elsewhere.id],
    ]);
  });

  it('D-36 labels several requests at once, and of another portal none', async () => {
    const { visitor } = scoped;
    await visitor.get('/desk/requests');
    const chosen = { row_1: OWN, row_2: FOREIGN, row_3: receiptOf(9), choice: 'label', label: '要確認', view: 'all' };
    expect((await visitor.post('/desk/requests/selected', chosen)).location).toContain('notice=bulk-partly');
    expect(await world.query('select request_id from desk_label')).toEqual([{ request_id: 'request-1' }]);
    await visitor.get('/desk/requests');
    const foreign = await visitor.post('/desk/requests/selected', {
      row_1: FOREIGN,
      choice: 'label',
      label: '要確認',
      view: 'all',
    });
    expect(foreign.location).toContain('notice=bulk-none');
    expect(await world.query("select seq from audit_event where type = 'request.labelled'")).toHaveLength(1);
  });

  it('finds in the log and in the charts what is of the own portals, and takes nothing else along', async () => {
    const { visitor } = scoped;
    await free.visitor.get(`/desk/requests/${OWN}`);
    await free.visitor.get(`/desk/requests/${FOREIGN}`);
    await free.visitor.get('/desk/requests');
    await free.visitor.post(`/desk/requests/${FOREIGN}/notes`, { note: 'seen', back: 'request' });
    const searched = async (by: Member, fields: Readonly<Record<string, string>>): Promise<string> => {
      await by.visitor.get('/desk/audit');
      return (await by.visitor.post('/desk/audit', fields)).text;
    };
    for (const conditions of [{}, { portal: 'support' }, { account: 'jiro@support.example' }, { agent: 'free@desk.example' }])
      expect(await searched(scoped, conditions)).not.toContain(FOREIGN);
    expect(await searched(scoped, { agent: 'free@desk.example' })).toContain(OWN);
    expect(await searched(free, { agent: 'free@desk.example' })).toContain(FOREIGN);
    await visitor.get('/desk/audit');
    const file = await visitor.post('/desk/audit/export', { reason: 'a look at the week' });
    expect([file.status, file.html.includes(OWN), file.html.includes(FOREIGN)]).toEqual([200, true, false]);
    expect((await visitor.get('/desk/charts')).text).toMatch(/受付 1 件/u);
    expect((await visitor.get('/desk/charts?portal=support')).text).not.toContain('ビジネスサポートポータル');
    expect((await free.visitor.get('/desk/charts')).text).toMatch(/受付 2 件/u);
  });
});
