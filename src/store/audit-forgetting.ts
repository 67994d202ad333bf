/**
 * Forgets the beginning of the audit log (ADR 0041): what is older than the period and, by the database's own clock, than a year. Entries
 * go only when they still verify; where the log begins from then on is sealed in the checkpoint, in the same transaction.
 */
import { sql } from 'kysely';
import { type Duration, days, type Instant } from '../core/time.ts';
import { appendEvents } from './audit.ts';
import { type ChainEnd, type Checkpoint, checkpointSeal, NOTHING_FORGOTTEN, rowMac } from './audit-chain.ts';
import { selectChained } from './audit-rows.ts';
import type { Handle } from './tables.ts';

/** As the triggers have it. */
const FLOOR: Duration = days(365);
const BATCH = 2000;

export interface ForgottenEntries {
  readonly count: number;
  /** The entry that is not as it was written, so that nothing was forgotten; null when there is none. */
  readonly brokenAt: number | null;
}

export type StoredCheckpoint = Checkpoint & { readonly mac_key: string; readonly seal: string };

const NOTHING: ForgottenEntries = { count: 0, brokenAt: null };

export async function readCheckpoint(on: Handle, lock = false): Promise<StoredCheckpoint | undefined> {
  return on.db
    .selectFrom('audit_checkpoint')
    .select([sql<string>`cast(seq as text)`.as('seq'), 'mac', sql<string>`cast(at as text)`.as('at'), 'mac_key', 'seal'])
    .where('id', '=', 1)
    .$if(lock && on.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Undefined for one whose key is not listed. That nothing was forgotten needs no seal: the chain then begins at its start. */
export function isSealed(on: Handle, checkpoint: StoredCheckpoint): boolean | undefined {
  if (checkpoint.seq === NOTHING_FORGOTTEN.seq && checkpoint.mac === NOTHING_FORGOTTEN.mac) return true;
  const key = on.chain.find(checkpoint.mac_key);
  return key === undefined ? undefined : checkpointSeal(key, checkpoint) === checkpoint.seal;
}

/** One batch of what is older than `keptFor`, by whole days: otherwise the log would say so every hour. */
export async function forgetEntries(outer: Handle, at: Instant, keptFor: Duration): Promise<ForgottenEntries> {
  const before = Math.min(Math.floor((at - keptFor) / days(1)) * days(1), (await databaseClock(outer)) - FLOOR);
  const first = await outer.db.selectFrom('audit_event').select('at').orderBy('seq').limit(1).executeTakeFirst();
  if (first === undefined || first.at > before) return NOTHING;
  return outer.db
    .transaction()
    .setIsolationLevel('read committed')
    .execute((db) => forgetInside({ ...outer, db }, at, before));
}

async function forgetInside(on: Handle, at: Instant, before: Instant): Promise<ForgottenEntries> {
  const checkpoint = await readCheckpoint(on, true);
  if (checkpoint === undefined || isSealed(on, checkpoint) !== true) {
    return { count: 0, brokenAt: checkpoint === undefined ? 0 : Number(checkpoint.seq) };
  }
  const { last, until, count, brokenAt } = await oldBeginning(on, checkpoint, before);
  if (brokenAt !== null) return { count: 0, brokenAt };
  if (count === 0) return NOTHING;
  const key = on.chain.current;
  const next: Checkpoint = { ...last, at: String(until) };
  const seq = Number(next.seq);
  await on.db
    .updateTable('audit_checkpoint')
    .set({ seq, mac: next.mac, at: until, mac_key: key.id, seal: checkpointSeal(key, next) })
    .where('id', '=', 1)
    .execute();
  await on.db.deleteFrom('audit_event').where('seq', '>', Number(checkpoint.seq)).where('seq', '<=', seq).execute();
  await appendEvents(on, [
    {
      at,
      portal: null,
      address: null,
      requestId: null,
      actor: { kind: 'system', id: null },
      accountId: null,
      detail: { type: 'audit.forgotten', upTo: seq, count },
    },
  ]);
  return { count, brokenAt: null };
}

/** The unbroken beginning that is old enough. A head that was replaced is a break: the log speaks of it for ever. */
async function oldBeginning(on: Handle, { seq, mac, at }: Checkpoint, before: Instant) {
  let last: ChainEnd = { seq, mac };
  let until = Number(at);
  let count = 0;
  for (const row of await selectChained(on, seq, BATCH)) {
    if (BigInt(row.at) > BigInt(before)) break;
    const key = on.chain.find(row.mac_key);
    const isRight = key !== undefined && rowMac(key, last.mac, row) === row.mac && row.type !== 'audit.head-replaced';
    if (!isRight) return { last, until, count: 0, brokenAt: Number(row.seq) };
    last = { seq: row.seq, mac: row.mac };
    until = Math.max(until, Number(row.at));
    count += 1;
  }
  return { last, until, count, brokenAt: null };
}

/** What the triggers go by, whatever stands in for it elsewhere. */
async function databaseClock(on: Handle): Promise<Instant> {
  const now =
    on.kind === 'sqlite' ? sql`unixepoch('now') * 1000` : sql`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  const { rows } = await sql<{ now: Instant }>`select ${now} as now`.execute(on.db);
  return rows[0]?.now ?? 0;
}
