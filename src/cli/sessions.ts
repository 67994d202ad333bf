/** `sessions end`: of one account, or with `--all` of a portal or of every portal, begun sign-ins included (SEC-G09). */
import { canonicalEmail } from '../core/account.ts';
import { findAccount } from '../journeys/host-accounts.ts';
import { endAccountSessions, endPortalSessions } from '../journeys/host-sessions.ts';
import { type Command, EXIT, type Given, type Terminal, UsageError } from './command.ts';
import { onHost, onPortal } from './host.ts';
import { sayRefusal } from './refusals.ts';
import { emailOf, lineOf } from './typed.ts';

const sessionsEnd: Command = {
  name: 'sessions end',
  summary: 'sessionsEnd',
  options: {
    portal: { takes: 'text' },
    email: { takes: 'text' },
    all: { takes: 'nothing' },
    reason: { takes: 'text', required: true },
  },
  run: (given, terminal) => {
    const isOne = given.text('email') !== undefined && given.text('portal') !== undefined;
    // An address and --all would be two answers to the question whose: nothing is guessed.
    if (given.has('all') ? given.text('email') !== undefined : !isOne) throw new UsageError(terminal.words.whoseSessions);
    if (isOne) return endOfAccount(given, terminal);
    return given.text('portal') === undefined ? endEverywhere(given, terminal) : endOfPortal(given, terminal);
  },
};

function endOfAccount(given: Given, terminal: Terminal): Promise<number> {
  return onPortal(given, terminal, ['customer', 'desk'], async ({ ports, at }, portal) => {
    const reason = lineOf(given, terminal, 'reason');
    const found = await findAccount(ports, portal.id, canonicalEmail(emailOf(given, terminal)));
    if (!found.ok) return sayRefusal(found.refusal, terminal);
    const ended = await endAccountSessions(ports, at, found.value, reason);
    if (!ended.ok) return sayRefusal(ended.refusal, terminal);
    terminal.print(terminal.words.sessionsEnded(found.value.email, ended.value));
    return EXIT.ok;
  });
}

function endOfPortal(given: Given, terminal: Terminal): Promise<number> {
  return onPortal(given, terminal, ['customer', 'desk'], async ({ ports, at }, portal) => {
    const ended = await endPortalSessions(ports, at, portal.id, lineOf(given, terminal, 'reason'));
    if (!ended.ok) return sayRefusal(ended.refusal, terminal);
    terminal.print(terminal.words.sessionsEnded(portal.id, ended.value));
    return EXIT.ok;
  });
}

function endEverywhere(given: Given, terminal: Terminal): Promise<number> {
  return onHost(given, terminal, async ({ config, ports, at }) => {
    const reason = lineOf(given, terminal, 'reason');
    for (const portal of config.portals) {
      const ended = await endPortalSessions(ports, at, portal.id, reason);
      if (!ended.ok) return sayRefusal(ended.refusal, terminal);
      terminal.print(terminal.words.sessionsEnded(portal.id, ended.value));
    }
    return EXIT.ok;
  });
}

export const SESSION_COMMANDS: readonly Command[] = [sessionsEnd];
