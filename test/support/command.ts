/** The command `genkan` as an operator runs it: the built bundle, a process of its own, what it printed and its exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'genkan.js');

export async function genkan(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['--enable-source-maps', BUILT, ...args], {
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, out, err };
}
