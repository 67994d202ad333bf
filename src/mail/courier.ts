/**
 * Takes letters out of the outbox and has them delivered (SEC-P01): after every change that queued one, and every few
 * seconds for those that wait. A letter may go out twice when the process dies between sending and marking, never zero
 * times. A mail outage blocks nothing: it is logged, and raised as an alarm when letters wait too long.
 */
import { Fault } from '../core/outcome.ts';
import { type Duration, hours, type Instant, minutes, seconds } from '../core/time.ts';
import type { ClaimedLetter, Log, OutboxStore, Random } from '../ports.ts';
import { backOff } from './back-off.ts';
import type { Deliverer, RenderedLetter } from './deliverer.ts';

/** Longer than a deliverer may take (`smtp.ts`), so that no second courier takes up a letter in flight. */
const LEASE_FOR = minutes(2);
const AT_ONCE = 4;
const LOOK_EVERY = seconds(5);
/** The age of the oldest waiting letter that raises the alarm, and how often it is repeated. */
const ALARM_AFTER = minutes(5);
const ALARM_EVERY = minutes(15);
/** How long a letter is tried that a request waits for, and when an address that refused one is asked again. */
const AWAITED_FOR = hours(72);
const ASK_AGAIN_AFTER = hours(24);

export interface CourierParts {
  readonly outbox: OutboxStore;
  readonly deliverer: Deliverer;
  readonly render: (claimed: ClaimedLetter) => RenderedLetter;
  /** The database's, so that a node whose clock is wrong gives nothing up early. */
  readonly clock: () => Instant | Promise<Instant>;
  readonly random: Random;
  /** From queueing to giving up. */
  readonly retryFor: Duration;
  readonly log: Log;
}

export interface Courier {
  /** Begins to look by itself. */
  start(): void;
  /** Looks now: a letter was queued. Returns at once and never throws. */
  wake(): void;
  /** Tries every letter that is due, then looks how long the others wait. Throws when the outbox itself fails. */
  deliverDue(): Promise<void>;
  /** Begins no further letter and resolves when those in flight have arrived or failed. */
  stop(): Promise<void>;
}

export function openCourier(parts: CourierParts): Courier {
  const { outbox, clock, log } = parts;
  let isStopping = false;
  let isWoken = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let alarmedAt: Instant | null = null;

  async function deliverDue(): Promise<void> {
    while (!isStopping) {
      const claimed = await outbox.claim(AT_ONCE, await clock(), LEASE_FOR);
      if (claimed.length === 0) break;
      const results = await Promise.allSettled(claimed.map((each) => deliverOne(parts, each)));
      const broken = results.find((result) => result.status === 'rejected');
      if (broken !== undefined) throw broken.reason;
    }
    await watchAge();
  }

  async function watchAge(): Promise<void> {
    const oldest = await outbox.oldestUnsent();
    const now = await clock();
    const isLate = oldest !== undefined && now - oldest >= ALARM_AFTER;
    if (isLate && (alarmedAt === null || now - alarmedAt >= ALARM_EVERY)) {
      alarmedAt = now;
      log.error('mail.behind', { waiting: await outbox.pendingCount(), oldestMs: now - oldest });
    } else if (!isLate && alarmedAt !== null) {
      alarmedAt = null;
      log.info('mail.caught-up');
    }
  }

  async function run(): Promise<void> {
    do {
      isWoken = false;
      try {
        await deliverDue();
      } catch (error) {
        log.error('mail.outbox-failed', { reason: reasonOf(error) });
      }
    } while (isWoken && !isStopping);
  }

  function wake(): void {
    isWoken = true;
    if (isStopping || running !== null) return;
    clearTimeout(timer);
    running = run().finally(() => {
      running = null;
      if (isStopping) return;
      timer = setTimeout(wake, LOOK_EVERY);
      timer.unref();
    });
  }

  return {
    start: wake,
    wake,
    deliverDue,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function deliverOne(parts: CourierParts, claimed: ClaimedLetter): Promise<void> {
  const { outbox, deliverer, render, clock, log } = parts;
  try {
    await deliverer.deliver(render(claimed));
  } catch (error) {
    await putOff(parts, claimed, error);
    return;
  }
  await outbox.markSent(claimed.id, await clock());
  log.info('letter.sent', about(claimed));
}

async function putOff(
  { outbox, deliverer, clock, random, retryFor, log }: CourierParts,
  claimed: ClaimedLetter,
  error: unknown,
): Promise<void> {
  const now = await clock();
  // What a request waits for may be refused twice, a day apart; and its request itself is over after three days.
  const endsAt = claimed.createdAt + (claimed.awaitedAddress === null ? retryFor : Math.max(retryFor, AWAITED_FOR));
  const fields = { ...about(claimed), reason: reasonOf(error) };
  if (deliverer.isPermanent(error) && claimed.awaitedAddress === 'other') {
    await refuseTwice(outbox, claimed, now, log);
    return;
  }
  if (deliverer.isPermanent(error) || now >= endsAt) {
    await outbox.markFailed(claimed.id, now);
    log.error('letter.failed', fields);
    return;
  }
  // The last attempt is made exactly at the end.
  const retryAt = Math.min(now + backOff(claimed.attempts, random), endsAt);
  await outbox.markRetry(claimed.id, retryAt);
  log.info('letter.put-off', { ...fields, retryInMs: retryAt - now });
}

/** desk.md section 4, command 17: an extra address that refuses mail twice, a day apart, is given up. */
async function refuseTwice(outbox: OutboxStore, claimed: ClaimedLetter, now: Instant, log: Log): Promise<void> {
  if (claimed.refusedAt === null) {
    await outbox.markRefused(claimed.id, now, now + ASK_AGAIN_AFTER);
    log.info('letter.refused', about(claimed));
    return;
  }
  await outbox.markStruck(claimed.id, now);
  log.error('letter.struck', about(claimed));
}

function about({ id, letter, attempts }: ClaimedLetter): Record<string, string | number> {
  return { letter: id, kind: letter.content.kind, portal: letter.portal, attempts };
}

/**
 * A word for the log. Never the message or the answer of the server: both quote addresses (SEC-Q03), and an error's cause
 * may quote the letter.
 */
function reasonOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('responseCode' in error && typeof error.responseCode === 'number') return `smtp-${error.responseCode}`;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/u.test(error.code)) return error.code;
  return 'unknown';
}
