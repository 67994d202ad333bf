/**
 * The first password of an account that the host created: a one-time link is mailed, opening it changes nothing, its button
 * sets the password and makes no session (SEC-P05). Nobody is sent a password, and a password once set is no link's business.
 */
import type { Account, PortalPolicy } from '../core/account.ts';
import type { AuditEvent } from '../core/audit-event.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import { type ContextWord, decideNewPassword, type PasswordProblem } from '../core/password.ts';
import type { Instant } from '../core/time.ts';
import { newToken, tokenId, tokenMatches } from '../core/tokens.ts';
import type { Caller, FirstPasswordLink, Ports, Writes } from '../ports.ts';
import { byClaimant, byHost } from './audit.ts';
import { type Addressee, plainLetter } from './notices.ts';

const PURPOSE = 'password-setup';

/** What the commands on the host need of the ports: they neither hash nor count. */
export type HostPorts = Pick<Ports, 'store' | 'random' | 'durations'>;

/** Mails the link in the transaction of `work`; an earlier link of the account dies. */
export function queuePasswordLink(
  ports: HostPorts,
  at: Instant,
  account: Addressee,
): { readonly event: AuditEvent; readonly work: (tx: Writes) => Promise<void> } {
  const link = newToken(PURPOSE, ports.random.bytes);
  const expiresAt = at + ports.durations.passwordLinkFor;
  const { id: accountId, portal } = account;
  return {
    event: byHost(at, portal, accountId, { type: 'link.mailed', purpose: PURPOSE }),
    work: async (tx) => {
      const owner = { portal, accountId, pendingSignInId: null, notice: null };
      await tx.insertMailedLink({ id: link.id, digest: link.digest, purpose: PURPOSE, ...owner, expiresAt });
      const path = `/${portal}/password/${link.token}`;
      const circumstances = { at, browser: '', place: '' };
      await tx.queueLetter(plainLetter(account, { kind: PURPOSE, path, expiresAt, circumstances }));
    },
  };
}

/** Whose password this link may set. */
export async function viewPasswordLink(ports: Ports, caller: Caller, token: string): Promise<Outcome<Account>> {
  const link = await findLink(ports, caller, token);
  return link === undefined ? refuse({ code: 'link-spent' }) : done(link.account);
}

export async function setFirstPassword(ports: Ports, caller: Caller, token: string, password: string): Promise<Outcome<Account>> {
  const link = await findLink(ports, caller, token);
  if (link === undefined) {
    await ports.store.record([byClaimant(caller, null, { type: 'link.refused', purpose: PURPOSE })]);
    return refuse({ code: 'link-spent' });
  }
  const { account } = link;
  const problem = judgePassword(ports, caller.portal, account, password);
  if (problem !== null) return refuse({ code: 'password-refused', problem });
  const record = await ports.passwords.hash(password);
  const outcome = await ports.store.write(
    [
      byClaimant(caller, account.id, { type: 'link.confirmed', purpose: PURPOSE }),
      byClaimant(caller, account.id, { type: 'password.set', via: 'mailed-link' }),
    ],
    async (tx) => {
      const isFirst =
        (await tx.consumeMailedLink(link.id, caller.at)) &&
        (await tx.setFirstPassword(account.id, record, 'mailed-link', caller.at));
      return isFirst ? done(account) : refuse({ code: 'link-spent' });
    },
  );
  if (!outcome.ok) await ports.store.record([byClaimant(caller, account.id, { type: 'link.refused', purpose: PURPOSE })]);
  return outcome;
}

/** Every way to set a password asks here (SEC-A01, SEC-A04). */
export function judgePassword(
  ports: Pick<Ports, 'blocklist'>,
  portal: PortalPolicy,
  holder: { readonly name: string; readonly email: string; readonly company: Account['company'] },
  password: string,
): PasswordProblem | null {
  const words: [ContextWord, string][] = [
    ['service', 'Genkan'],
    ...[portal.issuer, ...Object.values(portal.name)].map((name): [ContextWord, string] => ['portal', name]),
    ['name', holder.name],
    ['email', holder.email],
    ['email', holder.email.slice(0, Math.max(0, holder.email.lastIndexOf('@')))],
    ...(holder.company === null ? [] : [['company', holder.company.name] satisfies [ContextWord, string]]),
  ];
  const policy = { floor: portal.passwordFloor, secondFactorMandatory: portal.twoFactorPolicy.level === 'required' };
  return decideNewPassword(password, policy, {
    words: words.map(([kind, word]) => ({ kind, word })),
    blocklist: ports.blocklist,
  });
}

async function findLink(ports: Ports, caller: Caller, token: string): Promise<FirstPasswordLink | undefined> {
  const id = tokenId(token);
  const link = id === undefined ? undefined : await ports.store.read.firstPasswordLink(caller.portal.id, id);
  if (link === undefined || !tokenMatches(PURPOSE, token, link.digest)) return undefined;
  return link.account.status === 'active' && caller.at < link.expiresAt ? link : undefined;
}
