/**
 * The part of the ports that recovery codes need: the living set of an account, the one code an attempt is compared with, and
 * the writes that decide who was first. Journeys and adapters take these types from `ports.ts`, of which this is a piece.
 */
import type { AccountId } from './core/account.ts';
import type { RecoveryCodeSet, Slot } from './core/recovery-codes.ts';
import type { Instant } from './core/time.ts';

/** A code that works, as it is stored. */
export interface StoredRecoveryCode {
  readonly id: string;
  readonly accountId: AccountId;
  readonly setId: string;
  readonly slot: Slot;
  /** PHC string of its hash: nothing else of the code is kept (SEC-C02). */
  readonly record: string;
  /** Since when the account has this set: a replacement keeps the time of its set. */
  readonly setIssuedAt: Instant;
  /** The holder said to have saved it. */
  readonly isSaved: boolean;
}

export type NewStoredRecoveryCode = Pick<StoredRecoveryCode, 'id' | 'slot' | 'record'>;

export interface RecoveryCodeReads {
  /** The living set of the account; undefined when there is none, or when it is set aside. */
  recoveryCodeSet(account: AccountId): Promise<RecoveryCodeSet | undefined>;
  /** The code of this slot that works now. */
  recoveryCode(account: AccountId, slot: Slot): Promise<StoredRecoveryCode | undefined>;
}

export interface RecoveryCodeWrites {
  /**
   * Puts a new set in place of `replaces`, whose codes are dead from then on. False when another set lives, or none where one
   * was to be replaced: of two who replace the same one, the first wins. False as well when no authenticator is bound any more.
   */
  issueRecoveryCodes(
    account: AccountId,
    replaces: string | null,
    set: { readonly id: string; readonly at: Instant; readonly codes: readonly NewStoredRecoveryCode[] },
  ): Promise<boolean>;
  /** Uses the code up and puts the replacement into its slot; false when it was used or ended meanwhile. */
  useRecoveryCode(code: StoredRecoveryCode, at: Instant, replacement: NewStoredRecoveryCode): Promise<boolean>;
  /** Notes that the living set, or its code of this slot, is saved; false when there is nothing to note. */
  saveRecoveryCodes(account: AccountId, setId: string, slot: Slot | null, at: Instant): Promise<boolean>;
  /** A set issued at `since` or later, or of which a code was used since, does not count until the account is opened again. */
  setAsideRecoveryCodes(account: AccountId, since: Instant): Promise<void>;
}
