/**
 * `genkan audit head`, `key`, `verify --head`: a log that somebody with every right in the database and an old copy of its head sets back
 * is whole in itself, and is found out against a head that was kept elsewhere.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { courierAtRest } from '../rows/courier-rest.ts';
import { type Ended, genkanHere } from '../support/command.ts';
import { openDatabaseOf } from '../support/databases.ts';
import { fileAndConfirm } from '../support/lost-device.ts';
import { enrolStaff } from '../support/staff.ts';
import { KEYS, openWorld, type World } from '../support/world.ts';

const UNGUARD = {
  sqlite: ['audit_event_delete', 'audit_head_update'].map((name) => `drop trigger ${name}`),
  postgres: ['alter table audit_event disable trigger all', 'alter table audit_head disable trigger all'],
};

const UNGUARD_CHECKPOINT = {
  sqlite: 'drop trigger audit_checkpoint_delete',
  postgres: 'alter table audit_checkpoint disable trigger all',
};

describe.each(['sqlite', 'postgres'] as const)('commands for the audit log on %s', (kind) => {
  let folder: string;
  let world: World;
  let run: (...args: readonly string[]) => Promise<Ended>;
  beforeEach(async () => {
    const { location } = await openDatabaseOf(kind);
    folder = mkdtempSync(join(tmpdir(), 'genkan-audit-'));
    writeFileSync(join(folder, 'genkan.yaml'), '{}');
    world = await openWorld({ location });
    const environment = {
      GENKAN_CONFIG: join(folder, 'genkan.yaml'),
      GENKAN_DATA: location.kind === 'sqlite' ? join(location.path, '..') : folder,
      GENKAN_KEYS: KEYS,
      GENKAN_ORIGIN: 'https://portal.test',
      SMTP_URL: 'smtp://127.0.0.1:2525',
      ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
    };
    run = (...args) => genkanHere(args, environment);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keptHead = async (): Promise<string> => (await run('audit', 'head')).out.trim();
  /** As a back-up made at that moment would hold it. */
  const headRow = async () => (await world.query('select * from audit_head'))[0] ?? {};
  async function setBack(to: Awaited<ReturnType<typeof headRow>>): Promise<void> {
    for (const statement of UNGUARD[kind]) await world.query(statement);
    await world.query(`delete from audit_event where seq > ${to['seq']}`);
    await world.query(
      `update audit_head set seq = ${to['seq']}, mac = '${to['mac']}', mac_key = '${to['mac_key']}', seal = '${to['seal']}'`,
    );
  }

  test('SEC-Q04 a log that grew contains every head kept of it, also of one that had no entry', async () => {
    const first = await keptHead();
    await world.addAccount();
    const second = await keptHead();
    await world.addAccount({ email: 'taro@success.example' });
    expect(second).toMatch(/^genkan-head\.1\.\d+\.[\w-]{43}\.\d+\.[\w-]+\.[\w-]{86}$/u);
    writeFileSync(join(folder, 'heads.txt'), `# kept\n${first}\n{"event":"audit.head","head":"${second}"}\n`);
    const ended = await run('audit', 'verify', '--heads', join(folder, 'heads.txt'));
    expect([ended.exitCode, ended.err, ended.out.includes('all 2 heads')]).toEqual([0, '', true]);
  });

  test('SEC-Q04 an end cut together with its head is whole in itself and found against a kept head', async () => {
    await world.addAccount();
    const before = await headRow();
    await world.addAccount({ email: 'taro@success.example' });
    const kept = await keptHead();
    await setBack(before);
    expect((await run('audit', 'verify')).exitCode).toBe(0);
    const cut = await run('audit', 'verify', '--head', kept);
    expect([cut.exitCode, cut.err.includes('Entries were removed at the end')]).toEqual([1, true]);
    for (const email of ['a@success.example', 'b@success.example']) await world.addAccount({ email });
    expect((await run('audit', 'verify')).exitCode).toBe(0);
    const anew = await run('audit', 'verify', '--head', kept);
    expect([anew.exitCode, anew.err.includes('set back and written anew')]).toEqual([1, true]);
  });

  test('SEC-Q04 a head whose number, mac, time or key was changed, or of another installation, is told as such', async () => {
    await world.addAccount();
    const kept = await keptHead();
    const parts = kept.split('.');
    const others = [
      [2, '1'],
      [3, `A${parts[3]?.slice(1)}`],
      [4, String(Number(parts[4]) + 1)],
      [5, 'other'],
      [6, `A${parts[6]?.slice(1)}`],
    ] as const;
    for (const [index, text] of others) {
      const forged = parts.with(index, text).join('.');
      if (forged === kept) continue;
      const ended = await run('audit', 'verify', '--head', forged);
      expect([ended.exitCode, ended.err.includes('signature')], forged).toEqual([1, true]);
    }
    expect((await run('audit', 'verify', '--head', 'nothing')).exitCode).toBe(2);
  });

  test('SEC-Q04 the server tells the signed head to its log, which leaves the host', async () => {
    await world.addAccount();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world.service.housekeeper.start();
    await vi.advanceTimersByTimeAsync(minutes(1));
    vi.useRealTimers();
    await vi.waitFor(() => expect(world.log.join('\n')).toContain('audit.head'));
    writeFileSync(join(folder, 'service.log'), world.log.join('\n'));
    expect((await run('audit', 'verify', '--heads', join(folder, 'service.log'))).exitCode).toBe(0);
  });

  test('SEC-Q04 a head that is not ours is not signed, and the log of the service says so', async () => {
    await world.addAccount();
    const before = await headRow();
    await setBack({ ...before, seal: 'forged' });
    const ended = await run('audit', 'head');
    expect([ended.exitCode, ended.out, ended.err.includes('genkan audit verify')]).toEqual([1, '', true]);
  });

  test('SEC-Q04 SEC-J15 the entries of an exported record are found in the log, and missed once it was set back', async () => {
    await world.addAccount();
    const before = await headRow();
    const { receipt } = await fileAndConfirm(world, world.visitor());
    const { visitor } = await enrolStaff(world, 'auditor');
    await visitor.get('/desk/account');
    const file = join(folder, 'bundle.jsonl');
    const { html } = await visitor.post(`/desk/requests/${receipt}/export`, { reason: '監査のために書き出します' });
    writeFileSync(file, html);
    await courierAtRest(world);
    const whole = await run('audit', 'verify', '--bundle', file);
    expect([whole.exitCode, whole.err, whole.out.includes('still stands')]).toEqual([0, '', true]);
    writeFileSync(file, html.replace('"state":"evidence"', '"state":"released"'));
    expect((await run('audit', 'verify', '--bundle', file)).err).toContain('line 1: the line was changed');
    writeFileSync(file, html);
    await setBack(before);
    expect((await run('audit', 'verify', '--bundle', file)).err).toContain('is not in the log');
  });

  test('D-39 SEC-Q07 SEC-Q04 after the beginning was forgotten the log is whole, heads and records of before contradict nothing, and the desk works', async () => {
    // Longer ago than the period, and shorter than records are exported.
    world.advance(-days(1829));
    await world.addAccount();
    const early = await keptHead();
    const { receipt } = await fileAndConfirm(world, world.visitor());
    const { visitor: then } = await enrolStaff(world, 'supervisor');
    await then.get('/desk/account');
    const reason = '監査のために書き出します';
    const before = join(folder, 'before.jsonl');
    writeFileSync(before, (await then.post(`/desk/requests/${receipt}/export`, { reason })).html);
    await courierAtRest(world);
    world.advance(days(1829));
    await world.addAccount({ email: 'taro@success.example' });
    const late = await keptHead();
    await world.service.housekeeper.forgetAll();
    expect(await world.query("select seq from audit_event where detail like '%mailbox-confirmed%'")).toEqual([]);

    const { visitor } = await enrolStaff(world, 'auditor');
    await visitor.get('/desk/account');
    const heads = join(folder, 'heads.txt');
    writeFileSync(heads, `${early}\n${late}\n`);
    const whole = await run('audit', 'verify', '--heads', heads, '--bundle', before);
    expect([whole.exitCode, whole.err]).toEqual([0, '']);
    expect(whole.out).toContain('were deleted at the end of their retention');
    expect(whole.out).toContain('It contains the head that was kept');
    expect(whole.out).toContain('One head that was kept is older');
    expect(whole.out).toContain('record of the request were deleted since');

    expect((await visitor.get(`/desk/requests/${receipt}`)).status).toBe(200);
    await visitor.get('/desk/audit');
    expect((await visitor.post('/desk/audit', { group: 'configuration' })).text).toContain('保存期間を過ぎた監査ログが削除された');
    const after = join(folder, 'after.jsonl');
    writeFileSync(after, (await visitor.post(`/desk/requests/${receipt}/export`, { reason })).html);
    const again = await run('audit', 'verify', '--bundle', after);
    expect([again.exitCode, again.err]).toEqual([0, '']);

    await world.query(UNGUARD_CHECKPOINT[kind]);
    await world.query('delete from audit_checkpoint');
    const told = await run('audit', 'verify');
    expect([told.exitCode, told.err.includes('up to which entry')]).toEqual([1, true]);
  });

  test('A-27 audit key prints what others check with, and nothing they could sign with', async () => {
    const { out } = await run('audit', 'key');
    expect(out).toMatch(/^[\w-]+ ed25519:[\w-]{43} sha256:[0-9a-f]{64}\n$/u);
  });
});
