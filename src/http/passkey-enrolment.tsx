/**
 * Registering a passkey in a session (SEC-D07): a page that says what will happen, takes a name and starts the dialog of the system. Nothing
 * is pending on the server but a challenge, so leaving the page changes nothing.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { PASSKEYS_MAX } from '../core/passkey.ts';
import { askRegistration } from '../journeys/passkey-challenges.ts';
import { registerPasskey } from '../journeys/passkey-enrolment.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, StepProgress } from './components.tsx';
import { isDeviceNameTooLong, readDeviceName } from './device-name.ts';
import { TextField } from './fields.tsx';
import { refuseJson, showJson } from './json.ts';
import { PortalPage } from './layout.tsx';
import { readAttestation } from './passkey-answer.ts';
import { CancelWithoutPasskeys, PASSKEY, PasskeyForm, PasskeyWay, passkeyTrouble, WithoutPasskeys } from './passkey-form.tsx';
import { answerElsewhere, unchangedPath } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const NAME = 'passkey-name';

/** GET /{portal}/enrolment/passkey */
export function getPasskeyEnrolment(visit: SessionVisit): Response {
  return showEnrolment(visit, '', null);
}

/** POST /{portal}/enrolment/passkey/challenge */
export async function postRegistrationChallenge(visit: SessionVisit): Promise<Response> {
  if (visit.staleForm) return refuseJson('stale-form');
  const asked = await askRegistration(visit.site.ports, visit.caller, visit.session);
  return asked.ok ? showJson(asked.value) : refuseJson(asked.refusal.code);
}

/** POST /{portal}/enrolment/passkey */
export async function postPasskeyEnrolment(visit: SessionVisit): Promise<Response> {
  const { caller, fields, jar, portal, session, sessionToken, site, words } = visit;
  const name = readDeviceName(fields['passkey_name'] ?? '');
  if (visit.staleForm) return showEnrolment(visit, name, staleTrouble(visit, PASSKEY));
  if (isDeviceNameTooLong(name))
    return showEnrolment(visit, name, { status: 422, errors: [{ field: NAME, message: words.passkeys.enrol.nameLength }] });
  const typed = { answer: readAttestation(fields['attestation'] ?? ''), name: name === '' ? words.passkeys.enrol.unnamed : name };
  const outcome = await registerPasskey(site.ports, caller, session, sessionToken, typed);
  if (!outcome.ok) return answerRefusal(visit, name, outcome.refusal);
  jar.set(portal.id, 'session', outcome.value.token);
  if (session.authenticators.length === 0) return seeOther(pathOf(visit, 'enrolment/completed'));
  return seeOther(`${pathOf(visit, portal.twoFactor.page)}?notice=passkey-added`);
}

function answerRefusal(visit: SessionVisit, name: string, refusal: Refusal): Response {
  const { enrol, full } = visit.words.passkeys;
  if (refusal.code === 'passkeys-full')
    return showEnrolment(visit, name, { status: 422, errors: [{ field: PASSKEY, message: full(PASSKEYS_MAX) }] });
  const trouble = passkeyTrouble(visit, refusal, { ...enrol, paused: visit.words.passkeys.code.paused });
  return trouble === null ? answerElsewhere(visit, refusal) : showEnrolment(visit, name, trouble);
}

function showEnrolment(visit: SessionVisit, name: string, trouble: Trouble | null): Response {
  const page = <PasskeyEnrolmentPage visit={visit} name={name} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface PasskeyEnrolmentPageProps {
  readonly visit: SessionVisit;
  readonly name: string;
  readonly trouble: Trouble | null;
}

function PasskeyEnrolmentPage({ visit, name, trouble }: PasskeyEnrolmentPageProps): JSX.Element {
  const { portal, session, words } = visit;
  const texts = words.passkeys.enrol;
  const isFirst = session.authenticators.length === 0;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      {isFirst && portal.twoFactor.methodChoice ? <StepProgress step={2} of={3} label={texts.step} words={words} /> : null}
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <Banner tone="warn">
        <p>{isFirst ? texts.afterwards : texts.afterwardsFurther}</p>
        <p>{texts.others}</p>
      </Banner>
      <WithoutPasskeys>{texts.without}</WithoutPasskeys>
      <PasskeyWay>
        <PasskeyForm
          visit={visit}
          path="enrolment/passkey"
          ceremony="create"
          button={texts.button}
          stopped={texts.stopped}
          isMain
          cancel={unchangedPath(visit)}
          trouble={trouble}
        >
          <TextField
            id={NAME}
            name="passkey_name"
            label={texts.name}
            hint={texts.nameHint}
            autocomplete="off"
            width="medium"
            value={name === '' ? undefined : name}
            error={errorOf(trouble, NAME)}
            words={words}
          />
        </PasskeyForm>
      </PasskeyWay>
      <CancelWithoutPasskeys visit={visit} />
    </PortalPage>
  );
}
