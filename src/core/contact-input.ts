/**
 * What may be a telephone number or a name. Plausible is enough: a number is there for the desk's own call, and whether
 * somebody answers it is found out by calling. The value is kept as it was typed; only comparing needs one form.
 */

export type Typed = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: TypedProblem };
export type TypedProblem = 'empty' | 'too-long' | 'not-a-number' | 'too-few-digits' | 'too-many-digits';

export const NAME_MAX = 200;
const PHONE_MAX = 40;
/** A number without its area code is no number a desk could call; ITU-T E.164 section 6.2.1 has 15 digits at most. */
export const PHONE_DIGITS_MIN = 9;
export const PHONE_DIGITS_MAX = 15;

/** Controls, line ends, halves of characters and the marks that turn the direction of reading. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;
/** Dashes of every kind that a Japanese keyboard makes for a number. */
const DASHES = /[‐‑‒–—―−ー]/gu;
const PHONE_SHAPE = /^\+?[\d\s().\-/]+$/u;

export function readPhone(typed: string): Typed {
  const value = tidied(typed).normalize('NFKC').replace(DASHES, '-');
  if (value === '') return { ok: false, problem: 'empty' };
  if (value.length > PHONE_MAX) return { ok: false, problem: 'too-long' };
  if (!PHONE_SHAPE.test(value)) return { ok: false, problem: 'not-a-number' };
  const digits = value.replace(/\D/gu, '').length;
  if (digits < PHONE_DIGITS_MIN) return { ok: false, problem: 'too-few-digits' };
  if (digits > PHONE_DIGITS_MAX) return { ok: false, problem: 'too-many-digits' };
  return { ok: true, value };
}

/** One form of a number for comparing: +81 3-… and 03-… are the same telephone. */
export function canonicalPhone(phone: string): string {
  const text = phone.normalize('NFKC').replace(/[^\d+]/gu, '');
  const international = /^\+(?<digits>\d+)/u.exec(text)?.groups?.['digits'];
  if (international === undefined) return text.replace(/\D/gu, '');
  return international.startsWith('81') ? `0${international.slice(2).replace(/^0/u, '')}` : `+${international}`;
}

export function readName(typed: string): Typed {
  const value = tidied(typed);
  if (value === '') return { ok: false, problem: 'empty' };
  return [...value].length > NAME_MAX ? { ok: false, problem: 'too-long' } : { ok: true, value };
}

function tidied(typed: string): string {
  return typed.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
}
