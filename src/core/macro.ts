/**
 * Texts that the desk writes again and again (D-29): one for both languages, with a place for the receipt, the portal and the day and for
 * nothing that belongs to a person. A placed text is a draft in a note: somebody reads it and sends it. Pure.
 */
import type { Bilingual } from './language.ts';

export const MACRO_TITLE_MAX = 40;
export const MACRO_TEXT_MAX = 600;
export const MACROS_MOST = 50;

/** Those that ship; their texts are in the catalogue. */
export const SHIPPED_MACROS = [
  'received',
  'absent',
  'more-needed',
  'approved',
  'refused',
  'cancelled',
  'after-completion',
  'suspicious',
] as const;

export const MACRO_PLACES = ['receipt', 'portal', 'today'] as const;
export type MacroPlace = (typeof MACRO_PLACES)[number];

export interface MacroText {
  readonly title: Bilingual;
  readonly text: Bilingual;
}

export interface Macro extends MacroText {
  readonly id: string;
  /** Grows with every change. */
  readonly version: number;
  readonly editedBy: string;
}

export type MacroProblem = 'title' | 'text' | 'place';

/** The first thing that is wrong; null when nothing is. Any other place than the known ones is refused: none names a person. */
export function macroProblem({ text, title }: MacroText): MacroProblem | null {
  const fits = (typed: string, most: number): boolean => typed.trim() !== '' && [...typed].length <= most;
  if (![title.ja, title.en].every((typed) => fits(typed, MACRO_TITLE_MAX))) return 'title';
  if (![text.ja, text.en].every((typed) => fits(typed, MACRO_TEXT_MAX))) return 'text';
  const places = [...`${text.ja}${text.en}`.matchAll(/\{([^{}]*)\}/gu)].map(([, name]) => name);
  return places.every((name) => MACRO_PLACES.some((place) => place === name)) ? null : 'place';
}

export function filledMacro(text: string, values: Readonly<Record<MacroPlace, string>>): string {
  return text.replace(/\{(receipt|portal|today)\}/gu, (_, place: MacroPlace) => values[place]);
}
