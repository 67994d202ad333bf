/** What every form about contact data may have to say: too many letters, and that nothing changes while a request is under way. */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { pausedTrouble, type Trouble } from './code-errors.tsx';
import { Banner, TextLink } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { settingsPath } from './settings-path.ts';
import type { SessionVisit, Visit } from './visit.ts';

/** Null: the refusal is not about letters. */
export function contactTrouble(visit: Visit, field: string, refusal: Refusal): Trouble | null {
  if (refusal.code !== 'too-many-attempts') return null;
  return pausedTrouble(visit, refusal.retryAt, visit.words.contactData.paused, field);
}

interface NotNowPageProps {
  readonly visit: SessionVisit;
  readonly title: string;
  readonly children?: Child;
}

/** Instead of a form, as long as a confirmed request for removal runs (desk.md invariant 5). */
export function NotNowPage({ visit, title, children }: NotNowPageProps): JSX.Element {
  const texts = visit.words.contactData;
  return (
    <PortalPage visit={visit} title={title} width="reading">
      <h1>{title}</h1>
      <Banner tone="warn" title={texts.runningTitle}>
        <p>{texts.running}</p>
      </Banner>
      {children}
      <p>
        <TextLink href={settingsPath(visit)}>{texts.back}</TextLink>
      </p>
    </PortalPage>
  );
}
