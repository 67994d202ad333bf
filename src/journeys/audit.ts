/** Builds audit events of one request: who and where once, what happened by detail. Decides nothing. */
import type { Account, PortalId } from '../core/account.ts';
import type { AuditContext, AuditDetail, AuditEvent, ProofStep } from '../core/audit-event.ts';
import type { Circumstances } from '../core/letter.ts';
import type { RefusalCode } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { staffRole } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { shortHash } from '../core/tokens.ts';
import type { Caller } from '../ports.ts';

/** An event about nobody in particular, or about an account that somebody not yet authenticated named. */
export function byClaimant(caller: Caller, accountId: string | null, detail: AuditDetail): AuditEvent {
  return { ...context(caller), actor: { kind: 'claimant', id: null }, accountId, detail };
}

/** An event done by the signed-in holder (or staff member) to the own account. */
export function byHolder(caller: Caller, account: Account, detail: AuditDetail): AuditEvent {
  const kind = staffRole(account.role) !== undefined ? 'staff' : 'holder';
  return { ...context(caller), actor: { kind, id: account.id }, accountId: account.id, detail };
}

/** An event done by whoever has a shell on the host. */
export function byHost(at: Instant, portal: PortalId | null, accountId: string | null, detail: AuditDetail): AuditEvent {
  return { at, portal, address: null, requestId: null, actor: { kind: 'system', id: 'host' }, accountId, detail };
}

/** An event done by the signed-in staff member to what belongs to nobody in particular. */
export function byStaff(caller: Caller, staff: Account, detail: AuditDetail): AuditEvent {
  return { ...context(caller), actor: { kind: 'staff', id: staff.id }, accountId: null, detail };
}

/** A refused password or code: at the sign-in by whoever claims the account, in a session by its holder (SEC-Q01). */
export function refusedProof(
  caller: Caller,
  accountId: string | null,
  session: LiveSession | null,
  step: ProofStep,
  refusal: RefusalCode,
): AuditEvent {
  if (session === null) return byClaimant(caller, accountId, { type: 'sign-in.refused', step, refusal });
  return byHolder(caller, session.account, { type: 'session.step-up-refused', sessionHash: shortHash(session.id), step, refusal });
}

/** What a letter says about when, where and with what. */
export function circumstancesOf(caller: Caller): Circumstances {
  return { at: caller.at, browser: caller.browser, place: caller.place };
}

function context(caller: Caller): Pick<AuditContext, 'at' | 'portal' | 'address' | 'requestId'> {
  return { at: caller.at, portal: caller.portal.id, address: caller.address, requestId: caller.requestId };
}
