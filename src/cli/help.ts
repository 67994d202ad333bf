/** The help texts: all commands, or one with its options. Lines of plain text, aligned by blanks. */
import { COMMON_OPTIONS } from './arguments.ts';
import type { Command, OptionName, OptionShape, Terminal } from './command.ts';
import { wordsKey } from './command.ts';

export function printOverview(commands: readonly Command[], { words, print }: Terminal): void {
  const width = Math.max(...commands.map(({ name, takesFile }) => signature(name, takesFile).length));
  print(words.about);
  print('');
  print(words.commands);
  for (const { name, takesFile, summary } of commands)
    print(`  ${signature(name, takesFile).padEnd(width)}  ${words.summaries[summary]}`);
  print('');
  print(words.more);
  print(words.exitCodes);
}

export function printHelp({ name, takesFile, summary, options }: Command, { words, print }: Terminal): void {
  const all = Object.entries<OptionShape>({ ...options, ...COMMON_OPTIONS });
  const width = Math.max(...all.map(([option, shape]) => optionText(option, shape).length));
  print(words.summaries[summary]);
  print('');
  print(words.usage(`${signature(name, takesFile)}${neededText(options)}`));
  print('');
  print(words.optionsTitle);
  for (const [option, shape] of all) {
    const needed = shape.required === true ? ` ${words.required}` : '';
    print(`  ${optionText(option, shape).padEnd(width)}  ${words.options[wordsKey(isOption(option) ? option : 'help')]}${needed}`);
  }
  print('');
  print(words.exitCodes);
}

function signature(name: string, takesFile: string | undefined): string {
  return takesFile === undefined ? name : `${name} ${takesFile}`;
}

function optionText(name: string, { takes }: OptionShape): string {
  return takes === 'text' ? `--${name} …` : `--${name}`;
}

function neededText(options: Command['options']): string {
  return Object.entries<OptionShape>(options)
    .filter(([, { required }]) => required === true)
    .map(([name]) => ` --${name} …`)
    .join('');
}

function isOption(name: string): name is OptionName {
  return name !== '';
}
