/**
 * What a database error means. The two drivers speak different codes; here they become one answer: worth another try, a
 * constraint of ours, or a Fault. No message of a driver ever leaves the store except as the cause of a Fault.
 */
import { Fault } from '../core/outcome.ts';

export type ViolatedConstraint = 'unique' | 'foreign-key' | 'not-null' | 'check';

/** PostgreSQL appendix A: serialization_failure and deadlock_detected. */
const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set(['40001', '40P01']);
/**
 * What "create table" answers when another node did the same: unique_violation, duplicate_table, duplicate_object, and
 * in_failed_sql_transaction, because Kysely swallows the first error and asks on.
 */
const CREATED_MEANWHILE: ReadonlySet<string> = new Set(['23505', '42P07', '42710', '25P02']);
const POSTGRES_CONSTRAINTS: ReadonlyMap<string, ViolatedConstraint> = new Map([
  ['23505', 'unique'],
  ['23503', 'foreign-key'],
  ['23502', 'not-null'],
  ['23514', 'check'],
]);
/** Extended result codes of SQLite; 1555 is a primary key. */
const SQLITE_CONSTRAINTS: ReadonlyMap<number, ViolatedConstraint> = new Map([
  [2067, 'unique'],
  [1555, 'unique'],
  [787, 'foreign-key'],
  [1299, 'not-null'],
  [275, 'check'],
]);
const SQLITE_BUSY = 5;
/** Errors that `pg` itself raises come without a code. */
const LOST_CONNECTION = /connection|timeout|pool|driver has already been destroyed/iu;

/** Thrown inside a transaction that met a change it could not have seen at its start: it runs again. */
export const TRY_AGAIN = new Fault('store-unavailable', 'the transaction met a change made at the same time');

/** Any error of the store as a Fault, its cause kept; a Fault stays what it is. */
export function storeFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault('store-unavailable', 'the database refused or could not be reached', error);
}

/** The constraint that a write ran into, looked for along the chain of causes; undefined when it was something else. */
export function violatedConstraint(error: unknown): ViolatedConstraint | undefined {
  if (!(error instanceof Error)) return undefined;
  const found = POSTGRES_CONSTRAINTS.get(textCode(error)) ?? SQLITE_CONSTRAINTS.get(sqliteCode(error));
  return found ?? violatedConstraint(error.cause);
}

/** The same transaction may succeed when it is simply run again. */
export function isWorthAnotherTry(error: unknown): boolean {
  return error === TRY_AGAIN || (error instanceof Error && WORTH_ANOTHER_TRY.has(textCode(error)));
}

/** Two nodes created the same tables at once, and this one lost; it will find them when it looks again. */
export function isCreatedMeanwhile(error: unknown): boolean {
  return isWorthAnotherTry(error) || (error instanceof Error && CREATED_MEANWHILE.has(textCode(error)));
}

/** Told apart from a mistake in the code that was running inside the transaction, which must surface as itself. */
export function isDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = textCode(error);
  if (code === 'ERR_SQLITE_ERROR' || 'severity' in error || 'syscall' in error) return true;
  return code === '' && error.name === 'Error' && LOST_CONNECTION.test(error.message);
}

/** SQLite's SQLITE_BUSY and its extended forms: another process holds the file. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && (sqliteCode(error) & 0xff) === SQLITE_BUSY;
}

/** A table asked for is not there: PostgreSQL's undefined_table, SQLite's plain error with these words. */
export function isTableMissing(error: unknown): boolean {
  return error instanceof Error && (textCode(error) === '42P01' || /^no such table: /u.test(error.message));
}

function textCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function sqliteCode(error: Error): number {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
}
