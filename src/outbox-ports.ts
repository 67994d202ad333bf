/** The courier's side of the outbox, and where the letters of demo mode can be read. */
import type { Language } from './core/language.ts';
import type { Letter } from './core/letter.ts';
import type { Duration, Instant } from './core/time.ts';

/** A letter that one courier holds until its lease ends. `attempts` counts this one too. */
export interface ClaimedLetter {
  readonly id: string;
  readonly letter: Letter;
  readonly attempts: number;
  readonly createdAt: Instant;
}

/** The courier's side of the outbox. Letters are sealed while they wait and erased once sent or given up. */
export interface OutboxStore {
  /** At most `limit` due letters, oldest first; each goes to one courier only, until `at + leaseFor`. */
  claim(limit: number, at: Instant, leaseFor: Duration): Promise<readonly ClaimedLetter[]>;
  markSent(id: string, at: Instant): Promise<void>;
  markRetry(id: string, nextAttemptAt: Instant): Promise<void>;
  markFailed(id: string, at: Instant): Promise<void>;
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
