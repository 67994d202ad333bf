/** Tables of mail quotas and of what the next sign-in tells, as the queries see them; a piece of `tables.ts`. */
import type { NoticeKind } from '../core/letter.ts';
import type { Instant } from '../core/time.ts';

export interface NoticesTables {
  mail_quota: MailQuotaTable;
  sign_in_notice: SignInNoticeTable;
  sign_in_banner: SignInBannerTable;
}

/** `version` guards every change; `departures` is a JSON list of kind and instant, of one day. */
interface MailQuotaTable {
  address_digest: string;
  version: number;
  departures: string;
  last_at: Instant;
}

interface SignInNoticeTable {
  id: string;
  account_id: string;
  kind: NoticeKind;
  at: Instant;
  browser: string;
  place: string;
}

/** What a session still shows: the notices of its account from `since` until it began. */
interface SignInBannerTable {
  session_id: string;
  account_id: string;
  since: Instant;
  until: Instant;
}
