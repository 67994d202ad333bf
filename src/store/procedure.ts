/**
 * The procedure of a request beside its events: calls with their sealed codes, the reasons that staff wrote, and what tells one person
 * from another. What may be done is decided in `core/recovery-request.ts`.
 */
import { sql } from 'kysely';
import type { AccountId } from '../core/account.ts';
import type { CallProof } from '../core/check-word.ts';
import { Fault } from '../core/outcome.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import type { Instant } from '../core/time.ts';
import type { ProcedureReads, ProcedureWrites, RecoveryCall, RequestRemark, SealContext, SecretBox, StaffName } from '../ports.ts';
import { eventFrom } from './recovery-requests.ts';
import type { Handle } from './tables.ts';

export async function findPerson(on: Handle, account: AccountId): Promise<readonly AccountId[]> {
  const rows = await on.db
    .selectFrom('account')
    .innerJoin('account as own', 'own.canonical_email', 'account.canonical_email')
    .select('account.id')
    .where('own.id', '=', account)
    .execute();
  return rows.map(({ id }) => id);
}

/** By whom the events say it is: a supervisor may have allowed it. */
export async function countDecisions(on: Handle, staff: AccountId, what: 'Proposed' | 'Approved', since: Instant): Promise<number> {
  const { total } = await on.db
    .selectFrom('recovery_event')
    .select(sql<number>`count(*)`.as('total'))
    .where('type', '=', what)
    .where('at', '>', since)
    .where('detail', 'like', `%"by":${JSON.stringify(staff)}%`)
    .executeTakeFirstOrThrow();
  return total;
}

export async function findEvents(on: Handle, requestId: string): Promise<readonly RecoveryEvent[]> {
  const rows = await on.db
    .selectFrom('recovery_event')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('version')
    .execute();
  return rows.map(eventFrom);
}

export async function beginCall(on: Handle, call: Parameters<ProcedureWrites['beginCall']>[0], secrets: SecretBox): Promise<void> {
  const { id, requestId, kind, by, at, proof } = call;
  await on.db
    .updateTable('recovery_call')
    .set({ ended_at: at })
    .where('request_id', '=', requestId)
    .where('begun_by', '=', by)
    .where('ended_at', 'is', null)
    .execute();
  await on.db
    .insertInto('recovery_call')
    .values({
      id,
      request_id: requestId,
      kind,
      begun_by: by,
      begun_at: at,
      sealed_proof: secrets.seal(Buffer.from(JSON.stringify(proof), 'utf8'), proofPlace(id)),
      ended_at: null,
    })
    .execute();
}

export async function endCall(on: Handle, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_call')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function chargeCall(on: Handle, id: string, tries: number): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_call')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('id', '=', id)
    .where('tries', '<', tries)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findOpenCalls(
  on: Handle,
  requestId: string,
  since: Instant,
  secrets: SecretBox,
): Promise<readonly RecoveryCall[]> {
  const rows = await on.db
    .selectFrom('recovery_call')
    .innerJoin('account', 'account.id', 'recovery_call.begun_by')
    .selectAll('recovery_call')
    .select('account.name')
    .where('request_id', '=', requestId)
    .where('begun_at', '>', since)
    .where('ended_at', 'is', null)
    .orderBy('begun_at', 'desc')
    .orderBy('recovery_call.id')
    .execute();
  return rows.flatMap((row) => {
    const text = opened(row.sealed_proof, proofPlace(row.id), secrets);
    if (text === null) return [];
    const proof: CallProof = JSON.parse(text);
    const { id, kind, begun_at: at, tries } = row;
    return [{ id, requestId, kind, by: { id: row.begun_by, name: row.name }, at, proof, tries }];
  });
}

export async function insertRemark(
  on: Handle,
  { requestId, version, by, at, text }: Parameters<ProcedureWrites['insertRemark']>[0],
  secrets: SecretBox,
): Promise<void> {
  await on.db
    .insertInto('recovery_remark')
    .values({
      request_id: requestId,
      version,
      written_by: by,
      written_at: at,
      sealed_remark: secrets.seal(Buffer.from(text, 'utf8'), remarkPlace(requestId, version)),
    })
    .execute();
}

export async function findRemarks(on: Handle, requestId: string, secrets: SecretBox): Promise<readonly RequestRemark[]> {
  const rows = await on.db
    .selectFrom('recovery_remark')
    .innerJoin('account', 'account.id', 'recovery_remark.written_by')
    .select(['version', 'written_by', 'written_at', 'sealed_remark', 'account.name'])
    .where('request_id', '=', requestId)
    .orderBy('version')
    .execute();
  return rows.map(({ version, written_by: id, written_at: at, sealed_remark: sealed, name }) => ({
    version,
    by: { id, name },
    at,
    text: sealed === null ? null : opened(sealed, remarkPlace(requestId, version), secrets),
  }));
}

/** Reasons of requests that ended before; the row stays and says who wrote when. */
export async function eraseRemarks(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numUpdatedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('recovery_remark')
        .innerJoin('recovery_request', 'recovery_request.id', 'recovery_remark.request_id')
        .select('recovery_remark.request_id')
        .distinct()
        .where('recovery_remark.sealed_remark', 'is not', null)
        .where('recovery_request.state', 'in', ['closed', 'refused', 'vetoed', 'withdrawn', 'expired'])
        .where('recovery_request.state_since', '<=', before)
        .limit(limit),
    )
    .updateTable('recovery_remark')
    .set({ sealed_remark: null })
    .where('request_id', 'in', (row) => row.selectFrom('due').select('due.request_id'))
    .where('sealed_remark', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Calls begun before: their codes are long dead, and the events say that they were. */
export async function forgetCalls(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) => db.selectFrom('recovery_call').select('recovery_call.id').where('begun_at', '<=', before).limit(limit))
    .deleteFrom('recovery_call')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function liftRecoveryFreeze(on: Handle, account: AccountId): Promise<void> {
  await on.db.updateTable('account').set({ recovery_frozen_until: null }).where('id', '=', account).execute();
}

/** So many of one account are named. */
const EARLIER_NAMED = 10;

export async function findEarlierRequests(
  on: Handle,
  account: AccountId,
  except: string,
  since: Instant,
): Promise<Awaited<ReturnType<ProcedureReads['earlierRequests']>>> {
  const confirmed = on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .where('recovery_request.confirmed_at', '>', since)
    .where('recovery_request.id', '<>', except);
  const ofAccount = await confirmed
    .select(['recovery_request.state', 'recovery_request.state_since'])
    .where('account.id', '=', account)
    .orderBy('recovery_request.state_since', 'desc')
    .limit(EARLIER_NAMED)
    .execute();
  const { total } = await confirmed
    .innerJoin('account as own', 'own.company_id', 'account.company_id')
    .select(sql<number>`count(*)`.as('total'))
    .where('own.id', '=', account)
    .where('account.id', '<>', account)
    .executeTakeFirstOrThrow();
  return { ofAccount: ofAccount.map(({ state, state_since: at }) => ({ state, at })), ofCompany: total };
}

export async function findNames(on: Handle, ids: readonly AccountId[]): Promise<readonly StaffName[]> {
  if (ids.length === 0) return [];
  return on.db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
}

function opened(sealed: string, place: SealContext, secrets: SecretBox): string | null {
  try {
    return Buffer.from(secrets.open(sealed, place)).toString('utf8');
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return null;
    throw error;
  }
}

const proofPlace = (id: string): SealContext => ({ table: 'recovery_call', column: 'sealed_proof', row: id });
const remarkPlace = (requestId: string, version: number): SealContext => ({
  table: 'recovery_remark',
  column: 'sealed_remark',
  row: `${requestId}/${version}`,
});
