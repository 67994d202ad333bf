/**
 * Reads the audit log from its first row, or from its sealed checkpoint (ADR 0041), to its head and says whether it is whole, or which row is not and how (SEC-Q04).
 * Nothing is locked and nothing is changed: it may run beside a live server. What a mac covers stands in `audit-chain.ts`.
 */
import { sql } from 'kysely';
import type { Instant } from '../core/time.ts';
import type { ChainKey } from '../ports.ts';
import { CHAIN_START, type ChainEnd, headSeal, rowMac } from './audit-chain.ts';
import { isSealed, readCheckpoint, type StoredCheckpoint } from './audit-forgetting.ts';
import { type StoredRow, selectChained } from './audit-rows.ts';
import type { Handle } from './tables.ts';

/**
 * `edited`: the row is not what was written. `removed`: rows are missing, `seq` is the first. `reordered`: the row was
 * written, but elsewhere. `added`: a row after the head, not written by us. `end-cut`: rows are missing at the end, `seq` is
 * the first, or where the head was replaced. `head-edited`: every row is right, the head is not. `checkpoint-edited`: what says up to
 * which row the log was forgotten is not ours, or not there. `unknown-key`: nothing is
 * known to be wrong, but rows from `seq` on cannot be checked, because their key is not among GENKAN_KEYS.
 */
export type AuditProblem = 'edited' | 'removed' | 'reordered' | 'added' | 'end-cut' | 'head-edited' | 'checkpoint-edited';

export type AuditVerdict =
  | {
      readonly ok: true;
      readonly rows: number;
      readonly headSeq: number;
      /** The last entry that was forgotten, and until when they reach. */
      readonly forgotten?: ForgottenUntil;
    }
  | { readonly ok: false; readonly problem: AuditProblem; readonly seq: number }
  | { readonly ok: false; readonly problem: 'unknown-key'; readonly seq: number; readonly keyId: string };

export interface ForgottenUntil {
  readonly seq: number;
  readonly at: Instant;
}

/** What the log says about an entry that was noted elsewhere: it stands there, it was forgotten since, the log ends before it, or another one stands there. */
export type HeldEntry = 'held' | 'forgotten' | 'missing' | 'replaced';

export interface AuditVerification {
  /** Throws Fault "store-unavailable". */
  verifyAudit(): Promise<AuditVerdict>;
  /** Number 0 is a log without entries. */
  auditEntry(seq: number, mac: string): Promise<HeldEntry>;
}

type Broken = Extract<AuditVerdict, { readonly ok: false }>;
type Unknown = Extract<AuditVerdict, { readonly problem: 'unknown-key' }>;

const BATCH = 1000;
/** No key of ours has this id: what a row has that was never chained. */
const NO_KEY = '';

export async function verifyAudit(on: Handle): Promise<AuditVerdict> {
  for (let start = await readCheckpoint(on); ; ) {
    const verdict = await verifyFrom(on, start);
    const now = await readCheckpoint(on);
    // What was forgotten while we read is not missing.
    if (verdict.ok || now?.seal === start?.seal) return verdict;
    start = now;
  }
}

/** Undefined when nothing was, or when the checkpoint is not ours. */
export async function readForgotten(on: Handle): Promise<ForgottenUntil | undefined> {
  const checkpoint = await readCheckpoint(on);
  if (checkpoint === undefined || checkpoint.seq === '0' || isSealed(on, checkpoint) !== true) return undefined;
  return { seq: Number(checkpoint.seq), at: Number(checkpoint.at) };
}

async function verifyFrom(on: Handle, start: StoredCheckpoint | undefined): Promise<AuditVerdict> {
  if (start === undefined) return broken('checkpoint-edited', '0');
  const seal = isSealed(on, start);
  if (seal === false) return broken('checkpoint-edited', start.seq);
  let previous: ChainEnd = start;
  let unknown = seal === undefined ? unknownKey(start.seq, start.mac_key) : undefined;
  let rows = 0;
  for (;;) {
    for await (const row of readRows(on, rows === 0 ? null : previous.seq)) {
      const key = on.chain.find(row.mac_key);
      if (key === undefined && row.mac_key !== NO_KEY) unknown ??= unknownKey(row.seq, row.mac_key);
      else if (key === undefined || rowMac(key, previous.mac, row) !== row.mac) return describe(on, key, row, { previous, start });
      else if (row.type === 'audit.head-replaced') return broken('end-cut', row.seq);
      previous = row;
      rows += 1;
    }
    const end = await readEnd(on);
    // Rows written since the last batch: read on until the head is reached.
    if (end !== undefined && end.last_seq !== null && BigInt(end.last_seq) > BigInt(previous.seq)) continue;
    const verdict = end === undefined ? broken('head-edited', previous.seq) : judgeEnd(on, end, previous);
    if (verdict !== undefined && verdict.problem !== 'unknown-key') return verdict;
    if (unknown !== undefined || verdict !== undefined) return unknown ?? verdict ?? broken('head-edited', previous.seq);
    const forgotten = start.seq === '0' ? {} : { forgotten: { seq: Number(start.seq), at: Number(start.at) } };
    return { ok: true, rows, headSeq: Number(previous.seq), ...forgotten };
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
  if (row !== undefined) return row.mac === mac ? 'held' : 'replaced';
  const checkpoint = await readCheckpoint(on);
  if (checkpoint === undefined || isSealed(on, checkpoint) !== true || seq > Number(checkpoint.seq)) return 'missing';
  return seq === Number(checkpoint.seq) && checkpoint.mac !== mac ? 'replaced' : 'forgotten';
}

function judgeEnd(on: Handle, head: StoredEnd, last: ChainEnd): Broken | undefined {
  if (BigInt(head.seq) > BigInt(last.seq)) return broken('end-cut', next(last.seq));
  const key = on.chain.find(head.mac_key);
  const isSealed = key === undefined || headSeal(key, head) === head.seal;
  if (head.seq !== last.seq || head.mac !== last.mac || !isSealed) return broken('head-edited', head.seq);
  return key === undefined ? unknownKey(head.seq, head.mac_key) : undefined;
}

/** What is wrong with the first row that does not fit. */
async function describe(
  on: Handle,
  key: ChainKey | undefined,
  row: StoredRow,
  { previous, start }: { readonly previous: ChainEnd; readonly start: ChainEnd },
): Promise<AuditVerdict> {
  const head = await readEnd(on);
  if (head !== undefined && (BigInt(row.seq) > BigInt(head.seq) || BigInt(row.seq) <= BigInt(start.seq)))
    return broken('added', row.seq);
  if (key !== undefined && (await fitsElsewhere(on, key, row, start))) return broken('reordered', row.seq);
  if (row.seq !== next(previous.seq)) return broken('removed', next(previous.seq));
  return broken('edited', row.seq);
}

/** Of two rows that changed places, each fits the other's number and the row that stood before it, or stands there now. */
async function fitsElsewhere(on: Handle, key: ChainKey, row: StoredRow, start: ChainEnd): Promise<boolean> {
  let before = start.mac;
  for await (const { seq, mac } of readRows(on, null)) {
    if (seq !== row.seq && [before, mac].some((previous) => rowMac(key, previous, { ...row, seq }) === row.mac)) return true;
    before = mac;
  }
  return false;
}

/** Batch by batch, in the order of their numbers. */
async function* readRows(on: Handle, after: string | null): AsyncGenerator<StoredRow> {
  for (let cursor = after; ; ) {
    const rows = await selectChained(on, cursor, BATCH);
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
