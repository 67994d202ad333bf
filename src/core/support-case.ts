/** A running support case of a company. Read-only here: demo data, import, later an API (product decision 9). */
import type { Bilingual } from './language.ts';
import type { Instant } from './time.ts';

export type CaseState = 'open' | 'waiting-for-customer' | 'done';

export interface SupportCase {
  readonly number: string;
  readonly subject: string;
  readonly description: string;
  readonly state: CaseState;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
}

/** What may stand in a case number (TM-00012345; importers bring their own form). Anything else is no case. */
export function isCaseNumber(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/u.test(text);
}

export const CASE_STATE_LABEL: Readonly<Record<CaseState, Bilingual>> = {
  open: { ja: '対応中', en: 'In progress' },
  'waiting-for-customer': { ja: 'お客様の確認待ち', en: 'Waiting for you' },
  done: { ja: '完了', en: 'Closed' },
};
