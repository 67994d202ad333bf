/** How recovery codes are made, written and read. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hashedText,
  isDoubtful,
  isRunningLow,
  newRecoveryCode,
  type RecoveryCodeSet,
  readRecoveryCode,
  SLOTS,
  writeRecoveryCode,
} from './recovery-codes.ts';

const CODE = { slot: 1, secret: '7K3M9QXT2VBN4RHD' };
const WRITTEN = '01-7K3M-9QXT-2VBN-4RHD';

describe('making', () => {
  test('SEC-C01 ten thousand codes are all different, sixteen characters of the alphabet, with every character used', () => {
    const secrets = Array.from({ length: 10_000 }, () => newRecoveryCode(1, randomBytes).secret);
    expect(new Set(secrets).size).toBe(10_000);
    expect(secrets.every((secret) => /^[0-9A-HJKMNP-TV-Z]{16}$/u.test(secret))).toBe(true);
    expect(new Set(secrets.join('')).size).toBe(32);
  });

  test('SEC-C01 every one of the 80 bits reaches the code, and the label takes none of them', () => {
    const bytes = Uint8Array.from([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
    expect(newRecoveryCode(1, () => bytes).secret).toBe('0123456789ABCDEF');
    for (const slot of SLOTS) expect(newRecoveryCode(slot, () => bytes).secret).toBe('0123456789ABCDEF');
    const made = new Set<string>();
    for (let bit = 0; bit < 80; bit += 1) {
      const one = Uint8Array.from({ length: 10 }, (_, index) => (index === bit >> 3 ? 0x80 >> (bit & 7) : 0));
      made.add(newRecoveryCode(1, () => one).secret);
    }
    expect(made.size).toBe(80);
  });

  test('SEC-C01 there are ten labels of two digits', () => {
    const written = SLOTS.map((slot) => writeRecoveryCode({ ...CODE, slot }));
    expect(written.map((text) => text.slice(0, 3))).toEqual(['01-', '02-', '03-', '04-', '05-', '06-', '07-', '08-', '09-', '10-']);
  });

  test('SEC-C02 what is hashed differs for another account and another slot', () => {
    const texts = [hashedText('a', CODE), hashedText('b', CODE), hashedText('a', { ...CODE, slot: 2 })];
    expect(new Set(texts).size).toBe(3);
  });
});

describe('reading', () => {
  test('what was written is read as the same code', () => {
    const code = fc.record({
      slot: fc.constantFrom(...SLOTS),
      secret: fc
        .array(fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), { minLength: 16, maxLength: 16 })
        .map((c) => c.join('')),
    });
    fc.assert(
      fc.property(code, (each) => {
        expect(readRecoveryCode(writeRecoveryCode(each))).toEqual({ ok: true, code: each });
      }),
    );
  });

  test.each([
    ['as printed', WRITTEN],
    ['lower case without hyphens', '017k3m9qxt2vbn4rhd'],
    ['with blanks', '  01 7k3m 9qxt 2vbn 4rhd '],
    ['full width with the long-vowel mark', '０１ー７Ｋ３Ｍー９ＱＸＴー２ＶＢＮー４ＲＨＤ'],
    ['with dashes', '01–7K3M—9QXT−2VBN‐4RHD'],
    ['with the mark of a copied text', '\u200E01-7K3M-9QXT-2VBN-4RHD\u200F'],
    ['with the letter O in the label', 'o1-7K3M-9QXT-2VBN-4RHD'],
    ['with I and L for 1', 'OI-7K3M-9QXT-2VBN-4RHD'],
  ])('T-31 a code is the same code %s', (_name, typed) => {
    expect(readRecoveryCode(typed)).toEqual({ ok: true, code: CODE });
  });

  test.each([
    ['empty', ''],
    ['empty', '  ー - '],
    ['short', '01-7K3M'],
    ['short', '1-7K3M-9QXT-2VBN-4RHD'],
    ['long', `${WRITTEN}-7K3M`],
    ['long', '0'.repeat(100_000)],
    ['label', '7K3M-9QXT-2VBN-4RHD'],
    ['label', '00-7K3M-9QXT-2VBN-4RHD'],
    ['label', '11-7K3M-9QXT-2VBN-4RHD'],
    ['label', 'AB-7K3M-9QXT-2VBN-4RHD'],
    ['characters', '01-7K3M-9QXT-2VBN-4RHU'],
    ['characters', '回復コード'],
    ['characters', '01_7K3M_9QXT_2VBN_4RHD'],
    ['characters', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA'],
  ])('T-32 what is no code is answered as "%s" (%#)', (problem, typed) => {
    expect(readRecoveryCode(typed)).toEqual({ ok: false, problem });
  });

  test('reading never fails on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const typed = readRecoveryCode(text);
        if (!typed.ok) expect(['empty', 'short', 'long', 'label', 'characters']).toContain(typed.problem);
      }),
    );
  });
});

describe('counting', () => {
  const set: RecoveryCodeSet = { id: 'set', issuedAt: 0, savedAt: 1, left: 3, living: 10, lastUsedAt: null };

  test('SEC-C05 three or fewer of a saved set are few; more are not, and a set that was never saved is another matter', () => {
    expect(isRunningLow(set)).toBe(true);
    expect(isRunningLow({ ...set, left: 0 })).toBe(true);
    expect(isRunningLow({ ...set, left: 4 })).toBe(false);
    expect(isRunningLow({ ...set, savedAt: null, left: 0 })).toBe(false);
    expect(isRunningLow(null)).toBe(false);
  });

  test('SEC-P04 a set is doubtful when it was issued, or one of its codes used, at the reported moment or later', () => {
    expect(isDoubtful({ ...set, issuedAt: 5 }, 5)).toBe(true);
    expect(isDoubtful({ ...set, issuedAt: 4 }, 5)).toBe(false);
    expect(isDoubtful({ ...set, issuedAt: 4, lastUsedAt: 5 }, 5)).toBe(true);
    expect(isDoubtful({ ...set, issuedAt: 3, lastUsedAt: 4 }, 5)).toBe(false);
  });
});
