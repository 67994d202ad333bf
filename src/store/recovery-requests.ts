/**
 * Recovery requests: the events of each, the row that queries ask, and what was typed for it, sealed and apart. Events are
 * only ever appended, by a guarded update of the version; what they mean is `core/recovery-request.ts`.
 */
import { type Selectable, sql } from 'kysely';
import type { AccountId, PortalId } from '../core/account.ts';
import { Fault } from '../core/outcome.ts';
import { type Claims, EVENT_SCHEMA, type RecoveryEvent } from '../core/recovery-event.ts';
import { riskNow } from '../core/recovery-standing.ts';
import { fold, type RecoveryRequest, STOPPABLE_STATES } from '../core/recovery-state.ts';
import type { Instant } from '../core/time.ts';
import type { NewRecoveryRequest, SealContext, SecretBox, StoredRecoveryRequest } from '../ports.ts';
import type { Handle, Tables } from './tables.ts';

/** A flood of filings ends together; a page names so many of them. */
const RECEIPTS_NAMED = 20;

type RequestRow = Selectable<Tables['recovery_request']>;

/** False when the receipt number is taken: nothing is inserted then. */
export async function insertRequest(on: Handle, row: NewRecoveryRequest, secrets: SecretBox): Promise<boolean> {
  const request = fold(row.events);
  if (request === null) throw new Fault('invariant-broken', 'a recovery request begins with its filing');
  const { numInsertedOrUpdatedRows } = await on.db
    .insertInto('recovery_request')
    .values({
      id: row.id,
      receipt: row.receipt,
      portal: row.portal,
      channel: request.channel,
      filed_at: request.filedAt,
      browser: row.browser,
      place: row.place,
      language: row.language,
      letter_wanted_at: null,
      ...projection(request),
    })
    .onConflict((conflict) => conflict.column('receipt').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await insertEvents(on, row.id, 0, row.events);
  await on.db
    .insertInto('recovery_claims')
    .values({
      request_id: row.id,
      sealed_claims: secrets.seal(Buffer.from(JSON.stringify(row.claims), 'utf8'), placeOf(row.id)),
      erased_at: null,
    })
    .execute();
  return true;
}

/** Appends to the version the events were decided on; false when somebody else appended first. */
export async function appendRecoveryEvents(
  on: Handle,
  stored: StoredRecoveryRequest,
  events: readonly RecoveryEvent[],
): Promise<boolean> {
  const next = fold(events, stored.request);
  if (next === null) throw new Fault('invariant-broken', 'a recovery request begins with its filing');
  const { numUpdatedRows } = await on.db
    .updateTable('recovery_request')
    .set(projection(next))
    .where('id', '=', stored.id)
    .where('version', '=', stored.request.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await insertEvents(on, stored.id, stored.request.version, events);
  return true;
}

/** Orders the changes of one account's requests: false when one happened since `version` was read. */
export async function claimRecovery(on: Handle, account: AccountId, version: number): Promise<boolean> {
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ recovery_version: version + 1 })
    .where('id', '=', account)
    .where('recovery_version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function findRequest(on: Handle, portal: PortalId, receipt: string): Promise<StoredRecoveryRequest | undefined> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('receipt', '=', receipt)
    .where('portal', '=', portal)
    .execute();
  return (await withEvents(on, rows))[0];
}

/** What the holder can still stop: live and frozen ones first, then filings of this browser, then the others, newest first. */
export async function findStoppable(
  on: Handle,
  account: AccountId,
  limit: number,
  claimBrowserId: string | null,
): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('account_id', '=', account)
    .where('state', 'in', [...STOPPABLE_STATES])
    .orderBy(sql`case when state <> 'opened' then 0 when claim_browser_id = ${claimBrowserId ?? ''} then 1 else 2 end`)
    .orderBy('filed_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

export async function voidFilings(on: Handle, account: AccountId, before: Instant): Promise<void> {
  await on.db.updateTable('account').set({ filings_void_before: before }).where('id', '=', account).execute();
}

export async function findVoidFilings(on: Handle, limit: number): Promise<readonly StoredRecoveryRequest[]> {
  // SQLite keeps to the order of a cross join: the few accounts first, never all filings that are open.
  const rows = await on.db
    .selectFrom('account')
    .crossJoin('recovery_request')
    .whereRef('recovery_request.account_id', '=', 'account.id')
    .where('account.filings_void_before', 'is not', null)
    .whereRef('recovery_request.filed_at', '<=', 'account.filings_void_before')
    .where('recovery_request.state', '=', 'opened')
    .limit(limit)
    .selectAll('recovery_request')
    .execute();
  return withEvents(on, rows);
}

export async function findWithdrawnReceipts(on: Handle, account: AccountId, since: Instant): Promise<readonly string[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .select('receipt')
    .where('account_id', '=', account)
    .where('state', '=', 'withdrawn')
    .where('state_since', '>=', since)
    .orderBy('state_since', 'desc')
    .orderBy('receipt')
    .limit(RECEIPTS_NAMED)
    .execute();
  return rows.map(({ receipt }) => receipt);
}

/** Filings nobody looked at yet, oldest first. */
export async function findUnadmitted(on: Handle, limit: number): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('state', '=', 'opened')
    .where('admission', '=', 'open')
    .orderBy('filed_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

export async function findLettersWanted(on: Handle, limit: number): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('letter_wanted_at', 'is not', null)
    .orderBy('letter_wanted_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

/** Candidates of command 28: in one of the states since `before`. */
export async function findUnchangedSince(
  on: Handle,
  state: RecoveryRequest['state'],
  before: Instant,
  limit: number,
): Promise<readonly StoredRecoveryRequest[]> {
  const rows = await on.db
    .selectFrom('recovery_request')
    .selectAll()
    .where('state', '=', state)
    .where('state_since', '<=', before)
    .orderBy('state_since')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withEvents(on, rows);
}

/** The last wish counts; the clerk takes it away once it is answered. */
export async function wantLetter(on: Handle, requestId: string, at: Instant | null): Promise<void> {
  await on.db.updateTable('recovery_request').set({ letter_wanted_at: at }).where('id', '=', requestId).execute();
}

/**
 * What was typed; null once it was erased, and when it does not open (its key is gone, or somebody changed the row): one such
 * filing must not hold up the others.
 */
export async function findClaims(on: Handle, requestId: string, secrets: SecretBox): Promise<Claims | null> {
  const row = await on.db
    .selectFrom('recovery_claims')
    .select('sealed_claims')
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  if (row === undefined || row.sealed_claims === null) return null;
  try {
    const claims: Claims = JSON.parse(Buffer.from(secrets.open(row.sealed_claims, placeOf(requestId))).toString('utf8'));
    return claims;
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return null;
    throw error;
  }
}

function projection(request: RecoveryRequest) {
  return {
    state: request.state,
    version: request.version,
    admission: request.admission,
    account_id: request.accountId,
    state_since: request.stateSince,
    confirmed_at: request.confirmedAt,
    mailed: request.mailed ? (1 as const) : (0 as const),
    // What counts, raised or lowered: the queue shows and sorts by it.
    risk: request.risk === null ? null : riskNow(request, { risk: request.risk.level, because: request.risk.because }),
    claim_browser_id: request.claimBrowserId,
  };
}

async function insertEvents(on: Handle, requestId: string, before: number, events: readonly RecoveryEvent[]): Promise<void> {
  await on.db
    .insertInto('recovery_event')
    .values(
      events.map(({ detail: { type, ...rest }, ...event }, index) => ({
        request_id: requestId,
        version: before + index + 1,
        schema: event.schema,
        at: event.at,
        actor_kind: event.actor.kind,
        actor_id: event.actor.id,
        policy_version: event.policyVersion,
        type,
        detail: JSON.stringify(rest),
      })),
    )
    .execute();
}

/** The requests as their events make them; in the order of the rows. */
export async function withEvents(on: Handle, rows: readonly RequestRow[]): Promise<readonly StoredRecoveryRequest[]> {
  if (rows.length === 0) return [];
  const found = await on.db
    .selectFrom('recovery_event')
    .selectAll()
    .where(
      'request_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('request_id')
    .orderBy('version')
    .execute();
  const events = Map.groupBy(found, (event) => event.request_id);
  const overtaken = await findOvertaken(
    on,
    rows.filter((row) => (events.get(row.id) ?? []).length > row.version),
  );
  return rows.map((row) => {
    const all = events.get(row.id) ?? [];
    return storedFrom(row, (overtaken.has(row.id) ? all.slice(0, row.version) : all).map(eventFrom));
  });
}

/**
 * Rows and events are two questions: a request that changed between them has more events than its row said. It is answered as it
 * stood then, and whoever writes finds out that it changed. Events that no row knows of are of no such change.
 */
async function findOvertaken(on: Handle, rows: readonly RequestRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const now = await on.db
    .selectFrom('recovery_request')
    .select(['id', 'version'])
    .where(
      'id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  const versions = new Map(now.map(({ id, version }) => [id, version]));
  return new Set(rows.filter((row) => (versions.get(row.id) ?? 0) > row.version).map(({ id }) => id));
}

function storedFrom(row: RequestRow, events: readonly RecoveryEvent[]): StoredRecoveryRequest {
  const request = fold(events);
  if (request === null || request.version !== row.version) {
    throw new Fault('invariant-broken', `the events of the recovery request ${row.receipt} are not those of its row`);
  }
  const { id, receipt, portal, browser, place, language } = row;
  return { id, receipt, portal, browser, place, language, letterWantedAt: row.letter_wanted_at, request };
}

export function eventFrom(row: Tables['recovery_event']): RecoveryEvent {
  if (row.schema !== EVENT_SCHEMA) {
    throw new Fault('invariant-broken', `an event of schema ${row.schema} was written by another version`);
  }
  return {
    schema: EVENT_SCHEMA,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    policyVersion: row.policy_version,
    detail: { type: row.type, ...JSON.parse(row.detail) },
  };
}

function placeOf(requestId: string): SealContext {
  return { table: 'recovery_claims', column: 'sealed_claims', row: requestId };
}
