/**
 * "Not me": the holder objects to a notice by the link in its letter. It only closes (SEC-P04): sessions, begun sign-ins and
 * enrolments end, a password alone opens nothing, recovery is frozen, a running request stops. It signs nobody in and grants nothing, so that whoever
 * reads the mailbox can do no more with it than lock up. What opens the account again is decided elsewhere (desk.md section 4).
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import type { Letter } from '../core/letter.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { isDoubtful, type RecoveryCodeSet } from '../core/recovery-codes.ts';
import { tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, MailedLink, Ports, ReportedNotice } from '../ports.ts';
import { byClaimant, circumstancesOf } from './audit.ts';
import { stopOf } from './lost-device-withdrawal.ts';
import { lettersToAll, plainLetter } from './notices.ts';
import { untilUnchanged } from './recovery-events.ts';

/** The notice behind a living link, or null; changes nothing, because mail scanners open links. */
export async function findReportedNotice(ports: Ports, caller: Caller, token: string): Promise<ReportedNotice | null> {
  const link = await findLink(ports, caller, token);
  const isAlive = link !== undefined && link.consumedAt === null && caller.at < link.expiresAt;
  return isAlive ? link.notice : null;
}

/**
 * Spends the link and closes the account, once; refused as `link-spent` when it is used, over or none of ours, and as
 * `request-changed` when others were faster again and again: nothing is closed then, and the link still works.
 */
export async function objectToNotice(ports: Ports, caller: Caller, token: string): Promise<Outcome<void>> {
  const link = await findLink(ports, caller, token);
  const facts = link === undefined ? undefined : await ports.store.read.accountFacts(link.portal, link.accountId);
  if (link === undefined || link.notice === null || facts === undefined) return refused(ports, caller, null);
  const { account, authenticators } = facts;
  const { notice } = link;
  const doubtful = authenticators.filter(({ boundAt }) => boundAt >= notice.at);
  const letters = await lettersOf(ports, caller, account, notice, authenticators.length > doubtful.length);
  const codes = await ports.store.read.recoveryCodeSet(account.id);
  const doubtfulCodes = codes !== undefined && isDoubtful(codes, notice.at) ? codes : null;
  const events = eventsOf(caller, account, notice, doubtful, doubtfulCodes);
  const outcome = await untilUnchanged(async () => {
    const stopped = await stopOf(ports, caller, account);
    return ports.store.write([...events, ...stopped.events], async (tx) => {
      if (!(await tx.consumeMailedLink(link.id, caller.at))) return refuse({ code: 'link-spent' });
      if (!(await stopped.work(tx))) return refuse({ code: 'request-changed' });
      await tx.closePasswordOnly(account.id, caller.at);
      await tx.freezeRecovery(account.id, caller.at + ports.recovery.freezeFor);
      await tx.endOtherSessions(account.id, null, caller.at, 'not-me');
      await tx.endPendingSignIns(account.id, caller.at);
      await tx.abandonAllEnrolments(account.id, caller.at, 'disowned');
      // Whoever did what the notice tells of may have gone on to add an authenticator: with it the stranger would stay. It is
      // not removed: a reader of the mailbox must not be able to take the holder's own away (desk.md invariant 1).
      await tx.setAsideAuthenticators(account.id, notice.at);
      await tx.setAsideRecoveryCodes(account.id, notice.at);
      await tx.forgetKnownBrowsers(account.id, null);
      for (const letter of letters) await tx.queueLetter(letter);
      return done(undefined);
    });
  });
  return outcome.ok || outcome.refusal.code === 'request-changed' ? outcome : refused(ports, caller, account.id);
}

async function findLink(ports: Ports, caller: Caller, token: string): Promise<MailedLink | undefined> {
  const id = tokenId(token);
  const link = id === undefined ? undefined : await ports.store.read.mailedLink(caller.portal.id, id);
  return link?.purpose === 'not-me' && tokenMatches('not-me', token, link.digest) ? link : undefined;
}

async function refused(ports: Ports, caller: Caller, accountId: string | null): Promise<Outcome<never>> {
  await ports.store.record([byClaimant(caller, accountId, { type: 'link.refused', purpose: 'not-me' })]);
  return refuse({ code: 'link-spent' });
}

/** Whoever holds the link is a reader of the mailbox, not a proven holder. */
function eventsOf(
  caller: Caller,
  account: Account,
  notice: ReportedNotice,
  doubtful: readonly BoundAuthenticator[],
  doubtfulCodes: RecoveryCodeSet | null,
): NonEmpty<AuditEvent> {
  const by = (detail: AuditEvent['detail']): AuditEvent => byClaimant(caller, account.id, detail);
  return [
    by({ type: 'link.confirmed', purpose: 'not-me' }),
    by({ type: 'account.closed', notice: notice.kind }),
    by({ type: 'other-sessions.ended', reason: 'not-me' }),
    ...doubtful.map(({ id }) => by({ type: 'authenticator.set-aside', authenticatorId: id })),
    ...(doubtfulCodes === null ? [] : [by({ type: 'recovery-codes.set-aside', setId: doubtfulCodes.id })]),
  ];
}

/** To the holder, and to the administrators of the company: a stranger with the mailbox does not close an account unseen. */
async function lettersOf(
  ports: Ports,
  caller: Caller,
  account: Account,
  notice: ReportedNotice,
  codeWorks: boolean,
): Promise<readonly Letter[]> {
  const circumstances = circumstancesOf(caller);
  const reported = notice.kind;
  const company = account.company === null ? [] : await ports.store.read.companyAdministrators(account.company.id);
  const colleagues = company.filter(({ id }) => id !== account.id);
  return [
    ...lettersToAll(account, { kind: 'account-closed', reported, codeWorks, circumstances }),
    ...colleagues.map((each) => plainLetter(each, { kind: 'colleague-closed', colleague: account.name, reported, circumstances })),
  ];
}
