/**
 * The end of the audit log as one line of text that an operator keeps outside of the database (ADR 0038): number and mac of the last
 * entry, when it was read, and a signature over them. A log that was cut or set back does not contain a head that was kept.
 */
import type { Instant } from './time.ts';

/** The last entry at one moment. */
export interface LogHead {
  readonly seq: number;
  readonly mac: string;
  readonly at: Instant;
}

export interface SignedHead extends LogHead {
  readonly keyId: string;
  readonly signature: string;
}

const MARK = 'genkan-head.1';
const HEAD =
  /genkan-head\.1\.(\d{1,15})\.([A-Za-z0-9_-]*)\.(\d{1,15})\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{86})(?![A-Za-z0-9_-])/gu;

/** What the signature is over. */
export function headText({ seq, mac, at }: LogHead, keyId: string): string {
  return JSON.stringify([MARK, seq, mac, at, keyId]);
}

export function formatHead({ seq, mac, at, keyId, signature }: SignedHead): string {
  return [MARK, seq, mac, at, keyId, signature].join('.');
}

/** Every head that stands anywhere in a text, such as the lines of a log. */
export function readHeads(text: string): readonly SignedHead[] {
  return [...text.matchAll(HEAD)].map(([, seq, mac = '', at, keyId = '', signature = '']) => ({
    seq: Number(seq),
    mac,
    at: Number(at),
    keyId,
    signature,
  }));
}
