/**
 * What staff do with a request (desk.md section 4): who they are and which other accounts are theirs is read, not told; whether they
 * may is decided in `core/`. A command given on a page that is out of date is refused, and what was written on it is kept there.
 */
import type { PortalId } from '../core/account.ts';
import { isHeldBy } from '../core/desk-claim.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { ActingStaff, RecoveryCommand, RecoveryCommandKind } from '../core/recovery-command.ts';
import type { LiveSession } from '../core/session.ts';
import { actsFrom, type StaffAction, staffRole } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Ports, QueuedRequest } from '../ports.ts';
import { byStaff } from './audit.ts';
import { ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';
import { type Along, type Given, giveCommand, type Standing } from './recovery-acts.ts';

/** Who acts, on which request, from which page. */
export interface DeskActor {
  readonly caller: Caller;
  readonly session: LiveSession;
  readonly portals: readonly PortalId[];
}

export interface StaffStanding extends Standing {
  readonly staff: ActingStaff;
  /** Everybody else's hands are off it. */
  readonly holdsClaim: boolean;
}

export interface StaffCommand {
  readonly action: StaffAction;
  readonly kind: RecoveryCommandKind;
  /** Of the page that the command was given on; null where the page does not matter. */
  readonly version: number | null;
  /** Kept with the events where it is not ''. */
  readonly remark: string;
  /** Which of the person's decisions of the last hours count. */
  readonly counts?: 'Proposed' | 'Approved';
  /** May be done to a request that a colleague works on: stopping it must never wait. */
  readonly atOnce?: true;
  readonly make: (standing: StaffStanding) => Promise<Outcome<RecoveryCommand>>;
  readonly along?: (given: Given) => Promise<Along>;
}

/** Null where there is no such request for this person. */
export async function actOnRequest(
  ports: Ports,
  actor: DeskActor,
  receipt: string,
  asked: StaffCommand,
): Promise<Outcome<Given> | null> {
  const { caller, portals, session } = actor;
  const entered = await enterDesk(ports, caller, session, portals, asked.action, ENDED_FOUND_FOR);
  if (!entered.ok) return entered;
  const request = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  if (request === undefined) return null;
  const { id } = session.account;
  return giveCommand(ports, {
    caller,
    circumstances: { browser: '', place: '' },
    find: () => ports.store.read.recoveryRequest(request.portal, receipt),
    refused: (refusal) => entryOf(actor, request, asked.kind, refusal),
    command: async (standing) => {
      const { version } = standing.stored.request;
      if (asked.version !== null && asked.version !== version) return refuse({ code: 'page-stale' });
      const claim = await ports.store.read.requestClaim(request.id);
      const isKeptByOther = claim !== null && claim.by !== id && caller.at < claim.until;
      if (isKeptByOther && asked.atOnce !== true) return refuse({ code: 'request-claimed' });
      const staff = await actingStaff(ports, session, standing.now, asked.counts ?? null);
      return asked.make({ ...standing, staff, holdsClaim: isHeldBy(claim, id, caller.at) });
    },
    along: async (given) => {
      const more = await asked.along?.(given);
      const text = asked.remark.trim();
      return {
        events: more?.events ?? [],
        work: async (tx) => {
          const { version } = given.after;
          const remark = { requestId: request.id, version, by: id, at: given.now, text };
          if (text !== '' && given.events.length > 0) await tx.insertRemark(remark);
          return more === undefined ? done(undefined) : more.work(tx);
        },
      };
    },
  });
}

function entryOf(
  { caller, session }: DeskActor,
  { id: requestId }: QueuedRequest,
  command: RecoveryCommandKind,
  { code }: Refusal,
) {
  return byStaff(caller, session.account, { type: 'recovery.act-refused', requestId, command, refusal: code });
}

/** A staff member as the decider sees them. Throws nothing for a customer: the role is looked at before. */
export async function actingStaff(
  ports: Pick<Ports, 'recovery' | 'store'>,
  session: LiveSession,
  now: Instant,
  counts: 'Proposed' | 'Approved' | null,
): Promise<ActingStaff> {
  const { account, authenticators, secondFactorAt } = session;
  const { read } = ports.store;
  const { perAgentWindow } = ports.recovery.quota;
  return {
    role: staffRole(account.role) ?? 'intake',
    sameAs: await read.personOf(account.id),
    provenAt: authenticators.length > 0 ? secondFactorAt : null,
    readsOnly: now < actsFrom(account, ports.recovery),
    recent: counts === null ? 0 : await read.decisionsOf(account.id, counts, now - perAgentWindow),
  };
}
