/** The tables of forgotten passwords as the queries see them: who asked, and the one link an account has. */
import type { Instant } from '../core/time.ts';

export interface PasswordTables {
  password_reset_request: ResetRequestTable;
  password_reset_link: ResetLinkTable;
}

/** A form that waits for the clerk; the typed address may be nobody's, so it is sealed. Gone once it was looked at. */
interface ResetRequestTable {
  id: string;
  portal: string;
  sealed_email: string;
  at: Instant;
  browser: string;
  place: string;
}

/** One row per account: a newer link takes the place of the one before. */
interface ResetLinkTable {
  account_id: string;
  id: string;
  digest: string;
  portal: string;
  security_version: number;
  canonical_email: string;
  expires_at: Instant;
  spent_at: Instant | null;
}
