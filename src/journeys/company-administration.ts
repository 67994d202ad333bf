/**
 * What every act of a company administrator has in common: the role and the fresh check before, the role once more inside the
 * transaction, and the letters by which all administrators of the company learn of it (desk.md section 6).
 */
import type { Account, Company } from '../core/account.ts';
import type { AuditDetail, AuditEvent } from '../core/audit-event.ts';
import type { CompanyAct, CompanyChange } from '../core/company-letter.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { refuseQuarantined } from '../core/quarantine.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours, type Instant } from '../core/time.ts';
import type { Caller, Ports, Writes } from '../ports.ts';
import { byHolder, circumstancesOf } from './audit.ts';
import { lettersToAll } from './notices.ts';

export interface Administrator {
  readonly account: Account;
  readonly company: Company;
}

/** Null for everybody else: their requests are answered as if there were no such page. */
export function administratorOf({ account }: LiveSession): Administrator | null {
  return account.role === 'company-administrator' && account.company !== null ? { account, company: account.company } : null;
}

/** Each sends letters to every administrator, so one alone cannot fill their mailboxes (SEC-P06). */
const ACTS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 100, within: hours(1) } };

/**
 * The role, a proof recent enough for a change (SEC-H02), and not too many acts in an hour. `isSafe`: what only closes, so that somebody
 * who was just recovered may do it as well.
 */
export async function mayAdminister(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  isSafe = false,
): Promise<Outcome<Administrator>> {
  const administrator = administratorOf(session);
  if (administrator === null) return refuse({ code: 'not-permitted' });
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  const quarantined = isSafe ? null : refuseQuarantined(administrator.account, caller.at);
  if (quarantined !== null) return refuse(quarantined);
  const charge = await ports.store.charge(`company:${administrator.account.id}`, ACTS, caller.at);
  return charge.allowed ? done(administrator) : refuse({ code: 'too-many-attempts', what: 'letters', retryAt: charge.retryAt });
}

/** False when the role was lost meanwhile: the work must then be refused. */
export function isStillAdministrator(tx: Writes, { account, company }: Administrator): Promise<boolean> {
  return tx.isCompanyAdministrator(account.id, company.id);
}

/** Done by the administrator to somebody of the company, or, with null, to the company as a whole. */
export function byAdministrator(
  caller: Caller,
  { account }: Administrator,
  person: string | null,
  detail: AuditDetail,
): AuditEvent {
  return { ...byHolder(caller, account, detail), accountId: person };
}

export interface Told {
  readonly change: CompanyChange;
  readonly person: string;
  readonly from?: Instant;
}

/** Queues a letter to every address of each administrator of the company, the one who acted included. */
export async function tellAdministrators(
  ports: Ports,
  caller: Caller,
  { account, company }: Administrator,
  { change, person, from }: Told,
): Promise<(tx: Writes) => Promise<void>> {
  const administrators = await ports.store.read.companyAdministrators(company.id);
  const content = {
    kind: 'company-changed',
    change,
    by: account.name,
    person,
    from: from ?? null,
    circumstances: circumstancesOf(caller),
  } as const;
  const letters = administrators.flatMap((each) => lettersToAll(each, content));
  return async (tx) => {
    for (const letter of letters) await tx.queueLetter(letter);
  };
}

/** The letters to the person it was done to, at every address (SEC-P03). */
export async function tellPerson(
  tx: Writes,
  caller: Caller,
  { account, company }: Administrator,
  person: Account,
  act: CompanyAct,
): Promise<void> {
  const content = {
    kind: 'company-acted',
    act,
    by: account.name,
    company: company.name,
    circumstances: { at: caller.at, browser: '', place: '' },
  } as const;
  for (const letter of lettersToAll({ ...person, company }, content)) await tx.queueLetter(letter);
}
