/**
 * The company's own two-factor rule: what it would do is shown before it is saved, and what is saved is what was shown.
 * Somebody else's change in between, or other people than those shown, lead back to the review with the new numbers.
 */
import { effectOf, type PolicyEffect } from '../core/company-administration.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { type TwoFactorPolicy, type TwoFactorRule, twoFactorRuleOf } from '../core/two-factor-policy.ts';
import type { Caller, Coverage, Ports, VersionedPolicy } from '../ports.ts';
import {
  type Administrator,
  administratorOf,
  byAdministrator,
  isStillAdministrator,
  mayAdminister,
  tellAdministrators,
} from './company-administration.ts';

/** Names on the review; how many more there are is said. */
const NAMES_MAX = 50;

export interface PolicyReview {
  readonly wanted: TwoFactorPolicy;
  readonly current: VersionedPolicy;
  /** What holds once it is saved; the portal's own rule where that is stricter. */
  readonly rule: TwoFactorRule;
  readonly effect: PolicyEffect;
  readonly coverage: Coverage;
  /** Of those who have no second factor, at most fifty. */
  readonly names: readonly string[];
}

/** What a change would do now; null for nobody's company. */
export async function reviewPolicy(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  wanted: TwoFactorPolicy,
): Promise<PolicyReview | null> {
  const administrator = administratorOf(session);
  return administrator === null ? null : review(ports, caller, administrator, wanted);
}

/** What the page of the review had shown when its button was pressed. */
export interface ShownReview {
  readonly version: number;
  readonly affected: number;
}

/** Refused as `request-changed` when the page had shown something else than what is so now: nothing is saved then. */
export async function changePolicy(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  wanted: TwoFactorPolicy,
  shown: ShownReview,
): Promise<Outcome<void>> {
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { company } = administrator;
  const now = await review(ports, caller, administrator, wanted);
  if (now.current.version !== shown.version || affectedBy(now) !== shown.affected) return refuse({ code: 'request-changed' });

  const { level, requiredFrom } = wanted;
  const told = await tellAdministrators(ports, caller, administrator, {
    change: `policy-${level}`,
    person: '',
    ...(requiredFrom === null ? {} : { from: requiredFrom }),
  });
  const event = byAdministrator(caller, administrator, null, {
    type: 'company.policy-changed',
    companyId: company.id,
    level,
    requiredFrom,
    affected: affectedBy(now),
  });
  return ports.store.write([event], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    if (!(await tx.setCompanyPolicy(company.id, wanted, shown.version))) return refuse({ code: 'request-changed' });
    await told(tx);
    return done(undefined);
  });
}

/** How many people have no second factor, and so whom a rule reaches. */
export function affectedBy({ coverage }: Pick<PolicyReview, 'coverage'>): number {
  return coverage.people - coverage.withSecondFactor;
}

async function review(ports: Ports, caller: Caller, { company }: Administrator, wanted: TwoFactorPolicy): Promise<PolicyReview> {
  const { read } = ports.store;
  const rule = twoFactorRuleOf(caller.portal, { twoFactorPolicy: wanted });
  return {
    wanted,
    current: await read.companyPolicy(company.id),
    rule,
    effect: effectOf(rule, caller.at),
    coverage: await read.companyCoverage(company.id),
    names: await read.peopleWithoutSecondFactor(company.id, NAMES_MAX),
  };
}
