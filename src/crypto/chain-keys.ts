/**
 * The keys of the audit chain (SEC-Q04): HMAC-SHA-256 under a subkey of each master key, so that a database writer without
 * them can make no row that fits. What is chained, and in which order, is the store's decision.
 */
import { createHmac } from 'node:crypto';
import type { ChainKey, ChainKeys } from '../ports.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';

/** New rows are chained under the first key; every key listed checks the rows that name it. */
export function openChainKeys(keys: MasterKeys): ChainKeys {
  const [current, ...older] = keys;
  const newest = chainKey(current);
  const all = new Map([newest, ...older.map(chainKey)].map((key) => [key.id, key]));
  return { current: newest, find: (id) => all.get(id) };
}

function chainKey(key: MasterKey): ChainKey {
  const secret = subkey(key, 'audit:v1');
  return { id: key.id, mac: (text) => createHmac('sha256', secret).update(text, 'utf8').digest('base64url') };
}
