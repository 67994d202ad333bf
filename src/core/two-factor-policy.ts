/**
 * What portal and company ask of an account: two-factor sign-in as one likes, recommended, or required from an instant on. The
 * stricter of the two rules holds and the earlier date, so a company only ever tightens what its portal says. Nothing of it is
 * stored with the account: a rule that becomes stricter holds for everybody at once.
 */
import type { Company, PortalPolicy } from './account.ts';
import type { Instant } from './time.ts';

export const TWO_FACTOR_LEVELS = ['optional', 'recommended', 'required'] as const;
export type TwoFactorLevel = (typeof TWO_FACTOR_LEVELS)[number];

/** What one side asks for. */
export interface TwoFactorPolicy {
  readonly level: TwoFactorLevel;
  /** From when on a sign-in without a second factor leads to an enrolment; null unless required. */
  readonly requiredFrom: Instant | null;
}

export interface TwoFactorRule extends TwoFactorPolicy {
  /** Who made the rule; null when nobody asks for anything. */
  readonly setBy: 'portal' | 'company' | 'desk' | null;
}

export const OPTIONAL_POLICY: TwoFactorPolicy = { level: 'optional', requiredFrom: null };
/** At every time there is. */
export const REQUIRED_POLICY: TwoFactorPolicy = { level: 'required', requiredFrom: 0 };

/** The rule over an account of this portal and company. Where both ask for the same, it is the portal's. */
export function twoFactorRuleOf(
  portal: Pick<PortalPolicy, 'kind' | 'twoFactorPolicy'>,
  company: Pick<Company, 'twoFactorPolicy'> | null,
): TwoFactorRule {
  if (portal.kind === 'desk') return { ...REQUIRED_POLICY, setBy: 'desk' };
  const ofPortal = portal.twoFactorPolicy;
  const ofCompany = company?.twoFactorPolicy ?? OPTIONAL_POLICY;
  if (isStricter(ofCompany, ofPortal)) return { ...ofCompany, setBy: 'company' };
  return { ...ofPortal, setBy: ofPortal.level === 'optional' ? null : 'portal' };
}

/** Whether nobody of this portal and company signs in with a password alone at `at`. */
export function isTwoFactorRequired(
  portal: Pick<PortalPolicy, 'kind' | 'twoFactorPolicy'>,
  company: Pick<Company, 'twoFactorPolicy'> | null,
  at: Instant,
): boolean {
  return isInForce(twoFactorRuleOf(portal, company), at);
}

/** Whether this alone requires a second factor at `at`. The date itself is the first instant at which it does. */
export function isInForce({ requiredFrom }: TwoFactorPolicy, at: Instant): boolean {
  return requiredFrom !== null && at >= requiredFrom;
}

/** When a second factor will be required, where it is not yet; null otherwise. */
export function graceEnd({ requiredFrom }: TwoFactorPolicy, at: Instant): Instant | null {
  return requiredFrom !== null && at < requiredFrom ? requiredFrom : null;
}

export function isStricter(one: TwoFactorPolicy, other: TwoFactorPolicy): boolean {
  const rank = ({ level }: TwoFactorPolicy): number => TWO_FACTOR_LEVELS.indexOf(level);
  if (rank(one) !== rank(other)) return rank(one) > rank(other);
  return one.requiredFrom !== null && other.requiredFrom !== null && one.requiredFrom < other.requiredFrom;
}

/** The instant at which this day begins in Japan; undefined when the text is no day, such as 2026-02-30. */
export function readPolicyDate(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00+09:00`);
  return Number.isNaN(at) || policyDate(at) !== text ? undefined : at;
}

/** The day a person typed: 2027-4-1, 2027/04/01, 2027年4月1日, in any width. */
export function readTypedDate(text: string): Instant | undefined {
  const [year = '', month = '', day = '', ...more] = text
    .normalize('NFKC')
    .trim()
    .replace(/日$/u, '')
    .split(/\s*[-/.年月]\s*/u);
  return more.length > 0 ? undefined : readPolicyDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** The day in Japan on which this instant falls: 2026-12-01. */
export function policyDate(at: Instant): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(at);
}
