/** Disputes: who asked for one, and what makes an account disputed. Whether one may be opened is decided in `core/dispute.ts`. */
import type { AccountId } from '../core/account.ts';
import { DISTURBED_WITHIN, type DisputeAsk, type DisputeFacts } from '../core/dispute.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { NewDisputeAsk } from '../ports.ts';
import { findStoppable } from './recovery-requests.ts';
import type { Handle } from './tables.ts';

/** The live or frozen one comes first; filings beside it are those of strangers. */
const LOOKED_AT = 20;

export async function findDisputeFacts(on: Handle, account: AccountId, now: Instant): Promise<DisputeFacts> {
  const row = await on.db.selectFrom('account').select(['status', 'locked_at']).where('id', '=', account).executeTakeFirst();
  if (row === undefined) throw new Fault('invariant-broken', `there is no account ${account}`);
  return {
    lockedAt: row.locked_at,
    isActive: row.status === 'active',
    disturbedAt: await findDisturbances(on, account, now - DISTURBED_WITHIN),
    asks: await findAsks(on, account, now),
    runningReceipt: (await findRunning(on, account))?.receipt ?? null,
  };
}

export async function isInDispute(on: Handle, account: AccountId): Promise<boolean> {
  return (await findRunning(on, account)) !== undefined;
}

async function findRunning(on: Handle, account: AccountId) {
  const requests = await findStoppable(on, account, LOOKED_AT, null);
  return requests.find(({ request }) => request.dispute);
}

/** Confirmed requests that ended by veto, or because somebody proved the second factor. */
async function findDisturbances(on: Handle, account: AccountId, since: Instant): Promise<readonly Instant[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .innerJoin('recovery_event', 'recovery_event.request_id', 'recovery_request.id')
    .where('recovery_request.account_id', '=', account)
    .where('recovery_request.confirmed_at', 'is not', null)
    .where('recovery_event.at', '>', since)
    .where((row) =>
      row.or([
        row('recovery_event.type', '=', 'Vetoed'),
        row.and([row('recovery_event.type', '=', 'Withdrawn'), row('recovery_event.detail', 'not like', '%"cancel-page"%')]),
      ]),
    )
    .select(['recovery_request.id', 'recovery_event.at'])
    .execute();
  return rows.map(({ at }) => at);
}

async function findAsks(on: Handle, account: AccountId, now: Instant): Promise<readonly DisputeAsk[]> {
  const rows = await on.db
    .selectFrom('dispute_ask')
    .innerJoin('account as subject', 'subject.id', 'dispute_ask.account_id')
    .leftJoin('account as asker', 'asker.id', 'dispute_ask.asked_by')
    .where('dispute_ask.account_id', '=', account)
    .where('dispute_ask.used_at', 'is', null)
    .where('dispute_ask.expires_at', '>', now)
    .where((row) =>
      row.or([
        row('dispute_ask.asked_by', 'is', null),
        row.and([
          row('asker.status', '=', 'active'),
          row('asker.role', '=', 'company-administrator'),
          row('asker.company_id', '=', row.ref('subject.company_id')),
        ]),
      ]),
    )
    .orderBy('dispute_ask.asked_at', 'desc')
    .orderBy('dispute_ask.id')
    .select([
      'dispute_ask.id',
      'dispute_ask.asked_at',
      'dispute_ask.opens_at',
      'dispute_ask.expires_at',
      'asker.id as by',
      'asker.name',
    ])
    .execute();
  return rows.map(({ asked_at: askedAt, by, expires_at: expiresAt, id, name, opens_at: opensAt }) => ({
    id,
    by: by === null || name === null ? null : { id: by, name },
    askedAt,
    opensAt,
    expiresAt,
  }));
}

export async function insertDisputeAsk(on: Handle, ask: NewDisputeAsk): Promise<void> {
  await on.db
    .deleteFrom('dispute_ask')
    .where('account_id', '=', ask.accountId)
    .where('used_at', 'is', null)
    .where('asked_by', ask.by === null ? 'is' : '=', ask.by)
    .execute();
  await on.db
    .insertInto('dispute_ask')
    .values({
      id: ask.id,
      account_id: ask.accountId,
      asked_by: ask.by,
      asked_at: ask.askedAt,
      opens_at: ask.opensAt,
      expires_at: ask.expiresAt,
    })
    .execute();
}

export async function useDisputeAsk(on: Handle, id: string, requestId: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('dispute_ask')
    .set({ used_at: at, request_id: requestId })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
