/**
 * The recovery policy in force: the numbers of `core/recovery-policy.ts`, with those of the configuration over them, and the name
 * they are known by in every event. What the numbers mean is decided in `core/`.
 */
import { createHash } from 'node:crypto';
import { DEFAULT_RECOVERY, type RecoveryPolicy } from '../core/recovery-policy.ts';
import { durationText } from './fields.ts';

type Numbers = Omit<RecoveryPolicy, 'version' | 'wait' | 'quota'>;

export interface RecoveryChanges extends Partial<Numbers> {
  readonly wait?: Partial<RecoveryPolicy['wait']>;
  readonly quota?: Partial<RecoveryPolicy['quota']>;
}

const VERSION_LENGTH = 12;

/** The defaults with these changes. Equal numbers have equal versions, whoever wrote them in which order. */
export function recoveryPolicy(changes: RecoveryChanges = {}): RecoveryPolicy {
  const numbers = {
    ...DEFAULT_RECOVERY,
    ...changes,
    wait: Object.freeze({ ...DEFAULT_RECOVERY.wait, ...changes.wait }),
    quota: Object.freeze({ ...DEFAULT_RECOVERY.quota, ...changes.quota }),
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

/** Which numbers are laxer than the product's own, one sentence each. */
export function laxerNumbers(policy: RecoveryPolicy): readonly string[] {
  const defaults = new Map(leaves(DEFAULT_RECOVERY));
  return leaves(policy).flatMap(([path, value]) => {
    const usual = defaults.get(path);
    if (usual === undefined || (LAXER_ABOVE.includes(path) ? value <= usual : value >= usual)) return [];
    const text = path.startsWith('quota.per') && !path.endsWith('Window') ? String : durationText;
    return [`recovery.${path} is ${text(value)}, laxer than the default ${text(usual)}`];
  });
}

/** A digest over `path=number` lines in the order of the paths. */
function digestOf(numbers: object): string {
  const text = leaves(numbers)
    .map(([path, value]) => `${path}=${value}`)
    .toSorted()
    .join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, VERSION_LENGTH);
}

/** Every number with its path. */
function leaves(values: object, above = ''): readonly (readonly [string, number])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (typeof value === 'number') return [[above + key, value] as const];
    return typeof value === 'object' && value !== null ? leaves(value, `${above}${key}.`) : [];
  });
}
