/** What the desk's macros need of the store. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId } from './core/account.ts';
import type { Macro, MacroText, MacroUse } from './core/macro.ts';
import type { Instant } from './core/time.ts';

export interface MacroReads {
  /** By the time they were made. */
  macros(): Promise<readonly Macro[]>;
}

interface WrittenMacro extends MacroText {
  readonly use: MacroUse;
  readonly id: string;
  readonly by: AccountId;
  readonly at: Instant;
}

export interface MacroWrites {
  insertMacro(macro: WrittenMacro): Promise<void>;
  /** False when it changed or is gone since `version`. */
  changeMacro(macro: WrittenMacro & { readonly version: number }): Promise<boolean>;
  deleteMacro(id: string, version: number): Promise<boolean>;
}
