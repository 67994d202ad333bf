/**
 * The on/off pair of the two-factor section (L07, L08): two cells, never a joined toggle, so that nobody takes a filled half
 * for the present state. Forms and words come from the caller.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Words } from '../i18n/catalog.ts';
import { Icon } from './marks.tsx';

/** A cell of the on/off pair that changes the setting: put it inside the form given to {@link OnOff}. */
export function OnOffButton({ state, words }: { state: 'on' | 'off'; words: Words }): JSX.Element {
  return (
    <button type="submit" class="on-off-button">
      {words.common[state]}
    </button>
  );
}

export interface OnOffProps {
  /** The setting as it is now: shown as text, with a check and a word. */
  readonly state: 'on' | 'off';
  readonly words: Words;
  /** A whole form (hidden token and an {@link OnOffButton}) that turns it on; shown while it is off. */
  readonly onForm?: Child;
  /** The same for turning it off; shown while it is on. */
  readonly offForm?: Child;
}

/** [On] always left, [Off] always right; the current one is text, the other a button (L07, L08). */
export function OnOff({ state, words, onForm, offForm }: OnOffProps): JSX.Element {
  const current = (
    <p class="on-off-current">
      <span class="on-off-word">
        <Icon name="check" />
        {words.common[state]}
      </span>
      <span class="on-off-note">{words.common.currentSetting}</span>
    </p>
  );
  return (
    <div class="on-off">
      <div class="on-off-cell">{state === 'on' ? current : onForm}</div>
      <div class="on-off-cell">{state === 'off' ? current : offForm}</div>
    </div>
  );
}
