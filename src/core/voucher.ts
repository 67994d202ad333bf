/**
 * Who may vouch for a colleague (desk.md section 2, row `voucher`): somebody who has been the company's administrator, with the same
 * authenticator, for a while, and whose own account nobody could have taken over by a mailbox alone. Pure.
 */
import type { AccountId } from './account.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import type { Instant } from './time.ts';

/** What is known of the administrator. */
export interface VoucherFacts {
  /** Since when the role is theirs: appointed, or imported with it. */
  readonly administratorSince: Instant;
  /** Null: whoever imported the account made them administrator. */
  readonly appointedBy: AccountId | null;
  /** When the oldest authenticator they have was bound; null = they have none. */
  readonly authenticatorSince: Instant | null;
  /** The last password that was set by a mailed link; null = never. */
  readonly passwordByMailedLinkAt: Instant | null;
  /** The last complete sign-in or check with a second factor; null = never. */
  readonly lastSecondFactorAt: Instant | null;
  readonly quarantinedUntil: Instant | null;
}

export const VOUCHER_HINDRANCES = [
  'no-second-factor',
  'too-new',
  'authenticator-too-new',
  'password-by-mail',
  'quarantined',
  'appointed-by-subject',
] as const;
export type VoucherHindrance = (typeof VOUCHER_HINDRANCES)[number];

/** Null where nothing stands against it. `subject`: every account of the person whose request it is. */
export function voucherHindrance(
  facts: VoucherFacts,
  subject: readonly AccountId[],
  { voucherAgeFor }: Pick<RecoveryPolicy, 'voucherAgeFor'>,
  now: Instant,
): VoucherHindrance | null {
  const isYoung = (since: Instant): boolean => now - since < voucherAgeFor;
  if (facts.quarantinedUntil !== null && now < facts.quarantinedUntil) return 'quarantined';
  if (facts.authenticatorSince === null) return 'no-second-factor';
  if (facts.appointedBy !== null && subject.includes(facts.appointedBy)) return 'appointed-by-subject';
  if (isYoung(facts.administratorSince)) return 'too-new';
  if (isYoung(facts.authenticatorSince)) return 'authenticator-too-new';
  const { passwordByMailedLinkAt: resetAt, lastSecondFactorAt: provenAt } = facts;
  return resetAt !== null && (provenAt === null || provenAt <= resetAt) ? 'password-by-mail' : null;
}
