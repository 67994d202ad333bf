/**
 * Everything a decision about a request rests on: what the database knows of the account and the request, with what the configuration
 * says of opening hours and companies. What follows from it is decided in `core/`.
 */
import type { Account, AccountId } from '../core/account.ts';
import type { RequestFacts } from '../core/recovery-standing.ts';
import type { Instant } from '../core/time.ts';
import type { Ports, RecoveryFacts, StoredRecoveryRequest } from '../ports.ts';

export interface DecisionFacts extends RecoveryFacts {
  readonly facts: RequestFacts;
}

/** `stored` is null where only the account matters. */
export async function findDecisionFacts(
  { desk, recovery, store }: Pick<Ports, 'desk' | 'recovery' | 'store'>,
  account: AccountId,
  stored: StoredRecoveryRequest | null,
  now: Instant,
): Promise<DecisionFacts> {
  const found = await store.read.recoveryFacts(account, stored, now, recovery.contactUnchangedFor);
  const company = found.account.company?.id;
  const isOutsideHours = stored !== null && !desk.isOpen(stored.portal, stored.request.filedAt);
  return {
    ...found,
    facts: {
      ...found.recorded,
      risk: { ...found.recorded.risk, isOutsideHours },
      requiresVoucher: company !== undefined && desk.voucherCompanies.includes(company),
    },
  };
}

/** Whether redeeming leaves two-factor off (product decision 11). Never in a dispute: the password alone would decide who has the account. */
export function leavesOff(
  { desk }: Pick<Ports, 'desk'>,
  { portal, request }: Pick<StoredRecoveryRequest, 'portal' | 'request'>,
  { company }: Pick<Account, 'company'>,
  now: Instant,
): boolean {
  return !request.dispute && desk.leavesOff(portal, company, now);
}
