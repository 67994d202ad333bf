/** The command `genkan`: what it printed and its exit code. As an operator runs it, or the same without a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../src/cli/command-line.ts';

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'genkan.js');

/** The built bundle in a process of its own. */
export async function genkan(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['--enable-source-maps', BUILT, ...args], {
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, out, err };
}

/** The same command line in this process, thirty times as quick; not for `serve`, nor where two write to one SQLite file at once. */
export async function genkanHere(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  let [out, err] = ['', ''];
  const exitCode = await runCommandLine(args, {
    environment,
    locale: 'en-US',
    out: (part) => {
      out += part;
    },
    err: (part) => {
      err += part;
    },
  });
  return { exitCode, out, err };
}
