/**
 * SEC-Q01 at the desk: the golden list of what one request leaves in the log, act by act and by whom, with every field complete; and
 * SEC-Q03, SEC-Q05: none of what was typed, shown, mailed or read out on the way stands in it, nor in the log of the service.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { decideOn, letGo, openDesk, proofOn, proveFresh, takeUp } from '../support/desk.ts';
import { fileAndConfirm, recoveryLetters } from '../support/lost-device.ts';
import type { Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
let holder: Visitor;
let desk: Readonly<Record<'intake' | 'reviewer' | 'supervisor' | 'auditor', Member>>;
let receipt: string;
let seen: number;

beforeEach(async () => {
  seen = 0;
  world = await openWorld();
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [intake, reviewer, supervisor, auditor] = await openDesk(world, ['intake', 'reviewer', 'supervisor', 'auditor']);
  if (!intake || !reviewer || !supervisor || !auditor) throw new Error('no desk');
  desk = { intake, reviewer, supervisor, auditor };
  holder = world.visitor();
  ({ receipt } = await fileAndConfirm(world, holder));
  await recorded();
});
afterEach(() => world.close());

/** What was recorded since the last call, by the names of those who acted; when, where and in which request must stand in each. */
async function recorded(): Promise<readonly string[]> {
  const rows = await world.query(`select * from audit_event where seq > ${seen} order by seq`);
  seen = Number(rows.at(-1)?.['seq'] ?? seen);
  const requests = world.log.map((line) => String(JSON.parse(line).request));
  const names = new Map<unknown, string>(Object.entries(desk).map(([name, { id }]) => [id, name]));
  return rows.map((row) => {
    const type = String(row['type']);
    const isOfCall = row['address'] !== null;
    expect(Number(row['at']), type).toBeLessThanOrEqual(world.now());
    expect(['success', 'desk'], type).toContain(row['portal']);
    if (isOfCall) expect([row['address'], requests.includes(String(row['request_id']))], type).toEqual(['203.0.113.7', true]);
    if (row['actor_kind'] === 'staff') expect([isOfCall, names.has(row['actor_id'])], type).toEqual([true, true]);
    const { event, command, refusal } = JSON.parse(String(row['detail']));
    const actor = names.get(row['actor_id']) ?? String(row['actor_kind']);
    return [type, event ?? command, refusal, `by ${actor}`, row['account_id'] === 'account-1' ? 'on the holder' : '']
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  });
}

const at = (path: string) => `/desk/requests/${receipt}/${path}`;

async function call(by: Member): Promise<string> {
  await takeUp(by.visitor, receipt);
  await by.visitor.post(at('calls'), { evidence: 'call-back' });
  const { code } = await proofOn(holder, receipt);
  await by.visitor.get(at('call'));
  await by.visitor.post(at('records'), { code });
  await letGo(by.visitor, receipt);
  return code;
}

const CALL = (by: string): readonly string[] => [
  `request.handling-viewed by ${by}`,
  `request.viewed by ${by} on the holder`,
  `request.claimed by ${by}`,
  `recovery.event CallStarted by ${by} on the holder`,
  `request.number-seen by ${by} on the holder`,
  `recovery.event EvidenceRecorded by ${by} on the holder`,
  `request.handling-viewed by ${by}`,
  `request.viewed by ${by} on the holder`,
  `request.released by ${by}`,
];

describe('the golden list of the desk', () => {
  it('SEC-Q01 D-31 a request from its first look to its approval: each look, each act, each refusal, by whom and about whom', async () => {
    await desk.intake.visitor.get('/desk/requests');
    await desk.intake.visitor.post('/desk/search', { q: 'hanako@success.example' });
    expect(await recorded()).toEqual(['recovery.list-viewed by intake', 'recovery.searched by intake']);
    await call(desk.intake);
    expect(await recorded()).toEqual(CALL('intake'));
    await holder.get(`/success/lost-device/${receipt}`);
    await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
    expect(await recorded()).toEqual(['recovery.event EvidenceAdded by claimant on the holder']);
    world.advance(1000);
    await call(desk.reviewer);
    expect(await recorded()).toEqual(CALL('reviewer'));
    await decideOn(desk.reviewer.visitor, receipt, 'proposal');
    expect(await recorded()).toEqual([
      'request.viewed by reviewer on the holder',
      'recovery.event Proposed by reviewer on the holder',
    ]);
    await decideOn(desk.reviewer.visitor, receipt, 'approval');
    expect(await recorded()).toEqual([
      'request.viewed by reviewer on the holder',
      'recovery.act-refused approve same-person-cannot-approve by reviewer',
      'request.viewed by reviewer on the holder',
    ]);
    world.advance(minutes(11));
    await proveFresh(world, desk.supervisor);
    await decideOn(desk.supervisor.visitor, receipt, 'approval');
    expect(await recorded()).toEqual([
      'session.stepped-up by supervisor',
      'request.viewed by supervisor on the holder',
      'recovery.event Approved by supervisor on the holder',
    ]);
  });

  it('SEC-Q01 what is done beside it: labels, notes, a raised risk, a stop', async () => {
    const { visitor } = desk.supervisor;
    await takeUp(visitor, receipt);
    await visitor.post(at('labels'), { choice: 'add', back: 'request', label: '急ぎ' });
    await visitor.post(at('notes'), { back: 'request', note: 'メモです' });
    expect((await recorded()).slice(-2)).toEqual(['request.labelled by supervisor', 'request.noted by supervisor']);
    await decideOn(visitor, receipt, 'risk', { level: 'high', remark: '会社の様子がいつもと違うため' });
    await decideOn(visitor, receipt, 'pressure', { remark: '何度も急ぐように言われたため' });
    await decideOn(visitor, receipt, 'stop', { remark: '確認が済むまで止めておくため' });
    expect((await recorded()).filter((line) => !line.startsWith('request.viewed'))).toEqual([
      'recovery.event RiskRaised by supervisor on the holder',
      'recovery.event Pressed by supervisor on the holder',
      'recovery.event Frozen by supervisor on the holder',
      'recovery.event RecoveryFrozen by supervisor on the holder',
    ]);
  });

  it('SEC-Q01 what looks back or takes along, and each refusal of it', async () => {
    const { intake, auditor } = desk;
    const reason = '月次の点検のため、書き出します';
    await auditor.visitor.get('/desk/audit');
    await auditor.visitor.post('/desk/audit', { account: 'hanako@success.example' });
    await auditor.visitor.post('/desk/audit', { choice: 'keep', name: '毎日' });
    await auditor.visitor.post('/desk/audit/export', { reason });
    await auditor.visitor.post('/desk/exports', { reason });
    await auditor.visitor.post(at('export'), { reason });
    expect(await recorded()).toEqual([
      'audit.searched by auditor',
      'audit.search-kept by auditor',
      'audit.exported by auditor',
      'recovery.list-viewed by auditor',
      'requests.exported by auditor',
      'request.exported by auditor on the holder',
    ]);
    await intake.visitor.get('/desk/staff');
    await intake.visitor.get('/desk/audit');
    await intake.visitor.post('/desk/audit/export', { reason });
    await intake.visitor.post('/desk/exports', { reason });
    await intake.visitor.post(at('export'), { reason });
    expect(await recorded()).toEqual(Array.from({ length: 4 }, () => 'recovery.list-refused not-permitted by intake'));
  });
});

describe('what must stand nowhere', () => {
  it('SEC-Q03 SEC-J03 T-48 canaries of the desk: code, password, links, what was searched, noted, labelled and written', async () => {
    const canaries: (readonly [string, string])[] = [
      ['password', PASSWORD],
      ['address', 'hanako@success.example'],
      ['number', '0312345621'],
      ['number as written', '03-1234-5621'],
      ['wrong code', '918273'],
      ['search', 'canary-search@success.example'],
      ['note', 'canary-note'],
      ['label', 'canary-label'],
      ['remark', 'canary-remark'],
      ['kept search', 'canary-kept'],
    ];
    const { intake, supervisor, auditor } = desk;
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(at('calls'), { evidence: 'call-back' });
    const { code, word } = await proofOn(holder, receipt);
    canaries.push(['call code', code], ['check word', word]);
    await intake.visitor.get(at('call'));
    await intake.visitor.post(at('records'), { code: '918273' });
    await intake.visitor.post(at('records'), { code });
    await intake.visitor.post('/desk/search', { q: 'canary-search@success.example' });
    await intake.visitor.post(at('notes'), { back: 'request', note: 'canary-note' });
    await intake.visitor.post(at('labels'), { choice: 'add', back: 'request', label: 'canary-label' });
    await letGo(intake.visitor, receipt);
    await decideOn(supervisor.visitor, receipt, 'pressure', { remark: 'canary-remark of somebody' });
    await auditor.visitor.get('/desk/audit');
    await auditor.visitor.post('/desk/audit', { account: 'canary-search@success.example' });
    await auditor.visitor.post('/desk/audit', { choice: 'keep', name: 'canary-kept', account: 'canary-search@success.example' });
    for (const { text } of await recoveryLetters(world)) {
      for (const [, token = ''] of text.matchAll(/token=([\w.-]+)/gu))
        canaries.push(['link', token], ['secret', token.split('.')[1] ?? token]);
    }
    for (const { visitor } of [intake, supervisor, auditor]) {
      for (const [name, value] of visitor.cookies) if (!name.includes('language')) canaries.push([name, value]);
    }
    const written = world.log.join('\n') + JSON.stringify(await world.query('select * from audit_event'));
    expect(written).toContain('EvidenceRecorded');
    for (const [what, value] of canaries) expect(written.includes(value), what).toBe(false);
  });

  it('SEC-Q05 hostile text in every input of the desk leaves one line of JSON per event, without a control character', async () => {
    const hostile = '=cmd|\'/C calc\'!A0\r\n{"level":"error","event":"forged"}\u001b[31m\u0000 x@evil.example';
    const { intake, auditor } = desk;
    const before = world.log.length;
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post('/desk/search', { q: hostile });
    await intake.visitor.post(at('notes'), { back: 'request', note: hostile });
    await intake.visitor.post(at('labels'), { choice: 'add', back: 'request', label: hostile });
    await auditor.visitor.get('/desk/audit', {
      'user-agent': '=cmd\u001b[31m',
      'x-request-id': hostile.replaceAll(/[^ -~]/gu, ''),
    });
    await auditor.visitor.post('/desk/audit', { account: hostile, company: hostile, choice: 'keep', name: hostile });
    await auditor.visitor.post('/desk/audit/export', { reason: hostile });
    await auditor.visitor.post(at('export'), { reason: hostile });
    await auditor.visitor.get(`/desk/requests/${encodeURIComponent(hostile)}`);
    const lines = world.log.slice(before);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      expect(line.replace(/\n$/u, '')).not.toMatch(/\p{Cc}/u);
      expect(['forged', 'error']).not.toContain(JSON.parse(line).event);
    }
    for (const detail of await world.audit()) expect(detail).not.toMatch(/\p{Cc}/u);
    expect(await world.service.store.verifyAudit()).toMatchObject({ ok: true });
  });
});
