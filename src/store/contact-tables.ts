/** The tables of contact data: what stood from when until when, and what waits for its mailbox. */
import type { Generated } from 'kysely';
import type { ContactChange, ContactEndReason, ContactKind, ContactSetVia } from '../core/contact.ts';
import type { Instant } from '../core/time.ts';
import type { ContactLinkPurpose } from '../ports.ts';

export interface ContactTables {
  contact_point: ContactPointTable;
  contact_change: ContactChangeTable;
  contact_link: ContactLinkTable;
}

/** Never deleted: the desk asks since when something stands. `until` is null while it does. */
interface ContactPointTable {
  id: string;
  account_id: string;
  kind: ContactKind;
  value: string;
  canonical: string;
  since: Instant;
  until: Instant | null;
  set_via: ContactSetVia;
  ended_reason: ContactEndReason | null;
  held_until: Instant | null;
  is_switchboard: Generated<number>;
  /** The confirmed change that brought it; null for what came otherwise. */
  change_id: string | null;
}

interface ContactChangeTable {
  id: string;
  portal: string;
  account_id: string;
  kind: ContactChange['kind'];
  value: string;
  canonical: string;
  set_via: ContactSetVia;
  session_id: string;
  security_version: number;
  state: ContactChange['state'];
  requested_at: Instant;
  confirm_until: Instant;
  cancel_until: Instant;
  confirmed_at: Instant | null;
  /** Row and canonical form of the sign-in address that a confirmed change replaced: nobody else may take it meanwhile. */
  replaced_point_id: string | null;
  replaced_canonical: string | null;
}

interface ContactLinkTable {
  id: string;
  digest: string;
  change_id: string;
  purpose: ContactLinkPurpose;
}
