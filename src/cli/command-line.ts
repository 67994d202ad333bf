/**
 * `genkan COMMAND`: chooses the command and the language, runs it, turns what went wrong into a sentence and an exit code (0 done,
 * 1 refused or failed, 2 wrong usage, 78 wrong configuration). Whose process it is stands in `main.ts`.
 */
import type { Environment } from '../config.ts';
import type { Language } from '../core/language.ts';
import { Fault } from '../core/outcome.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { ACCOUNT_COMMANDS } from './accounts.ts';
import { chooseCommand, readOptions } from './arguments.ts';
import { AUDIT_COMMANDS } from './audit.ts';
import { casesImport } from './case-import.ts';
import { type Command, EXIT, type Terminal, UsageError } from './command.ts';
import { drillCommand } from './drill.ts';
import { printHelp, printOverview } from './help.ts';
import { OPERATION_COMMANDS } from './operation.ts';
import { POLICY_COMMANDS } from './policy.ts';
import { SESSION_COMMANDS } from './sessions.ts';
import { STAFF_COMMANDS } from './staff.ts';

const COMMANDS: readonly Command[] = [
  ...OPERATION_COMMANDS,
  ...AUDIT_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...SESSION_COMMANDS,
  ...POLICY_COMMANDS,
  drillCommand,
  ...STAFF_COMMANDS,
  casesImport,
];

/** What a command line is typed into. */
export interface Shell {
  readonly environment: Environment;
  /** What the system speaks, a BCP 47 tag. */
  readonly locale: string;
  /** Each takes a text with its line end. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Answers the exit code; what it prints is complete by then. Only an error that is no refusal is thrown. */
export async function runCommandLine(args: readonly string[], shell: Shell): Promise<number> {
  const language = languageOf(args, shell.locale);
  const terminal: Terminal = {
    words: wordsFor(language).cli,
    language,
    environment: shell.environment,
    print: (line) => shell.out(`${line}\n`),
    complain: (line) => shell.err(`${line}\n`),
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
function languageOf(args: readonly string[], locale: string): Language {
  const index = args.findIndex((each) => each === '--lang' || each.startsWith('--lang='));
  const asked = index < 0 ? undefined : (args[index]?.split('=', 2)[1] ?? args[index + 1]);
  if (asked === 'ja' || asked === 'en') return asked;
  return locale.startsWith('ja') ? 'ja' : 'en';
}

/** Before the command too: `genkan --lang ja accounts add`. One after it is read with the other options. */
function withoutLanguage(args: readonly string[]): readonly string[] {
  const [first = '', , ...rest] = args;
  if (first === '--lang') return rest;
  return first.startsWith('--lang=') ? args.slice(1) : args;
}
