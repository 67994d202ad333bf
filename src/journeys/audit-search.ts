/**
 * The desk's search of the audit log (D-32): bounded by the role of who asks, masked, recorded with the fields that were used and never
 * with what stood in them, limited like the search for requests. Searches that people keep are their own.
 */
import { maskedEmail, maskedName, type PortalId, type StaffRole } from '../core/account.ts';
import type { AuditField, AuditForm } from '../core/audit-fields.ts';
import { type AuditReach, auditReach } from '../core/audit-groups.ts';
import type { AuditTerms } from '../core/audit-search.ts';
import { exportLimit } from '../core/export-limit.ts';
import { coarseAddress } from '../core/masked-text.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { refuseRemark } from '../core/recovery-rules.ts';
import type { LiveSession } from '../core/session.ts';
import { mayAct, staffRole } from '../core/staff.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import { newId } from '../core/tokens.ts';
import type { Caller, FoundEntry, KeptSearch, Ports } from '../ports.ts';
import { byStaff } from './audit.ts';
import { EXPORTS } from './request-export.ts';

const SEARCHES: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 120, within: hours(1) } };
export const KEPT_MOST = 20;
export const KEPT_NAME_MAX = 40;
/** Further back nobody turns pages: a closer search finds it. */
export const PAGES_MOST = 40;

/** As it is shown: nobody's address, name or place in full, except the names of staff. */
export interface ShownEntry extends Omit<FoundEntry, 'address' | 'subject' | 'actor'> {
  readonly actor: FoundEntry['actor'];
  readonly place: string;
  readonly subject: { readonly email: string; readonly company: string | null } | null;
}

export interface AuditPage {
  readonly entries: readonly ShownEntry[];
  readonly page: number;
  readonly hasNext: boolean;
}

export interface AuditQuestion {
  readonly terms: AuditTerms;
  readonly used: readonly AuditField[];
}

interface Searcher {
  readonly role: StaffRole;
  readonly reach: AuditReach;
}

/** Null for whoever may not search at all. */
export function searcherOf({ account }: LiveSession, portals: readonly PortalId[]): Searcher | null {
  const role = staffRole(account.role);
  const reach = role === undefined ? null : auditReach(account, portals);
  return role === undefined || reach === null ? null : { role, reach };
}

export async function searchAudit(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  { terms, used }: AuditQuestion,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<Outcome<AuditPage>> {
  const searcher = searcherOf(session, portals);
  if (searcher === null) return notPermitted(ports, caller, session);
  const { account } = session;
  const charge = await ports.store.charge(`audit-search:${account.id}`, SEARCHES, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'searches', retryAt: charge.retryAt });
  const asked = Math.min(page, PAGES_MOST);
  const found = await ports.store.read.auditEntries(searcher.reach, terms, { offset: (asked - 1) * size, limit: size + 1 });
  const entries = found.slice(0, size).map(shownFrom);
  const searched = { type: 'audit.searched', role: searcher.role, by: used, page: asked, shown: entries.length } as const;
  await ports.store.record([byStaff(caller, account, searched)]);
  return done({ entries, page: asked, hasNext: found.length > size && asked < PAGES_MOST });
}

/** The same for a file; for whoever may export, with a reason. */
export async function exportAudit(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  { terms, used }: AuditQuestion,
  reason: string,
): Promise<Outcome<readonly ShownEntry[]>> {
  const searcher = searcherOf(session, portals);
  const { account } = session;
  if (searcher === null || !mayAct(account, 'requests.export', caller.at, ports.recovery)) {
    return notPermitted(ports, caller, session);
  }
  const unfit = refuseRemark(reason);
  if (unfit !== null) return refuse(unfit);
  const refused = await chargeExport(ports, caller, session);
  if (refused !== null) return refuse(refused);
  const { role, reach } = searcher;
  const found = await ports.store.read.auditEntries(reach, terms, { offset: 0, limit: exportLimit(role) });
  const exported = { type: 'audit.exported', role, by: used, rows: found.length, reason: reason.trim() } as const;
  await ports.store.record([byStaff(caller, account, exported)]);
  return done(found.map(shownFrom));
}

/** Files of every kind are counted together. */
export async function chargeExport(ports: Ports, caller: Caller, { account }: LiveSession): Promise<Refusal | null> {
  const charge = await ports.store.charge(`desk-export:${account.id}`, EXPORTS, caller.at);
  return charge.allowed ? null : { code: 'too-many-attempts', what: 'exports', retryAt: charge.retryAt };
}

export function keptSearches(ports: Ports, { account }: LiveSession): Promise<readonly KeptSearch[]> {
  return ports.store.read.keptSearches(account.id);
}

export type Kept = 'kept' | 'full' | 'no-name';

export async function keepSearch(ports: Ports, caller: Caller, session: LiveSession, name: string, form: AuditForm): Promise<Kept> {
  const { account } = session;
  const text = name.normalize('NFKC').trim();
  if (text === '' || [...text].length > KEPT_NAME_MAX) return 'no-name';
  if ((await ports.store.read.keptSearches(account.id)).length >= KEPT_MOST) return 'full';
  const id = newId((count) => ports.random.bytes(count));
  const kept = byStaff(caller, account, { type: 'audit.search-kept', searchId: id });
  await ports.store.write([kept], async (tx) => {
    await tx.keepSearch({ id, by: account.id, keptAt: caller.at, name: text, form });
    return done(undefined);
  });
  return 'kept';
}

/** One that is gone already is no mistake. */
export async function removeSearch(ports: Ports, caller: Caller, { account }: LiveSession, id: string): Promise<void> {
  const removed = byStaff(caller, account, { type: 'audit.search-removed', searchId: id });
  await ports.store.write([removed], async (tx) => {
    return (await tx.forgetSearch(id, account.id)) ? done(undefined) : refuse({ code: 'not-permitted' });
  });
}

async function notPermitted(ports: Ports, caller: Caller, { account }: LiveSession): Promise<Outcome<never>> {
  await ports.store.record([byStaff(caller, account, { type: 'recovery.list-refused', refusal: 'not-permitted' })]);
  return refuse({ code: 'not-permitted' });
}

function shownFrom({ address, subject, actor, ...entry }: FoundEntry): ShownEntry {
  const isStaff = actor.kind === 'staff';
  return {
    ...entry,
    place: address === null ? '' : coarseAddress(address),
    actor: { ...actor, name: actor.name === null || isStaff ? actor.name : maskedName(actor.name) },
    subject: subject === null ? null : { ...subject, email: maskedEmail(subject.email) },
  };
}
