/**
 * Keeps recovery codes: as a text file made here, on paper, in the clipboard (U-44). Nothing of it goes back to the server.
 * What a browser cannot do has no button; without any the advice to write them down stays.
 */

/** The result stays to be read for this long, in milliseconds. */
const SAID_FOR = 4000;

export function addSheetActions(root: ParentNode): void {
  for (const strip of root.querySelectorAll<HTMLElement>('[data-code-sheet]')) {
    const buttons = [downloadButton(strip), printButton(strip), copyButton(strip)].filter((button) => button !== null);
    strip.querySelector('p')?.remove();
    strip.append(...buttons);
    for (const hidden of root.querySelectorAll<HTMLElement>('[data-code-file]')) hidden.hidden = false;
  }
}

function downloadButton(strip: HTMLElement): HTMLElement {
  return button(strip, 'download', 'data-download', () => {
    const file = new Blob([strip.getAttribute('data-code-sheet') ?? ''], { type: 'text/plain;charset=utf-8' });
    const address = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = address;
    link.download = strip.getAttribute('data-file-name') ?? '';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), SAID_FOR);
  });
}

function printButton(strip: HTMLElement): HTMLElement {
  return button(strip, 'print', 'data-print', () => print());
}

/** Only in a secure context. */
function copyButton(strip: HTMLElement): HTMLElement | null {
  if (!('clipboard' in navigator)) return null;
  const status = document.createElement('span');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  strip.append(status);
  const copy = button(strip, 'copy', 'data-copy-codes', (label) => {
    const copied = strip.getAttribute('data-copied');
    void navigator.clipboard.writeText(strip.getAttribute('data-lines') ?? '').then(
      () => {
        label.textContent = copied;
        status.textContent = copied;
        setTimeout(() => {
          label.textContent = strip.getAttribute('data-copy-codes');
          status.textContent = '';
        }, SAID_FOR);
      },
      () => copy.remove(),
    );
  });
  return copy;
}

function button(strip: HTMLElement, icon: string, words: string, press: (label: HTMLElement) => void): HTMLElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button button-secondary button-medium';
  const drawn = strip.querySelector<HTMLTemplateElement>(`template[data-icon="${icon}"]`)?.content.cloneNode(true);
  if (drawn !== undefined) made.append(drawn);
  const label = document.createElement('span');
  label.textContent = strip.getAttribute(words);
  made.append(label);
  made.addEventListener('click', () => press(label));
  return made;
}
