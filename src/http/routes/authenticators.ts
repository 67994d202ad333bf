/** Authenticators of the signed-in person: renamed, changed in place, removed, and asked whether they show codes. */

import { getAuthenticator, postAuthenticator } from '../authenticator.tsx';
import { getRemoval, postRemoval } from '../authenticator-removal.tsx';
import { getReplacement, postReplacement } from '../authenticator-replacement.tsx';
import { postCheckUp, postPostponement } from '../check-up-answer.ts';
import type { Route } from '../route.ts';

export const AUTHENTICATORS_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: 'dashboard/check-up',
    entry: 'session',
    kind: 'customer',
    limit: ['second-factor'],
    page: 'dashboard',
    fields: ['code'],
    handle: postCheckUp,
  },
  {
    method: 'POST',
    path: 'dashboard/check-up/postponement',
    entry: 'session',
    kind: 'customer',
    limit: 'nothing-to-guess',
    page: 'dashboard',
    handle: postPostponement,
  },
  { method: 'GET', path: 'account/authenticators/replacement', entry: 'session', fresh: true, handle: getReplacement },
  {
    method: 'POST',
    path: 'account/authenticators/replacement',
    entry: 'session',
    fresh: true,
    limit: 'nothing-to-guess',
    fields: ['authenticator'],
    handle: postReplacement,
  },
  { method: 'GET', path: 'account/authenticators/:id', entry: 'session', fresh: true, handle: getAuthenticator },
  {
    method: 'POST',
    path: 'account/authenticators/:id',
    entry: 'session',
    fresh: true,
    limit: 'nothing-to-guess',
    fields: ['device_name'],
    handle: postAuthenticator,
  },
  { method: 'GET', path: 'account/authenticators/:id/removal', entry: 'session', fresh: true, handle: getRemoval },
  {
    method: 'POST',
    path: 'account/authenticators/:id/removal',
    entry: 'session',
    fresh: true,
    limit: 'nothing-to-guess',
    handle: postRemoval,
  },
];
