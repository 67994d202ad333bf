/** The desk: its set-up by the first administrator, its start page and its list of requests. */

import { getRequests } from '../desk-requests.tsx';
import { getDeskSetUp, postDeskSetUp } from '../desk-set-up.tsx';
import { getRole, postRoleNotices } from '../role.tsx';
import type { Route } from '../route.ts';

export const DESK_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'setup/:code', entry: 'public', kind: 'desk', limit: ['token-entropy'], handle: getDeskSetUp },
  {
    method: 'POST',
    path: 'setup/:code',
    entry: 'public',
    kind: 'desk',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postDeskSetUp,
  },
  { method: 'GET', path: 'dashboard', entry: 'session', kind: 'desk', returnable: true, handle: getRole },
  {
    method: 'POST',
    path: 'dashboard/notices',
    entry: 'session',
    kind: 'desk',
    limit: 'nothing-to-guess',
    page: 'dashboard',
    handle: postRoleNotices,
  },
  {
    method: 'GET',
    path: 'requests',
    entry: 'session',
    kind: 'desk',
    query: ['view', 'page'],
    returnable: true,
    handle: getRequests,
  },
];
