/**
 * Show and hide a password (U-10). The button exists only by script; the field is hidden again before the form leaves, so
 * that no browser remembers it as plain text and a page from the back cache shows nothing.
 */

export function addRevealButtons(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-reveal]')) {
    const input = box.querySelector('input');
    if (input === null) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'reveal';
    button.setAttribute('aria-controls', input.id);
    const show = (isShown: boolean): void => {
      input.type = isShown ? 'text' : 'password';
      button.textContent = (isShown ? box.getAttribute('data-hide') : box.getAttribute('data-show')) ?? '';
      button.setAttribute(
        'aria-label',
        (isShown ? box.getAttribute('data-hide-label') : box.getAttribute('data-show-label')) ?? '',
      );
    };
    show(false);
    button.addEventListener('click', () => show(input.type === 'password'));
    input.form?.addEventListener('submit', () => show(false));
    addEventListener('pagehide', () => show(false));
    box.append(button);
    box.classList.add('has-reveal');
  }
}
