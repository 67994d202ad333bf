/**
 * The lost-device request: routes page, form, receipt, status and cancellation. None of them asks who is signed in (I-2). For somebody of
 * the desk a colleague files (`staff-lost-device.tsx`); what follows is the same.
 */

import { getCancellation, getWithdrawal, postCancellation } from '../lost-device-cancellation.tsx';
import { getLostDeviceForm, postLostDevice } from '../lost-device-form.tsx';
import { postRenewal } from '../lost-device-later.tsx';
import { postConfirmation as postRequestConfirmation, postStatus } from '../lost-device-link.tsx';
import { getRequest, postLetter } from '../lost-device-request.tsx';
import { getLostDevice } from '../lost-device-routes.tsx';
import { postPassword } from '../lost-device-status.tsx';
import type { Route } from '../route.ts';

export const LOST_DEVICE_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'lost-device', entry: 'public', kind: 'customer', pending: true, handle: getLostDevice },
  {
    method: 'GET',
    path: 'lost-device/form',
    entry: 'public',
    kind: 'customer',
    query: ['again'],
    pending: true,
    handle: getLostDeviceForm,
  },
  {
    method: 'POST',
    path: 'lost-device',
    limit: ['filings', 'filing-letters'],
    entry: 'public',
    kind: 'customer',
    page: 'lost-device/form',
    fields: ['email', 'name', 'company', 'phone', 'case_number', 'summary', 'risk'],
    pending: true,
    handle: postLostDevice,
  },
  {
    method: 'GET',
    path: 'lost-device/withdrawal',
    entry: 'session',
    query: ['return_to'],
    handle: getWithdrawal,
  },
  {
    method: 'GET',
    path: 'lost-device/:receipt',
    limit: ['token-entropy'],
    entry: 'public',
    query: ['token', 'notice'],
    handle: getRequest,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/letter',
    limit: ['filings', 'filing-letters'],
    entry: 'public',
    kind: 'customer',
    handle: postLetter,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/confirmation',
    limit: ['token-entropy'],
    entry: 'public',
    fields: ['token', 'number'],
    handle: postRequestConfirmation,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/status',
    limit: ['token-entropy'],
    entry: 'public',
    fields: ['token'],
    handle: postStatus,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/renewal',
    limit: ['token-entropy'],
    entry: 'public',
    handle: postRenewal,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/password',
    limit: ['password'],
    entry: 'public',
    fields: ['password', 'email'],
    handle: postPassword,
  },
  {
    method: 'GET',
    path: 'lost-device/:receipt/cancellation',
    limit: ['token-entropy'],
    entry: 'public',
    query: ['token'],
    handle: getCancellation,
  },
  {
    method: 'POST',
    path: 'lost-device/:receipt/cancellation',
    limit: ['token-entropy'],
    entry: 'public',
    query: ['token'],
    fields: ['token', 'choice'],
    handle: postCancellation,
  },
];
