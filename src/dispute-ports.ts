/** What the dispute needs of the store. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId } from './core/account.ts';
import type { DisputeFacts } from './core/dispute.ts';
import type { Instant } from './core/time.ts';

export interface NewDisputeAsk {
  readonly id: string;
  readonly accountId: AccountId;
  /** Null: on the host. */
  readonly by: AccountId | null;
  readonly askedAt: Instant;
  readonly opensAt: Instant;
  readonly expiresAt: Instant;
}

export interface DisputeReads {
  disputeFacts(account: AccountId, now: Instant): Promise<DisputeFacts>;
  /** A dispute of this account is under way: what is proven there counts, though nobody signs in. */
  isInDispute(account: AccountId): Promise<boolean>;
}

export interface DisputeWrites {
  /** Takes the place of an unused one of the same origin. */
  insertDisputeAsk(ask: NewDisputeAsk): Promise<void>;
  /** False when it was used. */
  useDisputeAsk(id: string, requestId: string, at: Instant): Promise<boolean>;
}
