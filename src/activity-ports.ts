/**
 * The part of the ports that the activity of an account needs: its sessions, what the audit log holds of it, and sessions ended
 * from elsewhere. Journeys and adapters take these types from `ports.ts`, of which this is a piece.
 */
import type { AccountId, PortalId } from './core/account.ts';
import type { AuditEvent, AuditEventType } from './core/audit-event.ts';
import type { Session, SessionEndReason } from './core/session.ts';
import type { Instant } from './core/time.ts';

/** A session as its holder sees it; what proves it stays in the store. */
export interface AccountSession extends Session {
  readonly browser: string;
  readonly place: string;
  readonly endedAt: Instant | null;
}

export interface ActivityReads {
  /** Living or not, as long as they are kept; the journey judges time. Those last seen first. */
  accountSessions(account: AccountId): Promise<readonly AccountSession[]>;
  /** The newest events of these types about the account since then, newest first. */
  activity(account: AccountId, since: Instant, types: readonly AuditEventType[], limit: number): Promise<readonly AuditEvent[]>;
}

export interface ActivityWrites {
  /** False when the account has no living session of this id. */
  endSessionOf(account: AccountId, id: string, at: Instant, reason: SessionEndReason): Promise<boolean>;
  /** Ends every living session, pending sign-in and waiting change of contact data of the portal; answers how many sessions. */
  endPortalSessions(portal: PortalId, at: Instant, reason: SessionEndReason): Promise<number>;
}
