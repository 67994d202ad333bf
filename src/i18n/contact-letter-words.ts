/** Which block of words belongs to which letter about contact data. */
import type { ContactLetter, ContactNotice } from '../core/contact-letter.ts';
import type { contactLetters } from './ja/letters-contact.ts';

type ContactWords = typeof contactLetters;

export const CONTACT_WORDS: Readonly<
  Record<(ContactLetter | ContactNotice)['kind'], (words: { readonly contact: ContactWords }) => ContactWords['phoneChanged']>
> = {
  'email-confirmation': ({ contact }) => contact.emailConfirmation,
  'notification-confirmation': ({ contact }) => contact.notificationConfirmation,
  'email-change-requested': ({ contact }) => contact.emailChangeRequested,
  'email-changed': ({ contact }) => contact.emailChanged,
  'email-change-completed': ({ contact }) => contact.emailChangeCompleted,
  'email-address-taken': ({ contact }) => contact.emailAddressTaken,
  'email-change-cancelled': ({ contact }) => contact.emailChangeCancelled,
  'email-change-undone': ({ contact }) => contact.emailChangeUndone,
  'address-removed': ({ contact }) => contact.addressRemoved,
  'notification-added': ({ contact }) => contact.notificationAdded,
  'notification-removed': ({ contact }) => contact.notificationRemoved,
  'phone-changed': ({ contact }) => contact.phoneChanged,
  'name-changed': ({ contact }) => contact.nameChanged,
};
