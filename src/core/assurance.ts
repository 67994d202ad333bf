/**
 * The only place that decides what a correct password still lacks (SEC-E05), and how strongly a session was authenticated
 * (SP 800-63B-4 section 2: AAL1 one factor, AAL2 two). Who may do what with that is left to the route table.
 */
import type { Account, PortalPolicy } from './account.ts';
import type { BoundAuthenticator } from './authenticator.ts';
import type { Session } from './session.ts';

export type NextStep = 'session' | 'code' | 'enrol' | 'closed';
export type AssuranceLevel = 'AAL1' | 'AAL2';

/** After a correct password: a session at once, a code first, an enrolment first, or nothing at all. */
export function nextStep(facts: {
  readonly authenticators: readonly BoundAuthenticator[];
  readonly passwordOnlyClosedAt: Account['passwordOnlyClosedAt'];
  readonly twoFactorRequired: PortalPolicy['twoFactorRequired'];
}): NextStep {
  // An authenticator is asked for even where two-factor sign-in is voluntary: its holder chose it.
  if (facts.authenticators.length > 0) return 'code';
  // The holder said "not me": whoever has the password alone may be the stranger, and must not add an authenticator either.
  if (facts.passwordOnlyClosedAt !== null) return 'closed';
  return facts.twoFactorRequired ? 'enrol' : 'session';
}

/** From what this session proved, never from what the account could prove (T-39). */
export function assuranceLevel(session: Pick<Session, 'secondFactorAt'>): AssuranceLevel {
  return session.secondFactorAt === null ? 'AAL1' : 'AAL2';
}
