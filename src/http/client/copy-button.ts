/**
 * Copies the key of an enrolment as one string (U-35). Where the browser cannot copy (no secure context) there is no button
 * at all; the key stands there to be selected either way.
 */

/** The result stays to be read for this long, in milliseconds. */
const SAID_FOR = 4000;

export function addCopyButtons(root: ParentNode): void {
  if (!('clipboard' in navigator)) return;
  for (const box of root.querySelectorAll<HTMLElement>('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-secondary copy';
    const icon = copyIcon(box);
    if (icon !== null) button.append(icon);
    const label = document.createElement('span');
    label.textContent = box.getAttribute('data-copy-label');
    button.append(label);
    const status = document.createElement('span');
    status.className = 'visually-hidden';
    status.setAttribute('role', 'status');
    const say = (text: string | null, aloud: string | null): void => {
      label.textContent = text;
      status.textContent = aloud;
    };
    button.addEventListener('click', () => {
      const copied = box.getAttribute('data-copied');
      void navigator.clipboard.writeText(box.getAttribute('data-copy') ?? '').then(
        () => {
          say(copied, copied);
          setTimeout(() => say(box.getAttribute('data-copy-label'), ''), SAID_FOR);
        },
        () => button.remove(),
      );
    });
    const row = box.querySelector('.key-actions') ?? box;
    row.prepend(button);
    row.append(status);
  }
}

/** The icon is drawn by the server into a template, so that its shape is written down once. */
function copyIcon(box: HTMLElement): Node | null {
  return box.querySelector('template')?.content.cloneNode(true) ?? null;
}
