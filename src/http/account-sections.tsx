/**
 * The cards of the settings page, in order: beside the record what proves who signs in, below it what is changed or looked at now and
 * then: two columns of like height. In one column what proves comes first.
 */
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

interface AccountSectionsProps {
  readonly visit: SessionVisit;
  /** The firm it asked to join and that has not answered. */
  readonly joining: string | undefined;
}

/** Below the record. */
export function AccountSections({ visit, joining }: AccountSectionsProps): JSX.Element {
  return (
    <>
      <PasswordSection visit={visit} />
      <ActivitySection visit={visit} />
      <CompanySection visit={visit} joining={joining} />
    </>
  );
}

interface ProofSectionsProps {
  readonly visit: SessionVisit;
  readonly codes: RecoveryCodeSet | null;
}

/** At the top right. */
export function ProofSections({ visit, codes }: ProofSectionsProps): JSX.Element {
  return (
    <>
      <SecuritySection visit={visit} />
      <PasskeySection visit={visit} />
      {mayHaveCodes(visit.caller, visit.session) ? <RecoveryCodesSection visit={visit} set={codes} /> : null}
    </>
  );
}
