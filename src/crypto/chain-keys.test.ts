/** The keys of the audit chain: one per master key, found by id, of no use for anything else. */
import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openChainKeys } from './chain-keys.ts';
import { openKeyedDigest } from './keyed-digest.ts';
import type { MasterKey } from './master-keys.ts';

const key = (id: string): MasterKey => ({ id, bytes: randomBytes(32) });
const [OLD, NEW] = [key('old'), key('new')];

it('SEC-Q04 new rows go under the first key, rows of before are checked under the key they name', () => {
  const before = openChainKeys([OLD]);
  const after = openChainKeys([NEW, OLD]);
  expect(after.current.id).toBe('new');
  expect(after.find('old')?.mac('x')).toBe(before.current.mac('x'));
  expect(after.current.mac('x')).not.toBe(before.current.mac('x'));
  expect(before.find('new')).toBeUndefined();
});

it('SEC-Q04 SEC-M01 a mac cannot be made with the master key itself nor by any other use of it', () => {
  const mac = openChainKeys([OLD]).current.mac('x');
  expect(mac).toMatch(/^[\w-]{43}$/u);
  expect(mac).not.toBe(createHmac('sha256', OLD.bytes).update('x').digest('base64url'));
  for (const purpose of ['form', 'address', 'network'] as const) expect(openKeyedDigest([OLD]).digest(purpose, 'x')).not.toBe(mac);
});
