/** The desk's macros. A change is one conditional update by version: the second of two people is told that somebody was faster. */
import { type Macro, NOTE_USE, readMacroUse } from '../core/macro.ts';
import type { MacroWrites } from '../ports.ts';
import type { Handle } from './tables.ts';

export async function findMacros(on: Handle): Promise<readonly Macro[]> {
  const rows = await on.db
    .selectFrom('desk_macro')
    .innerJoin('account', 'account.id', 'desk_macro.edited_by')
    .orderBy('desk_macro.made_at')
    .orderBy('desk_macro.id')
    .select([
      'desk_macro.id',
      'desk_macro.version',
      'desk_macro.title_ja',
      'desk_macro.title_en',
      'desk_macro.text_ja',
      'desk_macro.text_en',
      'desk_macro.state',
      'desk_macro.reason',
      'account.name',
    ])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    title: { ja: row.title_ja, en: row.title_en },
    text: { ja: row.text_ja, en: row.text_en },
    // What this version does not know is for a note, which takes every text.
    use: readMacroUse(row.state, row.reason ?? '') ?? NOTE_USE,
    editedBy: row.name,
  }));
}

export async function insertMacro(
  on: Handle,
  { at, by, id, text, title, use }: Parameters<MacroWrites['insertMacro']>[0],
): Promise<void> {
  const texts = { title_ja: title.ja, title_en: title.en, text_ja: text.ja, text_en: text.en };
  await on.db
    .insertInto('desk_macro')
    .values({ id, version: 1, ...texts, ...use, edited_by: by, edited_at: at, made_at: at })
    .execute();
}

export async function changeMacro(
  on: Handle,
  { at, by, id, text, title, use, version }: Parameters<MacroWrites['changeMacro']>[0],
): Promise<boolean> {
  const texts = { title_ja: title.ja, title_en: title.en, text_ja: text.ja, text_en: text.en };
  const { numUpdatedRows } = await on.db
    .updateTable('desk_macro')
    .set({ version: version + 1, ...texts, ...use, edited_by: by, edited_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteMacro(on: Handle, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await on.db
    .deleteFrom('desk_macro')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
