/** The tables from the approval to the new authenticator, as the queries see them. */
import type { Generated } from 'kysely';
import type { Instant } from '../core/time.ts';

export interface ReleaseTables {
  recovery_pass: RecoveryPassTable;
  desk_stop: DeskStopTable;
}

interface RecoveryPassTable {
  id: string;
  request_id: string;
  digest: string;
  mailed_at: Instant;
  tries: Generated<number>;
}

interface DeskStopTable {
  /** A portal, or '*' for all. */
  scope: string;
  set_by: string;
  set_at: Instant;
  reason: string;
}

/** Of `outbox`. */
export interface AwaitedColumns {
  /** The request that goes on only once this letter was accepted. */
  awaited_by: Generated<string | null>;
  /** The sign-in address is never given up; another one is, after two refusals. */
  awaited_address: Generated<'sign-in' | 'other' | null>;
  /** First refused for good then. */
  refused_at: Generated<Instant | null>;
  /** Given up: nobody waits for it any more. */
  struck_at: Generated<Instant | null>;
}

/** Of `account`. */
export interface RecoveredColumns {
  quarantined_until: Generated<Instant | null>;
  /** Whoever is locked is suspended too: nothing but the end of a dispute opens it. */
  locked_at: Generated<Instant | null>;
}
