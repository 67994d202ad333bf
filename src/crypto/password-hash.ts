/**
 * Computes and compares password hashes: argon2id for everything new, scrypt for what was brought along (SEC-A05). An
 * account that does not exist, has no password or has an unreadable record costs the same work as a wrong password
 * (SEC-E03). What a record looks like is `password-record.ts`, how many run at once `work-queue.ts`.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hashRaw } from '@node-rs/argon2';
import { Fault } from '../core/outcome.ts';
import { isHashable, normalisePassword } from '../core/password.ts';
import { seconds } from '../core/time.ts';
import type { PasswordHasher } from '../ports.ts';
import {
  type Argon2Cost,
  CURRENT_COST,
  HASH_BYTES,
  isOutdated,
  type PasswordRecord,
  readPasswordRecord,
  SALT_BYTES,
  writeArgon2Record,
} from './password-record.ts';
import { openWorkQueue, type WorkLimits } from './work-queue.ts';

export interface CountingHasher extends PasswordHasher {
  /** Hashes begun since the start, for tests and metrics: a refused password must not move it. */
  calls(): number;
}

export interface HasherOptions {
  /** Dearer parameters, or weaker ones that `assertHasherFloor` then refuses. */
  readonly cost?: Argon2Cost;
  readonly limits?: WorkLimits;
}

const DEFAULT_LIMITS: WorkLimits = { atOnce: availableParallelism(), waiting: 100, waitFor: seconds(5) };
/** scrypt with N=2^17 and r=8 needs 128 MiB, above Node's default bound. */
const SCRYPT_MAX_MEMORY = 256 * 1024 * 1024;

/**
 * `hash` and `verify` throw Fault 'overloaded' when no place is free in time. A text that is not hashable (see
 * `core/password.ts`) is refused before any work: `verify` answers false, `hash` throws Fault 'invariant-broken'.
 */
export function openPasswordHasher({ cost = CURRENT_COST, limits = DEFAULT_LIMITS }: HasherOptions = {}): CountingHasher {
  const queue = openWorkQueue(limits);
  let calls = 0;

  function compute(password: string, record: PasswordRecord): Promise<Buffer> {
    return queue.run(() => {
      calls += 1;
      return derive(normalisePassword(password), record);
    });
  }

  return {
    async hash(password) {
      if (!isHashable(password)) throw new Fault('invariant-broken', 'a password must be checked before it is hashed');
      const blank = blankRecord(cost, randomBytes(SALT_BYTES));
      return writeArgon2Record(cost, blank.salt, await compute(password, blank));
    },
    async verify(password, text) {
      if (!isHashable(password)) return { matches: false, outdated: false };
      const record = text === null ? undefined : readPasswordRecord(text);
      // Nobody's record: no password is known whose hash is all zeros, and a match with it would not count.
      const compared = record ?? blankRecord(cost, Buffer.alloc(SALT_BYTES));
      const isEqual = timingSafeEqual(await compute(password, compared), compared.hash);
      return { matches: isEqual && record !== undefined, outdated: record !== undefined && isOutdated(record) };
    },
    calls: () => calls,
  };
}

/**
 * Start-up self-test (SEC-A05): what this hasher writes is argon2id at or above the floor, and it tells right from wrong.
 * Throws Fault 'config-invalid' otherwise.
 */
export async function assertHasherFloor(hasher: PasswordHasher): Promise<void> {
  const text = await hasher.hash('correct horse battery staple');
  const record = readPasswordRecord(text);
  if (record === undefined || isOutdated(record)) throw new Fault('config-invalid', 'password hashing is below its floor');
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
  return { algorithm: 'argon2id', cost, salt, hash: Buffer.alloc(HASH_BYTES) };
}
