/**
 * The registration pass (desk.md section 4, release in two halves): sixteen characters of Crockford's base 32, 80 random bits, mailed to
 * the address on file and typed once beside the password. Only its digest is kept; five wrong ones kill it.
 */
import { tokenDigest } from './tokens.ts';

/** Crockford's base 32: no I, L, O or U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 16;
const GROUP = 4;
/** Longest text that can be a mistyped pass. */
const TYPED_MAX = 64;

export interface NewPass {
  /** `7K3M-9QXT-2VBN-4RHD` */
  readonly written: string;
  readonly digest: string;
}

/** `random` must come from the platform's CSPRNG. `id`: of the pass; a digest moved to another pass opens nothing there. */
export function newPass(id: string, random: (count: number) => Uint8Array): NewPass {
  const characters = [...random(CHARACTERS)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
  return { written: inGroups(characters), digest: passDigest(id, characters) };
}

/** Width, case, white space and hyphens are forgiven; O is read as 0, I and L as 1. Null for what can be no pass. */
export function readPass(typed: string): string | null {
  if (typed.length > TYPED_MAX) return null;
  const text = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212\u30FC]/gu, '')
    .toUpperCase()
    .replace(/[IL]/gu, '1')
    .replace(/O/gu, '0');
  return text.length === CHARACTERS && [...text].every((each) => ALPHABET.includes(each)) ? text : null;
}

/** Of the sixteen characters, without hyphens. */
export function passDigest(id: string, characters: string): string {
  return tokenDigest('registration-pass', `${id}:${characters}`);
}

function inGroups(characters: string): string {
  return Array.from({ length: CHARACTERS / GROUP }, (_, index) => characters.slice(index * GROUP, (index + 1) * GROUP)).join('-');
}
