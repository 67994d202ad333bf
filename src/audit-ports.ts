/** What the journeys need to read the audit log and to sign what leaves the house. Part of `ports.ts`. */
import type { AuditEvent } from './core/audit-event.ts';
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

export interface AuditReads {
  /** The last entry, as long as the head is ours and names it; else undefined. */
  auditHead(): Promise<{ readonly seq: number; readonly mac: string } | undefined>;
  /** What the log says about one recovery request, in its order; looks at nothing before `since`. */
  requestEntries(requestId: string, since: Instant): Promise<readonly LoggedEntry[]>;
}
