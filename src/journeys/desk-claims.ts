/**
 * The desk's own work on requests (D-10, D-36): claiming and releasing, putting somebody in charge, labels and notes. Nothing here
 * touches the request itself or its account. A request outside of one's scope is answered like one that does not exist (SEC-K03).
 */
import { type AccountId, type PortalId, STAFF_ROLES } from '../core/account.ts';
import type { AuditDetail } from '../core/audit-event.ts';
import { CLAIM_FOR, CLAIMABLE_STATES, isHeldBy, LABELS_MAX, PRESENCE_FOR } from '../core/desk-claim.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { may, mayAct, type StaffAction } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { AssignableStaff, Caller, DeskNote, DeskPresence, Ports, QueuedRequest, Writes } from '../ports.ts';
import { byStaff } from './audit.ts';
import { type AtDesk, ENDED_FOUND_FOR, enterDesk } from './desk-scope.ts';

/** Starting a call, and whatever else only one person may do at a time, asks here first. */
export async function holdsClaim(ports: Ports, session: LiveSession, requestId: string, at: Instant): Promise<boolean> {
  return isHeldBy(await ports.store.read.requestClaim(requestId), session.account.id, at);
}

/** What the desk itself knows of a request, as its page shows it. */
export interface Handling {
  readonly request: Pick<QueuedRequest, 'id' | 'portal' | 'receipt' | 'state' | 'owner' | 'claim' | 'labels'>;
  readonly notes: readonly DeskNote[];
  /** Who else looks at it, the last seen first. */
  readonly others: readonly DeskPresence[];
  readonly mayWork: boolean;
  readonly isHeld: boolean;
}

/** Null for whoever may not see it. Looking is a sign of life: it is seen by the others, and keeps the own claim. */
export async function viewHandling(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
): Promise<Handling | null> {
  const found = await lookAt(ports, caller, session, portals, receipt, false);
  if (found === null) return null;
  const { request, role } = found;
  const { read, record } = ports.store;
  const notes = await read.deskNotes(request.id);
  const there = await read.deskPresence([request.id], caller.at - PRESENCE_FOR);
  await record([byStaff(caller, session.account, { type: 'request.handling-viewed', requestId: request.id, role })]);
  const { id, portal, state, owner, claim, labels } = request;
  return {
    request: { id, portal, receipt, state, owner, claim: claim !== null && caller.at < claim.until ? claim : null, labels },
    notes,
    others: there.filter(({ staff }) => staff.id !== session.account.id),
    mayWork: mayAct(session.account, 'request.claim', caller.at, ports.recovery),
    isHeld: await holdsClaim(ports, session, id, caller.at),
  };
}

/** The ping of a page that stands open; false for whoever may not see the request. */
export async function noteSignOfLife(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  isEditing: boolean,
): Promise<boolean> {
  return (await lookAt(ports, caller, session, portals, receipt, isEditing)) !== null;
}

async function lookAt(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  isEditing: boolean,
): Promise<(AtDesk & { readonly request: QueuedRequest }) | null> {
  const entered = await enterDesk(ports, caller, session, portals, 'requests.view', ENDED_FOUND_FOR);
  if (!entered.ok) return null;
  const request = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  if (request === undefined) return null;
  const seen = { at: caller.at, isEditing, claimUntil: caller.at + CLAIM_FOR };
  await ports.store.notePresence(request.id, session.account.id, seen);
  // Read once more: the own claim lasts longer now.
  return { ...entered.value, request: (await ports.store.read.queuedRequest(entered.value.scope, receipt)) ?? request };
}

export type ClaimAct = 'claim' | 'release';

/** Null where there is no such request for this person. `request-claimed`: somebody else was faster. */
export function actOnClaim(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  act: ClaimAct,
): Promise<Outcome<void> | null> {
  return workOn(ports, caller, session, portals, receipt, 'request.claim', ({ id, state }, { role }) => {
    const by = { id: session.account.id, isSupervisor: role === 'supervisor' };
    if (act === 'release') {
      return {
        event: { type: 'request.released', requestId: id },
        work: async (tx) => ((await tx.releaseRequest(id, by.id)) ? done(undefined) : refuse({ code: 'not-in-this-state' })),
      };
    }
    if (!CLAIMABLE_STATES.includes(state)) return 'not-in-this-state';
    return {
      event: { type: 'request.claimed', requestId: id },
      work: async (tx) =>
        (await tx.claimRequest(id, by, caller.at, caller.at + CLAIM_FOR)) ? done(undefined) : refuse({ code: 'request-claimed' }),
    };
  });
}

/** The portals of customers that somebody of the desk handles, by canonical address. */
export type PortalsHandled = (canonicalEmail: string) => readonly PortalId[];

/** Who can be put in charge by this person: whoever handles one of the same portals. */
export async function findAssignable(
  { store }: Pick<Ports, 'store'>,
  { account }: LiveSession,
  handledBy: PortalsHandled,
): Promise<readonly AssignableStaff[]> {
  const roles = STAFF_ROLES.filter((role) => may(role, 'request.claim'));
  const own = handledBy(account.canonicalEmail);
  const members = await store.read.assignableStaff(account.portal, roles);
  return members.filter(({ canonicalEmail }) => handledBy(canonicalEmail).some((portal) => own.includes(portal)));
}

/** Of a bulk act: how many requests it changed, and how many it left as they were. */
export interface BulkResult {
  readonly changed: number;
  readonly left: number;
}

/**
 * Puts somebody in charge of each. One that somebody else holds stays as it is, and so does what the person put in charge would not see:
 * one of a portal that they do not handle, and one of a privileged subject unless a supervisor gives it to somebody who may be given such.
 */
export async function assignRequests(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipts: readonly string[],
  owner: AccountId,
  handledBy: PortalsHandled,
): Promise<Outcome<BulkResult>> {
  const member = (await findAssignable(ports, session, handledBy)).find(({ id }) => id === owner);
  if (member === undefined) return refuse({ code: 'not-permitted' });
  // What colleagues lost is in nobody's portal.
  const seen = [...handledBy(member.canonicalEmail), session.account.portal];
  const maySee = may(member.role, 'privileged.view') || may(member.role, 'privileged.view-assigned');
  return inBulk(receipts, (receipt) =>
    workOn(ports, caller, session, portals, receipt, 'request.claim', ({ id, portal, state, isPrivileged }, { role }) => {
      const by = { id: session.account.id, isSupervisor: role === 'supervisor' };
      if (!CLAIMABLE_STATES.includes(state)) return 'not-in-this-state';
      if (!seen.includes(portal)) return 'not-permitted';
      if (isPrivileged && !(may(role, 'privileged.assign') && maySee)) return 'not-permitted';
      return {
        event: { type: 'request.assigned', requestId: id, to: owner },
        work: async (tx) =>
          (await tx.assignRequest(id, owner, by, caller.at)) ? done(undefined) : refuse({ code: 'request-claimed' }),
      };
    }),
  );
}

export function labelRequests(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipts: readonly string[],
  label: string,
): Promise<Outcome<BulkResult>> {
  return inBulk(receipts, (receipt) => addLabel(ports, caller, session, portals, receipt, label));
}

export function addLabel(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  label: string,
): Promise<Outcome<void> | null> {
  return workOn(ports, caller, session, portals, receipt, 'request.label', ({ id }) => ({
    event: { type: 'request.labelled', requestId: id, change: 'added' },
    work: async (tx) =>
      (await tx.addLabel(id, label, session.account.id, caller.at, LABELS_MAX))
        ? done(undefined)
        : refuse({ code: 'not-in-this-state' }),
  }));
}

export function removeLabel(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  label: string,
): Promise<Outcome<void> | null> {
  return workOn(ports, caller, session, portals, receipt, 'request.label', ({ id }) => ({
    event: { type: 'request.labelled', requestId: id, change: 'removed' },
    work: async (tx) => ((await tx.removeLabel(id, label)) ? done(undefined) : refuse({ code: 'not-in-this-state' })),
  }));
}

export function addNote(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  text: string,
): Promise<Outcome<void> | null> {
  return workOn(ports, caller, session, portals, receipt, 'request.note', ({ id: requestId }) => {
    const id = newId(ports.random.bytes);
    return {
      event: { type: 'request.noted', requestId, noteId: id },
      work: async (tx) => {
        await tx.insertDeskNote({ id, requestId, by: session.account.id, at: caller.at, text });
        return done(undefined);
      },
    };
  });
}

interface Work {
  readonly event: AuditDetail;
  readonly work: (tx: Writes) => Promise<Outcome<void>>;
}

/** Null where there is no such request for this person. */
async function workOn(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  action: StaffAction,
  plan: (request: QueuedRequest, at: AtDesk) => Work | 'not-in-this-state' | 'not-permitted',
): Promise<Outcome<void> | null> {
  const entered = await enterDesk(ports, caller, session, portals, action, ENDED_FOUND_FOR);
  if (!entered.ok) return entered;
  const request = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  if (request === undefined) return null;
  const planned = plan(request, entered.value);
  if (typeof planned === 'string') return refuse({ code: planned });
  return ports.store.write([byStaff(caller, session.account, planned.event)], planned.work);
}

/** One after the other, each a change of its own: what cannot be done to one does not stop the others. */
async function inBulk(
  receipts: readonly string[],
  act: (receipt: string) => Promise<Outcome<void> | null>,
): Promise<Outcome<BulkResult>> {
  let changed = 0;
  for (const receipt of receipts) {
    const outcome = await act(receipt);
    if (outcome?.ok === true) changed += 1;
  }
  return done({ changed, left: receipts.length - changed });
}
