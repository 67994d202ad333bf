/** SEC-P04 in every kind of letter: whatever people and browsers choose stays one harmless line, and out of the headers. */
import { describe, expect, test } from 'vitest';
import { renderLetter } from '../../src/mail/letters.ts';
import { type Chosen, chosenTexts, everyLetter } from './every-letter.ts';
import { letterTo, ORIGIN, PAPER, THURSDAY } from './outbox-world.ts';

const TEXTS = [
  'a\r\nBcc: victim@evil.example\r\n\r\nhttp://evil.example/',
  '<script>alert(1)</script><img src=x onerror=alert(1)><b>',
  'https://evil.example/pay?a=1&b="2"',
  'www.evil.example evil.example/pay',
  '\u202Egnp.exe \u2066x\u2069\u200F',
  'あ'.repeat(5000),
  '\u0000\u0007\u0085\u2028\u2029\uFEFF',
] as const;

/** The place is made of numbers by us. */
const everywhere = (text: string): Chosen => ({
  name: text,
  device: text,
  browser: text,
  address: text,
  place: '203.0.113.x',
});
const KINDS = everyLetter().map(({ kind }) => kind);

test('SEC-P04 the samples hold the chosen text in every place where a letter could', () => {
  for (const content of everyLetter(everywhere('chosen')))
    expect(new Set(chosenTexts(content)), content.kind).toEqual(new Set(['chosen', '203.0.113.x']));
});

describe.each(KINDS)('a letter "%s"', (kind) => {
  const contentOf = (chosen?: Chosen) => {
    const content = everyLetter(chosen).find((each) => each.kind === kind);
    if (content === undefined) throw new Error(`there is no letter ${kind}`);
    return content;
  };
  const render = (language: 'ja' | 'en', name: string, chosen?: Chosen) =>
    renderLetter(
      {
        id: 'letter-1',
        letter: letterTo({ language, name }, contentOf(chosen)),
        attempts: 1,
        createdAt: THURSDAY,
        awaitedAddress: null,
        refusedAt: null,
      },
      PAPER,
    );

  test.each(['ja', 'en'] as const)('SEC-P04 in %s lets no chosen text add a header, line, link, tag or turn', (language) => {
    const usual = render(language, '山田 花子');
    for (const text of TEXTS) {
      const hostile = render(language, text, everywhere(text));
      expect([hostile.subject, hostile.sender, hostile.to]).toEqual([usual.subject, usual.sender, usual.to]);
      expect(hostile.text.split('\n').length).toBeLessThanOrEqual(usual.text.split('\n').length);
      for (const part of [hostile.text, hostile.html]) {
        expect(part.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u);
        expect(part).not.toMatch(/evil\.example/u);
        // No longer than a mail address may be.
        expect(part).not.toContain('あ'.repeat(255));
        for (const [address] of part.matchAll(/https?:\/\/[^\s"<]+/gu)) expect(address.startsWith(`${ORIGIN}/`)).toBe(true);
      }
      expect(hostile.html).not.toMatch(/<(?:script|img|b)[\s>]/iu);
      const links = [...hostile.html.matchAll(/(?:href|src)="([^"]*)"/gu)].map(([, link = '']) => link);
      expect(links.filter((link) => !link.startsWith(`${ORIGIN}/`) && !/^(?:mailto|tel):[^?&]+$/u.test(link))).toEqual([]);
    }
  });
});
