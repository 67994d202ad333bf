/**
 * Where a portal shows it, the choice of a method before the enrolment (Z-06): choosing and confirming are two acts (S-14). Between two
 * methods none is chosen beforehand; without script there is one, which is chosen already (U-29).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, StepProgress, TextLink } from './components.tsx';
import { CancelButton, CancelForm } from './enrolment-page.tsx';
import { startEnrolment } from './enrolment-start.ts';
import { HiddenToken, RadioCard } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { securityPath } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const TOTP = 'totp';
const PASSKEY = 'passkey';

/** GET /{portal}/enrolment/method */
export function getMethod(visit: SessionVisit): Response {
  return sendOn(visit) ?? showMethods(visit, null);
}

/** POST /{portal}/enrolment/method */
export async function postMethod(visit: SessionVisit): Promise<Response> {
  const elsewhere = sendOn(visit);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showMethods(visit, staleTrouble(visit, 'method-totp'));
  if (visit.fields['method'] === PASSKEY) return seeOther(pathOf(visit, 'enrolment/passkey'));
  if (visit.fields['method'] !== TOTP) {
    return showMethods(visit, { status: 422, errors: [{ field: 'method-totp', message: visit.words.enrolment.methodEmpty }] });
  }
  return startEnrolment(visit);
}

/** Who has an authenticator already, or a portal without this page (S-24). */
function sendOn(visit: SessionVisit): Response | null {
  if (visit.session.authenticators.length > 0) return seeOther(pathOf(visit, 'enrolment'));
  return visit.portal.twoFactor.methodChoice ? null : seeOther(securityPath(visit));
}

function showMethods(visit: SessionVisit, trouble: Trouble | null): Response {
  return showPage(visit, <MethodPage visit={visit} trouble={trouble} />, trouble?.status ?? 200);
}

function MethodPage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { portal, site, words } = visit;
  const texts = words.enrolment;
  const error = trouble?.status === 422 ? errorOf(trouble, 'method-totp') : undefined;
  return (
    <PortalPage visit={visit} title={texts.methodTitle} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={1} of={3} label={texts.stepMethod} words={words} />
      <h1>{texts.methodTitle}</h1>
      <p class="lead">{texts.methodLead}</p>
      <form method="post" action={pathOf(visit, 'enrolment/method')} novalidate>
        <HiddenToken visit={visit} />
        <fieldset
          class={error === undefined ? undefined : 'has-error'}
          aria-describedby={error === undefined ? undefined : 'method-error'}
        >
          <legend class="label">
            {texts.methodLegend} <span class="required">{words.common.required}</span>
          </legend>
          <RadioCard
            id="method-totp"
            name="method"
            value={TOTP}
            label={texts.methodApp}
            hint={texts.methodAppWhy}
            icon="device"
            checked
            onlyChoice
          />
          <div data-passkey-choice data-party={site.ports.passkeys.relyingParty(portal.id).id} hidden>
            <RadioCard
              id="method-passkey"
              name="method"
              value={PASSKEY}
              label={words.passkeys.enrol.method}
              hint={words.passkeys.enrol.methodWhy}
              icon="key"
            />
          </div>
          {error === undefined ? null : (
            <p class="field-error" id="method-error">
              {error}
            </p>
          )}
        </fieldset>
        <p>
          <TextLink href={`${pathOf(visit, 'help')}#preparation`}>{texts.methodPreparation}</TextLink>
        </p>
        <Actions>
          <Button size="large">{texts.methodSubmit}</Button>
          <CancelButton words={words} />
        </Actions>
      </form>
      <CancelForm visit={visit} />
    </PortalPage>
  );
}
