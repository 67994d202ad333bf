/**
 * What portal and company ask of an account: two-factor sign-in as one likes, recommended, or required from an instant on.
 * Nothing of it is stored with the account, so a rule that becomes stricter holds for everybody at once.
 */
import type { Company, PortalPolicy } from './account.ts';
import type { Instant } from './time.ts';

export interface TwoFactorRule {
  readonly level: 'optional' | 'recommended' | 'required';
  /** From when on a sign-in without a second factor leads to an enrolment; null unless required. */
  readonly requiredFrom: Instant | null;
  /** Who made the rule; null when nobody asks for anything. */
  readonly setBy: 'portal' | 'company' | 'desk' | null;
}

/** The strictest rule over an account of this portal and company. */
export function twoFactorRuleOf(portal: PortalPolicy, _company: Company | null): TwoFactorRule {
  if (!portal.twoFactorRequired) return { level: 'optional', requiredFrom: null, setBy: null };
  return { level: 'required', requiredFrom: 0, setBy: portal.kind === 'desk' ? 'desk' : 'portal' };
}

/** Whether nobody of this portal and company signs in with a password alone at `at`. */
export function isTwoFactorRequired(portal: PortalPolicy, company: Company | null, at: Instant): boolean {
  const { requiredFrom } = twoFactorRuleOf(portal, company);
  return requiredFrom !== null && at >= requiredFrom;
}
