/**
 * What a role may do (desk.md section 6), as one table that web, journeys and commands ask, and the few rules beside it that need
 * more than a role: who is new only reads, who may suspend whom, whose confirmation counts. A role that is not named in a row may
 * not. Whose data is meant and in which portal is decided by the query that reads it; what a request needs besides, by
 * `recovery-request.ts`.
 *
 * Where the specification has a note instead of a yes, the row stands twice: `….second` is the part of somebody who only joins in,
 * `….own` reaches only what the person did, `audit.search-…` says how far a search reaches.
 */
import { type Account, type AccountId, type Role, STAFF_ROLES, type StaffRole } from './account.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import type { Instant } from './time.ts';

const DESK = ['intake', 'reviewer', 'supervisor'] as const;
const DECIDING = ['reviewer', 'supervisor'] as const;

const MAY = {
  /** The list of received requests and each of them, masked. */
  'requests.view': [...DESK, 'auditor'],
  /** Requests of company administrators and of staff: absent for everybody else (SEC-J09). */
  'privileged.view': ['supervisor', 'auditor'],
  /** One of those, once a supervisor has assigned it. */
  'privileged.view-assigned': ['reviewer'],
  'privileged.assign': ['supervisor'],
  /** By telephone. */
  'request.enter': DESK,
  /** In the portal. */
  'request.start-for-colleague': ['company-administrator'],
  'claims.compare': DESK,
  /** In the step of the call and nowhere else. */
  'number.see': DESK,
  /** `call-back` and `in-person`. */
  'evidence.record': DESK,
  'evidence.vouch': ['company-administrator'],
  'request.object': ['company-administrator'],
  /** What the person recorded or vouched for. */
  'evidence.revoke.own': ['intake', 'reviewer', 'company-administrator'],
  'evidence.revoke': ['supervisor'],
  'risk.raise': DESK,
  /** "The caller presses." */
  'request.press': DESK,
  'request.stop': DESK,
  /** Together with a second, who has the row below. */
  'risk.lower': ['supervisor'],
  'risk.lower.second': DECIDING,
  'request.resume': ['supervisor'],
  'request.resume.second': DECIDING,
  'freeze.lift': ['supervisor'],
  'freeze.lift.second': DECIDING,
  /** What "not me" closed. */
  'closing.lift': ['supervisor'],
  'closing.lift.second': DECIDING,
  'request.propose': DECIDING,
  'request.return': DECIDING,
  'request.refuse': DECIDING,
  'request.approve': DECIDING,
  /** Two of these, one of them a supervisor: {@link mayBeApprovers}. */
  'request.approve-high': DECIDING,
  /** The one approval of a single-person desk. */
  'request.approve-single': ['company-administrator'],
  /** Lets a colleague make more proposals or approvals than a shift has (invariant 11). */
  'quota.grant': ['supervisor'],
  'dispute.open': ['supervisor'],
  'stop-switch.set': ['supervisor', 'administrator'],
  /** By another person than the one who set it. */
  'stop-switch.lift': ['supervisor', 'administrator'],
  /** And to release it again. */
  'request.claim': DESK,
  'request.label': DESK,
  'request.note': DESK,
  'macros.edit': ['supervisor'],
  'response-times.view': ['supervisor'],
  'charts.view': [...DESK, 'auditor'],
  /** Numbers without requests. */
  'charts.counts': ['administrator'],
  'audit.search.own': ['intake', 'reviewer'],
  'audit.search-portals': ['supervisor'],
  'audit.search': ['auditor'],
  /** Configuration, staff and sign-ins; nothing of requests. */
  'audit.search-operation': ['administrator'],
  /** CSV and the bundle of a request, with a reason. */
  'requests.export': ['supervisor', 'auditor'],
  'account.end-sessions': DECIDING,
  'account.suspend': DECIDING,
  /** One that staff set; together with another supervisor. */
  'suspension.lift': ['supervisor'],
  'suspension.lift.second': ['supervisor'],
  /** Mail, phone, name, password, authenticator, codes of somebody else: nobody (SEC-K05). */
  'credential.change': [],
  /** A secret, a pass, a code, a mailed link: nobody (SEC-J03). */
  'secret.see': [],
  'staff.view': ['supervisor', 'administrator'],
  /** Each of these three waits for the confirmation of another: {@link mayConfirmStaff}. */
  'staff.invite': ['administrator'],
  'staff.change-role': ['administrator'],
  'staff.restore': ['administrator'],
  'staff.confirm': ['administrator'],
  /** Only while there is one administrator. */
  'staff.confirm-for-one': ['supervisor'],
  /** Whom, says {@link maySuspend}. */
  'staff.suspend': ['supervisor', 'administrator'],
  'configuration.read': ['auditor', 'administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type StaffAction = keyof typeof MAY;

/** Every row of the table. */
export const STAFF_ACTIONS = Object.keys(MAY).filter((name): name is StaffAction => Object.hasOwn(MAY, name));

/** What changes nothing. Everything else is closed to a new member, an export too: it takes data along. */
const VIEWS: readonly StaffAction[] = [
  'requests.view',
  'privileged.view',
  'privileged.view-assigned',
  'response-times.view',
  'charts.view',
  'charts.counts',
  'audit.search.own',
  'audit.search-portals',
  'audit.search',
  'audit.search-operation',
  'staff.view',
  'configuration.read',
];

export function may(role: Role, action: StaffAction): boolean {
  const roles: readonly Role[] = MAY[action];
  return roles.includes(role);
}

export function isView(action: StaffAction): boolean {
  return VIEWS.includes(action);
}

/** The one question before everything that is not a mere look: the role may, and the member is not too new for it. */
export function mayAct(
  account: Pick<Account, 'role' | 'staffSince'>,
  action: StaffAction,
  now: Instant,
  policy: Pick<RecoveryPolicy, 'newStaffFor'>,
): boolean {
  return may(account.role, action) && (isView(action) || now >= actsFrom(account, policy));
}

/** Until when somebody who was invited, given another role or recovered only reads; 0 where that never was. */
export function actsFrom(
  { staffSince }: Pick<Account, 'staffSince'>,
  { newStaffFor }: Pick<RecoveryPolicy, 'newStaffFor'>,
): Instant {
  return staffSince === null ? 0 : staffSince + newStaffFor;
}

/** Undefined for a customer's role, which no account of the desk has. */
export function staffRole(role: Role): StaffRole | undefined {
  return STAFF_ROLES.find((each) => each === role);
}

/** High risk: two people, one of them a supervisor. That neither opened nor proposed is for `recovery-request.ts`. */
export function mayBeApprovers(approvers: readonly Pick<Account, 'id' | 'role'>[]): boolean {
  const able = approvers.filter(({ role }) => may(role, 'request.approve-high'));
  return new Set(able.map(({ id }) => id)).size >= 2 && able.some(({ role }) => role === 'supervisor');
}

/**
 * Nobody themself (SEC-K06). An administrator stops anybody of the desk; a supervisor stops those beside whom no supervisor
 * and no administrator stands. That the last administrator stays is decided by the update.
 */
export function maySuspend(actor: Pick<Account, 'id' | 'role'>, subject: Pick<Account, 'id' | 'role'>): boolean {
  if (actor.id === subject.id || staffRole(subject.role) === undefined || !may(actor.role, 'staff.suspend')) return false;
  return actor.role === 'administrator' || (subject.role !== 'supervisor' && subject.role !== 'administrator');
}

/** Who at the desk could confirm an invitation, another role or a restoration. */
export interface Confirmers {
  /** Active administrators, the one who asks included. */
  readonly administrators: number;
  readonly supervisors: number;
}

/** Whose confirmation counts: of a second administrator; with only one, of a supervisor; before the first of those, of the host. */
export type ConfirmationBy = 'administrator' | 'supervisor' | 'host';

export function confirmationBy({ administrators, supervisors }: Confirmers): ConfirmationBy {
  if (administrators > 1) return 'administrator';
  return supervisors > 0 ? 'supervisor' : 'host';
}

/** Neither who asked nor whom it is about ever confirms. */
export function mayConfirmStaff(
  confirmer: Pick<Account, 'id' | 'role'>,
  asked: { readonly by: AccountId; readonly about: AccountId | null },
  confirmers: Confirmers,
): boolean {
  if (confirmer.id === asked.by || confirmer.id === asked.about) return false;
  const by = confirmationBy(confirmers);
  if (by === 'administrator') return may(confirmer.role, 'staff.confirm');
  return by === 'supervisor' && may(confirmer.role, 'staff.confirm-for-one');
}
