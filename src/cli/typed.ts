/** The shape of what was typed as the value of an option. Anything that could be meant goes on; the rest is wrong usage. */
import { isMailAddress } from '../core/account.ts';
import type { Language } from '../core/language.ts';
import { type Given, type OptionName, type Terminal, UsageError } from './command.ts';

const TEXT_MAX = 200;
const COMPANY_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/u;

/** Full-width letters become ASCII, blanks around go; capitals stay, because mail goes to the address as stored (SEC-P07). */
export function emailOf(given: Given, { words }: Terminal): string {
  const email = given.needed('email').normalize('NFKC').trim();
  if (!isMailAddress(email)) throw new UsageError(words.badEmail(given.needed('email')));
  return email;
}

/** One line, NFC. */
export function lineOf(given: Given, { words }: Terminal, name: OptionName): string {
  const text = given.needed(name).normalize('NFC').trim();
  if (text === '' || [...text].length > TEXT_MAX || !text.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text))
    throw new UsageError(words.badText(`--${name}`));
  return text;
}

export function companyIdOf(given: Given, { words }: Terminal): string | null {
  const id = given.text('id');
  if (id !== undefined && !COMPANY_ID.test(id)) throw new UsageError(words.badId);
  return id ?? null;
}

/** Of letters. */
export function languageOf(given: Given): Language {
  return given.text('language') === 'en' ? 'en' : 'ja';
}
