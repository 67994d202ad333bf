/**
 * The lost-device procedure: `decide` answers a command with events or a refusal, from the table of desk.md section 4. Nothing else
 * decides; web, command and clock all go through it. Pure: facts come in with the command, the time with the call. What a request
 * is at a moment is `recovery-state.ts`; the rules of each command stand in the files named below, which nobody else calls.
 */
import { done, type Outcome, refuse } from './outcome.ts';
import type { RecoveryCommand, RecoveryCommandKind } from './recovery-command.ts';
import { approve, grant, propose, refuseRequest, returnToEvidence } from './recovery-decision.ts';
import { EVENT_SCHEMA, type RecoveryEvent, type RecoveryEventDetail } from './recovery-event.ts';
import { confirmMailbox, confirmPassword, file, match, openDispute } from './recovery-filing.ts';
import {
  ask,
  lowerRisk,
  object,
  press,
  raiseRisk,
  record,
  recordAttempt,
  revokeEvidence,
  startCall,
  vouch,
} from './recovery-gathering.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import {
  bind,
  close,
  disown,
  noticesAccepted,
  redeemBegin,
  redeemElsewhere,
  release,
  renewPass,
  spendPass,
} from './recovery-release.ts';
import { idOfActor } from './recovery-rules.ts';
import { assess, type RequestFacts } from './recovery-standing.ts';
import {
  fold,
  GATHERING_STATES,
  LIVE_STATES,
  type RecoveryRequest,
  type RequestState,
  STOPPABLE_STATES,
} from './recovery-state.ts';
import { end, expire, resume, stop, veto, withdraw } from './recovery-stopping.ts';
import type { Instant } from './time.ts';

/** Names the risk text of the form (`lostRequest.form.risk` in both catalogues); a changed sentence is a new version (U-53). */
export const RISK_TEXT_VERSION = 'risk-1';

const GATHERING = GATHERING_STATES;

/** The table of desk.md section 4: from which states each command leads on. Every other pair is `not-in-this-state`. */
export const COMMAND_STATES: Readonly<Record<RecoveryCommandKind, readonly RequestState[]>> = {
  file: [],
  'open-dispute': [],
  match: ['opened'],
  'confirm-mailbox': ['opened'],
  'confirm-password': GATHERING,
  vouch: GATHERING,
  object: LIVE_STATES,
  'start-call': GATHERING,
  record: GATHERING,
  'record-attempt': GATHERING,
  'revoke-evidence': LIVE_STATES,
  'raise-risk': LIVE_STATES,
  press: LIVE_STATES,
  'lower-risk': ['evidence'],
  ask: ['evidence', 'proposed', 'frozen'],
  propose: ['evidence'],
  return: ['proposed', 'approved', 'waiting'],
  approve: ['proposed'],
  grant: GATHERING,
  stop: ['opened', ...LIVE_STATES],
  resume: ['frozen'],
  'notices-accepted': ['approved'],
  release: ['waiting'],
  'redeem-begin': ['released'],
  'redeem-elsewhere': ['released'],
  'spend-pass': ['released'],
  'renew-pass': ['released'],
  bind: ['released'],
  withdraw: STOPPABLE_STATES,
  veto: STOPPABLE_STATES,
  disown: ['redeemed'],
  refuse: ['evidence', 'proposed', 'frozen'],
  close: ['redeemed'],
  expire: STOPPABLE_STATES,
  end: [...LIVE_STATES, 'frozen'],
  assess: LIVE_STATES,
};

type ActorKind = RecoveryCommand['actor']['kind'];
const STAFF_ONLY: readonly ActorKind[] = ['staff'];
const SYSTEM_ONLY: readonly ActorKind[] = ['system'];
/** Whoever holds the mailed link, or is signed in. */
const PERSON: readonly ActorKind[] = ['claimant', 'holder'];

/** The column "by" of the same table; what a role may beyond it stands in `staff.ts`. */
const COMMAND_ACTORS: Readonly<Record<RecoveryCommandKind, readonly ActorKind[]>> = {
  file: ['claimant', 'holder', 'staff', 'company-administrator'],
  'open-dispute': STAFF_ONLY,
  match: SYSTEM_ONLY,
  'confirm-mailbox': PERSON,
  'confirm-password': PERSON,
  vouch: ['company-administrator'],
  object: ['company-administrator'],
  'start-call': STAFF_ONLY,
  record: STAFF_ONLY,
  'record-attempt': STAFF_ONLY,
  'revoke-evidence': ['staff', 'company-administrator'],
  'raise-risk': STAFF_ONLY,
  press: STAFF_ONLY,
  'lower-risk': STAFF_ONLY,
  ask: STAFF_ONLY,
  propose: STAFF_ONLY,
  return: STAFF_ONLY,
  approve: STAFF_ONLY,
  grant: STAFF_ONLY,
  stop: ['staff', 'system'],
  resume: STAFF_ONLY,
  'notices-accepted': SYSTEM_ONLY,
  release: SYSTEM_ONLY,
  'redeem-begin': PERSON,
  'redeem-elsewhere': PERSON,
  'spend-pass': SYSTEM_ONLY,
  'renew-pass': PERSON,
  bind: PERSON,
  withdraw: PERSON,
  veto: PERSON,
  disown: PERSON,
  refuse: STAFF_ONLY,
  close: SYSTEM_ONLY,
  expire: SYSTEM_ONLY,
  end: SYSTEM_ONLY,
  assess: SYSTEM_ONLY,
};

/** The command's events, or why it is refused. `request` is null for a new one. */
export function decide(
  request: RecoveryRequest | null,
  command: RecoveryCommand,
  policy: RecoveryPolicy,
  now: Instant,
): Outcome<readonly RecoveryEvent[]> {
  if ((request?.version ?? 0) !== command.version) return refuse({ code: 'request-changed' });
  const { actor } = command;
  if (!COMMAND_ACTORS[command.kind].includes(actor.kind)) return refuse({ code: 'not-permitted' });
  const asEvents = (details: readonly RecoveryEventDetail[]): readonly RecoveryEvent[] =>
    details.map((detail) => ({ schema: EVENT_SCHEMA, at: now, actor, policyVersion: policy.version, detail }));
  if (command.kind === 'file' || command.kind === 'open-dispute') {
    if (request !== null) return WRONG_STATE;
    const filed = command.kind === 'file' ? file(command) : openDispute(command);
    return filed.ok ? done(asEvents(filed.value)) : filed;
  }
  if (request === null || !isAllowed(request, command.kind)) return WRONG_STATE;
  const facts = factsOf(command);
  const assessed = facts === null ? [] : assess(request, facts, policy, now);
  if (command.kind === 'assess') return done(asEvents(assessed));
  // What two people decided does not hold any more: that is written first, and by itself.
  if (assessed.some(({ type }) => type === 'EvidenceFellShort')) return refuse({ code: 'evidence-fell-short' });
  const current = fold(asEvents(assessed), request) ?? request;
  const details = detailsOf(current, command, policy, now);
  return details.ok ? done(asEvents([...assessed, ...details.value])) : details;
}

const WRONG_STATE = refuse({ code: 'not-in-this-state' });

function isAllowed({ admission, state }: RecoveryRequest, kind: RecoveryCommandKind): boolean {
  if (kind === 'match') return state === 'opened' && admission === 'open';
  if (kind === 'confirm-mailbox') return state === 'opened' && admission === 'matched';
  return COMMAND_STATES[kind].includes(state);
}

/** Facts of a command on a live request; the mailbox is confirmed before there is anything to assess. */
function factsOf(command: RecoveryCommand): RequestFacts | null {
  return 'facts' in command && command.kind !== 'confirm-mailbox' ? command.facts : null;
}

function detailsOf(
  request: RecoveryRequest,
  command: Exclude<RecoveryCommand, { kind: 'file' | 'open-dispute' | 'assess' }>,
  policy: RecoveryPolicy,
  now: Instant,
): Outcome<readonly RecoveryEventDetail[]> {
  const { actor } = command;
  const id = idOfActor(actor);
  switch (command.kind) {
    case 'match':
      return match(command, policy, now);
    case 'confirm-mailbox':
      return confirmMailbox(request, command, policy, now);
    case 'confirm-password':
      return confirmPassword(request);
    case 'vouch':
      return vouch(request, command, actor, policy, now);
    case 'object':
      return object(request, command, now);
    case 'start-call':
      return startCall(request, command);
    case 'record':
      return record(request, command, policy, now);
    case 'record-attempt':
      return recordAttempt(request, command, policy, now);
    case 'revoke-evidence':
      return revokeEvidence(request, command, actor);
    case 'raise-risk':
      return raiseRisk(request, command, policy, now);
    case 'press':
      return press(request, command);
    case 'lower-risk':
      return lowerRisk(request, command, actor, policy, now);
    case 'ask':
      return ask(request, command, policy, now);
    case 'propose':
      return propose(request, { ...command, id }, policy, now);
    case 'return':
      return returnToEvidence(request, command);
    case 'approve':
      return approve(request, { ...command, id }, policy, now);
    case 'grant':
      return grant(request, command, policy, now);
    case 'stop':
      return stop(request, command, policy, now);
    case 'resume':
      return resume(request, command, now);
    case 'notices-accepted':
      return noticesAccepted(request, command, policy, now);
    case 'release':
      return release(request, command, policy, now);
    case 'redeem-begin':
      return redeemBegin(request, command, now);
    case 'redeem-elsewhere':
      return redeemElsewhere(request, command, now);
    case 'spend-pass':
      return spendPass(request, command);
    case 'renew-pass':
      return renewPass(request, command, policy, now);
    case 'bind':
      return bind(request, command, policy, now);
    case 'withdraw':
      return withdraw(request, command);
    case 'veto':
      return veto(request, policy, now);
    case 'disown':
      return disown(request, policy, now);
    case 'refuse':
      return refuseRequest(request, command);
    case 'close':
      return close(request, policy, now);
    case 'expire':
      return expire(request, command, policy, now);
    case 'end':
      return end();
  }
}
