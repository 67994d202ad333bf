/** What may be a telephone number or a name, and what is told when it is not. */
import { describe, expect, it } from 'vitest';
import { canonicalPhone, readName, readPhone } from './contact-input.ts';

describe('a telephone number', () => {
  it.each([
    ['03-1234-5621', '03-1234-5621'],
    [' ０９０－１２３４－５６７８ ', '090-1234-5678'],
    ['090ー1234ー5678', '090-1234-5678'],
    ['+81 90 1234 5678', '+81 90 1234 5678'],
    ['(03) 1234.5621', '(03) 1234.5621'],
    ['0312345621', '0312345621'],
  ])('B1 %j is kept as %j', (typed, value) => {
    expect(readPhone(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['1234-5621', 'too-few-digits'],
    ['110', 'too-few-digits'],
    ['+81 90 1234 5678 9012 3', 'too-many-digits'],
    ['hanako@success.example', 'not-a-number'],
    ['03-1234-5621 内線5', 'not-a-number'],
    ['<b>0312345621</b>', 'not-a-number'],
    ['03+12345621', 'not-a-number'],
    ['-----------', 'too-few-digits'],
    ['1'.repeat(41), 'too-long'],
  ])('B1 %j is refused as %s', (typed, problem) => {
    expect(readPhone(typed)).toEqual({ ok: false, problem });
  });

  it.each(['03-1234-5621', '０３（１２３４）５６２１', '+81 3-1234-5621', '+81 (0)3 1234 5621', '0312345621'])(
    'desk.md 2 %j is the same telephone as the others',
    (number) => {
      expect(canonicalPhone(number)).toBe('0312345621');
    },
  );

  it('desk.md 2 a number abroad keeps its country', () => {
    expect(canonicalPhone('+44 20 7946 0000')).toBe('+442079460000');
  });
});

describe('a name', () => {
  it.each([
    [' 山田　花子 ', '山田 花子'],
    ["Zoë O'Neill-Ito", "Zoë O'Neill-Ito"],
    ['𠮷田\r\n誠', '𠮷田 誠'],
    ['Hanako\u202Egnp.exe', 'Hanako gnp.exe'],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('SEC-P04 %j is kept as %j', (typed, value) => {
    expect(readName(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'empty'],
    ['\u200F \u0000', 'empty'],
    ['𠮷'.repeat(201), 'too-long'],
  ])('B1 %j is refused as %s', (typed, problem) => {
    expect(readName(typed)).toEqual({ ok: false, problem });
  });
});
