/**
 * The mailed link of a forgotten password. Opening it changes nothing; its button sets the password once and makes no session: the
 * next sign-in asks for the second factor as ever (SEC-E06, SEC-E07). It ends whatever the old password began, and touches neither
 * authenticators, recovery codes nor their counters.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, Ports, ResetLink } from '../ports.ts';
import { byClaimant, circumstancesOf } from './audit.ts';
import { judgePassword } from './first-password.ts';
import { passwordCounter } from './mailed-links.ts';
import { notice } from './notices.ts';

const PURPOSE = 'password-reset';

export interface ResetDone {
  /** "Not me" closed the account, and this alone does not open it again: the holder has to ask (ADR 0030). */
  readonly isClosed: boolean;
}

/** Whose password this link may set. */
export async function viewResetLink(ports: Ports, caller: Caller, token: string): Promise<Outcome<Account>> {
  const link = await findLink(ports, caller, token);
  return link === undefined ? refuse({ code: 'link-spent' }) : done(link.account);
}

export function resetPassword(ports: Ports, caller: Caller, token: string, password: string): Promise<Outcome<ResetDone>> {
  return ports.passwords.admit(() => resetWithin(ports, caller, token, password));
}

async function resetWithin(ports: Ports, caller: Caller, token: string, password: string): Promise<Outcome<ResetDone>> {
  const link = await findLink(ports, caller, token);
  if (link === undefined) return refused(ports, caller, null);
  const { account } = link;
  const problem = judgePassword(ports, caller.portal, account, password) ?? (await repeated(ports, link, password));
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const record = await ports.passwords.hash(password);
  const told = notice(ports, caller, account, { kind: 'password-reset', circumstances: circumstancesOf(caller) });
  const outcome = await ports.store.write(eventsOf(caller, account), async (tx) => {
    if (!(await tx.resetPassword(link.id, record, caller.at))) return refuse({ code: 'link-spent' });
    await tx.endOtherSessions(account.id, null, caller.at, 'password-reset');
    await tx.endPendingSignIns(account.id, caller.at);
    await tx.abandonAllEnrolments(account.id, caller.at, 'abandoned');
    await tx.forgetKnownBrowsers(account.id, null);
    // What was guessed at is gone: a stranger's failures must not keep out the holder who has just replaced it (SEC-F06).
    await tx.clearCounter(passwordCounter(account.id, undefined));
    await told.work(tx);
    return done(undefined);
  });
  if (!outcome.ok) return refused(ports, caller, account.id);
  const now = await ports.store.read.accountFacts(account.portal, account.id);
  return done({ isClosed: (now?.account.passwordOnlyClosedAt ?? null) !== null });
}

/**
 * Only a password marked as known to strangers is compared: for any other the answer would tell a reader of the mailbox, without
 * any count, whether a guess is right.
 */
async function repeated(ports: Ports, { account, passwordRecord }: ResetLink, password: string) {
  if (account.passwordCompromisedAt === null) return null;
  const { matches } = await ports.passwords.verify(password, passwordRecord);
  return matches ? ({ kind: 'unchanged' } as const) : null;
}

/** Whoever holds the link is a reader of the mailbox, not a proven holder. */
function eventsOf(caller: Caller, account: Account): NonEmpty<AuditEvent> {
  const by = (detail: AuditEvent['detail']): AuditEvent => byClaimant(caller, account.id, detail);
  return [
    by({ type: 'link.confirmed', purpose: PURPOSE }),
    by({ type: 'password.set', via: 'mailed-link' }),
    by({ type: 'other-sessions.ended', reason: 'password-reset' }),
  ];
}

async function refused(ports: Ports, caller: Caller, accountId: string | null): Promise<Outcome<never>> {
  await ports.store.record([byClaimant(caller, accountId, { type: 'link.refused', purpose: PURPOSE })]);
  return refuse({ code: 'link-spent' });
}

async function findLink(ports: Ports, caller: Caller, token: string): Promise<ResetLink | undefined> {
  const id = tokenId(token);
  const link = id === undefined ? undefined : await ports.store.read.resetLink(caller.portal.id, id);
  if (link === undefined || !tokenMatches(PURPOSE, token, link.digest)) return undefined;
  return link.account.status === 'active' && caller.at < link.expiresAt ? link : undefined;
}
