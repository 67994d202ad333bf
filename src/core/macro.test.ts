import { describe, expect, test } from 'vitest';
import { wordsFor } from '../i18n/catalog.ts';
import { filledMacro, MACRO_TEXT_MAX, MACRO_TITLE_MAX, macroProblem, SHIPPED_MACROS } from './macro.ts';

const both = (text: string) => ({ ja: text, en: text });
const macro = (title: string, text: string) => ({ title: both(title), text: both(text) });

describe('D-29 a macro', () => {
  test.each([
    ['a title and a text', macro('受付', '{receipt} を {today} に {portal} で受け付けました'), null],
    ['no title', macro(' ', 'text'), 'title'],
    ['a title too long', macro('x'.repeat(MACRO_TITLE_MAX + 1), 'text'), 'title'],
    ['no text in one language', { title: both('t'), text: { ja: 'あ', en: '' } }, 'text'],
    ['a text too long', macro('t', 'x'.repeat(MACRO_TEXT_MAX + 1)), 'text'],
    ['a place for a name', macro('t', '{name} 様'), 'place'],
    ['a place for a mail address', macro('t', '{ email }'), 'place'],
  ] as const)('D-29 with %s: %s', (_, given, problem) => {
    expect(macroProblem(given)).toBe(problem);
  });

  test('D-29 fills its places and no other', () => {
    const values = { receipt: 'R-1', portal: 'P', today: '2026-11-27' };
    expect(filledMacro('{receipt} {portal} {today} {name} {receipt}', values)).toBe('R-1 P 2026-11-27 {name} R-1');
    expect(filledMacro('{receipt}', { ...values, receipt: '{portal}' })).toBe('{portal}');
  });

  test('D-29 eight ship in both languages, each one that somebody could have written', () => {
    expect(SHIPPED_MACROS).toHaveLength(8);
    for (const key of SHIPPED_MACROS) {
      const [ja, en] = [wordsFor('ja').deskMacros.shipped[key], wordsFor('en').deskMacros.shipped[key]];
      expect(macroProblem({ title: { ja: ja.title, en: en.title }, text: { ja: ja.text, en: en.text } }), key).toBe(null);
    }
  });
});
