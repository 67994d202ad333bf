/**
 * How risky a recovery request is, computed from facts with the reasons in words (desk.md section 3). The facts are read by
 * the journeys; nobody types them. A level is the highest one any reason gives.
 */
import type { RecoveryPolicy, RiskLevel } from './recovery-policy.ts';
import { type Duration, days, type Instant } from './time.ts';

export type RiskReason =
  | 'contact-changed'
  | 'password-by-mailed-link'
  | 'company-administrator'
  | 'voucher-reads-same-mailbox'
  | 'dispute'
  | 'earlier-request'
  | 'many-of-company'
  | 'second-factor-failures'
  | 'outside-hours'
  | 'new-place';

export interface RiskFacts {
  /** When mail, number or name of the account last changed; null when they are what it began with. */
  readonly contactChangedAt: Instant | null;
  /** When the password was last set by a mailed link; null when it never was. */
  readonly passwordByMailedLinkAt: Instant | null;
  /** When the request that is judged was filed; null when none is. */
  readonly requestFiledAt: Instant | null;
  /** Last complete sign-in with a second factor, the first binding included; null when there was none. */
  readonly lastSecondFactorAt: Instant | null;
  readonly isCompanyAdministrator: boolean;
  /** Who vouched for this request reads the subject's mail: one of their verified addresses is the same. */
  readonly voucherReadsSameMailbox: boolean;
  /** When earlier requests of the account were redeemed, refused, frozen or vetoed as "not me"; this one excluded. */
  readonly earlierEndings: readonly Instant[];
  /** Confirmed requests of the company within 24 hours, this one included. */
  readonly confirmedOfCompany: number;
  /** Wrong codes of the account within 7 days. */
  readonly secondFactorFailures: number;
  /** Filed when the portal's desk was closed. */
  readonly isOutsideHours: boolean;
  /** The network filed from is not among those of the last 90 days' sign-ins with a second factor. */
  readonly isNewPlace: boolean;
}

export interface Risk {
  readonly risk: RiskLevel;
  readonly because: readonly RiskReason[];
}

export const EARLIER_REQUESTS_WITHIN: Duration = days(90);
export const FAILURES_WITHIN: Duration = days(7);
export const COMPANY_REQUESTS_WITHIN: Duration = days(1);
/** How far back places and browsers of sign-ins with a second factor count. */
export const FAMILIAR_WITHIN: Duration = days(90);

/** Two may lower the risk for none of these (desk.md section 3). */
export const NEVER_LOWERED: readonly RiskReason[] = ['password-by-mailed-link', 'contact-changed', 'company-administrator'];

/** SEC-J14: what stops a request for a supervisor. A burst is three times what makes it medium. */
export const SECOND_REQUEST_WITHIN: Duration = days(30);
const BURST_OF_FAILURES = 30;

const MANY_OF_COMPANY = 3;
const MANY_FAILURES = 10;

export function assessRisk(
  facts: RiskFacts,
  { contactUnchangedFor }: Pick<RecoveryPolicy, 'contactUnchangedFor'>,
  now: Instant,
): Risk {
  const { contactChangedAt: changedAt, passwordByMailedLinkAt: resetAt } = facts;
  const high: readonly (RiskReason | false)[] = [
    changedAt !== null && now - changedAt < contactUnchangedFor && 'contact-changed',
    resetAt !== null && isUnproven(resetAt, facts) && 'password-by-mailed-link',
    facts.isCompanyAdministrator && 'company-administrator',
    facts.voucherReadsSameMailbox && 'voucher-reads-same-mailbox',
    facts.earlierEndings.some((at) => now - at < EARLIER_REQUESTS_WITHIN) && 'earlier-request',
  ];
  const medium: readonly (RiskReason | false)[] = [
    facts.confirmedOfCompany >= MANY_OF_COMPANY && 'many-of-company',
    facts.secondFactorFailures >= MANY_FAILURES && 'second-factor-failures',
    facts.isOutsideHours && 'outside-hours',
    facts.isNewPlace && 'new-place',
  ];
  const isReason = (reason: RiskReason | false): reason is RiskReason => reason !== false;
  const highReasons = high.filter(isReason);
  const because = [...highReasons, ...medium.filter(isReason)];
  if (because.length === 0) return { risk: 'low', because };
  return { risk: highReasons.length > 0 ? 'high' : 'medium', because };
}

/** Why the system itself stops a request (SEC-J14); null when nothing asks for it. */
export function stopCause(facts: RiskFacts, now: Instant): 'second-request' | 'failure-burst' | null {
  if (facts.earlierEndings.some((at) => now - at < SECOND_REQUEST_WITHIN)) return 'second-request';
  return facts.secondFactorFailures >= BURST_OF_FAILURES ? 'failure-burst' : null;
}

/** The password in force was last set by a mailed link: whoever reads the mailbox may know it, so a document shown with it is not strong. */
export function isPasswordByMailedLink({ because }: Pick<Risk, 'because'>): boolean {
  return because.includes('password-by-mailed-link');
}

/** Until the holder signs in with the second factor, whenever that is, the mailbox alone may have set it; likewise during the request. */
function isUnproven(resetAt: Instant, { lastSecondFactorAt, requestFiledAt }: RiskFacts): boolean {
  if (lastSecondFactorAt === null || resetAt >= lastSecondFactorAt) return true;
  return requestFiledAt !== null && resetAt >= requestFiledAt;
}
