/**
 * What somebody at the desk looks for (D-33): one text read in every way it could be meant. Mail, number, case and receipt are compared
 * as a whole, so that no search finds out what stands on file piece by piece; names and firms by a part of them. Who may find what is
 * decided by the query.
 */
import { canonicalEmail, isMailAddress } from './account.ts';
import { canonicalCompanyName } from './company-name.ts';
import { canonicalPhone, readPhone } from './contact-input.ts';
import { readReceipt } from './receipt.ts';
import { isCaseNumber } from './support-case.ts';

export const SEARCH_MIN = 2;
export const SEARCH_MAX = 200;

/** Each is null where the text cannot be one. */
export interface SearchTerms {
  readonly receipt: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly caseNumber: string | null;
  /** Part of a firm's name in its canonical form. */
  readonly company: string | null;
  /** Part of a person's name, without blanks. */
  readonly name: string | null;
}

export type ReadSearch =
  | { readonly ok: true; readonly terms: SearchTerms }
  | { readonly ok: false; readonly problem: 'too-short' | 'too-long' };

export function readSearch(typed: string): ReadSearch {
  const text = typed.normalize('NFKC').trim();
  const length = [...text].length;
  if (length < SEARCH_MIN) return { ok: false, problem: 'too-short' };
  if (length > SEARCH_MAX) return { ok: false, problem: 'too-long' };
  const phone = readPhone(text);
  const company = canonicalCompanyName(text);
  const name = bareName(text);
  return {
    ok: true,
    terms: {
      receipt: readReceipt(text) ?? null,
      email: isMailAddress(text) ? canonicalEmail(text) : null,
      phone: phone.ok ? canonicalPhone(phone.value) : null,
      caseNumber: isCaseNumber(text) ? text.toUpperCase() : null,
      company: [...company].length < SEARCH_MIN ? null : company,
      name: [...name].length < SEARCH_MIN ? null : name,
    },
  };
}

/** What of a request and its account is compared; none of it is shown. */
export interface SearchedFacts {
  readonly receipt: string;
  /** Canonical. */
  readonly email: string;
  /** As it stands on file. */
  readonly phone: string | null;
  readonly name: string;
  /** Canonical; '' without one. */
  readonly company: string;
  /** The company has a case of the number that was looked for. */
  readonly hasCase: boolean;
}

/** How well it fits, the smaller the better; null when it does not. What was compared as a whole comes first (D-33). */
export function matchRank(terms: SearchTerms, facts: SearchedFacts): number | null {
  if (terms.receipt === facts.receipt) return 0;
  if (terms.email === facts.email) return 1;
  if (terms.phone !== null && facts.phone !== null && terms.phone === canonicalPhone(facts.phone)) return 1;
  if (facts.hasCase) return 1;
  const name = bareName(facts.name);
  if (terms.name === name || terms.company === facts.company) return 2;
  if (terms.name !== null && name.includes(terms.name)) return 3;
  return terms.company !== null && facts.company.includes(terms.company) ? 3 : null;
}

/** Width, case and blanks make no difference between two spellings of a name. */
function bareName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{C}]/gu, '');
}
