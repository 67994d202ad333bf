/** The table of the desk's macros, as the queries see it. */
import type { Instant } from '../core/time.ts';

export interface MacroTables {
  desk_macro: DeskMacroTable;
}

interface DeskMacroTable {
  id: string;
  version: number;
  title_ja: string;
  title_en: string;
  text_ja: string;
  text_en: string;
  state: string;
  reason: string | null;
  edited_by: string;
  edited_at: Instant;
  made_at: Instant;
}
