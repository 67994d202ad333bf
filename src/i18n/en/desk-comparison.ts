/** Words of the blind comparison at the desk. */
import type { deskComparison as ja } from '../ja/desk-comparison.ts';

export const deskComparison: typeof ja = {
  title: 'Compare what the caller says',
  lead: 'Type what the caller says: the page answers match or no match. What is on record is never shown, and what you type is not kept.',
  tries: (count) => `Each field can be tried ${count} times. After that only a supervisor can compare it.`,
  heading: 'What was said',
  field: 'Field to compare',
  fieldEmpty: 'Choose the field to compare',
  said: 'What the caller says',
  saidHint: 'Width, hyphens, blanks and the ways to write a company’s legal form make no difference.',
  saidEmpty: 'Type what the caller says',
  submit: 'Compare',
  usedUp: (field) => `The tries for "${field}" are used up. Ask a supervisor`,
  back: 'Back to the request',
};
