/**
 * Bounded parallelism for expensive work (SEC-R03): so many at once, so many waiting, so long. Hashing shares a small thread
 * pool with files and name look-ups; without a bound a flood of sign-ins would stop those too.
 */
import { Fault } from '../core/outcome.ts';
import type { Duration } from '../core/time.ts';

export interface WorkLimits {
  readonly atOnce: number;
  readonly waiting: number;
  /** Longest wait for a free place. */
  readonly waitFor: Duration;
}

export interface WorkQueue {
  /** Runs the work when there is room, first come first served. Throws Fault 'overloaded' when there is none in time. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function openWorkQueue(limits: WorkLimits): WorkQueue {
  const waiting = new Set<() => void>();
  let running = 0;

  /** Resolves holding a place; whoever releases one hands it to the longest waiting. */
  function reservePlace(): Promise<void> {
    if (running < limits.atOnce) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.size >= limits.waiting) throw new Fault('overloaded', 'the hashing queue is full');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(start);
        reject(new Fault('overloaded', 'no place in the hashing queue in time'));
      }, limits.waitFor);
      const start = () => {
        clearTimeout(timer);
        waiting.delete(start);
        resolve();
      };
      waiting.add(start);
    });
  }

  function releasePlace(): void {
    const [next] = waiting;
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(work) {
      await reservePlace();
      try {
        return await work();
      } finally {
        releasePlace();
      }
    },
  };
}
