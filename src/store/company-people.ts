/**
 * A company's people as its administrators see and stop them. Every statement names the company (SEC-K03), and each change is one
 * conditional update whose row count is the verdict. Secrets, numbers and names of authenticators are not selected here.
 */
import type { ExpressionBuilder } from 'kysely';
import type { AccountId, CompanyId } from '../core/account.ts';
import type { Instant } from '../core/time.ts';
import type { CompanyCoverage, CompanyPerson, Coverage, PeoplePage } from '../ports.ts';
import { endOtherSessions, endPendingSignIns } from './sessions.ts';
import type { Handle, Tables } from './tables.ts';

/** One that counts: bound, and not set aside by "not me". */
export function hasSecondFactor(row: ExpressionBuilder<Tables, 'account'>) {
  return row.exists(
    row
      .selectFrom('authenticator')
      .select('authenticator.id')
      .whereRef('authenticator.account_id', '=', 'account.id')
      .where('authenticator.state', '=', 'bound')
      .where((bound) =>
        bound.or([
          bound('account.set_aside_since', 'is', null),
          bound('authenticator.bound_at', '<', bound.ref('account.set_aside_since')),
        ]),
      ),
  );
}

export async function findCoverage(on: Handle, company: CompanyId): Promise<Coverage> {
  const row = await on.db
    .selectFrom('account')
    .where('company_id', '=', company)
    .where('status', '=', 'active')
    .select((account) => [
      account.fn.countAll<number>().as('people'),
      account.fn.count<number>('account.id').filterWhere(hasSecondFactor).as('secured'),
    ])
    .executeTakeFirstOrThrow();
  return { people: row.people, withSecondFactor: row.secured };
}

/** Of every portal and company, accounts without a company by themselves. */
export async function findCoverages(on: Handle): Promise<readonly CompanyCoverage[]> {
  const rows = await on.db
    .selectFrom('account')
    .leftJoin('company', 'company.id', 'account.company_id')
    .where('account.status', '=', 'active')
    .groupBy([
      'account.portal',
      'company.id',
      'company.name',
      'company.plan',
      'company.two_factor_level',
      'company.two_factor_required_from',
    ])
    .orderBy('account.portal')
    .orderBy('company.name')
    .select((account) => [
      'account.portal',
      'company.id',
      'company.name',
      'company.plan',
      'company.two_factor_level as level',
      'company.two_factor_required_from as required_from',
      account.fn.countAll<number>().as('people'),
      account.fn.count<number>('account.id').filterWhere(hasSecondFactor).as('secured'),
    ])
    .execute();
  return rows.map(({ portal, id, name, plan, level, required_from: requiredFrom, people, secured }) => ({
    portal,
    company:
      id === null || name === null || plan === null || level === null
        ? null
        : { id, portal, name, plan, twoFactorPolicy: { level, requiredFrom } },
    people,
    withSecondFactor: secured,
  }));
}

export async function findNamesWithout(on: Handle, company: CompanyId, limit: number): Promise<readonly string[]> {
  const rows = await on.db
    .selectFrom('account')
    .where('company_id', '=', company)
    .where('status', '=', 'active')
    .where((row) => row.not(hasSecondFactor(row)))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .select('name')
    .execute();
  return rows.map(({ name }) => name);
}

export async function findPeople(
  on: Handle,
  company: CompanyId,
  page: { readonly offset: number; readonly limit: number },
): Promise<PeoplePage> {
  const { total } = await on.db
    .selectFrom('account')
    .where('company_id', '=', company)
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await selectPeople(on, company)
    .orderBy('account.name')
    .orderBy('account.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { people: rows.map(personFrom), total };
}

export async function findPerson(on: Handle, company: CompanyId, account: AccountId): Promise<CompanyPerson | undefined> {
  const row = await selectPeople(on, company).where('account.id', '=', account).executeTakeFirst();
  return row === undefined ? undefined : personFrom(row);
}

function selectPeople(on: Handle, company: CompanyId) {
  return on.db
    .selectFrom('account')
    .where('account.company_id', '=', company)
    .select((row) => [
      'account.id',
      'account.name',
      'account.email',
      'account.language',
      'account.role',
      'account.status',
      'account.suspended_by',
      'account.last_signed_in_at',
      row
        .selectFrom('account as suspender')
        .select('suspender.name')
        .whereRef('suspender.id', '=', 'account.suspended_by')
        .as('suspender_name'),
      row.case().when(hasSecondFactor(row)).then(1).else(0).end().as('secured'),
    ]);
}

type PersonRow = Awaited<ReturnType<ReturnType<typeof selectPeople>['execute']>>[number];

function personFrom(row: PersonRow): CompanyPerson {
  const { id, name, email, language, role, status } = row;
  return {
    id,
    name,
    email,
    language,
    role,
    status,
    suspendedBy: row.suspended_by,
    suspendedByName: row.suspender_name,
    hasSecondFactor: row.secured === 1,
    lastSignedInAt: row.last_signed_in_at,
  };
}

/** On PostgreSQL the row is locked: two administrators who stop each other at once do not both succeed. */
export async function isCompanyAdministrator(on: Handle, account: AccountId, company: CompanyId): Promise<boolean> {
  const row = await on.db
    .selectFrom('account')
    .select('id')
    .where('id', '=', account)
    .where('company_id', '=', company)
    .where('role', '=', 'company-administrator')
    .where('status', '=', 'active')
    .$if(on.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  return row !== undefined;
}

export async function suspendColleague(
  on: Handle,
  company: CompanyId,
  account: AccountId,
  by: AccountId,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ status: 'suspended', suspended_by: by, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('company_id', '=', company)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await endEverything(on, account, at, 'suspended');
  return true;
}

export async function reopenColleague(
  on: Handle,
  company: CompanyId,
  account: AccountId,
  by: AccountId,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ status: 'active', suspended_by: null, security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('company_id', '=', company)
    .where('status', '=', 'suspended')
    .where('suspended_by', '=', by)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await endPendingSignIns(on, account, at);
  return true;
}

export async function endColleagueSessions(on: Handle, company: CompanyId, account: AccountId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .where('company_id', '=', company)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await endEverything(on, account, at, 'administrator');
  return true;
}

export async function appointAdministrator(
  on: Handle,
  company: CompanyId,
  account: AccountId,
  by: AccountId,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ role: 'company-administrator', appointed_by: by, appointed_at: at })
    .where('id', '=', account)
    .where('company_id', '=', company)
    .where('status', '=', 'active')
    .where('role', '=', 'holder')
    // Somebody just recovered gets no role (desk.md section 4, quarantine).
    .where((row) => row.or([row('quarantined_until', 'is', null), row('quarantined_until', '<=', at)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function endEverything(on: Handle, account: AccountId, at: Instant, reason: 'suspended' | 'administrator'): Promise<void> {
  await endPendingSignIns(on, account, at);
  await endOtherSessions(on, account, null, at, reason);
}
