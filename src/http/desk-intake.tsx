/**
 * The telephone's intake (desk.md section 1): the sentences that are read out first, then the six fields as the caller says them. Whoever
 * takes the call gets the same receipt for everybody, known or not, so that nobody learns who has an account.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { RISK_TEXT_VERSION } from '../core/recovery-request.ts';
import { mayAct } from '../core/staff.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { fileByPhone } from '../journeys/filing-for-others.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Button, Card, Facts, LinkButton, Step, Steps, TextLink } from './components.tsx';
import { NotAllowedPage } from './desk-answers.tsx';
import { deskActor } from './desk-decision.tsx';
import { handledPortals } from './desk-paths.ts';
import { HiddenToken, RadioCard } from './fields.tsx';
import { FilingFields } from './filing-fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { filingErrors, NO_FILING, readFiling, type TypedFiling } from './lost-device-fields.ts';
import { readOwnReceipt } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { RiskBox } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

/** GET /desk/intake, and ?receipt=R for what was just taken */
export function getIntake(visit: SessionVisit): Response {
  if (!mayEnter(visit)) return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  const taken = readOwnReceipt(visit.query['receipt']);
  return taken === null ? show(visit, NO_FILING, null) : showTaken(visit, taken);
}

function mayEnter({ caller, session, site }: SessionVisit): boolean {
  return mayAct(session.account, 'request.enter', caller.at, site.ports.recovery);
}

/** POST /desk/intake */
export async function postIntake(visit: SessionVisit): Promise<Response> {
  const { fields, site, words } = visit;
  if (!mayEnter(visit)) return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  const typed = readFiling(fields);
  if (visit.staleForm) return show(visit, typed, staleTrouble(visit, 'email'));
  const portals = handledPortals(visit);
  const portal = portals.length === 1 ? portals[0] : portals.find(({ id }) => id === fields['portal']);
  const first = portal === undefined ? [{ field: `portal-${portals[0]?.id ?? ''}`, message: words.deskIntake.portalEmpty }] : [];
  const errors = [...first, ...filingErrors(words, typed)];
  if (portal === undefined || errors.length > 0) return show(visit, typed, { status: 422, errors });
  const { isRiskAccepted: _accepted, ...claims } = typed;
  const outcome = await fileByPhone(site.ports, deskActor(visit), portal.id, { claims, riskText: RISK_TEXT_VERSION });
  if (outcome.ok) return seeOther(`${pathOf(visit, 'intake')}?receipt=${outcome.value}`);
  const { refusal } = outcome;
  if (refusal.code === 'not-permitted') return showPage(visit, <NotAllowedPage visit={visit} />, 403);
  if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
  return show(visit, typed, pausedTrouble(visit, refusal.retryAt, words.deskIntake.paused, 'email'));
}

function show(visit: SessionVisit, typed: TypedFiling, found: Trouble | null): Response {
  return showPage(visit, <IntakePage visit={visit} typed={typed} found={found} />, found?.status ?? 200, found?.headers);
}

interface IntakeProps {
  readonly visit: SessionVisit;
  readonly typed: TypedFiling;
  readonly found: Trouble | null;
}

function IntakePage({ visit, typed, found }: IntakeProps): JSX.Element {
  const { words } = visit;
  const texts = words.deskIntake;
  return (
    <PortalPage visit={visit} title={texts.title} current="requests" width="reading" errors={found?.errors} errorNote={found?.note}>
      <p class="back">
        <a href={pathOf(visit, 'requests')}>‹ {texts.queue}</a>
      </p>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Card headingId="script-heading">
        <h2 id="script-heading">{texts.scriptTitle}</h2>
        <Script visit={visit} />
      </Card>
      <form method="post" action={pathOf(visit, 'intake')} novalidate>
        <HiddenToken visit={visit} />
        <PortalChoice visit={visit} found={found} />
        <FilingFields visit={visit} typed={typed} trouble={found} account={texts.account} nameLabel={texts.name} isOwn={false} />
        <RiskBox id="risk" title={texts.riskTitle} label={texts.risk} error={errorOf(found, 'risk')} words={words} />
        <div class="actions">
          <Button size="large">{texts.submit}</Button>
        </div>
      </form>
      <p>
        <TextLink href={pathOf(visit, 'requests')}>{words.common.cancel}</TextLink>
      </p>
    </PortalPage>
  );
}

/** In the language of the page first, below it in the other one. */
function Script({ visit }: { visit: SessionVisit }): JSX.Element {
  const other = visit.language === 'ja' ? 'en' : 'ja';
  const { mailboxLinkFor, wait } = visit.site.ports.recovery;
  const lines = (words: SessionVisit['words']) => words.deskIntake.script(lasting(words, mailboxLinkFor), lasting(words, wait.low));
  const others = lines(wordsFor(other));
  return (
    <Steps>
      {lines(visit.words).map(({ say, title }, index) => (
        <Step n={index + 1} title={title}>
          <blockquote class="say">
            <p>{say}</p>
          </blockquote>
          <details class="say-other">
            <summary>{visit.words.deskIntake.inOther}</summary>
            <blockquote class="say" lang={other}>
              <p>{others[index]?.say}</p>
            </blockquote>
          </details>
        </Step>
      ))}
    </Steps>
  );
}

/** Only where there is a choice. */
function PortalChoice({ visit, found }: Pick<IntakeProps, 'visit' | 'found'>): JSX.Element | null {
  const { fields, language, words } = visit;
  const portals = handledPortals(visit);
  if (portals.length < 2) return null;
  const error = errorOf(found, `portal-${portals[0]?.id ?? ''}`);
  return (
    <fieldset class={error === undefined ? 'choices' : 'choices has-error'}>
      <legend class="label">
        {words.deskIntake.portal} <span class="required">{words.common.required}</span>
      </legend>
      {error === undefined ? null : <p class="field-error">{error}</p>}
      {portals.map(({ id, name }) => (
        <RadioCard id={`portal-${id}`} name="portal" value={id} label={name[language]} checked={fields['portal'] === id} />
      ))}
    </fieldset>
  );
}

/** The same for every address (desk.md section 1). */
function showTaken(visit: SessionVisit, receipt: string): Response {
  const texts = visit.words.deskIntake;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.sentTitle} current="requests" width="reading">
      <h1>{texts.sentTitle}</h1>
      <Card emphasis>
        <Facts rows={[{ term: texts.receipt, value: <span translate="no">{receipt}</span> }]} />
        <p>{texts.sent}</p>
        <p class="small">{texts.sameForAll}</p>
      </Card>
      <div class="actions">
        <LinkButton href={pathOf(visit, 'requests')}>{texts.queue}</LinkButton>
        <LinkButton kind="secondary" href={pathOf(visit, 'intake')}>
          {texts.another}
        </LinkButton>
      </div>
    </PortalPage>,
  );
}
