/** What the days after a recovery keep closed, and until when. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { isQuarantined } from '../core/quarantine.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { Banner, LinkButton } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { startPath } from './menu.ts';
import { type SessionVisit, showPage, type Visit } from './visit.ts';

/** Instead of the page or the act that is closed. */
export function showQuarantined(visit: Visit): Response {
  return showPage(visit, <QuarantinePage visit={visit} />, 403);
}

function QuarantinePage({ visit }: { visit: Visit }): JSX.Element {
  const { account } = visit.session ?? {};
  const words = visit.words.lostRequest.quarantine;
  const until = account?.quarantinedUntil ?? visit.caller.at;
  return (
    <PortalPage visit={visit} title={words.title} width="reading">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(formatDateTimeWithZone(visit.language, until))}</p>
      <p>{words.notYou}</p>
      <p>
        <LinkButton href={startPath(visit.portal, account?.role ?? null)}>{words.back}</LinkButton>
      </p>
    </PortalPage>
  );
}

/** On the start page, as long as it lasts; null otherwise. */
export function QuarantineNotice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const { account } = visit.session;
  const words = visit.words.lostRequest.quarantine;
  if (account.quarantinedUntil === null || !isQuarantined(account, visit.caller.at)) return null;
  return (
    <Banner tone="info" role="status" title={words.notice}>
      <p>{words.lead(formatDateTimeWithZone(visit.language, account.quarantinedUntil))}</p>
      <p>{words.notYou}</p>
    </Banner>
  );
}
