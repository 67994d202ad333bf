/**
 * What a new password must be, and which texts may reach the hash at all. Length is the only rule besides the blocklist
 * (SP 800-63B-4 section 3.1.1.2): no character classes, no truncation, no case folding. Hashing is left to `crypto`.
 */

/** SP 800-63B-4 section 3.1.1.2 for a password that stands alone. */
export const PASSWORD_FLOOR = 15;
/** The same section, for a password that is always followed by a second factor. */
export const PASSWORD_FLOOR_WITH_SECOND_FACTOR = 8;
/** Code points; no upper bound under 64 is allowed there. */
export const PASSWORD_MAX_CHARACTERS = 256;
/** UTF-8 bytes: 256 characters of four bytes. More is refused before any hashing (SEC-A02). */
export const PASSWORD_MAX_BYTES = 1024;

export interface PasswordPolicy {
  /** Least number of code points. */
  readonly floor: number;
  readonly secondFactorMandatory: boolean;
}

/** What an attacker tries first at this very account (SEC-A04). */
export type ContextWord = 'service' | 'portal' | 'company' | 'name' | 'email';

export interface PasswordContext {
  readonly words: readonly { readonly kind: ContextWord; readonly word: string }[];
  readonly blocklist: PasswordBlocklist;
}

/** Common and breached passwords. Asked with what {@link foldPassword} answers; no network stands behind it. */
export interface PasswordBlocklist {
  has(folded: string): boolean;
}

export type PasswordProblem =
  | { readonly kind: 'too-short'; readonly floor: number }
  | { readonly kind: 'too-long' | 'not-text' | 'common' }
  | { readonly kind: 'context'; readonly word: ContextWord }
  /** The password that is to be replaced, once more. */
  | { readonly kind: 'unchanged' }
  /** The policy itself breaks SEC-A01; configuration must not get this far. */
  | { readonly kind: 'floor-not-permitted' };

/**
 * Why a password may not be set, or null when it may (SEC-A01, SEC-A02, SEC-A04). Length is counted in code points of the NFC form, which is what
 * gets hashed. A longer phrase that merely contains a listed word is accepted: only the whole is compared.
 */
export function decideNewPassword(password: string, policy: PasswordPolicy, context: PasswordContext): PasswordProblem | null {
  if (!isPermittedFloor(policy)) return { kind: 'floor-not-permitted' };
  if (!password.isWellFormed()) return { kind: 'not-text' };
  if (!isHashable(password)) return { kind: 'too-long' };
  const characters = [...normalisePassword(password)].length;
  if (characters < policy.floor) return { kind: 'too-short', floor: policy.floor };
  if (characters > PASSWORD_MAX_CHARACTERS) return { kind: 'too-long' };
  const word = context.words.find((each) => isNothingBut(password, each.word));
  if (word !== undefined) return { kind: 'context', word: word.kind };
  return context.blocklist.has(foldPassword(password)) ? { kind: 'common' } : null;
}

/** How passwords are compared with the list: NFC, without regard to case. Never what gets hashed. */
export function foldPassword(password: string): string {
  return password.normalize('NFC').toLowerCase().normalize('NFC');
}

/** The word once or several times in a row; width, case, blanks and punctuation make no difference. */
function isNothingBut(password: string, word: string): boolean {
  const bare = (text: string): string =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{P}\p{S}]/gu, '');
  const part = bare(word);
  const whole = bare(password);
  return part !== '' && whole !== '' && whole === part.repeat(Math.max(1, Math.round(whole.length / part.length)));
}

/** A floor under 15 needs a mandatory second factor, and is never under 8; one above the maximum would let nobody in. */
export function isPermittedFloor({ floor, secondFactorMandatory }: PasswordPolicy): boolean {
  const least = secondFactorMandatory ? PASSWORD_FLOOR_WITH_SECOND_FACTOR : PASSWORD_FLOOR;
  return Number.isInteger(floor) && floor >= least && floor <= PASSWORD_MAX_CHARACTERS;
}

/**
 * Whether this text may be given to the hash: at most 1,024 bytes of UTF-8, and well-formed. Lone surrogates all encode to
 * the same three bytes, so passwords that differ only in them would be one password.
 */
export function isHashable(password: string): boolean {
  // Every code unit is at least one byte: a long text is refused without being encoded.
  if (password.length > PASSWORD_MAX_BYTES) return false;
  return password.isWellFormed() && new TextEncoder().encode(password).length <= PASSWORD_MAX_BYTES;
}

/** The only change made to a password before hashing: NFC, so that the same keys on another system still match (SEC-A03). */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}
