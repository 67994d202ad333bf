/** The otpauth URI as a strict reader sees it: one that forgives nothing the Key URI format does not allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase32 } from './base32.ts';
import { keyGroups, otpauthUri } from './otpauth.ts';

const SECRET = Uint8Array.from({ length: 20 }, (_, index) => (index * 37 + 11) % 256);

/** Throws on anything but `otpauth://totp/issuer:account?name=value&...` in RFC 3986 characters. */
function readStrictly(uri: string) {
  const [, label, query] = /^otpauth:\/\/totp\/([^?/#]+)\?([^?/#]+)$/u.exec(uri) ?? [];
  if (label === undefined || query === undefined) throw new Error(`not an otpauth URI: ${uri}`);
  if (!/^(?:[A-Za-z0-9._~!'()*:&=-]|%[0-9A-F]{2})+$/u.test(label + query)) throw new Error(`unescaped character: ${uri}`);
  const names = label.split(':');
  if (names.length !== 2) throw new Error(`not one colon in the label: ${uri}`);
  const pairs = query.split('&').map((pair) => pair.split('='));
  if (pairs.some((pair) => pair.length !== 2)) throw new Error(`not name=value: ${uri}`);
  const parameters = new Map(pairs.map(([name, value]) => [name, decodeURIComponent(value ?? '')]));
  if (parameters.size !== pairs.length) throw new Error(`a parameter comes twice: ${uri}`);
  const [issuer, account] = names.map((name) => decodeURIComponent(name));
  return { issuer, account, parameters };
}

describe('the otpauth URI', () => {
  it('SEC-B10 is written exactly as apps expect it', () => {
    const uri = otpauthUri({ issuer: 'Success Portal', account: 'hanako@success.example', secret: new Uint8Array(20) });
    expect(uri).toBe(
      'otpauth://totp/Success%20Portal:hanako%40success.example?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&issuer=Success%20Portal&algorithm=SHA1&digits=6&period=30',
    );
  });

  it.each([
    ['a colon', 'Portal: Success', 'a:b@success.example'],
    ['a percent sign', '100% Portal', 'fifty%25@success.example'],
    ['emoji', '👩‍💻 Portal', '🎏@success.example'],
    ['right-to-left text', 'پورتال موفقیت', 'שלום@success.example'],
    ['Japanese', 'サクセスポータル', '花子@成功.example'],
    ['blanks and plus signs', 'A + B  C', 'hanako+portal@success.example'],
    ['query characters', 'A&secret=AAAA#x', 'a?b=c/d\\e@success.example'],
    ['quotes and brackets', `"<O'Neil>" (EU)*`, 'o\u2019neil@success.example'],
  ])('SEC-B10 survives a strict parser with %s in the names', (_what, issuer, account) => {
    const read = readStrictly(otpauthUri({ issuer, account, secret: SECRET }));
    expect(read.issuer).toBe(issuer);
    expect(read.account).toBe(account);
    expect(read.parameters.get('issuer')).toBe(issuer);
    expect(decodeBase32(read.parameters.get('secret') ?? '')).toEqual(SECRET);
    expect([...read.parameters.keys()]).toEqual(['secret', 'issuer', 'algorithm', 'digits', 'period']);
    expect(['algorithm', 'digits', 'period'].map((name) => read.parameters.get(name))).toEqual(['SHA1', '6', '30']);
  });

  it('SEC-B10 U-36 survives a strict parser with any names and any secret', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(name, name, fc.uint8Array({ minLength: 16, maxLength: 32 }), (issuer, account, secret) => {
        const read = readStrictly(otpauthUri({ issuer, account, secret }));
        expect([read.issuer, read.account]).toEqual([issuer, account]);
        expect(decodeBase32(read.parameters.get('secret') ?? '')).toEqual(Uint8Array.from(secret));
      }),
    );
  });

  it('replaces a lone surrogate instead of failing', () => {
    expect(readStrictly(otpauthUri({ issuer: 'A\uD800', account: 'b', secret: SECRET })).issuer).toBe('A\uFFFD');
  });
});

describe('the key as text', () => {
  it('SEC-B10 comes in eight groups of four', () => {
    const groups = keyGroups(SECRET);
    expect(groups.map((group) => group.length)).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
    expect(decodeBase32(groups.join(''))).toEqual(SECRET);
  });

  it('leaves the last group short when the key does not fill it', () => {
    expect(keyGroups(new Uint8Array(16)).map((group) => group.length)).toEqual([4, 4, 4, 4, 4, 4, 2]);
  });
});
