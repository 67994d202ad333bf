/** The cards of the settings page beside the record, in order: what protects the account first, what tells of it last. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { RecoveryCodeSet } from '../core/recovery-codes.ts';
import { mayHaveCodes } from '../journeys/recovery-codes.ts';
import { ActivitySection } from './activity-section.tsx';
import { CompanySection } from './company.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RecoveryCodesSection } from './recovery-codes-section.tsx';
import { SecuritySection } from './security-section.tsx';
import type { SessionVisit } from './visit.ts';

/** What the sections show beside the session's own facts. */
export interface SectionFacts {
  readonly codes: RecoveryCodeSet | null;
  /** The firm it asked to join and that has not answered. */
  readonly joining: string | undefined;
}

export function AccountSections({ visit, facts }: { visit: SessionVisit; facts: SectionFacts }): JSX.Element {
  return (
    <>
      <SecuritySection visit={visit} />
      <PasskeySection visit={visit} />
      {mayHaveCodes(visit.caller, visit.session) ? <RecoveryCodesSection visit={visit} set={facts.codes} /> : null}
      <PasswordSection visit={visit} />
      <ActivitySection visit={visit} />
      <CompanySection visit={visit} joining={facts.joining} />
    </>
  );
}
