/**
 * The shape of what was typed into the sign-in form. Anything that could be an address and a password goes on to the journey;
 * what cannot be one is told at the field and costs no attempt.
 */
import { EMAIL_MAX, isMailAddress } from '../core/account.ts';
import { isHashable } from '../core/password.ts';
import type { Words } from '../i18n/catalog.ts';
import type { FormError } from './visit.ts';

export interface TypedSignIn {
  readonly email: string;
  readonly password: string;
  readonly returnTo: string | null;
}

/** What is wrong with each field, in the order of the fields; empty when nothing is. */
export function signInErrors(words: Words['signIn'], typed: TypedSignIn): readonly FormError[] {
  const email = emailProblem(words, typed.email);
  const password = passwordProblem(words, typed.password);
  return [
    ...(email === null ? [] : [{ field: 'email', message: email }]),
    ...(password === null ? [] : [{ field: 'password', message: password }]),
  ];
}

export function passwordProblem(words: Words['signIn'], password: string): string | null {
  if (password === '') return words.passwordEmpty;
  return isHashable(password) ? null : words.passwordLength;
}

export function emailProblem(words: Words['signIn'], typed: string): string | null {
  if (typed.trim() === '') return words.emailEmpty;
  // Normalising a long text costs more than refusing it; no character becomes more than 18.
  const email = typed.length > EMAIL_MAX * 4 ? typed : typed.normalize('NFKC').trim();
  if ([...email].length > EMAIL_MAX) return words.emailLength;
  return isMailAddress(email) ? null : words.emailShape;
}
