/** Living sessions and what happened in the account. */
import { getActivity, postSession, postSessions } from '../activity.tsx';
import type { Route } from '../route.ts';

export const ACTIVITY_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'activity', entry: 'session', query: ['notice', 'page'], returnable: true, handle: getActivity },
  {
    method: 'POST',
    path: 'activity/sessions',
    entry: 'session',
    fresh: true,
    limit: 'nothing-to-guess',
    page: 'activity',
    handle: postSessions,
  },
  {
    method: 'POST',
    path: 'activity/sessions/:handle',
    entry: 'session',
    fresh: true,
    limit: 'nothing-to-guess',
    page: 'activity',
    handle: postSession,
  },
];
