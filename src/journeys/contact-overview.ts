/** What a holder sees of the own contact data: what stands and since when, what waits for its mailbox, what may be changed now. */
import {
  type ContactChange,
  type ContactKind,
  type ContactPoint,
  keptUntil,
  mayAddNotification,
  standing,
} from '../core/contact.ts';
import type { LiveSession } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, ContactFacts, Ports } from '../ports.ts';

export interface ListedAddress {
  readonly point: ContactPoint;
  /** Until when it cannot be removed; null when it can. */
  readonly keptUntil: Instant | 'on-file' | null;
}

export interface ContactOverview {
  readonly email: ContactPoint | undefined;
  readonly phone: ContactPoint | undefined;
  readonly name: ContactPoint | undefined;
  /** Further addresses, eldest first. */
  readonly addresses: readonly ListedAddress[];
  /** Further addresses whose mailbox has not confirmed them yet. */
  readonly waiting: readonly ContactChange[];
  /** A new sign-in address whose mailbox has not confirmed it yet. */
  readonly waitingEmail: ContactChange | null;
  readonly mayAdd: boolean;
  /** Nothing changes while a confirmed request for removal runs (desk.md invariant 5). */
  readonly isRecoveryRunning: boolean;
}

export async function viewContact(ports: Ports, caller: Caller, session: LiveSession): Promise<ContactOverview> {
  const facts = await ports.store.read.contactFacts(session.accountId);
  const { points } = facts;
  const now = (kind: ContactKind): ContactPoint | undefined => standing(points, kind)[0];
  const waiting = waitingOf(facts, caller.at);
  const further = waiting.filter(({ kind }) => kind === 'notification');
  return {
    email: now('email'),
    phone: now('phone'),
    name: now('name'),
    addresses: standing(points, 'notification').map((point) => ({
      point,
      keptUntil: keptUntil(point, points, caller.at, ports.recovery.contactUnchangedFor),
    })),
    waiting: further,
    waitingEmail: waiting.find(({ kind }) => kind === 'email') ?? null,
    mayAdd: mayAddNotification(points, further.length, caller.at),
    isRecoveryRunning: facts.isRecoveryRunning,
  };
}

/** Not over, and asked for with the account as it is: what a changed password or a "not me" voided is not shown as waiting. */
export function waitingOf({ account, waiting }: ContactFacts, at: Instant): readonly ContactChange[] {
  return waiting.filter((change) => at < change.confirmUntil && change.securityVersion === account.securityVersion);
}
