/** The tables of the members of the desk as the queries see them. */
import type { StaffRole } from '../core/account.ts';
import type { AccountLift } from '../core/desk-account.ts';
import type { Language } from '../core/language.ts';
import type { SittingKind, StaffAskKind } from '../core/staff-ask.ts';
import type { Instant } from '../core/time.ts';

export interface StaffTables {
  sitting: SittingTable;
  staff_ask: StaffAskTable;
  account_ask: AccountAskTable;
}

interface AccountAskTable {
  id: string;
  lift: AccountLift;
  account_id: string;
  /** Of the account when it was asked for. */
  security_version: number;
  asked_by: string;
  reason: string;
  asked_at: Instant;
  expires_at: Instant;
  decided_at: Instant | null;
  decided_by: string | null;
  verdict: 'confirmed' | 'declined' | 'replaced' | null;
}

export interface SittingTable {
  /** 'set-up', or kind, portal and address. */
  key: string;
  kind: SittingKind;
  digest: string;
  portal: string;
  email: string;
  name: string;
  language: Language;
  role: StaffRole;
  account_id: string | null;
  expires_at: Instant;
  spent_at: Instant | null;
  /** Waits between the password and the authenticator. */
  password_record: string | null;
  pending_sign_in_id: string | null;
  completed_at: Instant | null;
}

interface StaffAskTable {
  id: string;
  portal: string;
  kind: StaffAskKind;
  asked_by: string;
  account_id: string | null;
  /** Of the person's account when it was asked for. */
  security_version: number | null;
  email: string;
  canonical_email: string;
  name: string;
  language: Language;
  role: StaffRole;
  asked_at: Instant;
  expires_at: Instant;
  decided_at: Instant | null;
  /** An account, or 'host'. */
  decided_by: string | null;
  /** `replaced`: a newer ask about the same person. */
  verdict: 'confirmed' | 'declined' | 'replaced' | null;
}
