/**
 * Lets several processes do one thing to one database at the same moment. Each process opens the store, says that it is
 * ready and waits for the word; what can be done stands in `race-process.ts`.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DatabaseLocation } from '../../src/store/open.ts';
import type { Task, Verdict } from './race-process.ts';

const PROGRAM = fileURLToPath(new URL('race-process.ts', import.meta.url));

/** Every answer of every process; `each` is how often one process does it, all at once. */
export async function race(
  location: DatabaseLocation,
  task: Task,
  { processes = 2, each = 50 }: { readonly processes?: number; readonly each?: number } = {},
): Promise<readonly Verdict[]> {
  const racers = Array.from({ length: processes }, () => startProcess(PROGRAM, [JSON.stringify(location), task, String(each)]));
  try {
    await Promise.all(racers.map((racer) => racer.said('ready')));
    for (const { child } of racers) child.stdin.end('go\n');
    const answers = await Promise.all(racers.map((racer) => racer.finished()));
    return answers.flatMap((answer): readonly Verdict[] => JSON.parse(answer));
  } finally {
    for (const { child } of racers) child.kill('SIGKILL');
  }
}

export interface StartedProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything it has written so far. */
  output(): string;
  /** Resolves once it wrote this; fails when it ends before. */
  said(text: string): Promise<void>;
  /** The last line it wrote; fails when it does not end well. */
  finished(): Promise<string>;
}

/** Runs a TypeScript file of the tests with the same Node that runs the tests. */
export function startProcess(program: string, args: readonly string[]): StartedProcess {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH }, stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (part) => (output += String(part)));
  child.stderr.on('data', (part) => (errors += String(part)));
  const closed = once(child, 'close');
  return {
    child,
    output: () => output,
    async said(text) {
      while (!output.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), closed]);
        if (child.exitCode !== null && !output.includes(text)) throw new Error(`ended before it said "${text}": ${errors}`);
      }
    },
    async finished() {
      const [code] = await closed;
      if (code !== 0) throw new Error(`ended with ${String(code)}: ${errors}`);
      return output.trim().split('\n').at(-1) ?? '';
    },
  };
}
