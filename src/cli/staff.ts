/** `staff list`, `staff confirm`, `staff recover`: the desk's members as the operator of the host sees and helps them. */

import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { confirmByHost, recoverStaff } from '../journeys/host-staff.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { originOf } from '../portals/origin.ts';
import { type Command, EXIT, type Given, type OptionShape, type Terminal } from './command.ts';
import { type Host, onHost } from './host.ts';
import { sayRefusal } from './refusals.ts';
import { emailOf, lineOf } from './typed.ts';

const NEEDED: OptionShape = { takes: 'text', required: true };

/** There is one desk; which of the portals it is, the configuration says. */
function onDesk(given: Given, terminal: Terminal, work: (host: Host, desk: PortalDefinition) => Promise<number>): Promise<number> {
  return onHost(given, terminal, async (host) => {
    const desk = host.config.portals.find(({ kind }) => kind === 'desk');
    return desk === undefined ? sayRefusal({ code: 'not-permitted' }, terminal) : work(host, desk);
  });
}

const staffList: Command = {
  name: 'staff list',
  summary: 'staffList',
  options: {},
  run: (given, terminal) =>
    onDesk(given, terminal, async ({ store, at }, desk) => {
      const { words, language, print } = terminal;
      const members = await store.read.staff(desk.id);
      print(words.staffCount(members.length));
      for (const { name, email, role, status, isComplete } of members) {
        const state = status === 'suspended' ? 'suspended' : isComplete ? 'active' : 'withoutSecondFactor';
        print(`  ${role}  ${email}  ${name}  ${words.staffStates[state]}`);
      }
      const asks = await store.read.staffAsks(desk.id, at);
      if (asks.length > 0) print(words.staffAsks);
      for (const { kind, email, role, askedBy, expiresAt } of asks) {
        print(`  ${kind}  ${role}  ${email}  ${words.askedBy(askedBy.name, formatDateTimeWithZone(language, expiresAt))}`);
      }
      return EXIT.ok;
    }),
};

const staffConfirm: Command = {
  name: 'staff confirm',
  summary: 'staffConfirm',
  options: { email: NEEDED },
  run: (given, terminal) =>
    onDesk(given, terminal, async ({ config, ports, at }, desk) => {
      const email = emailOf(given, terminal);
      const outcome = await confirmByHost(ports, config.recovery, at, desk.id, email);
      if (outcome.ok) {
        terminal.print(terminal.words.staffConfirmed(outcome.value.kind, outcome.value.email));
        return EXIT.ok;
      }
      const { noAsk, notByHost } = terminal.words.refusals;
      const own = { 'not-in-this-state': noAsk, 'not-permitted': notByHost } as const;
      const { code } = outcome.refusal;
      if (code !== 'not-in-this-state' && code !== 'not-permitted') return sayRefusal(outcome.refusal, terminal);
      terminal.complain(own[code]);
      return EXIT.refused;
    }),
};

/** Prints something secret, like `setup`: the code, once, to whoever has a shell on the host. */
const staffRecover: Command = {
  name: 'staff recover',
  summary: 'staffRecover',
  options: { email: NEEDED, reason: NEEDED },
  run: (given, terminal) =>
    onDesk(given, terminal, async ({ config, ports, at }, desk) => {
      const reason = lineOf(given, terminal, 'reason');
      const outcome = await recoverStaff(ports, at, desk.id, emailOf(given, terminal), reason);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      const { code, expiresAt } = outcome.value;
      terminal.print(terminal.words.recoverLink);
      terminal.print(`${originOf(desk, config.origin)}/${desk.id}/setup/${code}`);
      terminal.print(terminal.words.setUpOnce(formatDateTimeWithZone(terminal.language, expiresAt)));
      terminal.print(terminal.words.recoverTold);
      return EXIT.ok;
    }),
};

export const STAFF_COMMANDS: readonly Command[] = [staffList, staffConfirm, staffRecover];
