/** The desk's macros (D-29): kept by supervisors, placed by whoever writes notes, and nothing of a customer in them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiptOf, receive } from '../../support/received.ts';
import { join, type Member } from '../../support/staff-administration.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let supervisor: Member;
beforeEach(async () => {
  world = await openWorld();
  supervisor = await join(world, 'supervisor');
});
afterEach(() => world.close());

const WRITTEN = {
  title_ja: '二回目の不在',
  title_en: 'Absent again',
  text_ja: '{receipt}: {today} も不在でした',
  text_en: '{receipt}: absent again on {today}',
  choice: 'save',
} as const;

const save = async (by: Member, fields: Readonly<Record<string, string>> = WRITTEN) => {
  await by.visitor.get('/desk/macros');
  return by.visitor.post('/desk/macros', fields);
};
const kept = () => world.query('select id, version, text_ja from desk_macro');
const logged = async () =>
  (await world.query("select type from audit_event where type like 'macro.%' order by seq")).map(({ type }) => type);

describe('D-29 macros', () => {
  it('D-29 are written, changed and deleted by a supervisor, each with an entry; who comes second is told', async () => {
    expect((await save(supervisor)).location).toBe('/desk/macros?notice=saved');
    const [macro] = await kept();
    const id = String(macro?.['id']);
    const page = await supervisor.visitor.get(`/desk/macros?macro=${id}`);
    expect(page.text).toContain('「二回目の不在」を編集する');
    const changed = { ...WRITTEN, text_ja: '二回とも不在でした', macro: id, version: '1' };
    expect((await save(supervisor, changed)).location).toContain('notice=saved');
    expect((await save(supervisor, changed)).location).toContain('notice=changed');
    expect(await kept()).toEqual([{ id, version: 2, text_ja: '二回とも不在でした' }]);
    expect((await save(supervisor, { macro: id, version: '2', choice: 'delete' })).location).toContain('notice=removed');
    expect(await kept()).toEqual([]);
    expect(await logged()).toEqual(['macro.saved', 'macro.saved', 'macro.deleted']);
  });

  it('D-29 have no place for a name, a number or an address', async () => {
    for (const place of ['{name}', '{email}', '{phone}', '{company}']) {
      const refused = await save(supervisor, { ...WRITTEN, text_ja: `${place} 様` });
      expect([refused.status, refused.text.includes('使える場所は')]).toEqual([422, true]);
    }
    expect(await kept()).toEqual([]);
  });

  it('D-29 SEC-K02 are placed into a note by a reviewer, who keeps none', async () => {
    await save(supervisor);
    const [macro] = await kept();
    const reviewer = await join(world, 'reviewer');
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: { risk: 'low', because: [] } });
    expect((await reviewer.visitor.get('/desk/macros')).status).toBe(404);
    const handling = `/desk/requests/${receiptOf(1)}/handling`;
    const placed = await reviewer.visitor.get(`${handling}?macro=${String(macro?.['id'])}`);
    expect(placed.html).toMatch(new RegExp(`<textarea[^>]*id="note"[^>]*>${receiptOf(1)}: .+も不在でした`, 'u'));
    for (const canary of ['hanako@success.example', '03-1234-5621']) expect(placed.html).not.toContain(canary);
    expect((await reviewer.visitor.get(`${handling}?macro=absent`)).html).toContain('ご不在でした');
    expect((await reviewer.visitor.get(`${handling}?macro=nobody`)).html).toMatch(/<textarea[^>]*id="note"[^>]*><\/textarea>/u);
    expect(await world.query('select id from desk_note')).toEqual([]);
  });
});

it('D-02 who only reads is told so on every page of the desk, and until when', async () => {
  await world.query(`update account set staff_since = ${world.now()} where email = '${supervisor.email}'`);
  const accountId = await world.addAccount();
  await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: { risk: 'low', because: [] } });
  const receipt = receiptOf(1);
  const pages = ['dashboard', 'requests', 'search', 'charts', 'audit', 'staff', 'stop', 'macros', 'account', 'shortcuts'];
  const ofRequest = ['', '/handling', '/comparison', '/call', '/proposal', '/risk', '/export'].map(
    (page) => `requests/${receipt}${page}`,
  );
  for (const page of [...pages, ...ofRequest, `accounts/${receipt}`, `accounts/${receipt}/dispute`]) {
    const answer = await supervisor.visitor.get(`/desk/${page}`);
    if (answer.status === 200) expect(answer.text, page).toContain('現在は閲覧だけができます');
    else expect([303, 404], page).toContain(answer.status);
  }
  expect((await supervisor.visitor.get(`/desk/requests/${receipt}`)).text).toContain('から操作できます');
});
