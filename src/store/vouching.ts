/**
 * What a company's administrator sees and says of a colleague's request. Every statement names the company (SEC-K03). What follows
 * from a fact is decided in `core/voucher.ts`.
 */
import { sql } from 'kysely';
import type { AccountId, CompanyId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import { LIVE_STATES } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { VoucherFacts } from '../core/voucher.ts';
import type { ColleagueRequest } from '../ports.ts';
import { factsFrom, joinedAccount } from './joined-account.ts';
import type { Handle } from './tables.ts';

/** Confirmed, and not over: what is only filed is told to nobody (desk.md section 1). */
const SHOWN_STATES = [...LIVE_STATES, 'frozen'] as const;

export async function findVoucherFacts(on: Handle, account: AccountId): Promise<VoucherFacts> {
  const facts = factsFrom(await joinedAccount(on).where('account.id', '=', account).execute());
  const row = await on.db
    .selectFrom('account')
    .select(['appointed_by', 'appointed_at', 'created_at', 'password_by_link_at', 'quarantined_until'])
    .where('id', '=', account)
    .executeTakeFirst();
  if (facts === undefined || row === undefined) throw new Fault('invariant-broken', `there is no account ${account}`);
  const { authenticators } = facts;
  const latest = (times: readonly Instant[]): Instant | null => (times.length === 0 ? null : Math.max(...times));
  return {
    administratorSince: row.appointed_at ?? row.created_at,
    appointedBy: row.appointed_by,
    authenticatorSince: authenticators.length === 0 ? null : Math.min(...authenticators.map(({ boundAt }) => boundAt)),
    passwordByMailedLinkAt: row.password_by_link_at,
    lastSecondFactorAt: latest(authenticators.map(({ boundAt, lastUsedAt }) => Math.max(boundAt, lastUsedAt ?? 0))),
    quarantinedUntil: row.quarantined_until,
  };
}

/** Newest first; never those of `except` or of the same person. */
export async function findColleagueRequests(
  on: Handle,
  company: CompanyId,
  except: AccountId,
  receipt: string | null,
): Promise<readonly ColleagueRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .where('account.company_id', '=', company)
    .where('account.id', '<>', except)
    .where('account.canonical_email', '<>', (row) =>
      row.selectFrom('account as own').select('own.canonical_email').where('own.id', '=', except),
    )
    .where('recovery_request.state', 'in', [...SHOWN_STATES])
    .where('recovery_request.confirmed_at', 'is not', null)
    .$if(receipt !== null, (query) => query.where('recovery_request.receipt', '=', receipt ?? ''))
    .orderBy('recovery_request.confirmed_at', 'desc')
    .orderBy(sql`recovery_request.id`)
    .select([
      'recovery_request.receipt',
      'recovery_request.portal',
      'recovery_request.state',
      'recovery_request.filed_at',
      'account.name',
      'account.id as account_id',
    ])
    .execute();
  return rows.map(({ account_id: accountId, filed_at: filedAt, name, portal, receipt: number, state }) => ({
    receipt: number,
    portal,
    state,
    filedAt,
    colleague: { id: accountId, name },
  }));
}
