/** Opaque tokens: what is stored proves nothing, and no kind of token passes for another. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digestsEqual,
  newId,
  newToken,
  shortHash,
  type TokenPurpose,
  tokenDigest,
  tokenFor,
  tokenId,
  tokenMatches,
} from './tokens.ts';

const PURPOSES: readonly TokenPurpose[] = [
  'session',
  'pending-sign-in',
  'known-browser',
  'enrolment-confirmation',
  'browser-confirmation',
  'form',
];
const random = (count: number): Uint8Array => randomBytes(count);

describe('a new token', () => {
  it('SEC-M04 has a secret of 256 bits and an id of 96 from the source it is given', () => {
    const asked: number[] = [];
    newToken('session', (count) => {
      asked.push(count);
      return random(count);
    });
    expect(asked).toEqual([12, 32]);
  });

  it('SEC-M04 is a plain text for a cookie or a link, different each time', () => {
    const tokens = Array.from({ length: 1000 }, () => newToken('session', random));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1000);
    expect(new Set(tokens.map(({ id }) => id)).size).toBe(1000);
    for (const { id, token } of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{43}$/u);
      expect(tokenId(token)).toBe(id);
    }
  });

  it('SEC-M06 is not in its digest, and the digest is no token', () => {
    const { token, digest } = newToken('session', random);
    expect(token).not.toContain(digest);
    expect(digest).not.toContain(token.slice(17, 30));
    expect(tokenId(digest)).toBeUndefined();
    expect(tokenMatches('session', digest, digest)).toBe(false);
  });

  it('SEC-G02 keeps the id and loses the secret when it is renewed', () => {
    const before = newToken('session', random);
    const after = tokenFor(before.id, 'session', random);
    expect(after.id).toBe(before.id);
    expect(tokenMatches('session', before.token, after.digest)).toBe(false);
    expect(tokenMatches('session', after.token, after.digest)).toBe(true);
  });
});

describe('a token that is shown', () => {
  it.each(PURPOSES.flatMap((made) => PURPOSES.map((used) => [made, used] as const)))(
    'SEC-M06 T-36 made as %s opens what asks for %s only if that is the same',
    (made, used) => {
      const { token, digest } = newToken(made, random);
      expect(tokenMatches(used, token, digest)).toBe(made === used);
    },
  );

  it('SEC-M06 matches only letter by letter', () => {
    const { token, digest } = newToken('session', random);
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(tokenMatches('session', token.slice(0, index) + other + token.slice(index + 1), digest)).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['only an id', 'AAAAAAAAAAAAAAAA'],
    ['a short secret', `AAAAAAAAAAAAAAAA.${'A'.repeat(42)}`],
    ['a long secret', `AAAAAAAAAAAAAAAA.${'A'.repeat(44)}`],
    ['a line end after it', `AAAAAAAAAAAAAAAA.${'A'.repeat(43)}\n`],
    ['padding', `AAAAAAAAAAAAAAAA.${'A'.repeat(42)}=`],
    ['classic base64', `AAAAAAAA+AAAAAA/.${'A'.repeat(43)}`],
    ['full-width letters', `ＡAAAAAAAAAAAAAAA.${'A'.repeat(43)}`],
    ['two dots', `AAAAAAAAAAAAAAAA..${'A'.repeat(42)}`],
    ['a huge text', 'A'.repeat(100_000)],
  ])('T-50 has no id when it is %s', (_what, text) => {
    expect(tokenId(text)).toBeUndefined();
  });

  it('T-50 never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...PURPOSES), (text, purpose) => {
        tokenId(text);
        expect(tokenMatches(purpose, text, 'digest')).toBe(false);
      }),
    );
  });

  it('SEC-M06 takes a purpose for a part of the token nowhere', () => {
    expect(tokenDigest('session', 'x:y')).not.toBe(tokenDigest('form', 'session:x:y'));
    expect(new Set(PURPOSES.map((purpose) => tokenDigest(purpose, 'a'))).size).toBe(PURPOSES.length);
  });
});

describe('digests', () => {
  it('SEC-M04 are compared whatever their lengths, and equal only when they are', () => {
    expect(digestsEqual('abc', 'abc')).toBe(true);
    expect(digestsEqual('abc', 'abd')).toBe(false);
    expect(digestsEqual('abc', 'abcd')).toBe(false);
    expect(digestsEqual('', 'a')).toBe(false);
  });
});

describe('ids', () => {
  it('SEC-Q03 stand in logs as twelve hexadecimal digits that do not lead back', () => {
    const id = newId(random);
    expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/u);
    expect(shortHash(id)).toMatch(/^[0-9a-f]{12}$/u);
    expect(shortHash(id)).toBe(shortHash(id));
    expect(shortHash(id)).not.toBe(shortHash(newId(random)));
    expect(shortHash('a')).not.toBe('ca978112ca1b');
  });
});
