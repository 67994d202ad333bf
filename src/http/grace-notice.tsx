/** On the dashboard of who has no second factor yet: from when on a rule requires one, whose rule it is, and the way there. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { graceEnd } from '../core/two-factor-policy.ts';
import { formatDate } from '../i18n/dates.ts';
import { Banner, TextLink } from './components.tsx';
import { ruleOf } from './required-note.tsx';
import { enrolmentPath } from './security-section.tsx';
import type { SessionVisit } from './visit.ts';

/** Cannot be hidden: the date comes whether or not somebody looks. */
export function GraceNotice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const { caller, language, portal, session } = visit;
  const rule = ruleOf(visit);
  const from = graceEnd(rule, caller.at);
  if (from === null || session.authenticators.length > 0) return null;
  const words = visit.words.dashboard.grace;
  return (
    <Banner tone="warn" icon="calendar" title={words.title(formatDate(language, from))}>
      <p>{rule.setBy === 'company' ? words.byCompany : words.byPortal(portal.name[language])}</p>
      <p>
        <TextLink href={enrolmentPath(visit)}>{words.setUp}</TextLink>
      </p>
    </Banner>
  );
}
