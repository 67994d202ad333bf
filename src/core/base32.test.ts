/** Base32 against the published vectors, and against itself for everything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));
const bytes = (value: string) => new TextEncoder().encode(value);

describe('base32', () => {
  // RFC 4648 section 10, without the padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('RFC 4648 section 10: writes "%s" as "%s" and reads it back', (plain, encoded) => {
    expect(encodeBase32(bytes(plain))).toBe(encoded);
    expect(text(decodeBase32(encoded))).toBe(plain);
  });

  it('SEC-B01 reads back any bytes it wrote, in unpadded upper case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        const encoded = encodeBase32(input);
        expect(encoded).toMatch(/^[A-Z2-7]*$/u);
        expect(decodeBase32(encoded)).toEqual(Uint8Array.from(input));
      }),
    );
  });

  it.each([
    ['lower case', 'mzxw6ytb'],
    ['padding', 'MY======'],
    ['a zero for an O', 'MZXW6YTB0I'],
    ['a one for an I', 'MZXW6YTBO1'],
    ['an eight', 'M8'],
    ['a blank', 'MZXW 6YTB'],
    ['a full-width letter', 'ＭY'],
    ['an emoji', 'M😀'],
    ['one character', 'A'],
    ['three characters', 'MZX'],
    ['six characters', 'MZXW6Y'],
    ['bits left over after one byte', 'MZ'],
    ['bits left over after four bytes', 'MZXW6YR'],
  ])('refuses %s', (_what, encoded) => {
    expect(decodeBase32(encoded)).toBeUndefined();
  });

  it('has exactly one spelling for each value it accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), maxLength: 24 }), (encoded) => {
        const decoded = decodeBase32(encoded);
        if (decoded !== undefined) expect(encodeBase32(decoded)).toBe(encoded);
        else expect(encoded.length % 8 === 0).toBe(false);
      }),
    );
  });
});
