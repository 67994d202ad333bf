/**
 * The received requests as the desk lists, finds and opens them. Who may not see a request does not find it by any of these queries:
 * portals and privileged subjects are conditions of the query, the same for counts, rows and a search. Filings that found no account,
 * or that stay without effect, are in none of them: the desk tells nobody which address has an account.
 */
import { type ExpressionBuilder, sql } from 'kysely';
import type { RequestState } from '../core/recovery-state.ts';
import { matchRank, type SearchTerms } from '../core/request-search.ts';
import { ENDED_STATES, type StateCounts } from '../core/request-view.ts';
import type { RequestStep } from '../core/response-times.ts';
import type { QueuedRequest, RequestScope } from '../ports.ts';
import { withEvents } from './recovery-requests.ts';
import type { Handle, Tables } from './tables.ts';

/** A search looks through so many at most, those whose state began last. */
const SEARCHED = 5000;

export async function countQueued(on: Handle, scope: RequestScope): Promise<StateCounts> {
  if (scope.portals.length === 0) return {};
  const rows = await inScope(on, scope)
    .select(['recovery_request.state', sql<number>`count(*)`.as('total')])
    .groupBy('recovery_request.state')
    .execute();
  return Object.fromEntries(rows.map(({ state, total }) => [state, total]));
}

export async function findQueued(
  on: Handle,
  scope: RequestScope,
  states: readonly RequestState[],
  limit: number,
): Promise<readonly QueuedRequest[]> {
  if (scope.portals.length === 0 || states.length === 0) return [];
  const rows = await selected(on, scope)
    .where('recovery_request.state', 'in', [...states])
    .orderBy('recovery_request.state_since', 'desc')
    .orderBy('recovery_request.id')
    .limit(limit)
    .execute();
  return queuedFrom(on, rows);
}

export async function findQueuedRequest(on: Handle, scope: RequestScope, receipt: string): Promise<QueuedRequest | undefined> {
  if (scope.portals.length === 0) return undefined;
  const rows = await selected(on, scope).where('recovery_request.receipt', '=', receipt).execute();
  return (await queuedFrom(on, rows))[0];
}

export async function findSearched(
  on: Handle,
  scope: RequestScope,
  terms: SearchTerms,
  limit: number,
): Promise<readonly QueuedRequest[]> {
  if (scope.portals.length === 0) return [];
  const facts = await inScope(on, scope)
    .leftJoin('company', 'company.id', 'account.company_id')
    .select((row) => [
      'recovery_request.id',
      'recovery_request.receipt',
      'account.canonical_email as email',
      'account.phone',
      'account.name',
      'company.canonical_name as company',
      row
        .exists(
          row
            .selectFrom('support_case')
            .select('support_case.number')
            .whereRef('support_case.company_id', '=', 'account.company_id')
            .where(sql`upper(support_case.number)`, '=', terms.caseNumber ?? ''),
        )
        .as('has_case'),
    ])
    .orderBy('recovery_request.state_since', 'desc')
    .orderBy('recovery_request.id')
    .limit(SEARCHED)
    .execute();
  const found = facts
    .flatMap(({ id, company, has_case: hasCase, ...rest }) => {
      const rank = matchRank(terms, { ...rest, company: company ?? '', hasCase: Boolean(hasCase) });
      return rank === null ? [] : [{ id, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ id }) => id);
  if (found.length === 0) return [];
  const rows = await selected(on, scope).where('recovery_request.id', 'in', found).execute();
  return queuedFrom(
    on,
    rows.toSorted((one, other) => found.indexOf(one.id) - found.indexOf(other.id)),
  );
}

function inScope(on: Handle, { portals, desk, privileged, assignedTo, endedSince }: RequestScope) {
  return on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .leftJoin('desk_claim', 'desk_claim.request_id', 'recovery_request.id')
    .where('recovery_request.admission', '=', 'matched')
    .where('recovery_request.portal', 'in', [...portals])
    .where((row) =>
      row.or([row('recovery_request.state', 'not in', [...ENDED_STATES]), row('recovery_request.state_since', '>', endedSince)]),
    )
    .$if(!privileged, (query) =>
      query.where((row) =>
        row.or([
          row.not(isPrivileged(row, desk)),
          ...(assignedTo === null
            ? []
            : [row.and([row('desk_claim.owner_id', '=', assignedTo), row('desk_claim.given_by_supervisor', '=', 1)])]),
        ]),
      ),
    );
}

/** Whoever is not a plain holder is privileged, whatever roles there may be one day; and whoever has the address of staff. */
function isPrivileged(row: ExpressionBuilder<Pick<Tables, 'account'> & Tables, 'account'>, desk: string) {
  return row.or([
    row('account.role', '!=', 'holder'),
    row.exists(
      row
        .selectFrom('account as staff')
        .select('staff.id')
        .where('staff.portal', '=', desk)
        .whereRef('staff.canonical_email', '=', 'account.canonical_email'),
    ),
  ]);
}

function selected(on: Handle, scope: RequestScope) {
  return inScope(on, scope)
    .leftJoin('company', 'company.id', 'account.company_id')
    .leftJoin('account as owner', 'owner.id', 'desk_claim.owner_id')
    .leftJoin('account as keeper', 'keeper.id', 'desk_claim.claimed_by')
    .selectAll('recovery_request')
    .select((row) => [
      'account.name as holder_name',
      'company.name as company_name',
      'company.plan as company_plan',
      'owner.id as owner_id',
      'owner.name as owner_name',
      'keeper.id as keeper_id',
      'keeper.name as keeper_name',
      'desk_claim.claimed_until',
      isPrivileged(row, scope.desk).as('privileged'),
    ]);
}

type QueuedRow = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number];

async function queuedFrom(on: Handle, rows: readonly QueuedRow[]): Promise<readonly QueuedRequest[]> {
  if (rows.length === 0) return [];
  const confirmed = rows.filter(({ confirmed_at: at }) => at !== null).map(({ id }) => id);
  const steps = await findSteps(on, confirmed);
  const labels = await findLabels(
    on,
    rows.map(({ id }) => id),
  );
  // How long one waits follows from its events and stands in no column.
  const waiting = rows.filter(({ state }) => state === 'waiting');
  const waits = new Map((await withEvents(on, waiting)).map(({ id, request }) => [id, request.waitUntil]));
  return rows.map((row) => ({
    id: row.id,
    receipt: row.receipt,
    portal: row.portal,
    name: row.holder_name,
    company: row.company_name === null || row.company_plan === null ? null : { name: row.company_name, plan: row.company_plan },
    channel: row.channel,
    state: row.state,
    risk: row.risk,
    filedAt: row.filed_at,
    confirmedAt: row.confirmed_at,
    stateSince: row.state_since,
    waitUntil: waits.get(row.id) ?? null,
    steps: steps.get(row.id) ?? [],
    owner: row.owner_id === null || row.owner_name === null ? null : { id: row.owner_id, name: row.owner_name },
    claim:
      row.keeper_id === null || row.keeper_name === null || row.claimed_until === null
        ? null
        : { by: row.keeper_id, name: row.keeper_name, until: row.claimed_until },
    labels: labels.get(row.id) ?? [],
    isPrivileged: Boolean(row.privileged),
  }));
}

async function findSteps(on: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, readonly RequestStep[]>> {
  if (ids.length === 0) return new Map();
  const rows = await on.db
    .selectFrom('recovery_event')
    .select(['request_id', 'type', 'at', 'actor_kind'])
    .where('request_id', 'in', [...ids])
    .orderBy('request_id')
    .orderBy('version')
    .execute();
  const steps = rows.map(({ request_id: id, type, at, actor_kind: kind }) => ({ id, type, at, isByStaff: kind === 'staff' }));
  return Map.groupBy(steps, ({ id }) => id);
}

async function findLabels(on: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await on.db
    .selectFrom('desk_label')
    .select(['request_id', 'label'])
    .where('request_id', 'in', [...ids])
    .orderBy('set_at')
    .orderBy('label')
    .execute();
  const found = new Map<string, readonly string[]>();
  for (const { request_id: id, label } of rows) found.set(id, [...(found.get(id) ?? []), label]);
  return found;
}
