/**
 * What pages say of the two-factor rule: its level in words and, where a switch would be of no use, who made the rule and whom to
 * ask (G-17, U-49). Which rule holds is decided in `core/two-factor-policy.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { graceEnd, isInForce, type TwoFactorPolicy, type TwoFactorRule, twoFactorRuleOf } from '../core/two-factor-policy.ts';
import { formatDate } from '../i18n/dates.ts';
import { TextLink } from './components.tsx';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

/** The rule over the signed-in account. */
export function ruleOf({ portal, session }: SessionVisit): TwoFactorRule {
  return twoFactorRuleOf(portal, session.account.company);
}

/** The level in a word, with its date while that lies ahead. */
export function levelText({ language, caller, words }: Visit, policy: TwoFactorPolicy): string {
  const from = graceEnd(policy, caller.at);
  return from === null ? words.company.levels[policy.level] : words.company.levels.requiredFrom(formatDate(language, from));
}

/** Why two-factor cannot be turned off, in one sentence; null where it can. */
export function turnOffObstacle(visit: SessionVisit): string | null {
  const { caller, language, portal } = visit;
  const rule = ruleOf(visit);
  if (!isInForce(rule, caller.at)) return null;
  const words = visit.words.turnOff;
  return rule.setBy === 'company' ? words.requiredByCompany : words.requiredByPolicy(portal.name[language]);
}

/** Instead of a switch nobody may use: who made the rule and whom to ask. */
export function RequiredNote({ visit }: { visit: SessionVisit }): JSX.Element {
  const { language, portal } = visit;
  const words = visit.words.account.twoFactor;
  switch (ruleOf(visit).setBy) {
    case 'desk':
      return <p>{words.requiredByDesk(portal.name[language])}</p>;
    case 'company':
      return <p>{words.requiredByCompany}</p>;
    default:
      return (
        <>
          <p>{words.requiredByPortal(portal.name[language])}</p>
          <p>
            <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.contact}</TextLink>
          </p>
        </>
      );
  }
}
