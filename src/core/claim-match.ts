/**
 * The blind comparison of what somebody claims with what is on record (desk.md section 1, D-12): a match or none, never the value. It
 * finds the account and proves nothing. Width, kana, hyphens, blanks and the forms of 株式会社 make no difference.
 */
import { canonicalEmail } from './account.ts';
import { canonicalCompanyName } from './company-name.ts';
import { canonicalPhone } from './contact-input.ts';
import type { Claims } from './recovery-event.ts';

/** The field of free text is read by people. */
export const COMPARED_FIELDS = ['email', 'name', 'company', 'phone', 'caseNumber'] as const satisfies readonly (keyof Claims)[];
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** `not-claimed`: the field is empty; `not-on-record`: there is nothing to compare it with. */
export type ClaimMatch = 'match' | 'no-match' | 'not-claimed' | 'not-on-record';

export interface RecordedClaims {
  /** Canonical address. */
  readonly email: string;
  readonly name: string;
  /** Null for an account without a company. */
  readonly company: string | null;
  readonly phone: string | null;
  /** Open cases of the company. */
  readonly caseNumbers: readonly string[];
}

export function matchClaim(field: ComparedField, claimed: string, recorded: RecordedClaims): ClaimMatch {
  const values = VALUES[field](recorded);
  const form = FORMS[field];
  const typed = form(claimed);
  if (typed === '') return 'not-claimed';
  if (values.length === 0) return 'not-on-record';
  return values.some((value) => form(value) === typed) ? 'match' : 'no-match';
}

const VALUES: Readonly<Record<ComparedField, (recorded: RecordedClaims) => readonly string[]>> = {
  email: ({ email }) => [email],
  name: ({ name }) => [name],
  company: ({ company }) => (company === null ? [] : [company]),
  phone: ({ phone }) => (phone === null ? [] : [phone]),
  caseNumber: ({ caseNumbers }) => caseNumbers,
};

const FORMS: Readonly<Record<ComparedField, (text: string) => string>> = {
  email: (text) => canonicalEmail(text.normalize('NFKC').trim()),
  name: nameForm,
  company: canonicalCompanyName,
  phone: canonicalPhone,
  caseNumber: (text) => text.normalize('NFKC').toUpperCase().replace(/[\s-]/gu, ''),
};

/** Hiragana as katakana, without blanks, middle dots and the 様 of a caller. */
function nameForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s・.]/gu, '')
    .replace(/様$/u, '')
    .replace(/[ぁ-ゖ]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));
}
