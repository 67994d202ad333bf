/** The password: changed, forgotten, replaced. */
import { getPasswordChange, postPasswordChange } from '../password-change.tsx';
import { getReplacement } from '../password-replacement.tsx';
import { getPasswordReset, getResetRequested, getStaffPasswordReset, postPasswordReset } from '../password-reset.tsx';
import { getResetLink, postResetLink } from '../password-reset-link.tsx';
import type { Route } from '../route.ts';

export const PASSWORD_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'password-reset', entry: 'public', kind: 'customer', handle: getPasswordReset },
  {
    method: 'POST',
    path: 'password-reset',
    entry: 'public',
    kind: 'customer',
    limit: ['resets', 'letters'],
    fields: ['email'],
    handle: postPasswordReset,
  },
  { method: 'GET', path: 'password-reset/requested', entry: 'public', kind: 'customer', handle: getResetRequested },
  {
    method: 'GET',
    path: 'password-reset/:token',
    entry: 'public',
    kind: 'customer',
    limit: ['token-entropy'],
    handle: getResetLink,
  },
  {
    method: 'POST',
    path: 'password-reset/:token',
    entry: 'public',
    kind: 'customer',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postResetLink,
  },
  { method: 'GET', path: 'password-reset', entry: 'public', kind: 'desk', handle: getStaffPasswordReset },
  { method: 'GET', path: 'sign-in/replacement', entry: 'public', handle: getReplacement },
  { method: 'GET', path: 'account/password', entry: 'session', fresh: true, returnable: true, handle: getPasswordChange },
  {
    method: 'POST',
    path: 'account/password',
    entry: 'session',
    fresh: true,
    limit: ['password'],
    fields: ['email', 'current_password', 'new_password'],
    handle: postPasswordChange,
  },
];
