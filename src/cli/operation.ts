/** `serve`, `setup`, `config check`: running the product and asking about it. */
import { readConfig } from '../config.ts';
import { checkConfig } from '../config-check.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { openDeskSetUp } from '../journeys/sittings.ts';
import { effectLines } from '../policy-effect.ts';
import { originOf } from '../portals/origin.ts';
import { type Command, EXIT, type OptionShape } from './command.ts';
import { onHost } from './host.ts';
import { sayRefusal } from './refusals.ts';
import { serve } from './serve.ts';
import { emailOf, languageOf, lineOf } from './typed.ts';

const NEEDED: OptionShape = { takes: 'text', required: true };

const serving: Command = {
  name: 'serve',
  summary: 'serve',
  options: {},
  run: async (given, { environment }) => {
    await serve(readConfig(environment, given.configArgs));
    return EXIT.ok;
  },
};

/** The only command that prints something secret: the code, once, to whoever has a shell on the host. */
const settingUp: Command = {
  name: 'setup',
  summary: 'setup',
  options: { email: NEEDED, name: NEEDED, language: { takes: 'text', choices: ['ja', 'en'] } },
  run: (given, terminal) =>
    onHost(given, terminal, async ({ config, ports, at }) => {
      const desk = config.portals.find(({ kind }) => kind === 'desk');
      if (desk === undefined) return sayRefusal({ code: 'not-permitted' }, terminal);
      const who = { email: emailOf(given, terminal), name: lineOf(given, terminal, 'name'), language: languageOf(given) };
      const outcome = await openDeskSetUp(ports, at, desk.id, who);
      if (!outcome.ok) return sayRefusal(outcome.refusal, terminal);
      const { code, expiresAt } = outcome.value;
      terminal.print(terminal.words.setUpLink);
      terminal.print(`${originOf(desk, config.origin)}/${desk.id}/setup/${code}`);
      terminal.print(terminal.words.setUpOnce(formatDateTimeWithZone(terminal.language, expiresAt)));
      return EXIT.ok;
    }),
};

const configCheck: Command = {
  name: 'config check',
  summary: 'configCheck',
  options: { effect: { takes: 'nothing' } },
  run: async (given, terminal) => {
    const { environment, print } = terminal;
    const { lines, exitCode } = checkConfig(environment, given.configArgs);
    for (const line of lines) print(line);
    if (exitCode !== EXIT.ok || !given.has('effect')) return exitCode;
    return onHost(given, terminal, async ({ config, store, at }) => {
      for (const line of effectLines(config.portals, await store.read.coverages(), at)) print(line);
      return EXIT.ok;
    });
  },
};

export const OPERATION_COMMANDS: readonly Command[] = [serving, settingUp, configCheck];
