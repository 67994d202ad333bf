/** `companies add`, `accounts add`, `remind`, `disable`, `reopen`. No option takes a password, and none is ever printed. */
import { type Account, canonicalEmail } from '../core/account.ts';
import { hours } from '../core/time.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import type { HostPorts } from '../journeys/first-password.ts';
import { addAccount, addCompany, findAccount, remindAccount, statusLetters } from '../journeys/host-accounts.ts';
import { askForDispute } from '../journeys/host-disputes.ts';
import { isOnlyAdministrator } from '../journeys/host-staff.ts';
import { declareCompromised } from '../journeys/password-compromise.ts';
import { type Command, EXIT, type OptionShape, UsageError } from './command.ts';
import { onPortal } from './host.ts';
import { sayRefusal } from './refusals.ts';
import { companyIdOf, emailOf, languageOf, lineOf } from './typed.ts';

const NEEDED: OptionShape = { takes: 'text', required: true };
const WHO = { portal: NEEDED, email: NEEDED } as const;
const LANGUAGES: OptionShape = { takes: 'text', choices: ['ja', 'en'] };

const companiesAdd: Command = {
  name: 'companies add',
  summary: 'companiesAdd',
  options: {
    portal: NEEDED,
    name: NEEDED,
    plan: { takes: 'text', choices: ['standard', 'paid'] },
    id: { takes: 'text' },
    quiet: { takes: 'nothing' },
  },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer'], async ({ ports, at }, portal) => {
      const name = lineOf(given, terminal, 'name');
      const plan = given.text('plan') === 'paid' ? 'paid' : 'standard';
      const company = { portal: portal.id, name, plan, id: companyIdOf(given, terminal) } as const;
      const outcome = await addCompany(ports, at, company, !given.has('quiet'));
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(terminal.words.companyAdded(outcome.value.name, outcome.value.id));
      return EXIT.ok;
    }),
};

const accountsAdd: Command = {
  name: 'accounts add',
  summary: 'accountsAdd',
  options: {
    ...WHO,
    name: NEEDED,
    company: { takes: 'text' },
    phone: { takes: 'text' },
    switchboard: { takes: 'nothing' },
    role: { takes: 'text', choices: ['holder', 'company-administrator'] },
    language: LANGUAGES,
  },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer'], async ({ config, ports, at }, portal) => {
      const email = emailOf(given, terminal);
      const role = given.text('role') === 'company-administrator' ? 'company-administrator' : 'holder';
      const company = given.text('company') ?? null;
      if (role === 'company-administrator' && company === null) throw new UsageError(terminal.words.companyNeeded);
      const outcome = await addAccount(ports, at, {
        portal: portal.id,
        email,
        name: lineOf(given, terminal, 'name'),
        phone: given.text('phone') === undefined ? null : lineOf(given, terminal, 'phone'),
        phoneIsSwitchboard: given.has('switchboard'),
        company,
        role,
        language: languageOf(given),
      });
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(terminal.words.accountAdded(email));
      terminal.print(terminal.words.linkQueued(email, config.durations.passwordLinkFor / hours(1)));
      return EXIT.ok;
    }),
};

const accountsRemind: Command = {
  name: 'accounts remind',
  summary: 'accountsRemind',
  options: WHO,
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer'], async ({ config, ports, at }, portal) => {
      const email = emailOf(given, terminal);
      const outcome = await remindAccount(ports, at, portal.id, email);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(terminal.words.linkQueued(email, config.durations.passwordLinkFor / hours(1)));
      return EXIT.ok;
    }),
};

const accountsDisable: Command = {
  name: 'accounts disable',
  summary: 'accountsDisable',
  options: { ...WHO, reason: NEEDED },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer', 'desk'], async ({ ports, store, at }, portal) => {
      const reason = lineOf(given, terminal, 'reason');
      const found = await findAccount(ports, portal.id, canonicalEmail(emailOf(given, terminal)));
      if (!found.ok) return sayRefusal(found.refusal, terminal);
      if (await isDisabled(ports, found.value)) return sayRefusal({ code: 'account-suspended' }, terminal);
      if (await isOnlyAdministrator(ports, portal.id, found.value.id)) return sayRefusal({ code: 'last-administrator' }, terminal);
      const letters = statusLetters(found.value, 'account-suspended', at);
      await store.setAccountStatus(found.value.id, 'suspended', at, reason, letters);
      terminal.print(terminal.words.disabled(found.value.email));
      return EXIT.ok;
    }),
};

const accountsReopen: Command = {
  name: 'accounts reopen',
  summary: 'accountsReopen',
  options: { ...WHO, reason: NEEDED, 'lift-not-me': { takes: 'nothing' } },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer', 'desk'], async ({ ports, store, at }, portal) => {
      const reason = lineOf(given, terminal, 'reason');
      const found = await findAccount(ports, portal.id, canonicalEmail(emailOf(given, terminal)));
      if (!found.ok) return sayRefusal(found.refusal, terminal);
      if (found.value.lockedAt !== null) {
        terminal.complain(terminal.words.refusals.locked);
        return EXIT.refused;
      }
      if (isOpen(found.value, at)) {
        terminal.complain(terminal.words.refusals.notSuspended);
        return EXIT.refused;
      }
      if (found.value.passwordOnlyClosedAt !== null && !given.has('lift-not-me')) {
        terminal.complain(terminal.words.refusals.closedByNotMe);
        return EXIT.refused;
      }
      await store.reopenAccount(found.value.id, reason, at, statusLetters(found.value, 'account-reopened', at));
      terminal.print(terminal.words.reopened(found.value.email));
      return EXIT.ok;
    }),
};

/** Asks the desk for a dispute in place of a company administrator, where there is none: it counts after 72 hours. */
const accountsDispute: Command = {
  name: 'accounts dispute',
  summary: 'accountsDispute',
  options: { ...WHO, reason: NEEDED },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer'], async ({ ports }, portal) => {
      const reason = lineOf(given, terminal, 'reason');
      const found = await findAccount(ports, portal.id, canonicalEmail(emailOf(given, terminal)));
      if (!found.ok) return sayRefusal(found.refusal, terminal);
      const outcome = await askForDispute(ports, found.value, reason);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(terminal.words.disputeAsked(found.value.email, formatDateTimeWithZone(terminal.language, outcome.value)));
      return EXIT.ok;
    }),
};

/** Of customers: a staff member's password is not replaced by mail (desk.md section 6), their account is disabled. */
const accountsCompromised: Command = {
  name: 'accounts compromised',
  summary: 'accountsCompromised',
  options: { ...WHO, reason: NEEDED },
  run: (given, terminal) =>
    onPortal(given, terminal, ['customer'], async ({ ports, at }, portal) => {
      const reason = lineOf(given, terminal, 'reason');
      const found = await findAccount(ports, portal.id, emailOf(given, terminal));
      if (!found.ok) return sayRefusal(found.refusal, terminal);
      const outcome = await declareCompromised(ports, at, found.value, reason);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      terminal.print(terminal.words.compromised(found.value.email));
      return EXIT.ok;
    }),
};

/** By the host or the desk. What an administrator of the company stopped, that one may open again, unless the host stops it as well. */
async function isDisabled({ store }: HostPorts, { id, status, company }: Account): Promise<boolean> {
  if (status === 'active') return false;
  const person = company === null ? undefined : await store.read.companyPerson(company.id, id);
  return (person?.suspendedBy ?? null) === null;
}

function isOpen({ status, passwordOnlyClosedAt, recoveryFrozenUntil }: Account, at: number): boolean {
  return status === 'active' && passwordOnlyClosedAt === null && (recoveryFrozenUntil ?? 0) <= at;
}

export const ACCOUNT_COMMANDS: readonly Command[] = [
  companiesAdd,
  accountsAdd,
  accountsRemind,
  accountsDisable,
  accountsCompromised,
  accountsReopen,
  accountsDispute,
];
