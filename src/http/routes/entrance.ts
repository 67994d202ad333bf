/** What is open without a session: front and help, sign-in, mailed links, first passwords. Signing out closes the list. */

import { getAccessibility } from '../accessibility.tsx';
import { getSignInEnrolment, postSignInEnrolment, postSignInEnrolmentCode } from '../enrolment.tsx';
import { getFirstPassword, postFirstPassword } from '../first-password.tsx';
import { getFront } from '../front.ts';
import { getHelp } from '../help.tsx';
import {
  getBrowserLink,
  getMailboxWait,
  getMailedLink,
  postBrowserLink,
  postMailboxWait,
  postMailedLink,
} from '../mailed-link.tsx';
import { getNotMe, getNotMeDone, postNotMe } from '../not-me.tsx';
import { getPass, postPass } from '../registration-pass.tsx';
import type { Route } from '../route.ts';
import { getCode, postCode } from '../second-factor.tsx';
import { getSignIn, postSignIn, postSignInCancellation, postSignOut } from '../sign-in.tsx';

export const ENTRANCE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '', entry: 'public', handle: getFront },
  { method: 'GET', path: 'help', entry: 'public', handle: getHelp },
  { method: 'GET', path: 'accessibility', entry: 'public', handle: getAccessibility },
  { method: 'GET', path: 'sign-in', entry: 'public', query: ['notice', 'return_to'], handle: getSignIn },
  {
    method: 'POST',
    path: 'sign-in',
    entry: 'public',
    limit: ['password', 'network', 'letters'],
    fields: ['email', 'password', 'return_to'],
    handle: postSignIn,
  },
  { method: 'GET', path: 'sign-in/code', entry: 'pending', handle: getCode },
  {
    method: 'POST',
    path: 'sign-in/code',
    entry: 'pending',
    limit: ['second-factor', 'letters'],
    fields: ['code'],
    handle: postCode,
  },
  {
    method: 'POST',
    path: 'sign-in/cancellation',
    entry: 'pending',
    limit: 'nothing-to-guess',
    page: 'sign-in',
    handle: postSignInCancellation,
  },
  { method: 'GET', path: 'sign-in/pass', entry: 'public', pending: true, handle: getPass },
  {
    method: 'POST',
    path: 'sign-in/pass',
    entry: 'public',
    pending: true,
    limit: ['password', 'network', 'passes'],
    fields: ['email', 'password', 'pass'],
    handle: postPass,
  },
  { method: 'GET', path: 'sign-in/confirmation', entry: 'pending', handle: getMailboxWait },
  { method: 'POST', path: 'sign-in/confirmation', entry: 'pending', limit: 'nothing-to-guess', handle: postMailboxWait },
  { method: 'GET', path: 'sign-in/confirmation/:token', entry: 'public', limit: ['token-entropy'], handle: getMailedLink },
  { method: 'POST', path: 'sign-in/confirmation/:token', entry: 'public', limit: ['token-entropy'], handle: postMailedLink },
  { method: 'GET', path: 'sign-in/browser/:token', entry: 'public', limit: ['token-entropy'], handle: getBrowserLink },
  { method: 'POST', path: 'sign-in/browser/:token', entry: 'public', limit: ['token-entropy'], handle: postBrowserLink },
  { method: 'GET', path: 'not-me/completed', entry: 'public', handle: getNotMeDone },
  { method: 'GET', path: 'not-me/:token', entry: 'public', limit: ['token-entropy'], handle: getNotMe },
  { method: 'POST', path: 'not-me/:token', entry: 'public', limit: ['token-entropy'], handle: postNotMe },
  { method: 'GET', path: 'sign-in/enrolment', entry: 'pending', handle: getSignInEnrolment },
  { method: 'POST', path: 'sign-in/enrolment', entry: 'pending', limit: 'nothing-to-guess', handle: postSignInEnrolment },
  {
    method: 'POST',
    path: 'sign-in/enrolment/code',
    entry: 'pending',
    limit: ['enrolment'],
    page: 'sign-in/enrolment',
    fields: ['code', 'device_name'],
    handle: postSignInEnrolmentCode,
  },
  { method: 'GET', path: 'password/:token', entry: 'public', kind: 'customer', limit: ['token-entropy'], handle: getFirstPassword },
  {
    method: 'POST',
    path: 'password/:token',
    entry: 'public',
    kind: 'customer',
    limit: ['token-entropy'],
    fields: ['email', 'password'],
    handle: postFirstPassword,
  },
  { method: 'POST', path: 'sign-out', entry: 'session', limit: 'nothing-to-guess', page: 'sign-in', handle: postSignOut },
];
