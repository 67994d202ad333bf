/**
 * What every answer to bad input has in common: a status that says whose mistake it was, one message said twice (beside the
 * field and in the summary, both wired to the control), and nothing of the machine.
 */
import { expect } from 'vitest';
import { errorAt, summaryOf, titleOf } from '../http/screens/reading.ts';
import type { Answer } from '../support/visitor.ts';

export type Language = 'ja' | 'en';

const MACHINE =
  /node_modules|\/src\/|\.tsx?:\d|SQLITE|ECONN|TypeError|RangeError|SyntaxError|URIError|at async|\bnull\b|undefined|\[object/u;

/** Not a fault, in words or in status. `typed` is cut out first: what a person typed may look like anything. */
export function expectNoFault(answer: Answer, what: string, typed = ''): void {
  expect(answer.status, what).toBeLessThan(500);
  const ownWords = typed === '' ? answer.text : answer.text.replaceAll(typed, '');
  expect(ownWords, what).not.toMatch(MACHINE);
}

/** The form again with this one message at this field. */
export function expectFieldError(answer: Answer, field: string, message: string, language: Language, what: string): void {
  expectNoFault(answer, what);
  expect(errorAt(answer, field), what).toBe(message);
  expect(summaryOf(answer), what).toContain(language === 'ja' ? '入力内容を確認してください' : 'There is a problem');
  expect(summaryOf(answer), what).toContain(message);
  expect(answer.html, what).toContain(`<a href="#${field}">`);
  expect(titleOf(answer), what).toMatch(language === 'ja' ? /^エラー: /u : /^Error: /u);
  expect(answer.html, what).toContain(`<html lang="${language}"`);
  const control = new RegExp(`<input[^>]*\\bid="${field}"[^>]*>`, 'u').exec(answer.html)?.[0] ?? '';
  expect(control, what).toContain('aria-invalid="true"');
  expect(control, what).toMatch(new RegExp(`aria-describedby="${field}-error(?: [^"]*)?"`, 'u'));
  expect(answer.html.match(/aria-invalid="true"/gu), what).toHaveLength(1);
}

/** Path with `lang` added to its query. */
export function inLanguage(path: string, language: Language): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}
