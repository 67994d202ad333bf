/** What the journeys need to read the audit log and to sign what leaves the house. Part of `ports.ts`. */
import type { AccountId, PortalId } from './core/account.ts';
import type { AuditDetail, AuditEvent } from './core/audit-event.ts';
import type { AuditForm } from './core/audit-fields.ts';
import type { AuditReach } from './core/audit-groups.ts';
import type { AuditTerms } from './core/audit-search.ts';
import type { Instant } from './core/time.ts';

/** Signs what leaves the house; whoever has `publicKey` (32 bytes in base64url) can check it. */
export interface SigningKey {
  readonly id: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  sign(text: string): string;
}

export interface SigningKeys {
  readonly current: SigningKey;
  readonly all: readonly SigningKey[];
  find(id: string): SigningKey | undefined;
}

/** An entry with its place in the chain. */
export interface LoggedEntry {
  readonly seq: number;
  readonly mac: string;
  readonly keyId: string;
  /** Of the entry before it, '' for the first. */
  readonly previousMac: string;
  /** The mac fits the entry and the one before it. False too when its key is not listed any more. */
  readonly isChained: boolean;
  readonly event: AuditEvent;
}

/** An entry as a search finds it, not masked yet. */
export interface FoundEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly portal: PortalId | null;
  readonly address: string | null;
  readonly actor: AuditEvent['actor'] & { readonly name: string | null };
  /** Whose account it concerns. */
  readonly subject: { readonly email: string; readonly company: string | null } | null;
  /** Of the request it concerns. */
  readonly receipt: string | null;
  readonly detail: AuditDetail;
}

/** A search that somebody keeps under a name. */
export interface KeptSearch {
  readonly id: string;
  readonly name: string;
  readonly form: AuditForm;
  readonly keptAt: Instant;
}

export interface AuditWrites {
  keepSearch(search: KeptSearch & { readonly by: AccountId }): Promise<void>;
  /** False when this person keeps no such search. */
  forgetSearch(id: string, by: AccountId): Promise<boolean>;
}

export interface AuditReads {
  /** Within reach and fitting every term, the newest first. */
  auditEntries(
    reach: AuditReach,
    terms: AuditTerms,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<readonly FoundEntry[]>;
  /** Of this person, in the order in which they were kept. */
  keptSearches(by: AccountId): Promise<readonly KeptSearch[]>;
  /** The last entry, as long as the head is ours and names it; else undefined. */
  auditHead(): Promise<{ readonly seq: number; readonly mac: string } | undefined>;
  /** The last entry that was forgotten and until when they reach; undefined when none was. */
  auditForgotten(): Promise<{ readonly seq: number; readonly at: Instant } | undefined>;
  /** What the log says about one recovery request, in its order; looks at nothing before `since`. */
  requestEntries(requestId: string, since: Instant): Promise<readonly LoggedEntry[]>;
}
