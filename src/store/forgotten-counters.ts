/**
 * Which attempt counters may be forgotten. Failures in a row of an account count until a success, however long that takes
 * (SEC-F01, SEC-F02); only what holds none of them may go. A key of a form that is not named here keeps its counter.
 */
import { type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Instant } from '../core/time.ts';
import type { DatabaseKind, Handle, Tables } from './tables.ts';

/** Beginnings of the keys of sliding windows, whose count of failures says nothing: of a network, of an address, of acts of an account. */
const WINDOW_KEYS = [
  'network:',
  'passkey-network:',
  'passkey-challenge:',
  'reset-network:',
  'registration:',
  'letter:',
  'mail:',
  'contact-letter:',
  'recovery-codes:',
  'company:',
  'invitations:',
  'desk-search:',
] as const;
/** Followed by the account's id, by that and `:` and the id of a browser it is known in, or by the digest of an address. */
const PASSWORD_KEY = 'password:';

/**
 * At most `limit` counters that were charged last at `before` or earlier and pause nothing at `at`; answers how many. A
 * counter's first version is the instant of its first charge (`single-use.ts`), so one whose version is no later than `before`
 * can never be mistaken for one that begins anew under its key.
 */
export async function forgetCounters(on: Handle, at: Instant, before: Instant, limit: number): Promise<number> {
  const newest = newestCharge(on.kind);
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('attempt_counter')
        .select('attempt_counter.key')
        .where('version', '<=', before)
        .where((row) => row.or([row('locked_until', 'is', null), row('locked_until', '<=', at)]))
        .where((row) => row.or([row(newest, 'is', null), row(newest, '<=', before)]))
        .where(holdsNoFailures)
        .limit(limit)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('attempt_counter')
    .where('key', 'in', (row) => row.selectFrom('due').select('due.key'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Null when the list is empty: the charges were cleared or taken back. */
function newestCharge(kind: DatabaseKind): RawBuilder<Instant | null> {
  return kind === 'sqlite'
    ? sql<Instant | null>`json_extract(attempt_counter.recent, '$[#-1]')`
    : sql<Instant | null>`(attempt_counter.recent::jsonb ->> -1)::bigint`;
}

/** Emptied, a window, or of an address of nobody: what follows is the id of no account, nor of one and a browser. */
function holdsNoFailures(row: ExpressionBuilder<Tables, 'attempt_counter'>) {
  const ofAccount = row
    .selectFrom('account')
    .select('account.id')
    .where(sql<SqlBool>`account.id = substr(attempt_counter.key, ${PASSWORD_KEY.length + 1})`);
  return row.or([
    row('failures', '=', 0),
    ...WINDOW_KEYS.map((prefix) => row('attempt_counter.key', 'like', `${prefix}%`)),
    row.and([
      row('attempt_counter.key', 'like', `${PASSWORD_KEY}%`),
      row('attempt_counter.key', 'not like', `${PASSWORD_KEY}%:%`),
      row.not(row.exists(ofAccount)),
    ]),
  ]);
}
