/**
 * docs/install.md as a reader follows it: every `sh` block, in order, in one shell. Replaced are the names the page says, and nothing
 * else; `npm ci`, in a block of its own marked `first`, has run before any test. Then the mails are read and the doors tried.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openPostOffice } from '../mail/post-office.ts';
import { freePort } from '../support/server.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs/install.md'), 'utf8');
const HOST = 'portal.example.com';
const MAILS_WITHIN = 60_000;

test('A-18 A-04 docs/install.md leads from nothing to two people who sign in', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-install-'));
  const office = await openPostOffice();
  const port = await freePort();
  onTestFinished(async () => {
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const rules: readonly (readonly [string, string])[] = [
    ['/etc/genkan', join(folder, 'etc')],
    ['/var/lib/genkan', join(folder, 'data')],
    ['smtp.example.com:587', `127.0.0.1:${office.port}`],
    ['127.0.0.1:3000', `127.0.0.1:${port}`],
    ['PORT=3000', `PORT=${port}`],
  ];
  const blocks = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(8);
  const script = rules.reduce((text, [from, to]) => text.replaceAll(from, to), blocks.join('\n'));
  writeFileSync(join(folder, 'install.sh'), `set -eu\n${script}\necho "END OF PAGE $!"\n`);

  const shell = spawn('bash', [join(folder, 'install.sh')], {
    cwd: ROOT,
    detached: true,
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => endGroup(shell));
  const printed = collect(shell);
  await once(shell, 'exit');
  expect(printed(), 'every command of the page succeeds').toContain('END OF PAGE');

  const link = new RegExp(`https://${HOST}(/desk/setup/[\\w-]{22})`, 'u').exec(printed())?.[1] ?? '';
  expect((await ask(port, link)).body).toContain('Register the first administrator');
  expect(printed()).toContain('The audit log is whole');
  expect(printed()).not.toMatch(/\/success\/password\//u);

  const limit = Date.now() + MAILS_WITHIN;
  while (office.received.length < 2 && Date.now() < limit) await wait(100);
  // A copy: each sign-in sends a letter of its own.
  const invitations = [...office.received];
  expect(invitations.flatMap(({ recipients }) => recipients).toSorted()).toEqual(['hana@mihon.example', 'taro@mihon.example']);
  for (const [index, { mail, recipients }] of invitations.entries()) {
    const path = new RegExp(`https://${HOST}(/success/password/\\S+)`, 'u').exec(mail.text ?? '')?.[1] ?? '';
    expect(path, mail.text).not.toBe('');
    const password = `violet tram ${index} kettle`;
    const set = await send(port, path, { password });
    expect([set.status, set.location], set.body).toEqual([303, '/success/sign-in?notice=password-set']);
    const signedIn = await send(port, '/success/sign-in', { email: recipients[0] ?? '', password });
    expect(signedIn.location).toBe('/success/dashboard');
    const dashboard = await ask(port, '/success/dashboard', signedIn.cookies);
    expect(dashboard.status).toBe(200);
    expect(dashboard.body).toContain('TM-00000001');
  }
});

test('A-18 the page names every command that there is', () => {
  const help = spawnSync(process.execPath, [join(ROOT, 'dist/genkan.js'), '--lang', 'en'], { encoding: 'utf8' }).stdout;
  const commands = [...help.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {1,}/gmu)].map(([, name = '']) => name);
  const operations = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  expect(commands.length).toBeGreaterThanOrEqual(10);
  expect(commands.filter((name) => !`${PAGE}${operations}`.includes(name))).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
  readonly cookies: string;
}

/** One request as the proxy passes it on: by plain HTTP, under the public host name. */
function ask(port: number, path: string, cookies = '', form: string | null = null): Promise<Reply> {
  return new Promise((answer, fail) => {
    const headers: Record<string, string> = { host: HOST, cookie: cookies, 'accept-language': 'en' };
    if (form !== null) headers['content-type'] = 'application/x-www-form-urlencoded';
    const method = form === null ? 'GET' : 'POST';
    const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (body += String(part)));
      response.on('end', () => {
        const fresh = (response.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? '');
        const kept = [cookies, ...fresh].filter((each) => each !== '').join('; ');
        answer({ status: response.statusCode ?? 0, location: response.headers.location ?? null, body, cookies: kept });
      });
    });
    asking.on('error', fail);
    asking.end(form ?? '');
  });
}

/** Opens the page and sends its form. */
async function send(port: number, path: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
  const page = await ask(port, path);
  const token = /name="form_token" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
  return ask(port, path, page.cookies, new URLSearchParams({ ...fields, form_token: token }).toString());
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += String(part)));
  return () => text;
}

/** The server that the page left running in the background, and whoever started it. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // Nobody of the group is left.
  }
}
