/**
 * `genkan config check --effect`: whom the two-factor rules of this configuration and of the companies reach, in numbers, before
 * the server is started with it. Reads counts and nothing else; which rule holds is decided in `core/`.
 */
import { effectOf } from './core/company-administration.ts';
import type { Instant } from './core/time.ts';
import { policyDate, type TwoFactorRule, twoFactorRuleOf } from './core/two-factor-policy.ts';
import type { PortalDefinition } from './portals/definition.ts';
import type { CompanyCoverage, Coverage } from './ports.ts';

/** One line per portal for what its own rule reaches, and one per company whose rule is stricter. */
export function effectLines(
  portals: readonly PortalDefinition[],
  coverages: readonly CompanyCoverage[],
  at: Instant,
): readonly string[] {
  const known = portals.flatMap((portal) =>
    linesOf(
      portal,
      coverages.filter(({ portal: id }) => id === portal.id),
      at,
    ),
  );
  const ids = portals.map(({ id }) => id);
  const strange = [...new Set(coverages.map(({ portal }) => portal))].filter((id) => !ids.includes(id));
  return [
    ...known,
    ...strange.map((id) => {
      const { people } = sumOf(coverages.filter(({ portal }) => portal === id));
      return `effect: portal ${id} is not configured; nobody signs in to its ${people} active ${accounts(people)}`;
    }),
  ];
}

function linesOf(portal: PortalDefinition, coverages: readonly CompanyCoverage[], at: Instant): readonly string[] {
  const ruled = coverages.map((coverage) => ({ coverage, rule: twoFactorRuleOf(portal, coverage.company) }));
  const own = ruled.filter(({ rule }) => rule.setBy !== 'company').map(({ coverage }) => coverage);
  return [
    `effect: portal ${portal.id}: ${sentence(twoFactorRuleOf(portal, null), sumOf(own), at)}`,
    ...ruled
      .filter(({ rule }) => rule.setBy === 'company')
      .map(
        ({ coverage, rule }) =>
          `effect: portal ${portal.id}, company ${coverage.company?.name ?? ''}: ${sentence(rule, coverage, at)}`,
      ),
  ];
}

function sentence(rule: TwoFactorRule, { people, withSecondFactor }: Coverage, at: Instant): string {
  const without = people - withSecondFactor;
  const count = `${without} of ${people} active ${accounts(people)}`;
  const effect = effectOf(rule, at);
  switch (effect.kind) {
    case 'now': {
      const since = rule.requiredFrom === null || rule.requiredFrom === 0 ? '' : ` since ${policyDate(rule.requiredFrom)}`;
      return `${count} would enrol at the next sign-in (required by the ${rule.setBy ?? 'portal'}${since})`;
    }
    case 'later':
      return `${count} would enrol at the first sign-in from ${policyDate(effect.from)} (required by the ${rule.setBy ?? 'portal'})`;
    case 'advice':
      return `${count} see the recommendation on the dashboard (recommended by the ${rule.setBy ?? 'portal'})`;
    case 'nothing':
      return `nobody must enrol; ${count} have no second factor`;
  }
}

function accounts(count: number): string {
  return count === 1 ? 'account' : 'accounts';
}

function sumOf(coverages: readonly Coverage[]): Coverage {
  return coverages.reduce(
    (sum, { people, withSecondFactor }) => ({
      people: sum.people + people,
      withSecondFactor: sum.withSecondFactor + withSecondFactor,
    }),
    { people: 0, withSecondFactor: 0 },
  );
}
