/**
 * The audit log: events go in, in the transaction of what they speak of, each chained to the one before (ADR 0020); nothing
 * here changes or removes one. Which fields an event may have is closed in `core/audit-event.ts`.
 */
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { ChainKey } from '../ports.ts';
import { headSeal, rowMac } from './audit-chain.ts';
import type { AuditEventTable, AuditHeadTable, Handle } from './tables.ts';

/**
 * Appends in the given order. Must be the last thing a transaction does: from here to its end every other writer waits, and
 * whoever holds the head asks for no further lock, so nobody can wait for each other in a circle.
 */
export async function appendEvents(on: Handle, events: NonEmpty<AuditEvent>): Promise<void> {
  const head = await lockHead(on);
  const all = (await isGenuine(on, head)) ? events : ([headReplaced(events[0].at), ...events] as const);
  const key = on.chain.current;
  const rows: AuditEventTable[] = [];
  let { seq, mac } = head;
  for (const event of all) {
    seq += 1;
    const row = rowOf(event, seq, mac, key);
    mac = row.mac;
    rows.push(row);
  }
  await store(on, rows, { seq, mac, mac_key: key.id, seal: headSeal(key, { seq: String(seq), mac }) });
}

/** On PostgreSQL in one statement, because each round trip to the server is time in which every other writer waits. */
async function store(on: Handle, rows: readonly AuditEventTable[], head: Omit<AuditHeadTable, 'id'>): Promise<void> {
  if (on.kind === 'postgres') {
    await on.db
      .with('moved', (db) => db.updateTable('audit_head').set(head).where('id', '=', 1))
      .insertInto('audit_event')
      .values(rows)
      .execute();
  } else {
    await on.db.insertInto('audit_event').values(rows).execute();
    await on.db.updateTable('audit_head').set(head).where('id', '=', 1).execute();
  }
}

/** One chain over all nodes: PostgreSQL locks the row and reads it again after the wait, SQLite has only one writer. */
async function lockHead(on: Handle): Promise<AuditHeadTable> {
  const head = await on.db
    .selectFrom('audit_head')
    .selectAll()
    .where('id', '=', 1)
    .$if(on.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  if (head === undefined) throw new Fault('store-unavailable', 'the audit log has no head: nothing can be recorded');
  return head;
}

/**
 * Whether the head is one of ours. Under a key that is not listed any more it counts when the row it names has the same key
 * and mac: then `verifyAudit` will speak of that row.
 */
async function isGenuine(on: Handle, head: AuditHeadTable): Promise<boolean> {
  const key = on.chain.find(head.mac_key);
  if (key !== undefined) return headSeal(key, { seq: String(head.seq), mac: head.mac }) === head.seal;
  const last = await on.db.selectFrom('audit_event').select(['mac', 'mac_key']).where('seq', '=', head.seq).executeTakeFirst();
  return last?.mac === head.mac && last.mac_key === head.mac_key;
}

/** The chain goes on, because a log that stops would close every door; but it says for ever that its end was replaced. */
function headReplaced(at: Instant): AuditEvent {
  return {
    at,
    portal: null,
    address: null,
    requestId: null,
    actor: { kind: 'system', id: null },
    accountId: null,
    detail: { type: 'audit.head-replaced' },
  };
}

function rowOf(
  { detail: { type, ...rest }, ...context }: AuditEvent,
  seq: number,
  previousMac: string,
  key: ChainKey,
): AuditEventTable {
  const row = {
    seq,
    at: context.at,
    portal: context.portal,
    address: context.address,
    request_id: context.requestId,
    actor_kind: context.actor.kind,
    actor_id: context.actor.id,
    account_id: context.accountId,
    type,
    detail: JSON.stringify(rest),
  };
  const mac = rowMac(key, previousMac, { ...row, seq: String(seq), at: String(row.at) });
  return { ...row, mac, mac_key: key.id };
}
