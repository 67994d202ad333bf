/**
 * The audit log becomes a chain (ADR 0020): rows of before are adopted here, in the transaction of all migrations and never
 * again, so that no row without a mac can be smuggled in later. From then on triggers refuse every change of a row.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ChainKeys } from '../../ports.ts';
import { CHAIN_START, type ChainEnd, type ChainedRow, headSeal, rowMac } from '../audit-chain.ts';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

const BATCH = 500;

export function auditChainMigration(kind: DatabaseKind, chain: ChainKeys): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await addColumns(db);
      await createHead(db, kind);
      const end = await adoptRows(db, chain);
      const { id } = chain.current;
      await sql`insert into audit_head (id, seq, mac, mac_key, seal)
        values (1, cast(${end.seq} as bigint), ${end.mac}, ${id}, ${headSeal(chain.current, end)})`.execute(db);
      await (kind === 'sqlite' ? guardSqlite(db) : guardPostgres(db));
    },
  };
}

/** Empty until the row is adopted below; a later row without them is refused by the guards. */
async function addColumns(db: Kysely<unknown>): Promise<void> {
  for (const name of ['mac', 'mac_key']) {
    await db.schema
      .alterTable('audit_event')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  }
}

async function createHead(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const { instant } = columnTypes(kind);
  await db.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('seq', instant, (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addColumn('mac_key', 'text', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .addCheckConstraint('audit_head_id_check', sql`id = 1`)
    .$call(strict(kind))
    .execute();
}

/** Keeps the numbers they have; where PostgreSQL skipped one because of a rollback, the gap stays. */
async function adoptRows(db: Kysely<unknown>, chain: ChainKeys): Promise<ChainEnd> {
  let end: ChainEnd = { seq: '0', mac: CHAIN_START };
  for (;;) {
    const { rows } = await sql<ChainedRow>`select cast(seq as text) as seq, cast(at as text) as at, portal, address, request_id,
      actor_kind, actor_id, account_id, type, detail from audit_event
      where audit_event.seq > cast(${end.seq} as bigint) order by audit_event.seq limit ${BATCH}`.execute(db);
    if (rows.length === 0) return end;
    const adopted: ChainEnd[] = [];
    for (const row of rows) {
      end = { seq: row.seq, mac: rowMac(chain.current, end.mac, row) };
      adopted.push(end);
    }
    const values = sql.join(adopted.map(({ seq, mac }) => sql`(cast(${seq} as bigint), ${mac})`));
    await sql`with adopted (seq, mac) as (values ${values}) update audit_event set mac = adopted.mac, mac_key = ${chain.current.id}
      from adopted where adopted.seq = audit_event.seq`.execute(db);
  }
}

/** The second insert rule is for "insert or replace", which removes the old row without asking its delete trigger. */
async function guardSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create trigger audit_event_update before update on audit_event
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_event_delete before delete on audit_event
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_event_insert before insert on audit_event
    when new.mac = '' or exists (select 1 from audit_event where seq = new.seq)
    begin select raise(abort, 'the audit log takes chained rows only'); end`.execute(db);
  await sql`create trigger audit_head_update before update on audit_head when new.seq <= old.seq
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_head_delete before delete on audit_head
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_head_insert before insert on audit_head
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
}

/** Numbers now come with the row; a node of the version before gives none and is refused, rather than breaking the chain. */
async function guardPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`alter table audit_event alter column seq drop identity, alter column mac drop default, alter column mac_key drop default`.execute(
    db,
  );
  await sql`create function audit_refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the audit log cannot be changed'; end $$`.execute(db);
  await sql`create trigger audit_event_change before update or delete on audit_event
    for each row execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_event_truncate before truncate on audit_event
    for each statement execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_head_update before update on audit_head for each row when (new.seq <= old.seq)
    execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_head_delete before delete on audit_head
    for each row execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_head_truncate before truncate on audit_head
    for each statement execute function audit_refuse_change()`.execute(db);
}
