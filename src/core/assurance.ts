/**
 * The only place that decides what a proof still lacks before a session may begin (SEC-E05), and how strongly a session was
 * authenticated (SP 800-63B-4 section 2: AAL1 one factor, AAL2 two). Who may do what with that is left to the route table.
 */
import type { Account } from './account.ts';
import type { BoundAuthenticator } from './authenticator.ts';
import type { ProofMethod, Session } from './session.ts';

export type NextStep = 'session' | 'code' | 'enrol' | 'replace-password' | 'closed';
export type AssuranceLevel = 'AAL1' | 'AAL2';

export interface SignInState {
  /** What this sign-in has proven so far; a passkey only by itself where the user was verified. */
  readonly proven: readonly ProofMethod[];
  /** Those that count; what is being bound by this very sign-in is proven and need not be among them. */
  readonly authenticators: readonly BoundAuthenticator[];
  readonly account: Pick<Account, 'passwordOnlyClosedAt' | 'passwordCompromisedAt'>;
  readonly twoFactorRequired: boolean;
}

/** A session at once, a second factor first, an enrolment first, another password first, or nothing at all. */
export function nextStep({ proven, authenticators, account, twoFactorRequired }: SignInState): NextStep {
  const hasSecondFactor = proven.some((method) => method !== 'password');
  if (!hasSecondFactor) {
    if (!proven.includes('password')) return 'closed';
    // The holder said "not me": whoever has the password alone may be the stranger, and must not add an authenticator either.
    if (authenticators.length === 0 && account.passwordOnlyClosedAt !== null) return 'closed';
  }
  if (account.passwordCompromisedAt !== null) return 'replace-password';
  if (hasSecondFactor) return 'session';
  // An authenticator is asked for even where two-factor sign-in is voluntary: its holder chose it.
  if (authenticators.length > 0) return 'code';
  return twoFactorRequired ? 'enrol' : 'session';
}

/** From what this session proved, never from what the account could prove (T-39). */
export function assuranceLevel(session: Pick<Session, 'secondFactorAt'>): AssuranceLevel {
  return session.secondFactorAt === null ? 'AAL1' : 'AAL2';
}
