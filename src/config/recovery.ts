/**
 * The recovery policy in force: the numbers of `core/recovery-policy.ts`, with those of the configuration over them, and the name
 * they are known by in every event. What the numbers mean is decided in `core/`.
 */
import { createHash } from 'node:crypto';
import { DEFAULT_RECOVERY, type RecoveryPolicy } from '../core/recovery-policy.ts';

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

/** A digest over `path=number` lines in the order of the paths. */
function digestOf(numbers: object): string {
  const text = leaves(numbers, '').toSorted().join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, VERSION_LENGTH);
}

function leaves(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}
