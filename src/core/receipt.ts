/**
 * Receipt numbers: `R-2026-0K7R-4Q`. They name a request to people and open nothing, so that one may be read out, printed
 * and typed in again; thirty random bits keep them apart, the database keeps them unique.
 */

/** Crockford's base 32: no I, L, O or U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^R-\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/u;
const LETTERS = 6;

/** Of the year in which it was made; `random` must come from the platform's CSPRNG. */
export function newReceipt(year: number, random: (count: number) => Uint8Array): string {
  const letters = [...random(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `R-${year}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The receipt a person means, or undefined when the text is none: case, width, blanks and I, L, O are forgiven. */
export function readReceipt(text: string): string | undefined {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/gu, '')
    .replace(/[‐-―−ー]/gu, '-');
  const read = `${typed.slice(0, 2)}${typed.slice(2).replace(/[IL]/gu, '1').replace(/O/gu, '0')}`;
  return SHAPE.test(read) ? read : undefined;
}
