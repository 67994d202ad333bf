/**
 * What of the audit log its holder is told: each type of event has a sentence or is hidden, and the compiler asks for that decision
 * whenever a type is added. Hidden is what only the desk or the host may know, and what merely prepares an event that is told.
 */
import type { AuditDetail, AuditEvent, AuditEventType } from './audit-event.ts';
import type { InvalidationReason } from './authenticator.ts';
import type { ContactKind } from './contact.ts';
import type { RecoveryEventType } from './recovery-event.ts';
import type { SessionEndReason } from './session.ts';
import type { Instant } from './time.ts';

/** One per sentence of the activity page. */
export type ActivityKind =
  | 'signed-in'
  | 'password-accepted'
  | 'password-refused'
  | 'second-factor-refused'
  | 'sign-in-held-off'
  | 'second-factor-paused'
  | 'second-factor-stopped'
  | 'password-paused'
  | 'password-held'
  | 'browser-confirmed'
  | 'mailbox-confirmed'
  | 'signed-out'
  | 'session-replaced'
  | 'session-ended'
  | 'other-sessions-ended'
  | 'sessions-ended-by-host'
  | 'confirmed'
  | 'confirmation-refused'
  | 'passkey-refused'
  | 'passkey-copied'
  | 'app-added'
  | 'passkey-added'
  | 'two-factor-off'
  | 'authenticator-removed'
  | 'authenticator-set-aside'
  | 'codes-issued'
  | 'codes-saved'
  | 'codes-ended'
  | 'codes-set-aside'
  | 'recovery-code-used'
  | 'authenticator-renamed'
  | 'password-set'
  | 'email-change-requested'
  | 'email-changed'
  | 'email-change-cancelled'
  | 'email-change-undone'
  | 'notification-added'
  | 'notification-removed'
  | 'phone-changed'
  | 'name-changed'
  | 'password-compromised'
  | 'letter-failed'
  | 'account-created'
  | 'account-suspended'
  | 'account-reopened'
  | 'account-closed'
  | 'administrator-appointed'
  | 'join-asked'
  | 'company-joined'
  | 'join-declined'
  | 'recovery-filed'
  | 'recovery-confirmed'
  | 'recovery-withdrawn'
  | 'recovery-vetoed'
  | 'recovery-frozen'
  | 'recovery-expired'
  | 'recovery-approved'
  | 'recovery-pass-mailed'
  | 'recovery-pass-spent'
  | 'recovery-redeemed'
  | 'recovery-resumed'
  | 'recovery-refused'
  | 'account-locked'
  | 'account-unlocked';

/** Who did it, as far as the holder is told: staff and colleagues have no name here, and no address. */
export type ActivityActor = 'holder' | 'claimant' | 'colleague' | 'desk' | 'host' | 'system';

type DetailOf<T> = AuditDetail extends infer D ? (D extends { readonly type: infer U } ? (T extends U ? D : never) : never) : never;
type Telling<T> = 'hidden' | ActivityKind | ((detail: DetailOf<T>) => ActivityKind | null);

const OF_SESSION_END: Readonly<Record<SessionEndReason, ActivityKind | null>> = {
  'signed-out': 'signed-out',
  replaced: 'session-replaced',
  'ended-by-holder': 'session-ended',
  // Each of these has an event of its own.
  'ended-by-host': null,
  'two-factor-on': null,
  'two-factor-off': null,
  'authenticators-changed': null,
  suspended: null,
  'not-me': null,
  'email-changed': null,
  'email-change-cancelled': null,
  'password-changed': null,
  'password-reset': null,
  'password-compromised': null,
  administrator: null,
  recovered: null,
};

const OF_INVALIDATION: Readonly<Record<InvalidationReason, ActivityKind>> = {
  'turned-off': 'two-factor-off',
  abandoned: 'authenticator-removed',
  replaced: 'authenticator-removed',
  expired: 'authenticator-removed',
  disowned: 'authenticator-removed',
  deleted: 'authenticator-removed',
};

/** Evidence, risk and who may finish are the desk's own; a filing without effect is nobody's news. */
const OF_RECOVERY: Readonly<Record<RecoveryEventType, ActivityKind | null>> = {
  Filed: null,
  Matched: 'recovery-filed',
  LaidAside: null,
  MailboxConfirmed: 'recovery-confirmed',
  EvidenceAdded: null,
  RiskAssessed: null,
  ClaimBrowserSet: null,
  Withdrawn: 'recovery-withdrawn',
  Vetoed: 'recovery-vetoed',
  RecoveryFrozen: 'recovery-frozen',
  Frozen: null,
  Expired: 'recovery-expired',
  CallStarted: null,
  EvidenceRecorded: null,
  ContactTried: null,
  EvidenceRevoked: null,
  EvidenceFellShort: null,
  RiskRaised: null,
  RiskLowered: null,
  Pressed: null,
  Asked: null,
  Proposed: null,
  Returned: null,
  Approved: null,
  WaitStarted: 'recovery-approved',
  Released: null,
  PassMailed: 'recovery-pass-mailed',
  PassSpent: 'recovery-pass-spent',
  RedemptionBegun: null,
  Redeemed: 'recovery-redeemed',
  Resumed: 'recovery-resumed',
  RecoveryFreezeLifted: null,
  AccountLocked: 'account-locked',
  AccountUnlocked: 'account-unlocked',
  SessionsEnded: null,
  Refused: 'recovery-refused',
  Closed: null,
};

const OF_CONTACT: Readonly<Record<ContactKind, ActivityKind>> = {
  email: 'email-changed',
  notification: 'notification-added',
  phone: 'phone-changed',
  name: 'name-changed',
};

const TELLINGS: { readonly [T in AuditEventType]: Telling<T> } = {
  'sign-in.password-accepted': 'password-accepted',
  'sign-in.refused': ({ step, refusal }) => {
    if (refusal === 'too-many-attempts' || refusal === 'password-held') return 'sign-in-held-off';
    // It was right, and led to the page that asks for another one.
    if (refusal === 'password-compromised') return 'password-accepted';
    if (step === 'passkey') return 'passkey-refused';
    return step === 'password' ? 'password-refused' : 'second-factor-refused';
  },
  'sign-in.completed': 'signed-in',
  'sign-in.abandoned': 'hidden',
  'second-factor.drift': 'hidden',
  'second-factor.paused': 'second-factor-paused',
  'second-factor.disabled': 'second-factor-stopped',
  'password.paused': 'password-paused',
  'password.held': 'password-held',
  'session.ended': ({ reason }) => OF_SESSION_END[reason],
  'other-sessions.ended': ({ reason }) => {
    if (reason === 'administrator') return 'sessions-ended-by-host';
    return reason === 'ended-by-holder' ? 'other-sessions-ended' : null;
  },
  'sessions.ended-by-host': 'sessions-ended-by-host',
  'session.stepped-up': 'confirmed',
  'session.step-up-refused': 'confirmation-refused',
  'enrolment.begun': 'hidden',
  'enrolment.refused': 'hidden',
  'enrolment.abandoned': 'hidden',
  'authenticator.bound': ({ kind }) => (kind === 'passkey' ? 'passkey-added' : 'app-added'),
  'authenticator.invalidated': ({ reason }) => OF_INVALIDATION[reason],
  'authenticator.set-aside': 'authenticator-set-aside',
  'recovery-codes.issued': 'codes-issued',
  'recovery-codes.saved': 'codes-saved',
  'recovery-codes.ended': 'codes-ended',
  'recovery-codes.set-aside': 'codes-set-aside',
  'recovery-code.used': 'recovery-code-used',
  'passkey.counter-went-back': 'passkey-copied',
  'authenticator.renamed': 'authenticator-renamed',
  'check-up.hidden': 'hidden',
  'recommendation.hidden': 'hidden',
  'sign-in-notices.dismissed': 'hidden',
  'password.rehashed': 'hidden',
  'language.changed': 'hidden',
  'link.mailed': 'hidden',
  'link.confirmed': ({ purpose }) => {
    if (purpose === 'browser-confirmation') return 'browser-confirmed';
    return purpose === 'enrolment-confirmation' ? 'mailbox-confirmed' : null;
  },
  'link.refused': 'hidden',
  'audit.head-replaced': 'hidden',
  'audit.forgotten': 'hidden',
  'recovery.event': ({ event }) => OF_RECOVERY[event],
  'recovery.refused': 'hidden',
  'recovery.letter-wanted': 'hidden',
  'recovery.letter-answered': 'hidden',
  'recovery.list-viewed': 'hidden',
  'recovery.list-refused': 'hidden',
  'recovery.searched': 'hidden',
  'recovery.noticed-again': 'hidden',
  'recovery.act-refused': 'hidden',
  'request.viewed': 'hidden',
  'request.number-seen': 'hidden',
  'request.seen-by-company': 'hidden',
  'request.voucher-begun': 'hidden',
  'request.compared': 'hidden',
  'request.exported': 'hidden',
  'requests.exported': 'hidden',
  'audit.searched': 'hidden',
  'audit.exported': 'hidden',
  'audit.search-kept': 'hidden',
  'audit.search-removed': 'hidden',
  'request.handling-viewed': 'hidden',
  'request.claimed': 'hidden',
  'request.released': 'hidden',
  'request.assigned': 'hidden',
  'request.labelled': 'hidden',
  'request.noted': 'hidden',
  'contact.changed': ({ kind, change }) =>
    kind === 'notification' && change === 'removed' ? 'notification-removed' : OF_CONTACT[kind],
  'contact.change-requested': ({ kind }) => (kind === 'email' ? 'email-change-requested' : null),
  'contact.change-cancelled': ({ kind, wasConfirmed }) => {
    if (kind !== 'email') return null;
    return wasConfirmed ? 'email-change-undone' : 'email-change-cancelled';
  },
  'contact.refused': 'hidden',
  'letter.failed': 'letter-failed',
  'account.created': 'account-created',
  'password.set': 'password-set',
  'password.compromised': 'password-compromised',
  'password-reset.asked': 'hidden',
  'password-reset.refused': 'hidden',
  'password-reset.answered': 'hidden',
  'account.status-changed': ({ status }) => (status === 'suspended' ? 'account-suspended' : 'account-reopened'),
  'desk-set-up.opened': 'hidden',
  'desk-set-up.begun': 'hidden',
  'desk-set-up.refused': 'hidden',
  'desk-set-up.completed': 'hidden',
  'staff.asked': 'hidden',
  'staff.ask-confirmed': 'hidden',
  'staff.ask-declined': 'hidden',
  'staff.refused': 'hidden',
  'config.laxer': 'hidden',
  'macro.saved': 'hidden',
  'macro.deleted': 'hidden',
  'dispute.asked': 'hidden',
  'dispute.opened': 'hidden',
  'desk-account.viewed': 'hidden',
  'desk-account.acted': 'hidden',
  'desk-account.asked': 'hidden',
  'desk-account.lifted': ({ lift }) => (lift === 'closing' ? 'account-reopened' : null),
  'desk-account.declined': 'hidden',
  'desk.stopped': 'hidden',
  'desk.resumed': 'hidden',
  'staff.suspended': 'account-suspended',
  'staff.list-viewed': 'hidden',
  'staff.recovery-opened': 'hidden',
  'staff.sitting-begun': 'hidden',
  'staff.sitting-completed': 'hidden',
  'account.closed': 'account-closed',
  'account.reopened': 'account-reopened',
  'company.created': 'hidden',
  'company.policy-changed': 'hidden',
  'company.administrator-appointed': 'administrator-appointed',
  'company.act-refused': 'hidden',
  'invitation.made': 'hidden',
  'invitation.renewed': 'hidden',
  'invitation.cancelled': 'hidden',
  'invitation.accepted': 'hidden',
  'invitation.looked-after': 'hidden',
  'registration.asked': 'hidden',
  'join-request.made': 'join-asked',
  'join-request.accepted': 'company-joined',
  'join-request.declined': 'join-declined',
  'case.imported': 'hidden',
};

/** Told, and as often as anybody likes who knows the address: counted apart, so that they never crowd out the rest. */
const BY_ANYBODY: readonly AuditEventType[] = ['sign-in.refused', 'password.paused', 'password.held'];

/** The types a query asks for: those that strangers can cause at will, and all others that are told. */
export const TOLD_TYPES: Readonly<Record<'byAnybody' | 'others', readonly AuditEventType[]>> = {
  byAnybody: BY_ANYBODY,
  others: Object.entries(TELLINGS).flatMap(([type, telling]) => {
    const known = isEventType(type) && telling !== 'hidden' && !BY_ANYBODY.includes(type);
    return known ? [type] : [];
  }),
};

/** The sentence of one event; null when its holder is not told. */
export function activityKind<T extends AuditEventType>(type: T, detail: DetailOf<T>): ActivityKind | null {
  const telling: Telling<T> = TELLINGS[type];
  if (typeof telling === 'function') return telling(detail) ?? null;
  return telling === 'hidden' ? null : telling;
}

export function activityActor({ actor, accountId }: Pick<AuditEvent, 'actor' | 'accountId'>): ActivityActor {
  if (actor.kind === 'claimant') return 'claimant';
  if (actor.kind === 'system') return actor.id === 'host' ? 'host' : 'system';
  if (actor.id === accountId) return 'holder';
  return actor.kind === 'staff' ? 'desk' : 'colleague';
}

/** What repeats itself is one line with a count. */
const REPEATING: readonly ActivityKind[] = [
  'password-refused',
  'second-factor-refused',
  'passkey-refused',
  'sign-in-held-off',
  'confirmation-refused',
];

/** Whether the older of two lines only repeats the newer one: same sentence, same place, soon before. */
export function isRepeated<L extends { readonly kind: ActivityKind; readonly at: Instant; readonly address: string | null }>(
  older: L,
  newer: L & { readonly since: Instant },
  within: number,
): boolean {
  return (
    REPEATING.includes(older.kind) &&
    older.kind === newer.kind &&
    older.address === newer.address &&
    newer.since - older.at <= within
  );
}

function isEventType(type: string): type is AuditEventType {
  return type in TELLINGS;
}
