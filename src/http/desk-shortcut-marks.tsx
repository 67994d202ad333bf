/**
 * Keyboard shortcuts of the desk (D-34) as marks on links and fields, which the script presses or focuses. With a modifier but for `/`
 * and `?`; everything they do is there without them. In a browser that switched them off no page has a mark.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { pathOf, type Visit } from './visit.ts';

/** Of each view, in their order: keys by their place, whatever stands on them. */
export const VIEW_KEYS = ['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8'] as const;
type ShortcutKey = (typeof VIEW_KEYS)[number] | 'KeyN' | 'KeyS' | 'help';

/** What the cookie of a browser says that wants none. */
export const SHORTCUTS_OFF = 'off';

export function hasShortcuts({ jar, portal }: Pick<Visit, 'jar' | 'portal'>): boolean {
  return jar.read(portal.id, 'shortcuts') !== SHORTCUTS_OFF;
}

/** Attributes of what the key presses or focuses; none where shortcuts are off. */
export function shortcutMark(visit: Visit, key: ShortcutKey | undefined): Readonly<Record<string, string>> {
  return key === undefined || !hasShortcuts(visit) ? {} : { 'data-shortcut': key };
}

export function ShortcutsLink({ visit }: { visit: Visit }): JSX.Element {
  const { link, linkOff } = visit.words.deskWork.shortcuts;
  return (
    <p class="small shortcuts-link">
      <a href={pathOf(visit, 'shortcuts')} {...shortcutMark(visit, 'help')}>
        {hasShortcuts(visit) ? link : linkOff}
      </a>
    </p>
  );
}
