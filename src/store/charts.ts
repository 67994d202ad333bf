/** What the charts of the desk count (D-37, D-38): whole portals, nobody by name. Definitions and weeks are of `core`. */
import { sql } from 'kysely';
import type { PortalId } from '../core/account.ts';
import type { ChartedRequest, ChartStep } from '../core/request-charts.ts';
import type { CodeAttempt, CountedDay, SignInCount } from '../core/sign-in-charts.ts';
import { days, hours, type Instant } from '../core/time.ts';
import type { ActiveCoverage } from '../ports.ts';
import { hasSecondFactor } from './company-people.ts';
import type { Handle } from './tables.ts';

const JAPAN = hours(9);
const DAY = days(1);

export async function findChartedRequests(
  on: Handle,
  portals: readonly PortalId[],
  since: Instant,
): Promise<readonly ChartedRequest[]> {
  if (portals.length === 0) return [];
  const received = on.db
    .selectFrom('recovery_request')
    .where('recovery_request.admission', '=', 'matched')
    .where('recovery_request.portal', 'in', [...portals])
    .where('recovery_request.filed_at', '>=', since)
    .where('recovery_request.confirmed_at', 'is not', null);
  const rows = await received
    .leftJoin('account', 'account.id', 'recovery_request.account_id')
    .leftJoin('company', 'company.id', 'account.company_id')
    .select(['recovery_request.id', 'recovery_request.portal', 'channel', 'state', 'filed_at', 'confirmed_at', 'state_since'])
    .select('company.plan')
    .execute();
  const events = await received
    .innerJoin('recovery_event', 'recovery_event.request_id', 'recovery_request.id')
    .select([
      'recovery_event.request_id',
      'recovery_event.type',
      'recovery_event.at',
      'recovery_event.actor_kind',
      'recovery_event.detail',
    ])
    .orderBy('recovery_event.request_id')
    .orderBy('recovery_event.version')
    .execute();
  const steps = Map.groupBy(events, (event) => event.request_id);
  return rows.map((row) => ({
    portal: row.portal,
    plan: row.plan ?? 'standard',
    channel: row.channel,
    state: row.state,
    filedAt: row.filed_at,
    confirmedAt: row.confirmed_at ?? row.filed_at,
    stateSince: row.state_since,
    steps: (steps.get(row.id) ?? []).map(
      ({ type, at, actor_kind: kind, detail }): ChartStep => ({
        type,
        at,
        isByStaff: kind === 'staff',
        because: becauseIn(detail),
      }),
    ),
  }));
}

function becauseIn(detail: string): string | null {
  const { because, outcome, by } = JSON.parse(detail);
  const found = because ?? outcome ?? by;
  return typeof found === 'string' ? found : null;
}

/** What an entry counts as; the order matters where two fit. */
const WHAT = sql<SignInCount | ''>`case
  when type = 'sign-in.password-accepted' then 'password-accepted'
  when type = 'sign-in.refused' and detail like '%"step":"password"%' then 'password-refused'
  when type in ('sign-in.refused', 'session.step-up-refused') and detail like '%"refusal":"code-replayed"%' then 'code-replayed'
  when type in ('sign-in.refused', 'session.step-up-refused') and detail like '%"step":"code"%"refusal":"code-wrong"%' then 'code-wrong'
  when type = 'sign-in.completed' and detail like '%"totp"%' and detail not like '%"enrolled":true%' then 'code-accepted'
  when type = 'session.stepped-up' and detail like '%"method":"totp"%' then 'code-accepted'
  when type = 'recovery-code.used' then 'recovery-code'
  when type in ('second-factor.paused', 'second-factor.disabled', 'password.paused', 'password.held') then 'locked'
  when type = 'recovery.event' and detail like '%"event":"Redeemed"%' then 'redeemed'
  else '' end`;

const COUNTED = [
  'sign-in.password-accepted',
  'sign-in.refused',
  'session.step-up-refused',
  'sign-in.completed',
  'session.stepped-up',
  'recovery-code.used',
  'second-factor.paused',
  'second-factor.disabled',
  'password.paused',
  'password.held',
  'recovery.event',
] as const;

export async function countSignIns(on: Handle, portals: readonly PortalId[], since: Instant): Promise<readonly CountedDay[]> {
  if (portals.length === 0) return [];
  const rows = await on.db
    .with('entry', (db) =>
      db
        .selectFrom('audit_event')
        .select([sql<number>`(at + cast(${JAPAN} as bigint)) / cast(${DAY} as bigint)`.as('day'), WHAT.as('what')])
        .where('type', 'in', [...COUNTED])
        .where('at', '>=', since)
        .where('portal', 'in', [...portals]),
    )
    .selectFrom('entry')
    .select(['day', 'what', sql<number>`count(*)`.as('total')])
    .where('what', '!=', '')
    .groupBy(['day', 'what'])
    .execute();
  return rows.flatMap(({ day, what, total }) =>
    what === '' ? [] : [{ day: Number(day) * DAY - JAPAN, what, count: Number(total) }],
  );
}

/** The newest of them, at most `limit`, in order. */
export async function findCodeAttempts(
  on: Handle,
  portals: readonly PortalId[],
  since: Instant,
  limit: number,
): Promise<readonly CodeAttempt[]> {
  if (portals.length === 0) return [];
  const rows = await on.db
    .selectFrom('audit_event')
    .select(['account_id', 'at', 'type', 'detail'])
    .where('type', 'in', ['sign-in.password-accepted', 'sign-in.refused', 'sign-in.completed'])
    .where('at', '>=', since)
    .where('portal', 'in', [...portals])
    .where('account_id', 'is not', null)
    .where((row) =>
      row.or([
        row('type', '=', 'sign-in.password-accepted'),
        row.and([row('type', '=', 'sign-in.refused'), row('detail', 'like', '%"step":"code"%')]),
        row.and([row('type', '=', 'sign-in.completed'), row('detail', 'like', '%"totp"%')]),
      ]),
    )
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed().flatMap(({ account_id: accountId, at, type }) => {
    if (accountId === null) return [];
    const what = type === 'sign-in.password-accepted' ? 'password' : type === 'sign-in.completed' ? 'accepted' : 'refused';
    return [{ accountId, at, what } as const];
  });
}

export async function countDrifts(
  on: Handle,
  portals: readonly PortalId[],
  since: Instant,
): Promise<readonly { readonly minutes: number; readonly count: number }[]> {
  if (portals.length === 0) return [];
  const rows = await on.db
    .selectFrom('audit_event')
    .select(['detail', sql<number>`count(*)`.as('total')])
    .where('type', '=', 'second-factor.drift')
    .where('at', '>=', since)
    .where('portal', 'in', [...portals])
    .groupBy('detail')
    .execute();
  return rows.map(({ detail, total }) => ({ minutes: Number(JSON.parse(detail).minutes), count: Number(total) }));
}

/** Of accounts that signed in since then; companies with the most people first. */
export async function findActiveCoverage(
  on: Handle,
  portals: readonly PortalId[],
  signedInSince: Instant,
  limit: number,
): Promise<readonly ActiveCoverage[]> {
  if (portals.length === 0) return [];
  const rows = await on.db
    .selectFrom('account')
    .leftJoin('company', 'company.id', 'account.company_id')
    .where('account.portal', 'in', [...portals])
    .where('account.status', '=', 'active')
    .where('account.last_signed_in_at', '>=', signedInSince)
    .groupBy(['account.portal', 'company.id', 'company.name'])
    .select((account) => [
      'account.portal',
      'company.id',
      'company.name',
      account.fn.countAll<number>().as('active'),
      account.fn.count<number>('account.id').filterWhere(hasSecondFactor).as('secured'),
    ])
    .orderBy('active', 'desc')
    .orderBy('company.name')
    .limit(limit)
    .execute();
  return rows.map(({ portal, id, name, active, secured }) => ({
    portal,
    company: id === null || name === null ? null : { id, name },
    active: Number(active),
    secured: Number(secured),
  }));
}

/** How many accounts have so many living recovery codes. */
export async function countCodesLeft(
  on: Handle,
  portals: readonly PortalId[],
): Promise<readonly { readonly left: number; readonly accounts: number }[]> {
  if (portals.length === 0) return [];
  const rows = await on.db
    .with('living', (db) =>
      db
        .selectFrom('recovery_code_set')
        .innerJoin('account', 'account.id', 'recovery_code_set.account_id')
        .where('account.portal', 'in', [...portals])
        .where('recovery_code_set.ended_at', 'is', null)
        .select((row) => [
          'recovery_code_set.id',
          row
            .selectFrom('recovery_code')
            .whereRef('recovery_code.set_id', '=', 'recovery_code_set.id')
            .where('recovery_code.ended_at', 'is', null)
            .select(sql<number>`count(*)`.as('left'))
            .as('left'),
        ]),
    )
    .selectFrom('living')
    .select(['living.left', sql<number>`count(*)`.as('accounts')])
    .groupBy('living.left')
    .execute();
  return rows.map(({ left, accounts }) => ({ left: Number(left), accounts: Number(accounts) }));
}
