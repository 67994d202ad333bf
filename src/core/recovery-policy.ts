/**
 * The numbers of the recovery procedure (desk.md section 7), as one frozen record: how long each step may take, and how often
 * an account may go through it. Configuration may override each; what follows from them is decided in `recovery-request.ts`.
 */
import { type Duration, days, hours, minutes } from './time.ts';

export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export interface RecoveryPolicy {
  /** Stands in every event: which numbers were in force when it happened. */
  readonly version: string;
  /** Between the accepted notices of an approval and the registration pass. */
  readonly wait: Readonly<Record<RiskLevel | 'withVoucherAndCall', Duration>>;
  /** A filing, and the mailed link that confirms it. */
  readonly mailboxLinkFor: Duration;
  /** A confirmed request that is not proposed. */
  readonly evidenceFor: Duration;
  /** A proposal that is not approved. */
  readonly proposalFor: Duration;
  readonly passFor: Duration;
  /** How long a dead pass may be renewed. */
  readonly passRenewalFor: Duration;
  readonly callCodeFor: Duration;
  readonly quarantineFor: Duration;
  /** How long an account takes no request after a veto or a "not me". */
  readonly freezeFor: Duration;
  readonly disownFor: Duration;
  /** A contact point younger than this is not used. */
  readonly contactUnchangedFor: Duration;
  readonly voucherAgeFor: Duration;
  /** How long a new staff member only reads. */
  readonly newStaffFor: Duration;
  readonly quota: {
    /** Confirmed requests of one account in any 90 days. */
    readonly per90Days: number;
    /** Proposals, and approvals, of one staff member within the window. */
    readonly perAgent: number;
    readonly perAgentWindow: Duration;
  };
}

/** desk.md section 1: a flood of forms fills nobody's mailbox. */
export const LETTERS_PER_DAY = 3;
export const LETTERS_WITHIN: Duration = days(1);

/** What the quota per account looks back on. */
export const QUOTA_WINDOW: Duration = days(90);

export const DEFAULT_RECOVERY: Omit<RecoveryPolicy, 'version'> = {
  wait: { low: hours(24), medium: hours(24), high: hours(72), withVoucherAndCall: 0 },
  mailboxLinkFor: hours(72),
  evidenceFor: days(14),
  proposalFor: days(14),
  passFor: hours(24),
  passRenewalFor: days(7),
  callCodeFor: minutes(10),
  quarantineFor: hours(72),
  freezeFor: days(7),
  disownFor: hours(72),
  contactUnchangedFor: days(30),
  voucherAgeFor: days(30),
  newStaffFor: hours(72),
  quota: { per90Days: 3, perAgent: 5, perAgentWindow: hours(8) },
};
