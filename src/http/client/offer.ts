/**
 * The recommendation as a pop-up (U-27). The page holds it as an open panel; here the same element becomes a modal dialog.
 * The focus starts on the main button, and Esc submits the form that means "not now", so that the answer is remembered.
 */

export function openOffers(root: ParentNode): void {
  for (const dialog of root.querySelectorAll<HTMLDialogElement>('dialog[data-modal][open]')) {
    dialog.removeAttribute('open');
    dialog.showModal();
    dialog.querySelector<HTMLElement>('.button-primary')?.focus();
    dialog.addEventListener('cancel', (event) => {
      const dismissal = dialog.querySelector<HTMLFormElement>('form[data-dismiss]');
      if (dismissal === null) return;
      event.preventDefault();
      dismissal.requestSubmit();
    });
  }
}
