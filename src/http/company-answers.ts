/** Where an act of a company administrator leads: back to the company page with one sentence, to a missing page, or elsewhere. */
import type { Outcome, Refusal } from '../core/outcome.ts';
import type { Words } from '../i18n/catalog.ts';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

export type CompanyNotice = keyof Words['company']['notices'];

export function toCompany(visit: SessionVisit, notice: CompanyNotice): Response {
  return seeOther(`${pathOf(visit, 'company')}?notice=${notice}`);
}

/** Null is answered with "not found": for whoever is not of this company, an id of another is as unknown as one of nobody. */
export function answerAct(visit: SessionVisit, outcome: Outcome<unknown>, notice: CompanyNotice): Response | null {
  if (outcome.ok) return toCompany(visit, notice);
  const { refusal } = outcome;
  if (refusal.code === 'no-such-account') return null;
  return isOutdated(refusal) ? toCompany(visit, 'changed') : answerElsewhere(visit, refusal);
}

function isOutdated({ code }: Refusal): boolean {
  return code === 'not-in-this-state' || code === 'link-spent' || code === 'request-changed';
}
