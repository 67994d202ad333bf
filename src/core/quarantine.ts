/**
 * Quarantine (desk.md section 4): for three days after a recovery the account cannot be weakened, and a recovered company administrator
 * decides nothing for others. Whoever got in by a stolen request could otherwise settle in at once. Pure.
 */
import type { Account } from './account.ts';
import type { Refusal } from './outcome.ts';
import type { Instant } from './time.ts';

export function isQuarantined({ quarantinedUntil }: Pick<Account, 'quarantinedUntil'>, now: Instant): boolean {
  return quarantinedUntil !== null && now < quarantinedUntil;
}

export function refuseQuarantined(account: Pick<Account, 'quarantinedUntil'>, now: Instant): Refusal | null {
  return isQuarantined(account, now) ? { code: 'quarantined' } : null;
}
