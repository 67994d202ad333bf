/**
 * What a command is: its name, its options, what it does. Commands answer an exit code and print through what they are given;
 * they decide nothing about accounts themselves.
 */
import type { Environment } from '../config.ts';
import type { Words } from '../i18n/catalog.ts';

export const EXIT = { ok: 0, refused: 1, usage: 2, config: 78 } as const;

export type OptionName = Exclude<keyof Words['cli']['options'], 'dryRun'> | 'dry-run';

export interface OptionShape {
  readonly takes: 'text' | 'nothing';
  readonly required?: true;
  readonly choices?: readonly string[];
}

export type OptionShapes = Readonly<Partial<Record<OptionName, OptionShape>>>;

/** What was typed, checked against the command's options. */
export interface Given {
  /** The value of a text option; undefined when it was not given. */
  text(name: OptionName): string | undefined;
  /** The value of a required text option. */
  needed(name: OptionName): string;
  has(name: OptionName): boolean;
  /** The file, for a command that takes one. */
  readonly file: string;
  /** For `readConfig`: `--config` and its value, or nothing. */
  readonly configArgs: readonly string[];
}

export interface Terminal {
  readonly words: Words['cli'];
  readonly language: 'ja' | 'en';
  readonly environment: Environment;
  print(line: string): void;
  complain(line: string): void;
}

export interface Command {
  /** As it is typed: `accounts add`. */
  readonly name: string;
  readonly summary: keyof Words['cli']['summaries'];
  readonly options: OptionShapes;
  /** How the one argument is called in the help. */
  readonly takesFile?: string;
  readonly run: (given: Given, terminal: Terminal) => Promise<number>;
}

/** Wrong usage found while a command runs: exit code 2, and where to find help. */
export class UsageError extends Error {}

/** The key of an option's words. */
export function wordsKey(name: OptionName): keyof Words['cli']['options'] {
  return name === 'dry-run' ? 'dryRun' : name;
}
