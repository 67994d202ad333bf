/**
 * What the journeys need from outside, declared by their user. The store, the hashes and the courier implement these
 * types; no journey knows which database or library stands behind them.
 */
import type { ActivityReads, ActivityWrites } from './activity-ports.ts';
import type { AuditReads, AuditWrites, SigningKey } from './audit-ports.ts';
import type { AuthenticatorReads, AuthenticatorWrites } from './authenticator-ports.ts';
import type { ChartReads } from './chart-ports.ts';
import type { CompanyReads, CompanyWrites } from './company-ports.ts';
import type { ContactReads, ContactWrites } from './contact-ports.ts';
import type {
  Account,
  AccountId,
  Company,
  CompanyId,
  NewAccount,
  NewCompany,
  PasswordSetVia,
  PortalId,
  PortalPolicy,
} from './core/account.ts';
import type { AuditEvent, NonEmpty } from './core/audit-event.ts';
import type { BoundAuthenticator } from './core/authenticator.ts';
import type { ContactSetVia } from './core/contact.ts';
import type { Language } from './core/language.ts';
import type { Letter, NoticeKind } from './core/letter.ts';
import type { Outcome } from './core/outcome.ts';
import type { PasswordBlocklist } from './core/password.ts';
import type { Durations } from './core/policy.ts';
import type { RecoveryPolicy } from './core/recovery-policy.ts';
import type { PendingKind, PendingSignIn, Session, SessionEndReason } from './core/session.ts';
import type { SupportCase } from './core/support-case.ts';
import type { AttemptCounter, AttemptSchedule } from './core/throttle.ts';
import type { Instant } from './core/time.ts';
import type { CodeWindow } from './core/totp.ts';
import type { DeskDoors, DeskReads, DeskWrites } from './desk-ports.ts';
import type { DisputeReads, DisputeWrites } from './dispute-ports.ts';
import type { MacroReads, MacroWrites } from './macro-ports.ts';
import type { NoticesReads, NoticesWrites } from './notices-ports.ts';
import type { AwaitedBy } from './outbox-ports.ts';
import type { PasskeyChallenges, PasskeyReads, PasskeyVerifier, PasskeyWrites } from './passkey-ports.ts';
import type { PasswordReads, PasswordWrites } from './password-ports.ts';
import type { ProcedureDoors, ProcedureReads, ProcedureWrites } from './procedure-ports.ts';
import type { RecoveryCodeReads, RecoveryCodeWrites } from './recovery-code-ports.ts';
import type { DeskRules, RecoveryReads, RecoveryWrites } from './recovery-ports.ts';
import type { ReleaseDoors, ReleaseReads, ReleaseWrites } from './release-ports.ts';
import type { StaffReads, StaffWrites } from './staff-ports.ts';

export type * from './activity-ports.ts';
export type * from './audit-ports.ts';
export type * from './chart-ports.ts';
export type * from './company-ports.ts';
export type * from './contact-ports.ts';
export type * from './desk-ports.ts';
export type * from './dispute-ports.ts';
export type * from './macro-ports.ts';
export type * from './notices-ports.ts';
export type * from './outbox-ports.ts';
export type * from './passkey-ports.ts';
export type * from './password-ports.ts';
export type * from './procedure-ports.ts';
export type * from './recovery-code-ports.ts';
export type * from './recovery-ports.ts';
export type * from './release-ports.ts';
export type * from './staff-ports.ts';

/** Facts about one request. `at` is read once per request and is the only clock a journey sees. */
export interface Caller {
  readonly portal: PortalPolicy;
  readonly at: Instant;
  readonly language: Language;
  /** True when the visitor picked the language; only then does a sign-in write it into the account. */
  readonly languageChosen: boolean;
  readonly requestId: string;
  /** The client's address, from the socket or a configured proxy. */
  readonly address: string;
  /** What attempts are counted by: the IPv4 address or the IPv6 /64 (SEC-F05). */
  readonly network: string;
  /** Coarsened address for letters and pages. */
  readonly place: string;
  /** Label such as "Chrome / Windows", from a closed list; never the raw header. */
  readonly browser: string;
  /** The known-browser cookie, if any: an attempt budget and a notice, never a factor (SEC-G08). */
  readonly browserToken: string | null;
}

/** An account as the sign-in sees it, by one joined query. */
export interface SignInFacts {
  readonly account: Account;
  /** PHC string; null for an account without a password. */
  readonly passwordRecord: string | null;
  readonly authenticators: readonly BoundAuthenticator[];
}

export interface StoredPendingSignIn extends PendingSignIn {
  readonly digest: string;
  readonly passwordRecord: string | null;
}

export interface StoredSession extends Session {
  readonly digest: string;
  readonly account: Account;
  readonly authenticators: readonly BoundAuthenticator[];
  readonly passwordRecord: string | null;
}

export interface KnownBrowser {
  readonly id: string;
  readonly digest: string;
  /** Last complete sign-in of each account in this browser. */
  readonly accounts: ReadonlyMap<AccountId, Instant>;
}

export type MailedLinkPurpose = 'enrolment-confirmation' | 'browser-confirmation' | 'not-me' | 'password-setup';

/** What a "not me" link objects to. */
export interface ReportedNotice {
  readonly kind: NoticeKind;
  readonly at: Instant;
}

export interface MailedLink {
  readonly id: string;
  readonly digest: string;
  readonly purpose: MailedLinkPurpose;
  readonly portal: PortalId;
  readonly accountId: AccountId;
  /** The pending sign-in it confirms, for `enrolment-confirmation`. */
  readonly pendingSignInId: string | null;
  /** The notice it objects to, for `not-me`. */
  readonly notice: ReportedNotice | null;
  readonly expiresAt: Instant;
  readonly consumedAt: Instant | null;
}

/** A link that may still set the first password of this account, time apart. */
export interface FirstPasswordLink {
  readonly id: string;
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly account: Account;
}

export interface CasePage {
  readonly cases: readonly SupportCase[];
  readonly total: number;
}

export interface Reads
  extends ActivityReads,
    AuditReads,
    AuthenticatorReads,
    ChartReads,
    CompanyReads,
    ContactReads,
    DeskReads,
    DisputeReads,
    MacroReads,
    NoticesReads,
    PasskeyReads,
    PasswordReads,
    ProcedureReads,
    RecoveryCodeReads,
    RecoveryReads,
    ReleaseReads,
    StaffReads {
  signInFacts(portal: PortalId, canonicalEmail: string): Promise<SignInFacts | undefined>;
  /** The same of an account whose id is known. */
  accountFacts(portal: PortalId, account: AccountId): Promise<SignInFacts | undefined>;
  /** Active ones, by id. */
  companyAdministrators(company: CompanyId): Promise<readonly Account[]>;
  /** Living or not, consumed ones excluded; the journey judges time. */
  pendingSignIn(portal: PortalId, id: string): Promise<StoredPendingSignIn | undefined>;
  /** Ended sessions excluded; the journey judges time. */
  session(portal: PortalId, id: string): Promise<StoredSession | undefined>;
  knownBrowser(portal: PortalId, id: string): Promise<KnownBrowser | undefined>;
  mailedLink(portal: PortalId, id: string): Promise<MailedLink | undefined>;
  counter(key: string): Promise<AttemptCounter | undefined>;
  cases(company: CompanyId, page: { readonly offset: number; readonly limit: number }): Promise<CasePage>;
  caseByNumber(company: CompanyId, number: string): Promise<SupportCase | undefined>;
  /** Of any portal, with this id or exactly this name. */
  companies(idOrName: string): Promise<readonly Company[]>;
  /** Spent and superseded ones excluded, and those of an account that has a password; the journey judges time. */
  firstPasswordLink(portal: PortalId, id: string): Promise<FirstPasswordLink | undefined>;
  /** The database's own clock (SEC-B07). */
  databaseTime(): Promise<Instant>;
}

export interface NewSession extends Omit<Session, 'lastSeenAt'> {
  readonly digest: string;
  readonly browser: string;
  readonly place: string;
}

export interface NewPendingSignIn {
  readonly id: string;
  readonly digest: string;
  readonly portal: PortalId;
  readonly accountId: AccountId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly returnTo: string | null;
  /** Begun by the code of a sitting: it leads to an enrolment and nowhere else. */
  readonly sitting?: PendingKind;
}

/**
 * Everything that changes rows, usable only inside one `write`. A boolean answer means "exactly one row changed": for
 * anything that may be used once it is the verdict, and `false` must become a refusal (ADR 0004).
 */
export interface Writes
  extends ActivityWrites,
    AuditWrites,
    AuthenticatorWrites,
    CompanyWrites,
    ContactWrites,
    DeskWrites,
    DisputeWrites,
    MacroWrites,
    NoticesWrites,
    PasskeyWrites,
    PasswordWrites,
    ProcedureWrites,
    RecoveryCodeWrites,
    RecoveryWrites,
    ReleaseWrites,
    StaffWrites {
  insertPendingSignIn(row: NewPendingSignIn): Promise<void>;
  /** Uses it up; false when it was already used, expired at `at`, or never there. */
  consumePendingSignIn(id: string, at: Instant): Promise<boolean>;
  confirmPendingMailbox(id: string, at: Instant): Promise<boolean>;
  /** Uses up every one of the account. */
  endPendingSignIns(account: AccountId, at: Instant): Promise<void>;

  /** False when the account's securityVersion moved on or the account is not active: nothing is inserted then. */
  insertSession(row: NewSession, securityVersion: number): Promise<boolean>;
  /** Replaces the secret of a living session; false when `oldDigest` is no longer current. */
  rotateSession(
    id: string,
    oldDigest: string,
    next: { readonly digest: string } & Pick<Session, 'passwordAt' | 'secondFactorAt' | 'methods'>,
  ): Promise<boolean>;
  endSession(id: string, at: Instant, reason: SessionEndReason): Promise<boolean>;
  /** Ends every living session of the account but one; answers how many. */
  endOtherSessions(account: AccountId, except: string | null, at: Instant, reason: SessionEndReason): Promise<number>;

  clearCounter(key: string): Promise<void>;
  setPasswordRecord(account: AccountId, from: string, to: string): Promise<boolean>;
  setLanguage(account: AccountId, language: Language, chosen: boolean): Promise<void>;
  hideRecommendation(account: AccountId, until: Instant): Promise<void>;
  /** A password alone opens nothing from now on; grows securityVersion. Closed already, it stays closed since then. */
  closePasswordOnly(account: AccountId, at: Instant): Promise<void>;
  /** No recovery request until then; never shortens a freeze that lasts longer. */
  freezeRecovery(account: AccountId, until: Instant): Promise<void>;

  insertKnownBrowser(row: {
    readonly id: string;
    readonly digest: string;
    readonly portal: PortalId;
    readonly createdAt: Instant;
  }): Promise<void>;
  /** Every browser but one is a new one to the account again (SEC-G06). */
  forgetKnownBrowsers(account: AccountId, except: string | null): Promise<void>;
  /** `secondFactorAt`: proven in this sign-in; null leaves what an earlier one proved. */
  noteKnownBrowser(browserId: string, account: AccountId, at: Instant, secondFactorAt: Instant | null): Promise<void>;

  /** Earlier unspent links of the same account and purpose die; those of `not-me` stay, each objects to a notice of its own. */
  insertMailedLink(row: Omit<MailedLink, 'consumedAt'>): Promise<void>;
  /** False when it was spent, superseded or expired at `at`. */
  consumeMailedLink(id: string, at: Instant): Promise<boolean>;

  /** `awaited`: a request goes on only once the letter was accepted. */
  queueLetter(letter: Letter, awaited?: AwaitedBy): Promise<void>;

  /** False when the id, the address or the number is taken: what exists is never changed by these (product decision 9). */
  insertAccount(account: NewAccount, contactVia?: ContactSetVia): Promise<boolean>;
  insertCompany(company: NewCompany, notifiesAdministrators: boolean): Promise<boolean>;
  insertCase(company: CompanyId, row: SupportCase): Promise<boolean>;
  /** False when the account has a password already; grows securityVersion. */
  setFirstPassword(account: AccountId, record: string, via: PasswordSetVia, at: Instant): Promise<boolean>;
}

/** A charged attempt: what the counter says after the charge, or until when nothing is evaluated. */
export type Charge =
  | { readonly allowed: true; readonly counter: AttemptCounter; readonly attemptsLeft: number }
  | { readonly allowed: false; readonly reason: 'paused' | 'exhausted'; readonly retryAt: Instant };

export interface Store extends DeskDoors, PasskeyChallenges, ProcedureDoors, ReleaseDoors {
  readonly read: Reads;
  /**
   * The only way to change anything: one transaction that does the work, then appends the events (ADR 0020). A refusal from
   * `work`, or any throw, rolls everything back, events included.
   */
  write<T>(events: NonEmpty<AuditEvent>, work: (tx: Writes) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Appends events that go with no other change (refusals). */
  record(events: NonEmpty<AuditEvent>): Promise<void>;
  /** Counts the attempt before it is evaluated, atomically over all nodes (SEC-F04). */
  charge(key: string, schedule: AttemptSchedule, at: Instant): Promise<Charge>;
  /** Takes back one charge that was never evaluated, or that was right where only failures count. */
  refund(key: string, chargedAt: Instant): Promise<void>;
  /** Moves `lastSeenAt`, at most once a minute; not an audited change. */
  touchSession(id: string, at: Instant): Promise<void>;
}

export interface PasswordHasher {
  /** Runs work that is going to hash, or throws Fault 'overloaded' before any of it is done (SEC-R03). */
  admit<T>(work: () => Promise<T>): Promise<T>;
  hash(password: string): Promise<string>;
  /** Compares; a null record costs the same work and answers false. Throws Fault 'overloaded' when the queue is full. */
  verify(password: string, record: string | null): Promise<{ readonly matches: boolean; readonly outdated: boolean }>;
}

/** Where a sealed value stands; a value moved elsewhere does not open (SEC-M01). */
export interface SealContext {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

export interface SecretBox {
  seal(plain: Uint8Array, where: SealContext): string;
  /** Throws Fault 'seal-broken' on any mismatch. */
  open(sealed: string, where: SealContext): Uint8Array;
}

/** Keyed digests for what must not be stored in clear: form tokens and addresses of nobody. */
export interface KeyedDigest {
  digest(purpose: 'form' | 'address' | 'network', value: string): string;
}

export interface ChainKey {
  readonly id: string;
  mac(text: string): string;
}

/** Of the audit chain: new rows go under the current key; `find` answers nothing for one that is not listed any more. */
export interface ChainKeys {
  readonly current: ChainKey;
  find(id: string): ChainKey | undefined;
}

export interface Random {
  bytes(count: number): Uint8Array;
}

/** Structured log. `fields` never hold secrets, codes, tokens, cookies or full addresses (SEC-Q03). */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>, cause?: unknown): void;
}

export interface Ports {
  readonly store: Store;
  readonly passwords: PasswordHasher;
  /** Nobody may choose these. */
  readonly blocklist: PasswordBlocklist;
  /** Whoever proves one of these must replace it first (SEC-A08). */
  readonly leaked: PasswordBlocklist;
  readonly secrets: SecretBox;
  readonly keyed: KeyedDigest;
  readonly signing: SigningKey;
  readonly random: Random;
  readonly durations: Durations;
  readonly recovery: RecoveryPolicy;
  readonly desk: DeskRules;
  readonly codeWindow: CodeWindow;
  readonly passkeys: PasskeyVerifier;
}
