/**
 * Calls and meetings of the desk (desk.md section 2): each recorder begins an own one with an own code and check word, which the claim
 * browser shows; the number on file is shown in this step and nowhere else, and every look at it is an entry. What a person types is
 * counted before it is compared.
 */
import { CALL_TRIES, isSameCode, newCallProof } from '../core/check-word.ts';
import { contactOnFile } from '../core/contact.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { StaffVouchedKind } from '../core/recovery-evidence.ts';
import { expectedWait } from '../core/recovery-release.ts';
import { judgedRisk } from '../core/recovery-standing.ts';
import type { Duration } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Ports, RecoveryCall, StoredRecoveryRequest } from '../ports.ts';
import { byStaff } from './audit.ts';
import { actOnRequest, type DeskActor } from './desk-acts.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';
import type { Given } from './recovery-acts.ts';
import { findDecisionFacts } from './recovery-facts.ts';

/** Command 6. Whatever the same person began before for this request is over. Null where there is no such request. */
export function startCall(ports: Ports, actor: DeskActor, receipt: string, kind: StaffVouchedKind): Promise<Outcome<Given> | null> {
  const callId = newId(ports.random.bytes);
  return actOnRequest(ports, actor, receipt, {
    action: 'evidence.record',
    kind: 'start-call',
    version: null,
    remark: '',
    make: async ({ facts, holdsClaim, staff, stored }) =>
      done({
        kind: 'start-call',
        for: kind,
        callId,
        holdsClaim,
        staff,
        facts: facts.facts,
        version: stored.request.version,
        actor: { kind: 'staff', id: actor.session.account.id },
      }),
    along: async ({ now, stored }) => ({
      events: [],
      work: async (tx) => {
        const proof = newCallProof(ports.random.bytes);
        await tx.beginCall({ id: callId, requestId: stored.id, kind, by: actor.session.account.id, at: now, proof });
        return done(undefined);
      },
    }),
  });
}

/** The step of a call, as the one who began it sees it: never the code, which only the person reads out. */
export interface CallStep {
  readonly id: string;
  readonly kind: StaffVouchedKind;
  readonly request: StoredRecoveryRequest;
  readonly word: RecoveryCall['proof']['word'];
  /** To be dialled as it stands here; null at a meeting. */
  readonly number: string | null;
  readonly name: string;
  readonly company: string | null;
  readonly until: number;
  readonly triesLeft: number;
  /** Between the approval and the pass, as the request stands now. */
  readonly wait: Duration;
  /** Another administrator of the company may still confirm this request, which needs that or asks for more than a call. */
  readonly asksForVoucher: boolean;
}

/** The own open call; null where there is none. Showing the number is an entry of its own. */
export async function viewCall(ports: Ports, actor: DeskActor, receipt: string): Promise<CallStep | null> {
  const found = await findOwnCall(ports, actor, receipt);
  if (found === null) return null;
  const { call, kind, stored } = found;
  const { id, proof, at, tries } = call;
  const { caller, session } = actor;
  const accountId = stored.request.accountId ?? '';
  const { account, contactPoints, facts } = await findDecisionFacts(ports, accountId, stored, caller.at);
  const { request } = stored;
  const point = contactOnFile(contactPoints, 'phone', caller.at, ports.recovery.contactUnchangedFor);
  const number = kind === 'call-back' ? (point?.value ?? null) : null;
  if (number !== null) {
    const seen = { type: 'request.number-seen', requestId: stored.id, callId: id } as const;
    await ports.store.record([{ ...byStaff(caller, session.account, seen), accountId }]);
  }
  return {
    id,
    kind,
    request: stored,
    word: proof.word,
    number,
    name: account.name,
    company: account.company?.name ?? null,
    until: at + ports.recovery.callCodeFor,
    triesLeft: Math.max(0, CALL_TRIES - tries),
    wait: expectedWait(request, facts, ports.recovery, caller.at),
    asksForVoucher:
      facts.hasOtherAdministrator &&
      (facts.requiresVoucher || ports.recovery.singlePerson || judgedRisk(request, facts, ports.recovery, caller.at) !== 'low') &&
      !request.evidence.some((piece) => piece.kind === 'voucher'),
  };
}

export interface TypedRecord {
  readonly code: string;
  /** Of the document that was seen, at a meeting. */
  readonly remark: string;
}

/** Command 7, with the code that the person read out. */
export async function recordEvidence(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  { code, remark }: TypedRecord,
): Promise<Outcome<Given> | null> {
  const found = await findOwnCall(ports, actor, receipt);
  if (found === null) return refuse({ code: 'call-over' });
  const { kind } = found;
  const { at, id, proof } = found.call;
  if (!(await ports.store.chargeCall(id, CALL_TRIES)))
    return refuse({ code: 'too-many-attempts', what: 'call-codes', retryAt: at + ports.recovery.callCodeFor });
  return actOnRequest(ports, actor, receipt, {
    action: 'evidence.record',
    kind: 'record',
    version: null,
    remark,
    make: async ({ facts, staff, stored }) =>
      done({
        kind: 'record',
        evidence: kind,
        callId: id,
        isCodeRight: isSameCode(code, proof.code),
        staff,
        facts: facts.facts,
        version: stored.request.version,
        actor: { kind: 'staff', id: actor.session.account.id },
      }),
    along: async ({ now }) => ({
      events: [],
      work: async (tx) => ((await tx.endCall(id, now)) ? done(undefined) : refuse({ code: 'call-over' })),
    }),
  });
}

interface OwnCall {
  readonly call: RecoveryCall;
  readonly kind: StaffVouchedKind;
  readonly stored: StoredRecoveryRequest;
}

async function findOwnCall(ports: Ports, { caller, portals, session }: DeskActor, receipt: string): Promise<OwnCall | null> {
  const entered = await enterDesk(ports, caller, session, portals, 'number.see', ENDED_FOUND_FOR);
  if (!entered.ok) return null;
  const request = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  if (request === undefined) return null;
  const stored = await ports.store.read.recoveryRequest(request.portal, receipt);
  const calls = await openCalls(ports, caller, request.id);
  const call = calls.find(({ by, kind }) => by.id === session.account.id && kind !== 'voucher');
  if (stored === undefined || call === undefined || call.kind === 'voucher' || stored.request.accountId === null) return null;
  return { call, kind: call.kind, stored };
}

/** Calls whose code still serves, the last one first: for the page of the claim browser as well. */
export function openCalls(ports: Ports, { at }: Pick<Caller, 'at'>, requestId: string): Promise<readonly RecoveryCall[]> {
  return ports.store.read.openCalls(requestId, at - ports.recovery.callCodeFor);
}
