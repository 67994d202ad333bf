/**
 * The support cases a signed-in person may read: those of the own company and no others. The company comes from the session
 * and goes into the query itself, so a number of another company is as unknown as one that never existed (SEC-K03).
 */
import type { LiveSession } from '../core/session.ts';
import { isCaseNumber, type SupportCase } from '../core/support-case.ts';
import type { CasePage, Ports } from '../ports.ts';

const NONE: CasePage = { cases: [], total: 0 };

export interface CaseList extends CasePage {
  /** The page that is shown, from 1; the last one when a later page was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
}

/** The cases changed last, newest first; none for an account without a company. */
export function findNewestCases(ports: Ports, session: LiveSession, limit: number): Promise<CasePage> {
  return readPage(ports, session, 0, limit);
}

/** One page of all cases. `page` counts from 1. */
export async function findCases(ports: Ports, session: LiveSession, page: number, size: number): Promise<CaseList> {
  const asked = await readPage(ports, session, (page - 1) * size, size);
  const pages = Math.max(1, Math.ceil(asked.total / size));
  if (page <= pages) return { ...asked, page, pages };
  return { ...(await readPage(ports, session, (pages - 1) * size, size)), page: pages, pages };
}

/** Undefined for a number that is none, is unknown, or belongs to another company: three cases nobody can tell apart. */
export async function findCase(ports: Ports, session: LiveSession, number: string): Promise<SupportCase | undefined> {
  const company = session.account.company;
  if (company === null || !isCaseNumber(number)) return undefined;
  return ports.store.read.caseByNumber(company.id, number);
}

async function readPage(ports: Ports, session: LiveSession, offset: number, limit: number): Promise<CasePage> {
  const company = session.account.company;
  return company === null ? NONE : ports.store.read.cases(company.id, { offset, limit });
}
