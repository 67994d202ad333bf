/**
 * Keyed digests for what must not be stored in clear: HMAC-SHA-256 under a subkey of its own for each purpose, so that a
 * database reader can neither reverse an address by trying all of them nor forge a form token.
 */
import { createHmac } from 'node:crypto';
import type { KeyedDigest } from '../ports.ts';
import { type MasterKeys, subkey } from './master-keys.ts';

/**
 * Digests in base64url. Form tokens follow the current (first) key: a page left open over a rotation is merely sent again.
 * Addresses and networks follow the oldest (last) key listed, so that the attempt counters filed under them survive the
 * addition of a key; they begin anew only when that oldest key is retired.
 */
export function openKeyedDigest(keys: MasterKeys): KeyedDigest {
  const current = keys[0];
  const oldest = keys.at(-1) ?? current;
  const subkeys = {
    form: subkey(current, 'digest:form'),
    address: subkey(oldest, 'digest:address'),
    network: subkey(oldest, 'digest:network'),
  } as const;
  return {
    digest: (purpose, value) => createHmac('sha256', subkeys[purpose]).update(value).digest('base64url'),
  };
}
