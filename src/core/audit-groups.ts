/**
 * Kinds of entries of the audit log as the desk searches them (D-32), and how far each role's search reaches (desk.md section 6): intake
 * and reviewers see what they did themselves, supervisors the portals they handle, administrators configuration, staff and sign-ins and
 * nothing of requests, auditors everything. The reach becomes a condition of the query.
 */
import type { AccountId, PortalId, Role } from './account.ts';
import type { AuditEventType } from './audit-event.ts';
import { may } from './staff.ts';

export const AUDIT_GROUPS = [
  'sign-in',
  'authenticators',
  'account',
  'requests',
  'views',
  'staff',
  'company',
  'configuration',
] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

const GROUPS: Readonly<Record<AuditEventType, AuditGroup>> = {
  'sign-in.password-accepted': 'sign-in',
  'sign-in.refused': 'sign-in',
  'sign-in.completed': 'sign-in',
  'sign-in.abandoned': 'sign-in',
  'second-factor.drift': 'sign-in',
  'second-factor.paused': 'sign-in',
  'second-factor.disabled': 'sign-in',
  'password.paused': 'sign-in',
  'password.held': 'sign-in',
  'session.ended': 'sign-in',
  'other-sessions.ended': 'sign-in',
  'sessions.ended-by-host': 'sign-in',
  'session.stepped-up': 'sign-in',
  'session.step-up-refused': 'sign-in',
  'recovery-code.used': 'sign-in',
  'passkey.counter-went-back': 'sign-in',
  'sign-in-notices.dismissed': 'sign-in',
  'enrolment.begun': 'authenticators',
  'enrolment.refused': 'authenticators',
  'enrolment.abandoned': 'authenticators',
  'authenticator.bound': 'authenticators',
  'authenticator.invalidated': 'authenticators',
  'authenticator.set-aside': 'authenticators',
  'authenticator.renamed': 'authenticators',
  'recovery-codes.issued': 'authenticators',
  'recovery-codes.saved': 'authenticators',
  'recovery-codes.ended': 'authenticators',
  'recovery-codes.set-aside': 'authenticators',
  'check-up.hidden': 'authenticators',
  'recommendation.hidden': 'authenticators',
  'password.rehashed': 'account',
  'password.set': 'account',
  'password.compromised': 'account',
  'password-reset.asked': 'account',
  'password-reset.refused': 'account',
  'password-reset.answered': 'account',
  'language.changed': 'account',
  'link.mailed': 'account',
  'link.confirmed': 'account',
  'link.refused': 'account',
  'contact.changed': 'account',
  'contact.change-requested': 'account',
  'contact.change-cancelled': 'account',
  'contact.refused': 'account',
  'letter.failed': 'account',
  'account.status-changed': 'account',
  'account.closed': 'account',
  'account.reopened': 'account',
  'recovery.event': 'requests',
  'recovery.refused': 'requests',
  'recovery.act-refused': 'requests',
  'recovery.letter-wanted': 'requests',
  'recovery.letter-answered': 'requests',
  'recovery.noticed-again': 'requests',
  'request.claimed': 'requests',
  'request.released': 'requests',
  'request.assigned': 'requests',
  'request.labelled': 'requests',
  'request.noted': 'requests',
  'recovery.list-viewed': 'views',
  'recovery.list-refused': 'views',
  'recovery.searched': 'views',
  'request.viewed': 'views',
  'request.number-seen': 'views',
  'request.seen-by-company': 'views',
  'request.voucher-begun': 'requests',
  'request.compared': 'requests',
  'request.handling-viewed': 'views',
  'request.exported': 'views',
  'requests.exported': 'views',
  'audit.searched': 'views',
  'audit.exported': 'views',
  'audit.search-kept': 'views',
  'audit.search-removed': 'views',
  'desk-set-up.opened': 'staff',
  'desk-set-up.begun': 'staff',
  'desk-set-up.refused': 'staff',
  'desk-set-up.completed': 'staff',
  'staff.asked': 'staff',
  'staff.ask-confirmed': 'staff',
  'staff.ask-declined': 'staff',
  'staff.refused': 'staff',
  'staff.suspended': 'staff',
  'config.laxer': 'configuration',
  'macro.saved': 'configuration',
  'macro.deleted': 'configuration',
  'dispute.asked': 'requests',
  'dispute.opened': 'requests',
  'desk-account.viewed': 'views',
  'desk-account.acted': 'account',
  'desk-account.asked': 'account',
  'desk-account.lifted': 'account',
  'desk-account.declined': 'account',
  'desk.stopped': 'configuration',
  'desk.resumed': 'configuration',
  'staff.list-viewed': 'staff',
  'staff.recovery-opened': 'staff',
  'staff.sitting-begun': 'staff',
  'staff.sitting-completed': 'staff',
  'company.policy-changed': 'company',
  'company.administrator-appointed': 'company',
  'company.act-refused': 'company',
  'invitation.made': 'company',
  'invitation.renewed': 'company',
  'invitation.cancelled': 'company',
  'invitation.accepted': 'company',
  'invitation.looked-after': 'company',
  'registration.asked': 'company',
  'join-request.made': 'company',
  'join-request.accepted': 'company',
  'join-request.declined': 'company',
  'audit.head-replaced': 'configuration',
  'audit.forgotten': 'configuration',
  'account.created': 'configuration',
  'company.created': 'configuration',
  'case.imported': 'configuration',
};

/** Every type of these groups. */
export function typesIn(groups: readonly AuditGroup[]): readonly AuditEventType[] {
  return Object.keys(GROUPS).filter((type): type is AuditEventType => isEventType(type) && groups.includes(GROUPS[type]));
}

function isEventType(type: string): type is AuditEventType {
  return Object.hasOwn(GROUPS, type);
}

/** What a search may find at all; null is no bound. */
export interface AuditReach {
  /** Only what this person did. */
  readonly actor: AccountId | null;
  readonly groups: readonly AuditGroup[];
  /** Entries of these portals; of the desk's own only requests and views. */
  readonly portals: { readonly handled: readonly PortalId[]; readonly desk: PortalId } | null;
}

const ALL = AUDIT_GROUPS;
/** What the desk does on behalf of the portals it handles. */
export const DESK_GROUPS: readonly AuditGroup[] = ['requests', 'views'];

/** For the menu. */
export function maySearchAudit(role: Role): boolean {
  return (['audit.search', 'audit.search-portals', 'audit.search-operation', 'audit.search.own'] as const).some((action) =>
    may(role, action),
  );
}

/** Null for whoever searches nothing. The role that reaches furthest counts. */
export function auditReach(
  { id, role, portal }: { readonly id: AccountId; readonly role: Role; readonly portal: PortalId },
  handled: readonly PortalId[],
): AuditReach | null {
  if (may(role, 'audit.search')) return { actor: null, groups: ALL, portals: null };
  if (may(role, 'audit.search-portals')) return { actor: null, groups: ALL, portals: { handled, desk: portal } };
  if (may(role, 'audit.search-operation')) {
    return { actor: null, groups: ['sign-in', 'staff', 'configuration'], portals: null };
  }
  return may(role, 'audit.search.own') ? { actor: id, groups: ALL, portals: null } : null;
}
