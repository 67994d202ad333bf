/**
 * What a company administrator may do with a colleague, from the two of them alone (desk.md section 6). Stopping is the safe
 * direction; opening again is for whoever stopped. That both are of one company is in the query that found the colleague (SEC-K03).
 */
import type { Account, AccountId, Role } from './account.ts';
import type { Instant } from './time.ts';
import type { TwoFactorPolicy } from './two-factor-policy.ts';
import { graceEnd, isInForce } from './two-factor-policy.ts';

export const COLLEAGUE_ACTIONS = ['suspend', 'reopen', 'end-sessions', 'appoint'] as const;
export type ColleagueAction = (typeof COLLEAGUE_ACTIONS)[number];

export interface Colleague {
  readonly id: AccountId;
  readonly role: Role;
  readonly status: Account['status'];
  /** The administrator who suspended it, while it is; null when the host or the desk did. */
  readonly suspendedBy: AccountId | null;
}

/** Null when permitted. Nobody acts on the own account this way (SEC-K06). */
export function refusalOf(
  action: ColleagueAction,
  actor: AccountId,
  colleague: Colleague,
): 'not-permitted' | 'not-in-this-state' | null {
  if (colleague.id === actor) return 'not-permitted';
  const isActive = colleague.status === 'active';
  switch (action) {
    case 'suspend':
    case 'end-sessions':
      return isActive ? null : 'not-in-this-state';
    case 'reopen':
      if (isActive) return 'not-in-this-state';
      return colleague.suspendedBy === actor ? null : 'not-permitted';
    case 'appoint':
      return isActive && colleague.role === 'holder' ? null : 'not-in-this-state';
  }
}

/** What a policy does to those who have no second factor. */
export type PolicyEffect =
  /** They enrol at their next sign-in, and a session of theirs ends at its next request. */
  | { readonly kind: 'now' }
  /** They are told until then, and enrol at their first sign-in from then on. */
  | { readonly kind: 'later'; readonly from: Instant }
  /** They are only advised. */
  | { readonly kind: 'advice' }
  | { readonly kind: 'nothing' };

export function effectOf(policy: TwoFactorPolicy, at: Instant): PolicyEffect {
  if (isInForce(policy, at)) return { kind: 'now' };
  const from = graceEnd(policy, at);
  if (from !== null) return { kind: 'later', from };
  return policy.level === 'optional' ? { kind: 'nothing' } : { kind: 'advice' };
}
