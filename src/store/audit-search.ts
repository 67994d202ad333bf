/**
 * The audit log as the desk searches it (D-32): the reach of the person who asks is a condition of the query, like in the list of
 * requests. And the searches that people keep, each found and removed by its owner alone.
 */
import { type ExpressionBuilder, sql } from 'kysely';
import type { AccountId, PortalId } from '../core/account.ts';
import type { AuditDetail } from '../core/audit-event.ts';
import { type AuditReach, DESK_GROUPS, typesIn } from '../core/audit-groups.ts';
import type { AuditTerms } from '../core/audit-search.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { FoundEntry, KeptSearch, SealContext, SecretBox } from '../ports.ts';
import type { Handle, Tables } from './tables.ts';

export async function findAuditEntries(
  on: Handle,
  reach: AuditReach,
  terms: AuditTerms,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<readonly FoundEntry[]> {
  const rows = await on.db
    .selectFrom('audit_event')
    .leftJoin('account as actor', 'actor.id', 'audit_event.actor_id')
    .leftJoin('account as subject', 'subject.id', 'audit_event.account_id')
    .leftJoin('company', 'company.id', 'subject.company_id')
    .select(['audit_event.seq', 'audit_event.at', 'audit_event.portal', 'audit_event.address', 'audit_event.type'])
    .select(['audit_event.detail', 'audit_event.actor_kind', 'audit_event.actor_id', 'actor.name as actor_name'])
    .select(['subject.email', 'company.name as company'])
    .where((row) => withinReach(on, row, reach))
    .where((row) => row.and(matching(row, terms)))
    .orderBy('audit_event.seq', 'desc')
    .offset(offset)
    .limit(limit)
    .execute();
  const receipts = await receiptsOf(
    on,
    rows.map(({ detail }) => requestIdIn(detail)),
  );
  return rows.map((row) => {
    const detail: AuditDetail = { ...JSON.parse(row.detail), type: row.type };
    return {
      seq: row.seq,
      at: row.at,
      portal: row.portal,
      address: row.address,
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      subject: row.email === null ? null : { email: row.email, company: row.company },
      receipt: receipts.get(requestIdIn(row.detail) ?? '') ?? null,
      detail,
    };
  });
}

type Row = ExpressionBuilder<Tables, 'audit_event'>;

function withinReach(on: Handle, row: Row, { actor, groups, portals }: AuditReach) {
  return row.and([
    row('audit_event.type', 'in', [...typesIn(groups)]),
    ...(actor === null ? [] : [row('audit_event.actor_id', '=', actor)]),
    ...(portals === null
      ? []
      : [
          row.or([
            ...(portals.handled.length === 0 ? [] : [row('audit_event.portal', 'in', [...portals.handled])]),
            row.and([
              row('audit_event.portal', '=', portals.desk),
              row('audit_event.type', 'in', [...typesIn(DESK_GROUPS.filter((group) => groups.includes(group)))]),
              ...namesNothingBeyond(on, row, [...portals.handled, portals.desk]),
            ]),
          ]),
        ]),
  ]);
}

/** What staff do stands under their own portal, the desk: the account and the request that an entry names say whose matter it is. */
function namesNothingBeyond(on: Handle, row: Row, portals: readonly PortalId[]) {
  const own = sql.join(portals.map((portal) => sql`${portal}`));
  const request =
    on.kind === 'sqlite' ? sql`json_extract(audit_event.detail, '$.requestId')` : sql`audit_event.detail::jsonb ->> 'requestId'`;
  return [
    row.not(
      row.exists(
        row
          .selectFrom('account as other')
          .select('other.id')
          .whereRef('other.id', '=', 'audit_event.account_id')
          .where('other.portal', 'not in', [...portals]),
      ),
    ),
    sql<boolean>`not exists (select 1 from recovery_request where id = ${request} and portal not in (${own}))`,
  ];
}

function matching(row: Row, { account, agent, company, portal, from, until, group }: AuditTerms) {
  const accountOf = (email: string) =>
    row.selectFrom('account as named').select('named.id').where('named.canonical_email', '=', email);
  return [
    ...(account === null ? [] : [row('audit_event.account_id', 'in', accountOf(account))]),
    ...(agent === null ? [] : [row('audit_event.actor_id', 'in', accountOf(agent)), row('audit_event.actor_kind', '=', 'staff')]),
    ...(company === null
      ? []
      : [
          row(
            'audit_event.account_id',
            'in',
            row
              .selectFrom('account as member')
              .innerJoin('company as firm', 'firm.id', 'member.company_id')
              .select('member.id')
              .where('firm.canonical_name', '=', company),
          ),
        ]),
    ...(portal === null ? [] : [row('audit_event.portal', '=', portal)]),
    ...(from === null ? [] : [row('audit_event.at', '>=', from)]),
    ...(until === null ? [] : [row('audit_event.at', '<', until)]),
    ...(group === null ? [] : [row('audit_event.type', 'in', [...typesIn([group])])]),
    sql<boolean>`1 = 1`,
  ];
}

function requestIdIn(detail: string): string | undefined {
  const { requestId } = JSON.parse(detail);
  return typeof requestId === 'string' ? requestId : undefined;
}

async function receiptsOf(on: Handle, ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.flatMap((id) => id ?? []))];
  if (known.length === 0) return new Map();
  const rows = await on.db.selectFrom('recovery_request').select(['id', 'receipt']).where('id', 'in', known).execute();
  return new Map(rows.map(({ id, receipt }) => [id, receipt]));
}

export async function keepSearch(on: Handle, search: KeptSearch & { readonly by: AccountId }, secrets: SecretBox): Promise<void> {
  const { id, by, keptAt, name, form } = search;
  const text = JSON.stringify({ name, form });
  await on.db
    .insertInto('audit_search')
    .values({ id, account_id: by, kept_at: keptAt, sealed_search: secrets.seal(Buffer.from(text, 'utf8'), placeOf(id)) })
    .execute();
}

export async function findKeptSearches(on: Handle, by: AccountId, secrets: SecretBox): Promise<readonly KeptSearch[]> {
  const rows = await on.db
    .selectFrom('audit_search')
    .selectAll()
    .where('account_id', '=', by)
    .orderBy('kept_at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, kept_at: keptAt, sealed_search: sealed }) => opened(id, keptAt, sealed, secrets));
}

export async function forgetSearch(on: Handle, id: string, by: AccountId): Promise<boolean> {
  const { numDeletedRows } = await on.db
    .deleteFrom('audit_search')
    .where('id', '=', id)
    .where('account_id', '=', by)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** One that does not open any more is as good as gone. */
function opened(id: string, keptAt: Instant, sealed: string, secrets: SecretBox): readonly KeptSearch[] {
  try {
    const { name, form } = JSON.parse(Buffer.from(secrets.open(sealed, placeOf(id))).toString('utf8'));
    return [{ id, keptAt, name, form }];
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return [];
    throw error;
  }
}

const placeOf = (id: string): SealContext => ({ table: 'audit_search', column: 'sealed_search', row: id });
