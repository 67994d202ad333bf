/**
 * Asks the server for a challenge and the authenticator for an answer, puts the answer into the form and sends it as any form is sent. What
 * the person sees before and after the dialog of the system stands in the form, in the language of the page (B7-2).
 */
import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { PasskeyForm } from './passkey-forms.ts';

/** The list at the e-mail field is asked for anew before its challenge runs out, in milliseconds. */
const RENEWED_AFTER = 240_000;

/** After a press of the button. */
export async function answerForm(parts: PasskeyForm): Promise<void> {
  const { form } = parts;
  say(parts, 'waiting');
  try {
    send(parts, form.dataset['passkey'] === 'create' ? await create(form) : await get(form, false));
  } catch (error) {
    say(parts, error instanceof Error && error.name === 'InvalidStateError' ? 'exists' : 'stopped');
    if (form.hasAttribute('data-autofill')) void offerAutofill(parts);
  }
}

/** The list of passkeys at the e-mail field; nothing is said when nobody picks one. */
export async function offerAutofill(parts: PasskeyForm): Promise<void> {
  if (!(await browserSupportsWebAuthnAutofill())) return;
  const renewal = setTimeout(() => void offerAutofill(parts), RENEWED_AFTER);
  try {
    const answer = await get(parts.form, true);
    clearTimeout(renewal);
    send(parts, answer);
  } catch {
    // Another ceremony took its place, or the person typed the address instead.
  }
}

async function get(form: HTMLFormElement, useBrowserAutofill: boolean): Promise<object> {
  const optionsJSON: PublicKeyCredentialRequestOptionsJSON = await challenge(form);
  return startAuthentication({ optionsJSON, useBrowserAutofill });
}

async function create(form: HTMLFormElement): Promise<object> {
  const optionsJSON: PublicKeyCredentialCreationOptionsJSON = await challenge(form);
  return startRegistration({ optionsJSON });
}

/** Options as the server decided them; a no (signed out, too many) leads to the same words as a cancelled dialog. */
async function challenge<Options>(form: HTMLFormElement): Promise<Options> {
  const token = form.querySelector<HTMLInputElement>('input[name="form_token"]')?.value ?? '';
  const response = await fetch(form.dataset['challenge'] ?? '', {
    method: 'POST',
    body: new URLSearchParams({ form_token: token }),
    redirect: 'error',
  });
  if (!response.ok) throw new Error('no challenge');
  return response.json();
}

function send({ form, answer, ...parts }: PasskeyForm, found: object): void {
  answer.value = JSON.stringify(found);
  keepTyped(form);
  say({ form, answer, ...parts }, 'sending');
  form.requestSubmit();
}

/** A passkey that is refused leads back to the address that was typed already. */
function keepTyped(form: HTMLFormElement): void {
  const kept = form.querySelector<HTMLInputElement>('[data-passkey-typed]');
  const typed = document.querySelector<HTMLInputElement>('#email');
  if (kept !== null && typed !== null) kept.value = typed.value;
}

function say({ form, status }: PasskeyForm, what: 'waiting' | 'sending' | 'stopped' | 'exists'): void {
  status.textContent = form.dataset[what] ?? '';
}
