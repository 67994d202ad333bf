/**
 * Turning two-factor off (無効化, by the holder): a page that says what follows and asks for a current code (Z-12, G-16), and
 * its result (Z-13). Where a rule requires two-factor there is a sentence instead of the form (G-17).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { isQuarantined } from '../core/quarantine.ts';
import { readCode } from '../core/totp.ts';
import { asksForCode, turnOff } from '../journeys/turn-off.ts';
import { ClockHelp, codeTrouble, errorOf, staleTrouble, type Trouble, typedTrouble } from './code-errors.tsx';
import { Actions, Banner, Button, LinkButton, ResultHeading, TextLink } from './components.tsx';
import { BackToStart } from './enrolment-page.tsx';
import { CodeField, HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { showQuarantined } from './quarantine.tsx';
import { answerElsewhere, securityPath, unchangedPath } from './refusals.ts';
import { turnOffObstacle } from './required-note.tsx';
import { pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/two-factor */
export function getTurnOff(visit: SessionVisit): Response {
  const elsewhere = notPossible(visit);
  if (elsewhere !== null) return elsewhere;
  // Nobody types a code for nothing.
  return isQuarantined(visit.session.account, visit.caller.at) ? showQuarantined(visit) : showReview(visit, null);
}

/** POST /{portal}/two-factor, after a fresh check: the session's token changes, every other session ends. */
export async function postTurnOff(visit: SessionVisit): Promise<Response> {
  const { caller, fields, jar, portal, session, sessionToken, site } = visit;
  const elsewhere = notPossible(visit);
  if (elsewhere !== null) return elsewhere;
  const hasCode = asksForCode(session);
  if (visit.staleForm) return showReview(visit, staleTrouble(visit, hasCode ? 'code' : 'main'));
  const typed = readCode(fields['code'] ?? '');
  if (hasCode && !typed.ok) return showReview(visit, typedTrouble(visit.words, typed));

  const outcome = await turnOff(site.ports, caller, session, sessionToken, hasCode && typed.ok ? typed.code : null);
  if (!outcome.ok) return answerRefusal(visit, outcome.refusal);
  jar.set(portal.id, 'session', outcome.value.token);
  return seeOther(pathOf(visit, 'two-factor/result'));
}

/** GET /{portal}/two-factor/result */
export function getTurnOffResult(visit: SessionVisit): Response {
  if (visit.session.authenticators.length > 0) return seeOther(securityPath(visit));
  return showPage(visit, <ResultPage visit={visit} />);
}

/** Why the form is not shown; null when it is. */
function notPossible(visit: SessionVisit): Response | null {
  const { session } = visit;
  const rule = turnOffObstacle(visit);
  if (rule !== null) return showRequired(visit, rule);
  if (session.authenticators.length === 0) return showPage(visit, <AlreadyOffPage visit={visit} />);
  return session.account.passwordOnlyClosedAt === null ? null : showClosed(visit);
}

function answerRefusal(visit: SessionVisit, refusal: Refusal): Response {
  const trouble = codeTrouble(visit, refusal);
  if (trouble !== null) return showReview(visit, trouble);
  switch (refusal.code) {
    case 'step-up-needed':
      return seeOther(freshCheckPath(visit));
    case 'last-authenticator':
      return showRequired(visit, turnOffObstacle(visit) ?? visit.words.turnOff.requiredByPolicy(visit.portal.name[visit.language]));
    case 'password-only-closed':
      return showClosed(visit);
    case 'not-enrolled':
      return showPage(visit, <AlreadyOffPage visit={visit} />);
    default:
      return answerElsewhere(visit, refusal);
  }
}

/** A rule requires two-factor: whose it is and whom to ask (G-17). */
function showRequired(visit: SessionVisit, why: string): Response {
  return showPage(visit, <NotPossiblePage visit={visit} why={why} />, 403);
}

/** After "not me" a password alone opens nothing: turned off, nobody could sign in any more. */
function showClosed(visit: SessionVisit): Response {
  return showPage(visit, <NotPossiblePage visit={visit} why={visit.words.turnOff.closed} />, 403);
}

function freshCheckPath(visit: Visit): string {
  return `${pathOf(visit, 'confirmation')}?then=two-factor`;
}

function showReview(visit: SessionVisit, trouble: Trouble | null): Response {
  return showPage(visit, <ReviewPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function ReviewPage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { portal, session, words } = visit;
  const texts = words.turnOff;
  const hasCode = asksForCode(session);
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <Banner tone="warn" title={texts.consequence}>
        <p>{texts.what}</p>
      </Banner>
      {hasCode ? <p>{texts.codeLead}</p> : null}
      <form method="post" action={pathOf(visit, 'two-factor')} novalidate>
        <HiddenToken visit={visit} />
        {hasCode ? (
          <CodeField
            id="code"
            label={words.code.label}
            hint={words.code.hint(portal.issuer)}
            error={errorOf(trouble, 'code')}
            autofocus={trouble === null}
            words={words}
          />
        ) : null}
        <Actions>
          <Button kind="danger" size="large">
            {texts.submit}
          </Button>
          <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
      <ClockHelp words={words} trouble={trouble} />
    </PortalPage>
  );
}

function ResultPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const { words } = visit;
  const texts = words.turnOff;
  return (
    <PortalPage visit={visit} title={texts.doneTitle} width="reading">
      <ResultHeading word={words.common.done} title={texts.doneTitle} />
      <p class="lead">{texts.doneLead}</p>
      <p>{texts.doneNext}</p>
      <BackToStart visit={visit}>
        <TextLink href={securityPath(visit)}>{texts.turnOnAgain}</TextLink>
      </BackToStart>
    </PortalPage>
  );
}

function AlreadyOffPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.turnOff;
  return (
    <PortalPage visit={visit} title={texts.alreadyOffTitle} width="reading">
      <h1>{texts.alreadyOffTitle}</h1>
      <p class="lead">{texts.alreadyOffLead}</p>
      <BackToStart visit={visit}>
        <TextLink href={securityPath(visit)}>{texts.backToSettings}</TextLink>
      </BackToStart>
    </PortalPage>
  );
}

function NotPossiblePage({ visit, why }: { visit: SessionVisit; why: string }): JSX.Element {
  const { words } = visit;
  return (
    <PortalPage visit={visit} title={words.turnOff.title} width="reading">
      <h1>{words.turnOff.title}</h1>
      <Banner tone="info">
        <p>{why}</p>
      </Banner>
      <p>
        <LinkButton kind="secondary" href={securityPath(visit)}>
          {words.turnOff.backToSettings}
        </LinkButton>
      </p>
      <p>
        <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.account.twoFactor.contact}</TextLink>
      </p>
    </PortalPage>
  );
}
