/** Words of the support cases: list, single case, and what stands there when there is none. */
import type { cases as ja } from '../ja/cases.ts';

export const cases: typeof ja = {
  heading: 'Support cases',
  listTitle: 'Cases',
  caption: 'List of support cases',
  showAll: (total) => `Show all (${total})`,
  number: 'Case number',
  subject: 'Subject',
  state: 'State',
  updated: 'Last updated',
  opened: 'Opened',
  description: 'Description',
  company: 'Company',
  zone: 'Times are Japan time.',
  none: 'There are no support cases at the moment.',
  noneHint: 'The help page says how to reach us.',
  noCompany: 'This account belongs to no company, so there are no support cases to show.',
  contact: 'How to contact support',
  count: (from, to, total) => `${from}–${to} of ${total}`,
  pages: 'Pages',
  previous: 'Previous 20',
  next: 'Next 20',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  caseTitle: (number) => `Case ${number}`,
  backToList: 'Back to all cases',
  readOnly: (number) => `To add or change something, contact the support desk of your contract and give case number ${number}.`,
};
