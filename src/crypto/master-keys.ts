/**
 * The master keys from GENKAN_KEYS and the subkeys made of them. Decides what may serve as a key (SEC-M02); where the text
 * comes from (environment or file) is left to the configuration. No message here ever quotes key material.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { NonEmpty } from '../core/audit-event.ts';
import { Fault } from '../core/outcome.ts';

export interface MasterKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Newest first: the first key is current, the others only read what was written under them. */
export type MasterKeys = NonEmpty<MasterKey>;

const KEY_FLOOR_BYTES = 32;
const SUBKEY_BYTES = 32;
const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+)={0,2}$/u;

/**
 * `id:base64[,id2:base64...]` (base64 or base64url, with or without padding), first one current. Throws Fault
 * 'config-invalid' when there is none, one is under 32 bytes, one is a sample or a pattern, or an id or a key comes twice.
 */
export function parseKeys(text: string): MasterKeys {
  const [first, ...others] = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1));
  if (first === undefined) throw new Fault('config-invalid', 'GENKAN_KEYS is empty');
  const keys: MasterKeys = [first, ...others];
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Fault('config-invalid', 'GENKAN_KEYS names one id twice');
  if (new Set(keys.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size < keys.length) {
    throw new Fault('config-invalid', 'GENKAN_KEYS holds one key under two ids');
  }
  return keys;
}

/**
 * HKDF-SHA-256 (RFC 5869): 32 bytes for one purpose, so that no two uses ever share a key. Ready for use: node:crypto takes several
 * times as long with bytes, of which it makes a key each time.
 */
export function subkey(key: MasterKey, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key.bytes, new Uint8Array(0), `genkan:${purpose}`, SUBKEY_BYTES)));
}

function parseKey(entry: string, position: number): MasterKey {
  const [, id, encoded] = ENTRY.exec(entry) ?? [];
  if (id === undefined || encoded === undefined) {
    throw new Fault('config-invalid', `GENKAN_KEYS: entry ${position} is not "id:base64"`);
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < KEY_FLOOR_BYTES) throw new Fault('config-invalid', `GENKAN_KEYS: key "${id}" is under 32 bytes`);
  if (isPattern(bytes)) {
    throw new Fault('config-invalid', `GENKAN_KEYS: key "${id}" is a sample, a text or a pattern, not 32 random bytes in base64`);
  }
  return { id, bytes };
}

/**
 * Bytes no random source would have given (odds under 2^-40): one block repeated, an arithmetic row, few different values,
 * or readable text such as "change-me-change-me".
 */
function isPattern(bytes: Uint8Array): boolean {
  const repeats = (period: number) => bytes.every((byte, index) => index < period || byte === bytes[index - period]);
  const periods = Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => index + 1);
  const stride = ((bytes[1] ?? 0) - (bytes[0] ?? 0)) & 255;
  const isRow = bytes.every((byte, index) => index === 0 || ((byte - (bytes[index - 1] ?? 0)) & 255) === stride);
  const isReadable = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return periods.some(repeats) || isRow || isReadable || new Set(bytes).size < KEY_FLOOR_BYTES / 2;
}
