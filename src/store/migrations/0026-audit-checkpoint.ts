/**
 * Lets the audit log forget its beginning (ADR 0041): a sealed checkpoint says up to which entry. The triggers then let entries up to it
 * go, where they are a year old by the database's own clock, and nothing else; the checkpoint only moves forward.
 */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ChainKeys } from '../../ports.ts';
import { checkpointSeal, NOTHING_FORGOTTEN } from '../audit-chain.ts';
import type { DatabaseKind } from '../tables.ts';
import { columnTypes, strict } from './column-types.ts';

export function auditCheckpointMigration(kind: DatabaseKind, chain: ChainKeys): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const { instant } = columnTypes(kind);
      await db.schema
        .createTable('audit_checkpoint')
        .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
        .addColumn('seq', instant, (column) => column.notNull())
        .addColumn('mac', 'text', (column) => column.notNull())
        .addColumn('at', instant, (column) => column.notNull())
        .addColumn('mac_key', 'text', (column) => column.notNull())
        .addColumn('seal', 'text', (column) => column.notNull())
        .addCheckConstraint('audit_checkpoint_id_check', sql`id = 1`)
        .$call(strict(kind))
        .execute();
      const { seq, mac, at } = NOTHING_FORGOTTEN;
      await sql`insert into audit_checkpoint (id, seq, mac, at, mac_key, seal) values (1, cast(${seq} as bigint), ${mac},
        cast(${at} as bigint), ${chain.current.id}, ${checkpointSeal(chain.current, NOTHING_FORGOTTEN)})`.execute(db);
      await (kind === 'sqlite' ? guardSqlite(db) : guardPostgres(db));
    },
  };
}

/** The number is that of the milliseconds of 365 days, as `audit-forgetting.ts` has it. */
async function guardSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger audit_event_delete`.execute(db);
  await sql`create trigger audit_event_delete before delete on audit_event
    when old.seq > coalesce((select seq from audit_checkpoint), 0) or old.at > unixepoch('now') * 1000 - 31536000000
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_checkpoint_update before update on audit_checkpoint when new.seq <= old.seq
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_checkpoint_delete before delete on audit_checkpoint
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
  await sql`create trigger audit_checkpoint_insert before insert on audit_checkpoint
    begin select raise(abort, 'the audit log cannot be changed'); end`.execute(db);
}

async function guardPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create function audit_refuse_delete() returns trigger language plpgsql as $$
    begin
      if old.seq > coalesce((select seq from audit_checkpoint), 0)
        or old.at > floor(extract(epoch from clock_timestamp()) * 1000)::bigint - 31536000000 then
        raise exception 'the audit log cannot be changed';
      end if;
      return old;
    end $$`.execute(db);
  await sql`drop trigger audit_event_change on audit_event`.execute(db);
  await sql`create trigger audit_event_update before update on audit_event
    for each row execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_event_delete before delete on audit_event
    for each row execute function audit_refuse_delete()`.execute(db);
  await sql`create trigger audit_checkpoint_update before update on audit_checkpoint for each row when (new.seq <= old.seq)
    execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_checkpoint_delete before delete on audit_checkpoint
    for each row execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_checkpoint_insert before insert on audit_checkpoint
    for each row execute function audit_refuse_change()`.execute(db);
  await sql`create trigger audit_checkpoint_truncate before truncate on audit_checkpoint
    for each statement execute function audit_refuse_change()`.execute(db);
}
