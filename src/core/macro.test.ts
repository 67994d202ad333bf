import { describe, expect, test } from 'vitest';
import { wordsFor } from '../i18n/catalog.ts';
import {
  filledMacro,
  MACRO_REASONS,
  MACRO_STATES,
  MACRO_TEXT_MAX,
  MACRO_TITLE_MAX,
  type MacroUse,
  macroProblem,
  NOTE_USE,
  readMacroUse,
  SHIPPED_MACROS,
  SHIPPED_USES,
} from './macro.ts';
import { REMARK_MIN } from './recovery-rules.ts';

const both = (text: string) => ({ ja: text, en: text });
const macro = (title: string, text: string, use: MacroUse | null = NOTE_USE) => ({ title: both(title), text: both(text), use });
const STOP = { state: 'stop', reason: null } as const;

describe('D-29 a macro', () => {
  test.each([
    ['a title and a text', macro('受付', '{receipt} を {today} に {portal} で受け付けました'), null],
    ['no title', macro(' ', 'text'), 'title'],
    ['a title too long', macro('x'.repeat(MACRO_TITLE_MAX + 1), 'text'), 'title'],
    ['no text in one language', { ...macro('t', ''), text: { ja: 'あ', en: '' } }, 'text'],
    ['a text too long', macro('t', 'x'.repeat(MACRO_TEXT_MAX + 1)), 'text'],
    ['a use that does not belong together', macro('t', 'text', null), 'use'],
    ['a text for more than a note that no remark may be', macro('t', 'x'.repeat(REMARK_MIN - 1), STOP), 'short'],
    ['one as long as a remark', macro('t', 'x'.repeat(REMARK_MIN), STOP), null],
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

  test('D-29 is for a note or for one thing that staff do, with a reason of its list and no other', () => {
    const reasons = [...MACRO_REASONS.attempt, ...MACRO_REASONS.refuse];
    const belong = [...MACRO_STATES, 'bind'].flatMap((state) =>
      ['', ...reasons, 'account-disabled'].flatMap((reason) => readMacroUse(state, reason) ?? []),
    );
    const without = (['note', 'propose', 'approve', 'return', 'stop'] as const).map((state) => ({ state, reason: null }));
    const withOne = (['attempt', 'refuse'] as const).flatMap((state) => MACRO_REASONS[state].map((reason) => ({ state, reason })));
    expect(new Set(belong)).toEqual(new Set([...without, ...withOne]));
    expect(belong).toHaveLength(without.length + withOne.length);
  });

  test('D-29 eight ship in both languages, each one that somebody could have written', () => {
    expect(SHIPPED_MACROS).toHaveLength(8);
    for (const key of SHIPPED_MACROS) {
      const [ja, en] = [wordsFor('ja').deskMacros.shipped[key], wordsFor('en').deskMacros.shipped[key]];
      const { reason, state } = SHIPPED_USES[key];
      const use = readMacroUse(state, reason ?? '');
      expect(macroProblem({ title: { ja: ja.title, en: en.title }, text: { ja: ja.text, en: en.text }, use }), key).toBe(null);
    }
  });
});
