/**
 * When an account is disputed, and whose word a supervisor needs to open the dispute (desk.md section 4, command 30). What a dispute is
 * from then on is `recovery-request.ts`. Pure.
 */
import type { AccountId } from './account.ts';
import { type Duration, days, hours, type Instant } from './time.ts';

/** Two confirmed requests ended this recently by veto or by a sign-in: holder and somebody else are both at it. */
export const DISTURBED_WITHIN: Duration = days(90);
const DISTURBANCES = 2;

/** How long the word of a company administrator, or of the operator, may be used. */
export const DISPUTE_ASK_FOR: Duration = days(14);
/** The operator's counts only after so long: every address of the holder was told (product decision 8 asks the same of other acts). */
export const HOST_ASK_WAITS: Duration = hours(72);

/** Who asked for a dispute; nobody of the desk can. */
export interface DisputeAsk {
  readonly id: string;
  /** Null: the operator, on the host. */
  readonly by: { readonly id: AccountId; readonly name: string } | null;
  readonly askedAt: Instant;
  readonly opensAt: Instant;
  readonly expiresAt: Instant;
}

export interface DisputeFacts {
  readonly lockedAt: Instant | null;
  readonly isActive: boolean;
  /** When confirmed requests of the account ended by veto or by a sign-in. */
  readonly disturbedAt: readonly Instant[];
  /** Unused ones; those of administrators only while they are administrators of the same company. */
  readonly asks: readonly DisputeAsk[];
  /** Of a running dispute. */
  readonly runningReceipt: string | null;
}

/** Whoever somebody suspended is not disputed: the suspension is lifted by whoever set it. */
export function isDisputed({ disturbedAt, isActive, lockedAt }: DisputeFacts, now: Instant): boolean {
  if (lockedAt !== null) return true;
  return isActive && disturbedAt.filter((at) => now - at < DISTURBED_WITHIN).length >= DISTURBANCES;
}

/** The ask that a supervisor may use now. The operator's counts only where the company has no other administrator. */
export function usableAsk({ asks }: Pick<DisputeFacts, 'asks'>, hasOtherAdministrator: boolean, now: Instant): DisputeAsk | null {
  const fits = ({ by, expiresAt, opensAt }: DisputeAsk): boolean =>
    now >= opensAt && now < expiresAt && (by !== null || !hasOtherAdministrator);
  return asks.find(fits) ?? null;
}

/** The operator's ask that does not count yet. */
export function waitingAsk({ asks }: Pick<DisputeFacts, 'asks'>, now: Instant): DisputeAsk | null {
  return asks.find(({ opensAt }) => now < opensAt) ?? null;
}
