/**
 * What an enrolment is for: the first app of an account, one more beside others, or another in the place of one (G-14). Decides
 * who may begin it, and what its end is recorded and told as. The enrolment itself is the same for all three.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { appsOf, type BoundAuthenticator, type PendingEnrolment } from '../core/authenticator.ts';
import { mayAddApp } from '../core/authenticator-set.ts';
import type { NoticeContent } from '../core/letter.ts';
import type { Refusal } from '../core/outcome.ts';
import type { SessionEndReason } from '../core/session.ts';
import type { Caller } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';

export type EnrolmentPurpose =
  | { readonly kind: 'first' | 'added' }
  /** `replaced` dies in the moment in which the new one is bound. */
  | { readonly kind: 'replaced'; readonly replaced: BoundAuthenticator };

/** Why a session may not begin one, apart from its fresh check; null when it may. */
export function whyNot(account: Account, authenticators: readonly BoundAuthenticator[], replaces: string | null): Refusal | null {
  // What is bound from now on would not count, and what it replaced would be gone: the holder would have shut the door behind.
  if (account.passwordOnlyClosedAt !== null) return { code: 'password-only-closed' };
  if (replaces === null) return mayAddApp(authenticators) ? null : { code: 'already-enrolled' };
  return appsOf(authenticators).some(({ id }) => id === replaces) ? null : { code: 'no-such-authenticator' };
}

/** From the record, never from a form; undefined when what it was to replace is gone. */
export function purposeOf(
  { replaces }: Pick<PendingEnrolment, 'replaces'>,
  authenticators: readonly BoundAuthenticator[],
): EnrolmentPurpose | undefined {
  if (replaces === null) return { kind: authenticators.length === 0 ? 'first' : 'added' };
  const replaced = appsOf(authenticators).find(({ id }) => id === replaces);
  return replaced === undefined ? undefined : { kind: 'replaced', replaced };
}

/** Why the other sessions of the account end with it. */
export function endReasonOf({ kind }: EnrolmentPurpose): SessionEndReason {
  return kind === 'first' ? 'two-factor-on' : 'authenticators-changed';
}

export function noticeContentOf(purpose: EnrolmentPurpose, caller: Caller, deviceName: string): NoticeContent {
  const circumstances = circumstancesOf(caller);
  switch (purpose.kind) {
    case 'first':
      return { kind: 'two-factor-on', deviceName, circumstances };
    case 'added':
      return { kind: 'authenticator-added', deviceName, circumstances };
    case 'replaced':
      return { kind: 'authenticator-replaced', deviceName, previousName: purpose.replaced.name, circumstances };
  }
}

/** Of the app itself; the end of the other sessions is recorded by whoever ends them. */
export function eventsOf(
  purpose: EnrolmentPurpose,
  caller: Caller,
  account: Account,
  authenticatorId: string,
  via: 'session' | 'sign-in',
): readonly [AuditEvent, ...AuditEvent[]] {
  const bound = byHolder(caller, account, { type: 'authenticator.bound', authenticatorId, kind: 'totp', via });
  if (purpose.kind !== 'replaced') return [bound];
  const { id } = purpose.replaced;
  return [bound, byHolder(caller, account, { type: 'authenticator.invalidated', authenticatorId: id, reason: 'replaced' })];
}
