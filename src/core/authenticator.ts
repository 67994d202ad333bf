/**
 * Life of an authenticator: pending (being enrolled) -> bound -> invalidated. Never deleted: SP 800-63B-4 section 4.1 asks
 * for a record of every authenticator ever bound. The sealed secret is erased when it is invalidated.
 */
import type { AccountId } from './account.ts';
import type { Instant } from './time.ts';

export const DEVICE_NAME_MAX = 20;

interface Bound {
  readonly id: string;
  readonly accountId: AccountId;
  /** What its holder calls it. */
  readonly name: string;
  readonly boundAt: Instant;
  readonly lastUsedAt: Instant | null;
}

/** An authenticator app (RFC 6238). */
export interface BoundApp extends Bound {
  readonly kind: 'totp';
  /** Sealed by the SecretBox; see `ports.ts`. */
  readonly sealedSecret: string;
  /** Highest RFC 6238 time step ever accepted; a code must be newer (SEC-B04). */
  readonly lastStep: number;
  /** Steps the device's clock was off at the last accepted code, -2 to 2 (SEC-B05). */
  readonly drift: number;
}

/** A WebAuthn credential (WebAuthn Level 3 section 4). */
export interface BoundPasskey extends Bound {
  readonly kind: 'passkey';
  /** base64url; unique over all accounts. */
  readonly credentialId: string;
  /** COSE public key, sealed: whoever writes to the database cannot put a key of their own in its place. */
  readonly sealedKey: string;
  /** Of the last accepted assertion (WebAuthn Level 3 section 6.1.1). */
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /** The user was verified when it was registered. */
  readonly userVerifying: boolean;
}

export type BoundAuthenticator = BoundApp | BoundPasskey;
export type AuthenticatorKind = BoundAuthenticator['kind'];

export function appsOf(authenticators: readonly BoundAuthenticator[]): readonly BoundApp[] {
  return authenticators.filter((each) => each.kind === 'totp');
}

export function passkeysOf(authenticators: readonly BoundAuthenticator[]): readonly BoundPasskey[] {
  return authenticators.filter((each) => each.kind === 'passkey');
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
  /** The app that dies in the moment in which this one is bound (G-14); null when it comes beside what is there. */
  readonly replaces: string | null;
}

/**
 * `deleted`: one of several ended by its holder, while two-factor sign-in stays on. `disowned`: the holder said "not me" to a
 * notice of that time or an earlier one.
 */
export type InvalidationReason = 'turned-off' | 'abandoned' | 'expired' | 'replaced' | 'deleted' | 'disowned';
