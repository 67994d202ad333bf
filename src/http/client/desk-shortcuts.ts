/**
 * Keyboard shortcuts of the desk: Shift and Alt with a key press the link that carries its mark, `/` goes to the search box, `?` opens
 * the list of them. A page without marks, because somebody switched them off, has none. Keys are known by their place: with Alt some
 * keyboards write other characters.
 */

export function bindShortcuts(root: Document): void {
  if (root.querySelector('[data-shortcut]') === null) return;
  root.addEventListener('keydown', (event) => {
    const key = keyOf(event);
    const target = key === null ? null : root.querySelector<HTMLElement>(`[data-shortcut="${key}"]`);
    if (target === null) return;
    event.preventDefault();
    if (target instanceof HTMLInputElement) target.focus();
    else if (key === 'help' && target instanceof HTMLAnchorElement) void openList(root, target);
    else target.click();
  });
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'target'>;

/** The mark that a key stands for; null for every other, and for a single character where somebody types. */
export function keyOf(event: Pressed): string | null {
  const { key, code, altKey, shiftKey, ctrlKey, metaKey, isComposing, target } = event;
  if (ctrlKey || metaKey || isComposing) return null;
  if (altKey) return shiftKey && /^(?:Digit[1-8]|Key[NS])$/u.test(code) ? code : null;
  if (isTyping(target)) return null;
  if (key === '/') return 'KeyS';
  return key === '?' ? 'help' : null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null;
}

/** In a dialog over the page; where it cannot be fetched, by going there. */
async function openList(root: Document, link: HTMLAnchorElement): Promise<void> {
  try {
    const response = await fetch(link.href);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const list = page.querySelector<HTMLElement>('[data-shortcut-list]');
    if (list === null) link.click();
    else showDialog(root, list, page.querySelector('h1')?.textContent ?? '');
  } catch {
    link.click();
  }
}

function showDialog(root: Document, list: HTMLElement, heading: string): void {
  if (root.querySelector('dialog[open]') !== null) return;
  const dialog = root.createElement('dialog');
  dialog.className = 'offer shortcut-dialog';
  dialog.setAttribute('aria-labelledby', 'shortcut-dialog-title');
  const title = root.createElement('h2');
  title.id = 'shortcut-dialog-title';
  title.textContent = heading;
  const close = root.createElement('button');
  close.type = 'button';
  close.className = 'button button-primary';
  close.textContent = list.getAttribute('data-close');
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(title, root.importNode(list, true), close);
  root.body.append(dialog);
  dialog.showModal();
  close.focus();
}
