/** The tables of the procedure beside the events of a request, as the queries see them. */
import type { Generated } from 'kysely';
import type { CallKind } from '../core/check-word.ts';
import type { Instant } from '../core/time.ts';

export interface ProcedureTables {
  recovery_call: RecoveryCallTable;
  recovery_remark: RecoveryRemarkTable;
}

interface RecoveryCallTable {
  id: string;
  request_id: string;
  kind: CallKind;
  begun_by: string;
  begun_at: Instant;
  sealed_proof: string;
  /** Codes typed for it, right or wrong. */
  tries: Generated<number>;
  ended_at: Instant | null;
}

interface RecoveryRemarkTable {
  request_id: string;
  /** Of the request after the events that it goes with. */
  version: number;
  written_by: string;
  written_at: Instant;
  sealed_remark: string | null;
}
