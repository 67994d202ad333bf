/** The published vectors: RFC 4226 appendix D and the SHA-1 rows of RFC 6238 appendix B. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seconds } from './time.ts';
import { codeAt, isTotpSecret, secondsToNextCode, TOTP_SECRET_BYTES, timeStep } from './totp.ts';

const SECRET = new TextEncoder().encode('12345678901234567890');

describe('HOTP, RFC 4226 appendix D', () => {
  const VECTORS = [
    [0, '1284755224', '755224'],
    [1, '1094287082', '287082'],
    [2, '0137359152', '359152'],
    [3, '1726969429', '969429'],
    [4, '1640338314', '338314'],
    [5, '0868254676', '254676'],
    [6, '1918287922', '287922'],
    [7, '0082162583', '162583'],
    [8, '0673399871', '399871'],
    [9, '0645520489', '520489'],
  ] as const;

  it.each(VECTORS)('SEC-B02 truncates counter %i to %s and answers %s', (counter, truncated, code) => {
    expect(codeAt(SECRET, counter, 10)).toBe(truncated);
    expect(codeAt(SECRET, counter)).toBe(code);
  });
});

describe('TOTP, RFC 6238 appendix B (SHA-1, eight digits)', () => {
  const VECTORS = [
    [59, '0000000000000001', '94287082'],
    [1_111_111_109, '00000000023523EC', '07081804'],
    [1_111_111_111, '00000000023523ED', '14050471'],
    [1_234_567_890, '000000000273EF07', '89005924'],
    [2_000_000_000, '0000000003F940AA', '69279037'],
    // Beyond 2^32 seconds: the year 2603.
    [20_000_000_000, '0000000027BC86AA', '65353130'],
  ] as const;

  it.each(VECTORS)('SEC-B02 at second %i is time step 0x%s and answers %s', (second, step, code) => {
    expect(timeStep(seconds(second)).toString(16).toUpperCase().padStart(16, '0')).toBe(step);
    expect(codeAt(SECRET, timeStep(seconds(second)), 8)).toBe(code);
    expect(codeAt(SECRET, timeStep(seconds(second)))).toBe(code.slice(2));
  });

  it('SEC-B02 uses all eight bytes of the counter', () => {
    const step = 2 ** 32 + 5;
    const mac = createHmac('sha1', SECRET)
      .update(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 5))
      .digest();
    const truncated = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) % 2 ** 31;
    expect(codeAt(SECRET, step)).toBe(String(truncated % 1_000_000).padStart(6, '0'));
    expect(codeAt(SECRET, step)).not.toBe(codeAt(SECRET, 5));
  });
});

describe('time steps', () => {
  it.each([
    [0, 0, 30],
    [1, 0, 30],
    [29_000, 0, 1],
    [29_999, 0, 1],
    [30_000, 1, 30],
    [59_001, 1, 1],
  ])('SEC-B02 millisecond %i lies in step %i, %i seconds before the next', (at, step, left) => {
    expect(timeStep(at)).toBe(step);
    expect(secondsToNextCode(at)).toBe(left);
  });
});

describe('secrets', () => {
  it.each([
    [0, false],
    [10, false],
    [15, false],
    [16, true],
    [TOTP_SECRET_BYTES, true],
    [32, true],
  ])('SEC-B01 T-29 a secret of %i bytes is permitted: %s', (length, permitted) => {
    expect(isTotpSecret(new Uint8Array(length))).toBe(permitted);
  });
});
