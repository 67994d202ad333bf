/**
 * `genkan COMMAND`: chooses the command and the language, runs it, turns what went wrong into a sentence and an exit code (0 done,
 * 1 refused or failed, 2 wrong usage, 78 wrong configuration).
 */

import type { Language } from '../core/language.ts';
import { Fault } from '../core/outcome.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { ACCOUNT_COMMANDS } from './accounts.ts';
import { chooseCommand, readOptions } from './arguments.ts';
import { casesImport } from './case-import.ts';
import { type Command, EXIT, type Terminal, UsageError } from './command.ts';
import { printHelp, printOverview } from './help.ts';
import { OPERATION_COMMANDS } from './operation.ts';
import { SESSION_COMMANDS } from './sessions.ts';

const COMMANDS: readonly Command[] = [...OPERATION_COMMANDS, ...ACCOUNT_COMMANDS, ...SESSION_COMMANDS, casesImport];

async function main(args: readonly string[]): Promise<number> {
  const language = languageOf(args);
  const terminal: Terminal = {
    words: wordsFor(language).cli,
    language,
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  };
  try {
    return await run(withoutLanguage(args), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.complain(error.message);
      terminal.complain(terminal.words.more);
      return EXIT.usage;
    }
    if (!(error instanceof Fault)) throw error;
    for (const line of error.message.split('\n')) terminal.complain(terminal.words.failed(line));
    return error.code === 'config-invalid' ? EXIT.config : EXIT.refused;
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first] = args;
  if (first === undefined || first === 'help' || first === '--help') {
    const words = args.slice(1);
    const end = words.findIndex((each) => each.startsWith('-'));
    const named = end < 0 ? words : words.slice(0, end);
    if (named.length === 0) printOverview(COMMANDS, terminal);
    else printHelp(chooseCommand(COMMANDS, named, terminal.words).command, terminal);
    return EXIT.ok;
  }
  const { command, rest } = chooseCommand(COMMANDS, args, terminal.words);
  const given = readOptions(command, rest, terminal.words);
  if (given.has('help')) {
    printHelp(command, terminal);
    return EXIT.ok;
  }
  return command.run(given, terminal);
}

/** `--lang`, else what the system speaks (LC_ALL, LC_MESSAGES, LANG). */
function languageOf(args: readonly string[]): Language {
  const index = args.findIndex((each) => each === '--lang' || each.startsWith('--lang='));
  const asked = index < 0 ? undefined : (args[index]?.split('=', 2)[1] ?? args[index + 1]);
  if (asked === 'ja' || asked === 'en') return asked;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ja') ? 'ja' : 'en';
}

/** Before the command too: `genkan --lang ja accounts add`. One after it is read with the other options. */
function withoutLanguage(args: readonly string[]): readonly string[] {
  const [first = '', , ...rest] = args;
  if (first === '--lang') return rest;
  return first.startsWith('--lang=') ? args.slice(1) : args;
}

// No process.exit: what is still to be printed would be lost, and a server goes on.
process.exitCode = await main(process.argv.slice(2));
