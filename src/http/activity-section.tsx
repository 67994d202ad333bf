/** The part of the settings that leads to the sign-ins and the activity of the account. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTime } from '../i18n/dates.ts';
import { Card, Facts, TextLink } from './components.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

export function ActivitySection({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.activity;
  return (
    <Card id="activity" headingId="activity-heading">
      <h2 id="activity-heading">{texts.section}</h2>
      <Facts rows={[{ term: texts.sectionSince, value: formatDateTime(visit.language, visit.session.createdAt) }]} />
      <p class="small">{texts.zone}</p>
      <p>
        <TextLink href={pathOf(visit, 'activity')}>{texts.sectionLink}</TextLink>
      </p>
    </Card>
  );
}
