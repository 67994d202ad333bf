/**
 * The two-factor section of the page the portal names for it: heading, state, device, and the on/off pair under exactly the
 * labels people know (L06 to L10). It starts the two journeys; neither is decided here.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDate } from '../i18n/dates.ts';
import { Apps } from './authenticator-list.tsx';
import { Badge, Card } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';
import { OnOff, OnOffButton } from './on-off.tsx';
import { RequiredNote } from './required-note.tsx';
import { isRequired } from './two-factor-rule.ts';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

/** Where setting up begins: the choice of a method, or at once the page with the QR code. */
export function enrolmentPath(visit: Visit): string {
  return pathOf(visit, visit.portal.twoFactor.methodChoice ? 'enrolment/method' : 'enrolment');
}

/** On or off, in a word; `attention` colours "off" as something to look at. */
export function TwoFactorBadge({ visit, attention }: { visit: SessionVisit; attention?: boolean }): JSX.Element {
  const { words, session } = visit;
  if (session.authenticators.length > 0) {
    return (
      <Badge tone="ok" icon="check">
        {words.common.on}
      </Badge>
    );
  }
  return (
    <Badge tone={attention === true ? 'warn' : 'neutral'} icon={attention === true ? 'warning' : 'cross'}>
      {words.common.off}
    </Badge>
  );
}

/** The section itself (Z-05, Z-11). */
export function SecuritySection({ visit }: { visit: SessionVisit }): JSX.Element {
  const { language, portal, session } = visit;
  const words = visit.words.account.twoFactor;
  const [first] = session.authenticators;
  return (
    <Card accentBar id="two-factor" headingId="two-factor-heading">
      <h2 class="settings-heading" id="two-factor-heading">
        {portal.twoFactor.heading[language]}
      </h2>
      <p class="state-line">
        {words.state} <TwoFactorBadge visit={visit} />{' '}
        {first === undefined ? null : <span class="small">{words.since(formatDate(language, first.boundAt))}</span>}
      </p>
      {first === undefined ? <p>{words.explain}</p> : null}
      <Switch visit={visit} />
      {first === undefined ? null : <Apps visit={visit} />}
      {first === undefined && portal.twoFactor.preparationNote ? <PreparationNote visit={visit} /> : null}
    </Card>
  );
}

function Switch({ visit }: { visit: SessionVisit }): JSX.Element {
  const { portal, session, words } = visit;
  const isOn = session.authenticators.length > 0;
  const texts = words.account.twoFactor;
  if (isOn && isRequired(visit)) return <RequiredNote visit={visit} />;
  return (
    <>
      <OnOff state={isOn ? 'on' : 'off'} words={words} onForm={<OnForm visit={visit} />} offForm={<OffForm visit={visit} />} />
      <p class="small">{isOn ? texts.turnOffNote : portal.twoFactor.methodChoice ? texts.chooseNote : texts.turnOnNote}</p>
    </>
  );
}

/** Choosing a method changes nothing, so it is a plain visit; beginning an enrolment makes a secret, so it is a POST. */
function OnForm({ visit }: { visit: SessionVisit }): JSX.Element {
  const begins = !visit.portal.twoFactor.methodChoice;
  return (
    <form method={begins ? 'post' : 'get'} action={enrolmentPath(visit)}>
      {begins ? <HiddenToken visit={visit} /> : null}
      <OnOffButton state="on" words={visit.words} />
    </form>
  );
}

/** Opens the review page; only that page turns anything off (G-16). */
function OffForm({ visit }: { visit: SessionVisit }): JSX.Element {
  return (
    <form method="get" action={pathOf(visit, 'two-factor')}>
      <OnOffButton state="off" words={visit.words} />
    </form>
  );
}

function PreparationNote({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.account.twoFactor;
  return (
    <div class="note">
      <Icon name="device" size={24} />
      <p>
        {words.preparationBefore} <a href={`${pathOf(visit, 'help')}#preparation`}>{words.preparationLink}</a>
        {words.preparationAfter}
      </p>
    </div>
  );
}
