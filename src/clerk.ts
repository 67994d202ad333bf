/**
 * Has the journeys look after filed requests and invitations: finds their accounts, sends their letters, ends what is over. It looks at moments
 * of its own choosing, never when a form arrives, so that nobody who files can tell from the time of any answer whether an
 * account was found (SEC-E04). Each node has its own; a request that two of them take changes once.
 */
import { type Duration, seconds } from './core/time.ts';
import type { Log, Random } from './ports.ts';

/** Between two looks: this, and up to as much again by chance. */
const AT_LEAST: Duration = seconds(0.5);

export interface ClerkParts {
  /** One batch; answers how many requests it changed. */
  readonly lookOnce: () => Promise<number>;
  readonly random: Random;
  readonly log: Log;
}

export interface Clerk {
  /** Begins to look by itself; the timer keeps no process alive. */
  start(): void;
  /** Looks until nothing is left to do. Throws when the store fails. */
  lookNow(): Promise<void>;
  /** Begins no further batch and resolves when the one under way has ended. */
  stop(): Promise<void>;
}

export function openClerk({ lookOnce, random, log }: ClerkParts): Clerk {
  let isStopping = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function lookNow(): Promise<void> {
    while (!isStopping && (await lookOnce()) > 0);
  }

  async function run(): Promise<void> {
    try {
      await lookNow();
    } catch (error) {
      log.error('clerk.failed', {}, error);
    }
  }

  function lookAfterAWhile(): void {
    if (isStopping) return;
    const [byChance = 0] = random.bytes(1);
    timer = setTimeout(
      () => {
        running = run().finally(lookAfterAWhile);
      },
      AT_LEAST + (AT_LEAST * byChance) / 256,
    );
    timer.unref();
  }

  return {
    start: lookAfterAWhile,
    lookNow,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
