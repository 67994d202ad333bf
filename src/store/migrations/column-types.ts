/**
 * The few words in which the two databases differ when a table is created. STRICT tables of SQLite know INTEGER but not
 * BIGINT; in PostgreSQL an INTEGER has 32 bits, too few for milliseconds.
 */
import { type CreateTableBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../tables.ts';

/** `instant` holds any whole number up to 2^53. */
export function columnTypes(kind: DatabaseKind): { readonly instant: 'integer' | 'bigint' } {
  return { instant: kind === 'sqlite' ? 'integer' : 'bigint' };
}

/** Ends a table definition; on SQLite it makes the table STRICT, so that a text never lands in a number column. */
export function strict(
  kind: DatabaseKind,
): <Name extends string, Column extends string>(table: CreateTableBuilder<Name, Column>) => CreateTableBuilder<Name, Column> {
  return (table) => (kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table);
}
