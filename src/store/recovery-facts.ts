/**
 * What the decisions about an account's requests rest on, read together: its version (which orders them), its freeze and
 * quota, and the facts of the risk (desk.md section 3). What follows from a fact is decided in `core/recovery-risk.ts`.
 */
import { sql } from 'kysely';
import type { AccountId } from '../core/account.ts';
import { contactChangedAt } from '../core/contact.ts';
import { Fault } from '../core/outcome.ts';
import { LETTERS_WITHIN, QUOTA_WINDOW } from '../core/recovery-policy.ts';
import type { RequestState } from '../core/recovery-request.ts';
import { COMPANY_REQUESTS_WITHIN, EARLIER_REQUESTS_WITHIN, FAILURES_WITHIN, FAMILIAR_WITHIN } from '../core/recovery-risk.ts';
import type { Instant } from '../core/time.ts';
import type { RecoveryFacts, StoredRecoveryRequest, ToldAdministrator } from '../ports.ts';
import { findContactPoints } from './contact-points.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle, Tables } from './tables.ts';

/** Ended in one of these ways, an earlier request whose mailbox was confirmed raises the risk. */
const TELLING_ENDS: readonly RequestState[] = ['redeemed', 'closed', 'refused', 'frozen', 'vetoed'];

/** `request` is left out of what is counted; `place` is where it was filed from. */
export async function findRecoveryFacts(
  on: Handle,
  accountId: AccountId,
  request: Pick<StoredRecoveryRequest, 'id' | 'place' | 'request'> | null,
  at: Instant,
): Promise<RecoveryFacts> {
  const facts = factsFrom(await joinedAccount(on).where('account.id', '=', accountId).execute());
  const row = await on.db
    .selectFrom('account')
    .select(['recovery_version', 'filings_void_before', 'password_by_link_at'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (facts === undefined || row === undefined) throw new Fault('invariant-broken', `there is no account ${accountId}`);
  const { account, authenticators } = facts;
  const lastSecondFactorAt = authenticators.reduce<Instant | null>(
    (latest, { boundAt, lastUsedAt }) => Math.max(latest ?? 0, boundAt, lastUsedAt ?? 0),
    null,
  );
  const points = await findContactPoints(on, accountId);
  return {
    account,
    recoveryVersion: row.recovery_version,
    filingsVoidBefore: row.filings_void_before,
    lettersWithinDay: await countLetters(on, accountId, at - LETTERS_WITHIN),
    contactPoints: points,
    confirmedWithinQuota: await countConfirmed(on, accountId, at - QUOTA_WINDOW),
    risk: {
      contactChangedAt: contactChangedAt(points),
      passwordByMailedLinkAt: row.password_by_link_at,
      requestFiledAt: request?.request.filedAt ?? null,
      lastSecondFactorAt,
      isCompanyAdministrator: account.role === 'company-administrator',
      earlierEndings: await findEarlierEndings(on, accountId, request?.id ?? '', at - EARLIER_REQUESTS_WITHIN),
      confirmedOfCompany:
        1 + (await countOfCompany(on, account.company?.id ?? null, request?.id ?? '', at - COMPANY_REQUESTS_WITHIN)),
      secondFactorFailures: await countCodeFailures(on, accountId, at - FAILURES_WITHIN),
      isNewPlace: request !== null && !(await isFamiliarPlace(on, accountId, request.place, at - FAMILIAR_WITHIN)),
    },
  };
}

export async function findToldAdministrators(on: Handle, accountId: AccountId): Promise<readonly ToldAdministrator[]> {
  const rows = await on.db
    .selectFrom('account as holder')
    .innerJoin('company', 'company.id', 'holder.company_id')
    .innerJoin('account as administrator', 'administrator.company_id', 'company.id')
    .where('holder.id', '=', accountId)
    .where('company.notifies_administrators', '=', 1)
    .where('administrator.role', '=', 'company-administrator')
    .where('administrator.status', '=', 'active')
    .where('administrator.id', '<>', accountId)
    .orderBy('administrator.id')
    .select(['administrator.id', 'administrator.email', 'administrator.name', 'administrator.language'])
    .execute();
  return rows.map(({ id, ...row }) => ({ accountId: id, ...row }));
}

async function countLetters(on: Handle, accountId: AccountId, since: Instant): Promise<number> {
  const { total } = await on.db
    .selectFrom('recovery_link')
    .select(sql<number>`count(*)`.as('total'))
    .where('account_id', '=', accountId)
    .where('counted', '=', 1)
    .where('mailed_at', '>', since)
    .executeTakeFirstOrThrow();
  return total;
}

async function countConfirmed(on: Handle, accountId: AccountId, since: Instant): Promise<number> {
  const { total } = await on.db
    .selectFrom('recovery_request')
    .select(sql<number>`count(*)`.as('total'))
    .where('account_id', '=', accountId)
    .where('confirmed_at', '>', since)
    .executeTakeFirstOrThrow();
  return total;
}

async function findEarlierEndings(on: Handle, accountId: AccountId, except: string, since: Instant): Promise<readonly Instant[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .select('state_since')
    .where('account_id', '=', accountId)
    .where('id', '<>', except)
    .where('state_since', '>', since)
    .where('confirmed_at', 'is not', null)
    .where('state', 'in', [...TELLING_ENDS])
    .execute();
  return rows.map((row) => row.state_since);
}

async function countOfCompany(on: Handle, companyId: string | null, except: string, since: Instant): Promise<number> {
  if (companyId === null) return 0;
  const { total } = await on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .select(sql<number>`count(*)`.as('total'))
    .where('account.company_id', '=', companyId)
    .where('recovery_request.id', '<>', except)
    .where('recovery_request.confirmed_at', '>', since)
    .executeTakeFirstOrThrow();
  return total;
}

const CODE_REFUSALS: readonly Tables['audit_event']['type'][] = ['sign-in.refused', 'session.step-up-refused'];

async function countCodeFailures(on: Handle, accountId: AccountId, since: Instant): Promise<number> {
  const { total } = await on.db
    .selectFrom('audit_event')
    .select(sql<number>`count(*)`.as('total'))
    .where('account_id', '=', accountId)
    .where('at', '>', since)
    .where('type', 'in', [...CODE_REFUSALS])
    .where('detail', 'like', '%"step":"code"%')
    .executeTakeFirstOrThrow();
  return total;
}

async function isFamiliarPlace(on: Handle, accountId: AccountId, place: string, since: Instant): Promise<boolean> {
  const row = await on.db
    .selectFrom('session')
    .select('id')
    .where('account_id', '=', accountId)
    .where('place', '=', place)
    .where('second_factor_at', 'is not', null)
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
