/** Entries of the audit log with their place in the chain. Reads only; who may see which is decided by the journeys. */
import { sql } from 'kysely';
import type { AuditDetail } from '../core/audit-event.ts';
import type { Instant } from '../core/time.ts';
import type { LoggedEntry } from '../ports.ts';
import { CHAIN_START, rowMac } from './audit-chain.ts';
import type { AuditEventTable, Handle } from './tables.ts';

/** `requestId` is one of ours and holds nothing that LIKE reads otherwise. */
export async function findRequestEntries(on: Handle, requestId: string, since: Instant): Promise<readonly LoggedEntry[]> {
  const rows = await on.db
    .selectFrom('audit_event')
    .leftJoin('audit_event as before', (join) => join.on('before.seq', '=', sql<number>`audit_event.seq - 1`))
    .leftJoin('audit_checkpoint', (join) => join.on('audit_checkpoint.seq', '=', sql<number>`audit_event.seq - 1`))
    .selectAll('audit_event')
    .select(['before.mac as previous_mac', 'audit_checkpoint.mac as checkpoint_mac'])
    .where('audit_event.at', '>=', since)
    .where('audit_event.detail', 'like', `%"requestId":${JSON.stringify(requestId)}%`)
    .orderBy('audit_event.seq')
    .execute();
  return rows.map(({ previous_mac: previous, checkpoint_mac: forgotten, ...row }) =>
    loggedFrom(on, row, previous ?? forgotten ?? CHAIN_START),
  );
}

function loggedFrom(on: Handle, row: AuditEventTable, previousMac: string): LoggedEntry {
  const key = on.chain.find(row.mac_key);
  const isChained = key !== undefined && rowMac(key, previousMac, { ...row, seq: String(row.seq), at: String(row.at) }) === row.mac;
  const detail: AuditDetail = { ...JSON.parse(row.detail), type: row.type };
  return {
    seq: row.seq,
    mac: row.mac,
    keyId: row.mac_key,
    previousMac,
    isChained,
    event: {
      at: row.at,
      portal: row.portal,
      address: row.address,
      requestId: row.request_id,
      actor: { kind: row.actor_kind, id: row.actor_id },
      accountId: row.account_id,
      detail,
    },
  };
}
