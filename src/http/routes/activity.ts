/** Living sessions and what happened in the account. */
import { getActivity, postSession, postSessions } from '../activity.tsx';
import type { Route } from '../route.ts';
import { getExtension, postExtension } from '../session-time.tsx';

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
  { method: 'GET', path: 'activity/extension', entry: 'session', query: ['notice'], asked: true, handle: getExtension },
  { method: 'POST', path: 'activity/extension', entry: 'session', limit: 'nothing-to-guess', handle: postExtension },
];
