/**
 * What the keyed chain over the audit log covers (ADR 0020): every column of a row with its number and the mac of the row
 * before it, and the head that names the last row. Who appends is `audit.ts`, who checks is `audit-verification.ts`.
 */
import type { ChainKey } from '../ports.ts';

/** Stands where the first row has no row before it. */
export const CHAIN_START = '';

/** A row as the chain reads it. Numbers as decimal text: a planted one beyond 2^53 must not be rounded into a right one. */
export interface ChainedRow {
  readonly seq: string;
  readonly at: string;
  readonly portal: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly account_id: string | null;
  readonly type: string;
  readonly detail: string;
}

/** The last row as the head names it. */
export interface ChainEnd {
  readonly seq: string;
  readonly mac: string;
}

/** As JSON, because with a mere separator the end of one column could be moved to the beginning of the next. */
export function rowMac(key: ChainKey, previousMac: string, row: ChainedRow): string {
  const { seq, at, portal, address, request_id, actor_kind, actor_id, account_id, type, detail } = row;
  const columns = [seq, at, portal, address, request_id, actor_kind, actor_id, account_id, type, detail];
  return key.mac(JSON.stringify(['row', key.id, previousMac, ...columns]));
}

/** Where the log begins since older entries were forgotten (ADR 0041): number and mac of the last of them, and until when they reach. */
export interface Checkpoint extends ChainEnd {
  readonly at: string;
}

/** Nothing was forgotten. */
export const NOTHING_FORGOTTEN: Checkpoint = { seq: '0', mac: CHAIN_START, at: '0' };

/** Otherwise whoever removes the first rows would only have to name the last of them as forgotten. */
export function checkpointSeal(key: ChainKey, { seq, mac, at }: Checkpoint): string {
  return key.mac(JSON.stringify(['checkpoint', key.id, seq, mac, at]));
}

/** The head is sealed too: otherwise whoever cuts rows off would only have to name the new last one in it. */
export function headSeal(key: ChainKey, { seq, mac }: ChainEnd): string {
  return key.mac(JSON.stringify(['head', key.id, seq, mac]));
}
