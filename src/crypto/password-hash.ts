/**
 * Computes and compares password hashes: argon2id under a key that is not in the database for everything new (SEC-A06), scrypt
 * for what was brought along (SEC-A05). An account that does not exist, has no password, or has a record that is unreadable
 * or under a key not listed costs the same work as a wrong password (SEC-E03). What a record looks like is `password-record.ts`, how many run at once `work-queue.ts`.
 */
import { createHmac, type KeyObject, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hashRaw } from '@node-rs/argon2';
import { Fault } from '../core/outcome.ts';
import { isHashable, normalisePassword } from '../core/password.ts';
import { seconds } from '../core/time.ts';
import type { PasswordHasher } from '../ports.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';
import {
  type Argon2Cost,
  CURRENT_COST,
  HASH_BYTES,
  isWeak,
  type PasswordRecord,
  readPasswordRecord,
  SALT_BYTES,
  writeKeyedRecord,
} from './password-record.ts';
import { openWorkQueue, type WorkLimits } from './work-queue.ts';

export interface CountingHasher extends PasswordHasher {
  /** Hashes begun since the start, for tests and metrics: a refused password must not move it. */
  calls(): number;
}

export interface HasherOptions {
  /** Called when a record names a key that is not listed: its holder cannot sign in until the key is back. */
  readonly onUnknownKey?: (keyId: string) => void;
  /** Dearer parameters, or weaker ones that `assertHasherFloor` then refuses. */
  readonly cost?: Argon2Cost;
  readonly limits?: WorkLimits;
}

const DEFAULT_LIMITS: WorkLimits = { atOnce: availableParallelism(), waiting: 100, waitFor: seconds(5) };
/** scrypt with N=2^17 and r=8 needs 128 MiB, above Node's default bound. */
const SCRYPT_MAX_MEMORY = 256 * 1024 * 1024;

/**
 * New records are under the first key; every key listed still opens its own, which are renewed like those without a key.
 * `hash` and `verify` throw Fault 'overloaded' when no place is free in time. A text that is not hashable (see
 * `core/password.ts`) is refused before any work: `verify` answers false, `hash` throws Fault 'invariant-broken'.
 */
export function openPasswordHasher(keys: MasterKeys, options: HasherOptions = {}): CountingHasher {
  const { cost = CURRENT_COST, limits = DEFAULT_LIMITS, onUnknownKey = () => undefined } = options;
  const currentId = keys[0].id;
  const current = passwordKey(keys[0]);
  const byId = new Map(keys.map((key) => [key.id, passwordKey(key)]));
  const queue = openWorkQueue(limits);
  const doors = openWorkQueue({ atOnce: limits.atOnce + limits.waiting, waiting: 0, waitFor: limits.waitFor });
  let calls = 0;

  /** Undefined when the record says nothing that could be compared. */
  function readRecord(text: string): PasswordRecord | undefined {
    const record = readPasswordRecord(text);
    if (record === undefined || record.keyId === null || byId.has(record.keyId)) return record;
    onUnknownKey(record.keyId);
    return undefined;
  }

  function compute(password: string, record: PasswordRecord): Promise<Buffer> {
    return queue.run(() => {
      calls += 1;
      return derive(normalisePassword(password), record);
    });
  }

  return {
    admit: (work) => doors.run(work),
    async hash(password) {
      if (!isHashable(password)) throw new Fault('invariant-broken', 'a password must be checked before it is hashed');
      const blank = blankRecord(cost, randomBytes(SALT_BYTES));
      return writeKeyedRecord(currentId, cost, blank.salt, keyed(current, await compute(password, blank)));
    },
    async verify(password, text) {
      if (!isHashable(password)) return { matches: false, outdated: false };
      const record = text === null ? undefined : readRecord(text);
      // Nobody's record: no password is known whose hash is all zeros, and a match with it would not count.
      const compared = record ?? blankRecord(cost, Buffer.alloc(SALT_BYTES));
      const computed = await compute(password, compared);
      const key = compared.keyId === null ? undefined : byId.get(compared.keyId);
      const isEqual = timingSafeEqual(key === undefined ? computed : keyed(key, computed), compared.hash);
      const isOld = record !== undefined && (isWeak(record) || record.keyId !== currentId);
      return { matches: isEqual && record !== undefined, outdated: isOld };
    },
    calls: () => calls,
  };
}

/**
 * Start-up self-test (SEC-A05): what this hasher writes is argon2id at or above the floor and under a key, and it tells right from wrong.
 * Throws Fault 'config-invalid' otherwise.
 */
export async function assertHasherFloor(hasher: PasswordHasher): Promise<void> {
  const text = await hasher.hash('correct horse battery staple');
  const record = readPasswordRecord(text);
  if (record === undefined || isWeak(record) || record.keyId === null)
    throw new Fault('config-invalid', 'password hashing is below its floor');
  const right = await hasher.verify('correct horse battery staple', text);
  const wrong = await hasher.verify('correct horse battery stapl', text);
  if (!right.matches || wrong.matches) throw new Fault('config-invalid', 'password hashing does not tell right from wrong');
}

/** The hash of the password under this record's algorithm, cost, salt and length. Both run outside the event loop. */
function derive(password: string, record: PasswordRecord): Promise<Buffer> {
  const { salt, hash } = record;
  if (record.algorithm === 'argon2id') {
    const { memory, passes, lanes } = record.cost;
    return hashRaw(password, { memoryCost: memory, timeCost: passes, parallelism: lanes, outputLen: hash.length, salt });
  }
  const { ln, r, p } = record.cost;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hash.length, { N: 2 ** ln, r, p, maxmem: SCRYPT_MAX_MEMORY }, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

function blankRecord(cost: Argon2Cost, salt: Buffer): PasswordRecord {
  return { algorithm: 'argon2id', cost, keyId: null, salt, hash: Buffer.alloc(HASH_BYTES) };
}

function passwordKey(key: MasterKey): KeyObject {
  return subkey(key, 'password:v1');
}

function keyed(key: KeyObject, hash: Buffer): Buffer {
  return createHmac('sha256', key).update(hash).digest();
}
