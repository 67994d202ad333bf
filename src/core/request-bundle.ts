/**
 * The record of one request as one file that is checked without this installation (invariant 12, SEC-J15). One line per record, JSON; each
 * line carries an Ed25519 signature over itself and the signature of the line before, so that a change, a removal and another order are
 * found at their line, and the last line says how many there are. What goes into the records is decided by who exports.
 */
import { eventDigest } from './event-digest.ts';
import { EVENT_SCHEMA } from './recovery-event.ts';

export const BUNDLE_FORMAT = 'genkan-request-bundle/1';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type BundleRecord = { readonly kind: 'bundle' | 'subject' | 'claims' | 'event' | 'entry' | 'end' } & {
  readonly [key: string]: Json | undefined;
};

/** `line` counts from 1. `end-cut` names the first line that is missing. */
export type BundleProblem =
  | 'not-a-bundle'
  | 'other-key'
  | 'changed'
  | 'missing'
  | 'reordered'
  | 'end-cut'
  | 'added'
  /** The event is not the one that the audit log has, or the log has none. */
  | 'event-not-logged'
  /** When it was exported the entry did not fit into the chain of the log. */
  | 'entry-not-chained';

export type BundleVerdict =
  | { readonly ok: true; readonly receipt: string; readonly events: number; readonly entries: number }
  | { readonly ok: false; readonly problem: BundleProblem; readonly line: number };

export interface BundleCheck {
  /** Public key or fingerprint that the reader trusts. */
  readonly trusted: string;
  fingerprint(publicKey: string): string;
  isSigned(publicKey: string, text: string, signature: string): boolean;
}

/** The whole file. The first record is of the kind `bundle`; the end is added. */
export function formatBundle(records: readonly BundleRecord[], sign: (text: string) => string): string {
  const all: readonly BundleRecord[] = [...records, { kind: 'end', lines: records.length + 1 }];
  let previous = '';
  const lines = all.map((record, index) => {
    const numbered = { n: index + 1, ...record };
    const signature = sign(signedText(previous, numbered));
    previous = signature;
    return JSON.stringify({ ...numbered, signature });
  });
  return `${lines.join('\n')}\n`;
}

/** Says the first thing that is wrong, from the first line on. */
export function verifyBundle(text: string, check: BundleCheck): BundleVerdict {
  const lines = text.replace(/\r?\n$/u, '').split(/\r?\n/u);
  const records = lines.map(readLine);
  const key = keyOf(records[0]);
  if (key === null) return { ok: false, problem: 'not-a-bundle', line: 1 };
  const trusted = check.trusted.replace(/^ed25519:/u, '');
  if (trusted !== key && trusted !== check.fingerprint(key)) return { ok: false, problem: 'other-key', line: 1 };
  const broken = brokenLine(records, key, check);
  if (broken !== null) return { ok: false, ...broken };
  const unfit = unfitLine(records.filter((record) => record !== null));
  if (unfit !== null) return { ok: false, ...unfit };
  const count = (kind: string): number => records.filter((record) => record?.['kind'] === kind).length;
  return { ok: true, receipt: String(records[0]?.['receipt'] ?? ''), events: count('event'), entries: count('entry') };
}

/** What a verified file says about entries of the log: number and mac. */
export function bundledEntries(text: string): readonly { readonly seq: number; readonly mac: string }[] {
  return text.split(/\r?\n/u).flatMap((line) => {
    const record = readLine(line);
    return record?.['kind'] === 'entry' ? [{ seq: Number(record['seq']), mac: String(record['mac']) }] : [];
  });
}

type Line = Readonly<Record<string, unknown>>;
type Broken = { readonly problem: BundleProblem; readonly line: number };

function signedText(previous: string, record: object): string {
  return JSON.stringify([BUNDLE_FORMAT, previous, record]);
}

/** Null for what is not written as we write it: two spellings of one record would be two files with one signature. */
function readLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord && JSON.stringify(value) === text ? { ...value } : null;
  } catch {
    return null;
  }
}

function keyOf(first: Line | null | undefined): string | null {
  const key = first?.['publicKey'];
  return first?.['kind'] === 'bundle' && first['format'] === BUNDLE_FORMAT && typeof key === 'string' ? key : null;
}

function brokenLine(records: readonly (Line | null)[], key: string, check: BundleCheck): Broken | null {
  let previous = '';
  for (const [index, record] of records.entries()) {
    const line = index + 1;
    if (record === null) return { problem: 'changed', line };
    const { signature, ...rest } = record;
    if (record['n'] !== line) {
      const isElsewhere = records.slice(line).some((later) => later?.['n'] === line);
      return { problem: isElsewhere ? 'reordered' : 'missing', line };
    }
    if (typeof signature !== 'string' || !check.isSigned(key, signedText(previous, rest), signature)) {
      return { problem: 'changed', line };
    }
    if (record['kind'] === 'end') return line === records.length ? null : { problem: 'added', line: line + 1 };
    previous = signature;
  }
  return { problem: 'end-cut', line: records.length + 1 };
}

/**
 * Each event against the entry of the log that holds its digest, unless entries of its time were forgotten, and each entry against what was
 * found when it was exported.
 */
function unfitLine(records: readonly Line[]): Broken | null {
  const forgotten = records[0]?.['auditForgotten'];
  const until = isLine(forgotten) ? Number(forgotten['at']) : -1;
  const digests = new Map<unknown, unknown>();
  for (const { kind, detail } of records) {
    if (kind === 'entry' && isLine(detail) && detail['type'] === 'recovery.event') digests.set(detail['version'], detail['digest']);
  }
  for (const [index, record] of records.entries()) {
    const line = index + 1;
    if (record['kind'] === 'entry' && record['chained'] !== true) return { problem: 'entry-not-chained', line };
    if (record['kind'] !== 'event') continue;
    const isForgotten = !digests.has(record['version']) && Number(record['at']) <= until;
    if (!isForgotten && digests.get(record['version']) !== digestOf(record)) return { problem: 'event-not-logged', line };
  }
  return null;
}

/** The fields that a digest is over, as `event` records hold them. */
function digestOf({ requestId, version, at, actor, policyVersion, detail }: Line): string {
  const { kind, id } = isLine(actor) ? actor : {};
  return eventDigest(String(requestId), Number(version), { schema: EVENT_SCHEMA, at, actor: { kind, id }, policyVersion, detail });
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null;
}
