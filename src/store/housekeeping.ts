/**
 * Forgets what is over, a bounded batch of each table at a time, so that no sign-in waits long for the lock. Only a begun
 * enrolment that ran out is anybody's state and audited; the rest has no effect any more, so its end is no event. Accounts,
 * authenticators (SP 800-63B-4 section 4.1) are never forgotten; the audit log goes by rules of its own (`audit-forgetting.ts`).
 */
import type { AuditEvent } from '../core/audit-event.ts';
import type { Retention } from '../core/policy.ts';
import { type Duration, days, type Instant } from '../core/time.ts';
import { appendEvents } from './audit.ts';
import { type ForgottenEntries, forgetEntries } from './audit-forgetting.ts';
import { forgetContactChanges } from './contact-changes.ts';
import { eraseNotes, forgetLabels, forgetPresence } from './desk-claims.ts';
import { forgetCounters } from './forgotten-counters.ts';
import { forgetInvitations } from './forgotten-invitations.ts';
import { eraseClaims, forgetClaimBrowsers, forgetFilings, forgetRecoveryLinks } from './forgotten-requests.ts';
import { forgetMailQuotas } from './mail-quota.ts';
import { forgetChallenges } from './passkeys.ts';
import { forgetResetLinks } from './passwords.ts';
import { eraseRemarks, forgetCalls } from './procedure.ts';
import { forgetSignInNotices } from './sign-in-notices.ts';
import { outside } from './store.ts';
import type { Handle } from './tables.ts';

/** Rows of one table that one statement changes at most. */
export const BATCH = 1000;

/**
 * Since the newest charge. So long because counters of accounts stay for ever: whoever waits for the others to go could tell
 * an address of nobody by the pause that is missing (SEC-F03).
 */
export const COUNTERS_KEPT_FOR: Duration = days(400);
/** Since its end. A code page that was left open leads back for one hour. */
export const PENDING_SIGN_INS_KEPT_FOR: Duration = days(1);
/** Since its end: whoever follows a link too late is told so in either case. */
export const MAILED_LINKS_KEPT_FOR: Duration = days(1);
/** Since it ran out, accepted or not: whoever follows its link too late is told so in either case. */
export const INVITATIONS_KEPT_FOR: Duration = days(1);
/** Since its end: what a holder may look back on. */
export const SESSIONS_KEPT_FOR: Duration = days(90);
/** Since the last complete sign-in; it stops counting as known after 30 days (SEC-F06). */
export const BROWSERS_KEPT_FOR: Duration = days(90);
/** Since sending. The content is long erased; what is left answers whether a letter went out. */
export const SENT_LETTERS_KEPT_FOR: Duration = days(30);
/** Since the last letter of an address left: its quota looks back on a day. */
export const MAIL_QUOTAS_KEPT_FOR: Duration = days(2);
/** A browser that was used as long ago is not known any more: no banner looks back further. */
const SIGN_IN_NOTICES_KEPT_FOR: Duration = days(90);
/** Since giving up: time to find out why, and for one that did not open, to bring back its key. */
export const FAILED_LETTERS_KEPT_FOR: Duration = days(90);

/** Since the old address can no longer take it back. An address nobody confirmed may be a stranger's; the others stand in the history. */
export const CONTACT_CHANGES_KEPT_FOR: Duration = days(30);
/** Who looked at a request stands in the audit log; who is there now is over in minutes. */
const PRESENCE_KEPT_FOR: Duration = days(1);
/** Since it was begun: its code lived ten minutes. */
const CALLS_KEPT_FOR: Duration = days(1);

export interface Housekeeping {
  /**
   * One batch of each table; answers how many rows were removed, or erased as an expired enrolment. There may be more until
   * the answer is 0. Throws Fault "store-unavailable".
   */
  forgetOld(at: Instant): Promise<number>;
  /** One batch of the beginning of the audit log. Throws Fault "store-unavailable". */
  forgetEntries(at: Instant): Promise<ForgottenEntries>;
}

/**
 * `rememberFor` is the longest of the configured durations: no counter and no browser is forgotten before it has passed. What was
 * typed for a request, filings nobody confirmed, and what belonged to them go when `retention.claims` has passed since its end.
 */
export function makeHousekeeping(handle: Handle, rememberFor: Duration, retention: Retention): Housekeeping {
  return {
    async forgetOld(at) {
      let count = await outside(() => inTransaction(handle, (on) => expireEnrolments(on, at)));
      count += await outside(() => forgetMailedLinks(handle, at - MAILED_LINKS_KEPT_FOR));
      count += await outside(() => forgetResetLinks(handle, at - MAILED_LINKS_KEPT_FOR, BATCH));
      count += await outside(() => forgetInvitations(handle, at - INVITATIONS_KEPT_FOR, BATCH));
      count += await outside(() => forgetPendingSignIns(handle, at - PENDING_SIGN_INS_KEPT_FOR));
      count += await outside(() => forgetSessions(handle, at - SESSIONS_KEPT_FOR));
      count += await outside(() => forgetSignInsOfBrowsers(handle, at - Math.max(BROWSERS_KEPT_FOR, rememberFor)));
      count += await outside(() => forgetBrowsers(handle, at - Math.max(BROWSERS_KEPT_FOR, rememberFor)));
      count += await outside(() => forgetCounters(handle, at, at - Math.max(COUNTERS_KEPT_FOR, rememberFor), BATCH));
      count += await outside(() => forgetLetters(handle, at));
      count += await outside(() => forgetMailQuotas(handle, at - MAIL_QUOTAS_KEPT_FOR, BATCH));
      count += await outside(() => inTransaction(handle, (on) => forgetContactChanges(on, at - CONTACT_CHANGES_KEPT_FOR, BATCH)));
      count += await outside(() => forgetSignInNotices(handle, at - SIGN_IN_NOTICES_KEPT_FOR, BATCH));
      count += await outside(() => forgetChallenges(handle, at, BATCH));
      const ended = at - retention.claims;
      count += await outside(() => eraseClaims(handle, ended, at, BATCH));
      count += await outside(() => eraseNotes(handle, ended, BATCH));
      count += await outside(() => eraseRemarks(handle, ended, BATCH));
      count += await outside(() => forgetCalls(handle, at - CALLS_KEPT_FOR, BATCH));
      count += await outside(() => forgetLabels(handle, ended, BATCH));
      count += await outside(() => forgetPresence(handle, at - PRESENCE_KEPT_FOR, BATCH));
      count += await outside(() => inTransaction(handle, (on) => forgetFilings(on, ended, BATCH)));
      count += await outside(() => forgetRecoveryLinks(handle, ended, BATCH));
      count += await outside(() => forgetClaimBrowsers(handle, ended, BATCH));
      return count;
    },
    forgetEntries: (at) => outside(() => forgetEntries(handle, at, retention.audit)),
  };
}

function inTransaction<T>(handle: Handle, work: (on: Handle) => Promise<T>): Promise<T> {
  return handle.db
    .transaction()
    .setIsolationLevel('read committed')
    .execute((db) => work({ ...handle, db }));
}

/** Each with the event of an enrolment that ended without a code, in one transaction (SEC-Q02). The row stays. */
async function expireEnrolments(on: Handle, at: Instant): Promise<number> {
  const rows = await on.db
    .with('due', (db) =>
      db
        .selectFrom('authenticator')
        .select('authenticator.id')
        .where('state', '=', 'pending')
        .where('expires_at', '<=', at)
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .updateTable('authenticator')
    .set({ state: 'invalidated', sealed_secret: null, invalidated_at: at, invalidation_reason: 'expired' })
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .where('state', '=', 'pending')
    .returning((row) => [
      'authenticator.id',
      'authenticator.account_id',
      row.selectFrom('account').select('account.portal').whereRef('account.id', '=', 'authenticator.account_id').as('portal'),
    ])
    .execute();
  const events = rows.map(
    (row): AuditEvent => ({
      at,
      portal: row.portal,
      address: null,
      requestId: null,
      actor: { kind: 'system', id: null },
      accountId: row.account_id,
      detail: { type: 'enrolment.abandoned', authenticatorId: row.id, reason: 'expired' },
    }),
  );
  const [first, ...others] = events;
  if (first !== undefined) await appendEvents(on, [first, ...others]);
  return rows.length;
}

async function forgetMailedLinks(on: Handle, before: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('mailed_link')
        .select('mailed_link.id')
        .where('expires_at', '<=', before)
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('mailed_link')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** A link may outlive the sign-in it confirms, and refers to it. */
async function forgetPendingSignIns(on: Handle, before: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('pending_sign_in')
        .select('pending_sign_in.id')
        .where('pending_sign_in.expires_at', '<=', before)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('mailed_link')
                .select('mailed_link.id')
                .whereRef('mailed_link.pending_sign_in_id', '=', 'pending_sign_in.id'),
            ),
          ),
        )
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('pending_sign_in')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function forgetSessions(on: Handle, before: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('session')
        .select('session.id')
        .where((row) => row(row.fn.coalesce('ended_at', 'expires_at'), '<=', before))
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('session')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function forgetSignInsOfBrowsers(on: Handle, before: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('known_browser_account')
        .select(['browser_id', 'account_id'])
        .where('signed_in_at', '<=', before)
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('known_browser_account')
    .where((row) =>
      row(
        row.refTuple('browser_id', 'account_id'),
        'in',
        row.selectFrom('due').select(['due.browser_id', 'due.account_id']).$asTuple('browser_id', 'account_id'),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Those in which nobody is known any more. */
async function forgetBrowsers(on: Handle, before: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('known_browser')
        .select('known_browser.id')
        .where('created_at', '<=', before)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('known_browser_account')
                .select('browser_id')
                .whereRef('known_browser_account.browser_id', '=', 'known_browser.id'),
            ),
          ),
        )
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('known_browser')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function forgetLetters(on: Handle, at: Instant): Promise<number> {
  const { numDeletedRows } = await on.db
    .with('due', (db) =>
      db
        .selectFrom('outbox')
        .select('outbox.id')
        .where((row) =>
          row.or([row('sent_at', '<=', at - SENT_LETTERS_KEPT_FOR), row('failed_at', '<=', at - FAILED_LETTERS_KEPT_FOR)]),
        )
        .limit(BATCH)
        .$if(on.kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    )
    .deleteFrom('outbox')
    .where('id', 'in', (row) => row.selectFrom('due').select('due.id'))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
