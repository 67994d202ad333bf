/**
 * A company's people: the list its administrators see, and what they may do with one of them. Whoever is not of the company is
 * not found, whatever the id (SEC-K03); what is permitted is decided in `core/company-administration.ts`, and the update decides.
 */
import type { AccountId } from '../core/account.ts';
import type { AuditDetail } from '../core/audit-event.ts';
import { type ColleagueAction, refusalOf } from '../core/company-administration.ts';
import type { CompanyAct, CompanyChange } from '../core/company-letter.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type {
  Caller,
  CompanyPerson,
  Coverage,
  Invitation,
  JoinRequest,
  PeoplePage,
  Ports,
  VersionedPolicy,
  Writes,
} from '../ports.ts';
import {
  type Administrator,
  administratorOf,
  byAdministrator,
  isStillAdministrator,
  mayAdminister,
  tellAdministrators,
  tellPerson,
} from './company-administration.ts';

export interface CompanyView extends PeoplePage {
  readonly policy: VersionedPolicy;
  readonly coverage: Coverage;
  readonly invitations: readonly Invitation[];
  readonly joinRequests: readonly JoinRequest[];
  /** The page that is shown, from 1; the last one when a later page was asked for. */
  readonly page: number;
  readonly pages: number;
}

/** Null for whoever is no administrator of a company. */
export async function viewCompany(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  asked: { readonly page: number; readonly size: number },
): Promise<CompanyView | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  const { read } = ports.store;
  const { id } = administrator.company;
  const at = (page: number) => read.companyPeople(id, { offset: (page - 1) * asked.size, limit: asked.size });
  const first = await at(asked.page);
  const pages = Math.max(1, Math.ceil(first.total / asked.size));
  const people = asked.page <= pages ? first : await at(pages);
  return {
    ...people,
    page: Math.min(asked.page, pages),
    pages,
    policy: await read.companyPolicy(id),
    coverage: await read.companyCoverage(id),
    invitations: await read.openInvitations(id, caller.at),
    joinRequests: await read.joinRequests(id),
  };
}

/** Null for whoever is no administrator, and for an id that is nobody's of this company: nobody can tell the two apart. */
export async function findColleague(ports: Ports, session: LiveSession, id: AccountId): Promise<CompanyPerson | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  return (await ports.store.read.companyPerson(administrator.company.id, id)) ?? null;
}

interface Act {
  readonly told: CompanyChange;
  readonly person: CompanyAct;
  readonly event: (administrator: Administrator) => AuditDetail;
  readonly work: (tx: Writes, administrator: Administrator, id: AccountId, caller: Caller) => Promise<boolean>;
}

const ACTS: Readonly<Record<ColleagueAction, Act>> = {
  suspend: {
    told: 'colleague-suspended',
    person: 'suspended',
    event: () => ({ type: 'account.status-changed', status: 'suspended' }),
    work: (tx, { account, company }, id, { at }) => tx.suspendColleague(company.id, id, account.id, at),
  },
  reopen: {
    told: 'colleague-reopened',
    person: 'reopened',
    event: () => ({ type: 'account.status-changed', status: 'active' }),
    work: (tx, { account, company }, id, { at }) => tx.reopenColleague(company.id, id, account.id, at),
  },
  'end-sessions': {
    told: 'colleague-sessions-ended',
    person: 'sessions-ended',
    event: () => ({ type: 'other-sessions.ended', reason: 'administrator' }),
    work: (tx, { company }, id, { at }) => tx.endColleagueSessions(company.id, id, at),
  },
  appoint: {
    told: 'administrator-appointed',
    person: 'appointed',
    event: ({ company }) => ({ type: 'company.administrator-appointed', companyId: company.id }),
    work: (tx, { account, company }, id, { at }) => tx.appointAdministrator(company.id, id, account.id, at),
  },
};

const CLOSING: readonly ColleagueAction[] = ['suspend', 'end-sessions'];

/** Refused as `no-such-account` for whoever is not of the company, so that the page answers as for a missing one. */
export async function actOnColleague(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  id: AccountId,
  action: ColleagueAction,
): Promise<Outcome<CompanyPerson>> {
  const permitted = await mayAdminister(ports, caller, session, CLOSING.includes(action));
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const person = await ports.store.read.companyPerson(administrator.company.id, id);
  const facts = await ports.store.read.accountFacts(administrator.company.portal, id);
  if (person === undefined || facts === undefined) return refuse({ code: 'no-such-account' });
  const refusal = refusalOf(action, administrator.account.id, person);
  if (refusal !== null) {
    await ports.store.record([byAdministrator(caller, administrator, id, { type: 'company.act-refused', action, refusal })]);
    return refuse({ code: refusal });
  }
  const act = ACTS[action];
  const told = await tellAdministrators(ports, caller, administrator, { change: act.told, person: person.name });
  return ports.store.write([byAdministrator(caller, administrator, id, act.event(administrator))], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    if (!(await act.work(tx, administrator, id, caller))) return refuse({ code: 'not-in-this-state' });
    await tellPerson(tx, caller, administrator, facts.account, act.person);
    await told(tx);
    return done(person);
  });
}

/** Whoever asked to join: accepted or declined, once (product decision 9). */
export async function decideJoinRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  id: AccountId,
  isAccepted: boolean,
): Promise<Outcome<JoinRequest>> {
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { account, company } = administrator;
  const request = await ports.store.read.joinRequest(company.id, id);
  const facts = await ports.store.read.accountFacts(company.portal, id);
  if (request === undefined || facts === undefined) return refuse({ code: 'no-such-account' });
  const change = isAccepted ? 'colleague-joined' : 'join-declined';
  const told = await tellAdministrators(ports, caller, administrator, { change, person: request.name });
  const type = isAccepted ? 'join-request.accepted' : 'join-request.declined';
  return ports.store.write([byAdministrator(caller, administrator, id, { type, companyId: company.id })], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    if (!(await tx.decideJoinRequest(company.id, id, { isAccepted, by: account.id, at: caller.at }))) {
      return refuse({ code: 'not-in-this-state' });
    }
    await tellPerson(tx, caller, administrator, facts.account, isAccepted ? 'joined' : 'declined');
    await told(tx);
    return done(request);
  });
}

/** The firm this holder asked to join and that has not answered; whoever has a company asks for none. */
export async function findOwnJoinRequest(ports: Ports, { account }: LiveSession): Promise<string | undefined> {
  return account.company === null ? ports.store.read.ownJoinRequest(account.id) : undefined;
}

/** Null for whoever is no administrator, and for a request that is not this company's. */
export async function findJoinRequest(ports: Ports, session: LiveSession, id: AccountId): Promise<JoinRequest | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  return (await ports.store.read.joinRequest(administrator.company.id, id)) ?? null;
}
