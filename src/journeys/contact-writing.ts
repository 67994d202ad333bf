/**
 * How every change of contact data is written: decided on facts that are still true when it is written, refused while a confirmed
 * request for removal runs (desk.md invariant 5), and told to every verified address. What changes is decided by the callers.
 */
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import type { ContactKind, ContactSetVia } from '../core/contact.ts';
import { done, type Outcome, type RefusalCode, refuse } from '../core/outcome.ts';
import { isFresh, type LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import type { Caller, ContactFacts, Ports, Writes } from '../ports.ts';
import { byHolder } from './audit.ts';
import { chargeLetter } from './mailed-links.ts';
import { untilUnchanged } from './recovery-events.ts';

export interface PlannedChange<T> {
  readonly events: NonEmpty<AuditEvent>;
  readonly work: (tx: Writes) => Promise<Outcome<T>>;
}

/** Each is a letter to every address on record that no quota holds back, because only it takes the change back. */
const REQUESTS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 5, within: hours(1) } };

/**
 * Changes of contact data and of recovery requests wait for each other: whichever claims the account's recovery version first
 * stands, the other is decided anew. So a mailbox that is being confirmed and an address that is being changed never both pass.
 */
export function writeContact<T>(
  ports: Ports,
  accountId: string,
  plan: (facts: ContactFacts) => Outcome<PlannedChange<T>>,
): Promise<Outcome<T>> {
  return untilUnchanged(async () => {
    const facts = await ports.store.read.contactFacts(accountId);
    const planned = plan(facts);
    if (!planned.ok) return planned;
    const { events, work } = planned.value;
    return ports.store.write(events, async (tx) => {
      if (!(await tx.claimRecovery(accountId, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
      return work(tx);
    });
  });
}

/** The same for what the holder does in a session: it must be fresh, and must not have ended meanwhile. */
export async function writeOwnContact<T>(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  kind: ContactKind,
  plan: (facts: ContactFacts) => Outcome<PlannedChange<T>>,
): Promise<Outcome<T>> {
  if (!isFresh(session, ports.durations.stepUpFor, caller.at)) return refuse({ code: 'step-up-needed' });
  const outcome = await writeContact(ports, session.accountId, (facts) => {
    if (facts.isRecoveryRunning) return refuse({ code: 'recovery-request-live' });
    const planned = plan(facts);
    if (!planned.ok) return planned;
    const { events, work } = planned.value;
    const inSession = async (tx: Writes): Promise<Outcome<T>> =>
      (await tx.isSessionAlive(session.id)) ? work(tx) : refuse({ code: 'session-expired' });
    return done({ events, work: inSession });
  });
  if (!outcome.ok) await recordRefused(ports, caller, session, kind, outcome.refusal.code);
  return outcome;
}

/** Two budgets (SEC-P06): of the account, and of the address that was typed, whoever it belongs to and whoever asks. */
export async function chargeLetters(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  kind: 'email-confirmation' | 'notification-confirmation',
  email: string,
): Promise<Outcome<void>> {
  const own = await ports.store.charge(`contact-letter:${session.accountId}`, REQUESTS, caller.at);
  if (!own.allowed) return refuse({ code: 'too-many-attempts', what: 'letters', retryAt: own.retryAt });
  const theirs = await chargeLetter(ports, caller, { email }, kind);
  return theirs.allowed ? done(undefined) : refuse({ code: 'too-many-attempts', what: 'letters', retryAt: theirs.retryAt });
}

/** What the holder proved to get here; where an authenticator is bound, the fresh check asks for it. */
export function setViaOf({ authenticators }: LiveSession): ContactSetVia {
  return authenticators.length > 0 ? 'second-factor' : 'password';
}

async function recordRefused(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  kind: ContactKind,
  refusal: RefusalCode,
): Promise<void> {
  await ports.store.record([byHolder(caller, session.account, { type: 'contact.refused', kind, refusal })]);
}
