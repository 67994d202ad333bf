/** What may serve as a master key; and that no message ever shows one. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseKeys, subkey } from './master-keys.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const GOOD = base64(randomBytes(32));
const OTHER = base64(randomBytes(48));

function problemOf(text: string): string {
  try {
    parseKeys(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'config-invalid' });
    return String(error);
  }
  return expect.fail('the keys were taken');
}

describe('master keys', () => {
  it('SEC-M02 are read with their ids, the first one current', () => {
    const keys = parseKeys(`2026b:${GOOD}, 2026a:${OTHER}`);
    expect(keys.map(({ id }) => id)).toEqual(['2026b', '2026a']);
    expect(keys.map(({ bytes }) => base64(bytes))).toEqual([GOOD, OTHER]);
  });

  it('SEC-M02 may be written in base64url and without padding', () => {
    const bytes = Buffer.concat([Buffer.from([0xfb, 0xef, 0xff]), randomBytes(29)]);
    for (const text of [bytes.toString('base64'), bytes.toString('base64').replaceAll('=', ''), bytes.toString('base64url')]) {
      expect(base64(parseKeys(`k:${text}`)[0].bytes)).toBe(base64(bytes));
    }
  });

  it.each([
    ['none', '', /entry 1 is not "id:base64"/u],
    ['only blanks', '   ', /entry 1 is not/u],
    ['one without id', GOOD, /entry 1 is not/u],
    ['one with a blank in its id', `my key:${GOOD}`, /entry 1 is not/u],
    ['one that is no base64', 'k1:päßwörter-päßwörter-päßwörter-päßwörter', /entry 1 is not/u],
    ['a comma at the end', `k1:${GOOD},`, /entry 2 is not/u],
    ['one that is too short', `k1:${base64(randomBytes(31))}`, /key "k1" is under 32 bytes/u],
    ['one that is empty', 'k1:', /entry 1 is not/u],
    ['one id twice', `k1:${GOOD},k1:${OTHER}`, /one id twice/u],
    ['one key under two ids', `k1:${GOOD},k2:${GOOD}`, /one key under two ids/u],
    ['zeros', `k1:${base64(new Uint8Array(32))}`, /sample, a text or a pattern/u],
    ['counting bytes', `k1:${base64(Uint8Array.from({ length: 32 }, (_, i) => i))}`, /sample/u],
    ['bytes counting down by threes', `k1:${base64(Uint8Array.from({ length: 40 }, (_, i) => 200 - i * 3))}`, /sample/u],
    [
      'one block repeated',
      `k1:${base64(Buffer.concat([Buffer.from(GOOD, 'base64').subarray(0, 16), Buffer.from(GOOD, 'base64').subarray(0, 16)]))}`,
      /sample/u,
    ],
    ['a sentence in base64', `k1:${base64(Buffer.from('change me, change me, please change me now'))}`, /sample/u],
    ['hexadecimal digits in base64', `k1:${base64(Buffer.from(randomBytes(32).toString('hex')))}`, /sample/u],
    [
      'few different values',
      `k1:${base64(Buffer.from(Array.from({ length: 64 }, (_, i) => [3, 250, 17, 99][(i * i) % 4] ?? 0)))}`,
      /sample/u,
    ],
  ])('SEC-M02 stop the start when there is %s', (_what, text, message) => {
    expect(problemOf(text)).toMatch(message);
  });

  it('SEC-M02 SEC-Q03 are never shown by the message that says what is wrong', () => {
    const short = base64(randomBytes(20));
    const cases = [GOOD, `k1:${short}`, `k1:${GOOD},k2:${GOOD}`, `k1:${GOOD},k1:${OTHER}`, `k1=${GOOD}`, `${GOOD}:k1`];
    for (const text of cases) {
      const message = problemOf(text);
      for (const secret of [GOOD, OTHER, short]) expect(message).not.toContain(secret.slice(0, 8));
    }
  });

  it('SEC-M02 take random bytes practically always', () => {
    for (let count = 0; count < 5000; count += 1) expect(parseKeys(`k:${base64(randomBytes(32))}`)).toHaveLength(1);
  });
});

describe('subkeys', () => {
  const [key] = parseKeys(`k1:${GOOD}`);

  it('SEC-M01 are 32 bytes, one for each purpose, none of them the key itself', () => {
    const all = ['seal:v1', 'digest:form', 'digest:address', 'digest:network'].map((purpose) => subkey(key, purpose).export());
    expect(all.map(({ length }) => length)).toEqual([32, 32, 32, 32]);
    expect(new Set([GOOD, ...all.map(base64)]).size).toBe(5);
  });

  // RFC 5869 with an empty salt; written down so that a change cannot make every sealed value unreadable unnoticed.
  it('stay the same from version to version', () => {
    const known = { id: 'k', bytes: Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex') };
    expect(subkey(known, 'seal:v1').export().toString('hex')).toBe(
      '7f56e6358d1ad94404f9772272995960abde3fe3dbe348f87127d6973932ff6f',
    );
  });
});
