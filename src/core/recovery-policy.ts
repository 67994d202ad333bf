/**
 * The policy of the recovery procedure (desk.md sections 3 and 7), as one frozen record: how long each step may take, how often an
 * account may go through it, and which evidence each risk asks for. Configuration may override each number; what follows from
 * them is decided in `recovery-request.ts`. `missingEvidence` is the one place that says whether evidence suffices: the decider and
 * `genkan policy explain` both ask it.
 */
import { type EvidenceKind, NATURE_OF } from './recovery-evidence.ts';
import { type Duration, days, hours, minutes } from './time.ts';

export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

export const levelRank = (level: RiskLevel): number => RISK_LEVELS.indexOf(level);
export const isRiskier = (level: RiskLevel, than: RiskLevel): boolean => levelRank(level) > levelRank(than);

/** What the evidence of one risk level must hold. The mailbox is always part of it and cannot be configured away. */
export interface EvidenceRule {
  /** At least so many of different nature. */
  readonly natures: number;
  /** At least so many strong ones. */
  readonly strong: number;
  /** Each of these. */
  readonly all: readonly EvidenceKind[];
  /** And so many of those. */
  readonly some: { readonly count: number; readonly of: readonly EvidenceKind[] };
}

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
  readonly evidence: Readonly<Record<RiskLevel, EvidenceRule>>;
  /** One person alone at the desk: the company administrator's voucher takes the second person's place (desk.md section 3). */
  readonly singlePerson: boolean;
}

/** desk.md section 1: a flood of forms fills nobody's mailbox. */
export const LETTERS_PER_DAY = 3;
export const LETTERS_WITHIN: Duration = days(1);

/** What the quota per account looks back on. */
export const QUOTA_WINDOW: Duration = days(90);

const TWO_NATURES_ONE_STRONG = { natures: 2, strong: 1 } as const;

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
  evidence: {
    low: { ...TWO_NATURES_ONE_STRONG, all: [], some: { count: 0, of: [] } },
    medium: { ...TWO_NATURES_ONE_STRONG, all: ['password'], some: { count: 0, of: [] } },
    high: { ...TWO_NATURES_ONE_STRONG, all: ['password'], some: { count: 2, of: ['call-back', 'voucher', 'in-person'] } },
  },
  singlePerson: false,
};

/**
 * In place of "always" and the table of risks where the subject is of the desk itself (desk.md section 6): the two who saw the document are
 * also the two who decide. Not configurable.
 */
export const STAFF_RULE: EvidenceRule = { natures: 2, strong: 0, all: ['password', 'in-person'], some: { count: 0, of: [] } };

/** Evidence that counts, each kind once. */
export type CountedEvidence = ReadonlyMap<EvidenceKind, { readonly isStrong: boolean }>;

/** One condition that evidence does not meet yet, in the words of the rule. */
export type MissingEvidence =
  | { readonly kind: 'evidence'; readonly evidence: EvidenceKind }
  | { readonly kind: 'natures' | 'strong'; readonly count: number }
  | { readonly kind: 'some'; readonly count: number; readonly of: readonly EvidenceKind[] };

/** What the rule asks for and `counted` does not hold; nothing is missing when it suffices. `also`: kinds this request needs in any case. */
export function missingEvidence(
  counted: CountedEvidence,
  { all, natures, some, strong }: EvidenceRule,
  also: readonly EvidenceKind[] = [],
): readonly MissingEvidence[] {
  const kinds = [...counted.keys()];
  const required = [...new Set<EvidenceKind>(['mailbox', ...all, ...also])];
  const lacking = required.filter((kind) => !counted.has(kind)).map((evidence) => ({ kind: 'evidence', evidence }) as const);
  const have = {
    natures: new Set(kinds.map((kind) => NATURE_OF[kind])).size,
    strong: [...counted.values()].filter(({ isStrong }) => isStrong).length,
    some: kinds.filter((kind) => some.of.includes(kind)).length,
  };
  return [
    ...lacking,
    ...(have.natures < natures ? [{ kind: 'natures', count: natures - have.natures } as const] : []),
    ...(have.strong < strong ? [{ kind: 'strong', count: strong - have.strong } as const] : []),
    ...(have.some < some.count ? [{ kind: 'some', count: some.count - have.some, of: some.of } as const] : []),
  ];
}

/** How many approve, and whether a supervisor is one of them (desk.md section 3); not configurable. */
export function approversFor(level: RiskLevel): { readonly count: number; readonly supervisor: boolean } {
  return level === 'high' ? { count: 2, supervisor: true } : { count: 1, supervisor: false };
}
