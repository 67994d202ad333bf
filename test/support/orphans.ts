/** Programs that a test run starts for longer than one test must not outlive it, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Once this process is gone the other one gets the signal, and `folder` is removed. A negative `pid` is that of a group. The answer is
 * the watching process, to be killed when everything was tidied up by other means; undefined where there is no shell.
 */
export function endWithUs(pid: number, signal: 'QUIT' | 'KILL', folder: string): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  // The pipe breaks with the process that holds its other end.
  const script = 'cat; kill -s "$0" -- "$1"; sleep 1; rm -rf "$2"';
  const guard = spawn('/bin/sh', ['-c', script, signal, String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return guard;
}
