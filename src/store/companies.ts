/** Companies: found by id or name for the commands on the host, created once. Nothing changes or removes one here. */
import type { Company } from '../core/account.ts';
import type { Handle } from './tables.ts';

/** Every company, of any portal, with this id or exactly this name. */
export async function findCompanies(on: Handle, idOrName: string): Promise<readonly Company[]> {
  return on.db
    .selectFrom('company')
    .select(['id', 'portal', 'name', 'plan'])
    .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
    .orderBy('id')
    .execute();
}

/** False when the id is taken. */
export async function insertCompany(
  on: Handle,
  { id, portal, name, plan }: Company,
  notifiesAdministrators: boolean,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('company')
    .values({ id, portal, name, plan, notifies_administrators: notifiesAdministrators ? 1 : 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
