/**
 * What a company's administrator does with a colleague's request (desk.md section 2, row `voucher`; commands 4, 5 and 9): looks at it,
 * confirms it with the code that the colleague reads out from the claim browser, takes that back, or stops it. Whoever is not of the
 * company finds no such request; whether somebody may vouch is decided in `core/voucher.ts`, what follows in `core/`.
 */
import { CALL_TRIES, isSameCode, newCallProof } from '../core/check-word.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { CommandOf, RecoveryCommand } from '../core/recovery-command.ts';
import type { EvidenceKind } from '../core/recovery-evidence.ts';
import { countedEvidence } from '../core/recovery-standing.ts';
import { GATHERING_STATES } from '../core/recovery-state.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import { type VoucherHindrance, voucherHindrance } from '../core/voucher.ts';
import type { Caller, ColleagueRequest, Ports, RecoveryCall, StoredRecoveryRequest, Writes } from '../ports.ts';
import {
  type Administrator,
  administratorOf,
  byAdministrator,
  isStillAdministrator,
  mayAdminister,
} from './company-administration.ts';
import { isDeskStopped } from './desk-stop.ts';
import { type Along, type Given, giveCommand, type Standing } from './recovery-acts.ts';
import { findDecisionFacts } from './recovery-facts.ts';

/** Null for whoever is no administrator of a company. */
export async function listColleagueRequests(ports: Ports, session: LiveSession): Promise<readonly ColleagueRequest[] | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  return ports.store.read.colleagueRequests(administrator.company.id, administrator.account.id, null);
}

export interface ColleagueRequestView {
  readonly request: ColleagueRequest;
  readonly stored: StoredRecoveryRequest;
  /** Why this administrator cannot vouch; null when nothing stands against it. */
  readonly hindrance: VoucherHindrance | null;
  /** Whether a voucher counts in the state it is in. */
  readonly isOpenToVouchers: boolean;
  /** Of the own voucher, for taking it back; null when there is none. */
  readonly ownVoucher: number | null;
  /** Somebody of the company has vouched. */
  readonly isVouched: boolean;
  /** Until when the code of the own voucher serves; null when none was begun. */
  readonly codeUntil: Instant | null;
  /** What the desk has, alone at the desk only: the voucher is then the approval (desk.md section 3). */
  readonly evidence: readonly EvidenceKind[] | null;
}

/** Null where there is no such request for this person. Each look is an entry. */
export async function viewColleagueRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  receipt: string,
): Promise<ColleagueRequestView | null> {
  const found = await findRequest(ports, session, receipt);
  if (found === null) return null;
  const { administrator, request, stored } = found;
  const { recovery, store } = ports;
  const seen = { type: 'request.seen-by-company', requestId: stored.id } as const;
  await store.record([byAdministrator(caller, administrator, request.colleague.id, seen)]);
  const { evidence, state } = stored.request;
  const vouchers = evidence.filter(({ kind }) => kind === 'voucher');
  const call = await findOwnCall(ports, caller, session, stored.id);
  const { facts } = await findDecisionFacts(ports, request.colleague.id, stored, caller.at);
  return {
    request,
    stored,
    hindrance: await hindranceOf(ports, session, request.colleague.id, caller.at),
    isOpenToVouchers: recovery.singlePerson ? state === 'proposed' : GATHERING_STATES.includes(state),
    ownVoucher: vouchers.find(({ by }) => by === session.account.id)?.key ?? null,
    isVouched: vouchers.length > 0,
    codeUntil: call === undefined ? null : call.at + recovery.callCodeFor,
    evidence: recovery.singlePerson ? [...countedEvidence(stored.request, facts, recovery, caller.at, true).keys()] : null,
  };
}

/** The claim browser shows a code for it from now on. Whatever the same person began before for this request is over. */
export async function beginVoucher(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  receipt: string,
): Promise<Outcome<void> | null> {
  const found = await findRequest(ports, session, receipt);
  if (found === null) return null;
  const { request, stored } = found;
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  if ((await hindranceOf(ports, session, request.colleague.id, caller.at)) !== null) return refuse({ code: 'voucher-unfit' });
  if (!GATHERING_STATES.includes(stored.request.state)) return refuse({ code: 'not-in-this-state' });
  const id = newId(ports.random.bytes);
  const at = await ports.store.read.databaseTime();
  const proof = newCallProof(ports.random.bytes);
  const begun = { type: 'request.voucher-begun', requestId: stored.id, callId: id } as const;
  return ports.store.write([byAdministrator(caller, permitted.value, request.colleague.id, begun)], async (tx) => {
    if (!(await isStillAdministrator(tx, permitted.value))) return refuse({ code: 'not-permitted' });
    await tx.beginCall({ id, requestId: stored.id, kind: 'voucher', by: session.account.id, at, proof });
    return done(undefined);
  });
}

/** Command 4, with the code that the colleague read out: counted before it is compared. */
export async function vouch(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  receipt: string,
  code: string,
): Promise<Outcome<Given> | null> {
  const found = await findRequest(ports, session, receipt);
  if (found === null) return null;
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const call = await findOwnCall(ports, caller, session, found.stored.id);
  if (call === undefined) return refuse({ code: 'call-over' });
  if (!(await ports.store.chargeCall(call.id, CALL_TRIES)))
    return refuse({ code: 'too-many-attempts', what: 'call-codes', retryAt: call.at + ports.recovery.callCodeFor });
  // Alone at the desk, the voucher is the approval, and the stop switch stops approvals.
  if (ports.recovery.singlePerson && (await isDeskStopped(ports, found.stored.portal))) return refuse({ code: 'desk-stopped' });
  const isCodeRight = isSameCode(code, call.proof.code);
  return act(ports, caller, session, found, {
    kind: 'vouch',
    make: (common) => ({ kind: 'vouch', isCodeRight, ...common }),
    work: async (tx, { now }) => ((await tx.endCall(call.id, now)) ? done(undefined) : refuse({ code: 'call-over' })),
  });
}

/** Command 5. Stopping is the safe direction: somebody in quarantine may do it too. */
export async function objectTo(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  receipt: string,
): Promise<Outcome<Given> | null> {
  const found = await findRequest(ports, session, receipt);
  if (found === null) return null;
  const permitted = await mayAdminister(ports, caller, session, true);
  if (!permitted.ok) return permitted;
  return act(ports, caller, session, found, { kind: 'object', make: (common) => ({ kind: 'object', ...common }) });
}

/** Command 9 for the own voucher. */
export async function takeVoucherBack(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  receipt: string,
  remark: string,
): Promise<Outcome<Given> | null> {
  const found = await findRequest(ports, session, receipt);
  if (found === null) return null;
  const permitted = await mayAdminister(ports, caller, session, true);
  if (!permitted.ok) return permitted;
  const { id: by } = session.account;
  const own = found.stored.request.evidence.find((piece) => piece.kind === 'voucher' && piece.by === by);
  return act(ports, caller, session, found, {
    kind: 'revoke-evidence',
    make: ({ actor, facts, version }) => ({
      kind: 'revoke-evidence',
      key: own?.key ?? -1,
      by: 'voucher',
      remark,
      actor,
      facts,
      version,
    }),
    work: async (tx, { after, now, stored }) => {
      await tx.insertRemark({ requestId: stored.id, version: after.version, by, at: now, text: remark.trim() });
      return done(undefined);
    },
  });
}

interface Found {
  readonly administrator: Administrator;
  readonly request: ColleagueRequest;
  readonly stored: StoredRecoveryRequest;
}

/** Null for whoever is no administrator, and for a number that is nobody's of this company: nobody can tell the two apart. */
async function findRequest(ports: Ports, session: LiveSession, receipt: string): Promise<Found | null> {
  const administrator = administratorOf(session);
  if (administrator === null) return null;
  const { account, company } = administrator;
  const [request] = await ports.store.read.colleagueRequests(company.id, account.id, receipt);
  const stored = request === undefined ? undefined : await ports.store.read.recoveryRequest(request.portal, receipt);
  return request === undefined || stored === undefined ? null : { administrator, request, stored };
}

interface Act {
  readonly kind: RecoveryCommand['kind'];
  readonly make: (common: Pick<CommandOf<'object'>, 'administrator' | 'facts' | 'version' | 'actor'>) => RecoveryCommand;
  readonly work?: (tx: Writes, given: Given) => Promise<Outcome<void>>;
}

function act(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  { administrator, request, stored: { portal, receipt } }: Found,
  { kind, make, work }: Act,
): Promise<Outcome<Given>> {
  const { account, authenticators, secondFactorAt, passwordAt } = session;
  const { colleague } = request;
  const common = async ({ facts, now, stored }: Standing) => {
    const hindrance = await hindranceOf(ports, session, colleague.id, now);
    const wasAppointedBySubject = hindrance === 'appointed-by-subject';
    return {
      administrator: {
        sameAs: await ports.store.read.personOf(account.id),
        provenAt: authenticators.length > 0 ? secondFactorAt : passwordAt,
        isOfCompany: true,
        isSeasoned: hindrance === null || wasAppointedBySubject,
        wasAppointedBySubject,
      },
      facts: facts.facts,
      version: stored.request.version,
      actor: { kind: 'company-administrator', id: account.id },
    } as const;
  };
  return giveCommand(ports, {
    caller,
    circumstances: { browser: '', place: '' },
    find: () => ports.store.read.recoveryRequest(portal, receipt),
    command: async (standing) => done(make(await common(standing))),
    refused: ({ code }, { id: requestId }) =>
      byAdministrator(caller, administrator, colleague.id, {
        type: 'recovery.act-refused',
        requestId,
        command: kind,
        refusal: code,
      }),
    along: async (given): Promise<Along> => ({
      events: [],
      work: async (tx) => {
        if (!(await isStillAdministrator(tx, administrator))) return refuse({ code: 'not-permitted' });
        return work === undefined ? done(undefined) : work(tx, given);
      },
    }),
  });
}

async function hindranceOf(
  ports: Ports,
  { account }: LiveSession,
  subject: string,
  now: Instant,
): Promise<VoucherHindrance | null> {
  const { read } = ports.store;
  return voucherHindrance(await read.voucherFacts(account.id), await read.personOf(subject), ports.recovery, now);
}

/** The own open one for this request. */
async function findOwnCall(
  { recovery, store }: Ports,
  { at }: Caller,
  { account }: LiveSession,
  requestId: string,
): Promise<RecoveryCall | undefined> {
  const calls = await store.read.openCalls(requestId, at - recovery.callCodeFor);
  return calls.find(({ by, kind }) => kind === 'voucher' && by.id === account.id);
}
