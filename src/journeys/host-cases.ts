/**
 * Importing support cases: all rows or none. A row for an existing number is an error, never an update (product decision 9), and
 * every mistake of the file is answered at once, with its line.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import { type CaseProblem, readCaseFile } from '../core/case-file.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { SupportCase } from '../core/support-case.ts';
import type { Instant } from '../core/time.ts';
import { byHost } from './audit.ts';
import type { HostPorts } from './first-password.ts';
import { findCompany } from './host-accounts.ts';

export interface CheckedCases {
  readonly cases: readonly { readonly companyId: string; readonly portal: string; readonly supportCase: SupportCase }[];
  /** In the order of the file; the file may be imported only when there is none. */
  readonly problems: readonly CaseProblem[];
}

/** Changes nothing. */
export async function checkCases(ports: HostPorts, text: string): Promise<CheckedCases> {
  const file = readCaseFile(text);
  const problems: CaseProblem[] = [...file.problems];
  const cases: CheckedCases['cases'][number][] = [];
  const lines = new Map<string, number>();
  const companies = new Map<string, Awaited<ReturnType<typeof findCompany>>>();
  for (const { line, company: idOrName, portal, supportCase } of file.rows) {
    const name = `${portal ?? ''}\n${idOrName}`;
    const company = companies.get(name) ?? (await findCompany(ports, portal, idOrName));
    companies.set(name, company);
    if (!company.ok) {
      problems.push({ line, kind: 'no-company' });
      continue;
    }
    const key = `${company.value.id}\n${supportCase.number}`;
    const first = lines.get(key);
    lines.set(key, first ?? line);
    if (first !== undefined) problems.push({ line, kind: 'number-twice', first });
    else if ((await ports.store.read.caseByNumber(company.value.id, supportCase.number)) !== undefined)
      problems.push({ line, kind: 'exists' });
    cases.push({ companyId: company.value.id, portal: company.value.portal, supportCase });
  }
  return { cases, problems: problems.toSorted((a, b) => a.line - b.line) };
}

/** Refused as a whole when a number was taken meanwhile. */
export async function importCases(ports: HostPorts, at: Instant, cases: CheckedCases['cases']): Promise<Outcome<number>> {
  const [first, ...rest] = cases.map(
    ({ companyId, portal, supportCase }): AuditEvent =>
      byHost(at, portal, null, { type: 'case.imported', companyId, number: supportCase.number, via: 'host' }),
  );
  if (first === undefined) return done(0);
  return ports.store.write([first, ...rest], async (tx) => {
    for (const { companyId, supportCase } of cases) {
      if (!(await tx.insertCase(companyId, supportCase))) return refuse({ code: 'case-exists' });
    }
    return done(cases.length);
  });
}
