/** What a signed-in person sees and changes: dashboard, cases, settings, enrolment, fresh check, turning off. */

import { getAccount, getProfile } from '../account.tsx';
import { getCase, getCases } from '../cases.tsx';
import { getConfirmation, postConfirmation } from '../confirmation.tsx';
import { getDashboard, postNotices, postRecommendation } from '../dashboard.tsx';
import { getEnrolment, getEnrolmentDone, postEnrolment, postEnrolmentCancellation, postEnrolmentCode } from '../enrolment.tsx';
import { getMethod, postMethod } from '../enrolment-method.tsx';
import type { Route } from '../route.ts';
import { postRunningRequest } from '../running-request.tsx';
import { getTurnOff, getTurnOffResult, postTurnOff } from '../two-factor.tsx';

export const ACCOUNT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'dashboard',
    entry: 'session',
    kind: 'customer',
    query: ['notice'],
    returnable: true,
    handle: getDashboard,
  },
  {
    method: 'POST',
    path: 'dashboard/recommendation',
    entry: 'session',
    limit: 'nothing-to-guess',
    kind: 'customer',
    page: 'dashboard',
    fields: ['choice'],
    handle: postRecommendation,
  },
  {
    method: 'POST',
    path: 'dashboard/request',
    entry: 'session',
    limit: 'nothing-to-guess',
    page: 'dashboard',
    fields: ['choice'],
    handle: postRunningRequest,
  },
  {
    method: 'POST',
    path: 'dashboard/notices',
    entry: 'session',
    kind: 'customer',
    limit: 'nothing-to-guess',
    page: 'dashboard',
    handle: postNotices,
  },
  { method: 'GET', path: 'cases', entry: 'session', kind: 'customer', query: ['page'], returnable: true, handle: getCases },
  { method: 'GET', path: 'cases/:number', entry: 'session', kind: 'customer', returnable: true, handle: getCase },
  { method: 'GET', path: 'account', entry: 'session', query: ['notice'], returnable: true, handle: getAccount },
  { method: 'GET', path: 'profile', entry: 'session', query: ['notice'], returnable: true, handle: getProfile },
  { method: 'GET', path: 'enrolment/method', entry: 'session', returnable: true, handle: getMethod },
  { method: 'POST', path: 'enrolment/method', entry: 'session', limit: 'nothing-to-guess', fields: ['method'], handle: postMethod },
  { method: 'GET', path: 'enrolment', entry: 'session', returnable: true, handle: getEnrolment },
  { method: 'POST', path: 'enrolment', entry: 'session', limit: 'nothing-to-guess', handle: postEnrolment },
  {
    method: 'POST',
    path: 'enrolment/code',
    entry: 'session',
    limit: ['enrolment'],
    page: 'enrolment',
    fields: ['code', 'device_name'],
    handle: postEnrolmentCode,
  },
  {
    method: 'POST',
    path: 'enrolment/cancellation',
    entry: 'session',
    limit: 'nothing-to-guess',
    page: 'enrolment',
    handle: postEnrolmentCancellation,
  },
  { method: 'GET', path: 'enrolment/completed', entry: 'session', query: ['return_to', 'change'], handle: getEnrolmentDone },
  { method: 'GET', path: 'confirmation', entry: 'session', query: ['then'], handle: getConfirmation },
  {
    method: 'POST',
    path: 'confirmation',
    entry: 'session',
    limit: ['password', 'second-factor'],
    query: ['then'],
    fields: ['password', 'code', 'then'],
    handle: postConfirmation,
  },
  { method: 'GET', path: 'two-factor', entry: 'session', fresh: true, returnable: true, handle: getTurnOff },
  {
    method: 'POST',
    path: 'two-factor',
    entry: 'session',
    fresh: true,
    limit: ['second-factor'],
    fields: ['code'],
    handle: postTurnOff,
  },
  { method: 'GET', path: 'two-factor/result', entry: 'session', handle: getTurnOffResult },
];
