/**
 * Letters that wait to be sent. One is queued in the transaction of the change it speaks of, sealed because it may hold a
 * one-time link, and claimed by one courier at a time by a conditional update. Which may leave is decided by `mail-quota.ts`, when
 * to try again by the courier.
 */
import { type ExpressionBuilder, sql } from 'kysely';
import { canonicalEmail } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import type { Letter, LetterKind } from '../core/letter.ts';
import { letterClass } from '../core/mail-quota.ts';
import { Fault } from '../core/outcome.ts';
import type { Duration, Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { AwaitedBy, ClaimedLetter, KeyedDigest, Random, SealContext, SecretBox } from '../ports.ts';
import { appendEvents } from './audit.ts';
import { inOneLetter } from './grouped-letter.ts';
import type { Handle, Tables } from './tables.ts';

export interface OutboxParts {
  readonly secrets: SecretBox;
  readonly random: Random;
  /** Under which the mail of one address is counted. */
  readonly keyed: KeyedDigest;
}

interface ClaimedRow {
  readonly id: string;
  readonly account_id: string | null;
  readonly portal: string;
  readonly kind: LetterKind;
  readonly sealed_letter: string | null;
  readonly attempts: number;
  readonly created_at: Instant;
  readonly held_at: Instant | null;
  readonly departed_at: Instant | null;
  readonly awaited_address: AwaitedBy['address'] | null;
  readonly refused_at: Instant | null;
}

type Enclosed = Pick<ClaimedRow, 'id' | 'account_id' | 'portal' | 'kind' | 'sealed_letter'> & { readonly group_id: string | null };

/** Due at once: the instant of the circumstances it tells of. */
export async function queueLetter(
  on: Handle,
  letter: Letter,
  { secrets, random, keyed }: OutboxParts,
  awaited?: AwaitedBy,
): Promise<void> {
  const id = newId((count) => random.bytes(count));
  const at = letter.content.circumstances.at;
  const isLimited = letterClass(letter.content.kind) !== 'recovery';
  await on.db
    .insertInto('outbox')
    .values({
      id,
      account_id: letter.accountId,
      portal: letter.portal,
      kind: letter.content.kind,
      sealed_letter: secrets.seal(Buffer.from(JSON.stringify(letter), 'utf8'), placeOf(id)),
      created_at: at,
      attempts: 0,
      next_attempt_at: at,
      address_digest: isLimited ? keyed.digest('address', `mail:${canonicalEmail(letter.to)}`) : null,
      departed_at: isLimited ? null : at,
      awaited_by: awaited?.requestId ?? null,
      awaited_address: awaited?.address ?? null,
    })
    .execute();
}

/**
 * Claims up to `limit` due letters in one statement, oldest first, of those that may leave. One that does not open (its key is
 * gone, or somebody changed the row) is put aside as failed with an audit event and its seal kept, so that it cannot hold up
 * the others.
 */
export async function claimLetters(
  on: Handle,
  limit: number,
  at: Instant,
  leaseFor: Duration,
  secrets: SecretBox,
): Promise<readonly ClaimedLetter[]> {
  const rows = await claimRows(on, limit, at, leaseFor);
  const enclosed = await findEnclosed(on, rows);
  const letters: ClaimedLetter[] = [];
  const failures: AuditEvent[] = [];
  for (const row of rows) {
    const opened: Letter[] = [];
    for (const each of [row, ...enclosed.filter(({ group_id: groupId }) => groupId === row.id)]) {
      const letter = openLetter(each, secrets);
      if (letter === undefined) failures.push(await putAside(on, each, at));
      else opened.push(letter);
    }
    const [first, ...others] = opened;
    const createdAt = row.held_at === null ? row.created_at : (row.departed_at ?? row.created_at);
    if (first !== undefined)
      letters.push({
        id: row.id,
        letter: inOneLetter([first, ...others]),
        attempts: row.attempts,
        createdAt,
        awaitedAddress: row.awaited_address,
        refusedAt: row.refused_at,
      });
  }
  const [first, ...others] = failures;
  if (first !== undefined) await appendEvents(on, [first, ...others]);
  return letters;
}

/**
 * The common table expression is evaluated once; as a plain subquery PostgreSQL may run it again per row and lock more than
 * `limit`. The condition is repeated on the update itself, which is what decides where SKIP LOCKED is missing.
 */
async function claimRows(on: Handle, limit: number, at: Instant, leaseFor: Duration): Promise<readonly ClaimedRow[]> {
  const rows = await on.db
    .with('due', (db) =>
      db
        .selectFrom('outbox')
        .select('outbox.id')
        .where('sent_at', 'is', null)
        .where('failed_at', 'is', null)
        .where('departed_at', 'is not', null)
        .where('next_attempt_at', '<=', at)
        .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', at)]))
        .orderBy('next_attempt_at')
        .orderBy('outbox.id')
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set((row) => ({ claimed_until: at + leaseFor, attempts: row('attempts', '+', 1) }))
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', at)]))
    .returning([
      'id',
      'account_id',
      'portal',
      'kind',
      'sealed_letter',
      'attempts',
      'created_at',
      'held_at',
      'departed_at',
      'awaited_address',
      'refused_at',
    ])
    .execute();
  return rows.toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
}

/** The letters whose notices stand in these. */
async function findEnclosed(on: Handle, rows: readonly ClaimedRow[]): Promise<readonly Enclosed[]> {
  if (rows.length === 0) return [];
  return on.db
    .selectFrom('outbox')
    .select(['id', 'account_id', 'portal', 'kind', 'sealed_letter', 'group_id'])
    .where(
      'group_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('failed_at', 'is', null)
    .execute();
}

function openLetter(row: Pick<ClaimedRow, 'id' | 'sealed_letter'>, secrets: SecretBox): Letter | undefined {
  if (row.sealed_letter === null) return undefined;
  try {
    const letter: Letter = JSON.parse(Buffer.from(secrets.open(row.sealed_letter, placeOf(row.id))).toString('utf8'));
    return letter;
  } catch (error) {
    if (error instanceof Fault && error.code === 'seal-broken') return undefined;
    throw error;
  }
}

/** Answers the event that goes with it. */
async function putAside(
  on: Handle,
  row: Pick<ClaimedRow, 'id' | 'account_id' | 'portal' | 'kind'>,
  at: Instant,
): Promise<AuditEvent> {
  await on.db.updateTable('outbox').set({ failed_at: at, claimed_until: null }).where('id', '=', row.id).execute();
  return {
    at,
    portal: row.portal,
    address: null,
    requestId: null,
    actor: { kind: 'system', id: null },
    accountId: row.account_id,
    detail: { type: 'letter.failed', letter: row.kind },
  };
}

/** The letter itself is erased: nobody needs its link any more. So are those that stood in it. */
export async function markSent(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ sent_at: at, sealed_letter: null, claimed_until: null })
    .where((row) => withEnclosed(row, id))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

export async function markRetry(on: Handle, id: string, nextAttemptAt: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ next_attempt_at: nextAttemptAt, claimed_until: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

/** The seal stays: it is tried once more. */
export async function markRefused(on: Handle, id: string, at: Instant, nextAttemptAt: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ refused_at: at, next_attempt_at: nextAttemptAt, claimed_until: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
}

/** Given up like a failed one, and nobody waits for it. */
export async function markStruck(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ struck_at: at, failed_at: at, sealed_letter: null, claimed_until: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
}

/** Given up: the letter is erased like a sent one. */
export async function markFailed(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ failed_at: at, sealed_letter: null, claimed_until: null })
    .where((row) => withEnclosed(row, id))
    .where('sent_at', 'is', null)
    .execute();
}

function withEnclosed(row: ExpressionBuilder<Tables, 'outbox'>, id: string) {
  return row.or([row('id', '=', id), row('group_id', '=', id)]);
}

/** Since when it might have left: a letter that waits for room is not late. */
export async function findOldestUnsent(on: Handle): Promise<Instant | undefined> {
  const row = await on.db
    .selectFrom('outbox')
    .select((select) =>
      select.fn
        .min(select.case().when('held_at', 'is', null).then(select.ref('created_at')).else(select.ref('departed_at')).end())
        .as('oldest'),
    )
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('group_id', 'is', null)
    .executeTakeFirst();
  return row?.oldest ?? undefined;
}

/** Those that wait for room as well. */
export async function countPending(on: Handle): Promise<number> {
  const { total } = await on.db
    .selectFrom('outbox')
    .select(sql<number>`count(*)`.as('total'))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return total;
}

function placeOf(id: string): SealContext {
  return { table: 'outbox', column: 'sealed_letter', row: id };
}
