/**
 * What the courier hands over and to whom: a finished letter, and whoever carries it away. By SMTP in earnest
 * (`smtp.ts`), into a file in demo mode (`demo-mailbox.ts`).
 */
import type { Language } from '../core/language.ts';
import type { Instant } from '../core/time.ts';

/** A letter with every word in place. Nothing in it is secret but the one-time link, if it has one. */
export interface RenderedLetter {
  /** Of the outbox row: the same at every attempt, so that a letter sent twice can be recognised as one. */
  readonly id: string;
  /** When it was queued. */
  readonly at: Instant;
  /** Name of the sender: the full name of the portal. */
  readonly sender: string;
  /** Where an answer goes; null: to the address letters come from. */
  readonly replyTo: string | null;
  /** The stored address. */
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Deliverer {
  /** Resolves once the other side has taken the letter; throws when it did not, or may not have. */
  deliver(letter: RenderedLetter): Promise<void>;
  /** Whether this error of `deliver` will come again however often this letter is tried. */
  isPermanent(error: unknown): boolean;
}
