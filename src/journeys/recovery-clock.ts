/**
 * What happens to requests by themselves (desk.md section 4, commands 17, 18, 27 to 29): the wait begins when every letter was accepted,
 * the pass is mailed when it is over, what nobody carries on ends. Each is decided in `core/` by the database's time, so that it does not
 * matter which node looks when, how often, or whether its clock jumps.
 */
import type { AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import { closesAt } from '../core/recovery-release.ts';
import { LIVE_STATES } from '../core/recovery-state.ts';
import { expiresAt } from '../core/recovery-stopping.ts';
import { newPass } from '../core/registration-pass.ts';
import { type Duration, hours, type Instant, minutes } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Ports, StoredRecoveryRequest } from '../ports.ts';
import { isDeskStopped } from './desk-stop.ts';
import { type Along, type Given, giveCommand, type Standing } from './recovery-acts.ts';
import { noticedAgainMails, passMail } from './recovery-step-letters.ts';

/** Confirmed requests are few: one of an account at most. */
const BATCH = 2000;
/** Facts change without a word to anybody; looked at this often, and before every command anyway. */
const ASSESS_EVERY: Duration = minutes(1);
/** The second notice of a new device. */
const NOTICED_AGAIN_AFTER: Duration = hours(24);

const SYSTEM = { kind: 'system', id: null } as const;

export interface RequestClock {
  /** One look; answers how many requests it changed. */
  lookOnce(): Promise<number>;
}

export function openRequestClock(ports: Ports): RequestClock {
  let assessedAt: Instant | null = null;
  return {
    lookOnce: async () => {
      const now = await ports.store.read.databaseTime();
      // A clock that jumped back must not keep anybody waiting for it.
      const isDue = assessedAt === null || Math.abs(now - assessedAt) >= ASSESS_EVERY;
      if (isDue) assessedAt = now;
      const running = await ports.store.read.requestsIn([...LIVE_STATES, 'redeemed'], BATCH);
      let changed = 0;
      for (const stored of running) changed += await lookAt(ports, stored, now, isDue);
      for (const stored of await ports.store.read.requestsOfDisabled(BATCH)) changed += await give(ports, stored, endOf);
      const since = now - NOTICED_AGAIN_AFTER;
      for (const stored of await ports.store.read.requestsToNoticeAgain(since, BATCH))
        changed += await noticeAgain(ports, stored, now);
      return changed;
    },
  };
}

async function lookAt(ports: Ports, stored: StoredRecoveryRequest, now: Instant, isDue: boolean): Promise<number> {
  const { request } = stored;
  const { recovery } = ports;
  if (request.state === 'redeemed') {
    const at = closesAt(request, recovery);
    return at !== null && now >= at ? give(ports, stored, closeOf) : 0;
  }
  const until = expiresAt(request, recovery);
  // What is past its end goes no further, and is ended with its letters by `lost-device-admission.ts`.
  if (until !== null && now >= until) return 0;
  if (request.state === 'approved') return give(ports, stored, (standing) => noticesOf(ports, standing));
  if (request.state === 'waiting' && request.waitUntil !== null && now >= request.waitUntil) return release(ports, stored);
  return isDue ? give(ports, stored, assessOf) : 0;
}

type Made = (standing: Standing) => Promise<Outcome<RecoveryCommand>> | Outcome<RecoveryCommand>;

/** 1 when it changed the request; a refusal of the clock is no entry: it asks again. */
async function give(
  ports: Ports,
  { portal, receipt }: StoredRecoveryRequest,
  make: Made,
  along?: (given: Given) => Promise<Along>,
): Promise<number> {
  const given = await giveCommand(ports, {
    caller: null,
    circumstances: { browser: '', place: '' },
    find: () => ports.store.read.recoveryRequest(portal, receipt),
    command: async (standing) => make(standing),
    refused: () => null,
    ...(along === undefined ? {} : { along }),
  });
  return given.ok && given.value.events.length > 0 ? 1 : 0;
}

const versionOf = ({ stored }: Standing) => ({ version: stored.request.version, actor: SYSTEM });

const assessOf: Made = (standing) => done({ kind: 'assess', ...versionOf(standing), facts: standing.facts.facts });
const closeOf: Made = (standing) => done({ kind: 'close', ...versionOf(standing) });
const endOf: Made = (standing) => done({ kind: 'end', ...versionOf(standing) });

/** Command 17. */
async function noticesOf({ store }: Ports, standing: Standing): Promise<Outcome<RecoveryCommand>> {
  const { stored } = standing;
  const awaited = await store.read.awaitedLetters(stored.id, stored.request.stateSince);
  return done({ kind: 'notices-accepted', ...versionOf(standing), ...awaited, facts: standing.facts.facts });
}

/** Command 18: the pass exists nowhere but in the letter. */
function release(ports: Ports, stored: StoredRecoveryRequest): Promise<number> {
  return give(
    ports,
    stored,
    async (standing) => {
      const { outstanding } = await ports.store.read.awaitedLetters(stored.id, stored.request.stateSince);
      const isStopped = await isDeskStopped(ports, stored.portal);
      const passId = newId(ports.random.bytes);
      return done({ kind: 'release', ...versionOf(standing), outstanding, isStopped, passId, facts: standing.facts.facts });
    },
    (given) => mailPass(ports, given),
  );
}

/** Of a released or renewed pass: kept as a digest, mailed to the address on file. */
export async function mailPass(ports: Ports, given: Given): Promise<Along> {
  const { pass } = given.after;
  const isMailed = given.events.some(({ detail }) => detail.type === 'PassMailed');
  if (!isMailed || pass === null) return { events: [], work: async () => done(undefined) };
  const { digest, written } = newPass(pass.id, ports.random.bytes);
  const { letter, link } = passMail(ports, given, written, pass.until);
  return {
    events: [],
    work: async (tx) => {
      await tx.insertPass({ id: pass.id, requestId: given.stored.id, digest, at: given.now });
      if (link !== null) await tx.insertRecoveryLink(link);
      await tx.queueLetter(letter);
      return done(undefined);
    },
  };
}

/** Told of once more: whoever did not see the first letter may still object. */
async function noticeAgain(ports: Ports, stored: StoredRecoveryRequest, now: Instant): Promise<number> {
  const { accountId } = stored.request;
  if (accountId === null) return 0;
  const mails = await noticedAgainMails(ports, stored, accountId, now);
  const event: AuditEvent = {
    at: now,
    portal: stored.portal,
    address: null,
    requestId: null,
    actor: SYSTEM,
    accountId,
    detail: { type: 'recovery.noticed-again', requestId: stored.id },
  };
  const outcome = await ports.store.write([event], async (tx) => {
    if (!(await tx.markNoticedAgain(stored.id, now))) return refuse({ code: 'not-in-this-state' });
    for (const { link } of mails) if (link !== null) await tx.insertRecoveryLink(link);
    for (const { letter } of mails) await tx.queueLetter(letter);
    return done(undefined);
  });
  return outcome.ok ? 1 : 0;
}
