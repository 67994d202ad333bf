/**
 * The record of a request that leaves as a file: who gets one and why, what stands in it and what never does, and that a changed, cut,
 * re-ordered, mixed or re-signed file is refused with the place named, by a command that has neither the database nor our keys.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatBundle } from '../../src/core/request-bundle.ts';
import { days, hours } from '../../src/core/time.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { openSigningKeys } from '../../src/crypto/signing-keys.ts';
import { type Ended, genkanHere } from '../support/command.ts';
import { callAndRecord, decideOn, openDesk, takeUp } from '../support/desk.ts';
import { fileAndConfirm, recoveryLetters } from '../support/lost-device.ts';
import type { Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { KEYS, openWorld, PASSWORD, type World } from '../support/world.ts';

const REASON = '月次の点検のため、記録を確認します。';
const { current: KEY } = openSigningKeys(parseKeys(KEYS));

let world: World;
let holder: Visitor;
let desk: Readonly<Record<'intake' | 'reviewer' | 'supervisor' | 'auditor' | 'administrator', Member>>;
let receipt: string;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'genkan-bundle-'));
  world = await openWorld();
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [intake, reviewer, supervisor, auditor, administrator] = await openDesk(world, [
    'intake',
    'reviewer',
    'supervisor',
    'auditor',
    'administrator',
  ]);
  if (!intake || !reviewer || !supervisor || !auditor || !administrator) throw new Error('no desk');
  desk = { intake, reviewer, supervisor, auditor, administrator };
  holder = world.visitor();
  ({ receipt } = await fileAndConfirm(world, holder));
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = () => `/desk/requests/${receipt}/export`;

async function exported(by: Member, reason = REASON): Promise<Answer> {
  await by.visitor.get('/desk/account');
  return by.visitor.post(path(), { reason });
}

/** A request that was called about by two and whose reasons hold what they should not. */
async function work(): Promise<void> {
  await holder.get(`/success/lost-device/${receipt}`);
  await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
  await callAndRecord(desk.intake.visitor, holder, receipt);
  world.advance(1000);
  await callAndRecord(desk.reviewer.visitor, holder, receipt);
  await takeUp(desk.supervisor.visitor, receipt);
  await decideOn(desk.supervisor.visitor, receipt, 'pressure', { remark: '急ぐと言う。090-1234-5678、x@evil.example にと言う。' });
}

async function verify(text: string, key: string = KEY.fingerprint): Promise<Ended> {
  const file = join(folder, 'bundle.jsonl');
  writeFileSync(file, text);
  return genkanHere(['audit', 'verify-bundle', file, '--key', key], {});
}

describe('the export', () => {
  it('invariant 12 SEC-J15 is given to supervisor and auditor, and is not there for anybody else', async () => {
    for (const member of [desk.intake, desk.reviewer, desk.administrator]) {
      expect([(await member.visitor.get(path())).status, (await exported(member)).status]).toEqual([404, 404]);
      expect((await member.visitor.get(`/desk/requests/${receipt}`)).html).not.toContain('/export');
    }
    for (const member of [desk.supervisor, desk.auditor]) {
      expect((await member.visitor.get(`/desk/requests/${receipt}`)).html).toContain(path());
      const answer = await exported(member);
      expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
        200,
        `attachment; filename="genkan-${receipt}.jsonl"`,
      ]);
      expect(answer.headers.get('cache-control')).toContain('no-store');
    }
    expect((await desk.auditor.visitor.get('/desk/requests/R-2026-ABCD-EF/export')).status).toBe(404);
  });

  it('D-35 asks why in ten characters, keeps what was typed, and is an entry of the log with the reason before it leaves', async () => {
    const short = await exported(desk.auditor, '点検');
    expect([short.status, short.text.includes('10文字以上'), short.html.includes('>点検<')]).toEqual([422, true, true]);
    expect(await world.query("select seq from audit_event where type = 'request.exported'")).toEqual([]);
    const { html } = await exported(desk.auditor);
    const [row] = await world.query("select detail, actor_id, account_id from audit_event where type = 'request.exported'");
    expect(JSON.parse(String(row?.['detail']))).toMatchObject({ role: 'auditor', reason: REASON });
    expect([row?.['actor_id'], row?.['account_id']]).toEqual([desk.auditor.id, 'account-1']);
    expect(html).toContain('"request.exported"');
    expect((await desk.auditor.visitor.post(path(), { reason: REASON, form_token: 'old' })).status).toBe(403);
  });

  it('SEC-Q02 does not leave when it cannot be recorded', async () => {
    await world.query('drop trigger audit_head_update');
    await world.query("create trigger broken before insert on audit_event begin select raise(abort, 'disk full'); end");
    const answer = await exported(desk.auditor);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([503, null]);
  });

  it('SEC-K05 somebody who is new at the desk does not take data along', async () => {
    await world.query(`update account set staff_since = ${world.now() - hours(1)} where id = '${desk.supervisor.id}'`);
    expect((await exported(desk.supervisor)).status).toBe(404);
  });

  it('SEC-J15 holds every transition and every entry about the request, and verifies with key or fingerprint alone', async () => {
    await work();
    const { html: text } = await exported(desk.auditor);
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const events = await world.query('select type from recovery_event order by version');
    const about = await world.query(`select seq from audit_event where detail like '%"requestId"%' order by seq`);
    const of = (kind: string) => records.filter((record) => record.kind === kind);
    expect(of('event').map(({ detail }) => detail.type)).toEqual(events.map(({ type }) => type));
    expect(of('entry').map(({ seq }) => seq)).toEqual(about.map(({ seq }) => Number(seq)));
    expect(of('entry').every(({ chained }) => chained)).toBe(true);
    for (const key of [KEY.fingerprint, KEY.publicKey, `ed25519:${KEY.publicKey}`]) {
      const ended = await verify(text, key);
      expect([ended.exitCode, ended.err]).toEqual([0, '']);
      expect(ended.out).toContain(`${receipt} is whole (${events.length} events, ${about.length} entries`);
    }
  });

  it('SEC-Q03 SEC-J03 canaries: no contact data, no code, no token and no secret stands in it', async () => {
    await work();
    const { html: text } = await exported(desk.auditor);
    const letters = (await recoveryLetters(world, 'hanako@success.example')).map((letter) => letter.text).join('\n');
    const tokens = [...letters.matchAll(/token=([\w.-]+)/gu)].map(([, token]) => token ?? '');
    expect(tokens.length).toBeGreaterThan(0);
    const canaries = [
      'hanako@',
      '山田 花子',
      '03-1234-5621',
      '0312345621',
      '090-1234-5678',
      'x@evil',
      '203.0.113.7',
      PASSWORD,
      KEYS,
    ];
    for (const canary of [...canaries, ...tokens, ...tokens.map((token) => token.split('.')[1] ?? token)]) {
      expect(text).not.toContain(canary);
    }
    const digests = await world.query('select digest from recovery_link union select digest from claim_browser');
    for (const { digest } of digests) expect(text).not.toContain(String(digest));
    expect(text).toContain('x•••••@evil.example');
  });
});

describe('the file under attack', () => {
  let text: string;
  let lines: readonly string[];
  beforeEach(async () => {
    await work();
    text = (await exported(desk.auditor)).html;
    lines = text.trimEnd().split('\n');
  });
  const joined = (parts: readonly string[]): string => `${parts.join('\n')}\n`;
  const at = (index: number): string => lines[index] ?? '';

  it('SEC-Q04 any change of any line is found at that line', async () => {
    for (const [index, line] of lines.entries()) {
      for (const changed of [line.replace(/:"(.)/u, ':"x$1'), line.replace(/"n":/u, ' "n":'), `${line} `]) {
        const ended = await verify(joined(lines.with(index, changed)));
        expect([ended.exitCode, ended.err], changed.slice(0, 60)).toEqual([
          1,
          expect.stringMatching(index === 0 ? /line 1:/u : new RegExp(`line ${index + 1}: the line was changed`, 'u')),
        ]);
      }
    }
  });

  it('SEC-Q04 a removed, a moved, a doubled and an added line and a cut end are told apart and named', async () => {
    const tries = [
      [lines.toSpliced(4, 1), 'line 5: lines were removed'],
      [lines.with(4, at(5)).with(5, at(4)), 'line 5: the order'],
      [lines.toSpliced(4, 0, at(3)), 'line 5: the order'],
      [lines.slice(0, -1), `line ${lines.length}: lines were removed at the end`],
      [lines.slice(0, 6), 'line 7: lines were removed at the end'],
      [[...lines, at(3)], `line ${lines.length + 1}: `],
      [lines.slice(1), 'line 1: this is no record'],
      [[], 'line 1: this is no record'],
    ] as const;
    for (const [parts, said] of tries) expect((await verify(joined(parts))).err).toContain(said);
  });

  it('SEC-Q04 lines of another genuine file of the same request do not fit', async () => {
    world.advance(1000);
    const other = (await exported(desk.supervisor)).html.split('\n');
    expect((await verify(joined(lines.with(5, other[5] ?? '')))).err).toContain('line 6: the line was changed');
  });

  it('SEC-Q04 a file that an attacker signed anew with a key of the own is refused by the key that the reader trusts', async () => {
    const { current: own } = openSigningKeys(
      parseKeys(`own:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`),
    );
    const records = lines.slice(0, -1).map((line) => {
      const { n: _n, signature: _signature, ...record } = JSON.parse(line);
      return record.kind === 'bundle' ? { ...record, publicKey: own.publicKey, fingerprint: own.fingerprint } : record;
    });
    const forged = formatBundle(records, own.sign);
    expect((await verify(forged, own.fingerprint)).exitCode).toBe(0);
    expect((await verify(forged)).err).toContain('line 1: it was not signed with the key');
    // The first key named, the rest signed with the own.
    const mixed = formatBundle(records.with(0, JSON.parse(at(0))), own.sign);
    expect((await verify(mixed)).err).toContain('line 1: the line was changed');
  });

  it('SEC-Q04 what was changed in the database before the export is in the file as such', async () => {
    for (const name of ['audit_event_update', 'audit_head_update']) await world.query(`drop trigger ${name}`);
    const [row] = await world.query("select seq from audit_event where type = 'request.viewed' order by seq");
    await world.query(`update audit_event set actor_id = 'nobody' where seq = ${row?.['seq']}`);
    expect((await verify((await exported(desk.auditor)).html)).err).toContain('did not fit into the audit log');
  });

  it('SEC-J15 an event that was changed past the log does not have the digest that the log has', async () => {
    await world.query(`update recovery_event set at = at - 1000 where type = 'MailboxConfirmed'`);
    expect((await verify((await exported(desk.auditor)).html)).err).toContain('the event is not the one in the audit log');
  });
});
