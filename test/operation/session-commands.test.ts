/** `genkan sessions end` as a child process beside a running node: of one account, of a portal, of all of them (SEC-G09). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ended, genkan } from '../support/command.ts';
import { linkTo, NEW_EMAIL, OLD_EMAIL, press, requestEmail } from '../support/contact.ts';
import { openDatabaseOf } from '../support/databases.ts';
import { enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { KEYS, openWorld, type World } from '../support/world.ts';

const HANAKO = ['--portal', 'success', '--email', 'Hanako@success.example'];
const WHY = ['--reason', 'incident 7'];

interface Running {
  readonly world: World;
  run(...args: readonly string[]): Promise<Ended>;
}

/** A node that serves, and the command on the same database with the same keys. */
async function running(kind: 'sqlite' | 'postgres'): Promise<Running> {
  const { location } = await openDatabaseOf(kind);
  const folder = mkdtempSync(join(tmpdir(), 'genkan-sessions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'genkan.yaml'), '{}');
  const data = location.kind === 'sqlite' ? join(location.path, '..') : folder;
  const world = await openWorld({ location });
  onTestFinished(() => world.close());
  const environment = {
    GENKAN_CONFIG: join(folder, 'genkan.yaml'),
    GENKAN_DATA: data,
    GENKAN_KEYS: KEYS,
    GENKAN_ORIGIN: 'https://portal.test',
    SMTP_URL: 'smtp://127.0.0.1:2525',
    ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
  };
  return { world, run: (...args) => genkan(['sessions', 'end', ...args], environment) };
}

async function people({ world }: Running): Promise<Readonly<Record<'hanako' | 'taro' | 'jiro', Visitor>>> {
  await world.addAccount();
  await world.addAccount({ email: 'taro@success.example' });
  await world.addAccount({ portal: 'support', email: 'jiro@support.example' });
  const [hanako, taro, jiro] = [world.visitor(), world.visitor(), world.visitor()];
  await signIn(hanako);
  await signIn(taro, { email: 'taro@success.example' });
  await signIn(jiro, { portal: 'support', email: 'jiro@support.example' });
  return { hanako, taro, jiro };
}

async function living(world: World): Promise<readonly string[]> {
  const rows = await world.query('select account_id from session where ended_at is null order by account_id');
  return rows.map((row) => String(row['account_id']));
}

describe.each(['sqlite', 'postgres'] as const)('sessions end on %s', (kind) => {
  test('SEC-G09 SEC-P02 of one account: out at the next page, begun sign-ins too, told by letter, told in the history', async () => {
    const node = await running(kind);
    const { hanako, taro } = await people(node);
    const ended = await node.run(...HANAKO, ...WHY);
    expect([ended.exitCode, ended.out, ended.err]).toEqual([0, 'hanako@success.example: 1 session ended.\n', '']);
    expect((await hanako.get('/success/dashboard')).location).toContain('notice=session-ended');
    expect((await taro.get('/success/dashboard')).status).toBe(200);
    expect((await node.run(...HANAKO, ...WHY)).out).toContain('0 sessions ended');
    const letters = await node.world.query("select account_id from outbox where kind = 'sessions-ended-by-host'");
    expect(letters).toEqual([{ account_id: 'account-1' }]);
    const events = await node.world.query(
      "select account_id, actor_id, detail from audit_event where type = 'sessions.ended-by-host'",
    );
    expect(events[0]).toMatchObject({ account_id: 'account-1', actor_id: 'host', detail: '{"reason":"incident 7"}' });
    expect((await node.run('--portal', 'success', '--email', 'no@one.example', ...WHY)).exitCode).toBe(1);
  });

  test('SEC-G09 of a begun sign-in: the code that would complete it comes too late', async () => {
    const node = await running(kind);
    await node.world.addAccount();
    await enrolledAccount(node.world);
    const begun = node.world.visitor();
    await postPassword(begun);
    expect((await begun.get('/success/sign-in/code')).status).toBe(200);
    await node.run(...HANAKO, ...WHY);
    expect((await begun.get('/success/sign-in/code')).location).toContain('/success/sign-in');
  });

  test.each([
    ['of one account', HANAKO],
    ['of a portal', ['--portal', 'success', '--all']],
  ])('SEC-G09 SEC-H06 %s: a change of address that was asked for in one is never confirmed', async (_whose, args) => {
    const node = await running(kind);
    await node.world.addAccount();
    const thief = node.world.visitor();
    await signIn(thief);
    await requestEmail(thief);
    const link = await linkTo(node.world, NEW_EMAIL, 'contact-confirmation');
    await node.run(...args, ...WHY);
    expect((await press(node.world, link)).location).toBe(null);
    expect(await node.world.query('select email from account')).toEqual([{ email: OLD_EMAIL }]);
  });

  test('SEC-G09 of a portal, then of every portal: no valid session is left, and no letter goes out', async () => {
    const node = await running(kind);
    const { hanako, taro, jiro } = await people(node);
    const letters = (await node.world.query('select id from outbox')).length;
    const portal = await node.run('--portal', 'success', '--all', ...WHY);
    expect([portal.exitCode, portal.out]).toEqual([0, 'success: 2 sessions ended.\n']);
    expect(await living(node.world)).toEqual(['account-3']);
    for (const each of [hanako, taro]) expect((await each.get('/success/dashboard')).status).toBe(303);
    expect((await jiro.get('/support/dashboard')).status).toBe(200);
    const all = await node.run('--all', ...WHY);
    expect(all.out.trim().split('\n')).toEqual([
      'success: 0 sessions ended.',
      'support: 1 session ended.',
      'desk: 0 sessions ended.',
    ]);
    expect(await living(node.world)).toEqual([]);
    expect((await jiro.get('/support/dashboard')).status).toBe(303);
    expect(await node.world.query('select id from outbox')).toHaveLength(letters);
  });
});

test.each([
  [['--portal', 'success', ...WHY]],
  [['--email', 'hanako@success.example', ...WHY]],
  [[...HANAKO, '--all', ...WHY]],
  [WHY],
])('SEC-G09 A-18 sessions end %j does not say whose, and nothing is guessed', async (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-sessions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ended = await genkan(['sessions', 'end', ...args], { GENKAN_DATA: folder });
  expect([ended.exitCode, ended.err]).toEqual([
    2,
    expect.stringContaining('Name one account by --email and --portal, or give --all.'),
  ]);
});
