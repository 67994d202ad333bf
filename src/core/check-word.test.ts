import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSameCode, newCallProof } from './check-word.ts';

describe('the code and the word of a call', () => {
  it('has six digits, zeros in front kept', () => {
    expect(newCallProof((count) => new Uint8Array(count)).code).toBe('000000');
    for (let round = 0; round < 200; round += 1) expect(newCallProof((count) => randomBytes(count)).code).toMatch(/^\d{6}$/u);
  });

  it('has the same word in both languages, of more than twenty', () => {
    const words = Array.from({ length: 2000 }, () => newCallProof((count) => randomBytes(count)).word);
    expect(new Set(words.map(({ ja }) => ja)).size).toBeGreaterThan(20);
    expect(new Set(words.map(({ ja, en }) => `${ja} ${en}`)).size).toBe(new Set(words.map(({ ja }) => ja)).size);
  });

  it('is the same code however it was typed, and no other', () => {
    expect([isSameCode('１２３ ４５６', '123456'), isSameCode('123-456', '123456')]).toEqual([true, true]);
    expect([isSameCode('123457', '123456'), isSameCode('', '123456'), isSameCode('0123456', '123456')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
