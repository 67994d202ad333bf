/**
 * Reads the command line: which command, which options, what is wrong with them. A mistake is answered with the nearest known
 * name; nothing is guessed and run.
 */
import { parseArgs } from 'node:util';
import { nearestOf } from '../config/problems.ts';
import type { Words } from '../i18n/catalog.ts';
import { type Command, type Given, type OptionName, type OptionShape, UsageError } from './command.ts';

/** Every command takes these. */
export const COMMON_OPTIONS = {
  config: { takes: 'text' },
  lang: { takes: 'text', choices: ['ja', 'en'] },
  help: { takes: 'nothing' },
} as const satisfies Partial<Record<OptionName, OptionShape>>;

export interface Chosen {
  readonly command: Command;
  readonly rest: readonly string[];
}

/** The command that the first words name. Throws UsageError with the nearest name. */
export function chooseCommand(commands: readonly Command[], args: readonly string[], words: Words['cli']): Chosen {
  for (const count of [2, 1]) {
    const name = args.slice(0, count).join(' ');
    const command = commands.find((each) => each.name === name && name.split(' ').length === count);
    if (command !== undefined) return { command, rest: args.slice(count) };
  }
  const typed = args.filter((each) => !each.startsWith('-')).slice(0, 2);
  const names = commands.map(({ name }) => name);
  const meant = nearestOf(typed.join(' '), names) ?? nearestOf(typed[0] ?? '', names);
  throw new UsageError(withHint(words.unknownCommand(typed.join(' ')), meant, words));
}

/** Throws UsageError at the first mistake. */
export function readOptions(command: Command, args: readonly string[], words: Words['cli']): Given {
  const shapes = new Map<string, OptionShape>(Object.entries({ ...command.options, ...COMMON_OPTIONS }));
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      [...shapes].map(([name, { takes }]) => [name, { type: takes === 'text' ? 'string' : 'boolean' } as const]),
    ),
  });
  const texts = new Map<string, string>();
  const flags = new Set<string>();
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const shape = shapes.get(token.name);
    const typed = token.rawName;
    if (shape === undefined || !typed.startsWith('--')) {
      const meant = nearestOf(token.name, [...shapes.keys()]);
      throw new UsageError(withHint(words.unknownOption(typed), meant === undefined ? undefined : `--${meant}`, words));
    }
    if (texts.has(token.name) || flags.has(token.name)) throw new UsageError(words.twice(typed));
    if (shape.takes === 'nothing') {
      if (token.value !== undefined) throw new UsageError(words.surplusValue(typed));
      flags.add(token.name);
    } else {
      texts.set(token.name, readValue(token, shape, words));
    }
  }
  const config = texts.get('config');
  if (!flags.has('help')) checkWhole(command, texts, files, words);
  return {
    text: (name) => texts.get(name),
    needed: (name) => texts.get(name) ?? '',
    has: (name) => flags.has(name),
    file: files[0] ?? '',
    configArgs: config === undefined ? [] : ['--config', config],
  };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** `--email --name x`: the next option is no value. One that begins with a hyphen is written `--name=-x`. */
function readValue({ rawName, value, inlineValue }: OptionToken, { choices }: OptionShape, words: Words['cli']): string {
  if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('-')))
    throw new UsageError(words.missingValue(rawName));
  if (choices !== undefined && !choices.includes(value)) throw new UsageError(words.choice(rawName, choices.join(', ')));
  return value;
}

function checkWhole(
  { options, takesFile }: Command,
  texts: ReadonlyMap<string, string>,
  files: readonly string[],
  words: Words['cli'],
): void {
  for (const [name, shape] of Object.entries(options)) {
    if (shape.required === true && !texts.has(name)) throw new UsageError(words.missingOption(`--${name}`));
  }
  if (takesFile !== undefined && files.length === 0) throw new UsageError(words.missingFile);
  const surplus = files[takesFile === undefined ? 0 : 1];
  if (surplus !== undefined) throw new UsageError(words.surplus(surplus));
}

function withHint(sentence: string, meant: string | undefined, words: Words['cli']): string {
  return meant === undefined ? sentence : `${sentence} ${words.didYouMean(meant)}`;
}
