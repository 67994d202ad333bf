/** Picks the words of a language. Entries are strings or functions; parity is checked by the compiler and by a test. */
import type { Language } from '../core/language.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';

export type Words = typeof ja;

const CATALOG: Readonly<Record<Language, Words>> = { ja, en };

export function wordsFor(language: Language): Words {
  return CATALOG[language];
}
