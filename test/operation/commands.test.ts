/**
 * The command `genkan`: what each command does, refuses and prints, on demo data and beside a running server. Each exit code is
 * seen of a process of its own; the rest runs the same command line here.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ended, genkan, genkanHere } from '../support/command.ts';
import { emptyLocation, query } from '../support/databases.ts';
import { startServer } from '../support/server.ts';

const KEYS = `a:${Buffer.from('5f1d8c39a7e2460b9d13c8f27ab4e65092d7c1384bf6ea0759831c2d6e4fa0b7', 'hex').toString('base64')}`;
const WHO = ['--portal', 'success', '--email', 'mai@success.example'];

describe('the command line', () => {
  test.each([
    [[], 0, 'Commands:', ''],
    [['help'], 0, 'accounts reopen', ''],
    [['--help', '--lang', 'ja'], 0, 'コマンド:', ''],
    [['help', 'accounts', 'add'], 0, '--company', ''],
    [['cases', 'import', '--help'], 0, 'FILE.csv', ''],
    [['acounts', 'add'], 2, '', 'There is no command acounts add. Did you mean accounts add?'],
    [['frobnicate'], 2, '', 'There is no command frobnicate.'],
    [['accounts', 'add', '--emial', 'x'], 2, '', 'There is no option --emial. Did you mean --email?'],
    [['accounts', 'add', '--portal', 'success'], 2, '', 'The option --email is needed.'],
    [['accounts', 'remind', '--email', '--portal', 'success'], 2, '', 'The option --email has no value.'],
    [['accounts', 'remind', ...WHO, ...WHO], 2, '', 'The option --portal stands there twice.'],
    [['audit', 'verify', 'now'], 2, '', '"now" is too much.'],
    [['audit', 'verify', '--lang', 'de'], 2, '', 'The value of --lang is one of ja, en.'],
    [['cases', 'import'], 2, '', 'The name of a file is needed.'],
    [['companies', 'add', '--portal', 'sucess', '--name', 'A'], 2, '', 'The value of --portal is one of success, support.'],
    [
      ['accounts', 'add', '--portal', 'desk', '--email', 'a@b.example', '--name', 'A'],
      2,
      '',
      'portals of customers: success, support',
    ],
    [['accounts', 'add', '--portal', 'success', '--email', 'nobody', '--name', 'A'], 2, '', '"nobody" is not an email address.'],
    [['accounts', 'add', ...WHO, '--name', 'A', '--role', 'company-administrator'], 2, '', 'needs --company'],
    [['accounts', 'add', ...WHO, '--name', 'A', '--password', 'x'], 2, '', 'There is no option --password.'],
    [['--lang', 'ja', 'accounts', 'ad'], 2, '', 'コマンド accounts ad はありません。 accounts add のことですか。'],
  ] as const)('A-18 genkan %j ends with %i', async (args, exitCode, out, err) => {
    const ended = await genkanHere(args, { GENKAN_DATA: folder() });
    expect(ended.exitCode, ended.err).toBe(exitCode);
    expect(ended.out).toContain(out);
    expect(ended.err).toContain(err);
  });

  test('A-18 a process of its own prints and ends as the command line says', async () => {
    const { environment } = await host('sqlite');
    for (const [args, exitCode] of [
      [['help'], 0],
      [['accounts', 'remind', ...WHO], 1],
      [['acounts', 'add'], 2],
      [['audit', 'verify', '--config', file('genkan.yaml', 'durations:\n  stepUpFro: 5m\n')], 78],
    ] as const) {
      const alone = await genkan(args, environment);
      expect(alone, args.join(' ')).toEqual(await genkanHere(args, environment));
      expect(alone.exitCode, args.join(' ')).toBe(exitCode);
    }
  });

  test('A-18 speaks Japanese where the system does', async () => {
    const ended = await genkan([], { GENKAN_DATA: folder(), LANG: 'ja_JP.UTF-8' });
    expect(ended.out).toContain('コマンド:');
  });

  test('A-03 config check ends with 78 and says why, or with 0', async () => {
    const broken = await genkanHere(['config', 'check', '--config', file('genkan.yaml', 'durations:\n  stepUpFro: 5m\n')], {});
    expect([broken.exitCode, broken.out.includes('stepUpFor')]).toEqual([78, true]);
    const whole = await genkanHere(['config', 'check'], { GENKAN_DATA: folder() });
    expect([whole.exitCode, whole.out.includes('demo mode')]).toEqual([0, true]);
  });

  test('A-12 config check --effect opens the database and says whom the rules of the file would make enrol', async () => {
    const config = 'demo: true\nportals:\n  success:\n    twoFactorPolicy: {level: required}\n';
    const ended = await genkanHere(['config', 'check', '--effect', '--config', file('effect.yaml', config)], {
      GENKAN_DATA: folder(),
    });
    expect([ended.exitCode, ended.err]).toEqual([0, '']);
    expect(ended.out).toContain(
      'effect: portal success: 0 of 0 active accounts would enrol at the next sign-in (required by the portal)',
    );
    expect(ended.out).toContain('effect: portal support: nobody must enrol');
  });

  test('A-03 any other command ends with 78 too when the configuration is wrong', async () => {
    const ended = await genkanHere(['audit', 'verify'], { GENKAN_DATA: folder(), GENKAN_ORIGIN: 'https://portal.example.com' });
    expect([ended.exitCode, ended.err.includes('GENKAN_ORIGIN')]).toEqual([78, true]);
  });
});

describe.each(['sqlite', 'postgres'] as const)('accounts on %s', (kind) => {
  test('SEC-G07 SEC-K06 what an administrator of the company stopped the host still stops, so that the host alone opens it', async () => {
    const { run, ask } = await host(kind);
    await run('companies', 'add', '--portal', 'success', '--name', '株式会社みほん', '--id', 'mihon');
    await run('accounts', 'add', ...WHO, '--name', '伊藤 舞', '--company', '株式会社みほん');
    await ask("update account set status = 'suspended', suspended_by = id");
    expect(await run('accounts', 'disable', ...WHO, '--reason', 'fraud')).toMatchObject({ exitCode: 0 });
    expect(await ask('select status, suspended_by from account')).toEqual([{ status: 'suspended', suspended_by: null }]);
    expect(await run('accounts', 'disable', ...WHO, '--reason', 'again')).toMatchObject({ exitCode: 1 });
  });

  test('A-18 SEC-P02 SEC-P07 SEC-G07 are added once, reminded, disabled and reopened, each with its audit event and no secret', async () => {
    const { run, ask } = await host(kind);
    expect(await run('companies', 'add', '--portal', 'success', '--name', '株式会社みほん', '--id', 'mihon')).toMatchObject({
      exitCode: 0,
    });
    expect(await run('companies', 'add', '--portal', 'success', '--name', '株式会社みほん')).toMatchObject({ exitCode: 1 });
    const added = await run('accounts', 'add', ...WHO, '--name', '伊藤 舞', '--company', '株式会社みほん');
    expect([added.exitCode, added.out]).toEqual([0, expect.stringContaining('24 hours')]);
    expect(`${added.out}${added.err}`).not.toMatch(/[\w-]{43}|\$argon2/u);
    const again = await run('accounts', 'add', '--portal', 'success', '--email', 'MAI@success.EXAMPLE', '--name', 'Other');
    expect([again.exitCode, again.err]).toEqual([1, expect.stringContaining('has an account with that email address already')]);
    expect(await run('accounts', 'remind', ...WHO)).toMatchObject({ exitCode: 0 });
    expect(await run('accounts', 'disable', ...WHO, '--reason', 'left the company')).toMatchObject({ exitCode: 0 });
    expect(await run('accounts', 'disable', ...WHO, '--reason', 'again')).toMatchObject({ exitCode: 1 });
    expect(await run('accounts', 'remind', ...WHO)).toMatchObject({ exitCode: 1 });
    expect(await run('accounts', 'reopen', ...WHO, '--reason', 'came back')).toMatchObject({ exitCode: 0 });
    expect(await run('accounts', 'reopen', ...WHO, '--reason', 'again')).toMatchObject({ exitCode: 1 });
    expect(await run('accounts', 'disable', '--portal', 'success', '--email', 'no@one.example', '--reason', 'x')).toMatchObject({
      exitCode: 1,
    });
    expect(await run('audit', 'verify')).toMatchObject({ exitCode: 0 });

    const events = await ask('select type, detail, actor_kind, actor_id from audit_event order by seq');
    expect(events.map(({ type }) => type)).toEqual([
      'company.created',
      'account.created',
      'link.mailed',
      'link.mailed',
      'account.status-changed',
      'account.reopened',
    ]);
    expect(events.every((row) => row['actor_kind'] === 'system' && row['actor_id'] === 'host')).toBe(true);
    expect(events.filter(({ detail }) => String(detail).includes('left the company'))).toHaveLength(1);
    expect(events.filter(({ detail }) => String(detail).includes('came back'))).toHaveLength(1);
    expect(await ask('select status, password_record from account')).toEqual([{ status: 'active', password_record: null }]);
    const letters = (await ask('select kind from outbox')).map(({ kind: letter }) => String(letter));
    expect(letters.toSorted()).toEqual(['account-reopened', 'account-suspended', 'password-setup', 'password-setup']);
  });

  test('SEC-J01 A-18 a locked account is not reopened, and a dispute is asked for only where there is one to decide', async () => {
    const { run, ask } = await host(kind);
    const reason = ['--reason', 'asked on the phone'];
    await run('accounts', 'add', ...WHO, '--name', '伊藤 舞');
    const none = await run('accounts', 'dispute', ...WHO, ...reason);
    expect([none.exitCode, none.err]).toEqual([1, expect.stringContaining('not disputed')]);
    await ask("update account set status = 'suspended', locked_at = 1");
    const reopened = await run('accounts', 'reopen', ...WHO, ...reason, '--lift-not-me');
    expect([reopened.exitCode, reopened.err]).toEqual([1, expect.stringContaining('accounts dispute')]);
    expect(await ask('select status, locked_at from account')).toMatchObject([{ status: 'suspended' }]);
    const asked = await run('accounts', 'dispute', ...WHO, ...reason);
    expect([asked.exitCode, asked.out]).toEqual([0, expect.stringContaining('Dispute asked for')]);
    expect(await ask('select opens_at - asked_at as waits, asked_by from dispute_ask')).toMatchObject([{ asked_by: null }]);
    expect(await ask("select detail from audit_event where type = 'dispute.asked'")).toHaveLength(1);
    expect(await ask("select id from outbox where kind = 'dispute-asked'")).toHaveLength(1);
  });

  test('SEC-P04 lifting what "not me" closed has to be said, and names what counts again', async () => {
    const { run, ask } = await host(kind);
    await run('accounts', 'add', ...WHO, '--name', '伊藤 舞');
    await ask('update account set password_only_closed_at = 1, set_aside_since = 1');
    const unsaid = await run('accounts', 'reopen', ...WHO, '--reason', 'asked on the phone');
    expect([unsaid.exitCode, unsaid.err]).toEqual([1, expect.stringContaining('--lift-not-me')]);
    expect(await ask('select kind from outbox')).toEqual([{ kind: 'password-setup' }]);
    expect(await ask('select set_aside_since as since from account where password_only_closed_at is not null')).toHaveLength(1);
    const said = await run('accounts', 'reopen', ...WHO, '--reason', 'called back', '--lift-not-me');
    expect(said.exitCode).toBe(0);
    expect(await ask('select id from account where password_only_closed_at is null and set_aside_since is null')).toHaveLength(1);
  });

  test('SEC-A08 A-18 a password that strangers know is made useless once, with the reason in the log and a letter to its holder', async () => {
    const { run, ask } = await host(kind);
    await run('accounts', 'add', ...WHO, '--name', '伊藤 舞');
    const reason = ['--reason', 'found in a leak'];
    const without = await run('accounts', 'compromised', ...WHO, ...reason);
    expect([without.exitCode, without.err]).toEqual([1, expect.stringContaining('no password yet')]);
    await ask("update account set password_record = 'x', password_set_via = 'mailed-link'");
    expect(await run('accounts', 'compromised', ...WHO)).toMatchObject({ exitCode: 2 });
    expect(await run('accounts', 'compromised', '--portal', 'desk', '--email', 'a@b.example', ...reason)).toMatchObject({
      exitCode: 2,
    });
    const done = await run('accounts', 'compromised', ...WHO, ...reason);
    expect([done.exitCode, done.out]).toEqual([0, expect.stringContaining('mai@success.example')]);
    const again = await run('accounts', 'compromised', ...WHO, ...reason);
    expect([again.exitCode, again.err]).toEqual([1, expect.stringContaining('already')]);
    expect(await ask('select id from account where password_compromised_at is not null')).toHaveLength(1);
    const events = await ask("select detail, actor_id from audit_event where type = 'password.compromised'");
    expect(events).toEqual([{ detail: '{"because":"host","reason":"found in a leak"}', actor_id: 'host' }]);
    expect(await ask("select id from outbox where kind = 'password-compromised'")).toHaveLength(1);
  });

  test('SEC-E10 setup prints the code once, is repeated at will, and a log that was touched is found', async () => {
    const { run, ask } = await host(kind);
    expect(await ask('select id from account')).toEqual([]);
    const ops = ['--email', 'ops@portal.example.com', '--name', 'Rin Ops'];
    const first = await run('setup', ...ops);
    expect(first.out).toMatch(/https:\/\/portal\.example\.com\/desk\/setup\/[\w-]{22}\n/u);
    expect(await run('setup', ...ops)).toMatchObject({ exitCode: 0 });
    expect(await ask('select id from account')).toEqual([]);
    await ask(kind === 'sqlite' ? 'drop trigger audit_event_update' : 'alter table audit_event disable trigger all');
    await ask('update audit_event set at = at + 1 where seq = 1');
    const verdict = await run('audit', 'verify');
    expect([verdict.exitCode, verdict.err]).toEqual([1, expect.stringContaining('entry 1')]);
  });

  test('A-18 cases are imported all or none, a mistake is told with its line, and a second import changes nothing', async () => {
    const { run, ask } = await host(kind);
    await run('companies', 'add', '--portal', 'success', '--name', '株式会社みほん', '--id', 'mihon');
    const header = 'company,portal,number,subject,description,state,opened,updated';
    const good = [
      `\ufeff${header}`,
      'mihon,,TM-1,件名,"本文、\r\n改行",open,2026-11-20 09:30,2026-11-23T09:30:00+09:00',
      '株式会社みほん,success,TM-2,"a ""quoted"" one",text,done,2026/11/1,2026/11/2 8:05',
    ].join('\r\n');
    const bad = [
      header,
      'mihon,,TM-3,subject,text,open,2026-11-20,2026-11-21',
      'nobody,,TM-4,subject,text,open,2026-11-20,2026-11-21',
      'mihon,,TM 5,,text,closed,2026-02-31,2026-11-21',
      'mihon,,TM-3,subject,text,open,2026-11-20,2026-11-19',
      'mihon,,TM-6,subject',
    ].join('\n');
    const refused = await run('cases', 'import', file('bad.csv', bad));
    expect(refused.exitCode).toBe(1);
    expect(refused.err.trim().split('\n')).toEqual([
      'line 3: There is no such company, or more than one.',
      'line 4: subject is empty.',
      'line 4: number has another form. Example: TM-00012345',
      'line 4: state has another form. Example: open / waiting-for-customer / done',
      'line 4: opened has another form. Example: 2026-11-23 09:30',
      'line 5: updated is before opened.',
      'line 6: The row has 4 columns instead of 8.',
      'Nothing was imported, because of 7 mistakes.',
    ]);
    const path = file('good.csv', good);
    expect(await run('cases', 'import', path, '--dry-run')).toMatchObject({
      exitCode: 0,
      out: '2 cases can be imported. Nothing was changed.\n',
    });
    expect(await ask('select number from support_case')).toEqual([]);
    expect(await run('cases', 'import', path)).toMatchObject({ exitCode: 0, out: '2 cases were imported.\n' });
    const rows = await ask('select number, subject, description, opened_at from support_case order by number');
    expect(rows.map((row) => [row['number'], row['subject'], row['description'], Number(row['opened_at'])])).toEqual([
      ['TM-1', '件名', '本文、\r\n改行', Date.UTC(2026, 10, 20, 0, 30)],
      ['TM-2', 'a "quoted" one', 'text', Date.UTC(2026, 9, 31, 15)],
    ]);
    const again = await run('cases', 'import', path);
    expect([again.exitCode, again.err]).toEqual([1, expect.stringContaining('line 2: There is a case of this number already.')]);
    expect(await ask('select number from support_case')).toHaveLength(2);
    expect(await run('cases', 'import', join(path, 'none'))).toMatchObject({ exitCode: 1 });
  });
});

test('A-18 ten commands at once beside a running server on one file all succeed', async () => {
  const server = await startServer();
  onTestFinished(async () => void (await server.stop()));
  const ended = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      genkan(
        [
          'accounts',
          'add',
          '--portal',
          'success',
          '--email',
          `p${index}@success.example`,
          '--name',
          'P',
          '--company',
          'demo-sakura',
        ],
        {
          GENKAN_DATA: server.data,
        },
      ),
    ),
  );
  expect(ended.map(({ exitCode, err }) => `${exitCode} ${err}`)).toEqual(Array.from({ length: 10 }, () => '0 '));
  expect(await genkan(['audit', 'verify'], { GENKAN_DATA: server.data })).toMatchObject({ exitCode: 0 });
});

interface Host {
  readonly environment: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ended>;
  ask(text: string): ReturnType<typeof query>;
}

/** A production configuration of its own, without a server. */
async function host(kind: 'sqlite' | 'postgres'): Promise<Host> {
  const data = folder();
  const location = kind === 'postgres' ? await emptyLocation(kind) : ({ kind, path: join(data, 'genkan.db') } as const);
  const environment = {
    GENKAN_CONFIG: file('genkan.yaml', '{}'),
    GENKAN_DATA: data,
    GENKAN_KEYS: KEYS,
    GENKAN_ORIGIN: 'https://portal.example.com',
    SMTP_URL: 'smtp://127.0.0.1:2525',
    ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
  };
  const created = await genkanHere(['audit', 'verify'], environment);
  expect(created.exitCode, created.err).toBe(0);
  return { environment, run: (...args) => genkanHere(args, environment), ask: (text) => query(location, text) };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'genkan-command-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function file(name: string, content: string): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}
