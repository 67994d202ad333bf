/**
 * The one transaction every change runs in: the work, then its audit events, then commit. A refusal or a throw rolls all
 * of it back, a serialisation failure runs it again. What is written is decided by the callers.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { Fault, type Outcome } from '../core/outcome.ts';
import { appendEvents } from './audit.ts';
import { isDatabaseError, isWorthAnotherTry, storeFault } from './database-errors.ts';
import type { Handle } from './tables.ts';

const RETRIES = 3;
const PAUSE_STEP = 20;

export type Transact = <T>(events: NonEmpty<AuditEvent>, work: (on: Handle) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

const ROLL_BACK = new Error('rolled back because of a refusal');

const insideTransaction = new AsyncLocalStorage<true>();

/**
 * On SQLite the outer connection waits for the open transaction, which waits for its own work: for ever. Every entry to the
 * store outside a transaction asks here first, so that such a mistake is a Fault on both databases.
 */
export function assertOutsideTransaction(): void {
  if (insideTransaction.getStore() === true) {
    throw new Fault('invariant-broken', 'inside a write only its own transaction may be used');
  }
}

export function makeTransact(outer: Handle): Transact {
  return async (events, work) => {
    assertOutsideTransaction();
    if (events.length === 0) throw new Fault('invariant-broken', 'a change without an audit event');
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await insideTransaction.run(true, () => runOnce(outer, events, work));
      } catch (error) {
        if (!isWorthAnotherTry(error)) throw error;
        if (attempt === RETRIES) throw storeFault(error);
      }
      await pause(PAUSE_STEP * (attempt + 1));
    }
  };
}

/** READ COMMITTED is enough: races are decided by row counts, not by isolation. SQLite ignores the level. */
async function runOnce<T>(
  outer: Handle,
  events: NonEmpty<AuditEvent>,
  work: (on: Handle) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let refused: Outcome<T> | undefined;
  let working = false;
  try {
    return await outer.db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (db) => {
        const on: Handle = { ...outer, db };
        working = true;
        const outcome = await work(on);
        working = false;
        if (!outcome.ok) {
          refused = outcome;
          throw ROLL_BACK;
        }
        await appendEvents(on, events);
        return outcome;
      });
  } catch (error) {
    if (error === ROLL_BACK && refused !== undefined) return refused;
    const ownMistake = working && !isDatabaseError(error);
    throw ownMistake || isWorthAnotherTry(error) ? error : storeFault(error);
  }
}
