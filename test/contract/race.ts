/**
 * Lets several processes do one thing to one database at the same moment. Each process opens the store, says that it is
 * ready and waits for the word; what can be done stands in `race-process.ts`. Processes that are done wait for the next race.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
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
  const racers = Array.from({ length: processes }, () => waiting.pop() ?? startRacer());
  try {
    const ready = await Promise.all(racers.map((racer) => racer.answerTo(JSON.stringify({ location, task, each }))));
    if (ready.some((answer) => answer !== 'ready')) throw new Error(`not ready for a race: ${ready.join()}`);
    const answers = await Promise.all(racers.map((racer) => racer.answerTo('go')));
    waiting.push(...racers);
    return answers.flatMap((answer): readonly Verdict[] => JSON.parse(answer));
  } catch (error) {
    for (const racer of racers) racer.end();
    throw error;
  }
}

interface Racer {
  /** The next line it says once it was told this; fails when it ends instead. */
  answerTo(line: string): Promise<string>;
  end(): void;
}

/** They end with us, when nothing can be said to them any more. */
const waiting: Racer[] = [];

function startRacer(): Racer {
  const { child, errors } = spawnProgram(PROGRAM, []);
  child.unref();
  for (const stream of child.stdio) if (stream instanceof Socket) stream.unref();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async answerTo(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`a racer ended before it answered "${line}": ${errors()}`);
      return value;
    },
    end: () => void child.kill('SIGKILL'),
  };
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
  const { child, errors } = spawnProgram(program, args);
  let output = '';
  child.stdout.on('data', (part) => (output += String(part)));
  const closed = once(child, 'close');
  return {
    child,
    output: () => output,
    async said(text) {
      while (!output.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), closed]);
        if (child.exitCode !== null && !output.includes(text)) throw new Error(`ended before it said "${text}": ${errors()}`);
      }
    },
    async finished() {
      const [code] = await closed;
      if (code !== 0) throw new Error(`ended with ${String(code)}: ${errors()}`);
      return output.trim().split('\n').at(-1) ?? '';
    },
  };
}

function spawnProgram(program: string, args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH }, stdio: 'pipe' });
  let errors = '';
  child.stderr.on('data', (part) => (errors += String(part)));
  return { child, errors: () => errors };
}
