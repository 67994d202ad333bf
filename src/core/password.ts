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

export type PasswordDecision =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: 'too-short' | 'too-long' | 'not-text' }
  /** The policy itself breaks SEC-A01; configuration must not get this far. */
  | { readonly ok: false; readonly problem: 'floor-not-permitted' };

/** Whether a password may be set (SEC-A01, SEC-A02). Length is counted in code points of the NFC form, which is what gets hashed. */
export function decideNewPassword(password: string, policy: PasswordPolicy): PasswordDecision {
  if (!isPermittedFloor(policy)) return { ok: false, problem: 'floor-not-permitted' };
  if (!password.isWellFormed()) return { ok: false, problem: 'not-text' };
  if (!isHashable(password)) return { ok: false, problem: 'too-long' };
  const characters = [...normalisePassword(password)].length;
  if (characters < policy.floor) return { ok: false, problem: 'too-short' };
  return characters > PASSWORD_MAX_CHARACTERS ? { ok: false, problem: 'too-long' } : { ok: true };
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
