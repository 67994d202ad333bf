/**
 * Starting and stopping as an operator does it: by `npm start`, by a supervisor, with a configuration that must not run, while a
 * request is under way.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answersReady, freePort, runToEnd, startServer } from '../support/server.ts';

describe('npm start', () => {
  it('A-01 builds, answers ready, and ends with npm at SIGTERM: exit code 0, port free', async () => {
    const port = await freePort();
    const data = temporaryFolder();
    const npm = spawn('npm', ['start'], {
      env: { PATH: process.env.PATH, HOME: data, PORT: String(port), GENKAN_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void npm.kill('SIGKILL'));
    const printed = text(npm.stdout);
    while (npm.exitCode === null && !(await answersReady(port))) await wait(100);

    npm.kill('SIGTERM');
    await once(npm, 'close');
    expect(npm.exitCode).toBe(0);
    expect(await answersReady(port)).toBe(false);
    const lines = (await printed).split('\n').filter((line) => line !== '' && !line.startsWith('>'));
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(expect.arrayContaining(['listening', 'stopping', 'stopped']));
  });
});

describe('a configuration that must not run', () => {
  const production = {
    GENKAN_ORIGIN: 'https://portal.example.com',
    GENKAN_KEYS: `a:${Buffer.from('5f1d8c39a7e2460b9d13c8f27ab4e65092d7c1384bf6ea0759831c2d6e4fa0b7', 'hex').toString('base64')}`,
    SMTP_URL: 'smtp://127.0.0.1:2525',
  };

  it.each([
    ['demo mode with a database server', { DATABASE_URL: 'postgres://127.0.0.1/genkan' }, 'DATABASE_URL'],
    ['demo mode with master keys', { GENKAN_KEYS: production.GENKAN_KEYS }, 'GENKAN_KEYS'],
    ['demo mode with a public origin', { GENKAN_ORIGIN: production.GENKAN_ORIGIN }, 'GENKAN_ORIGIN'],
    ['demo mode in production', { NODE_ENV: 'production' }, 'NODE_ENV'],
  ])('SEC-N08 %s ends with one sentence and exit code 78', async (_what, environment, named) => {
    await expectRefusal(await runToEnd({ environment }), named);
  });

  it.each([
    ['without master keys', { GENKAN_KEYS: '' }, 'GENKAN_KEYS'],
    ['with a short master key', { GENKAN_KEYS: 'a:c2hvcnQ=' }, 'GENKAN_KEYS'],
    ['without a mail server', { SMTP_URL: '' }, 'SMTP_URL'],
    ['with an origin that is not https', { GENKAN_ORIGIN: 'http://portal.example.com' }, 'GENKAN_ORIGIN'],
  ])('SEC-M02 A-19 production %s ends with one sentence and exit code 78', async (_what, change, named) => {
    await expectRefusal(await runToEnd({ environment: { ...production, ...change, GENKAN_CONFIG: configFile('{}') } }), named);
  });

  it('A-02 a configuration file with an unknown key ends with one sentence that names the key', async () => {
    const environment = { ...production, GENKAN_CONFIG: configFile('durations:\n  pendingSignInFro: 5m\n') };
    await expectRefusal(await runToEnd({ environment }), 'pendingSignInFro');
  });

  it('A-02 every problem of a file is said, one line each, and laxer numbers of a file that is right are in the log', async () => {
    const wrong = configFile('demo: true\ndurations: {stepUpFor: 1h}\notp: {window: 2}\n');
    const ended = await runToEnd({ environment: { GENKAN_CONFIG: wrong } });
    expect(ended.exitCode).toBe(78);
    expect(ended.lines).toEqual([
      expect.stringMatching(/^Genkan cannot start: .*genkan\.yaml:2:13: durations\.stepUpFor takes/u),
      expect.stringMatching(/^ {2}.*genkan\.yaml:3:7: otp\.window takes 0 or 1/u),
    ]);

    const right = configFile('demo: true\nrecovery: {wait: {low: 10s}}\nportals: {support: {enabled: false}}\n');
    const server = await startServer({ environment: { GENKAN_CONFIG: right } });
    expect((await fetch(`${server.origin}/support/sign-in`)).status).toBe(404);
    expect((await fetch(`${server.origin}/success/sign-in`)).status).toBe(200);
    await server.stop();
    expect(server.lines.join('\n')).toContain('recovery.wait.low is 10s, laxer than the default 24h');
  });

  it('SEC-M02 a production start without any of these faults is ready', async () => {
    const server = await startServer({
      environment: { ...production, GENKAN_CONFIG: configFile('{}') },
      host: 'portal.example.com',
    });
    expect(await server.stop()).toBe(0);
  });

  async function expectRefusal(ended: Awaited<ReturnType<typeof runToEnd>>, named: string): Promise<void> {
    expect(ended.lines).toEqual([expect.stringMatching(/^Genkan cannot start: .+$/u)]);
    expect(ended.lines[0]).toContain(named);
    expect(ended.exitCode).toBe(78);
  }
});

describe('a stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends with exit code 0 and says so once', async (signal) => {
    const server = await startServer();
    expect(await server.stop(signal)).toBe(0);
    expect(server.lines.filter((line) => JSON.parse(line).event === 'stopped')).toHaveLength(1);
  });

  it('A-23 answers the request that is under way and takes no new one', async () => {
    const server = await startServer();
    const body = 'email=hanako%40success.example&password=x';
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /success/sign-in HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n`);
    socket.write(`Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
    await wait(200);

    const stopped = server.stop('SIGTERM');
    while (await answersReady(server.port)) await wait(50);
    const answer = text(socket);
    socket.write(body.slice(10));
    expect(await answer).toMatch(/^HTTP\/1\.1 (?:200|403|422) /u);
    expect(await stopped).toBe(0);
  });

  it('A-23 a second start finds the data of the first', async () => {
    const data = temporaryFolder();
    for (const round of ['first', 'second']) {
      const server = await startServer({ data });
      expect(await server.stop(), round).toBe(0);
    }
  });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function configFile(content: string): string {
  const path = join(temporaryFolder(), 'genkan.yaml');
  writeFileSync(path, content);
  return path;
}
