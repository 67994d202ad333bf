/**
 * The recovery policy in force: the numbers of `core/recovery-policy.ts`, with those of the configuration over them, and the name
 * they are known by in every event. What the numbers mean is decided in `core/`.
 */
import { createHash } from 'node:crypto';
import { breakInSets, type CompromiseSet } from '../core/recovery-paths.ts';
import { DEFAULT_RECOVERY, type EvidenceRule, type RecoveryPolicy, RISK_LEVELS, type RiskLevel } from '../core/recovery-policy.ts';
import { durationText } from './fields.ts';

type Numbers = Omit<RecoveryPolicy, 'version' | 'wait' | 'quota' | 'evidence'>;

export interface RecoveryChanges extends Partial<Numbers> {
  readonly wait?: Partial<RecoveryPolicy['wait']>;
  readonly quota?: Partial<RecoveryPolicy['quota']>;
  readonly evidence?: { readonly [L in RiskLevel]?: Partial<EvidenceRule> };
}

const VERSION_LENGTH = 12;

/** The defaults with these changes. Equal numbers have equal versions, whoever wrote them in which order. */
export function recoveryPolicy(changes: RecoveryChanges = {}): RecoveryPolicy {
  const rule = (level: RiskLevel) => Object.freeze({ ...DEFAULT_RECOVERY.evidence[level], ...changes.evidence?.[level] });
  const numbers = {
    ...DEFAULT_RECOVERY,
    ...changes,
    wait: Object.freeze({ ...DEFAULT_RECOVERY.wait, ...changes.wait }),
    quota: Object.freeze({ ...DEFAULT_RECOVERY.quota, ...changes.quota }),
    evidence: Object.freeze({ low: rule('low'), medium: rule('medium'), high: rule('high') }),
  };
  return Object.freeze({ ...numbers, version: digestOf(numbers) });
}

/** Of these a longer time, or a larger number, is laxer; of all others a shorter or smaller one. */
const LAXER_ABOVE = [
  'mailboxLinkFor',
  'evidenceFor',
  'proposalFor',
  'passFor',
  'passRenewalFor',
  'callCodeFor',
  'quota.per90Days',
  'quota.perAgent',
];

/** What is laxer than the product's own policy, one sentence each. */
export function laxerNumbers(policy: RecoveryPolicy): readonly string[] {
  const defaults = new Map(numbersOf(DEFAULT_RECOVERY));
  const numbers = numbersOf(policy).flatMap(([path, value]) => {
    const usual = defaults.get(path);
    if (usual === undefined || (LAXER_ABOVE.includes(path) ? value <= usual : value >= usual)) return [];
    const isCount = path.startsWith('evidence.') || (path.startsWith('quota.per') && !path.endsWith('Window'));
    const text = isCount ? String : durationText;
    return [`recovery.${path} is ${text(value)}, laxer than the default ${text(usual)}`];
  });
  return [...numbers, ...RISK_LEVELS.flatMap((level) => laxerKinds(policy, level))];
}

function laxerKinds(policy: RecoveryPolicy, level: RiskLevel): readonly string[] {
  const [rule, usual] = [policy.evidence[level], DEFAULT_RECOVERY.evidence[level]];
  const dropped = usual.all.filter((kind) => !rule.all.includes(kind));
  const added = rule.some.count > 0 ? rule.some.of.filter((kind) => usual.some.count > 0 && !usual.some.of.includes(kind)) : [];
  return [
    ...dropped.map((kind) => `recovery.evidence.${level}.all does not ask for ${kind}, laxer than the default`),
    ...added.map((kind) => `recovery.evidence.${level}.some accepts ${kind}, laxer than the default`),
  ];
}

export interface RuleOfThree {
  /** Each a sentence: the smallest set has two members. */
  readonly warnings: readonly string[];
  /** The smallest set has one member: nothing may start like that. */
  readonly problem: string | null;
}

/** desk.md section 3: fewer than three independent compromises must not lead through the desk. */
export function ruleOfThree(policy: RecoveryPolicy): RuleOfThree {
  const short = RISK_LEVELS.map((level) => ({ level, sets: breakInSets(policy, level).filter(({ length }) => length < 3) }));
  const single = short.find(({ sets }) => sets.some(({ length }) => length === 1));
  const text = (sets: readonly CompromiseSet[]) => sets.map((set) => set.join('+')).join(', ');
  return {
    warnings: short
      .filter(({ sets }) => sets.length > 0)
      .map(
        ({ level, sets }) =>
          `recovery.evidence.${level}: two compromises lead through the desk (${text(sets)}); see genkan policy explain`,
      ),
    problem:
      single === undefined
        ? null
        : `lets one compromise through the desk at ${single.level} risk (${text(single.sets.filter(({ length }) => length === 1))})`,
  };
}

/** A digest over `path=value` lines in the order of the paths. */
function digestOf(values: object): string {
  const text = leaves(values)
    .map(([path, value]) => `${path}=${String(value)}`)
    .toSorted()
    .join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, VERSION_LENGTH);
}

function numbersOf(values: object): readonly (readonly [string, number])[] {
  return leaves(values).flatMap(([path, value]) => (typeof value === 'number' ? [[path, value] as const] : []));
}

type Leaf = number | boolean | string;

/** Every value with its path; a list is one value. */
function leaves(values: object, above = ''): readonly (readonly [string, Leaf])[] {
  return Object.entries(values).flatMap(([key, value]): readonly (readonly [string, Leaf])[] => {
    if (Array.isArray(value)) return [[above + key, value.toSorted().join(',')]];
    if (typeof value === 'object' && value !== null) return leaves(value, `${above}${key}.`);
    return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? [[above + key, value]] : [];
  });
}
