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
  state: 'note',
  reason: '',
  choice: 'save',
} as const;

const save = async (by: Member, fields: Readonly<Record<string, string>> = WRITTEN) => {
  await by.visitor.get('/desk/macros');
  return by.visitor.post('/desk/macros', fields);
};
const kept = () => world.query('select id, version, text_ja from desk_macro');
const uses = () => world.query('select state, reason from desk_macro');
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

  it('D-29 keep what they are for with its reason, and say so on the list, in the form and in the preview', async () => {
    expect((await save(supervisor, { ...WRITTEN, state: 'attempt', reason: 'absent' })).location).toContain('notice=saved');
    expect(await uses()).toEqual([{ state: 'attempt', reason: 'absent' }]);
    const [macro] = await kept();
    expect((await supervisor.visitor.get('/desk/macros')).text).toMatch(/「二回目の不在」を編集する 電話の結果 \/ 不在/u);
    const { html, text } = await supervisor.visitor.get(`/desk/macros?macro=${String(macro?.['id'])}`);
    expect(html).toMatch(/<option value="attempt" selected[^>]*>[\s\S]*<option value="absent" selected/u);
    expect(text).toMatch(/プレビュー 使う場面 電話の結果 \/ 不在 二回目の不在 R-2026-0000-00: 2026年11月23日 も不在でした/u);
    expect(text).toContain('R-2026-0000-00: absent again on ');
  });

  it('D-29 refuse a reason that is none of the state, and nothing that was chosen or typed is lost', async () => {
    for (const [state, reason] of [
      ['refuse', 'absent'],
      ['refuse', ''],
      ['note', 'no-contact'],
      ['bind', ''],
    ] as const) {
      const { html, status, text } = await save(supervisor, { ...WRITTEN, state, reason });
      expect([status, text.includes('その場面の理由を選んでください')], `${state} ${reason}`).toEqual([422, true]);
      expect(html).toContain('二回目の不在"');
      expect(html).toContain('{receipt}: {today} も不在でした</textarea>');
      if (state !== 'bind') expect(html).toContain(`<option value="${state}" selected`);
      if (reason !== '') expect(html).toContain(`<option value="${reason}" selected`);
    }
    const short = await save(supervisor, { ...WRITTEN, state: 'stop', text_ja: '短い' });
    expect([short.status, short.text.includes('10文字以上')]).toEqual([422, true]);
    expect(await kept()).toEqual([]);
  });

  it('D-29 are looked at before they are saved, and a preview changes nothing', async () => {
    const typed = { ...WRITTEN, state: 'refuse', reason: 'no-contact', choice: 'preview' };
    const { html, status, text } = await save(supervisor, typed);
    expect([status, await kept(), await logged()]).toEqual([200, [], []]);
    expect(text).toMatch(/プレビュー 使う場面 お断り \/ 連絡がつかない 二回目の不在 R-2026-0000-00: 2026年11月23日 も不在でした/u);
    expect(html).toContain('{receipt}: absent again on {today}</textarea>');
    expect((await save(supervisor, { ...typed, text_en: 'Dear {name}, all is well' })).text).toContain('使える場所は');
    const reviewer = await join(world, 'reviewer');
    expect((await save(reviewer, typed)).status).toBe(404);
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
