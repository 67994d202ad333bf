/** The list of requests as a table: who gets it, what stands in it, what is recorded. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseCsv } from '../../../src/core/csv.ts';
import { openDesk } from '../../support/desk.ts';
import { receiptOf, receive } from '../../support/received.ts';
import { openWorld, type World } from '../../support/world.ts';

const LOW = { risk: 'low', because: [] } as const;
const REASON = '週次の会議のため、書き出します。';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const accountId = await world.addAccount({ company: '@SUM(1)商事' });
  await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
});
afterEach(() => world.close());

test('D-35 SEC-Q05 the list leaves as a table for supervisor and auditor, masked, with a reason, and both look and export are recorded', async () => {
  const members = await openDesk(world, ['intake', 'reviewer', 'administrator', 'supervisor', 'auditor']);
  for (const { visitor } of members.slice(0, 3)) {
    await visitor.get('/desk/account');
    expect((await visitor.get('/desk/exports')).status).toBe(404);
    expect((await visitor.post('/desk/exports', { reason: REASON })).status).toBe(404);
    expect((await visitor.get('/desk/requests')).html).not.toContain('/desk/exports');
  }
  for (const { visitor } of members.slice(3)) {
    expect((await visitor.get('/desk/requests?view=untouched&sort=risk')).html).toContain(
      '/desk/exports?view=untouched&amp;sort=risk',
    );
    await visitor.get('/desk/exports?view=untouched&sort=risk');
    const short = await visitor.post('/desk/exports', { reason: '会議', view: 'untouched' });
    expect([short.status, short.html.includes('name="view" value="untouched"')]).toEqual([422, true]);
    const answer = await visitor.post('/desk/exports', { reason: REASON, view: 'untouched' });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="genkan-requests-untouched-2026-11-23.csv"');
    const read = parseCsv(answer.html);
    const rows = read.ok ? read.records.map(({ cells }) => cells) : [];
    expect(rows.length).toBe(2);
    expect(rows[1]?.slice(0, 4)).toEqual([receiptOf(1), 'success', "'@SUM(1)商事", '山•••']);
    expect(rows[1]?.[8]).toBe(new Date(world.now()).toISOString());
    expect(answer.html).not.toMatch(/hanako|山田|03-1234/u);
  }
  const events = await world.query(
    "select type, detail from audit_event where type in ('requests.exported', 'recovery.list-viewed') order by seq",
  );
  const exported = events.filter(({ type }) => type === 'requests.exported').map(({ detail }) => JSON.parse(String(detail)));
  expect(exported).toEqual(['supervisor', 'auditor'].map((role) => ({ role, view: 'untouched', rows: 1, reason: REASON })));
  expect(String(events.at(-2)?.['detail'])).toContain(receiptOf(1));
});
