/** Getting an account: asking for one where the portal offers it, and the links that are mailed, by a company or on request. */
import { getOffer, postOffer } from '../offer.tsx';
import type { Route } from '../route.ts';
import { getRegistration, getRegistrationSent, postRegistration } from '../self-registration.tsx';

const ANYBODY = { entry: 'public', kind: 'customer' } as const;
const LINK = { ...ANYBODY, limit: ['token-entropy'] } as const;

export const REGISTRATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: 'registration', ...ANYBODY, handle: getRegistration },
  { method: 'POST', path: 'registration', ...ANYBODY, limit: ['registrations'], fields: ['email'], handle: postRegistration },
  { method: 'GET', path: 'registration/sent', ...ANYBODY, handle: getRegistrationSent },
  { method: 'GET', path: 'registration/:token', ...LINK, handle: getOffer('registration') },
  {
    method: 'POST',
    path: 'registration/:token',
    ...LINK,
    fields: ['name', 'company', 'email', 'password'],
    handle: postOffer('registration'),
  },
  { method: 'GET', path: 'invitation/:token', ...LINK, handle: getOffer('invitation') },
  { method: 'POST', path: 'invitation/:token', ...LINK, fields: ['email', 'password'], handle: postOffer('invitation') },
];
