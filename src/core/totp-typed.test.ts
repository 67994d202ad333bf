/** What people type as a code, and what machines send instead of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from './totp.ts';

const FULL_WIDTH = '０１２３４５６７８９';
/** Everything that may stand between digits without harm. */
const FORGIVEN = [
  ...[' ', '\t', '\n', '\u00A0', '\u2003', '\u3000', '-', '\u00AD', '\u058A', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014'],
  ...['\u2015', '\u2212', '\u301C', '\u30FC', '\uFF0D', '\uFF70', '\uFE63', '\u200B', '\u200C', '\u200D', '\u200E', '\u200F'],
  ...['\u202A', '\u202C', '\u202E', '\u2060', '\u2066', '\u2069', '\uFEFF'],
];

describe('reading a typed code', () => {
  it.each([
    ['123456'],
    ['123 456'],
    ['123-456'],
    [' 1 2 3 4 5 6 '],
    ['１２３４５６'],
    ['１２３　４５６'],
    ['１２３ー４５６'],
    ['１２３－４５６'],
    ['１２３−４５６'],
    ['123\u200B456'],
    ['\u202A123456\u202C'],
    ['\uFEFF123456\r\n'],
    ['①②③④⑤⑥'],
  ])('SEC-B06 reads %j as 123456', (typed) => {
    expect(readCode(typed)).toEqual({ ok: true, code: '123456' });
  });

  it('SEC-B06 keeps leading zeros', () => {
    expect(readCode('000000')).toEqual({ ok: true, code: '000000' });
    expect(readCode('００１ ２３４')).toEqual({ ok: true, code: '001234' });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u3000', 'empty'],
    ['---', 'empty'],
    ['ー', 'empty'],
    ['\u200B\uFEFF', 'empty'],
    ['12345', 'length'],
    ['1234567', 'length'],
    ['12345６７', 'length'],
    ['12345678', 'length'],
    ['12345a', 'characters'],
    ['abcdef', 'characters'],
    ['12345\0', 'characters'],
    ['\0', 'characters'],
    ['１２３４５六', 'characters'],
    ['٠١٢٣٤٥', 'characters'],
    ['12.456', 'characters'],
    ['1e5', 'characters'],
    ['+12345', 'characters'],
    ['½23456', 'characters'],
    ['123456😀', 'characters'],
    ['\uD800', 'characters'],
    ['[object Object]', 'characters'],
    ['null', 'characters'],
  ] as const)('SEC-B06 answers %j by "%s"', (typed, problem) => {
    expect(readCode(typed)).toEqual({ ok: false, problem });
  });

  it('SEC-B06 answers a megabyte by its length, whatever it is made of', () => {
    const megabyte = 2 ** 20;
    for (const character of ['1', 'a', '\0', 'ﷺ', '\u200B', 'ー']) {
      expect(readCode(character.repeat(megabyte))).toEqual({ ok: false, problem: 'length' });
    }
    expect(readCode(`${' '.repeat(megabyte)}123456${'\u3000'.repeat(megabyte)}`)).toEqual({ ok: true, code: '123456' });
  });

  it('SEC-B06 forgives every separator at every place, in half and full width', () => {
    const digit = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean(), fc.array(fc.constantFrom(...FORGIVEN), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(digit, { minLength: 6, maxLength: 6 }), (parts) => {
        const typed = parts
          .map(([value, wide, after]) => (wide ? FULL_WIDTH.charAt(value) : String(value)) + after.join(''))
          .join('');
        expect(readCode(typed)).toEqual({ ok: true, code: parts.map(([value]) => value).join('') });
      }),
    );
  });

  it('SEC-B06 never throws and lets nothing through but six ASCII digits', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'0123456789', ...FULL_WIDTH, ...FORGIVEN, 'a', '\0', '\uDC00'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const read = readCode(text);
        if (read.ok) expect(read.code).toMatch(/^[0-9]{6}$/u);
        else expect(['empty', 'length', 'characters']).toContain(read.problem);
      }),
      { numRuns: 1000 },
    );
  });
});
