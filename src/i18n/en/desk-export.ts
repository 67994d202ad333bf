/** Words of what leaves the desk as a file: the record of one request, tables of the list and of the audit search. */
import type { deskExport as ja } from '../ja/desk-export.ts';

export const deskExport: typeof ja = {
  title: 'Export the record of a request',
  lead: 'Writes everything that happened to this request, and what the audit log says about it, into one file.',
  holds: 'What is in the file',
  contents: [
    'what happened from the receipt until now, with the reasons that staff wrote',
    'the entries of the audit log about this request',
    'electronic signatures that show tampering',
  ],
  masked: 'Names and contact data are partly hidden. There is no password, code or mailed link in it.',
  verify: 'The command genkan audit verify-bundle checks the file without this server.',
  fingerprint: 'Fingerprint of the signing key',
  reason: 'Reason for the export',
  reasonHint: '10 characters at least. It stays in the audit log. Do not write names or contact data of customers.',
  reasonLength: 'Write a reason of 10 to 2,000 characters',
  paused: (time) => `Too many exports. Try again after ${time}`,
  submit: 'Export the file',
  cancel: 'Go back without exporting',
  link: 'Export the record',
  queueTitle: 'Export the list of requests',
  queueLead: (view, most) =>
    `Writes the requests of “${view}”, up to ${most.toLocaleString('en-GB')}, into a CSV file. Names are partly hidden. That it was exported and why stays in the audit log.`,
  queueSubmit: 'Export as CSV',
  queueLink: 'Export as CSV',
  columns: {
    receipt: 'Receipt',
    portal: 'Portal',
    company: 'Company',
    name: 'Name',
    plan: 'Plan',
    filed: 'Received',
    confirmed: 'Mailbox confirmed',
    stateSince: 'In this state since',
    labels: 'Labels',
  },
};
