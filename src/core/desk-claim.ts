/**
 * Who works on a request at the desk (D-10). Whoever is in charge of it (the owner) stays so until somebody else is; whoever holds it
 * (the claim) keeps the others from acting on it, and loses it five minutes after the last sign of life. What may be done with a held
 * request is decided by the journeys that do it.
 */
import type { AccountId } from './account.ts';
import { LIVE_STATES, type RequestState } from './recovery-state.ts';
import { type Duration, type Instant, minutes } from './time.ts';

/** Since the last page or ping of the holder. */
export const CLAIM_FOR: Duration = minutes(5);
/** So long somebody counts as looking after their last page or ping. */
export const PRESENCE_FOR: Duration = minutes(5);

/** A filing that nobody confirmed is nobody's work yet, and what is over is nobody's any more. */
export const CLAIMABLE_STATES: readonly RequestState[] = [...LIVE_STATES, 'frozen'];

export interface RequestClaim {
  readonly by: AccountId;
  readonly until: Instant;
}

export function isHeldBy(claim: RequestClaim | null, staff: AccountId, at: Instant): boolean {
  return claim !== null && claim.by === staff && at < claim.until;
}

export const LABEL_MAX = 20;
export const LABELS_MAX = 5;
export const NOTE_MAX = 1000;

export type Typed = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: 'empty' | 'too-long' };

/** One line; width and blanks make no difference. */
export function readLabel(typed: string): Typed {
  return within(
    typed
      .normalize('NFKC')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim(),
    LABEL_MAX,
  );
}

/** Several lines; nothing but line ends steers a terminal or turns a text around. */
export function readNote(typed: string): Typed {
  return within(
    typed
      .replace(/\r\n?/gu, '\n')
      .replace(/[^\P{C}\n]/gu, '')
      .trim(),
    NOTE_MAX,
  );
}

function within(value: string, most: number): Typed {
  if (value === '') return { ok: false, problem: 'empty' };
  return [...value].length > most ? { ok: false, problem: 'too-long' } : { ok: true, value };
}
