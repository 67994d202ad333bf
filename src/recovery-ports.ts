/**
 * The part of the ports that lost-device requests need: their rows, their facts, the links and browsers that belong to them.
 * Journeys and adapters take these types from `ports.ts`, of which this is a piece.
 */
import type { Account, AccountId, Company, CompanyId, PortalId } from './core/account.ts';
import type { NonEmpty } from './core/audit-event.ts';
import type { ContactPoint } from './core/contact.ts';
import type { Language } from './core/language.ts';
import type { Claims, RecoveryEvent } from './core/recovery-event.ts';
import type { RiskFacts } from './core/recovery-risk.ts';
import type { RequestFacts } from './core/recovery-standing.ts';
import type { RecoveryRequest, RequestState } from './core/recovery-state.ts';
import type { Duration, Instant } from './core/time.ts';

/** A recovery request with what stands beside its events. */
export interface StoredRecoveryRequest {
  readonly id: string;
  /** R-2026-0K7R-4Q: names the request to people, opens nothing. */
  readonly receipt: string;
  readonly portal: PortalId;
  /** Label of the browser and coarse address it was filed from. */
  readonly browser: string;
  readonly place: string;
  /** The language it was filed in; letters follow the account's. */
  readonly language: Language;
  /** Set when the link is to be sent again. */
  readonly letterWantedAt: Instant | null;
  readonly request: RecoveryRequest;
}

export interface NewRecoveryRequest extends Omit<StoredRecoveryRequest, 'request' | 'letterWantedAt'> {
  readonly events: NonEmpty<RecoveryEvent>;
  readonly claims: Claims;
}

/** Mailed to the holder: confirms a filing once, shows and cancels the account's requests. */
export interface RecoveryLink {
  readonly id: string;
  readonly digest: string;
  readonly portal: PortalId;
  readonly accountId: AccountId;
  readonly mailedAt: Instant;
  readonly confirmsUntil: Instant;
  readonly spentAt: Instant | null;
}

/** `counted`: its letter is one of the few that a day of filings may send to an address. */
export interface NewRecoveryLink extends Omit<RecoveryLink, 'spentAt'> {
  readonly counted: boolean;
}

/** A browser that filed, or confirmed for one that must not count. */
export interface ClaimBrowser {
  readonly id: string;
  readonly digest: string;
  readonly portal: PortalId;
}

/** Facts of a request as far as the database knows them: opening hours and the rules of companies stand in the configuration. */
export interface RecordedFacts extends Omit<RequestFacts, 'risk' | 'requiresVoucher'> {
  readonly risk: Omit<RiskFacts, 'isOutsideHours'>;
}

/** What decisions about an account's requests rest on; `recoveryVersion` tells whether it still stands when they are written. */
export interface RecoveryFacts {
  readonly account: Account;
  readonly recoveryVersion: number;
  /** Filings up to this instant are void. */
  readonly filingsVoidBefore: Instant | null;
  /** Since when mail, number and name stand, and what stood before. */
  readonly contactPoints: readonly ContactPoint[];
  readonly confirmedWithinQuota: number;
  /** Counted letters of the last 24 hours. */
  readonly lettersWithinDay: number;
  readonly recorded: RecordedFacts;
}

/** A company administrator who is told of a colleague's request. */
export interface ToldAdministrator {
  readonly accountId: AccountId;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
}

/** What the configuration says of the desk beside the recovery policy. */
export interface DeskRules {
  /** By the portal's desk calendar. */
  isOpen(portal: PortalId, at: Instant): boolean;
  /** Companies whose requests always need a voucher. */
  readonly voucherCompanies: readonly CompanyId[];
  /** A recovery in this portal leaves two-factor off; never where portal or company requires it at `at`. */
  leavesOff(portal: PortalId, company: Company | null, at: Instant): boolean;
}

export interface RecoveryReads {
  recoveryRequest(portal: PortalId, receipt: string): Promise<StoredRecoveryRequest | undefined>;
  /**
   * What the holder can still stop: the live or frozen one first, then filings, those of this browser before the others and
   * the newest first, at most `limit` in all. A flood of filings must not make a page or a sign-in slow, nor hide the own one.
   */
  stoppableRequests(account: AccountId, limit: number, claimBrowserId: string | null): Promise<readonly StoredRecoveryRequest[]>;
  /** Filings that are void and not ended yet. */
  voidFilings(limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** Receipts of requests that ended withdrawn at or after `since`. */
  withdrawnReceipts(account: AccountId, since: Instant): Promise<readonly string[]>;
  /** Filings whose account was not looked for yet, oldest first. */
  unadmittedFilings(limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** Requests whose link is to be sent again, oldest wish first. */
  lettersWanted(limit: number): Promise<readonly StoredRecoveryRequest[]>;
  requestsUnchangedSince(state: RequestState, before: Instant, limit: number): Promise<readonly StoredRecoveryRequest[]>;
  /** Null once they were erased, or when they do not open any more. */
  recoveryClaims(requestId: string): Promise<Claims | null>;
  recoveryFacts(
    account: AccountId,
    request: Pick<StoredRecoveryRequest, 'id' | 'place' | 'request'> | null,
    at: Instant,
    contactUnchangedFor: Duration,
  ): Promise<RecoveryFacts>;
  recoveryLink(portal: PortalId, id: string): Promise<RecoveryLink | undefined>;
  claimBrowser(portal: PortalId, id: string): Promise<ClaimBrowser | undefined>;
  /** When this known browser last proved the account's second factor; null when it never did. */
  secondFactorIn(browserId: string, account: AccountId): Promise<Instant | null>;
  /** Active administrators of the account's company but the account itself; none where the company opted out. */
  toldAdministrators(account: AccountId): Promise<readonly ToldAdministrator[]>;
}

export interface RecoveryWrites {
  /** False when the receipt number is taken. */
  insertRecoveryRequest(row: NewRecoveryRequest): Promise<boolean>;
  /** False when the request changed since it was read. */
  appendRecoveryEvents(stored: StoredRecoveryRequest, events: readonly RecoveryEvent[]): Promise<boolean>;
  /** Orders changes of one account's requests: false when another one came first. */
  claimRecovery(account: AccountId, version: number): Promise<boolean>;
  /** Filings of the account up to this instant can no longer be confirmed. */
  voidFilings(account: AccountId, before: Instant): Promise<void>;
  insertRecoveryLink(row: NewRecoveryLink): Promise<void>;
  /** False when it was spent or is too old to confirm at `at`. */
  spendRecoveryLink(id: string, at: Instant): Promise<boolean>;
  insertClaimBrowser(row: ClaimBrowser & { readonly createdAt: Instant }): Promise<void>;
  /** Null takes the wish away. */
  wantRecoveryLetter(requestId: string, at: Instant | null): Promise<void>;
}
