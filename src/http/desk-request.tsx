/**
 * The page of one request at the desk (D-12 to D-31): what was claimed, which evidence counts, the risk, what speaks against it, what
 * happened, and at the end what can be done now. Complete without script; every act has a page of its own that says what it does.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTime } from '../i18n/dates.ts';
import { Card, Facts } from './components.tsx';
import { DeskNotice } from './desk-answers.tsx';
import { deskClaim } from './desk-claim.tsx';
import { DisputeBanner } from './desk-dispute.tsx';
import { EvidencePanel } from './desk-evidence.tsx';
import { nextRequestLink } from './desk-next.tsx';
import { queuePath } from './desk-paths.ts';
import { RequestBar } from './desk-request-bar.tsx';
import { RiskPanel, TimelinePanel } from './desk-request-history.tsx';
import { ClaimsPanel, FactsPanel } from './desk-request-panels.tsx';
import { findShown, RequestHead, type RequestProps } from './desk-request-parts.tsx';
import { ShortcutsLink } from './desk-shortcut-marks.tsx';
import { PortalPage } from './layout.tsx';
import { RequestExportLink } from './request-export.tsx';
import { type SessionVisit, showPage } from './visit.ts';

/** GET /desk/requests/:receipt */
export async function getRequest(visit: SessionVisit, receipt: string): Promise<Response | null> {
  // Being looked at is a sign of life: it comes first, so that the page says what it changed.
  const handling = await deskClaim(visit, receipt);
  const shown = await findShown(visit, receipt);
  if (shown === null || handling === null) return null;
  const next = await nextRequestLink(visit, receipt, 'secondary');
  return showPage(visit, <RequestPage visit={visit} shown={shown} handling={handling} next={next} />);
}

interface PageProps extends RequestProps {
  readonly handling: JSX.Element;
  readonly next: JSX.Element;
}

function RequestPage({ handling, next, shown, visit }: PageProps): JSX.Element {
  const texts = visit.words.deskRequest;
  const { receipt } = shown.request;
  return (
    <PortalPage visit={visit} title={`${texts.request} ${receipt}`} current="requests">
      <p class="back">
        <a href={queuePath(visit, { view: 'all' })}>‹ {texts.back}</a>
      </p>
      <DeskNotice visit={visit} />
      <RequestHead visit={visit} shown={shown} title={texts.request} />
      <DisputeBanner visit={visit} isDispute={shown.stored.request.dispute} />
      <RequestBar visit={visit} shown={shown} />
      <div class="request-page">
        <div class="stack">
          <AboutRequest visit={visit} shown={shown} />
          <ClaimsPanel visit={visit} shown={shown} />
        </div>
        <div class="stack">
          <EvidencePanel visit={visit} shown={shown} />
          <FactsPanel visit={visit} shown={shown} />
          {handling}
        </div>
        <div class="stack">
          <RiskPanel visit={visit} shown={shown} />
          <TimelinePanel visit={visit} shown={shown} />
        </div>
      </div>
      {next}
      <RequestExportLink visit={visit} receipt={receipt} />
      <ShortcutsLink visit={visit} />
    </PortalPage>
  );
}

function AboutRequest({ visit, shown }: RequestProps): JSX.Element {
  const { language, site, words } = visit;
  const texts = words.deskRequest;
  const { request } = shown;
  const portal = site.portals.get(request.portal);
  const plan = request.company?.plan;
  return (
    <Card headingId="about-heading">
      <h2 id="about-heading">{texts.about}</h2>
      <Facts
        rows={[
          { term: texts.portal, value: portal?.name[language] ?? request.portal },
          { term: texts.channel, value: words.requests.channels[request.channel] },
          ...(plan === undefined ? [] : [{ term: texts.plan, value: words.requests.plans[plan] }]),
          { term: texts.filed, value: formatDateTime(language, request.filedAt) },
          {
            term: texts.confirmed,
            value: request.confirmedAt === null ? texts.notConfirmed : formatDateTime(language, request.confirmedAt),
          },
          { term: texts.riskText, value: texts.riskAccepted },
        ]}
      />
    </Card>
  );
}
