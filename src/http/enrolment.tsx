/**
 * Enrolling an authenticator app, in a session or as the last step of a compulsory sign-in. Opening the page never makes a
 * secret (T-47); only a right code makes it an authenticator (S-16). The pages are in `enrolment-page.tsx`.
 */
import type { Refusal } from '../core/outcome.ts';
import { safeReturnPath } from '../core/redirect.ts';
import { readCode } from '../core/totp.ts';
import {
  abandonEnrolment,
  beginEnrolment,
  confirmEnrolment,
  ENROLMENT_SCHEDULE,
  type Enrollee,
  enrolAndSignIn,
  type TypedEnrolment,
  viewEnrolment,
} from '../journeys/enrolment.ts';
import { findRecoveryCodes, mayHaveCodes } from '../journeys/recovery-codes.ts';
import { bindRecovered } from '../journeys/redemption.ts';
import { pausedTrouble, staleTrouble, type Trouble, typedTrouble, wrongTrouble } from './code-errors.tsx';
import { enterPortal } from './completed-sign-in.ts';
import { isDeviceNameTooLong, readDeviceName } from './device-name.ts';
import { AlreadyOnPage, DonePage, EnrolmentPage, RestartPage } from './enrolment-page.tsx';
import { startEnrolment } from './enrolment-start.ts';
import type { PurposeKind } from './enrolment-texts.ts';
import { showFirstPasskey } from './first-passkey.tsx';
import { sendToStep } from './pending-step.ts';
import { answerBinding } from './recovered-device.ts';
import { answerElsewhere, securityPath, unchangedPath } from './refusals.ts';
import { type PendingVisit, pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

/** Name typed so far: kept when the code is wrong (G-03). */
interface Attempt {
  readonly name: string;
  readonly trouble: Trouble;
}

/** GET /{portal}/enrolment: what is pending, or "already on"; without either, where an enrolment begins. */
export async function getEnrolment(visit: SessionVisit): Promise<Response> {
  const shown = await showEnrolment(visit, inSession(visit), null);
  if (shown !== null) return shown;
  return seeOther(visit.portal.twoFactor.methodChoice ? pathOf(visit, 'enrolment/method') : securityPath(visit));
}

/** POST /{portal}/enrolment: [有効], and starting again. */
export async function postEnrolment(visit: SessionVisit): Promise<Response> {
  if (visit.staleForm) return showRestart(visit, 'session', staleTrouble(visit, 'restart'));
  return startEnrolment(visit);
}

/** POST /{portal}/enrolment/code */
export async function postEnrolmentCode(visit: SessionVisit): Promise<Response> {
  const { caller, jar, portal, session, sessionToken, site } = visit;
  const typed = readTyped(visit);
  if (!typed.ok) return showAttempt(visit, inSession(visit), typed.attempt);
  const outcome = await confirmEnrolment(site.ports, caller, session, sessionToken, typed.value);
  if (!outcome.ok) return answerRefusal(visit, inSession(visit), outcome.refusal);
  const { purpose, token } = outcome.value;
  jar.set(portal.id, 'session', token.token);
  return seeOther(pathOf(visit, purpose.kind === 'first' ? 'enrolment/completed' : `enrolment/completed?change=${purpose.kind}`));
}

/** POST /{portal}/enrolment/cancellation: the secret is thrown away (G-10). */
export async function postEnrolmentCancellation(visit: SessionVisit): Promise<Response> {
  if (visit.staleForm) return showAttempt(visit, inSession(visit), { name: '', trouble: staleTrouble(visit, 'code') });
  await abandonEnrolment(visit.site.ports, visit.caller, inSession(visit));
  return seeOther(unchangedPath(visit));
}

/** GET /{portal}/enrolment/completed */
export async function getEnrolmentDone(visit: SessionVisit): Promise<Response> {
  const newest = visit.session.authenticators.toSorted((a, b) => b.boundAt - a.boundAt)[0];
  if (newest === undefined) return seeOther(securityPath(visit));
  const returnTo = safeReturnPath(visit.query['return_to'], visit.isReturnPath);
  const codes = await findRecoveryCodes(visit.site.ports, visit.caller, visit.session);
  const offersCodes = codes === null && mayHaveCodes(visit.caller, visit.session);
  const done = { device: newest, kind: changeOf(visit), returnTo, offersCodes };
  return showPage(visit, <DonePage visit={visit} {...done} />);
}

/** Chooses words only. */
function changeOf({ query }: SessionVisit): PurposeKind {
  const { change } = query;
  return change === 'added' || change === 'replaced' ? change : 'first';
}

/** GET /{portal}/sign-in/enrolment: the same page for who must enrol before the first session. */
export async function getSignInEnrolment(visit: PendingVisit): Promise<Response> {
  const elsewhere = sendToStep(visit, ['enrolment']);
  if (elsewhere !== null) return elsewhere;
  if (visit.portal.passkeysOnly === true) return showFirstPasskey(visit, '', null);
  return (await showEnrolment(visit, inSignIn(visit), null)) ?? showRestart(visit, 'pending', null);
}

/** POST /{portal}/sign-in/enrolment: starting again. */
export async function postSignInEnrolment(visit: PendingVisit): Promise<Response> {
  const elsewhere = sendToStep(visit, ['enrolment']);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showRestart(visit, 'pending', staleTrouble(visit, 'restart'));
  const begun = await beginEnrolment(visit.site.ports, visit.caller, inSignIn(visit));
  return begun.ok ? seeOther(pathOf(visit, 'sign-in/enrolment')) : answerElsewhere(visit, begun.refusal);
}

/** POST /{portal}/sign-in/enrolment/code: bound and signed in at once. */
export async function postSignInEnrolmentCode(visit: PendingVisit): Promise<Response> {
  const { caller, pending, session, site } = visit;
  const elsewhere = sendToStep(visit, ['enrolment']);
  if (elsewhere !== null) return elsewhere;
  const typed = readTyped(visit);
  if (!typed.ok) return showAttempt(visit, inSignIn(visit), typed.attempt);
  if (pending.sitting === 'lost-device') return bindInSignIn(visit, typed.value);
  const outcome = await enrolAndSignIn(site.ports, caller, pending, typed.value, session);
  if (!outcome.ok) return answerRefusal(visit, inSignIn(visit), outcome.refusal);
  const { returnTo } = outcome.value;
  const query = returnTo === null ? '' : `?${new URLSearchParams({ return_to: returnTo }).toString()}`;
  return enterPortal(visit, outcome.value, `${pathOf(visit, 'enrolment/completed')}${query}`);
}

/** The end of a recovery: bound, and to the sign-in, where the new device is asked for (desk.md section 4). */
async function bindInSignIn(visit: PendingVisit, typed: TypedEnrolment): Promise<Response> {
  const outcome = await bindRecovered(visit.site.ports, visit.caller, visit.pending, typed);
  return answerBinding(visit, outcome, (refusal) => answerRefusal(visit, inSignIn(visit), refusal));
}

type Typed = { readonly ok: true; readonly value: TypedEnrolment } | { readonly ok: false; readonly attempt: Attempt };

/** Code and name as typed. */
function readTyped(visit: Visit): Typed {
  const { fields, words } = visit;
  const name = readDeviceName(fields['device_name'] ?? '');
  if (visit.staleForm) return { ok: false, attempt: { name, trouble: staleTrouble(visit, 'code') } };
  const code = readCode(fields['code'] ?? '');
  const errors = [
    ...(code.ok ? [] : typedTrouble(words, code).errors),
    ...(isDeviceNameTooLong(name) ? [{ field: 'device-name', message: words.enrolment.deviceNameLength }] : []),
  ];
  if (!code.ok || errors.length > 0) return { ok: false, attempt: { name, trouble: { status: 422, errors } } };
  return { ok: true, value: { code: code.code, deviceName: name, unnamed: words.enrolment.unnamedDevice } };
}

async function answerRefusal(visit: Visit, who: Enrollee, refusal: Refusal): Promise<Response> {
  const name = readDeviceName(visit.fields['device_name'] ?? '');
  switch (refusal.code) {
    case 'code-wrong':
      return showAttempt(visit, who, { name, trouble: wrongTrouble(visit.words, refusal, ENROLMENT_SCHEDULE) });
    case 'too-many-attempts':
      return showAttempt(visit, who, { name, trouble: pausedTrouble(visit, refusal.retryAt, visit.words.enrolment.tooMany) });
    case 'clock-untrusted':
      return showAttempt(visit, who, {
        name,
        trouble: { status: 503, errors: [{ field: 'code', message: visit.words.code.clockUntrusted }] },
      });
    case 'name-taken':
      return showAttempt(visit, who, {
        name,
        trouble: { status: 422, errors: [{ field: 'device-name', message: visit.words.authenticators.nameTaken }] },
      });
    case 'enrolment-expired':
      return showRestart(visit, who.kind, null);
    default:
      return answerElsewhere(visit, refusal);
  }
}

async function showAttempt(visit: Visit, who: Enrollee, attempt: Attempt): Promise<Response> {
  return (
    (await showEnrolment(visit, who, attempt)) ??
    showRestart(visit, who.kind, attempt.trouble.status === 403 ? attempt.trouble : null)
  );
}

/** The page with the same QR code as before, or "already on"; null when nothing is pending. */
async function showEnrolment(visit: Visit, who: Enrollee, attempt: Attempt | null): Promise<Response | null> {
  const view = await viewEnrolment(visit.site.ports, visit.caller, who);
  const kind = who.kind;
  if (view.ok) {
    const page = (
      <EnrolmentPage visit={visit} kind={kind} view={view.value} name={attempt?.name ?? ''} trouble={attempt?.trouble ?? null} />
    );
    return showPage(visit, page, attempt?.trouble.status ?? 200, attempt?.trouble.headers);
  }
  if (view.refusal.code === 'enrolment-expired') return null;
  if (view.refusal.code === 'already-enrolled' && who.kind === 'session') {
    return showPage(visit, <AlreadyOnPage visit={visit} session={who.session} />);
  }
  return answerElsewhere(visit, view.refusal);
}

/** Nothing is pending any more: says so and offers to begin again. */
function showRestart(visit: Visit, kind: Enrollee['kind'], trouble: Trouble | null): Response {
  return showPage(visit, <RestartPage visit={visit} kind={kind} trouble={trouble} />, trouble?.status ?? 200);
}

function inSession({ session }: SessionVisit): Enrollee & { readonly kind: 'session' } {
  return { kind: 'session', session };
}

function inSignIn({ pending }: PendingVisit): Enrollee & { readonly kind: 'pending' } {
  return { kind: 'pending', pending };
}
