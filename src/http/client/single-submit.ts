/**
 * A form that is on its way is not sent again by a second press (the server would cope, the person would not). The button
 * keeps its words; after a while, or when the page comes back from the back cache, it may be pressed again.
 */

/** Milliseconds after which an answer is no longer expected. */
const GIVEN_UP_AFTER = 10_000;

export function submitOnce(root: Document): void {
  root.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (form.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      return;
    }
    form.setAttribute('aria-busy', 'true');
    setTimeout(() => form.removeAttribute('aria-busy'), GIVEN_UP_AFTER);
  });
  addEventListener('pageshow', () => {
    for (const form of root.querySelectorAll('form[aria-busy]')) form.removeAttribute('aria-busy');
  });
}
