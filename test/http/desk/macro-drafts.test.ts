/** A macro chosen for a request (D-29): it leads to the page of what it is for, as a draft, and nothing is decided before somebody sends it. */
import { afterEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { newLocation } from '../../support/databases.ts';
import { callAndRecord, decideOn, openDesk, proveFresh, takeUp } from '../../support/desk.ts';
import { fileAndConfirm } from '../../support/lost-device.ts';
import type { Member } from '../../support/staff-administration.ts';
import { enrolledAccount } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';

let world: World;
let holder: Visitor;
let intake: Member;
let reviewer: Member;
let supervisor: Member;
let receipt: string;

async function open(kind: 'sqlite' | 'postgres' = 'sqlite'): Promise<void> {
  world = await openWorld(kind === 'postgres' ? { location: await newLocation(kind) } : {});
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [first, second, third] = await openDesk(world, ['intake', 'reviewer', 'supervisor']);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
  [intake, reviewer, supervisor] = [first, second, third];
  holder = world.visitor();
  ({ receipt } = await fileAndConfirm(world, holder));
}
afterEach(() => world.close());

const path = (page: string): string => `/desk/requests/${receipt}/${page}`;
const choose = (by: Member, macro: string) => by.visitor.get(path(`handling?macro=${macro}`));
const stateNow = async (): Promise<string> =>
  String((await world.query(`select state from recovery_request where receipt = '${receipt}'`))[0]?.['state']);
/** What was decided or written so far. */
const done = async (): Promise<number> =>
  [
    ...(await world.query('select version from recovery_event')),
    ...(await world.query('select version from recovery_remark')),
    ...(await world.query('select id from desk_note')),
  ].length;
const field = (html: string, id: string): string | undefined =>
  new RegExp(`<textarea[^>]*id="${id}"[^>]*>([^<]*)</textarea>`, 'u').exec(html)?.[1]?.trim();

/** The password confirmed on the status page, and both calls. */
async function gather(): Promise<void> {
  await holder.get(`/success/lost-device/${receipt}`);
  await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
  await callAndRecord(intake.visitor, holder, receipt);
  await callAndRecord(reviewer.visitor, holder, receipt);
}

describe.each(['sqlite', 'postgres'] as const)('a macro chosen for a request on %s', (kind) => {
  it('D-29 leads to the page of its decision with reason and text, and decides nothing until that is sent', async () => {
    await open(kind);
    await supervisor.visitor.get('/desk/macros');
    await supervisor.visitor.post('/desk/macros', {
      title_ja: '三日不通',
      title_en: 'Three days',
      state: 'refuse',
      reason: 'no-contact',
      text_ja: '{receipt}: {today} まで三日間つながりません',
      text_en: '{receipt}: nobody answered for three days until {today}',
      choice: 'save',
    });
    const [macro] = await world.query('select id from desk_macro');
    const id = String(macro?.['id']);
    const before = await done();
    const led = await choose(reviewer, id);
    expect([led.status, led.location]).toEqual([303, path(`refusal?macro=${id}`)]);
    const page = await reviewer.visitor.get(led.location ?? '');
    const remark = `${receipt}: 2026年11月25日 まで三日間つながりません`;
    expect(field(page.html, 'remark')).toBe(remark);
    expect(page.html).toMatch(/<input[^>]*id="reason-no-contact"[^>]*checked/u);
    expect(page.html.match(/<input[^>]*checked/gu)).toHaveLength(1);
    expect(page.text).toContain('定型文「三日不通」を入れました');
    expect([await stateNow(), await done()]).toEqual(['evidence', before]);
    const version = /name="version" value="(\d+)"/u.exec(page.html)?.[1] ?? '';
    await reviewer.visitor.post(path('refusal'), { version, choice: 'give', reason: 'no-contact', remark });
    expect(await stateNow()).toBe('refused');
    expect((await supervisor.visitor.get(`/desk/requests/${receipt}`)).text).toContain(remark);
  });
});

describe('who may not do what a macro is for', () => {
  it('D-29 SEC-K02 has its text for a note, is told so, and is not led on by the address of the decision either', async () => {
    await open();
    const before = await done();
    const { html, status, text } = await choose(intake, 'refused');
    expect([status, text.includes('「お断り / ご本人ではない」で使う定型文です')]).toEqual([200, true]);
    expect(field(html, 'note')).toContain('ご本人であることを確認できなかった');
    expect(text).not.toContain('お断り → お断り');
    expect(text).toContain('不在 → 電話の結果 / 不在');
    expect(text).not.toContain('不審 → 不審');
    const led = await intake.visitor.get(path('refusal?macro=refused'));
    expect([led.status, led.location]).toEqual([303, path('handling?macro=refused&as=note')]);
    expect(field((await intake.visitor.get(led.location ?? '')).html, 'note')).toBe(field(html, 'note'));
    expect(await done()).toBe(before);
  });

  it('D-29 is also who may, but not now: the state of the request, an own proposal, no call under way', async () => {
    await open();
    for (const macro of ['approved', 'more-needed', 'absent']) {
      const { html, status } = await choose(reviewer, macro);
      expect([status, field(html, 'note') === ''], macro).toEqual([200, false]);
    }
    expect((await reviewer.visitor.get(path('call?macro=absent'))).location).toBe(path('handling?macro=absent&as=note'));
    await gather();
    await decideOn(reviewer.visitor, receipt, 'proposal');
    expect((await choose(reviewer, 'approved')).status).toBe(200);
    expect((await choose(reviewer, 'more-needed')).location).toBe(path('return?macro=more-needed'));
  });

  it('D-02 D-29 has no macro at all while new to the desk, and none that does not exist leads anywhere', async () => {
    await open();
    for (const macro of ['nobody', '']) {
      const none = await choose(reviewer, macro);
      expect([none.status, field(none.html, 'note')]).toEqual([200, '']);
    }
    const other = await reviewer.visitor.get(path('refusal?macro=suspicious'));
    expect([other.status, field(other.html, 'remark')]).toEqual([200, '']);
    await world.query(`update account set staff_since = ${world.now()} where email = '${reviewer.email}'`);
    const { html, status } = await choose(reviewer, 'refused');
    expect([status, html.includes('name="macro"'), html.includes('id="note"')]).toEqual([200, false, false]);
  });
});

describe('a draft', () => {
  it('D-29 of an approval outlives the fresh check, and is written only with the approval', async () => {
    await open();
    await gather();
    await decideOn(reviewer.visitor, receipt, 'proposal');
    world.advance(minutes(11));
    const led = await choose(supervisor, 'approved');
    const stale = await supervisor.visitor.get(led.location ?? '');
    expect(stale.location).toContain('/desk/confirmation');
    expect(new URL(stale.location ?? '', 'https://portal.test').searchParams.get('then')).toContain('approval?macro=approved');
    await proveFresh(world, supervisor);
    const { html } = await supervisor.visitor.get(led.location ?? '');
    const remark = field(html, 'remark') ?? '';
    expect([remark.includes('証拠がそろったことを確認'), await stateNow()]).toEqual([true, 'proposed']);
    await decideOn(supervisor.visitor, receipt, 'approval', { remark });
    expect(await stateNow()).toBe('approved');
    expect((await reviewer.visitor.get(`/desk/requests/${receipt}`)).text).toContain(remark);
  });

  it('D-19 D-29 of a call stands in its script, where its outcome is only offered first', async () => {
    await open();
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(path('calls'), { evidence: 'call-back' });
    const led = await choose(intake, 'absent');
    expect(led.location).toBe(path('call?macro=absent'));
    const before = await done();
    const { html, text } = await intake.visitor.get(led.location ?? '');
    expect(field(html, 'remark')).toContain('ご不在でした');
    expect(text).toContain('理由: 不在');
    const outcomes = [...html.matchAll(/name="outcome" value="([a-z-]+)"/gu)].map(([, outcome]) => outcome);
    expect(outcomes).toEqual(['absent', 'other-person', 'dead-number', 'suspicious']);
    expect(await done()).toBe(before);
  });

  it('D-29 is also chosen on the page of the decision, among those for it, and gives way to what was sent', async () => {
    await open();
    const { html } = await intake.visitor.get(path('stop'));
    const form = /<form method="get"[\s\S]*?<\/form>/u.exec(html)?.[0] ?? '';
    expect(form).toContain(`action="${path('stop')}"`);
    expect([...form.matchAll(/<option value="([^"]*)"/gu)].map(([, id]) => id)).toEqual(['', 'suspicious']);
    const filled = await intake.visitor.get(path('stop?macro=suspicious'));
    expect(field(filled.html, 'remark')).toContain('不審な点があったため');
    const version = /name="version" value="(\d+)"/u.exec(filled.html)?.[1] ?? '';
    const short = await intake.visitor.post(path('stop'), { version, choice: 'give', remark: '短い' });
    expect([short.status, field(short.html, 'remark'), await stateNow()]).toEqual([422, '短い', 'evidence']);
  });

  it('U-04 D-29 is in the language of the page', async () => {
    await open();
    const { html } = await reviewer.visitor.get(path('refusal?macro=refused&lang=en'));
    expect(field(html, 'remark')).toContain('We could not confirm who asked');
  });
});
