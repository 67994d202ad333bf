/** The tables of the desk's own work on requests, as the queries see them. */
import type { Instant } from '../core/time.ts';

export interface DeskTables {
  desk_claim: DeskClaimTable;
  desk_presence: DeskPresenceTable;
  desk_label: DeskLabelTable;
  desk_note: DeskNoteTable;
}

interface DeskClaimTable {
  request_id: string;
  owner_id: string | null;
  /** The owner was made so by a supervisor: a reviewer then sees even a request of a privileged subject. */
  given_by_supervisor: 0 | 1;
  claimed_by: string | null;
  claimed_until: Instant | null;
}

interface DeskPresenceTable {
  request_id: string;
  account_id: string;
  seen_at: Instant;
  editing: 0 | 1;
}

interface DeskLabelTable {
  request_id: string;
  label: string;
  set_by: string;
  set_at: Instant;
}

interface DeskNoteTable {
  id: string;
  request_id: string;
  written_by: string;
  written_at: Instant;
  sealed_note: string | null;
}
