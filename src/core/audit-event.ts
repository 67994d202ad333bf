/**
 * Everything worth recording, as one closed union. No event has a field that could hold a password, a code, a secret, a
 * token or a typed-in address of nobody: what must not be logged has no place to stand (SEC-Q03). Sessions and pending
 * sign-ins appear only as short hashes (`tokens.ts`, shortHash).
 */
import type { AccountId, CompanyId, PasswordSetVia, PortalId, StaffRole } from './account.ts';
import type { AuditField } from './audit-fields.ts';
import type { AuthenticatorKind, InvalidationReason } from './authenticator.ts';
import type { ClaimMatch, ComparedField } from './claim-match.ts';
import type { ColleagueAction } from './company-administration.ts';
import type { ContactKind } from './contact.ts';
import type { AccountClosing, AccountLift } from './desk-account.ts';
import type { LetterKind, NoticeKind } from './letter.ts';
import type { RefusalCode } from './outcome.ts';
import type { RecoveryCommandKind } from './recovery-command.ts';
import type { RecoveryEventType } from './recovery-event.ts';
import type { RequestView } from './request-view.ts';
import type { ProofMethod, SessionEndReason } from './session.ts';
import type { StaffAction } from './staff.ts';
import type { StaffAskKind } from './staff-ask.ts';
import type { TwoFactorLevel } from './two-factor-policy.ts';

/** Links about addresses. */
type ContactLinkUse = 'email-change' | 'email-change-cancellation' | 'notification-address';
/** At which proof somebody was refused. */
export type ProofStep = 'password' | 'code' | 'passkey' | 'recovery-code';

export type AuditDetail =
  | { readonly type: 'sign-in.password-accepted'; readonly pendingHash: string }
  | { readonly type: 'sign-in.refused'; readonly step: ProofStep; readonly refusal: RefusalCode }
  | {
      readonly type: 'sign-in.completed';
      readonly sessionHash: string;
      /** What was proven; `enrolled` with an authenticator that this sign-in bound. */
      readonly methods: readonly ProofMethod[];
      readonly enrolled?: true;
      readonly newBrowser: boolean;
    }
  | { readonly type: 'sign-in.abandoned'; readonly pendingHash: string }
  | { readonly type: 'second-factor.drift'; readonly minutes: number }
  | { readonly type: 'second-factor.paused' | 'second-factor.disabled' | 'password.paused' | 'password.held' }
  | { readonly type: 'session.ended'; readonly sessionHash: string; readonly reason: SessionEndReason }
  | { readonly type: 'other-sessions.ended'; readonly reason: SessionEndReason }
  /** By the operator's host command: of one account, or without one of the whole portal. `reason` is what the operator wrote. */
  | { readonly type: 'sessions.ended-by-host'; readonly reason: string }
  | { readonly type: 'session.stepped-up'; readonly sessionHash: string; readonly method: ProofMethod }
  | {
      readonly type: 'session.step-up-refused';
      readonly sessionHash: string;
      readonly step: ProofStep;
      readonly refusal: RefusalCode;
    }
  | { readonly type: 'enrolment.begun'; readonly authenticatorId: string }
  | { readonly type: 'enrolment.refused'; readonly authenticatorId: string | null; readonly refusal: RefusalCode }
  | { readonly type: 'enrolment.abandoned'; readonly authenticatorId: string; readonly reason: InvalidationReason }
  | {
      readonly type: 'authenticator.bound';
      readonly authenticatorId: string;
      readonly kind: AuthenticatorKind;
      readonly via: 'session' | 'sign-in';
    }
  | { readonly type: 'authenticator.invalidated'; readonly authenticatorId: string; readonly reason: InvalidationReason }
  /** A passkey answered with a number it should have passed: there may be a copy of it (SEC-D05). */
  | { readonly type: 'passkey.counter-went-back'; readonly authenticatorId: string }
  | { readonly type: 'authenticator.set-aside'; readonly authenticatorId: string }
  /** `replaces`: the set whose codes are dead from then on. */
  | { readonly type: 'recovery-codes.issued'; readonly setId: string; readonly replaces: string | null }
  /** `slot`: of the one code that replaced a used one; null: the whole set. */
  | { readonly type: 'recovery-codes.saved'; readonly setId: string; readonly slot: number | null }
  | { readonly type: 'recovery-codes.ended' | 'recovery-codes.set-aside'; readonly setId: string }
  | { readonly type: 'recovery-code.used'; readonly setId: string; readonly slot: number; readonly left: number }
  | { readonly type: 'authenticator.renamed'; readonly authenticatorId: string }
  /** Its holder does not want to be asked whether it shows codes. */
  | { readonly type: 'check-up.hidden'; readonly authenticatorId: string }
  | { readonly type: 'recommendation.hidden'; readonly forever: boolean }
  | { readonly type: 'sign-in-notices.dismissed' }
  | { readonly type: 'password.rehashed' }
  | { readonly type: 'language.changed'; readonly language: 'ja' | 'en' }
  | {
      readonly type: 'link.mailed' | 'link.confirmed' | 'link.refused';
      readonly purpose:
        | 'enrolment-confirmation'
        | 'browser-confirmation'
        | 'not-me'
        | 'password-setup'
        | 'password-reset'
        | 'invitation'
        | 'registration'
        | ContactLinkUse;
    }
  /** The head of the audit log was not the one written last: the log speaks of it for ever (ADR 0020). */
  | { readonly type: 'audit.head-replaced' }
  /** The beginning of the log was forgotten, up to this number (ADR 0041). */
  | { readonly type: 'audit.forgotten'; readonly upTo: number; readonly count: number }
  /** One event of a recovery request: the digest ties its text to the chain of the log. */
  | {
      readonly type: 'recovery.event';
      readonly requestId: string;
      readonly version: number;
      readonly event: RecoveryEventType;
      readonly digest: string;
    }
  | {
      readonly type: 'recovery.refused';
      readonly requestId: string | null;
      readonly command: 'confirm-mailbox' | 'confirm-password' | 'withdraw' | 'veto' | 'redeem' | 'renew-pass' | 'disown';
      readonly refusal: RefusalCode;
    }
  /** Somebody's word that a supervisor needs; `host`: the operator's, with the reason. */
  | { readonly type: 'dispute.asked'; readonly by: 'host' | 'company-administrator'; readonly reason?: string }
  | { readonly type: 'dispute.opened'; readonly requestId: string; readonly askedBy: 'host' | 'company-administrator' }
  /** The server started with a procedure laxer than the default: each sentence of the configuration's check. */
  | { readonly type: 'config.laxer'; readonly laxities: readonly string[] }
  /** A text that the desk writes again and again was kept or changed; 1: a new one. */
  | { readonly type: 'macro.saved' | 'macro.deleted'; readonly macroId: string; readonly version: number }
  /** The second notice of a new device. */
  | { readonly type: 'recovery.noticed-again'; readonly requestId: string }
  /** Of a staff member or a company administrator. */
  | {
      readonly type: 'recovery.act-refused';
      readonly requestId: string;
      readonly command: RecoveryCommandKind;
      readonly refusal: RefusalCode;
    }
  /** The whole page of one request was shown: claims, evidence, risk, facts of the account. */
  | { readonly type: 'request.viewed'; readonly requestId: string; readonly role: StaffRole }
  /** The number on file was shown, in the step of the call. */
  | { readonly type: 'request.number-seen'; readonly requestId: string; readonly callId: string }
  /** A company administrator looked at a colleague's request: name, state, channel, place. */
  | { readonly type: 'request.seen-by-company'; readonly requestId: string }
  /** A company administrator had the claim browser show a code for the voucher. */
  | { readonly type: 'request.voucher-begun'; readonly requestId: string; readonly callId: string }
  /** A field was compared blindly. What was typed is not kept; `supervisor-only` is a try beyond the last one. */
  | {
      readonly type: 'request.compared';
      readonly requestId: string;
      readonly field: ComparedField;
      readonly match: ClaimMatch | 'supervisor-only';
    }
  /** Its whole record left as a file; the number of its events and entries, and why. `reason` is what the person wrote. */
  | { readonly type: 'request.exported'; readonly requestId: string; readonly role: StaffRole; readonly reason: string }
  /** The list left as a table: of which view, how many rows, and why. */
  | {
      readonly type: 'requests.exported';
      readonly role: StaffRole;
      readonly view: RequestView;
      readonly rows: number;
      readonly reason: string;
    }
  /** By which fields the log was searched, never for what; how many entries of which page were shown. */
  | {
      readonly type: 'audit.searched';
      readonly role: StaffRole;
      readonly by: readonly AuditField[];
      readonly page: number;
      readonly shown: number;
    }
  | {
      readonly type: 'audit.exported';
      readonly role: StaffRole;
      readonly by: readonly AuditField[];
      readonly rows: number;
      readonly reason: string;
    }
  /** Somebody kept or removed a search of their own. */
  | { readonly type: 'audit.search-kept' | 'audit.search-removed'; readonly searchId: string }
  | { readonly type: 'recovery.letter-wanted'; readonly requestId: string }
  | { readonly type: 'recovery.letter-answered'; readonly requestId: string; readonly mailed: boolean }
  /** One page of the desk's list was shown: to which role, of which portals, and the receipt numbers on it. */
  | {
      readonly type: 'recovery.list-viewed';
      readonly role: StaffRole;
      readonly portals: readonly PortalId[];
      readonly view: RequestView;
      readonly page: number;
      readonly shown: readonly string[];
    }
  | { readonly type: 'recovery.list-refused'; readonly refusal: RefusalCode }
  /** What somebody looked for is in no event: it may be the address or the number of anybody. */
  | {
      readonly type: 'recovery.searched';
      readonly role: StaffRole;
      readonly portals: readonly PortalId[];
      readonly shown: readonly string[];
    }
  /** The desk's own side of one request was shown: who works on it, labels and notes. */
  | { readonly type: 'request.handling-viewed'; readonly requestId: string; readonly role: StaffRole }
  | { readonly type: 'request.claimed' | 'request.released'; readonly requestId: string }
  | { readonly type: 'request.assigned'; readonly requestId: string; readonly to: AccountId }
  /** Neither the label nor the note itself: staff may write down what must not stay. */
  | { readonly type: 'request.labelled'; readonly requestId: string; readonly change: 'added' | 'removed' }
  | { readonly type: 'request.noted'; readonly requestId: string; readonly noteId: string }
  /** Which kind of contact data, never its value: that stands in its own history. */
  | { readonly type: 'contact.changed'; readonly kind: ContactKind; readonly change: 'set' | 'added' | 'removed' }
  | { readonly type: 'contact.change-requested'; readonly kind: ContactKind }
  | { readonly type: 'contact.change-cancelled'; readonly kind: ContactKind; readonly wasConfirmed: boolean }
  | { readonly type: 'contact.refused'; readonly kind: ContactKind; readonly refusal: RefusalCode }
  | { readonly type: 'letter.failed'; readonly letter: LetterKind }
  | {
      readonly type: 'account.created';
      readonly via: 'demo' | 'import' | 'host' | 'desk-set-up' | 'staff-invitation' | 'invitation' | 'registration';
    }
  | { readonly type: 'password.set'; readonly via: PasswordSetVia }
  /** Somebody asked for a reset; for whom, if for anybody, is found later and by the clerk. */
  | { readonly type: 'password-reset.asked' }
  | { readonly type: 'password-reset.refused'; readonly refusal: RefusalCode }
  | { readonly type: 'password-reset.answered'; readonly mailed: boolean }
  /** Strangers may know it: by the host with the reason that the operator wrote, or because it stands on the list. */
  | { readonly type: 'password.compromised'; readonly because: 'host'; readonly reason: string }
  | { readonly type: 'password.compromised'; readonly because: 'listed' | 'address-taken-back' }
  /** `reason` is what the operator wrote. */
  | { readonly type: 'account.status-changed'; readonly status: 'active' | 'suspended'; readonly reason?: string }
  /** The first administrator: by a code of the host, in one sitting (SEC-E10). */
  | { readonly type: 'desk-set-up.opened' | 'desk-set-up.begun' | 'desk-set-up.refused' | 'desk-set-up.completed' }
  /** At the desk: an ask waits for a second person. Nobody's address stands here, only whose account it is about. */
  | { readonly type: 'staff.asked'; readonly ask: StaffAskKind; readonly askId: string; readonly role: StaffRole }
  | {
      readonly type: 'staff.ask-confirmed' | 'staff.ask-declined';
      readonly ask: StaffAskKind;
      readonly askId: string;
      readonly role: StaffRole;
    }
  | { readonly type: 'staff.refused'; readonly action: StaffAction; readonly refusal: RefusalCode }
  /** Staff looked at a customer's account, masked, or did something to it; `reason` is what the person wrote. */
  | { readonly type: 'desk-account.viewed'; readonly role: StaffRole }
  | { readonly type: 'desk-account.acted'; readonly act: AccountClosing; readonly reason: string }
  | { readonly type: 'desk-account.asked'; readonly lift: AccountLift; readonly askId: string; readonly reason: string }
  | { readonly type: 'desk-account.lifted' | 'desk-account.declined'; readonly lift: AccountLift; readonly askId: string }
  /** The stop switch of one portal, or with null of all; `reason` is what the person wrote. */
  | { readonly type: 'desk.stopped'; readonly stopped: PortalId | null; readonly reason: string }
  | { readonly type: 'desk.resumed'; readonly stopped: PortalId | null }
  | { readonly type: 'staff.suspended'; readonly role: StaffRole }
  | { readonly type: 'staff.list-viewed'; readonly role: StaffRole; readonly shown: number }
  /** By the operator's host command: a code was printed that replaces password and authenticators; `reason` is what the operator wrote. */
  | { readonly type: 'staff.recovery-opened'; readonly reason: string }
  | { readonly type: 'staff.sitting-begun' | 'staff.sitting-completed' }
  /** "Not me": begun sign-ins and enrolments are void, password-only sign-in is closed, recovery is frozen. */
  | { readonly type: 'account.closed'; readonly notice: NoticeKind }
  /** By the operator's host command; `reason` is what the operator wrote. */
  | { readonly type: 'account.reopened'; readonly reason: string }
  | { readonly type: 'company.created'; readonly companyId: CompanyId; readonly via: 'demo' | 'import' | 'host' }
  /** By a company administrator, with how many people had no second factor when it was shown. */
  | {
      readonly type: 'company.policy-changed';
      readonly companyId: CompanyId;
      readonly level: TwoFactorLevel;
      readonly requiredFrom: number | null;
      readonly affected: number;
    }
  | { readonly type: 'company.administrator-appointed'; readonly companyId: CompanyId }
  | { readonly type: 'company.act-refused'; readonly action: ColleagueAction | 'dispute'; readonly refusal: RefusalCode }
  | {
      readonly type:
        | 'invitation.made'
        | 'invitation.renewed'
        | 'invitation.cancelled'
        | 'invitation.accepted'
        | 'registration.asked';
      readonly invitationId: string;
    }
  /** By the clerk: `mailed` is false where the address has an account, or was sent enough. */
  | { readonly type: 'invitation.looked-after'; readonly invitationId: string; readonly mailed: boolean }
  | { readonly type: 'join-request.made' }
  | { readonly type: 'join-request.accepted' | 'join-request.declined'; readonly companyId: CompanyId }
  | {
      readonly type: 'case.imported';
      readonly companyId: CompanyId;
      readonly number: string;
      readonly via: 'demo' | 'import' | 'host';
    };

export type AuditEventType = AuditDetail['type'];

/** Who and where; the same for all events of one request. */
export interface AuditContext {
  readonly at: number;
  readonly portal: PortalId | null;
  readonly address: string | null;
  readonly requestId: string | null;
  /** Who acted: the account holder, a claimant (nobody signed in yet), a staff member or the system itself. */
  readonly actor: { readonly kind: 'holder' | 'claimant' | 'staff' | 'system'; readonly id: string | null };
  /** Whose account it concerns; null when nobody was found. */
  readonly accountId: AccountId | null;
}

export type AuditEvent = AuditContext & { readonly detail: AuditDetail };
export type NonEmpty<T> = readonly [T, ...T[]];
