/** Rows of the audit log as the chain reads them. */
import { sql } from 'kysely';
import type { ChainedRow } from './audit-chain.ts';
import type { Handle } from './tables.ts';

export interface StoredRow extends ChainedRow {
  readonly mac: string;
  readonly mac_key: string;
}

/** In the order of their numbers, from the one after `after` on, or from the very first. */
export async function selectChained(on: Handle, after: string | null, limit: number): Promise<readonly StoredRow[]> {
  return on.db
    .selectFrom('audit_event')
    .select([sql<string>`cast(seq as text)`.as('seq'), sql<string>`cast(at as text)`.as('at')])
    .select(['portal', 'address', 'request_id', 'actor_kind', 'actor_id', 'account_id', 'type', 'detail', 'mac', 'mac_key'])
    .$if(after !== null, (query) => query.where('audit_event.seq', '>', sql<number>`cast(${after} as bigint)`))
    .orderBy('audit_event.seq')
    .limit(limit)
    .execute();
}
