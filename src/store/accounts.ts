/**
 * Accounts: the facts a sign-in needs, the lock that orders changes of one account, and the few changes it takes itself.
 * Which address finds which account is decided by the canonical form alone (SEC-P07).
 */
import { type Account, type AccountId, type CompanyId, canonicalEmail, type NewAccount, type PortalId } from '../core/account.ts';
import type { ContactSetVia } from '../core/contact.ts';
import type { Language } from '../core/language.ts';
import type { Instant } from '../core/time.ts';
import type { SignInFacts } from '../ports.ts';
import { insertInitialPoints, isReserved } from './contact-points.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle } from './tables.ts';

/** Account, company and bound authenticators by one joined query; undefined when nobody has the address in this portal. */
export async function findSignInFacts(on: Handle, portal: PortalId, canonicalEmail: string): Promise<SignInFacts | undefined> {
  const rows = await joinedAccount(on)
    .where('account.portal', '=', portal)
    .where('account.canonical_email', '=', canonicalEmail)
    .execute();
  return factsFrom(rows);
}

export async function findAccountFacts(on: Handle, portal: PortalId, account: AccountId): Promise<SignInFacts | undefined> {
  return factsFrom(await joinedAccount(on).where('account.portal', '=', portal).where('account.id', '=', account).execute());
}

export async function findCompanyAdministrators(on: Handle, company: CompanyId): Promise<readonly Account[]> {
  const rows = await joinedAccount(on)
    .where('account.company_id', '=', company)
    .where('account.role', '=', 'company-administrator')
    .where('account.status', '=', 'active')
    .execute();
  const ids = [...new Set(rows.map((row) => row.account_id))].toSorted();
  return ids.flatMap((id) => factsFrom(rows.filter((row) => row.account_id === id))?.account ?? []);
}

/** A new account as its row; what is not said begins empty. */
export function accountRow(account: NewAccount) {
  return {
    id: account.id,
    portal: account.portal,
    email: account.email,
    canonical_email: canonicalEmail(account.email),
    name: account.name,
    phone: account.phone,
    company_id: account.companyId,
    role: account.role,
    language: account.language,
    language_chosen: 0,
    status: account.status,
    created_at: account.createdAt,
    password_set_at: account.passwordSetAt,
    password_record: account.passwordRecord,
    password_set_via: account.passwordRecord === null ? null : (account.passwordSetVia ?? 'import'),
    security_version: 1,
  } as const;
}

/** False when the portal has an account of this address already: it is never changed by this (product decision 8). */
export async function insertAccount(on: Handle, account: NewAccount, contactVia: ContactSetVia = 'host'): Promise<boolean> {
  const row = accountRow(account);
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('account')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal', 'canonical_email']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  // Looked for after the row is in: an address that is being left at this moment is free only once it is kept for its holder.
  if (await isReserved(on, row.portal, row.canonical_email, account.createdAt, null)) {
    await on.db.deleteFrom('account').where('id', '=', row.id).execute();
    return false;
  }
  await insertInitialPoints(on, row, contactVia, account.phoneIsSwitchboard);
  return true;
}

/**
 * Two changes of one account wait for each other from here on. SQLite has only one writer, PostgreSQL locks the row: its
 * statements would otherwise not see what the other transaction is about to insert.
 */
export async function lockAccount(on: Handle, account: AccountId): Promise<void> {
  if (on.kind === 'sqlite') return;
  await on.db.selectFrom('account').select('id').where('id', '=', account).forUpdate().execute();
}

/** Notes a sign-in; false when the account's security version moved on or it is not active (SEC-E05). */
export async function acceptSignIn(on: Handle, account: AccountId, securityVersion: number, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ last_signed_in_at: at })
    .where('id', '=', account)
    .where('security_version', '=', securityVersion)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Everything begun with an older version is void after this. */
export async function growSecurityVersion(on: Handle, account: AccountId): Promise<void> {
  await on.db
    .updateTable('account')
    .set((row) => ({ security_version: row('security_version', '+', 1) }))
    .where('id', '=', account)
    .execute();
}

/** An earlier moment stands: objecting to a later notice as well brings nothing back. */
export async function setAsideAuthenticators(on: Handle, account: AccountId, since: Instant): Promise<readonly string[]> {
  await growSecurityVersion(on, account);
  await on.db
    .updateTable('account')
    .set({ set_aside_since: since })
    .where('id', '=', account)
    .where((row) => row.or([row('set_aside_since', 'is', null), row('set_aside_since', '>', since)]))
    .execute();
  const rows = await on.db
    .selectFrom('authenticator')
    .select('id')
    .where('account_id', '=', account)
    .where('state', '=', 'bound')
    .where('bound_at', '>=', since)
    .execute();
  return rows.map(({ id }) => id).sort();
}

/** A rehash of the same password, so neither `passwordSetAt` nor the security version moves. */
export async function replacePasswordRecord(on: Handle, account: AccountId, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ password_record: to })
    .where('id', '=', account)
    .where('password_record', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function setLanguage(on: Handle, account: AccountId, language: Language, chosen: boolean): Promise<void> {
  await on.db
    .updateTable('account')
    .set({ language, language_chosen: chosen ? 1 : 0 })
    .where('id', '=', account)
    .execute();
}

export async function hideRecommendation(on: Handle, account: AccountId, until: Instant): Promise<void> {
  await on.db.updateTable('account').set({ recommendation_hidden_until: until }).where('id', '=', account).execute();
}

/** Since the first time; either way whatever was begun before is void. */
export async function closePasswordOnly(on: Handle, account: AccountId, at: Instant): Promise<void> {
  await growSecurityVersion(on, account);
  await on.db
    .updateTable('account')
    .set({ password_only_closed_at: at })
    .where('id', '=', account)
    .where('password_only_closed_at', 'is', null)
    .execute();
}

export async function freezeRecovery(on: Handle, account: AccountId, until: Instant): Promise<void> {
  await on.db
    .updateTable('account')
    .set({ recovery_frozen_until: until })
    .where('id', '=', account)
    .where((row) => row.or([row('recovery_frozen_until', 'is', null), row('recovery_frozen_until', '<', until)]))
    .execute();
}
