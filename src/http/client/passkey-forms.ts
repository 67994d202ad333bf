/**
 * Forms that a passkey answers (`data-passkey`): hidden until this browser and this address can use one, then shown in place of what
 * stands there without script. The part that speaks to the authenticator is a file of its own, loaded when it is needed (P-7).
 */

export interface PasskeyForm {
  readonly form: HTMLFormElement;
  /** Takes the answer as JSON; a filled one is sent like any form. */
  readonly answer: HTMLInputElement;
  readonly status: HTMLElement;
}

/** Characters of a name that the server takes; a longer one is sent as it is, so that the page says what is wrong with it. */
const NAME_MAX = 20;

export function preparePasskeyForms(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    const answer = form.querySelector<HTMLInputElement>('[data-passkey-answer]');
    const status = form.querySelector<HTMLElement>('[role="status"]');
    if (answer === null || status === null || !isUsableHere(form)) continue;
    prepare(root, { form, answer, status });
  }
  revealChoices(root);
}

function prepare(root: Document, parts: PasskeyForm): void {
  const { form, answer } = parts;
  reveal(root);
  form.addEventListener('submit', (event) => {
    if (answer.value !== '' || hasLongName(form)) return;
    event.preventDefault();
    void load(form).then((passkeys) => passkeys.answerForm(parts));
  });
  // A page from the back cache holds an answer whose challenge is used up.
  addEventListener('pageshow', () => {
    answer.value = '';
  });
  if (form.hasAttribute('data-autofill'))
    onFirstSign(root, () => void load(form).then((passkeys) => passkeys.offerAutofill(parts)));
}

function reveal(root: Document): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-passkey-way]')) box.hidden = false;
  for (const text of root.querySelectorAll<HTMLElement>('[data-passkey-without]')) text.hidden = true;
}

/** Where passkeys are offered; among the methods, nothing is chosen beforehand between two (U-29). */
function revealChoices(root: Document): void {
  for (const card of root.querySelectorAll<HTMLElement>('[data-passkey-choice]')) {
    if (!isUsableHere(card)) continue;
    card.hidden = false;
    for (const radio of root.querySelectorAll<HTMLInputElement>('input[data-only-choice]')) radio.checked = false;
  }
}

/** The address must be one of the relying party: in the demo localhost, not 127.0.0.1. */
function isUsableHere(element: HTMLElement): boolean {
  const party = element.getAttribute('data-party') ?? '';
  const isHere = location.hostname === party || location.hostname.endsWith(`.${party}`);
  return isHere && typeof PublicKeyCredential === 'function';
}

function hasLongName(form: HTMLFormElement): boolean {
  const name = form.querySelector<HTMLInputElement>('input[data-passkey-name]');
  return name !== null && [...name.value.trim()].length > NAME_MAX;
}

function load(form: HTMLFormElement): Promise<typeof import('./passkeys.ts')> {
  return import(form.getAttribute('data-script') ?? '');
}

/** Who only reads the page costs no request; a pointer that moves or a key is early enough for the list at the e-mail field. */
function onFirstSign(root: Document, begin: () => void): void {
  const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
  const once = (): void => {
    for (const sign of signs) root.removeEventListener(sign, once);
    begin();
  };
  for (const sign of signs) root.addEventListener(sign, once, { passive: true });
}
