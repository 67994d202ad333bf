/** Receipt numbers: made to be read out, forgiving when typed in. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newReceipt, readReceipt } from './receipt.ts';

describe('a receipt number', () => {
  it('has its year and six letters that nobody misreads', () => {
    for (let count = 0; count < 1000; count += 1) {
      expect(newReceipt(2026, randomBytes)).toMatch(/^R-2026-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/u);
    }
  });

  it('is not one of few', () => {
    const made = new Set(Array.from({ length: 2000 }, () => newReceipt(2026, randomBytes)));
    expect(made.size).toBeGreaterThan(1990);
  });

  it.each([
    ['R-2026-0K7R-4Q', 'R-2026-0K7R-4Q'],
    [' r-2026-0k7r-4q ', 'R-2026-0K7R-4Q'],
    ['Ｒ－２０２６－０Ｋ７Ｒ－４Ｑ', 'R-2026-0K7R-4Q'],
    ['R-2026-OK7R-4Q', 'R-2026-0K7R-4Q'],
    ['R-2026-1K7L-4I', 'R-2026-1K71-41'],
    ['R‐2026‐0K7R‐4Q', 'R-2026-0K7R-4Q'],
  ])('G-39 is read as it was meant: %s', (typed, meant) => {
    expect(readReceipt(typed)).toBe(meant);
  });

  it.each(['', 'R-2026-0K7R', 'R-2026-0K7R-4Q1', 'X-2026-0K7R-4Q', 'R-2026-0K7U-4Q', 'form', '../../etc', 'R-2026-0K7R-4Q\n<'])(
    'is not read out of %j',
    (typed) => {
      expect(readReceipt(typed)).toBeUndefined();
    },
  );
});
