/**
 * When two spellings of a firm's name mean the same firm: width, case, blanks, punctuation and the legal form make no difference.
 * It only finds on whose page a request to join is shown; it proves nothing and decides nothing (product decision 9).
 */

/** Legal forms, after width and case are gone: written in full, in brackets, as one letter of the compatibility area, in Latin. */
const FORMS_JA = /株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人/gu;
const FORMS_BRACKETS = /\((?:株|有|同|資|名|社|財)\)/gu;
const FORMS_LATIN =
  /(?<=[\p{L}\p{N}][\s,.]{1,3})(?:co\.?,?\s*ltd|k\.?k|inc|ltd|llc|corp|corporation|company|limited|gmbh)\.?(?=[\s,.]|$)/gu;

export const COMPANY_NAME_MAX = 100;

/** '' for a text of nothing but legal forms and punctuation: such a name is nobody's. */
export function canonicalCompanyName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(FORMS_BRACKETS, '')
    .replace(FORMS_JA, '')
    .replace(FORMS_LATIN, '')
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}]/gu, '');
}
