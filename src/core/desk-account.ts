/**
 * What staff do with a customer's account (desk.md section 6): closing at once by one person, opening again only by two. Whatever belongs
 * to the holder (mail, phone, name, password, authenticator, codes) is nobody's here. Pure.
 */
import type { AccountId } from './account.ts';
import type { StaffAction } from './staff.ts';
import { type Instant, minutes } from './time.ts';

/** What two people take away: a suspension that staff set, a recovery freeze, the closing after "not me". */
export const ACCOUNT_LIFTS = ['suspension', 'freeze', 'closing'] as const;
export type AccountLift = (typeof ACCOUNT_LIFTS)[number];
/** What one person does at once. */
export type AccountClosing = 'end-sessions' | 'suspend';

export const LIFT_ASK_FOR = minutes(30);

/** What each lift needs of whoever asks for it, and of the second person. */
export const LIFT_ACTIONS: Readonly<Record<AccountLift, { readonly ask: StaffAction; readonly second: StaffAction }>> = {
  suspension: { ask: 'suspension.lift', second: 'suspension.lift.second' },
  freeze: { ask: 'freeze.lift', second: 'freeze.lift.second' },
  closing: { ask: 'closing.lift', second: 'closing.lift.second' },
};

export const CLOSING_ACTIONS: Readonly<Record<AccountClosing, StaffAction>> = {
  'end-sessions': 'account.end-sessions',
  suspend: 'account.suspend',
};

/** Who suspended it; `other`: the host, the import or the lock after "not me" to a recovery. */
export type SuspendedBy = 'staff' | 'company' | 'other';

/** What bars the account now. */
export interface AccountBars {
  readonly suspendedBy: SuspendedBy | null;
  readonly frozenUntil: Instant | null;
  readonly closedSince: Instant | null;
}

/** What could be lifted; who may is for `staff.ts`. */
export function liftable({ suspendedBy, frozenUntil, closedSince }: AccountBars, now: Instant): readonly AccountLift[] {
  const holds: Readonly<Record<AccountLift, boolean>> = {
    suspension: suspendedBy === 'staff',
    freeze: frozenUntil !== null && now < frozenUntil,
    closing: closedSince !== null,
  };
  return ACCOUNT_LIFTS.filter((lift) => holds[lift]);
}

/** Waits for a second person. */
export interface LiftAsk {
  readonly id: string;
  readonly lift: AccountLift;
  readonly by: { readonly id: AccountId; readonly name: string };
  readonly reason: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
}
