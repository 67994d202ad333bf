/** Companies: found by id or name for the commands on the host, created once, and the rule their administrators set. */
import type { Company, CompanyId, NewCompany } from '../core/account.ts';
import { canonicalCompanyName } from '../core/company-name.ts';
import { Fault } from '../core/outcome.ts';
import type { TwoFactorPolicy } from '../core/two-factor-policy.ts';
import type { VersionedPolicy } from '../ports.ts';
import type { Handle, Tables } from './tables.ts';

/** Every company, of any portal, with this id or exactly this name. */
export async function findCompanies(on: Handle, idOrName: string): Promise<readonly Company[]> {
  const rows = await on.db
    .selectFrom('company')
    .select(['id', 'portal', 'name', 'plan', 'two_factor_level', 'two_factor_required_from'])
    .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
    .orderBy('id')
    .execute();
  return rows.map(({ two_factor_level: level, two_factor_required_from: requiredFrom, ...company }) => ({
    ...company,
    twoFactorPolicy: { level, requiredFrom },
  }));
}

/** A new company as its row; its own rule begins optional. */
export function companyRow({ id, portal, name, plan }: NewCompany): Pick<Tables['company'], 'id' | 'portal' | 'name' | 'plan'> & {
  canonical_name: string;
} {
  return { id, portal, name, plan, canonical_name: canonicalCompanyName(name) };
}

/** False when the id is taken. */
export async function insertCompany(on: Handle, company: NewCompany, notifiesAdministrators: boolean): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('company')
    .values({ ...companyRow(company), notifies_administrators: notifiesAdministrators ? 1 : 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findPolicy(on: Handle, company: CompanyId): Promise<VersionedPolicy> {
  const row = await on.db
    .selectFrom('company')
    .select(['two_factor_level as level', 'two_factor_required_from as requiredFrom', 'two_factor_version as version'])
    .where('id', '=', company)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('invariant-broken', `there is no company ${company}`);
  return { policy: { level: row.level, requiredFrom: row.requiredFrom }, version: row.version };
}

/** False when somebody changed it since this version. */
export async function setPolicy(on: Handle, company: CompanyId, policy: TwoFactorPolicy, fromVersion: number): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('company')
    .set({
      two_factor_level: policy.level,
      two_factor_required_from: policy.requiredFrom,
      two_factor_version: fromVersion + 1,
    })
    .where('id', '=', company)
    .where('two_factor_version', '=', fromVersion)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
