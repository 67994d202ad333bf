/**
 * The part of the ports that contact data needs: its history, changes that wait for a mailbox, the links that confirm and cancel
 * them. Journeys and adapters take these types from `ports.ts`, of which this is a piece.
 */
import type { Account, AccountId, PortalId } from './core/account.ts';
import type { BoundAuthenticator } from './core/authenticator.ts';
import type { ContactChange, ContactKind, ContactPoint, ContactSetVia } from './core/contact.ts';
import type { Instant } from './core/time.ts';

export type ContactLinkPurpose = 'confirmation' | 'cancellation';

/** What decisions about contact data rest on; `recoveryVersion` tells whether it still stands when they are written. */
export interface ContactFacts {
  readonly account: Account;
  readonly authenticators: readonly BoundAuthenticator[];
  readonly recoveryVersion: number;
  /** A confirmed request for removal is under way, or was just redeemed: nothing changes now (desk.md invariant 5, quarantine). */
  readonly isRecoveryRunning: boolean;
  /** The whole history. */
  readonly points: readonly ContactPoint[];
  /** Changes that wait, over or not, eldest first; the journey judges time. */
  readonly waiting: readonly ContactChange[];
}

export interface ContactLink {
  readonly id: string;
  readonly digest: string;
  readonly purpose: ContactLinkPurpose;
  readonly change: ContactChange;
}

export interface NewContactChange extends Omit<ContactChange, 'state' | 'confirmedAt'> {
  readonly portal: PortalId;
}

export interface NewContactValue {
  readonly id: string;
  readonly value: string;
  readonly canonical: string;
  readonly setVia: ContactSetVia;
}

/** What stands after a change was undone, and what does not any more. */
export interface RestoredAddresses extends Pick<Account, 'email' | 'notificationAddresses'> {
  readonly gone: readonly string[];
}

export interface ContactReads {
  contactFacts(account: AccountId): Promise<ContactFacts>;
  contactLink(portal: PortalId, id: string): Promise<ContactLink | undefined>;
  /** Accounts of the portal that once had this sign-in address, and have another now. */
  formerHolders(portal: PortalId, canonicalEmail: string): Promise<readonly AccountId[]>;
}

/** Each belongs into a transaction that has claimed the account's recovery version: that is what orders them. */
export interface ContactWrites {
  /** Changes of the same kind and, for notices, of the same address that still wait are void after this. */
  insertContactChange(row: NewContactChange): Promise<void>;
  insertContactLink(row: {
    readonly id: string;
    readonly digest: string;
    readonly changeId: string;
    readonly purpose: ContactLinkPurpose;
  }): Promise<void>;
  /**
   * Pending -> confirmed; false when it is not pending, over at `at`, or the account is not active or not at the security version
   * it was asked for with. `cancelUntil` begins anew.
   */
  confirmContactChange(id: string, at: Instant, cancelUntil: Instant): Promise<boolean>;
  /** Cancelled from then on; false when it is not in the state it was seen in, or over at `at`. */
  cancelContactChange(id: string, from: 'pending' | 'confirmed', at: Instant): Promise<boolean>;
  /**
   * The address of a confirmed change becomes the sign-in address; the one before is told of everything, held until `heldUntil`.
   * False when the address is taken in this portal, or kept for somebody who may still take it back.
   */
  changeSignInAddress(
    change: ContactChange,
    pointIds: readonly [string, string],
    at: Instant,
    heldUntil: Instant,
  ): Promise<boolean>;
  /**
   * As if the change had never been: its old address is the sign-in address again, and whatever address came with it or after
   * it goes; addresses for notices that were taken away meanwhile are back. Null when the old address is somebody else's.
   */
  restoreSignInAddress(change: ContactChange, at: Instant): Promise<RestoredAddresses | null>;
  /** Phone or name; null takes a number away. */
  setContact(
    account: AccountId,
    kind: Extract<ContactKind, 'phone' | 'name'>,
    next: NewContactValue | null,
    at: Instant,
  ): Promise<void>;
  addNotificationAddress(account: AccountId, next: NewContactValue, changeId: string, at: Instant): Promise<void>;
  /** False when it is not there any more. */
  removeNotificationAddress(account: AccountId, pointId: string, at: Instant): Promise<boolean>;
  /** What waits and was asked for in this session, or in any but that one, never happens; what is just being asked for is waited for. */
  voidContactChanges(account: AccountId, asked: { readonly in?: string; readonly notIn?: string }): Promise<void>;
  /** Whether the session was not ended meanwhile. */
  isSessionAlive(id: string): Promise<boolean>;
  /**
   * Mailed links that could still do something, and of those that object the ones to notices since then; null: none of these.
   * Grows the account's security version.
   */
  voidMailedLinks(account: AccountId, objectionsSince: Instant | null): Promise<void>;
}
