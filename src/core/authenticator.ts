/**
 * Life of an authenticator: pending (being enrolled) -> bound -> invalidated. Never deleted: SP 800-63B-4 section 4.1 asks
 * for a record of every authenticator ever bound. The sealed secret is erased when it is invalidated.
 */
import type { AccountId } from './account.ts';
import type { Instant } from './time.ts';

export const DEVICE_NAME_MAX = 20;

export interface BoundAuthenticator {
  readonly id: string;
  readonly accountId: AccountId;
  readonly kind: 'totp';
  readonly name: string;
  /** Sealed by the SecretBox; see `ports.ts`. */
  readonly sealedSecret: string;
  /** Highest RFC 6238 time step ever accepted; a code must be newer (SEC-B04). */
  readonly lastStep: number;
  /** Steps the device's clock was off at the last accepted code, -2 to 2 (SEC-B05). */
  readonly drift: number;
  readonly boundAt: Instant;
  readonly lastUsedAt: Instant | null;
}

/** Who may finish an enrolment: the session that began it, or the pending sign-in of someone who must enrol. */
export type EnrolmentOwner = { readonly kind: 'session' | 'pending-sign-in'; readonly id: string };

export interface PendingEnrolment {
  readonly id: string;
  readonly accountId: AccountId;
  readonly owner: EnrolmentOwner;
  readonly sealedSecret: string;
  readonly startedAt: Instant;
  readonly expiresAt: Instant;
  /** `Account.securityVersion` when it began: an enrolment begun before another change cannot overwrite it. */
  readonly securityVersion: number;
}

/** `disowned`: the holder said "not me" to a notice of that time or an earlier one. */
export type InvalidationReason = 'turned-off' | 'abandoned' | 'expired' | 'replaced' | 'disowned';
