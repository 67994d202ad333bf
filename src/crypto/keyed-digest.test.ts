/** Keyed digests: one purpose never answers for another, and nobody without the key can make one. */
import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openKeyedDigest } from './keyed-digest.ts';
import type { MasterKey } from './master-keys.ts';

const key = (id: string): MasterKey => ({ id, bytes: randomBytes(32) });
const K1 = key('k1');
const K2 = key('k2');
const PURPOSES = ['form', 'address', 'network'] as const;

describe('a keyed digest', () => {
  const keyed = openKeyedDigest([K1]);

  it('SEC-F03 is the same for the same value, another for every other value and purpose', () => {
    const values = ['', 'success:hanako@success.example', 'success:hanako@success.exampl', 'support:hanako@success.example'];
    const all = PURPOSES.flatMap((purpose) => values.map((value) => keyed.digest(purpose, value)));
    expect(new Set(all).size).toBe(12);
    expect(keyed.digest('address', 'a')).toBe(openKeyedDigest([K1]).digest('address', 'a'));
    for (const text of all) expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/u);
  });

  it('SEC-F03 cannot be made without the key, and not with the master key itself', () => {
    const value = 'success:hanako@success.example';
    expect(openKeyedDigest([K2]).digest('address', value)).not.toBe(keyed.digest('address', value));
    expect(createHmac('sha256', K1.bytes).update(value).digest('base64url')).not.toBe(keyed.digest('address', value));
  });
});

describe('a keyed digest after a rotation', () => {
  const before = openKeyedDigest([K1]);
  const after = openKeyedDigest([K2, K1]);

  it('SEC-F03 finds the attempt counters of before', () => {
    for (const purpose of ['address', 'network'] as const) expect(after.digest(purpose, 'x')).toBe(before.digest(purpose, 'x'));
  });

  it('SEC-N02 makes form tokens under the new key', () => {
    expect(after.digest('form', 'x')).not.toBe(before.digest('form', 'x'));
    expect(after.digest('form', 'x')).toBe(openKeyedDigest([K2]).digest('form', 'x'));
  });
});
