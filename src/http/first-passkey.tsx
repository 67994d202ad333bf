/**
 * The compulsory enrolment of a desk that takes passkeys alone (SEC-K01): the last step of the first sign-in, or of a sitting. Nothing is
 * pending on the server but a challenge; the answer binds the key and signs in.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { askFirstRegistration } from '../journeys/passkey-challenges.ts';
import { mayRegisterFirst, registerAndSignIn, type TypedPasskey } from '../journeys/passkey-enrolment.ts';
import { bindRecoveredPasskey } from '../journeys/redemption.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { enterPortal } from './completed-sign-in.ts';
import { isDeviceNameTooLong, readDeviceName } from './device-name.ts';
import { TextField } from './fields.tsx';
import { refuseJson, showJson } from './json.ts';
import { SignInPage } from './layout.tsx';
import { readAttestation } from './passkey-answer.ts';
import { PASSKEY, PasskeyForm, PasskeyWay, passkeyTrouble, WithoutPasskeys } from './passkey-form.tsx';
import { sendToStep } from './pending-step.ts';
import { answerBinding } from './recovered-device.ts';
import { answerElsewhere } from './refusals.ts';
import { type PendingVisit, pathOf, showPage } from './visit.ts';

const NAME = 'passkey-name';

/** POST /desk/sign-in/enrolment/passkey/challenge */
export async function postFirstChallenge(visit: PendingVisit): Promise<Response> {
  const { caller, pending, site } = visit;
  if (visit.staleForm) return refuseJson('stale-form');
  const refusal = mayRegisterFirst(caller, pending);
  if (refusal !== null) return refuseJson(refusal.code);
  const asked = await askFirstRegistration(site.ports, caller, pending);
  return asked.ok ? showJson(asked.value) : refuseJson(asked.refusal.code);
}

/** POST /desk/sign-in/enrolment/passkey */
export async function postFirstPasskey(visit: PendingVisit): Promise<Response> {
  const { caller, fields, pending, session, site, words } = visit;
  const elsewhere = sendToStep(visit, ['enrolment']);
  if (elsewhere !== null) return elsewhere;
  const texts = words.passkeys.enrol;
  const name = readDeviceName(fields['passkey_name'] ?? '');
  if (visit.staleForm) return showFirstPasskey(visit, name, staleTrouble(visit, PASSKEY));
  if (isDeviceNameTooLong(name))
    return showFirstPasskey(visit, name, { status: 422, errors: [{ field: NAME, message: texts.nameLength }] });
  const typed = { answer: readAttestation(fields['attestation'] ?? ''), name: name === '' ? texts.unnamed : name };
  if (pending.sitting === 'lost-device') return bindPasskey(visit, typed);
  const outcome = await registerAndSignIn(site.ports, caller, pending, typed, session);
  if (outcome.ok) return enterPortal(visit, outcome.value, pathOf(visit, 'enrolment/completed'));
  return answerRefusal(visit, name, outcome.refusal);
}

/** The end of a recovery: bound, and to the sign-in, where the new key is asked for (desk.md section 4). */
async function bindPasskey(visit: PendingVisit, typed: TypedPasskey): Promise<Response> {
  const outcome = await bindRecoveredPasskey(visit.site.ports, visit.caller, visit.pending, typed);
  return answerBinding(visit, outcome, (refusal) => answerRefusal(visit, typed.name, refusal));
}

function answerRefusal(visit: PendingVisit, name: string, refusal: Refusal): Response {
  const { code, enrol } = visit.words.passkeys;
  const trouble = passkeyTrouble(visit, refusal, { ...enrol, paused: code.paused });
  return trouble === null ? answerElsewhere(visit, refusal) : showFirstPasskey(visit, name, trouble);
}

/** GET /desk/sign-in/enrolment, where it is this kind. */
export function showFirstPasskey(visit: PendingVisit, name: string, trouble: Trouble | null): Response {
  const page = <FirstPasskeyPage visit={visit} name={name} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface PageProps {
  readonly visit: PendingVisit;
  readonly name: string;
  readonly trouble: Trouble | null;
}

function FirstPasskeyPage({ visit, name, trouble }: PageProps): JSX.Element {
  const { words } = visit;
  const texts = words.passkeys.enrol;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <p>{words.passkeys.only.lead}</p>
      <WithoutPasskeys>{words.passkeys.only.without}</WithoutPasskeys>
      <PasskeyWay>
        <PasskeyForm
          visit={visit}
          path="sign-in/enrolment/passkey"
          ceremony="create"
          button={texts.button}
          stopped={texts.stopped}
          isMain
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
    </SignInPage>
  );
}
