/**
 * Recovery codes: ten of them, each 80 random bits in Crockford's base 32 behind a public label of two digits (SEC-C01). Decides
 * how one is written, what somebody typed means and which codes count as at hand. That one works once is the store's
 * conditional update, how often somebody may guess is `throttle.ts`, the comparison is the password hash's.
 */
import type { AccountId } from './account.ts';
import type { Instant } from './time.ts';

/** The public label of a code: which of the ten it is. It holds no secret bit and says only what to compare with (SEC-C02). */
export type Slot = number;

export const SLOTS: readonly Slot[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** From this many codes at hand down, the holder is told to issue a new set (SEC-C05, U-45). */
export const LOW_COUNT = 3;

/** Crockford's base 32: no I, L, O or U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 16;
const BITS_PER_CHARACTER = 5;
const SECRET_BYTES = (CHARACTERS * BITS_PER_CHARACTER) / 8;
const LABEL_LENGTH = 2;
const GROUP = 4;
/** Longest text that can be a mistyped code; anything longer is answered without being normalised. */
const TYPED_MAX = 64;

export interface RecoveryCode {
  readonly slot: Slot;
  /** Sixteen characters of the alphabet: 80 bits. */
  readonly secret: string;
}

/** `random` must come from the platform's CSPRNG. */
export function newRecoveryCode(slot: Slot, random: (count: number) => Uint8Array): RecoveryCode {
  let bits = 0n;
  for (const byte of random(SECRET_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const characters = Array.from({ length: CHARACTERS }, (_, index) => {
    const shift = BigInt((CHARACTERS - 1 - index) * BITS_PER_CHARACTER);
    return ALPHABET.charAt(Number((bits >> shift) & 31n));
  });
  return { slot, secret: characters.join('') };
}

/** The label as it is printed: `01` to `10`. */
export function slotLabel(slot: Slot): string {
  return String(slot).padStart(LABEL_LENGTH, '0');
}

/** `01-7K3M-9QXT-2VBN-4RHD` */
export function writeRecoveryCode({ slot, secret }: RecoveryCode): string {
  const groups = Array.from({ length: CHARACTERS / GROUP }, (_, index) => secret.slice(index * GROUP, (index + 1) * GROUP));
  return [slotLabel(slot), ...groups].join('-');
}

export type RecoveryCodeProblem = 'empty' | 'short' | 'long' | 'label' | 'characters';

export type TypedRecoveryCode =
  | { readonly ok: true; readonly code: RecoveryCode }
  | { readonly ok: false; readonly problem: RecoveryCodeProblem };

/**
 * What somebody typed as a code. Width, case, white space, every kind of hyphen or dash and invisible marks from copying are
 * forgiven; O is read as 0, I and L as 1. Total over any text; whatever is no code reaches no hash.
 */
export function readRecoveryCode(typed: string): TypedRecoveryCode {
  const trimmed = typed.trim();
  if (trimmed.length > TYPED_MAX) return { ok: false, problem: 'long' };
  const text = trimmed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}\u2212\u30FC]/gu, '')
    .toUpperCase()
    .replace(/[IL]/gu, '1')
    .replace(/O/gu, '0');
  const problem = problemOf(text);
  if (problem !== null) return { ok: false, problem };
  return { ok: true, code: { slot: Number(text.slice(0, LABEL_LENGTH)), secret: text.slice(LABEL_LENGTH) } };
}

function problemOf(text: string): RecoveryCodeProblem | null {
  if (text === '') return 'empty';
  if (!/^[0-9A-HJKMNP-TV-Z]+$/u.test(text)) return 'characters';
  // Exactly what follows the label: the label was left out.
  if (text.length === CHARACTERS) return 'label';
  if (text.length < LABEL_LENGTH + CHARACTERS) return 'short';
  if (text.length > LABEL_LENGTH + CHARACTERS) return 'long';
  return SLOTS.map(slotLabel).includes(text.slice(0, LABEL_LENGTH)) ? null : 'label';
}

/**
 * What is hashed of a code. Account and slot are part of it: a record moved to another account or another slot opens nothing
 * there, and the record of a password is never that of a code.
 */
export function hashedText(account: AccountId, { slot, secret }: RecoveryCode): string {
  return `recovery-code:${account}:${slotLabel(slot)}:${secret}`;
}

/** A living set of an account. */
export interface RecoveryCodeSet {
  readonly id: string;
  readonly issuedAt: Instant;
  /** When the holder said that the set is saved; null: never. */
  readonly savedAt: Instant | null;
  /** Codes that work and that the holder said to have saved. One that replaced a used code counts once that is said of it too. */
  readonly left: number;
  /** Codes that work, saved or not. */
  readonly living: number;
  /** When a code of the set was used last. */
  readonly lastUsedAt: Instant | null;
}

/** Few are left of a set that was once saved; who never saved one is told so elsewhere. */
export function isRunningLow(set: RecoveryCodeSet | null): boolean {
  return set !== null && set.savedAt !== null && set.left <= LOW_COUNT;
}

/**
 * Whether a stranger who did what happened at that moment may know the set: it was issued since, or one of its codes was used.
 * What was written down before and never used says nothing against its holder.
 */
export function isDoubtful(set: RecoveryCodeSet, since: Instant): boolean {
  return set.issuedAt >= since || (set.lastUsedAt !== null && set.lastUsedAt >= since);
}

/** Why a code ended: used by itself, or with its set, by a newer one or by the end of every authenticator of the account. */
export type RecoveryCodeEnd = 'used' | 'replaced' | 'second-factor-ended';
