/** Sealed values open only where they stand, whole, and under the key that sealed them. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SealContext } from '../ports.ts';
import { type MasterKey, type MasterKeys, subkey } from './master-keys.ts';
import { openSecretBox } from './secret-box.ts';

const key = (id: string): MasterKey => ({ id, bytes: randomBytes(32) });
const K1 = key('k1');
const K2 = key('k2');
const PLACE: SealContext = { table: 'authenticator', column: 'secret', row: 'AAAAAAAAAAAAAAAA' };
const PLAIN = Uint8Array.from({ length: 20 }, (_, index) => index * 7);

const box = openSecretBox([K1]);
const sealed = box.seal(PLAIN, PLACE);
const BROKEN = expect.objectContaining({ code: 'seal-broken' });

describe('a sealed value', () => {
  it('SEC-M01 opens where it was sealed, whatever it holds', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), text, text, text, (plain, table, column, row) => {
        const where = { table, column, row };
        expect(Buffer.from(box.open(box.seal(plain, where), where)).equals(plain)).toBe(true);
      }),
    );
  });

  it.each([
    ['another row', { ...PLACE, row: 'BBBBBBBBBBBBBBBB' }],
    ['another column', { ...PLACE, column: 'name' }],
    ['another table', { ...PLACE, table: 'enrolment' }],
    ['a row whose name is put together the same way', { table: 'authenticator', column: 'secret","AAAAAAAAAAAAAAAA', row: '' }],
    ['a place whose names run together the same way', { ...PLACE, table: 'authenticators', column: 'ecret' }],
    ['table and column exchanged', { table: 'secret', column: 'authenticator', row: PLACE.row }],
  ])('SEC-M01 does not open in %s', (_where, place) => {
    expect(() => box.open(sealed, place)).toThrow(BROKEN);
  });

  it('SEC-M01 does not open when any bit of it is turned', () => {
    const [version = '', id = '', nonce = '', body = ''] = sealed.split('.');
    for (const part of ['nonce', 'body'] as const) {
      const bytes = Buffer.from(part === 'nonce' ? nonce : body, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const turned = Buffer.from(bytes);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = turned.toString('base64url');
        const forged = [version, id, part === 'nonce' ? text : nonce, part === 'body' ? text : body].join('.');
        expect(() => box.open(forged, PLACE)).toThrow(BROKEN);
      }
    }
  });

  it('SEC-M01 does not open when it is cut or lengthened anywhere', () => {
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => box.open(sealed.slice(0, length), PLACE)).toThrow(BROKEN);
    for (const more of ['A', 'AA', 'AAAA', '=', '.', '\n', ' ']) expect(() => box.open(sealed + more, PLACE)).toThrow(BROKEN);
  });

  it('SEC-M01 is the only text that opens as its value', () => {
    const [last = ''] = sealed.slice(-1);
    for (const other of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      if (other !== last) expect(() => box.open(sealed.slice(0, -1) + other, PLACE)).toThrow(BROKEN);
    }
  });

  it('SEC-M01 is different each time, with a nonce of 96 bits of its own', () => {
    const texts = Array.from({ length: 2000 }, () => box.seal(PLAIN, PLACE));
    const nonces = texts.map((text) => text.split('.')[2] ?? '');
    expect(new Set(nonces).size).toBe(2000);
    expect(nonces.every((nonce) => Buffer.from(nonce, 'base64url').length === 12)).toBe(true);
  });

  it('SEC-M01 is not made with a nonce of another length', () => {
    for (const length of [0, 8, 11, 13]) {
      const poor = openSecretBox([K1], () => new Uint8Array(length));
      expect(() => poor.seal(PLAIN, PLACE)).toThrow(expect.objectContaining({ code: 'invariant-broken' }));
    }
  });

  it('SEC-M01 shows neither the value nor the key', () => {
    const secret = Buffer.from('JBSWY3DPEHPK3PXPJBSW');
    const text = box.seal(secret, PLACE);
    for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const) {
      expect(text).not.toContain(secret.toString(form));
      expect(text).not.toContain(Buffer.from(K1.bytes).toString(form));
      expect(text).not.toContain(subkey(K1, 'seal:v1').export().toString(form));
    }
  });
});

describe('keys that are rotated', () => {
  const rotated: MasterKeys = [K2, K1];

  it('SEC-M01 SEC-M02 old values still open, new ones are sealed under the new key', () => {
    const after = openSecretBox(rotated);
    expect(Buffer.from(after.open(sealed, PLACE)).equals(PLAIN)).toBe(true);
    const fresh = after.seal(PLAIN, PLACE);
    expect(fresh.split('.')[1]).toBe('k2');
    expect(() => box.open(fresh, PLACE)).toThrow(BROKEN);
  });

  it('SEC-M02 a retired key opens nothing, and the message names the key that is missing', () => {
    expect(() => openSecretBox([K2]).open(sealed, PLACE)).toThrow(/under key "k1", which is not among/u);
  });

  it('SEC-M01 another key under the same id opens nothing', () => {
    expect(() => openSecretBox([key('k1')]).open(sealed, PLACE)).toThrow(BROKEN);
  });

  it('SEC-M01 a value passed off as sealed under another key does not open', () => {
    expect(() => openSecretBox(rotated).open(sealed.replace('.k1.', '.k2.'), PLACE)).toThrow(BROKEN);
    const twins: MasterKeys = [K1, { id: 'k2', bytes: K1.bytes }];
    expect(() => openSecretBox(twins).open(sealed.replace('.k1.', '.k2.'), PLACE)).toThrow(BROKEN);
  });
});

it('SEC-Q03 a value that does not open is not quoted in the message', () => {
  const attempt = (text: string): string => {
    try {
      box.open(text, PLACE);
    } catch (error) {
      return String(error);
    }
    return expect.fail('it opened');
  };
  for (const text of [sealed.slice(0, -4), 'JBSWY3DPEHPK3PXP', sealed.replace('.k1.', '.k9.')]) {
    expect(attempt(text)).not.toContain('JBSWY3DP');
    expect(attempt(text)).not.toContain(sealed.slice(-20, -4));
  }
});
