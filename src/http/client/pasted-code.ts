/**
 * Pasting a code: "123 456", "123-456" and full-width digits arrive as six plain digits, so that one sees what will be sent.
 * Anything else is pasted untouched, and nothing is ever submitted by itself (U-15, U-26, checklists.md B6-11).
 */

export function cleanPastedCodes(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[autocomplete="one-time-code"]')) {
    input.addEventListener('paste', (event) => {
      const digits = codeIn(event.clipboardData?.getData('text') ?? '');
      if (digits === null) return;
      event.preventDefault();
      input.value = digits;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
}

/** Six digits, whatever stands between them; null when the text is anything else. */
export function codeIn(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s\p{Pd}\u200b\u2060]/gu, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}
