/**
 * What staff decide about a request on a page of its own (desk.md section 4, commands 8 to 16 and 26): the command is made from the
 * page, the person and what the store knows, and given. Whether it is followed is decided in `core/`.
 */

import type { AccountId } from '../core/account.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { ActingStaff, RecoveryCommand, RecoveryCommandKind } from '../core/recovery-command.ts';
import type { Askable, RefusalReason } from '../core/recovery-event.ts';
import type { ContactOutcome } from '../core/recovery-evidence.ts';
import type { RiskLevel } from '../core/recovery-policy.ts';
import { LIVE_STATES } from '../core/recovery-state.ts';
import { actsFrom, type StaffAction, staffRole } from '../core/staff.ts';
import type { Ports } from '../ports.ts';
import { actOnRequest, type DeskActor, type StaffStanding } from './desk-acts.ts';
import { isDeskStopped } from './desk-stop.ts';
import type { Given } from './recovery-acts.ts';
import { FILINGS_AT_ONCE } from './recovery-events.ts';

/** What a page asks for. `version`: of the request as the page showed it. */
export type DeskDecision = { readonly version: number | null } & (
  | { readonly kind: 'propose'; readonly remark: string }
  | { readonly kind: 'approve'; readonly remark: string }
  | { readonly kind: 'lower-risk' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'grant' }
  | { readonly kind: 'return'; readonly remark: string }
  | { readonly kind: 'stop'; readonly remark: string }
  | { readonly kind: 'press'; readonly remark: string }
  | { readonly kind: 'refuse'; readonly reason: Exclude<RefusalReason, 'account-disabled'>; readonly remark: string }
  | { readonly kind: 'raise-risk'; readonly to: RiskLevel; readonly remark: string }
  | { readonly kind: 'revoke-evidence'; readonly key: number; readonly remark: string }
  | { readonly kind: 'record-attempt'; readonly outcome: ContactOutcome; readonly remark: string }
  | { readonly kind: 'ask'; readonly what: Askable; readonly remark: string }
);

const ACTIONS = {
  propose: 'request.propose',
  approve: 'request.approve',
  return: 'request.return',
  refuse: 'request.refuse',
  stop: 'request.stop',
  press: 'request.press',
  'raise-risk': 'risk.raise',
  'record-attempt': 'evidence.record',
  'lower-risk': 'risk.lower.second',
  resume: 'request.resume.second',
  grant: 'quota.grant',
} as const satisfies Partial<Record<RecoveryCommandKind, StaffAction>>;

const ASK_ACTIONS = {
  'lower-risk': 'risk.lower',
  resume: 'request.resume',
  propose: 'request.propose',
  approve: 'request.approve',
} as const satisfies Readonly<Record<Askable, StaffAction>>;

/** Null where there is no such request for this person. */
export function decideOnRequest(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  decision: DeskDecision,
): Promise<Outcome<Given> | null> {
  const counts = decidesAs(decision);
  return actOnRequest(ports, actor, receipt, {
    action: actionOf(actor, decision),
    kind: decision.kind,
    version: decision.version,
    remark: 'remark' in decision ? decision.remark : '',
    ...(counts === null ? {} : { counts }),
    ...(decision.kind === 'stop' ? { atOnce: true } : {}),
    make: async (standing) => {
      // Whatever two people think: nothing goes on there.
      const isHalted = HALTED.includes(decision.kind) && (await isDeskStopped(ports, standing.stored.portal));
      return isHalted ? refuse({ code: 'desk-stopped' }) : commandOf(ports, actor, standing, decision);
    },
  });
}

const HALTED: readonly DeskDecision['kind'][] = ['approve', 'grant'];

function actionOf({ session }: DeskActor, decision: DeskDecision): StaffAction {
  if (decision.kind === 'ask') return ASK_ACTIONS[decision.what];
  if (decision.kind !== 'revoke-evidence') return ACTIONS[decision.kind];
  return session.account.role === 'supervisor' ? 'evidence.revoke' : 'evidence.revoke.own';
}

function decidesAs(decision: DeskDecision): 'Proposed' | 'Approved' | null {
  const kind = decision.kind === 'ask' ? decision.what : decision.kind;
  if (kind === 'propose') return 'Proposed';
  return kind === 'approve' ? 'Approved' : null;
}

async function commandOf(
  ports: Ports,
  { session }: DeskActor,
  standing: StaffStanding,
  decision: DeskDecision,
): Promise<Outcome<RecoveryCommand>> {
  const { facts, staff, stored } = standing;
  const common = {
    version: stored.request.version,
    actor: { kind: 'staff', id: session.account.id },
    facts: facts.facts,
    staff,
  } as const;
  switch (decision.kind) {
    case 'stop':
      return done({ ...common, ...decision, version: common.version, by: staff });
    case 'revoke-evidence':
      return done({ ...common, ...decision, version: common.version, by: staff });
    case 'resume':
      return done({ ...common, ...decision, version: common.version, hasOtherLive: await hasOtherLive(ports, standing) });
    case 'ask':
      return done({ ...common, ...decision, version: common.version, hasOtherLive: await hasOtherLive(ports, standing) });
    case 'grant': {
      const asker = await findAsker(ports, session.account.portal, standing);
      if (asker === null) return refuse({ code: 'ask-needed' });
      return done({ ...common, kind: 'grant', asker });
    }
    default:
      return done({ ...common, ...decision, version: common.version });
  }
}

async function hasOtherLive(ports: Ports, { account, stored }: StaffStanding): Promise<boolean> {
  const running = await ports.store.read.stoppableRequests(account, FILINGS_AT_ONCE, null);
  return running.some(({ id, request }) => id !== stored.id && LIVE_STATES.includes(request.state));
}

/** Whose ask it is, as they are now: the role may have been taken away since. */
async function findAsker(ports: Ports, desk: string, { now, stored }: StaffStanding): Promise<ActingStaff | null> {
  const by: AccountId | undefined = stored.request.ask?.by;
  const found = by === undefined ? undefined : await ports.store.read.accountFacts(desk, by);
  const role = found === undefined ? undefined : staffRole(found.account.role);
  if (by === undefined || found === undefined || role === undefined || found.account.status !== 'active') return null;
  const readsOnly = now < actsFrom(found.account, ports.recovery);
  return { role, readsOnly, recent: 0, provenAt: null, sameAs: await ports.store.read.personOf(by) };
}
