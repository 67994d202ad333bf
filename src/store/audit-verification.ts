/**
 * Reads the audit log from its first row to its head and says whether it is whole, or which row is not and how (SEC-Q04).
 * Nothing is locked and nothing is changed: it may run beside a live server. What a mac covers stands in `audit-chain.ts`.
 */
import { sql } from 'kysely';
import type { ChainKey } from '../ports.ts';
import { CHAIN_START, type ChainEnd, type ChainedRow, headSeal, rowMac } from './audit-chain.ts';
import type { Handle } from './tables.ts';

/**
 * `edited`: the row is not what was written. `removed`: rows are missing, `seq` is the first. `reordered`: the row was
 * written, but elsewhere. `added`: a row after the head, not written by us. `end-cut`: rows are missing at the end, `seq` is
 * the first, or where the head was replaced. `head-edited`: every row is right, the head is not. `unknown-key`: nothing is
 * known to be wrong, but rows from `seq` on cannot be checked, because their key is not among GENKAN_KEYS.
 */
export type AuditProblem = 'edited' | 'removed' | 'reordered' | 'added' | 'end-cut' | 'head-edited';

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly headSeq: number }
  | { readonly ok: false; readonly problem: AuditProblem; readonly seq: number }
  | { readonly ok: false; readonly problem: 'unknown-key'; readonly seq: number; readonly keyId: string };

/** What the log says about an entry that was noted elsewhere: it stands there, the log ends before it, or another one stands there. */
export type HeldEntry = 'held' | 'missing' | 'replaced';

export interface AuditVerification {
  /** Throws Fault "store-unavailable". */
  verifyAudit(): Promise<AuditVerdict>;
  /** Number 0 is a log without entries. */
  auditEntry(seq: number, mac: string): Promise<HeldEntry>;
}

interface StoredRow extends ChainedRow {
  readonly mac: string;
  readonly mac_key: string;
}

type Broken = Extract<AuditVerdict, { readonly ok: false }>;
type Unknown = Extract<AuditVerdict, { readonly problem: 'unknown-key' }>;

const BATCH = 1000;
/** No key of ours has this id: what a row has that was never chained. */
const NO_KEY = '';

export async function verifyAudit(on: Handle): Promise<AuditVerdict> {
  let previous: ChainEnd = { seq: '0', mac: CHAIN_START };
  let unknown: Unknown | undefined;
  let rows = 0;
  for (;;) {
    for await (const row of readRows(on, rows === 0 ? null : previous.seq)) {
      const key = on.chain.find(row.mac_key);
      if (key === undefined && row.mac_key !== NO_KEY) unknown ??= unknownKey(row.seq, row.mac_key);
      else if (key === undefined || rowMac(key, previous.mac, row) !== row.mac) return describe(on, key, row, previous);
      else if (row.type === 'audit.head-replaced') return broken('end-cut', row.seq);
      previous = row;
      rows += 1;
    }
    const end = await readEnd(on);
    // Rows written since the last batch: read on until the head is reached.
    if (end !== undefined && end.last_seq !== null && BigInt(end.last_seq) > BigInt(previous.seq)) continue;
    const verdict = end === undefined ? broken('head-edited', previous.seq) : judgeEnd(on, end, previous);
    if (verdict !== undefined && verdict.problem !== 'unknown-key') return verdict;
    return unknown ?? verdict ?? { ok: true, rows, headSeq: Number(previous.seq) };
  }
}

export async function readGenuineHead(on: Handle): Promise<{ readonly seq: number; readonly mac: string } | undefined> {
  const head = await readEnd(on);
  const key = head === undefined ? undefined : on.chain.find(head.mac_key);
  if (head === undefined || key === undefined || headSeal(key, head) !== head.seal) return undefined;
  const held = await findEntry(on, Number(head.seq), head.mac);
  return held === 'held' ? { seq: Number(head.seq), mac: head.mac } : undefined;
}

export async function findEntry(on: Handle, seq: number, mac: string): Promise<HeldEntry> {
  if (seq === 0) return mac === CHAIN_START ? 'held' : 'replaced';
  const row = await on.db.selectFrom('audit_event').select('mac').where('seq', '=', seq).executeTakeFirst();
  if (row === undefined) return 'missing';
  return row.mac === mac ? 'held' : 'replaced';
}

function judgeEnd(on: Handle, head: StoredEnd, last: ChainEnd): Broken | undefined {
  if (BigInt(head.seq) > BigInt(last.seq)) return broken('end-cut', next(last.seq));
  const key = on.chain.find(head.mac_key);
  const isSealed = key === undefined || headSeal(key, head) === head.seal;
  if (head.seq !== last.seq || head.mac !== last.mac || !isSealed) return broken('head-edited', head.seq);
  return key === undefined ? unknownKey(head.seq, head.mac_key) : undefined;
}

/** What is wrong with the first row that does not fit. */
async function describe(on: Handle, key: ChainKey | undefined, row: StoredRow, previous: ChainEnd): Promise<AuditVerdict> {
  const head = await readEnd(on);
  if (head !== undefined && (BigInt(row.seq) > BigInt(head.seq) || BigInt(row.seq) < 1n)) return broken('added', row.seq);
  if (key !== undefined && (await fitsElsewhere(on, key, row))) return broken('reordered', row.seq);
  if (row.seq !== next(previous.seq)) return broken('removed', next(previous.seq));
  return broken('edited', row.seq);
}

/** Of two rows that changed places, each fits the other's number and the row that stood before it, or stands there now. */
async function fitsElsewhere(on: Handle, key: ChainKey, row: StoredRow): Promise<boolean> {
  let before = CHAIN_START;
  for await (const { seq, mac } of readRows(on, null)) {
    if (seq !== row.seq && [before, mac].some((previous) => rowMac(key, previous, { ...row, seq }) === row.mac)) return true;
    before = mac;
  }
  return false;
}

/** Batch by batch, in the order of their numbers. */
async function* readRows(on: Handle, after: string | null): AsyncGenerator<StoredRow> {
  for (let cursor = after; ; ) {
    const from = cursor;
    const rows = await on.db
      .selectFrom('audit_event')
      .select([sql<string>`cast(seq as text)`.as('seq'), sql<string>`cast(at as text)`.as('at')])
      .select(['portal', 'address', 'request_id', 'actor_kind', 'actor_id', 'account_id', 'type', 'detail', 'mac', 'mac_key'])
      .$if(from !== null, (query) => query.where('audit_event.seq', '>', sql<number>`cast(${from} as bigint)`))
      .orderBy('audit_event.seq')
      .limit(BATCH)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    cursor = last.seq;
  }
}

type StoredEnd = ChainEnd & { readonly mac_key: string; readonly seal: string; readonly last_seq: string | null };

/** The head and the last number in one statement, so that both speak of the same instant. */
async function readEnd(on: Handle): Promise<StoredEnd | undefined> {
  return on.db
    .selectFrom('audit_head')
    .select([sql<string>`cast(audit_head.seq as text)`.as('seq'), 'mac', 'mac_key', 'seal'])
    .select((row) =>
      row.selectFrom('audit_event').select(sql<string>`cast(max(audit_event.seq) as text)`.as('last')).as('last_seq'),
    )
    .where('id', '=', 1)
    .executeTakeFirst();
}

function next(seq: string): string {
  return String(BigInt(seq) + 1n);
}

function broken(problem: AuditProblem, seq: string): Broken {
  return { ok: false, problem, seq: Number(seq) };
}

function unknownKey(seq: string, keyId: string): Unknown {
  return { ok: false, problem: 'unknown-key', seq: Number(seq), keyId };
}
