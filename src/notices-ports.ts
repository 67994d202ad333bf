/**
 * The part of the ports that the banner of the next sign-in needs (SEC-E11). Journeys and adapters take these types from
 * `ports.ts`, of which this is a piece.
 */
import type { AccountId } from './core/account.ts';
import type { Circumstances, NoticeKind } from './core/letter.ts';
import type { Instant } from './core/time.ts';

/** Something a right password was enough for, as a notice told it. */
export interface SignInNotice {
  readonly kind: NoticeKind;
  readonly circumstances: Circumstances;
}

/** What a session shows: the notices of its account from `since` on, before `until`. */
export interface SignInBanner {
  readonly sessionId: string;
  readonly accountId: AccountId;
  readonly since: Instant;
  readonly until: Instant;
}

export interface NoticesReads {
  /** Whether anything was told from `since` on, before `until`. */
  hasSignInNotices(span: Omit<SignInBanner, 'sessionId'>): Promise<boolean>;
  /** What this session still has to show, newest first, at most `limit`. */
  shownSignInNotices(sessionId: string, limit: number): Promise<readonly SignInNotice[]>;
}

export interface NoticesWrites {
  insertSignInNotice(account: AccountId, row: SignInNotice): Promise<void>;
  /** Belongs after the session itself. */
  insertSignInBanner(row: SignInBanner): Promise<void>;
  dismissSignInBanner(sessionId: string): Promise<void>;
}
