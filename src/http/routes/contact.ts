/**
 * Contact data: mail and further addresses, telephone, name, and the links mailed about them. Of customers only: what is on record
 * of staff changes on the host (ADR 0031).
 */
import { getName, getPhone, postName, postPhone } from '../contact-details.tsx';
import {
  getContactAdded,
  getContactCancellation,
  getContactCancelled,
  getContactConfirmation,
  getContactConfirmed,
  postContactCancellation,
  postContactConfirmation,
} from '../contact-link.tsx';
import { getEmail, getEmailRequested, postEmail, postEmailCancellation } from '../email-change.tsx';
import {
  getNotificationAddress,
  getNotificationAddresses,
  postNotificationAddress,
  postNotificationRemoval,
} from '../notification-addresses.tsx';
import type { Route } from '../route.ts';

const OWN = { entry: 'session', kind: 'customer', fresh: true } as const;
const LINK = { entry: 'public', kind: 'customer' } as const;

export const CONTACT_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'account/email', ...OWN, handle: getEmail },
  { method: 'POST', path: 'account/email', ...OWN, limit: ['letters'], fields: ['email'], handle: postEmail },
  { method: 'GET', path: 'account/email/requested', entry: 'session', kind: 'customer', handle: getEmailRequested },
  {
    method: 'POST',
    path: 'account/email/cancellation',
    ...OWN,
    limit: 'nothing-to-guess',
    page: 'account/email',
    handle: postEmailCancellation,
  },
  { method: 'GET', path: 'account/notification-addresses', ...OWN, query: ['notice'], handle: getNotificationAddresses },
  {
    method: 'POST',
    path: 'account/notification-addresses',
    ...OWN,
    limit: ['letters'],
    fields: ['email'],
    handle: postNotificationAddress,
  },
  { method: 'GET', path: 'account/notification-addresses/:id', ...OWN, handle: getNotificationAddress },
  {
    method: 'POST',
    path: 'account/notification-addresses/:id',
    ...OWN,
    limit: 'nothing-to-guess',
    handle: postNotificationRemoval,
  },
  { method: 'GET', path: 'account/phone', ...OWN, handle: getPhone },
  { method: 'POST', path: 'account/phone', ...OWN, limit: 'nothing-to-guess', fields: ['phone', 'choice'], handle: postPhone },
  { method: 'GET', path: 'account/name', ...OWN, handle: getName },
  { method: 'POST', path: 'account/name', ...OWN, limit: 'nothing-to-guess', fields: ['name'], handle: postName },

  { method: 'GET', path: 'contact-confirmation/completed', ...LINK, handle: getContactConfirmed },
  { method: 'GET', path: 'contact-confirmation/added', ...LINK, handle: getContactAdded },
  { method: 'GET', path: 'contact-confirmation/:token', ...LINK, limit: ['token-entropy'], handle: getContactConfirmation },
  { method: 'POST', path: 'contact-confirmation/:token', ...LINK, limit: ['token-entropy'], handle: postContactConfirmation },
  { method: 'GET', path: 'contact-cancellation/completed', ...LINK, handle: getContactCancelled },
  { method: 'GET', path: 'contact-cancellation/:token', ...LINK, limit: ['token-entropy'], handle: getContactCancellation },
  { method: 'POST', path: 'contact-cancellation/:token', ...LINK, limit: ['token-entropy'], handle: postContactCancellation },
];
