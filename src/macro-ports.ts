/** What the desk's macros need of the store. Part of `ports.ts`, which says what a boolean answer means. */
import type { AccountId } from './core/account.ts';
import type { Macro, MacroText } from './core/macro.ts';
import type { Instant } from './core/time.ts';

export interface MacroReads {
  /** By the time they were made. */
  macros(): Promise<readonly Macro[]>;
}

export interface MacroWrites {
  insertMacro(macro: MacroText & { readonly id: string; readonly by: AccountId; readonly at: Instant }): Promise<void>;
  /** False when it changed or is gone since `version`. */
  changeMacro(
    macro: MacroText & { readonly id: string; readonly version: number; readonly by: AccountId; readonly at: Instant },
  ): Promise<boolean>;
  deleteMacro(id: string, version: number): Promise<boolean>;
}
