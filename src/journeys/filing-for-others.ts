/**
 * Filing for somebody else (desk.md section 1): staff type what a caller or a colleague says, a company administrator starts it. It is a
 * filing like any other: its account is looked for afterwards, whoever filed gets the same receipt for everybody, and the claim
 * browser is the one that confirms the mailed link.
 */
import { type AccountId, canonicalEmail, type PortalId } from '../core/account.ts';
import { type Outcome, refuse } from '../core/outcome.ts';
import type { LiveSession } from '../core/session.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { hours } from '../core/time.ts';
import type { Caller, Ports } from '../ports.ts';
import { mayAdminister } from './company-administration.ts';
import { findColleague } from './company-people.ts';
import type { DeskActor } from './desk-acts.ts';
import { enterDesk } from './desk-scope.ts';
import { type Filing, keepFiling } from './lost-device.ts';

/** Each may be mailed to somebody: more than a busy telephone brings. */
const BY_STAFF: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 60, within: hours(1) } };
const BY_ADMINISTRATOR: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 20, within: hours(1) } };

const NOTHING_PROVEN = { password: false, liveSession: false, knownBrowserId: null } as const;

/** Command 1 by telephone; answers the receipt, the same for every address. */
export async function fileByPhone(
  ports: Ports,
  { caller, portals, session }: DeskActor,
  portal: PortalId,
  filing: Filing,
): Promise<Outcome<string>> {
  const entered = await enterDesk(ports, caller, session, portals, 'request.enter');
  if (!entered.ok) return entered;
  if (!portals.includes(portal)) return refuse({ code: 'not-permitted' });
  const { id } = session.account;
  const charged = await charge(ports, caller, id, BY_STAFF);
  return charged ?? keep(ports, caller, { portal, channel: 'phone', actor: { kind: 'staff', id }, filing });
}

/**
 * Command 1 for somebody of the desk, by a colleague there, in nobody's portal (desk.md section 6). What it needs besides is the row
 * *staff* of `core/recovery-standing.ts`. Nobody files for themself.
 */
export async function fileForStaff(ports: Ports, caller: Caller, session: LiveSession, filing: Filing): Promise<Outcome<string>> {
  const { canonicalEmail: own, id } = session.account;
  const portal = caller.portal.id;
  const entered = await enterDesk(ports, caller, session, [portal], 'request.enter');
  if (!entered.ok) return entered;
  if (canonicalEmail(filing.claims.email) === own) return refuse({ code: 'not-permitted' });
  const charged = await charge(ports, caller, id, BY_STAFF);
  return charged ?? keep(ports, caller, { portal, channel: 'colleague', actor: { kind: 'staff', id }, filing });
}

/** Command 1 by a company administrator. Null where there is no such colleague: what is claimed is then nobody's. */
export async function fileForColleague(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  colleague: AccountId,
  filing: Filing,
): Promise<Outcome<string> | null> {
  const person = await findColleague(ports, session, colleague);
  if (person === null) return null;
  const permitted = await mayAdminister(ports, caller, session);
  if (!permitted.ok) return permitted;
  const { id } = session.account;
  if (person.id === id) return refuse({ code: 'not-permitted' });
  const charged = await charge(ports, caller, id, BY_ADMINISTRATOR);
  const claims = { ...filing.claims, email: person.email };
  const actor = { kind: 'company-administrator', id } as const;
  return (
    charged ?? keep(ports, caller, { portal: caller.portal.id, channel: 'administrator', actor, filing: { ...filing, claims } })
  );
}

async function charge(ports: Ports, { at }: Caller, by: AccountId, schedule: AttemptSchedule): Promise<Outcome<never> | null> {
  const charged = await ports.store.charge(`entry:${by}`, schedule, at);
  return charged.allowed ? null : refuse({ code: 'too-many-attempts', what: 'letters', retryAt: charged.retryAt });
}

async function keep(
  ports: Ports,
  caller: Caller,
  kept: Pick<Parameters<typeof keepFiling>[3], 'portal' | 'channel' | 'actor' | 'filing'>,
): Promise<Outcome<string>> {
  const now = await ports.store.read.databaseTime();
  return keepFiling(ports, caller, now, { ...kept, pending: NOTHING_PROVEN, claim: null, browser: '', place: '' });
}
