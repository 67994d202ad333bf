/**
 * The received requests as the desk lists them. Who may not see a request does not find it by any of these queries: portals
 * and privileged subjects are conditions of the query, the same for counts and rows. Filings that found no account, or that
 * stay without effect, are in neither: the list tells nobody which address has an account.
 */
import { sql } from 'kysely';
import type { RequestState } from '../core/recovery-request.ts';
import { ENDED_STATES, type StateCounts } from '../core/request-view.ts';
import type { ListedRequest, RequestScope } from '../ports.ts';
import { withEvents } from './recovery-requests.ts';
import type { Handle } from './tables.ts';

export async function countListed(on: Handle, scope: RequestScope): Promise<StateCounts> {
  if (scope.portals.length === 0) return {};
  const rows = await listed(on, scope)
    .select(['recovery_request.state', sql<number>`count(*)`.as('total')])
    .groupBy('recovery_request.state')
    .execute();
  return Object.fromEntries(rows.map(({ state, total }) => [state, total]));
}

export async function findListed(
  on: Handle,
  scope: RequestScope,
  states: readonly RequestState[],
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly ListedRequest[]> {
  if (scope.portals.length === 0) return [];
  const rows = await listed(on, scope)
    .leftJoin('company', 'company.id', 'account.company_id')
    .where('recovery_request.state', 'in', [...states])
    .orderBy('recovery_request.confirmed_at', (order) => order.desc().nullsLast())
    .orderBy('recovery_request.filed_at', 'desc')
    .orderBy('recovery_request.id')
    .limit(page.limit)
    .offset(page.offset)
    .selectAll('recovery_request')
    .select(['account.name as holder_name', 'company.name as company_name', 'company.plan as company_plan'])
    .execute();
  const stored = await withEvents(on, rows);
  return rows.flatMap((row, index) => {
    const request = stored[index]?.request;
    if (request === undefined) return [];
    const { company_name: name, company_plan: plan } = row;
    return {
      receipt: row.receipt,
      portal: row.portal,
      name: row.holder_name,
      company: name === null || plan === null ? null : { name, plan },
      channel: row.channel,
      state: row.state,
      risk: request.risk,
      filedAt: row.filed_at,
      confirmedAt: row.confirmed_at,
    };
  });
}

function listed(on: Handle, { portals, desk, privileged, endedSince }: RequestScope) {
  return on.db
    .selectFrom('recovery_request')
    .innerJoin('account', 'account.id', 'recovery_request.account_id')
    .where('recovery_request.admission', '=', 'matched')
    .where('recovery_request.portal', 'in', [...portals])
    .where((row) =>
      row.or([row('recovery_request.state', 'not in', [...ENDED_STATES]), row('recovery_request.state_since', '>', endedSince)]),
    )
    .$if(!privileged, (query) =>
      query
        // Whoever is not a plain holder is privileged, whatever roles there may be one day.
        .where('account.role', '=', 'holder')
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(
              selectFrom('account as staff')
                .select('staff.id')
                .where('staff.portal', '=', desk)
                .whereRef('staff.canonical_email', '=', 'account.canonical_email'),
            ),
          ),
        ),
    );
}
