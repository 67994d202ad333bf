/** Words of the page of the macros, and those that ship. */
import type { deskMacros as ja } from '../ja/desk-macros.ts';

export const deskMacros: typeof ja = {
  title: 'Macros',
  lead: 'Texts to place into a note. {receipt} becomes the reference number, {portal} the name of the portal, {today} the date. There is no place for a name or contact data of a customer.',
  link: 'Keep the macros',
  ownHeading: 'Macros of this desk',
  none: 'There are none yet.',
  editedBy: (name, version) => `${name} (version ${version})`,
  edit: (title) => `Edit “${title}”`,
  newHeading: 'New macro',
  editHeading: 'Edit a macro',
  titleJa: 'Title (Japanese)',
  titleEn: 'Title (English)',
  textJa: 'Text (Japanese)',
  textEn: 'Text (English)',
  save: 'Save',
  remove: 'Delete',
  toNew: 'Write a new macro',
  shippedHeading: 'Macros that ship',
  problems: {
    title: 'Enter a title of at most 40 characters in both languages',
    text: 'Enter a text of at most 600 characters in both languages',
    place: 'The only places are {receipt}, {portal} and {today}. There is none for data of a customer',
    'too-many': 'There are 50 macros at most. Delete one that nobody uses',
  },
  notices: {
    saved: 'Saved.',
    removed: 'Deleted.',
    changed: 'Somebody else was faster. This is how it stands.',
  },
  paused: (time) => `Too many acts. Wait until ${time}`,
  place: 'Macro',
  placeNone: 'Choose one',
  placeSubmit: 'Place it into the note',
  shipped: {
    received: { title: 'Received', text: 'Received {receipt} on {today}. We are waiting for the mailbox to be confirmed.' },
    absent: {
      title: 'Absent',
      text: '{today}: called the number on record, nobody was there. We will call again at another time.',
    },
    'more-needed': {
      title: 'More is needed',
      text: 'The evidence does not suffice. We are waiting for the password on the status page or for an administrator of the company.',
    },
    approved: {
      title: 'Approved',
      text: 'Looked at the evidence and approved. The waiting period begins when the notices have arrived.',
    },
    refused: { title: 'Declined', text: 'We could not confirm who asked, and declined. Two-factor authentication is as it was.' },
    cancelled: { title: 'Cancelled', text: 'The holder cancelled. This request does not go on.' },
    'after-completion': {
      title: 'After completion',
      text: '{receipt} is complete. We recommended recovery codes and a second device.',
    },
    suspicious: {
      title: 'Suspicious',
      text: 'Something was suspicious and the request was stopped. A supervisor of {portal} looks at it.',
    },
  },
};
