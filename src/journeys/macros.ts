/** The desk's macros (D-29): kept by supervisors with a fresh check, each change an entry of the log, placed by whoever writes notes. */
import { MACROS_MOST, type Macro, type MacroProblem, macroProblem, type TypedMacro } from '../core/macro.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import { may } from '../core/staff.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, Ports } from '../ports.ts';
import { byStaff } from './audit.ts';
import { isStillActing, permitStaffAct } from './staff.ts';

/** Null for whoever neither keeps nor places them. */
export async function listMacros(ports: Ports, { account }: LiveSession): Promise<readonly Macro[] | null> {
  return may(account.role, 'macros.edit') || may(account.role, 'request.note') ? ports.store.read.macros() : null;
}

/** An existing one by its id and the version of the page; null: a new one. */
export interface MacroPlaceOf {
  readonly id: string;
  readonly version: number;
}

export type Saved = { readonly kind: 'saved' } | { readonly kind: 'problem'; readonly problem: MacroProblem | 'too-many' };

export async function saveMacro(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  existing: MacroPlaceOf | null,
  typed: TypedMacro,
): Promise<Outcome<Saved>> {
  const permitted = await permitStaffAct(ports, caller, session, 'macros.edit');
  if (!permitted.ok) return permitted;
  const { text, title, use } = typed;
  const problem = macroProblem(typed);
  if (problem !== null || use === null) return done({ kind: 'problem', problem: problem ?? 'use' });
  const { account } = session;
  if (existing === null && (await ports.store.read.macros()).length >= MACROS_MOST)
    return done({ kind: 'problem', problem: 'too-many' });
  const id = existing?.id ?? newId(ports.random.bytes);
  const version = (existing?.version ?? 0) + 1;
  const event = byStaff(caller, account, { type: 'macro.saved', macroId: id, version });
  return ports.store.write<Saved>([event], async (tx) => {
    const members = await tx.lockStaff(account.portal);
    if (!isStillActing(members, account, 'macros.edit', caller, ports)) return refuse({ code: 'not-permitted' });
    const written = { text, title, use, id, by: account.id, at: caller.at };
    if (existing === null) await tx.insertMacro(written);
    else if (!(await tx.changeMacro({ ...written, version: existing.version }))) return refuse({ code: 'not-in-this-state' });
    return done({ kind: 'saved' });
  });
}

export async function deleteMacro(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  { id, version }: MacroPlaceOf,
): Promise<Outcome<void>> {
  const permitted = await permitStaffAct(ports, caller, session, 'macros.edit');
  if (!permitted.ok) return permitted;
  const { account } = session;
  const event = byStaff(caller, account, { type: 'macro.deleted', macroId: id, version });
  return ports.store.write<void>([event], async (tx) => {
    const members = await tx.lockStaff(account.portal);
    if (!isStillActing(members, account, 'macros.edit', caller, ports)) return refuse({ code: 'not-permitted' });
    return (await tx.deleteMacro(id, version)) ? done(undefined) : refuse({ code: 'not-in-this-state' });
  });
}
