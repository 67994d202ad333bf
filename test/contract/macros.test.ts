/** The desk's macros as the store keeps them: what each is for comes back, one of two changes wins, and those of before are for notes. */
import { expect, test } from 'vitest';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase, openUntilFinished, query } from '../support/databases.ts';
import { change, importPeople, NOW, TARO } from './records.ts';

const MACRO = {
  id: 'absent',
  title: { ja: '不在', en: 'Absent' },
  text: { ja: '{today} ご不在でした', en: 'Nobody was there on {today}' },
  use: { state: 'attempt', reason: 'absent' },
  by: 'kei',
  at: NOW,
} as const;

async function prepare(store: OpenStore): Promise<void> {
  await importPeople(store);
  const staff = { ...TARO, id: 'kei', portal: 'desk', companyId: null, email: 'kei@desk.example', name: 'kei' };
  await store.importAccount({ ...staff, role: 'supervisor' });
}

/** Takes the checkpoint of the log away, whose migration came after that of the macros. */
const WITHOUT_CHECKPOINT = {
  sqlite: [
    'drop trigger audit_event_delete',
    'drop table audit_checkpoint',
    "create trigger audit_event_delete before delete on audit_event begin select raise(abort, 'no'); end",
  ],
  postgres: [
    'drop trigger audit_event_update on audit_event',
    'drop trigger audit_event_delete on audit_event',
    'drop function audit_refuse_delete',
    'drop table audit_checkpoint',
    'create trigger audit_event_change before update or delete on audit_event for each row execute function audit_refuse_change()',
  ],
};

eachDatabase('macros', (openDatabase, kind) => {
  test('D-29 keep state and reason, and a change by version wins once', async () => {
    const { store } = await openDatabase();
    await prepare(store);
    await change(store, (tx) => tx.insertMacro(MACRO));
    const { at, by, ...kept } = MACRO;
    expect(await store.read.macros()).toEqual([{ ...kept, version: 1, editedBy: 'kei' }]);
    const use = { state: 'refuse', reason: 'no-contact' } as const;
    expect(await change(store, (tx) => tx.changeMacro({ ...MACRO, use, version: 1 }))).toBe(true);
    expect(await change(store, (tx) => tx.changeMacro({ ...MACRO, version: 1 }))).toBe(false);
    expect(await store.read.macros()).toEqual([{ ...kept, use, version: 2, editedBy: by }]);
    expect(await change(store, (tx) => tx.changeMacro({ ...MACRO, use: { state: 'note', reason: null }, version: 2, at }))).toBe(
      true,
    );
    expect(await store.read.macros()).toMatchObject([{ use: { state: 'note', reason: null }, version: 3 }]);
  });

  test('D-29 of before there were states are for notes, with their text as it was', async () => {
    const { store, location } = await openDatabase();
    await prepare(store);
    await change(store, (tx) => tx.insertMacro(MACRO));
    for (const statement of [
      'alter table desk_macro drop column state',
      'alter table desk_macro drop column reason',
      ...WITHOUT_CHECKPOINT[kind],
      "delete from kysely_migration where name >= '0025-macro-uses'",
    ])
      await query(location, statement);
    const upgraded = await openUntilFinished(location);
    expect(await upgraded.read.macros()).toMatchObject([{ text: MACRO.text, use: { state: 'note', reason: null } }]);
  });
});
