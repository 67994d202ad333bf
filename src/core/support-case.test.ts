/** What may be asked for as a case number, and the words for its state. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_STATE_LABEL, isCaseNumber } from './support-case.ts';

describe('a case number', () => {
  it.each(['TM-00012345', 'a', '7', 'A-', 'A'.repeat(32)])('may be %j', (text) => {
    expect(isCaseNumber(text)).toBe(true);
  });

  it.each([
    '',
    '-1',
    'A'.repeat(33),
    'TM 1',
    'TM_1',
    'TM-1\n',
    '../etc',
    'TM-1/..',
    'TM%2D1',
    "1' OR '1'='1",
    '＊',
    'ＴＭ-1',
    'TM-１',
    '\0',
    '<b>',
  ])('SEC-N01 is never %j', (text) => {
    expect(isCaseNumber(text)).toBe(false);
  });

  it('SEC-N01 stands in an address as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ09-_./%? あ'), maxLength: 40 }), (text) => {
        if (isCaseNumber(text)) expect(encodeURIComponent(text)).toBe(text);
      }),
    );
  });
});

it('every state of a case has its own words in both languages', () => {
  const labels = Object.values(CASE_STATE_LABEL);
  expect(new Set(labels.map(({ ja }) => ja)).size).toBe(3);
  expect(new Set(labels.map(({ en }) => en)).size).toBe(3);
});
