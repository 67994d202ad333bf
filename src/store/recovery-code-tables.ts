/** The tables of recovery codes as the queries see them. What is kept of a code is a password hash, and nothing once it ended. */
import type { RecoveryCodeEnd } from '../core/recovery-codes.ts';
import type { Instant } from '../core/time.ts';

export interface RecoveryCodeTables {
  recovery_code_set: RecoveryCodeSetTable;
  recovery_code: RecoveryCodeTable;
}

/** At most one living set of an account. */
interface RecoveryCodeSetTable {
  id: string;
  account_id: string;
  issued_at: Instant;
  saved_at: Instant | null;
  /** The set does not count while it is set: the holder said "not me" to something of that moment. */
  set_aside_since: Instant | null;
  ended_at: Instant | null;
  end_reason: Exclude<RecoveryCodeEnd, 'used'> | null;
}

/** At most one living code of a slot; rows are never deleted (SP 800-63B-4 section 4.1). */
interface RecoveryCodeTable {
  id: string;
  set_id: string;
  slot: number;
  record: string | null;
  issued_at: Instant;
  saved_at: Instant | null;
  ended_at: Instant | null;
  end_reason: RecoveryCodeEnd | null;
}
