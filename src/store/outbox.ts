/**
 * Letters that wait to be sent. One is queued in the transaction of the change it speaks of, sealed because it may hold a
 * one-time link, and claimed by one courier at a time by a conditional update. When to try again is the courier's decision.
 */
import { sql } from 'kysely';
import type { AuditEvent } from '../core/audit-event.ts';
import type { Letter, LetterKind } from '../core/letter.ts';
import { Fault } from '../core/outcome.ts';
import type { Duration, Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { ClaimedLetter, Random, SealContext, SecretBox } from '../ports.ts';
import { appendEvents } from './audit.ts';
import type { Handle } from './tables.ts';

interface ClaimedRow {
  readonly id: string;
  readonly account_id: string;
  readonly portal: string;
  readonly kind: LetterKind;
  readonly sealed_letter: string | null;
  readonly attempts: number;
  readonly created_at: Instant;
}

/** Due at once: the instant of the circumstances it tells of. */
export async function queueLetter(on: Handle, letter: Letter, secrets: SecretBox, random: Random): Promise<void> {
  const id = newId((count) => random.bytes(count));
  const at = letter.content.circumstances.at;
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
    })
    .execute();
}

/**
 * Claims up to `limit` due letters in one statement, oldest first. One that does not open (its key is gone, or somebody
 * changed the row) is put aside as failed with an audit event and its seal kept, so that it cannot hold up the others.
 */
export async function claimLetters(
  on: Handle,
  limit: number,
  at: Instant,
  leaseFor: Duration,
  secrets: SecretBox,
): Promise<readonly ClaimedLetter[]> {
  const rows = await claimRows(on, limit, at, leaseFor);
  const letters: ClaimedLetter[] = [];
  const failures: AuditEvent[] = [];
  for (const row of rows) {
    const letter = openLetter(row, secrets);
    if (letter === undefined) failures.push(await putAside(on, row, at));
    else letters.push({ id: row.id, letter, attempts: row.attempts, createdAt: row.created_at });
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
    .returning(['id', 'account_id', 'portal', 'kind', 'sealed_letter', 'attempts', 'created_at'])
    .execute();
  return rows.toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
}

function openLetter(row: ClaimedRow, secrets: SecretBox): Letter | undefined {
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
async function putAside(on: Handle, row: ClaimedRow, at: Instant): Promise<AuditEvent> {
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

/** The letter itself is erased: nobody needs its link any more. */
export async function markSent(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ sent_at: at, sealed_letter: null, claimed_until: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
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

/** Given up: the letter is erased like a sent one. */
export async function markFailed(on: Handle, id: string, at: Instant): Promise<void> {
  await on.db
    .updateTable('outbox')
    .set({ failed_at: at, sealed_letter: null, claimed_until: null })
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
}

export async function findOldestUnsent(on: Handle): Promise<Instant | undefined> {
  const row = await on.db
    .selectFrom('outbox')
    .select((select) => select.fn.min('created_at').as('oldest'))
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirst();
  return row?.oldest ?? undefined;
}

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
