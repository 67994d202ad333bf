/**
 * What the journeys of a company's administration need from outside, declared by their user like `ports.ts`, whose `Reads` and
 * `Writes` include these. Every read of people names the company, so that another's people are not there (SEC-K03).
 */
import type { Account, AccountId, Company, CompanyId, PortalId } from './core/account.ts';
import type { Colleague } from './core/company-administration.ts';
import type { Language } from './core/language.ts';
import type { RequestState } from './core/recovery-state.ts';
import type { Instant } from './core/time.ts';
import type { TwoFactorPolicy } from './core/two-factor-policy.ts';
import type { VoucherFacts } from './core/voucher.ts';

export interface VersionedPolicy {
  readonly policy: TwoFactorPolicy;
  /** What a change must name: somebody else's change in between is found out. */
  readonly version: number;
}

/** Active people only: whoever cannot sign in needs no second factor. */
export interface Coverage {
  readonly people: number;
  readonly withSecondFactor: number;
}

export interface CompanyCoverage extends Coverage {
  readonly portal: PortalId;
  /** Null: the accounts of this portal that have no company. */
  readonly company: Company | null;
}

/** One of a company's people as its administrators see them: no secret, no number, no factor by name. */
export interface CompanyPerson extends Colleague, Pick<Account, 'name' | 'email' | 'language'> {
  readonly hasSecondFactor: boolean;
  readonly lastSignedInAt: Instant | null;
  /** Of the administrator who suspended it; null when that was nobody of the company. */
  readonly suspendedByName: string | null;
}

export interface PeoplePage {
  readonly people: readonly CompanyPerson[];
  readonly total: number;
}

/** An offer of an account by mail: of a company, or asked for by the person, with neither company nor inviter. */
export interface Invitation {
  readonly id: string;
  readonly portal: PortalId;
  readonly company: Company | null;
  readonly invitedBy: { readonly id: AccountId; readonly name: string } | null;
  readonly email: string;
  /** '' where the person says it later. */
  readonly name: string;
  readonly language: Language;
  readonly browser: string;
  readonly place: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface StoredInvitation extends Invitation {
  /** Null until a link was mailed. */
  readonly digest: string | null;
}

export interface NewInvitation extends Omit<Invitation, 'company' | 'invitedBy'> {
  readonly canonicalEmail: string;
  readonly companyId: CompanyId | null;
  readonly invitedBy: AccountId | null;
}

export interface JoinRequest {
  readonly accountId: AccountId;
  readonly name: string;
  readonly email: string;
  /** As it was typed. */
  readonly companyName: string;
  readonly askedAt: Instant;
}

/** A running request of one of a company's people, as its administrators see it. */
export interface ColleagueRequest {
  readonly receipt: string;
  readonly portal: PortalId;
  readonly state: RequestState;
  readonly filedAt: Instant;
  readonly colleague: { readonly id: AccountId; readonly name: string };
}

export interface CompanyReads {
  /** Confirmed and not over, newest first; without those of `except` and of the same person. One of them where a receipt is named. */
  colleagueRequests(company: CompanyId, except: AccountId, receipt: string | null): Promise<readonly ColleagueRequest[]>;
  voucherFacts(account: AccountId): Promise<VoucherFacts>;
  companyPolicy(company: CompanyId): Promise<VersionedPolicy>;
  companyCoverage(company: CompanyId): Promise<Coverage>;
  /** Of every portal and company, for the operator. */
  coverages(): Promise<readonly CompanyCoverage[]>;
  /** Names of active people without a second factor, at most `limit` of them. */
  peopleWithoutSecondFactor(company: CompanyId, limit: number): Promise<readonly string[]>;
  /** By name. */
  companyPeople(company: CompanyId, page: { readonly offset: number; readonly limit: number }): Promise<PeoplePage>;
  companyPerson(company: CompanyId, account: AccountId): Promise<CompanyPerson | undefined>;
  /** Neither accepted, cancelled nor expired at `at`; newest first. */
  openInvitations(company: CompanyId, at: Instant): Promise<readonly Invitation[]>;
  companyInvitation(company: CompanyId, id: string, at: Instant): Promise<Invitation | undefined>;
  /** Accepted, cancelled and unmailed ones excluded; the journey judges time. */
  invitation(portal: PortalId, id: string): Promise<StoredInvitation | undefined>;
  /** Nobody has looked after them yet; oldest first. */
  unmailedInvitations(limit: number): Promise<readonly Invitation[]>;
  /** Of people without a company who named one that this is a spelling of. */
  joinRequests(company: CompanyId): Promise<readonly JoinRequest[]>;
  joinRequest(company: CompanyId, account: AccountId): Promise<JoinRequest | undefined>;
  /** What this account asked for and nobody has answered. */
  ownJoinRequest(account: AccountId): Promise<string | undefined>;
}

export interface CompanyWrites {
  /** Still an active administrator of this company; nobody changes that before the transaction ends. */
  isCompanyAdministrator(account: AccountId, company: CompanyId): Promise<boolean>;
  /** False when the policy is not at this version any more. */
  setCompanyPolicy(company: CompanyId, policy: TwoFactorPolicy, fromVersion: number): Promise<boolean>;
  /** False when there is no such active colleague. Grows securityVersion; ends sessions and begun sign-ins. */
  suspendColleague(company: CompanyId, account: AccountId, by: AccountId, at: Instant): Promise<boolean>;
  /** False unless `by` suspended this colleague. Grows securityVersion. */
  reopenColleague(company: CompanyId, account: AccountId, by: AccountId, at: Instant): Promise<boolean>;
  /** False when there is no such active colleague; ends sessions and begun sign-ins. */
  endColleagueSessions(company: CompanyId, account: AccountId, at: Instant): Promise<boolean>;
  /** False when there is no such active colleague, or an administrator already. */
  appointAdministrator(company: CompanyId, account: AccountId, by: AccountId, at: Instant): Promise<boolean>;
  /** Earlier open ones of the same company to the same address end. */
  insertInvitation(invitation: NewInvitation): Promise<void>;
  /** The link before dies; the clerk mails a new one. False when it is not open at `at`. */
  renewInvitation(company: CompanyId, id: string, at: Instant, expiresAt: Instant): Promise<boolean>;
  endInvitation(company: CompanyId, id: string, at: Instant): Promise<boolean>;
  /** `digest` of its link, or null when none goes out. False when another clerk was faster. */
  markInvitationMailed(id: string, digest: string | null, at: Instant): Promise<boolean>;
  /** False when it was accepted, ended, renewed since (`digest`) or expired at `at`. */
  acceptInvitation(id: string, digest: string, at: Instant): Promise<boolean>;
  insertJoinRequest(request: { accountId: AccountId; portal: PortalId; companyName: string; askedAt: Instant }): Promise<void>;
  /** False when it is not open, names another company, or the account has one by now. Accepting gives the account the company. */
  decideJoinRequest(
    company: CompanyId,
    account: AccountId,
    decided: { readonly isAccepted: boolean; readonly by: AccountId; readonly at: Instant },
  ): Promise<boolean>;
}
