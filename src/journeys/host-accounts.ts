/**
 * What the operator of the host creates: companies and accounts. An account is created without a password, and never changed by
 * this; its holder alone learns the link that sets one (product decisions 8 and 9). Who may run the command is the host's matter.
 */
import { type Account, type Company, type CustomerRole, canonicalEmail, type NewCompany, type PortalId } from '../core/account.ts';
import type { Language } from '../core/language.ts';
import type { Letter } from '../core/letter.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import { byHost } from './audit.ts';
import { type HostPorts, queuePasswordLink } from './first-password.ts';
import { lettersToAll } from './notices.ts';

export interface HostAccount {
  readonly portal: PortalId;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly phoneIsSwitchboard?: boolean;
  /** Id or exact name of a company of this portal; null for none. */
  readonly company: string | null;
  readonly role: CustomerRole;
  readonly language: Language;
}

/** Names are compared before, not guarded: two operators who add one firm at the same moment get two, by different ids. */
export async function addCompany(
  ports: HostPorts,
  at: Instant,
  wanted: Omit<NewCompany, 'id'> & { readonly id: string | null },
  /** Whether its administrators hear of requests of their colleagues; a company may opt out (desk.md invariant 10). */
  notifiesAdministrators: boolean,
): Promise<Outcome<NewCompany>> {
  const namesakes = await ports.store.read.companies(wanted.name);
  if (namesakes.some(({ portal, name }) => portal === wanted.portal && name === wanted.name))
    return refuse({ code: 'company-exists' });
  const company: NewCompany = { ...wanted, id: wanted.id ?? newId(ports.random.bytes) };
  const created = byHost(at, company.portal, null, { type: 'company.created', companyId: company.id, via: 'host' });
  return ports.store.write([created], async (tx) =>
    (await tx.insertCompany(company, notifiesAdministrators)) ? done(company) : refuse({ code: 'company-exists' }),
  );
}

/** The company of this portal that an operator means; refused when there is none or more than one. */
export async function findCompany(ports: HostPorts, portal: PortalId | null, idOrName: string): Promise<Outcome<Company>> {
  const found = (await ports.store.read.companies(idOrName)).filter((company) => portal === null || company.portal === portal);
  const company = found.find(({ id }) => id === idOrName) ?? (found.length === 1 ? found[0] : undefined);
  return company === undefined ? refuse({ code: 'no-such-company' }) : done(company);
}

export async function addAccount(ports: HostPorts, at: Instant, wanted: HostAccount): Promise<Outcome<{ readonly id: string }>> {
  const company = wanted.company === null ? null : await findCompany(ports, wanted.portal, wanted.company);
  if (company !== null && !company.ok) return company;
  const { portal, email, name, phone, role, language } = wanted;
  const account = { id: newId(ports.random.bytes), portal, email, name, phone, role, language };
  const link = queuePasswordLink(ports, at, { ...account, company: company?.value ?? null });
  return ports.store.write([byHost(at, portal, account.id, { type: 'account.created', via: 'host' }), link.event], async (tx) => {
    const isNew = await tx.insertAccount({
      ...account,
      phoneIsSwitchboard: wanted.phoneIsSwitchboard ?? false,
      companyId: company?.value.id ?? null,
      status: 'active',
      createdAt: at,
      passwordSetAt: at,
      passwordRecord: null,
    });
    if (!isNew) return refuse({ code: 'address-taken' });
    await link.work(tx);
    return done({ id: account.id });
  });
}

/** A new link, as long as no password was ever set. */
export async function remindAccount(ports: HostPorts, at: Instant, portal: PortalId, email: string): Promise<Outcome<void>> {
  const found = await findAccount(ports, portal, email);
  if (!found.ok) return found;
  if (found.value.status !== 'active') return refuse({ code: 'account-suspended' });
  if (found.value.passwordSetVia !== null) return refuse({ code: 'password-set-already' });
  const link = queuePasswordLink(ports, at, found.value);
  return ports.store.write([link.event], async (tx) => done(await link.work(tx)));
}

/** To the holder, when the host stops the account or opens it again (SEC-P02): a holder who did not ask learns of it. */
export function statusLetters(account: Account, kind: 'account-suspended' | 'account-reopened', at: Instant): readonly Letter[] {
  return lettersToAll(account, { kind, circumstances: { at, browser: '', place: '' } });
}

export async function findAccount(ports: HostPorts, portal: PortalId, email: string): Promise<Outcome<Account>> {
  const facts = await ports.store.read.signInFacts(portal, canonicalEmail(email));
  return facts === undefined ? refuse({ code: 'no-such-account' }) : done(facts.account);
}
