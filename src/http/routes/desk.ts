/** The desk: its set-up by the first administrator, its start page, its queue of requests and what is done with it. */
import { ROW_FIELDS } from '../desk-bulk.tsx';
import { getHandling, postClaim, postLabels, postNotes, postPresence } from '../desk-claim.tsx';
import { getIntake, postIntake } from '../desk-intake.tsx';
import { getMacros, postMacros } from '../desk-macros.tsx';
import { getCounts, getRequests } from '../desk-requests.tsx';
import { getSearch, postSearch } from '../desk-search.tsx';
import { postSelected } from '../desk-selected.tsx';
import { getShortcuts, postShortcuts } from '../desk-shortcuts.tsx';
import { getRole, postRoleNotices } from '../role.tsx';
import type { Route } from '../route.ts';
import { getSitting, postSitting } from '../sitting.tsx';
import { getStaffLost, postStaffLost } from '../staff-lost-device.tsx';

/** The desk's own side of one request; whoever may not see the request is told that there is no such page. */
const OF_REQUEST = { entry: 'session', kind: 'desk', limit: 'nothing-to-guess' } as const;

/** Where in the queue a form of it stands. */
const PLACE = ['view', 'sort', 'order', 'page'] as const;

export const DESK_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'setup/:code', entry: 'public', kind: 'desk', limit: ['token-entropy'], handle: getSitting },
  {
    method: 'POST',
    path: 'setup/:code',
    entry: 'public',
    kind: 'desk',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postSitting,
  },
  { method: 'GET', path: 'dashboard', entry: 'session', kind: 'desk', query: ['notice'], returnable: true, handle: getRole },
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
    query: ['view', 'sort', 'order', 'page', 'notice'],
    returnable: true,
    handle: getRequests,
  },
  { method: 'GET', path: 'intake', entry: 'session', kind: 'desk', query: ['receipt'], returnable: true, handle: getIntake },
  {
    method: 'POST',
    path: 'intake',
    entry: 'session',
    kind: 'desk',
    limit: ['entries'],
    fields: ['portal', 'email', 'name', 'company', 'phone', 'case_number', 'summary', 'risk'],
    handle: postIntake,
  },
  {
    method: 'GET',
    path: 'intake/colleague',
    entry: 'session',
    kind: 'desk',
    query: ['receipt'],
    returnable: true,
    handle: getStaffLost,
  },
  {
    method: 'POST',
    path: 'intake/colleague',
    entry: 'session',
    kind: 'desk',
    limit: ['entries'],
    fields: ['email', 'name', 'summary', 'risk'],
    handle: postStaffLost,
  },
  { method: 'GET', path: 'macros', entry: 'session', kind: 'desk', fresh: true, query: ['notice', 'macro'], handle: getMacros },
  {
    method: 'POST',
    path: 'macros',
    entry: 'session',
    kind: 'desk',
    fresh: true,
    limit: ['staff'],
    fields: ['macro', 'version', 'title_ja', 'title_en', 'text_ja', 'text_en', 'state', 'reason', 'choice'],
    handle: postMacros,
  },
  { method: 'GET', path: 'counts', entry: 'session', kind: 'desk', asked: true, json: true, handle: getCounts },
  { method: 'GET', path: 'search', entry: 'session', kind: 'desk', returnable: true, handle: getSearch },
  { method: 'POST', path: 'search', entry: 'session', kind: 'desk', limit: ['searches'], fields: ['q'], handle: postSearch },
  { method: 'GET', path: 'shortcuts', entry: 'session', kind: 'desk', returnable: true, handle: getShortcuts },
  {
    method: 'POST',
    path: 'shortcuts',
    entry: 'session',
    kind: 'desk',
    limit: 'nothing-to-guess',
    fields: ['choice'],
    handle: postShortcuts,
  },
  {
    method: 'POST',
    path: 'requests/selected',
    entry: 'session',
    kind: 'desk',
    limit: 'nothing-to-guess',
    page: 'requests',
    fields: ['choice', ...PLACE, 'owner', 'label', ...ROW_FIELDS],
    handle: postSelected,
  },
  {
    method: 'GET',
    path: 'requests/:receipt/handling',
    entry: 'session',
    kind: 'desk',
    query: ['notice', 'macro', 'as'],
    returnable: true,
    handle: getHandling,
  },
  {
    method: 'POST',
    path: 'requests/:receipt/claim',
    ...OF_REQUEST,
    fields: ['choice', 'back', ...PLACE],
    handle: postClaim,
  },
  {
    method: 'POST',
    path: 'requests/:receipt/labels',
    ...OF_REQUEST,
    fields: ['choice', 'back', 'label'],
    handle: postLabels,
  },
  { method: 'POST', path: 'requests/:receipt/notes', ...OF_REQUEST, fields: ['back', 'note'], handle: postNotes },
  {
    method: 'POST',
    path: 'requests/:receipt/presence',
    ...OF_REQUEST,
    asked: true,
    json: true,
    fields: ['choice'],
    handle: postPresence,
  },
];
