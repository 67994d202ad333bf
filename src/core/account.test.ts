/** The canonical form of an address, and how much of an address or number is ever shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEmail, maskedEmail, maskedName, maskedPhone } from './account.ts';

const HANAKO = 'hanako@success.example';

describe('the canonical form of an address', () => {
  it.each([
    HANAKO,
    'HANAKO@SUCCESS.EXAMPLE',
    ' hanako@success.example\t',
    '\u3000hanako@success.example\u00a0',
    'ｈａｎａｋｏ＠ｓｕｃｃｅｓｓ．ｅｘａｍｐｌｅ',
    'hanako@success。example',
  ])('SEC-P07 SEC-F03 T-07 of %j is one and the same', (spelling) => {
    expect(canonicalEmail(spelling)).toBe(HANAKO);
  });

  it.each([
    ['hanako@日本.example', 'hanako@xn--wgv71a.example'],
    ['hanako@xn--wgv71a.example', 'hanako@xn--wgv71a.example'],
    ['hanako@BÜCHER.example', 'hanako@xn--bcher-kva.example'],
    // One accent as its own character, or with the letter.
    ['hanako@bu\u0308cher.example', 'hanako@xn--bcher-kva.example'],
  ])('SEC-P07 of %j has its domain in ASCII', (spelling, canonical) => {
    expect(canonicalEmail(spelling)).toBe(canonical);
  });

  it.each([
    ['hanako+portal@success.example', HANAKO],
    ['ha.nako@success.example', HANAKO],
    ['hanako@success.example.', HANAKO],
    ['hаnako@success.example', HANAKO], // Cyrillic а
    ['hanako@suссess.example', HANAKO], // Cyrillic с
    ['hanako@mail.success.example', HANAKO],
  ])('SEC-P07 never makes %j the address %j, which may be another mailbox', (one, other) => {
    expect(canonicalEmail(one)).not.toBe(canonicalEmail(other));
  });

  it.each([
    'hanako@success.example/evil.example',
    'hanako@success.example:25',
    'hanako@%73uccess.example',
    'hanako@success.example?x',
    'hanako@1',
  ])('SEC-P07 of %j, which is no address, is no real address either', (text) => {
    expect(canonicalEmail(text)).toBe(text);
  });

  it('SEC-P07 takes the last @ as the one before the domain', () => {
    expect(canonicalEmail('"victim@evil.example"@BÜCHER.example')).toBe('"victim@evil.example"@xn--bcher-kva.example');
  });

  it('SEC-P07 SEC-F03 is its own canonical form, and throws for no text at all', () => {
    const local = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    const address = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.tuple(local, fc.domain()).map(([name, domain]) => `${name}@${domain}`),
      fc.tuple(local, local).map(([name, domain]) => `${name}@${domain}.example`),
      fc.emailAddress(),
    );
    fc.assert(
      fc.property(address, (text) => {
        const canonical = canonicalEmail(text);
        expect(canonicalEmail(canonical)).toBe(canonical);
      }),
    );
  });

  it('SEC-P07 SEC-F03 does not depend on the case of an address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(canonicalEmail(address.toUpperCase())).toBe(canonicalEmail(address));
      }),
    );
  });
});

describe('an address as it is shown', () => {
  it.each([
    [HANAKO, 'h•••••@success.example'],
    ['h@success.example', 'h•••••@success.example'],
    ['👩hanako@success.example', '👩•••••@success.example'],
    ['"a@b"@success.example', '"•••••@success.example'],
    ['hanako', '•••••'],
    ['@success.example', '•••••@success.example'],
    ['', '•••••'],
  ])('U-21 %j becomes %j', (address, shown) => {
    expect(maskedEmail(address)).toBe(shown);
  });

  it('U-21 shows at most one character before the @, and never how many there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (local) => {
        const name = local.replaceAll('@', 'x');
        const shown = maskedEmail(`${name}@success.example`);
        expect(shown).toBe(`${[...name][0]}•••••@success.example`);
      }),
    );
  });
});

describe('a name as the desk sees it', () => {
  it.each([
    ['山田 花子', '山•••'],
    [' Hanako Yamada', 'H•••'],
    ['𠮷田 誠', '𠮷•••'],
    ['', '•••'],
  ])('SEC-K04 %j becomes %j', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
  });
});

describe('a telephone number as it is shown', () => {
  it.each([
    ['03-1234-5621', '03-••••-••21'],
    ['090-1234-5678', '090-••••-••78'],
    ['０９０－１２３４－５６７８', '090-••••-••78'],
    ['+81 90 1234 5678', '+81 •• •••• ••78'],
    ['(03) 1234-5621', '(••) ••••-••21'],
    ['09012345678', '•••••••••78'],
    ['12345', '•••45'],
    ['1234', '••••'],
    ['11', '••'],
    ['', ''],
    ['none', 'none'],
  ])('%j becomes %j', (number, shown) => {
    expect(maskedPhone(number)).toBe(shown);
  });

  it('hides at least three digits of every number of five or more, and all of a shorter one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-() +'), maxLength: 20 }), (number) => {
        const total = number.replace(/\D/gu, '').length;
        const left = maskedPhone(number).replace(/\D/gu, '').length;
        expect(total - left).toBeGreaterThanOrEqual(Math.min(total, total > 4 ? 3 : 4));
      }),
    );
  });
});
