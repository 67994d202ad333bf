/**
 * The keys that sign what leaves the house (heads of the audit log, exported requests): Ed25519 (RFC 8032) from a subkey of each master
 * key, so that there is no further secret to keep. Who has the public half can check without this installation and cannot sign.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { SigningKey, SigningKeys } from '../ports.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';

/** PKCS #8 and SPKI of Ed25519 (RFC 8410) up to the 32 bytes of the key. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** New signatures are made with the first key; those of every key listed are recognised. */
export function openSigningKeys(keys: MasterKeys): SigningKeys {
  const [current, ...older] = keys;
  const newest = signingKey(current);
  const all = [newest, ...older.map(signingKey)];
  return { current: newest, all, find: (id) => all.find((key) => key.id === id) };
}

/** False for anything that is no key, no signature, or does not fit. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64url');
  if (raw.length !== KEY_BYTES) return false;
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
}

/** What people compare by eye: SHA-256 over the 32 bytes of the public key. */
export function fingerprintOf(publicKey: string): string {
  return `sha256:${createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex')}`;
}

function signingKey(master: MasterKey): SigningKey {
  const seed = subkey(master, 'signature:v1').export();
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const publicKey = spki.subarray(PUBLIC_HEAD.length).toString('base64url');
  return {
    id: master.id,
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), secret).toString('base64url'),
  };
}
