/**
 * What somebody looks for in the audit log (D-32), read from a form: account and agent by their mail address as a whole, company by its
 * name, portal, days in Japan, a group of actions. Nothing of it ever stands in an address of a page.
 */
import { canonicalEmail, isMailAddress, type PortalId } from './account.ts';
import { AUDIT_FIELDS, type AuditField, type AuditForm } from './audit-fields.ts';
import { AUDIT_GROUPS, type AuditGroup } from './audit-groups.ts';
import { canonicalCompanyName } from './company-name.ts';
import { type Duration, days, hours, type Instant } from './time.ts';

export interface AuditTerms {
  readonly account: string | null;
  readonly agent: string | null;
  /** In its canonical form. */
  readonly company: string | null;
  readonly portal: PortalId | null;
  readonly from: Instant | null;
  /** Not included. */
  readonly until: Instant | null;
  readonly group: AuditGroup | null;
}

export type AuditFieldProblem = 'no-mail' | 'no-date' | 'order' | 'too-long';
export type ReadAuditSearch =
  | { readonly ok: true; readonly terms: AuditTerms; readonly used: readonly AuditField[] }
  | { readonly ok: false; readonly problems: readonly { readonly field: AuditField; readonly problem: AuditFieldProblem }[] };

const TEXT_MAX = 254;
/** Japan has no summer time. */
const JAPAN: Duration = hours(9);

export function readAuditSearch(form: AuditForm): ReadAuditSearch {
  const text = (field: AuditField): string => form[field].normalize('NFKC').trim();
  const mail = (field: AuditField): string | null => (text(field) === '' ? null : canonicalEmail(text(field)));
  const from = dayOf(text('from'));
  const lastDay = dayOf(text('until'));
  const problems = [
    ...AUDIT_FIELDS.filter((field) => text(field).length > TEXT_MAX).map((field) => ({ field, problem: 'too-long' as const })),
    ...(['account', 'agent'] as const)
      .filter((field) => text(field) !== '' && !isMailAddress(text(field)))
      .map((field) => ({ field, problem: 'no-mail' as const })),
    ...(from === undefined ? [{ field: 'from' as const, problem: 'no-date' as const }] : []),
    ...(lastDay === undefined ? [{ field: 'until' as const, problem: 'no-date' as const }] : []),
    ...(from && lastDay && lastDay < from ? [{ field: 'until' as const, problem: 'order' as const }] : []),
  ];
  if (problems.length > 0 || from === undefined || lastDay === undefined) return { ok: false, problems };
  const company = canonicalCompanyName(text('company'));
  const terms: AuditTerms = {
    account: mail('account'),
    agent: mail('agent'),
    company: company === '' ? null : company,
    portal: text('portal') === '' ? null : text('portal'),
    from,
    until: lastDay === null ? null : lastDay + days(1),
    group: AUDIT_GROUPS.find((group) => group === text('group')) ?? null,
  };
  return { ok: true, terms, used: AUDIT_FIELDS.filter((field) => terms[field] !== null) };
}

/** Midnight in Japan of `2026-11-24` or `2026/11/24`; null for nothing, undefined for what is no day. */
function dayOf(text: string): Instant | null | undefined {
  if (text === '') return null;
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = new Date(at).getUTCMonth() === Number(month) - 1 && new Date(at).getUTCDate() === Number(day);
  return isDay ? at - JAPAN : undefined;
}
