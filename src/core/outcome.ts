/**
 * What an operation can answer. A *refusal* is a correct "no": a value from the closed list below, shown to the person in
 * the words of its public alias. A *fault* is a broken machine: thrown, caught once at the edge (`http/problems.tsx`).
 */
import type { PasswordProblem } from './password.ts';
import type { Duration, Instant } from './time.ts';

interface PlainRefusal {
  readonly code:
    | 'no-such-account'
    | 'wrong-password'
    | 'account-suspended'
    | 'account-locked'
    | 'password-only-closed'
    | 'pending-sign-in-expired'
    | 'session-expired'
    | 'no-such-session'
    | 'session-over'
    | 'step-up-needed'
    | 'enrolment-expired'
    | 'already-enrolled'
    | 'not-enrolled'
    | 'no-such-authenticator'
    | 'name-taken'
    | 'last-authenticator'
    | 'authenticator-disabled'
    | 'clock-untrusted'
    | 'link-spent'
    | 'other-browser'
    | 'not-permitted'
    | 'filing-incomplete'
    | 'not-in-this-state'
    | 'request-changed'
    | 'recovery-request-open-already'
    | 'recovery-frozen'
    | 'recovery-quota-reached'
    | 'address-taken'
    | 'address-unchanged'
    | 'address-kept'
    | 'too-many-addresses'
    | 'recovery-request-live'
    | 'no-such-company'
    | 'company-exists'
    | 'case-exists'
    | 'password-set-already'
    | 'no-password'
    | 'password-compromised'
    | 'administrator-exists'
    | 'last-administrator'
    | 'codes-issued-already'
    | 'challenge-spent'
    | 'passkey-unknown'
    | 'passkey-refused'
    | 'passkey-counter-went-back'
    | 'passkey-synced'
    | 'passkeys-full'
    | 'request-claimed'
    | 'same-person-cannot-approve'
    | 'staff-reads-only'
    | 'remark-length'
    | 'ask-needed'
    | 'no-dispute'
    | 'voucher-needed'
    | 'voucher-unfit'
    | 'recorded-already'
    | 'call-code-wrong'
    | 'call-over'
    | 'request-not-claimed'
    | 'number-unusable'
    | 'no-such-evidence'
    | 'risk-not-higher'
    | 'risk-not-lowerable'
    | 'agent-quota-reached'
    | 'single-person-cannot'
    | 'evidence-missing'
    | 'evidence-fell-short'
    | 'notices-outstanding'
    | 'wait-not-over'
    | 'desk-stopped'
    | 'pass-dead'
    | 'pass-renewed-already'
    | 'ticket-over'
    | 'page-stale'
    | 'pass-wrong'
    | 'quarantined';
}

/** A six-digit code that matches no accepted time step. */
export interface CodeWrong {
  readonly code: 'code-wrong';
  /** Wrong codes left before the next pause; told to the person from 3 down. */
  readonly attemptsLeft: number;
  /** How long that pause is; null when the authenticator is disabled instead. */
  readonly pauseFor: Duration | null;
  /** Minutes the device's clock seems to be off, when the code fits within ten steps. Never accepted (G-06). */
  readonly driftMinutes?: number;
}

/** A code whose time step, or a later one, was already accepted (RFC 6238 section 5.2). */
export interface CodeReplayed {
  readonly code: 'code-replayed';
  /** Seconds until the authenticator shows the next code. */
  readonly nextCodeIn: number;
  readonly attemptsLeft: number;
  readonly pauseFor: Duration | null;
}

export interface TooManyAttempts {
  readonly code: 'too-many-attempts';
  /** `letters`: not attempts but letters to the holder, which each of them would send. */
  readonly what:
    | 'password'
    | 'second-factor'
    | 'passkey'
    | 'network'
    | 'letters'
    | 'recovery-codes'
    | 'searches'
    | 'exports'
    | 'call-codes';
  readonly retryAt: Instant;
}

/** A hundred wrong passwords in a row: only a known browser or a mailed link opens the door again (SEC-F01). */
export interface PasswordHeld {
  readonly code: 'password-held';
}

/** A new password that the rules refuse (SEC-A01, SEC-A02, SEC-A04). */
export interface PasswordRefused {
  readonly code: 'password-refused';
  readonly problem: PasswordProblem;
}

export type Refusal = PlainRefusal | PasswordRefused | CodeWrong | CodeReplayed | TooManyAttempts | PasswordHeld;
export type RefusalCode = Refusal['code'];

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refuse = (refusal: Refusal): Outcome<never> => ({ ok: false, refusal });

/**
 * What the visitor may be told. Codes that would reveal whether an account exists, or in which state it is, share one
 * public alias (SEC-E03); the audit log keeps the true code.
 */
export type PublicRefusalCode =
  | Exclude<RefusalCode, 'no-such-account' | 'wrong-password' | 'account-suspended' | 'password-only-closed'>
  | 'not-accepted';

const ALIAS: Readonly<Record<RefusalCode, PublicRefusalCode>> = {
  'no-such-account': 'not-accepted',
  'wrong-password': 'not-accepted',
  'account-suspended': 'not-accepted',
  'account-locked': 'account-locked',
  'password-only-closed': 'not-accepted',
  'code-wrong': 'code-wrong',
  'code-replayed': 'code-replayed',
  'too-many-attempts': 'too-many-attempts',
  'password-held': 'password-held',
  'pending-sign-in-expired': 'pending-sign-in-expired',
  'session-expired': 'session-expired',
  'no-such-session': 'no-such-session',
  'session-over': 'session-over',
  'step-up-needed': 'step-up-needed',
  'enrolment-expired': 'enrolment-expired',
  'already-enrolled': 'already-enrolled',
  'not-enrolled': 'not-enrolled',
  'no-such-authenticator': 'no-such-authenticator',
  'name-taken': 'name-taken',
  'last-authenticator': 'last-authenticator',
  'authenticator-disabled': 'authenticator-disabled',
  'clock-untrusted': 'clock-untrusted',
  'link-spent': 'link-spent',
  'other-browser': 'other-browser',
  'not-permitted': 'not-permitted',
  'filing-incomplete': 'filing-incomplete',
  'not-in-this-state': 'not-in-this-state',
  'request-changed': 'request-changed',
  'recovery-request-open-already': 'recovery-request-open-already',
  'recovery-frozen': 'recovery-frozen',
  'recovery-quota-reached': 'recovery-quota-reached',
  'address-taken': 'address-taken',
  'address-unchanged': 'address-unchanged',
  'address-kept': 'address-kept',
  'too-many-addresses': 'too-many-addresses',
  'recovery-request-live': 'recovery-request-live',
  'no-such-company': 'no-such-company',
  'company-exists': 'company-exists',
  'case-exists': 'case-exists',
  'password-set-already': 'password-set-already',
  'no-password': 'no-password',
  'password-compromised': 'password-compromised',
  'administrator-exists': 'administrator-exists',
  'last-administrator': 'last-administrator',
  'codes-issued-already': 'codes-issued-already',
  'password-refused': 'password-refused',
  'challenge-spent': 'challenge-spent',
  'passkey-unknown': 'passkey-unknown',
  'passkey-refused': 'passkey-refused',
  'passkey-counter-went-back': 'passkey-counter-went-back',
  'passkey-synced': 'passkey-synced',
  'passkeys-full': 'passkeys-full',
  'request-claimed': 'request-claimed',
  'same-person-cannot-approve': 'same-person-cannot-approve',
  'staff-reads-only': 'staff-reads-only',
  'remark-length': 'remark-length',
  'ask-needed': 'ask-needed',
  'no-dispute': 'no-dispute',
  'voucher-needed': 'voucher-needed',
  'voucher-unfit': 'voucher-unfit',
  'recorded-already': 'recorded-already',
  'call-code-wrong': 'call-code-wrong',
  'call-over': 'call-over',
  'request-not-claimed': 'request-not-claimed',
  'number-unusable': 'number-unusable',
  'no-such-evidence': 'no-such-evidence',
  'risk-not-higher': 'risk-not-higher',
  'risk-not-lowerable': 'risk-not-lowerable',
  'agent-quota-reached': 'agent-quota-reached',
  'single-person-cannot': 'single-person-cannot',
  'evidence-missing': 'evidence-missing',
  'evidence-fell-short': 'evidence-fell-short',
  'notices-outstanding': 'notices-outstanding',
  'wait-not-over': 'wait-not-over',
  'desk-stopped': 'desk-stopped',
  'pass-dead': 'pass-dead',
  'pass-renewed-already': 'pass-renewed-already',
  'ticket-over': 'ticket-over',
  'page-stale': 'page-stale',
  'pass-wrong': 'pass-wrong',
  quarantined: 'quarantined',
};

export function publicCode(code: RefusalCode): PublicRefusalCode {
  return ALIAS[code];
}

/** Something broke. `code` is stable; the message is for the log, never for the page. */
export class Fault extends Error {
  readonly code: 'store-unavailable' | 'config-invalid' | 'invariant-broken' | 'seal-broken' | 'overloaded';

  constructor(code: Fault['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
  }
}
