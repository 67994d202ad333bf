/**
 * What the decisions about an account's requests rest on, read together: its version (which orders them), its freeze and
 * quota, and the facts of the risk (desk.md section 3). What follows from a fact is decided in `core/recovery-risk.ts`.
 */
import { sql } from 'kysely';
import { type Account, type AccountId, STAFF_ROLES } from '../core/account.ts';
import { type ContactPoint, contactChangedAt, contactOnFile, standing } from '../core/contact.ts';
import { Fault } from '../core/outcome.ts';
import { LETTERS_WITHIN, QUOTA_WINDOW } from '../core/recovery-policy.ts';
import { COMPANY_REQUESTS_WITHIN, EARLIER_REQUESTS_WITHIN, FAILURES_WITHIN, FAMILIAR_WITHIN } from '../core/recovery-risk.ts';
import type { RequestFacts } from '../core/recovery-standing.ts';
import type { RecoveryRequest, RequestState } from '../core/recovery-state.ts';
import { may, staffRole } from '../core/staff.ts';
import type { Duration, Instant } from '../core/time.ts';
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
  contactUnchangedFor: Duration,
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
    recorded: {
      numberOnFile: await numberOnFile(on, account, points, at, contactUnchangedFor),
      isStaff: staffRole(account.role) !== undefined,
      hasOtherAdministrator: await hasOtherAdministrator(on, account),
      left: request === null ? [] : await findLeft(on, account, request.request),
      risk: {
        contactChangedAt: contactChangedAt(points),
        passwordByMailedLinkAt: row.password_by_link_at,
        requestFiledAt: request?.request.filedAt ?? null,
        lastSecondFactorAt,
        isCompanyAdministrator: account.role === 'company-administrator',
        voucherReadsSameMailbox: request !== null && (await voucherReadsSameMailbox(on, points, request.request)),
        earlierEndings: await findEarlierEndings(on, accountId, request?.id ?? '', at - EARLIER_REQUESTS_WITHIN),
        confirmedOfCompany:
          1 + (await countOfCompany(on, account.company?.id ?? null, request?.id ?? '', at - COMPANY_REQUESTS_WITHIN)),
        secondFactorFailures: await countCodeFailures(on, accountId, at - FAILURES_WITHIN),
        // Staff and administrators file from where they are, which says nothing of whoever asks.
        isNewPlace:
          request !== null &&
          request.request.channel === 'web' &&
          !(await isFamiliarPlace(on, accountId, request.place, at - FAMILIAR_WITHIN)),
      },
    },
  };
}

/** Of the holder's company, unless it does not want to hear of it; of somebody of the desk, those who run it. */
export async function findToldAdministrators(on: Handle, accountId: AccountId): Promise<readonly ToldAdministrator[]> {
  const rows = [...(await ofCompany(on, accountId)), ...(await ofDesk(on, accountId))];
  return rows.map(({ id, ...row }) => ({ accountId: id, ...row }));
}

function ofCompany(on: Handle, accountId: AccountId) {
  return on.db
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
}

function ofDesk(on: Handle, accountId: AccountId) {
  return on.db
    .selectFrom('account as member')
    .innerJoin('account as administrator', 'administrator.portal', 'member.portal')
    .where('member.id', '=', accountId)
    .where('member.role', 'in', [...STAFF_ROLES])
    .where('administrator.role', '=', 'administrator')
    .where('administrator.status', '=', 'active')
    .where('administrator.id', '<>', accountId)
    .orderBy('administrator.id')
    .select(['administrator.id', 'administrator.email', 'administrator.name', 'administrator.language'])
    .execute();
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

/**
 * Whether the number on file may be called, and whether it is one person's: not when another person of the same firm has it too, in
 * whichever portal, nor when the import marked it as a switchboard. Equal addresses are one person.
 */
async function numberOnFile(
  on: Handle,
  account: Account,
  points: readonly ContactPoint[],
  at: Instant,
  unchangedFor: Duration,
): Promise<RequestFacts['numberOnFile']> {
  const phone = contactOnFile(points, 'phone', at, unchangedFor);
  if (phone === null) return 'none';
  if (phone.isSwitchboard) return 'shared';
  if (account.company === null) return 'personal';
  const other = await on.db
    .selectFrom('contact_point')
    .innerJoin('account', 'account.id', 'contact_point.account_id')
    .innerJoin('company', 'company.id', 'account.company_id')
    .select('contact_point.id')
    .where('contact_point.kind', '=', 'phone')
    .where('contact_point.canonical', '=', phone.canonical)
    .where('contact_point.until', 'is', null)
    .where('company.name', '=', account.company.name)
    .where('account.canonical_email', '<>', account.canonicalEmail)
    .limit(1)
    .executeTakeFirst();
  return other === undefined ? 'personal' : 'shared';
}

async function hasOtherAdministrator(on: Handle, account: Account): Promise<boolean> {
  if (account.company === null) return false;
  const row = await on.db
    .selectFrom('account')
    .select('id')
    .where('company_id', '=', account.company.id)
    .where('role', '=', 'company-administrator')
    .where('status', '=', 'active')
    .where('id', '<>', account.id)
    .where('canonical_email', '<>', account.canonicalEmail)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Of those whose word the request rests on: suspended, or without the role that gave it weight. */
async function findLeft(on: Handle, account: Account, request: RecoveryRequest): Promise<readonly AccountId[]> {
  const vouchers = request.evidence.flatMap(({ by, kind }) => (kind === 'voucher' && by !== null ? [by] : []));
  const recorders = request.evidence.flatMap(({ by, kind }) => (kind !== 'voucher' && by !== null ? [by] : []));
  const deciders = [request.proposal?.by, ...request.approvals.map(({ by }) => by)].filter((by) => by !== undefined);
  const people = [...new Set([...vouchers, ...recorders, ...deciders])];
  if (people.length === 0) return [];
  const rows = await on.db.selectFrom('account').select(['id', 'role', 'status', 'company_id']).where('id', 'in', people).execute();
  return people.filter((id) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined || row.status !== 'active') return true;
    const role = staffRole(row.role);
    if (role === undefined) return row.role !== 'company-administrator' || row.company_id !== account.company?.id;
    if (recorders.includes(id) && !may(role, 'evidence.record')) return true;
    return deciders.includes(id) && !may(role, 'request.propose');
  });
}

/** The voucher's letters and the subject's reach one mailbox. */
async function voucherReadsSameMailbox(
  on: Handle,
  points: readonly ContactPoint[],
  { evidence }: RecoveryRequest,
): Promise<boolean> {
  const vouchers = evidence.flatMap(({ by, kind }) => (kind === 'voucher' && by !== null ? [by] : []));
  if (vouchers.length === 0) return false;
  const own = [...standing(points, 'email'), ...standing(points, 'notification')].map(({ canonical }) => canonical);
  const row = await on.db
    .selectFrom('contact_point')
    .select('id')
    .where('account_id', 'in', vouchers)
    .where('kind', 'in', ['email', 'notification'])
    .where('until', 'is', null)
    .where('canonical', 'in', own)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
