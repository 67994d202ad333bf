/**
 * Has the store forget what is over, once an hour, and tells the log where the audit log ends. Nobody waits for it: a failure is logged and the next hour tries again.
 * Each node has its own; two at the same time take different rows.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Duration, hours, type Instant, minutes } from './core/time.ts';
import type { Log } from './ports.ts';

/** Late enough that a start is not slowed, early enough for a node that is restarted every day. */
const FIRST_AFTER: Duration = minutes(1);
const EVERY: Duration = hours(1);
/** Between two batches, milliseconds: sign-ins that wait for the lock come first. */
const BREATH: Duration = 20;

export interface HousekeeperParts {
  /** One batch; answers how many rows it forgot. */
  readonly forgetOld: (at: Instant) => Promise<number>;
  /** One batch of the beginning of the audit log; nothing of it where an entry is not as it was written. */
  readonly forgetEntries: (at: Instant) => Promise<{ readonly count: number; readonly brokenAt: number | null }>;
  readonly databaseTime: () => Promise<Instant>;
  /** One line that names and signs the end of the audit log; undefined when its head is not ours. */
  readonly signedHead: () => Promise<string | undefined>;
  readonly clock: () => Instant;
  readonly log: Log;
}

export interface Housekeeper {
  /** Begins to look by itself; the timer keeps no process alive. */
  start(): void;
  /** Forgets batch after batch until nothing is left. Never throws. */
  forgetAll(): Promise<void>;
  /** Begins no further batch and resolves when the one under way has ended. */
  stop(): Promise<void>;
}

export function openHousekeeper(parts: HousekeeperParts): Housekeeper {
  const { forgetOld, forgetEntries, databaseTime, signedHead, clock, log } = parts;
  let isStopping = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    let count = 0;
    try {
      // The earlier of two clocks: one that has run ahead must not make the living look old.
      const at = Math.min(clock(), await databaseTime());
      while (!isStopping) {
        const forgotten = await forgetOld(at);
        if (forgotten === 0) break;
        count += forgotten;
        await pause(BREATH);
      }
      while (!isStopping) {
        const { count: entries, brokenAt } = await forgetEntries(at);
        if (brokenAt !== null) log.error('audit.not-forgotten', { entry: brokenAt });
        if (entries === 0) break;
        count += entries;
        await pause(BREATH);
      }
    } catch (error) {
      log.error('housekeeping.failed', {}, error);
    }
    if (count > 0) log.info('housekeeping.done', { count });
  }

  /** Into the log, which leaves the host: a cut end of the audit log shows against it (SEC-Q04). */
  async function tellHead(): Promise<void> {
    try {
      const head = await signedHead();
      if (head === undefined) log.error('audit.head-not-ours');
      else log.info('audit.head', { head });
    } catch (error) {
      log.error('audit.head-unread', {}, error);
    }
  }

  function forgetAll(): Promise<void> {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  function lookAfter(wait: Duration): void {
    if (isStopping) return;
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        void forgetAll()
          .then(tellHead)
          .then(() => lookAfter(EVERY)),
      wait,
    );
    timer.unref();
  }

  return {
    start: () => lookAfter(FIRST_AFTER),
    forgetAll,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
