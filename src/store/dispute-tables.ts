/** The table of disputes, as the queries see it. */
import type { Generated } from 'kysely';
import type { Instant } from '../core/time.ts';

export interface DisputeTables {
  dispute_ask: DisputeAskTable;
}

interface DisputeAskTable {
  id: string;
  account_id: string;
  /** Null: the operator, on the host. */
  asked_by: string | null;
  asked_at: Instant;
  opens_at: Instant;
  expires_at: Instant;
  used_at: Generated<Instant | null>;
  request_id: Generated<string | null>;
}
