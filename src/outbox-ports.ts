/** The courier's side of the outbox, and where the letters of demo mode can be read. */
import type { Language } from './core/language.ts';
import type { Letter } from './core/letter.ts';
import type { Duration, Instant } from './core/time.ts';

/** Which request waits for a letter, and whether it goes to the sign-in address, which is never given up. */
export interface AwaitedBy {
  readonly requestId: string;
  readonly address: 'sign-in' | 'other';
}

/** A letter that one courier holds until its lease ends. `attempts` counts this one too. */
export interface ClaimedLetter {
  readonly id: string;
  readonly letter: Letter;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** Null: nothing waits for it. */
  readonly awaitedAddress: AwaitedBy['address'] | null;
  /** First refused for good then; it is tried once more. */
  readonly refusedAt: Instant | null;
}

/** The courier's side of the outbox. Letters are sealed while they wait and erased once sent or given up. */
export interface OutboxStore {
  /** At most `limit` due letters, oldest first; each goes to one courier only, until `at + leaseFor`. */
  claim(limit: number, at: Instant, leaseFor: Duration): Promise<readonly ClaimedLetter[]>;
  markSent(id: string, at: Instant): Promise<void>;
  markRetry(id: string, nextAttemptAt: Instant): Promise<void>;
  markFailed(id: string, at: Instant): Promise<void>;
  /** Refused for good, and tried once more then. */
  markRefused(id: string, at: Instant, nextAttemptAt: Instant): Promise<void>;
  /** Refused a second time: the address is given up, and nothing waits for the letter any more. */
  markStruck(id: string, at: Instant): Promise<void>;
  /** When the letter that waits longest was queued; undefined when none waits. */
  oldestUnsent(): Promise<Instant | undefined>;
  pendingCount(): Promise<number>;
}

/** A letter that demo mode kept instead of sending it. */
export interface DemoMail {
  /** Name of the sender as the letter shows it: the portal. */
  readonly from: string;
  readonly to: readonly string[];
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Instant;
}

/** Where the letters of demo mode can be read. */
export interface DemoMailbox {
  /** Newest first, at most 200. */
  list(): readonly DemoMail[];
}
