/**
 * The kinds of evidence a request can hold and no others (desk.md section 2): a birth date or a ticket number has no field.
 * How each comes about is decided where it is added.
 */
export const EVIDENCE_KINDS = [
  'mailbox',
  'password',
  'known-browser',
  'live-session',
  'call-back',
  'voucher',
  'in-person',
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
