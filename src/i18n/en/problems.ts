/** Words of the pages that say why something did not work. What happened, what to do, nothing about the machine. */
import type { problems as ja } from '../ja/problems.ts';

export const problems: typeof ja = {
  staleForm: 'This page was open for too long, or something changed in another window. Check what you entered and send it again',
  cookiesHint: 'If this keeps happening, allow cookies in the settings of your browser.',
  requestId: 'Reference',
  requestIdHint: 'Quote this number when you contact support.',
  toStart: 'Go to the first page',
  contactSupport: 'Help and contact',
  notFound: { title: 'Page not found', text: 'The address may have changed or the page may be gone. Check the address.' },
  methodNotAllowed: { title: 'This cannot be done', text: 'This page cannot be opened that way. Start from the first page.' },
  malformed: { title: 'We could not read what was sent', text: 'Go back to the page before and try again. Nothing was changed.' },
  unsupportedType: { title: 'This kind of content is not accepted', text: 'Use the form on the page. Nothing was changed.' },
  tooLarge: { title: 'Too much was sent at once', text: 'Shorten what you entered and send it again. Nothing was changed.' },
  crossSite: {
    title: 'Requests from other sites are not accepted',
    text: 'For your safety this works only from the pages of this site. Nothing was changed.',
  },
  misdirected: { title: 'Nothing answers at this address', text: 'Check the address you are using.' },
  forbidden: { title: 'This cannot be done', text: 'Your account has no permission for this.' },
  tooMany: { title: 'Paused for a while', text: 'Too much happened in a short time, so nothing is accepted for now.' },
  tooManyUntil: (time) => `Try again after ${time}.`,
  unavailable: {
    title: 'The service is not available right now',
    text: 'It is busy or being worked on. What you entered was not saved. Try again in a little while.',
  },
  fault: {
    title: 'There is a problem with the service',
    text: 'The page could not be shown. Open it again to see whether your change was made.',
  },
};
