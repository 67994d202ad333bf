/** The desk's staff: whoever may not look after them is told that there is no such page. Everything but the list asks for a fresh check. */
import type { Route } from '../route.ts';
import { getStaff } from '../staff.tsx';
import { getStaffAsk, postStaffAsk } from '../staff-ask.tsx';
import { getStaffInvitation, postStaffInvitation } from '../staff-invitation.tsx';
import { getStaffPerson, postStaffPerson } from '../staff-person.tsx';

const FRESH = { entry: 'session', kind: 'desk', fresh: true } as const;

export const STAFF_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'staff', entry: 'session', kind: 'desk', query: ['notice'], returnable: true, handle: getStaff },
  { method: 'GET', path: 'staff/invitation', ...FRESH, handle: getStaffInvitation },
  {
    method: 'POST',
    path: 'staff/invitation',
    ...FRESH,
    limit: ['staff'],
    fields: ['email', 'name', 'role', 'language'],
    handle: postStaffInvitation,
  },
  { method: 'GET', path: 'staff/people/:id', ...FRESH, handle: getStaffPerson },
  {
    method: 'POST',
    path: 'staff/people/:id',
    ...FRESH,
    limit: ['staff'],
    fields: ['choice', 'role'],
    handle: postStaffPerson,
  },
  { method: 'GET', path: 'staff/asks/:id', ...FRESH, handle: getStaffAsk },
  { method: 'POST', path: 'staff/asks/:id', ...FRESH, limit: ['staff'], fields: ['choice'], handle: postStaffAsk },
];
