/**
 * The part of the ports that the desk's work on received requests needs, declared by its user like `ports.ts`, of which this is a
 * piece. Every read of a request names the scope of who asks: what is outside of it is not there (SEC-K03, SEC-J09).
 */
import type { AccountId, Company, PortalId, StaffRole } from './core/account.ts';
import type { RequestClaim } from './core/desk-claim.ts';
import type { RequestChannel } from './core/recovery-event.ts';
import type { RiskLevel } from './core/recovery-policy.ts';
import type { RequestState } from './core/recovery-state.ts';
import type { SearchTerms } from './core/request-search.ts';
import type { StateCounts } from './core/request-view.ts';
import type { RequestStep } from './core/response-times.ts';
import type { Instant } from './core/time.ts';

/** Whose requests a staff member may see; it stands in the query itself (SEC-K03). */
export interface RequestScope {
  readonly portals: readonly PortalId[];
  /** The portal of the staff: an account with the address of one of them is a privileged subject. */
  readonly desk: PortalId;
  /** Company administrators and staff too; without it they are absent, from counts as well (SEC-J09). */
  readonly privileged: boolean;
  /** Sees requests of privileged subjects that a supervisor gave this person; null: nobody gives this role any. */
  readonly assignedTo: AccountId | null;
  /** Requests that ended before are left out. */
  readonly endedSince: Instant;
}

export interface StaffName {
  readonly id: AccountId;
  readonly name: string;
}

/** A received request as the desk lists it. Nothing else of account and request leaves the store for it (SEC-K04). */
export interface QueuedRequest {
  readonly id: string;
  readonly receipt: string;
  readonly portal: PortalId;
  readonly name: string;
  readonly company: Pick<Company, 'name' | 'plan'> | null;
  readonly channel: RequestChannel;
  readonly state: RequestState;
  /** Null before the mailbox is confirmed. */
  readonly risk: RiskLevel | null;
  readonly filedAt: Instant;
  readonly confirmedAt: Instant | null;
  readonly stateSince: Instant;
  readonly waitUntil: Instant | null;
  /** What the timer asks of its events. */
  readonly steps: readonly RequestStep[];
  /** In charge of it. */
  readonly owner: StaffName | null;
  /** Kept from the others by this person, until then. */
  readonly claim: (RequestClaim & { readonly name: string }) | null;
  readonly labels: readonly string[];
  /** Of a company administrator or of staff. */
  readonly isPrivileged: boolean;
}

/** Somebody who looks at a request. */
export interface DeskPresence {
  readonly requestId: string;
  readonly staff: StaffName;
  readonly isEditing: boolean;
  readonly seenAt: Instant;
}

export interface DeskNote {
  readonly id: string;
  readonly by: StaffName;
  readonly at: Instant;
  /** Null once it was erased, or when it does not open any more. */
  readonly text: string | null;
}

export interface AssignableStaff extends StaffName {
  readonly role: StaffRole;
  /** By it the operator names the portals of somebody. */
  readonly canonicalEmail: string;
}

export interface DeskReads {
  /** How many requests of each state there are; filings without an account, or without effect, are in no count. */
  requestCounts(scope: RequestScope): Promise<StateCounts>;
  /** Those of these states, at most `limit`: the ones whose state began last. */
  queuedRequests(scope: RequestScope, states: readonly RequestState[], limit: number): Promise<readonly QueuedRequest[]>;
  queuedRequest(scope: RequestScope, receipt: string): Promise<QueuedRequest | undefined>;
  /** Whatever fits one of the terms, at most `limit`; mail, number and case only as a whole. */
  searchedRequests(scope: RequestScope, terms: SearchTerms, limit: number): Promise<readonly QueuedRequest[]>;
  /** Those who were there at or after `since`, the last seen first. */
  deskPresence(requestIds: readonly string[], since: Instant): Promise<readonly DeskPresence[]>;
  /** The newest first. */
  deskNotes(requestId: string): Promise<readonly DeskNote[]>;
  /** Active staff of this portal in these roles, by name. */
  assignableStaff(portal: PortalId, roles: readonly StaffRole[]): Promise<readonly AssignableStaff[]>;
  requestClaim(requestId: string): Promise<RequestClaim | null>;
}

export interface DeskWrites {
  /** Makes the person owner and holder; false when somebody else holds it at `at`, or nobody can (its state). */
  claimRequest(
    requestId: string,
    by: { readonly id: AccountId; readonly isSupervisor: boolean },
    at: Instant,
    until: Instant,
  ): Promise<boolean>;
  /** Neither owner nor holder any more; false when the person was neither. */
  releaseRequest(requestId: string, by: AccountId): Promise<boolean>;
  /** Puts somebody in charge; false when somebody other than `by` holds it at `at`, or nobody can. */
  assignRequest(
    requestId: string,
    owner: AccountId,
    by: { readonly id: AccountId; readonly isSupervisor: boolean },
    at: Instant,
  ): Promise<boolean>;
  /** False when it has the label already, or as many as it may have. */
  addLabel(requestId: string, label: string, by: AccountId, at: Instant, most: number): Promise<boolean>;
  removeLabel(requestId: string, label: string): Promise<boolean>;
  insertDeskNote(note: {
    readonly id: string;
    readonly requestId: string;
    readonly by: AccountId;
    readonly at: Instant;
    readonly text: string;
  }): Promise<void>;
}

/** Signs of life are no audited change. */
export interface DeskDoors {
  /** Says that somebody looks at the request, and keeps the claim of whoever holds it until then. */
  notePresence(
    requestId: string,
    staff: AccountId,
    seen: { readonly at: Instant; readonly isEditing: boolean; readonly claimUntil: Instant },
  ): Promise<void>;
}
