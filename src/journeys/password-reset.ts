/**
 * A forgotten password, up to the letter. The form finds nothing out: it stores what was typed and is answered before anybody looks
 * whether there is such an account (SEC-E03, SEC-E04, ADR 0030); the clerk looks, and mails the link to the address on file. What
 * the link does is `password-reset-link.ts`.
 */
import { type Account, canonicalEmail } from '../core/account.ts';
import type { AuditDetail, AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { type Instant, minutes } from '../core/time.ts';
import { newId, newToken } from '../core/tokens.ts';
import type { Caller, Ports, ResetRequest, SignInFacts, Writes } from '../ports.ts';
import { byClaimant } from './audit.ts';
import { chargeLetter, refundLetter } from './mailed-links.ts';
import { plainLetter } from './notices.ts';

/** Forms of one network. Wide, because a whole company may sit behind one address; letters are counted by the account. */
const FORM_SCHEDULE: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 50, within: minutes(10) } };
const BATCH = 50;
/** Whichever of the two letters it is. */
const COUNTED_AS = 'password-reset-link';

/** Somebody asks for a link to this address. */
export async function askForReset(ports: Ports, caller: Caller, email: string): Promise<Outcome<void>> {
  const key = `reset-network:${ports.keyed.digest('network', caller.network)}`;
  const charge = await ports.store.charge(key, FORM_SCHEDULE, caller.at);
  if (!charge.allowed) {
    const refusal: Refusal = { code: 'too-many-attempts', what: 'network', retryAt: charge.retryAt };
    await ports.store.record([byClaimant(caller, null, { type: 'password-reset.refused', refusal: refusal.code })]);
    return refuse(refusal);
  }
  const asked = queueReset(ports, caller, email);
  return ports.store.write([asked.event], async (tx) => done(await asked.work(tx)));
}

/** The same for whoever proved a password that has to be replaced: belongs into the transaction of that proof. */
export function queueReset(
  ports: Ports,
  caller: Caller,
  email: string,
): { readonly event: AuditEvent; readonly work: (tx: Writes) => Promise<void> } {
  const { at, browser, place, portal } = caller;
  const row = { id: newId(ports.random.bytes), portal: portal.id, email, at, browser, place };
  return {
    event: byClaimant(caller, null, { type: 'password-reset.asked' }),
    work: (tx) => tx.insertResetRequest(row),
  };
}

/** Looks after one batch of forms; answers how many. Run by the clerk, never by a request: nobody who asks can measure it. */
export async function answerResetRequests(ports: Ports): Promise<number> {
  let answered = 0;
  for (const request of await ports.store.read.resetRequests(BATCH)) answered += await answer(ports, request);
  return answered;
}

async function answer(ports: Ports, request: ResetRequest): Promise<number> {
  const now = await ports.store.read.databaseTime();
  const facts = await findFacts(ports, request);
  const account = facts !== undefined && (await mayMail(ports, facts, now)) ? facts.account : null;
  const mail = account === null ? null : resetMail(ports, account, request, now);
  const by = (detail: AuditDetail): AuditEvent => bySystem(request, facts?.account.id ?? null, now, detail);
  const outcome = await ports.store.write(
    [
      by({ type: 'password-reset.answered', mailed: mail !== null }),
      ...(mail === null ? [] : [by({ type: 'link.mailed', purpose: 'password-reset' })]),
    ],
    async (tx) => {
      if (!(await tx.takeResetRequest(request.id))) return refuse({ code: 'request-changed' });
      await mail?.(tx);
      return done(undefined);
    },
  );
  // Another node was faster: the letter is its own.
  if (!outcome.ok && account !== null) await refundLetter(ports, { at: now }, account, COUNTED_AS);
  return outcome.ok ? 1 : 0;
}

/** By the canonical form of what was typed; everything after is read from the account, its address above all (SEC-E08). */
function findFacts(ports: Ports, { portal, email }: ResetRequest): Promise<SignInFacts | undefined> | undefined {
  return email === null ? undefined : ports.store.read.signInFacts(portal, canonicalEmail(email));
}

/** Only where a password is to be set anew: an invitation that was not taken up is renewed by who invited. */
async function mayMail(ports: Ports, { account, passwordRecord }: SignInFacts, now: Instant): Promise<boolean> {
  if (account.status !== 'active' || passwordRecord === null) return false;
  return (await chargeLetter(ports, { at: now }, account, COUNTED_AS)).allowed;
}

/** In the holder's language: whoever asked has proven nothing. */
function resetMail(ports: Ports, account: Account, request: ResetRequest, now: Instant): (tx: Writes) => Promise<void> {
  const link = newToken('password-reset', ports.random.bytes);
  const expiresAt = now + ports.durations.resetLinkFor;
  const kind = account.passwordCompromisedAt === null ? 'password-reset-link' : 'password-replacement-link';
  const circumstances = { at: now, browser: request.browser, place: request.place };
  const letter = plainLetter(account, { kind, path: `/${account.portal}/password-reset/${link.token}`, expiresAt, circumstances });
  return async (tx) => {
    await tx.putResetLink({
      id: link.id,
      digest: link.digest,
      portal: account.portal,
      accountId: account.id,
      securityVersion: account.securityVersion,
      canonicalEmail: account.canonicalEmail,
      expiresAt,
    });
    await tx.queueLetter(letter);
  };
}

function bySystem({ portal }: ResetRequest, accountId: string | null, at: Instant, detail: AuditDetail): AuditEvent {
  return { at, portal, address: null, requestId: null, actor: { kind: 'system', id: null }, accountId, detail };
}
