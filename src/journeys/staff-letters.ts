/** How the desk learns of every change of its members: one letter to every address of everybody who works there, and to the person. */
import type { PortalId, StaffRole } from '../core/account.ts';
import type { StaffPerson } from '../core/staff-ask.ts';
import type { StaffChange, StaffContent } from '../core/staff-letter.ts';
import type { Instant } from '../core/time.ts';
import type { Caller, Writes } from '../ports.ts';
import { circumstancesOf } from './audit.ts';
import { lettersToAll } from './notices.ts';

export interface StaffNews {
  readonly change: StaffChange;
  readonly person: string;
  readonly role: StaffRole;
  readonly by: string;
  readonly confirmedBy?: string;
  readonly reason?: string;
}

/** Where a change came from: a browser, or the host with nothing but a moment. */
export type NewsFrom = Caller | { readonly portal: { readonly id: PortalId }; readonly at: Instant };

/** Active members, and whom it is about: a suspended one too. */
export async function tellStaff(
  tx: Writes,
  from: NewsFrom,
  members: readonly StaffPerson[],
  about: string | null,
  { change, person, role, by, confirmedBy = '', reason = '' }: StaffNews,
): Promise<void> {
  const circumstances = 'browser' in from ? circumstancesOf(from) : { at: from.at, browser: '', place: '' };
  const content = { kind: 'staff-changed', change, person, role, by, confirmedBy, reason, circumstances } as const;
  const told = members.filter(({ id, status }) => status === 'active' || id === about);
  await tellAllStaff(tx, from.portal.id, told, content);
}

/** Each of these by every address. */
export async function tellAllStaff(
  tx: Writes,
  portal: PortalId,
  members: readonly StaffPerson[],
  content: StaffContent,
): Promise<void> {
  for (const member of members) {
    const addressee = { ...member, portal, company: null };
    for (const letter of lettersToAll(addressee, content)) await tx.queueLetter(letter);
  }
}
