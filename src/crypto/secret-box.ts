/**
 * Seals what must be readable again, above all authenticator secrets: AES-256-GCM (SP 800-38D) with a random 96-bit nonce,
 * bound to its table, column, row and key (SEC-M01). Which keys exist is decided in `master-keys.ts`; old ones still open,
 * only the first one seals (SEC-M03).
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { Fault } from '../core/outcome.ts';
import type { SealContext, SecretBox } from '../ports.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]+)$/u;

/**
 * A box over these keys. The sealed form is `v1.<key id>.<nonce>.<ciphertext and 16-byte tag>`, the last two in base64url.
 * `random` must be a CSPRNG: one nonce used twice under one key gives both plain texts away (SP 800-38D section 8).
 */
export function openSecretBox(keys: MasterKeys, random: (count: number) => Uint8Array = (count) => randomBytes(count)): SecretBox {
  const subkeys = new Map(keys.map((key): [string, KeyObject] => [key.id, subkey(key, 'seal:v1')]));
  const current: MasterKey = keys[0];
  return {
    seal(plain, where) {
      const nonce = random(NONCE_BYTES);
      if (nonce.length !== NONCE_BYTES) throw new Fault('invariant-broken', 'random source gave a nonce of the wrong length');
      const cipher = createCipheriv(CIPHER, keyOf(subkeys, current.id), nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associatedData(current.id, where));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, current.id, Buffer.from(nonce).toString('base64url'), sealed.toString('base64url')].join('.');
    },
    open(sealed, where) {
      const [, id, nonceText, bodyText] = SEALED.exec(sealed) ?? [];
      if (id === undefined || nonceText === undefined || bodyText === undefined) throw broken('not a sealed value', where);
      const nonce = Buffer.from(nonceText, 'base64url');
      const body = Buffer.from(bodyText, 'base64url');
      // Unused bits at the end of base64url decode to nothing: without this two texts would open as one value.
      if (body.length < TAG_BYTES || body.toString('base64url') !== bodyText) throw broken('not a sealed value', where);
      const decipher = createDecipheriv(CIPHER, keyOf(subkeys, id), nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(id, where));
      decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]);
      } catch (cause) {
        throw broken('altered, moved, or sealed under another key', where, cause);
      }
    },
  };
}

function keyOf(subkeys: ReadonlyMap<string, KeyObject>, id: string): KeyObject {
  const key = subkeys.get(id);
  if (key === undefined) throw new Fault('seal-broken', `sealed under key "${id}", which is not among GENKAN_KEYS`);
  return key;
}

/** As JSON, because with a mere separator the column "a|b" of table "t" would equal the column "b" of table "t|a". */
function associatedData(keyId: string, { table, column, row }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, table, column, row]));
}

function broken(reason: string, { table, column }: SealContext, cause?: unknown): Fault {
  return new Fault('seal-broken', `${table}.${column}: ${reason}`, cause);
}
