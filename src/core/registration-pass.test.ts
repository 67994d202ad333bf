import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPass, passDigest, readPass } from './registration-pass.ts';

const random = (count: number): Uint8Array => randomBytes(count);

describe('SEC-J11 the registration pass', () => {
  it('has 80 bits in four groups and is read back to what was kept of it', () => {
    const passes = Array.from({ length: 500 }, () => newPass('pass', random));
    for (const { digest, written } of passes) {
      expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/u);
      expect(passDigest('pass', readPass(written) ?? '')).toBe(digest);
    }
    expect(new Set(passes.map(({ written }) => written)).size).toBe(500);
  });

  it('forgives width, case, blanks, hyphens and letters that are misread', () => {
    const all = ['7k3m 9qxt 2vbn 4rhd', '７Ｋ３Ｍ－９ＱＸＴ－２ＶＢＮ－４ＲＨＤ', ' 7K3M9QXT2VBN4RHD ', '7K3M‐9QXT–2VBN—4RHD'];
    expect(all.map(readPass)).toEqual(all.map(() => '7K3M9QXT2VBN4RHD'));
    expect(readPass('OIL0-0000-0000-0000')).toBe('0110000000000000');
  });

  it('is none of anything else', () => {
    expect(['', '7K3M-9QXT-2VBN', '7K3M-9QXT-2VBN-4RHDU', '7K3M-9QXT-2VBN-4RH!', 'x'.repeat(100)].map(readPass)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('opens nothing as another pass', () => {
    const { digest, written } = newPass('one', random);
    expect(passDigest('other', readPass(written) ?? '')).not.toBe(digest);
  });
});
