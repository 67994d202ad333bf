/** `genkan staff list`, `confirm`, `recover` beside a running node: what nobody at the desk can do yet, or any more (desk.md section 6). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/core/time.ts';
import { type Ended, genkanHere } from '../support/command.ts';
import { openDatabaseOf } from '../support/databases.ts';
import { act, invitationLink, invite, join, type Member, NEWCOMER, sitThrough } from '../support/staff-administration.ts';
import { KEYS, openWorld, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('commands for the staff on %s', (kind) => {
  let folder: string;
  let world: World;
  let admin: Member;
  let run: (...args: readonly string[]) => Promise<Ended>;
  beforeEach(async () => {
    const { location } = await openDatabaseOf(kind);
    folder = mkdtempSync(joinPath(tmpdir(), 'genkan-staff-'));
    writeFileSync(joinPath(folder, 'genkan.yaml'), '{}');
    // The commands go by the database's clock, so the world does as well.
    world = await openWorld({ location });
    world.advance(Date.now() - world.now());
    const environment = {
      GENKAN_CONFIG: joinPath(folder, 'genkan.yaml'),
      GENKAN_DATA: location.kind === 'sqlite' ? joinPath(location.path, '..') : folder,
      GENKAN_KEYS: KEYS,
      GENKAN_ORIGIN: 'https://portal.test',
      SMTP_URL: 'smtp://127.0.0.1:2525',
      ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
    };
    run = async (...args) => {
      // In one process a letter under way would hold the SQLite file against the command.
      await world.letters();
      return genkanHere(args, environment);
    };
    admin = await join(world, 'administrator', 'admin');
  });
  afterEach(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('D-02 the first people are confirmed on the host, and no longer once a supervisor is there', async () => {
    await invite(admin.visitor);
    const listed = await run('staff', 'list');
    expect([listed.exitCode, listed.out.includes('Staff: 1'), listed.out.includes(NEWCOMER.email)]).toEqual([0, true, true]);
    expect((await run('staff', 'confirm', '--email', 'nobody@desk.example')).err).toContain('Nothing waits for confirmation');
    const confirmed = await run('staff', 'confirm', '--email', NEWCOMER.email.toUpperCase());
    expect([confirmed.exitCode, confirmed.err]).toEqual([0, '']);
    expect(confirmed.out).not.toContain('/desk/setup/');
    world.advance(seconds(5));
    expect(await invitationLink(world)).toMatch(/^\/desk\/setup\//u);
    expect((await run('staff', 'confirm', '--email', NEWCOMER.email)).exitCode).toBe(1);

    await join(world, 'supervisor');
    await invite(admin.visitor, { ...NEWCOMER, email: 'other@desk.example' });
    const refused = await run('staff', 'confirm', '--email', 'other@desk.example');
    expect([refused.exitCode, refused.err.includes('a supervisor, confirms this')]).toEqual([1, true]);
  });

  test('SEC-K01 A-05 recover prints one link, says why in the log, and the person registers everything anew', async () => {
    const reviewer = await join(world, 'reviewer');
    expect((await run('staff', 'recover', '--email', reviewer.email)).exitCode).toBe(2);
    const printed = await run('staff', 'recover', '--email', reviewer.email, '--reason', 'phone lost on the train');
    expect([printed.exitCode, printed.err]).toEqual([0, '']);
    const path = /https:\/\/portal\.test(\/desk\/setup\/[\w-]+)/u.exec(printed.out)?.[1] ?? 'no-link';
    world.advance(seconds(5));
    const told = (await world.letters()).filter(({ text }) => text.includes('phone lost on the train'));
    expect(told.map(({ to }) => to).toSorted()).toEqual([admin.email, reviewer.email].toSorted());
    const visitor = world.visitor();
    await sitThrough(world, visitor, path);
    expect((await visitor.get('/desk/requests')).status).toBe(200);
    expect((await reviewer.visitor.get('/desk/requests')).location).toContain('/desk/sign-in');
    const [row] = await world.query("select detail from audit_event where type = 'staff.recovery-opened'");
    expect(String(row?.['detail'])).toContain('phone lost on the train');
  });

  test('A-05 the last administrator is not disabled by the host either', async () => {
    const disable = ['accounts', 'disable', '--portal', 'desk', '--email', admin.email, '--reason', 'left'];
    const refused = await run(...disable);
    expect([refused.exitCode, refused.err.includes('The last administrator')]).toEqual([1, true]);
    expect(await world.query("select status from account where role = 'administrator'")).toEqual([{ status: 'active' }]);
    await join(world, 'administrator', 'admin2');
    expect((await run(...disable)).exitCode).toBe(0);
    expect((await act(admin.visitor, admin.id, 'suspend')).location).toContain('/desk/sign-in');
  });
});
