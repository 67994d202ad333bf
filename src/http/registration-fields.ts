/** The shape of what was typed to get an account: name, and the firm to join. Passwords are judged by the journey. */
import { COMPANY_NAME_MAX } from '../core/company-name.ts';
import type { Words } from '../i18n/catalog.ts';
import type { FormError } from './visit.ts';

/** Characters of a person's name. */
export const NAME_MAX = 100;
const CONTROLS = /\p{Cc}/gu;

/** One line as it was typed, trimmed and without control characters. */
export function lineOf(text: string | undefined): string {
  return (text ?? '').toWellFormed().replace(CONTROLS, ' ').trim();
}

export interface TypedHolder {
  readonly name: string;
  readonly company: string;
}

export function holderErrors({ registration }: Words, { name, company }: TypedHolder): readonly FormError[] {
  const found = [
    { field: 'name', message: name === '' ? registration.nameEmpty : tooLong(registration, registration.name, name, NAME_MAX) },
    { field: 'company', message: tooLong(registration, registration.company, company, COMPANY_NAME_MAX) },
  ];
  return found.flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
}

function tooLong(words: Words['registration'], label: string, text: string, max: number): string | null {
  return [...text].length > max ? words.tooLong(label, max) : null;
}
