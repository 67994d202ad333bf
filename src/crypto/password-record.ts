/**
 * Stored password records as text: the PHC string format for argon2id (RFC 9106) and scrypt (RFC 7914), with what keys the hash
 * before it (SEC-A06). Decides what is a readable record and which parameters are too weak to stay (SEC-A05); computing them
 * is left to `password-hash.ts`.
 */

export interface Argon2Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface ScryptCost {
  /** Binary logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

interface Derived {
  readonly salt: Buffer;
  /** Of the password; with a key its HMAC-SHA-256 under it. */
  readonly hash: Buffer;
}

export type PasswordRecord =
  | ({
      readonly algorithm: 'argon2id';
      readonly cost: Argon2Cost;
      /** Null in a record of before keys, or of elsewhere. */
      readonly keyId: string | null;
    } & Derived)
  | ({ readonly algorithm: 'scrypt'; readonly cost: ScryptCost; readonly keyId: null } & Derived);

/** What is written today and also the floor: 19 MiB, two passes, one lane (SEC-A05). */
export const CURRENT_COST: Argon2Cost = { memory: 19_456, passes: 2, lanes: 1 };
export const SALT_BYTES = 16;
export const HASH_BYTES = 32;

const NUMBER = '([1-9][0-9]{0,6})';
const BODY = '\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,171})$';
const ARGON2ID = new RegExp(
  `^(?:\\$hmac-sha256\\$k=([A-Za-z0-9_-]{1,32}))?\\$argon2id\\$v=19\\$m=${NUMBER},t=${NUMBER},p=${NUMBER}${BODY}`,
  'u',
);
const SCRYPT = new RegExp(`^\\$scrypt\\$ln=${NUMBER},r=${NUMBER},p=${NUMBER}${BODY}`, 'u');

/** Above these a record would cost more than a sign-in may; a corrupt or planted row must not stop the process. */
const ARGON2_CEILING: Argon2Cost = { memory: 262_144, passes: 16, lanes: 8 };
const SCRYPT_CEILING: ScryptCost = { ln: 17, r: 8, p: 4 };

/** The record, or undefined when it is none of ours: another algorithm, a damaged text, an absurd cost. */
export function readPasswordRecord(text: string): PasswordRecord | undefined {
  return readArgon2(text) ?? readScrypt(text);
}

/** Not argon2id, or under what is written today. */
export function isWeak(record: PasswordRecord): boolean {
  if (record.algorithm !== 'argon2id') return true;
  const { memory, passes, lanes } = record.cost;
  return (
    memory < CURRENT_COST.memory ||
    passes < CURRENT_COST.passes ||
    lanes !== CURRENT_COST.lanes ||
    record.salt.length < SALT_BYTES ||
    record.hash.length < HASH_BYTES
  );
}

/** `$hmac-sha256$k=key$argon2id$v=19$m=..,t=..,p=..$salt$mac`, base64 without padding. */
export function writeKeyedRecord(keyId: string, { memory, passes, lanes }: Argon2Cost, salt: Uint8Array, hash: Uint8Array): string {
  return `$hmac-sha256$k=${keyId}$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
}

function readArgon2(text: string): PasswordRecord | undefined {
  const [, keyId, memory, passes, lanes, salt, hash] = ARGON2ID.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  // RFC 9106 section 3.1: at least 8 KiB for each lane.
  const isAbsurd =
    cost.memory > ARGON2_CEILING.memory ||
    cost.memory < 8 * cost.lanes ||
    cost.passes > ARGON2_CEILING.passes ||
    cost.lanes > ARGON2_CEILING.lanes;
  const derived = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  const isCut = keyId !== undefined && derived.hash.length !== HASH_BYTES;
  return isAbsurd || isCut ? undefined : { algorithm: 'argon2id', cost, keyId: keyId ?? null, ...derived };
}

function readScrypt(text: string): PasswordRecord | undefined {
  const [, ln, r, p, salt, hash] = SCRYPT.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const isAbsurd = cost.ln > SCRYPT_CEILING.ln || cost.r > SCRYPT_CEILING.r || cost.p > SCRYPT_CEILING.p;
  if (isAbsurd) return undefined;
  return { algorithm: 'scrypt', cost, keyId: null, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/u, '');
}
