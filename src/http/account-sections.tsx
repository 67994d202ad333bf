/** The cards of the settings page beside the record, in order: what protects the account first, what tells of it last. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { ActivitySection } from './activity-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SecuritySection } from './security-section.tsx';
import type { SessionVisit } from './visit.ts';

export function AccountSections({ visit }: { visit: SessionVisit }): JSX.Element {
  return (
    <>
      <SecuritySection visit={visit} />
      <PasswordSection visit={visit} />
      <ActivitySection visit={visit} />
    </>
  );
}
