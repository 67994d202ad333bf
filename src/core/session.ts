/**
 * A session exists only when the sign-in is complete; a pending sign-in is another record in another cookie. How strongly
 * and when a session was authenticated stands in the session itself.
 */
import type { Account, PortalId } from './account.ts';
import type { BoundAuthenticator } from './authenticator.ts';
import type { SittingKind } from './staff-ask.ts';
import type { Duration, Instant } from './time.ts';

/** What a person can prove who they are with. A passkey stands alone only with user verification (SEC-D04). */
export const PROOF_METHODS = ['password', 'totp', 'passkey', 'recovery-code'] as const;
export type ProofMethod = (typeof PROOF_METHODS)[number];

/** The methods with one more, each once. */
export function alsoProven(methods: readonly ProofMethod[], method: ProofMethod): readonly ProofMethod[] {
  return methods.includes(method) ? methods : [...methods, method];
}

export interface Session {
  readonly id: string;
  readonly portal: PortalId;
  readonly accountId: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** Absolute end; never moves. */
  readonly expiresAt: Instant;
  /** When the password was last proven in this session. */
  readonly passwordAt: Instant;
  /** When a second factor was last proven in this session; null = password only. */
  readonly secondFactorAt: Instant | null;
  /** Everything proven in this session, each once (`amr` of RFC 8176). */
  readonly methods: readonly ProofMethod[];
}

/** A living session with what every signed-in page needs. */
export interface LiveSession extends Session {
  readonly account: Account;
  readonly authenticators: readonly BoundAuthenticator[];
}

/** `lost-device`: the enrolment ticket of a recovery request (desk.md section 4). */
export type PendingKind = SittingKind | 'lost-device';

/** Password accepted, second factor outstanding. Not a session: opens only routes whose entry says "pending" (SEC-E01). */
export interface PendingSignIn {
  readonly id: string;
  readonly portal: PortalId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** The page asked for before sign-in; already checked against the route table. */
  readonly returnTo: string | null;
  /** Set once the mailed link was confirmed: only then may someone who must enrol do so (product decision 10). */
  readonly mailboxConfirmedAt: Instant | null;
  /** Begun by the code of a sitting or by a registration pass: it leads to an enrolment and nowhere else, whatever the account has. */
  readonly sitting: PendingKind | null;
  readonly account: Account;
  readonly authenticators: readonly BoundAuthenticator[];
}

export type SessionEndReason =
  | 'signed-out'
  | 'replaced'
  | 'two-factor-on'
  | 'two-factor-off'
  | 'authenticators-changed'
  | 'suspended'
  | 'not-me'
  /** From another session of the account. */
  | 'ended-by-holder'
  | 'ended-by-host'
  | 'email-changed'
  | 'email-change-cancelled'
  | 'password-changed'
  | 'password-reset'
  | 'password-compromised'
  /** By an administrator of the company. */
  | 'administrator'
  /** A new device was registered through the desk, or that was objected to. */
  | 'recovered';

export interface SessionLimits {
  readonly idleFor: Duration;
  readonly absoluteFor: Duration;
}

/** When it ends without another page, and when in any case. */
export function sessionEnds(session: Session, limits: SessionLimits): { readonly idleAt: Instant; readonly overallAt: Instant } {
  const { createdAt, expiresAt, lastSeenAt } = session;
  return { idleAt: lastSeenAt + limits.idleFor, overallAt: Math.min(expiresAt, createdAt + limits.absoluteFor) };
}

/** SEC-G03. The limit itself is the first instant at which the session is over. */
export function isSessionOver(session: Session, limits: SessionLimits, now: Instant): boolean {
  const { idleAt, overallAt } = sessionEnds(session, limits);
  return now >= idleAt || now >= overallAt;
}

/** A fresh check (step-up): the second factor where one is bound, the password where none is (SEC-H01, G-37). */
export function isFresh(session: LiveSession, within: Duration, now: Instant): boolean {
  const provenAt = session.authenticators.length > 0 ? session.secondFactorAt : session.passwordAt;
  return provenAt !== null && now - provenAt <= within;
}
