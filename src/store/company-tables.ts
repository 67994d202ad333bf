/** The tables of a company's administration as the queries see them, and what other tables hold because of it. */

import type { Generated } from 'kysely';
import type { Language } from '../core/language.ts';
import type { Instant } from '../core/time.ts';
import type { TwoFactorLevel } from '../core/two-factor-policy.ts';

export interface CompanyTables {
  invitation: InvitationTable;
  join_request: JoinRequestTable;
}

/** Columns of `company`. */
export interface CompanyPolicyColumns {
  two_factor_level: Generated<TwoFactorLevel>;
  two_factor_required_from: Generated<Instant | null>;
  /** Grows with every change of the two, which it orders. */
  two_factor_version: Generated<number>;
  /** What the name of a request to join is compared with. */
  canonical_name: Generated<string>;
}

/** Columns of `account`. */
export interface CompanyRoleColumns {
  /** The administrator who suspended it, while it is; null when the host or the desk did. */
  suspended_by: Generated<string | null>;
  /** By whom and since when it is an administrator; null when an import made it one. */
  appointed_by: Generated<string | null>;
  appointed_at: Generated<Instant | null>;
}

/** Of a company, or asked for by the person itself: then it has neither company nor inviter. */
interface InvitationTable {
  id: string;
  /** Null until a link was mailed; one to an address that has an account never gets any. */
  digest: string | null;
  portal: string;
  company_id: string | null;
  invited_by: string | null;
  email: string;
  canonical_email: string;
  name: string;
  language: Language;
  browser: string;
  place: string;
  created_at: Instant;
  expires_at: Instant;
  /** Set when the clerk looked after it, whatever came of it. */
  mailed_at: Instant | null;
  accepted_at: Instant | null;
  /** Cancelled, or a newer one took its place. */
  ended_at: Instant | null;
}

interface JoinRequestTable {
  account_id: string;
  portal: string;
  /** As it was typed. */
  company_name: string;
  canonical_name: string;
  asked_at: Instant;
  state: 'asked' | 'accepted' | 'declined';
  decided_by: string | null;
  decided_at: Instant | null;
}
