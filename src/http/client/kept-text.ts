/**
 * Changing the language keeps what was typed (U-04). Only fields that ask for it (`data-keep`) are kept, never a password or
 * a code, only for the one step to the other language, and only in this tab.
 */

const KEY = 'genkan.typed';
/** Milliseconds after which kept text belongs to another visit. */
const KEPT_FOR = 30_000;

export interface KeptText {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Field id to what was typed. */
  readonly fields: Readonly<Record<string, string>>;
}

export function keepTypedText(root: ParentNode): void {
  restore(root);
  for (const link of root.querySelectorAll('a[data-language]')) {
    link.addEventListener('click', () => {
      const fields = Object.fromEntries([...keptFields(root)].map((field) => [field.id, field.value]));
      const kept: KeptText = { path: location.pathname, at: Date.now(), fields };
      write(JSON.stringify(kept));
    });
  }
}

function restore(root: ParentNode): void {
  const text = take();
  const kept = text === null ? null : readKept(text, location.pathname, Date.now());
  if (kept === null) return;
  for (const field of keptFields(root)) {
    const typed = kept.fields[field.id];
    if (typed !== undefined && typed !== '') field.value = typed;
  }
}

/** What was kept for this page a moment ago; null for anything else. */
export function readKept(text: string, path: string, at: number): KeptText | null {
  try {
    const kept: KeptText = JSON.parse(text);
    return kept.path === path && at >= kept.at && at - kept.at < KEPT_FOR && typeof kept.fields === 'object' ? kept : null;
  } catch {
    return null;
  }
}

function keptFields(root: ParentNode): NodeListOf<HTMLInputElement | HTMLTextAreaElement> {
  return root.querySelectorAll('input[data-keep], textarea[data-keep]');
}

/** Storage may be closed to us; then the links only change the language. */
function write(text: string): void {
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    // Nothing is kept.
  }
}

function take(): string | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text;
  } catch {
    return null;
  }
}
