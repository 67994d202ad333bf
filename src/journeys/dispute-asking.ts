/**
 * A company's administrator asks the desk for a dispute of a colleague (desk.md section 6: "asks by voucher"): with a fresh check, and only
 * somebody who could vouch. It opens nothing by itself, and everybody concerned is told.
 */
import type { AccountId } from '../core/account.ts';
import { DISPUTE_ASK_FOR, type DisputeAsk, isDisputed } from '../core/dispute.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import { type VoucherHindrance, voucherHindrance } from '../core/voucher.ts';
import type { Caller, CompanyPerson, Ports } from '../ports.ts';
import {
  administratorOf,
  byAdministrator,
  isStillAdministrator,
  mayAdminister,
  tellAdministrators,
  tellPerson,
} from './company-administration.ts';

export interface DisputeAsking {
  readonly person: CompanyPerson;
  readonly isDisputed: boolean;
  readonly isRunning: boolean;
  /** The own one that the desk may use. */
  readonly ownAsk: DisputeAsk | null;
  readonly hindrance: VoucherHindrance | null;
}

/** Null for whoever is no administrator, for the own account, and for an id that is nobody's of this company. */
export async function viewDisputeAsking(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  id: AccountId,
): Promise<DisputeAsking | null> {
  const administrator = administratorOf(session);
  if (administrator === null || id === session.accountId) return null;
  const { read } = ports.store;
  const person = await read.companyPerson(administrator.company.id, id);
  if (person === undefined) return null;
  const facts = await read.disputeFacts(id, caller.at);
  return {
    person,
    isDisputed: isDisputed(facts, caller.at),
    isRunning: facts.runningReceipt !== null,
    ownAsk: facts.asks.find(({ by }) => by?.id === session.accountId) ?? null,
    hindrance: await hindranceOf(ports, session, id, caller.at),
  };
}

/** Refused as `no-such-account` for whoever is not of the company. */
export async function askForColleague(ports: Ports, caller: Caller, session: LiveSession, id: AccountId): Promise<Outcome<void>> {
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const administrator = permitted.value;
  const { account, company } = administrator;
  const asking = await viewDisputeAsking(ports, caller, session, id);
  const facts = await ports.store.read.accountFacts(company.portal, id);
  if (asking === null || facts === undefined) return refuse({ code: 'no-such-account' });
  const refusal = refusalOf(asking);
  if (refusal !== null) {
    const detail = { type: 'company.act-refused', action: 'dispute', refusal: refusal.code } as const;
    await ports.store.record([byAdministrator(caller, administrator, id, detail)]);
    return refuse(refusal);
  }
  const told = await tellAdministrators(ports, caller, administrator, { change: 'dispute-asked', person: asking.person.name });
  const event = byAdministrator(caller, administrator, id, { type: 'dispute.asked', by: 'company-administrator' });
  const now = await ports.store.read.databaseTime();
  const ask = { id: newId(ports.random.bytes), accountId: id, by: account.id, askedAt: now, opensAt: now };
  return ports.store.write([event], async (tx) => {
    if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
    await tx.insertDisputeAsk({ ...ask, expiresAt: now + DISPUTE_ASK_FOR });
    await tellPerson(tx, caller, administrator, facts.account, 'dispute-asked');
    await told(tx);
    return done(undefined);
  });
}

function refusalOf({ hindrance, isDisputed: isIt, isRunning }: DisputeAsking): (Refusal & { code: Refused }) | null {
  if (isRunning) return { code: 'recovery-request-open-already' };
  if (!isIt) return { code: 'no-dispute' };
  return hindrance === null ? null : { code: 'voucher-unfit' };
}

type Refused = 'recovery-request-open-already' | 'no-dispute' | 'voucher-unfit';

async function hindranceOf(
  ports: Ports,
  { account }: LiveSession,
  subject: string,
  now: Instant,
): Promise<VoucherHindrance | null> {
  const { read } = ports.store;
  return voucherHindrance(await read.voucherFacts(account.id), await read.personOf(subject), ports.recovery, now);
}
