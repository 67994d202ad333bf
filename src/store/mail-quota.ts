/**
 * Lets letters leave, or wait, by the quota of their address (SEC-P06). What left is kept in one row per address, replaced only
 * where it is still the one that was read (ADR 0004), so that two nodes cannot spend one allowance twice. The rules stand in
 * `core/mail-quota.ts`.
 */
import { type Departure, judgeMail, type MailVerdict } from '../core/mail-quota.ts';
import { Fault } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { Handle } from './tables.ts';

/** Letters of one address that are judged together, and so stand in one letter at most. */
const TOGETHER = 200;
/** A lost round means that another node judged the same address meanwhile. */
const ROUNDS = 50;

/** Judges every letter that is due and not judged yet. Opens a transaction for each address, so it needs to be in none. */
export async function judgeDueLetters(on: Handle, at: Instant): Promise<void> {
  for (;;) {
    const address = await findDueAddress(on, at);
    if (address === undefined) return;
    await judgeAddress(on, address, at);
  }
}

async function judgeAddress(on: Handle, address: string, at: Instant): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const judged = await on.db
      .transaction()
      .setIsolationLevel('read committed')
      .execute((db) => judgeOnce({ ...on, db }, address, at));
    if (judged) return;
  }
  throw new Fault('store-unavailable', 'the letters of an address could not be judged');
}

/** Only letters with a digest are waiting to be judged: the others are outside of every quota. */
async function findDueAddress(on: Handle, at: Instant): Promise<string | undefined> {
  const row = await unjudged(on)
    .select('address_digest')
    .where('next_attempt_at', '<=', at)
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst();
  return row?.address_digest ?? undefined;
}

/** False when another node was faster: nothing is written then. */
async function judgeOnce(on: Handle, address: string, at: Instant): Promise<boolean> {
  const quota = await on.db.selectFrom('mail_quota').selectAll().where('address_digest', '=', address).executeTakeFirst();
  const ofAddress = unjudged(on).where('address_digest', '=', address);
  const due = await ofAddress
    .select(['id', 'account_id', 'kind', 'created_at', 'held_at'])
    .where('next_attempt_at', '<=', at)
    .orderBy('created_at')
    .orderBy('outbox.id')
    .limit(TOGETHER)
    .execute();
  if (due.length === 0) return true;
  const elsewhere = await ofAddress
    .select((select) => ['account_id', 'kind', select.fn.min('next_attempt_at').as('until')])
    .where('next_attempt_at', '>', at)
    .groupBy(['account_id', 'kind'])
    .execute();
  const verdict = judgeMail(
    due.map((row) => ({
      id: row.id,
      accountId: row.account_id,
      kind: row.kind,
      since: row.created_at,
      isHeld: row.held_at !== null,
    })),
    elsewhere.map((row) => ({ accountId: row.account_id, kind: row.kind, until: row.until })),
    quota === undefined ? [] : departuresFrom(quota.departures),
    at,
  );
  if (!(await replaceQuota(on, address, quota?.version, verdict.departures, at))) return false;
  await apply(on, verdict, at);
  return true;
}

/** The first version is an instant: higher than any of a row that was forgotten under this digest. */
async function replaceQuota(
  on: Handle,
  address: string,
  version: number | undefined,
  departures: readonly Departure[],
  at: Instant,
): Promise<boolean> {
  const text = JSON.stringify(departures);
  if (version === undefined) {
    const { numInsertedOrUpdatedRows } = await on.db
      .insertInto('mail_quota')
      .values({ address_digest: address, version: at, departures: text, last_at: at })
      .onConflict((conflict) => conflict.column('address_digest').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await on.db
    .updateTable('mail_quota')
    .set({ version: version + 1, departures: text, last_at: at })
    .where('address_digest', '=', address)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function apply(on: Handle, { leaving, held }: MailVerdict, at: Instant): Promise<void> {
  for (const { id, along } of leaving) {
    await on.db.updateTable('outbox').set({ departed_at: at }).where('id', '=', id).execute();
    if (along.length > 0) await on.db.updateTable('outbox').set({ group_id: id }).where('id', 'in', along).execute();
  }
  for (const { ids, until } of held) {
    await on.db
      .updateTable('outbox')
      .set((row) => ({ next_attempt_at: until, held_at: row.fn.coalesce('held_at', row.val(at)) }))
      .where('id', 'in', ids)
      .execute();
  }
}

/** Of addresses for which nothing left since. */
export async function forgetMailQuotas(on: Handle, before: Instant, limit: number): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('mail_quota')
        .select('mail_quota.address_digest')
        .where('last_at', '<=', before)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('mail_quota')
    .where('address_digest', 'in', (row) => row.selectFrom('due').select('due.address_digest'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function unjudged(on: Handle) {
  return on.db
    .selectFrom('outbox')
    .where('departed_at', 'is', null)
    .where('group_id', 'is', null)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null);
}

function departuresFrom(text: string): readonly Departure[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Fault('invariant-broken', 'a mail quota holds no list of departures');
  const departures: readonly Departure[] = list;
  return departures;
}
