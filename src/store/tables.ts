/**
 * The tables as the queries see them. Both databases give the same types: instants are whole milliseconds, booleans are 0
 * or 1, lists and details are JSON text, sealed values are text. Which column is secret is said here; what seals it is not.
 */
import type { Generated, Kysely } from 'kysely';
import type { PasswordSetVia, Role, SupportPlan } from '../core/account.ts';
import type { AuditEvent, AuditEventType } from '../core/audit-event.ts';
import type { AuthenticatorKind, EnrolmentOwner, InvalidationReason } from '../core/authenticator.ts';
import type { Language } from '../core/language.ts';
import type { LetterKind, NoticeKind } from '../core/letter.ts';
import type { RecoveryActor, RecoveryEventType, RequestChannel } from '../core/recovery-event.ts';
import type { RiskLevel } from '../core/recovery-policy.ts';
import type { RecoveryRequest, RequestState } from '../core/recovery-state.ts';
import type { PendingKind, SessionEndReason } from '../core/session.ts';
import type { CaseState } from '../core/support-case.ts';
import type { Instant } from '../core/time.ts';
import type { ChainKeys, MailedLinkPurpose } from '../ports.ts';
import type { CompanyPolicyColumns, CompanyRoleColumns, CompanyTables } from './company-tables.ts';
import type { ContactTables } from './contact-tables.ts';
import type { DeskTables } from './desk-tables.ts';
import type { DisputeTables } from './dispute-tables.ts';
import type { MacroTables } from './macro-tables.ts';
import type { NoticesTables } from './notices-tables.ts';
import type { PasskeyTables } from './passkey-tables.ts';
import type { PasswordTables } from './password-tables.ts';
import type { ProcedureTables } from './procedure-tables.ts';
import type { RecoveryCodeTables } from './recovery-code-tables.ts';
import type { AwaitedColumns, RecoveredColumns, ReleaseTables } from './release-tables.ts';
import type { StaffTables } from './staff-tables.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** What every store file works on: the database or one open transaction of it. */
export interface Handle {
  readonly db: Kysely<Tables>;
  readonly kind: DatabaseKind;
  /** What every audit event is chained with. */
  readonly chain: ChainKeys;
}

export interface Tables
  extends CompanyTables,
    ContactTables,
    DeskTables,
    DisputeTables,
    MacroTables,
    NoticesTables,
    PasskeyTables,
    PasswordTables,
    ProcedureTables,
    RecoveryCodeTables,
    ReleaseTables,
    StaffTables {
  company: CompanyTable;
  account: AccountTable;
  authenticator: AuthenticatorTable;
  pending_sign_in: PendingSignInTable;
  session: SessionTable;
  attempt_counter: AttemptCounterTable;
  known_browser: KnownBrowserTable;
  known_browser_account: KnownBrowserAccountTable;
  mailed_link: MailedLinkTable;
  outbox: OutboxTable;
  support_case: SupportCaseTable;
  audit_event: AuditEventTable;
  audit_head: AuditHeadTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_search: AuditSearchTable;
  genkan_mark: MarkTable;
  recovery_request: RecoveryRequestTable;
  recovery_event: RecoveryEventTable;
  recovery_claims: RecoveryClaimsTable;
  recovery_link: RecoveryLinkTable;
  claim_browser: ClaimBrowserTable;
}

interface CompanyTable extends CompanyPolicyColumns {
  id: string;
  portal: string;
  name: string;
  plan: SupportPlan;
  notifies_administrators: Generated<0 | 1>;
}

interface AccountTable extends CompanyRoleColumns, RecoveredColumns {
  id: string;
  portal: string;
  email: string;
  canonical_email: string;
  name: string;
  phone: string | null;
  company_id: string | null;
  role: Role;
  language: Language;
  language_chosen: 0 | 1;
  status: 'active' | 'suspended';
  created_at: Instant;
  password_set_at: Instant;
  password_record: string | null;
  password_set_via: PasswordSetVia | null;
  /** When a mailed link last set one, whatever its holder changed since. */
  password_by_link_at: Generated<Instant | null>;
  recommendation_hidden_until: Instant | null;
  password_only_closed_at: Instant | null;
  recovery_frozen_until: Instant | null;
  /** Authenticators bound at this instant or later do not count while it is set: the holder said "not me". */
  set_aside_since: Generated<Instant | null>;
  security_version: number;
  last_signed_in_at: Instant | null;
  /** Grows with every change of the account's recovery requests, which it orders. */
  recovery_version: Generated<number>;
  /** JSON list of verified addresses. */
  notification_addresses: Generated<string>;
  password_compromised_at: Generated<Instant | null>;
  /** Since when a member of the desk is new there; null: since before anybody counted. */
  staff_since: Generated<Instant | null>;
  /** Set when more filings became void than one transaction ends; the clerk ends the rest. */
  filings_void_before: Generated<Instant | null>;
}

/** Rows are never deleted (SP 800-63B-4 section 4.1); `sealed_secret` is null once the row is invalidated. */
interface AuthenticatorTable {
  id: string;
  account_id: string;
  kind: AuthenticatorKind;
  state: 'pending' | 'bound' | 'invalidated';
  owner_kind: EnrolmentOwner['kind'];
  owner_id: string;
  sealed_secret: string | null;
  started_at: Instant;
  expires_at: Instant;
  /** The account's security version when the enrolment began. */
  security_version: number;
  name: string | null;
  last_step: number | null;
  drift: number;
  bound_at: Instant | null;
  bound_via: 'session' | 'sign-in' | null;
  last_used_at: Instant | null;
  invalidated_at: Instant | null;
  invalidation_reason: InvalidationReason | null;
  credential_id: Generated<string | null>;
  sign_count: Generated<number | null>;
  /** JSON list. */
  transports: Generated<string | null>;
  backup_eligible: Generated<0 | 1 | null>;
  backed_up: Generated<0 | 1 | null>;
  user_verifying: Generated<0 | 1 | null>;
  /** Of a pending one: the app that ends when this one is bound. */
  replaces: Generated<string | null>;
  /** Since when its holder does not want to be asked whether it shows codes. */
  check_up_hidden_at: Generated<Instant | null>;
}

interface PendingSignInTable {
  id: string;
  digest: string;
  portal: string;
  account_id: string;
  created_at: Instant;
  expires_at: Instant;
  return_to: string | null;
  mailbox_confirmed_at: Instant | null;
  sitting: Generated<PendingKind | null>;
  consumed_at: Instant | null;
}

interface SessionTable {
  id: string;
  digest: string;
  portal: string;
  account_id: string;
  created_at: Instant;
  last_seen_at: Instant;
  expires_at: Instant;
  password_at: Instant;
  second_factor_at: Instant | null;
  /** JSON list of `ProofMethod`. */
  methods: Generated<string>;
  browser: string;
  place: string;
  ended_at: Instant | null;
  end_reason: SessionEndReason | null;
}

/** `version` guards every change; `recent` is a JSON list of instants. */
interface AttemptCounterTable {
  key: string;
  version: number;
  failures: number;
  recent: string;
  locked_until: Instant | null;
}

interface KnownBrowserTable {
  id: string;
  digest: string;
  portal: string;
  created_at: Instant;
}

interface KnownBrowserAccountTable {
  browser_id: string;
  account_id: string;
  signed_in_at: Instant;
  /** Last sign-in with a second factor in this browser: only that is evidence (desk.md section 2). */
  second_factor_at: Instant | null;
}

interface MailedLinkTable {
  id: string;
  digest: string;
  purpose: MailedLinkPurpose;
  portal: string;
  account_id: string;
  pending_sign_in_id: string | null;
  expires_at: Instant;
  consumed_at: Instant | null;
  superseded: 0 | 1;
  notice_kind: NoticeKind | null;
  notice_at: Instant | null;
}

/**
 * `sealed_letter` may hold a one-time link: sealed while it waits, null once it was sent or given up. `address_digest` is null
 * for letters outside of every quota; `group_id` names the letter in which this one's notice stands.
 */
interface OutboxTable extends AwaitedColumns {
  id: string;
  /** Null: it goes to somebody who has no account yet. */
  account_id: string | null;
  portal: string;
  kind: LetterKind;
  sealed_letter: string | null;
  created_at: Instant;
  attempts: number;
  next_attempt_at: Instant;
  claimed_until: Instant | null;
  sent_at: Instant | null;
  failed_at: Instant | null;
  address_digest: string | null;
  held_at: Instant | null;
  departed_at: Instant | null;
  group_id: string | null;
}

interface SupportCaseTable {
  company_id: string;
  number: string;
  subject: string;
  description: string;
  state: CaseState;
  opened_at: Instant;
  updated_at: Instant;
}

/** Never changed and never removed: triggers refuse it (SEC-Q04). Numbers have no gap since the chain began. */
export interface AuditEventTable {
  seq: number;
  at: Instant;
  portal: string | null;
  address: string | null;
  request_id: string | null;
  actor_kind: AuditEvent['actor']['kind'];
  actor_id: string | null;
  account_id: string | null;
  type: AuditEventType;
  /** The remaining fields of the event's detail as JSON. */
  detail: string;
  /** Over the row before and every column of this one, under the key named beside it. */
  mac: string;
  mac_key: string;
}

/** A search that somebody at the desk keeps; sealed. */
interface AuditSearchTable {
  id: string;
  account_id: string;
  kept_at: Instant;
  sealed_search: string;
}

/** The last row of the log; one row, locked by whoever appends. */
export interface AuditHeadTable {
  id: 1;
  seq: number;
  mac: string;
  mac_key: string;
  seal: string;
}

/** The last entry that was forgotten, seq 0 when none was; one row. */
interface AuditCheckpointTable extends AuditHeadTable {
  /** The latest time of a forgotten entry. */
  at: number;
}

/** One row at most. `password_record` waits here until the authenticator is bound, and is null again then. */
interface MarkTable {
  id: 1;
  kind: 'demo' | 'production';
}

/** What queries ask of a recovery request; everything here follows from its events but receipt, language and where from. */
interface RecoveryRequestTable {
  id: string;
  receipt: string;
  portal: string;
  state: RequestState;
  version: number;
  channel: RequestChannel;
  admission: RecoveryRequest['admission'];
  account_id: string | null;
  filed_at: Instant;
  state_since: Instant;
  confirmed_at: Instant | null;
  mailed: 0 | 1;
  risk: RiskLevel | null;
  claim_browser_id: string | null;
  browser: string;
  place: string;
  language: Language;
  letter_wanted_at: Instant | null;
  /** When the holder was told a second time of the new device. */
  noticed_again_at: Generated<Instant | null>;
}

/** Appended, never changed. `schema` is the version of the event's shape; `detail` its remaining fields as JSON. */
interface RecoveryEventTable {
  request_id: string;
  version: number;
  schema: number;
  at: Instant;
  actor_kind: RecoveryActor['kind'];
  actor_id: string | null;
  policy_version: string;
  type: RecoveryEventType;
  detail: string;
}

/** What the person typed, sealed; null once it was erased. */
interface RecoveryClaimsTable {
  request_id: string;
  sealed_claims: string | null;
  erased_at: Instant | null;
}

interface RecoveryLinkTable {
  id: string;
  digest: string;
  portal: string;
  account_id: string;
  mailed_at: Instant;
  /** Its letter is one of the few that a day of filings may send to an address. */
  counted: 0 | 1;
  /** Later it still shows and cancels, but confirms nothing. */
  confirms_until: Instant;
  spent_at: Instant | null;
}

interface ClaimBrowserTable {
  id: string;
  digest: string;
  portal: string;
  created_at: Instant;
}
