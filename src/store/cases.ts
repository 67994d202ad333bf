/** The running support cases of a company, newest change first. Read-only for the journeys; imports fill it. */
import type { CompanyId } from '../core/account.ts';
import type { SupportCase } from '../core/support-case.ts';
import type { CasePage } from '../ports.ts';
import type { Handle, Tables } from './tables.ts';

export async function findCases(
  on: Handle,
  company: CompanyId,
  page: { readonly offset: number; readonly limit: number },
): Promise<CasePage> {
  const { total } = await on.db
    .selectFrom('support_case')
    .where('company_id', '=', company)
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await on.db
    .selectFrom('support_case')
    .selectAll()
    .where('company_id', '=', company)
    .orderBy('updated_at', 'desc')
    .orderBy('number', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { cases: rows.map(caseFrom), total };
}

export async function findCase(on: Handle, company: CompanyId, number: string): Promise<SupportCase | undefined> {
  const row = await on.db
    .selectFrom('support_case')
    .selectAll()
    .where('company_id', '=', company)
    .where('number', '=', number)
    .executeTakeFirst();
  return row === undefined ? undefined : caseFrom(row);
}

/** Throws when the number is taken. */
export async function insertCase(on: Handle, company: CompanyId, row: SupportCase): Promise<void> {
  await on.db.insertInto('support_case').values(rowOf(company, row)).execute();
}

/** False when the company has a case of this number already. */
export async function insertNewCase(on: Handle, company: CompanyId, row: SupportCase): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('support_case')
    .values(rowOf(company, row))
    .onConflict((conflict) => conflict.columns(['company_id', 'number']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

function rowOf(company: CompanyId, row: SupportCase): Tables['support_case'] {
  return {
    company_id: company,
    number: row.number,
    subject: row.subject,
    description: row.description,
    state: row.state,
    opened_at: row.openedAt,
    updated_at: row.updatedAt,
  };
}

function caseFrom(row: Tables['support_case']): SupportCase {
  return {
    number: row.number,
    subject: row.subject,
    description: row.description,
    state: row.state,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
  };
}
