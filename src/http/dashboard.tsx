/**
 * The first page after a sign-in: the newest support cases, the state of the account's security and, where the portal
 * recommends it, the offer to set up two-factor authentication. Who still gets the offer is decided by
 * `journeys/recommendation.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type BoundApp, passkeysOf } from '../core/authenticator.ts';
import type { RecoveryCodeSet } from '../core/recovery-codes.ts';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import { findNewestCases } from '../journeys/cases.ts';
import { findCheckUp } from '../journeys/check-up.ts';
import { hideRecommendation, isRecommended } from '../journeys/recommendation.ts';
import { findRecoveryCodes } from '../journeys/recovery-codes.ts';
import { findShownNotices } from '../journeys/sign-in-notices.ts';
import type { CasePage, SignInNotice } from '../ports.ts';
import { Columns, SectionHead } from './arrangement.tsx';
import { CaseTable, NoCases } from './cases.tsx';
import { CheckUp } from './check-up.tsx';
import type { Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Dialog, Facts, LinkButton, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { GraceNotice } from './grace-notice.tsx';
import { PortalPage } from './layout.tsx';
import { Icon } from './marks.tsx';
import { menuLabel } from './menu-label.ts';
import { QuarantineNotice } from './quarantine.tsx';
import { LowCodesBanner } from './recovery-codes-section.tsx';
import { ruleOf } from './required-note.tsx';
import { runningRequest } from './running-request.tsx';
import { enrolmentPath, TwoFactorBadge } from './security-section.tsx';
import { answerDismissal, SignInNotices } from './sign-in-notices.tsx';
import { pathOf, type SessionVisit, seeOther, showPage, staleErrors } from './visit.ts';

const NEWEST = 5;
const RECOMMENDATION = 'recommendation';

/** GET /{portal}/dashboard */
export function getDashboard(visit: SessionVisit): Promise<Response> {
  return showDashboard(visit, null);
}

/** `trouble`: of the code that the check-up asked for. */
export async function showDashboard(visit: SessionVisit, trouble: Trouble | null): Promise<Response> {
  const { caller, session, site } = visit;
  const newest = await findNewestCases(site.ports, session, NEWEST);
  const notices = await findShownNotices(site.ports, session);
  const codes = await findRecoveryCodes(site.ports, caller, session);
  const unproven = await findCheckUp(site.ports, caller, session);
  const running = await runningRequest(visit);
  const parts = { newest, notices, codes, unproven, running, trouble };
  const page = <DashboardPage visit={visit} {...parts} />;
  return showPage(visit, page, trouble?.status ?? (visit.staleForm ? 403 : 200), trouble?.headers);
}

/** POST /{portal}/dashboard/notices */
export function postNotices(visit: SessionVisit): Promise<Response> {
  return answerDismissal(visit, getDashboard);
}

/** POST /{portal}/dashboard/recommendation: "not now" and, where the portal offers it, "never again" (G-18). */
export async function postRecommendation(visit: SessionVisit): Promise<Response> {
  if (visit.staleForm) return getDashboard(visit);
  const choice = visit.fields['choice'];
  if (choice === 'later' || choice === 'never') await hideRecommendation(visit.site.ports, visit.caller, visit.session, choice);
  return seeOther(pathOf(visit, 'dashboard'));
}

interface DashboardPageProps {
  readonly visit: SessionVisit;
  readonly newest: CasePage;
  readonly notices: readonly SignInNotice[];
  readonly codes: RecoveryCodeSet | null;
  /** The app whose code is asked for, if there is one (U-50). */
  readonly running: JSX.Element | null;
  readonly unproven: BoundApp | null;
  readonly trouble: Trouble | null;
}

function DashboardPage({ visit, newest, notices, codes, unproven, running, trouble }: DashboardPageProps): JSX.Element {
  const words = visit.words.cases;
  const title = menuLabel(visit, 'dashboard') ?? visit.words.dashboard.title;
  const isAsked = visit.portal.twoFactor.recommendAtDashboard || ruleOf(visit).level !== 'optional';
  const recommended = isAsked && isRecommended(visit.session, visit.caller.at);
  return (
    <PortalPage
      visit={visit}
      title={title}
      current="dashboard"
      errors={trouble?.errors ?? staleErrors(visit, recommended ? RECOMMENDATION : 'main')}
      errorNote={trouble?.note}
    >
      {recommended ? <Recommendation visit={visit} /> : null}
      <LowCodesBanner visit={visit} set={codes} />
      {visit.query['notice'] === 'code-shown' ? (
        <Banner tone="ok" role="status" title={visit.words.authenticators.checkUp.done} />
      ) : null}
      <GraceNotice visit={visit} />
      <h1>{title}</h1>
      {visit.query['notice'] === 'request-cancelled' ? (
        <Banner tone="ok" role="status" title={visit.words.lostRequest.running.cancelled} />
      ) : null}
      {running}
      <QuarantineNotice visit={visit} />
      <SignInNotices visit={visit} notices={notices} />
      {unproven === null ? null : <CheckUp visit={visit} app={unproven} trouble={trouble} />}
      <Columns
        main={
          <Card headingId="cases-heading">
            <SectionHead id="cases-heading" title={words.heading}>
              {newest.total === 0 ? null : <TextLink href={pathOf(visit, 'cases')}>{words.showAll(newest.total)}</TextLink>}
            </SectionHead>
            {newest.total === 0 ? <NoCases visit={visit} /> : <CaseTable visit={visit} cases={newest.cases} />}
          </Card>
        }
        side={<SecuritySummary visit={visit} />}
      />
    </PortalPage>
  );
}

/** One copy for both ways of showing it: a dialog by script, which covers the page's own summary, a panel without (U-27). */
function Recommendation({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.dashboard.recommendation;
  return (
    <Dialog id={RECOMMENDATION} title={words.title}>
      {visit.staleForm ? <Banner tone="err" title={visit.words.problems.staleForm} /> : null}
      <p>{words.why}</p>
      <ul class="offer-points">
        <li>
          <Icon name="device" />
          {words.need}
        </li>
        <li>
          <Icon name="info" />
          {words.after}
        </li>
      </ul>
      <div class="offer-actions">
        <LinkButton href={enrolmentPath(visit)} size="large">
          {words.setUp}
        </LinkButton>
        <HideForm visit={visit} choice="later" label={words.later} />
        {visit.portal.recommendation.mayHideForever ? <HideForm visit={visit} choice="never" label={words.never} /> : null}
      </div>
    </Dialog>
  );
}

/** A form of its own for each choice, so that Esc can submit the one that means "not now". */
function HideForm({ visit, choice, label }: { visit: SessionVisit; choice: 'later' | 'never'; label: string }): JSX.Element {
  return (
    <form method="post" action={pathOf(visit, 'dashboard/recommendation')} data-dismiss={choice === 'later' ? true : undefined}>
      <HiddenToken visit={visit} />
      <input type="hidden" name="choice" value={choice} />
      <Button kind="text">{label}</Button>
    </form>
  );
}

function SecuritySummary({ visit }: { visit: SessionVisit }): JSX.Element {
  const { language, session, caller, portal } = visit;
  const words = visit.words.dashboard.security;
  const names = session.authenticators.map((each) => each.name);
  return (
    <Card headingId="security-heading">
      <h2 id="security-heading">{words.heading}</h2>
      <Facts
        rows={[
          { term: words.twoFactor, value: <TwoFactorBadge visit={visit} attention /> },
          { term: words.device, value: names.length === 0 ? words.noDevice : names.join(', ') },
          {
            term: words.thisSignIn,
            value: (
              <>
                {formatDateTime(language, session.createdAt)}
                <br />
                <span class="small">{caller.browser}</span>
              </>
            ),
          },
          { term: words.password, value: words.passwordSince(formatDate(language, session.account.passwordSetAt)) },
        ]}
      />
      <p class="small">{words.zone}</p>
      <PasskeyOffer visit={visit} />
      <p>
        <TextLink href={`${pathOf(visit, portal.twoFactor.page)}#two-factor`}>{words.change}</TextLink>
      </p>
    </Card>
  );
}

/** To who has an app and no passkey; shown by script where this browser can use one (B7-1, B7-5). */
function PasskeyOffer({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const { portal, session, site } = visit;
  const words = visit.words.passkeys.list;
  if (session.authenticators.length === 0 || passkeysOf(session.authenticators).length > 0) return null;
  return (
    <p hidden data-passkey-choice data-party={site.ports.passkeys.relyingParty(portal.id).id}>
      {portal.kind === 'desk' ? words.explainDesk : words.explain}
      <br />
      <TextLink href={pathOf(visit, 'enrolment/passkey')}>{words.add}</TextLink>
    </p>
  );
}
