/**
 * The product as an operator starts it: the built server, the pinned Node, a process of its own, an empty data folder, a free
 * port of the loopback. What it prints is kept, so that a test can look for what must not be in it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface RunningServer {
  /** `http://localhost:PORT`, the origin demo mode expects. */
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** The GENKAN_DATA folder; removed by `stop` when it was made here. */
  readonly data: string;
  /** Every line printed so far, on either stream, oldest first. */
  readonly lines: readonly string[];
  /** Asks the server to end (SIGTERM) or kills it, waits for its end, answers the exit code; null when a signal ended it. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => Promise<number | null>;
}

export interface ServerSettings {
  /** Environment of the server besides PATH, PORT and GENKAN_DATA. */
  readonly environment?: Readonly<Record<string, string>>;
  /** An existing data folder, for a second start on the same data. */
  readonly data?: string;
  readonly port?: number;
  /** The Host that /readyz is asked under, where it is not localhost. */
  readonly host?: string;
}

const ROOT = join(import.meta.dirname, '..', '..');
const BUILT = join(ROOT, 'dist', 'server.js');
const READY_WITHIN = 30_000;
const END_WITHIN = 20_000;

/** Starts the server and waits until GET /readyz answers 200; throws with what it printed when it ends before that. */
export async function startServer(settings: ServerSettings = {}): Promise<RunningServer> {
  const port = settings.port ?? (await freePort());
  const started = spawnServer({ ...settings, port });
  const origin = `http://localhost:${port}`;
  const limit = Date.now() + READY_WITHIN;
  while (!(await answersReady(port, settings.host))) {
    if (started.process.exitCode !== null || started.process.signalCode !== null || Date.now() > limit) {
      await started.stop('SIGKILL');
      throw new Error(`the server did not become ready:\n${started.lines.join('\n')}`);
    }
    await wait(50);
  }
  return { ...started, origin, port, pid: started.process.pid ?? 0 };
}

/** Starts the server and waits for its end: for a start that must be refused. */
export async function runToEnd(
  settings: ServerSettings = {},
): Promise<{ readonly exitCode: number | null; readonly lines: readonly string[] }> {
  const started = spawnServer({ ...settings, port: settings.port ?? (await freePort()) });
  const timer = setTimeout(() => started.process.kill('SIGKILL'), END_WITHIN);
  if (started.process.exitCode === null && started.process.signalCode === null) await once(started.process, 'close');
  clearTimeout(timer);
  return { exitCode: await started.stop(), lines: started.lines };
}

interface Started extends Pick<RunningServer, 'data' | 'lines' | 'stop'> {
  readonly process: ChildProcess;
}

function spawnServer(settings: ServerSettings & { readonly port: number }): Started {
  if (!existsSync(BUILT)) throw new Error('dist/server.js is missing: run `npm run build` first');
  const data = settings.data ?? mkdtempSync(join(tmpdir(), 'genkan-data-'));
  const child = spawn(process.execPath, ['--enable-source-maps', '--max-semi-space-size=4', BUILT], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: String(settings.port), GENKAN_DATA: data, ...settings.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const stop: RunningServer['stop'] = async (signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close');
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN);
      await ended;
      clearTimeout(timer);
    }
    if (settings.data === undefined) rmSync(data, { recursive: true, force: true });
    return child.exitCode;
  };
  return { process: child, data, lines, stop };
}

/** Whether GET /readyz answers 200 now. By node:http, because fetch does not let the Host be chosen. */
export function answersReady(port: number, host = `localhost:${port}`): Promise<boolean> {
  return new Promise((answer) => {
    const asking = get({ host: '127.0.0.1', port, path: '/readyz', headers: { host }, agent: false, timeout: 2000 }, (response) => {
      response.resume();
      answer(response.statusCode === 200);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => answer(false));
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
