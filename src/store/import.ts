/**
 * What comes from outside instead of from a journey: companies, accounts and cases of an import or of the demo, and what the
 * operator of the host changes at an account. An import creates; a row for an existing account is an error, never an update
 * (product decision 9). No secret of an authenticator can be imported.
 */
import type { Account, AccountId, CompanyId, NewAccount, NewCompany } from '../core/account.ts';
import type { AuditDetail, AuditEvent, NonEmpty } from '../core/audit-event.ts';
import type { Letter } from '../core/letter.ts';
import { done, Fault } from '../core/outcome.ts';
import type { SupportCase } from '../core/support-case.ts';
import type { Instant } from '../core/time.ts';
import { accountRow, growSecurityVersion } from './accounts.ts';
import { insertCase } from './cases.ts';
import { companyRow } from './companies.ts';
import { insertInitialPoints } from './contact-points.ts';
import { bringBackRecoveryCodes } from './recovery-codes.ts';
import { endOtherSessions, endPendingSignIns } from './sessions.ts';
import type { Handle } from './tables.ts';
import type { Transact } from './transact.ts';

/** With or without a password. */
export type ImportedAccount = NewAccount;

/** Every one is audited. Throws Fault "store-unavailable"; `violatedConstraint` tells a duplicate from a broken database. */
export interface Import {
  importCompany(company: NewCompany): Promise<void>;
  importAccount(account: ImportedAccount): Promise<void>;
  importCase(company: CompanyId, row: SupportCase): Promise<void>;
  /**
   * By the host. Suspending ends every living session; either way whatever was begun before is void. The letter that tells
   * of it leaves with it. Throws Fault "invariant-broken" when there is no such account.
   */
  setAccountStatus(
    account: AccountId,
    status: Account['status'],
    at: Instant,
    reason?: string,
    letters?: readonly Letter[],
  ): Promise<void>;
  /**
   * Lifts what keeps a holder out: a suspended status, closed password-only sign-in, a recovery freeze. Living sessions go on,
   * sign-ins begun before are void. The letter that tells of it leaves with it. Throws Fault "invariant-broken" when there is no such account.
   */
  reopenAccount(account: AccountId, reason: string, at: Instant, letters?: readonly Letter[]): Promise<void>;
}

export interface ImportContext {
  readonly transact: Transact;
  readonly via: 'demo' | 'import';
  readonly clock: () => Instant;
  readonly queueLetter: (on: Handle, letter: Letter) => Promise<void>;
}

export function makeImport({ transact, via, clock, queueLetter }: ImportContext): Import {
  const audited = async (event: AuditEvent, work: (on: Handle) => Promise<void>): Promise<void> => {
    const events: NonEmpty<AuditEvent> = [event];
    await transact(events, async (on) => done(await work(on)));
  };
  const told = (event: AuditEvent, letters: readonly Letter[], work: (on: Handle) => Promise<void>): Promise<void> =>
    audited(event, async (on) => {
      await work(on);
      for (const letter of letters) await queueLetter(on, letter);
    });
  return {
    importCompany: (company) =>
      audited(systemEvent(clock(), company.portal, null, { type: 'company.created', companyId: company.id, via }), (on) =>
        insertCompany(on, company),
      ),
    importAccount: (account) =>
      audited(systemEvent(clock(), account.portal, account.id, { type: 'account.created', via }), (on) =>
        insertAccount(on, account),
      ),
    importCase: (companyId, row) =>
      audited(systemEvent(clock(), null, null, { type: 'case.imported', companyId, number: row.number, via }), (on) =>
        insertCase(on, companyId, row),
      ),
    setAccountStatus: (account, status, at, reason, letters = []) => {
      const detail = { type: 'account.status-changed', status, ...(reason === undefined ? {} : { reason }) } as const;
      return told(hostEvent(at, account, detail), letters, (on) => changeStatus(on, account, status, at));
    },
    reopenAccount: (account, reason, at, letters = []) =>
      told(hostEvent(at, account, { type: 'account.reopened', reason }), letters, (on) => reopen(on, account, at)),
  };
}

function systemEvent(at: Instant, portal: string | null, accountId: AccountId | null, detail: AuditDetail): AuditEvent {
  return { at, portal, address: null, requestId: null, actor: { kind: 'system', id: null }, accountId, detail };
}

/** Done by whoever has a shell on the host. */
function hostEvent(at: Instant, accountId: AccountId, detail: AuditDetail): AuditEvent {
  return { ...systemEvent(at, null, accountId, detail), actor: { kind: 'system', id: 'host' } };
}

async function insertCompany(on: Handle, company: NewCompany): Promise<void> {
  await on.db.insertInto('company').values(companyRow(company)).execute();
}

async function insertAccount(on: Handle, account: NewAccount): Promise<void> {
  const row = accountRow(account);
  await on.db.insertInto('account').values(row).execute();
  await insertInitialPoints(on, row, 'import', account.phoneIsSwitchboard);
}

async function changeStatus(on: Handle, account: AccountId, status: Account['status'], at: Instant): Promise<void> {
  await growSecurityVersion(on, account);
  const { numUpdatedRows } = await on.db
    .updateTable('account')
    .set({ status, suspended_by: null })
    .where('id', '=', account)
    .$if(status === 'active', (query) => query.where('locked_at', 'is', null))
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Fault('invariant-broken', `there is no account ${account} that this could change`);
  await endPendingSignIns(on, account, at);
  if (status === 'suspended') await endOtherSessions(on, account, null, at, 'suspended');
}

async function reopen(on: Handle, account: AccountId, at: Instant): Promise<void> {
  await changeStatus(on, account, 'active', at);
  await on.db
    .updateTable('account')
    .set({ password_only_closed_at: null, recovery_frozen_until: null, set_aside_since: null })
    .where('id', '=', account)
    .execute();
  await bringBackRecoveryCodes(on, account);
}
