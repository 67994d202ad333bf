/**
 * Recovery codes in clear, on the one page that shows them: the list, the three ways to keep it, and the box without which the
 * page is not left by its button (Z-09, U-44). The file is made in the browser; nothing here is ever the answer to a GET.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDate, formatIsoDate } from '../i18n/dates.ts';
import { Actions, Button, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';
import { pathOf, type Visit } from './visit.ts';

const LABEL_LENGTH = 3;

export function CodeSheet({ visit, codes }: { visit: Visit; codes: readonly string[] }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <>
      <div class="card code-sheet">
        <ol class={codes.length > 1 ? 'codes codes-many' : 'codes'} aria-label={words.sheetList} translate="no">
          {codes.map((code) => (
            <li>
              <span class="code-slot">{code.slice(0, LABEL_LENGTH)}</span>
              {code.slice(LABEL_LENGTH)}
            </li>
          ))}
        </ol>
        <SheetActions visit={visit} codes={codes} />
      </div>
      <ul class="code-advice">
        <li>
          <Icon name="lock" />
          {words.keepApart}
        </li>
        <li>
          <Icon name="info" />
          {words.neverAsked}
        </li>
        <li data-code-file hidden>
          <Icon name="document" />
          <span>
            {words.fileNameLabel} <span class="file-name">{fileName(visit)}</span>
          </span>
        </li>
      </ul>
    </>
  );
}

/** Filled by script, which alone can do any of the three; without it the advice stands there. */
function SheetActions({ visit, codes }: { visit: Visit; codes: readonly string[] }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <div
      class="code-actions"
      data-code-sheet={fileText(visit, codes)}
      data-lines={codes.join('\n')}
      data-file-name={fileName(visit)}
      data-download={words.download}
      data-print={words.print}
      data-copy-codes={words.copy}
      data-copied={visit.words.common.copied}
    >
      <p class="small">{words.byHand}</p>
      {(['download', 'print', 'copy'] as const).map((name) => (
        <template data-icon={name}>
          <Icon name={name} />
        </template>
      ))}
    </div>
  );
}

/** Says of which portal the codes are and not of whom: a file that is found must not name the account as well. */
function fileText(visit: Visit, codes: readonly string[]): string {
  const { caller, language, portal } = visit;
  const words = visit.words.recoveryCodes;
  const lines = [
    words.fileTitle(portal.name[language]),
    words.fileIssued(formatDate(language, caller.at)),
    '',
    ...codes,
    '',
    words.fileUse,
    words.fileKeep,
    '',
  ];
  return lines.join('\r\n');
}

function fileName({ caller, language, portal, words }: Visit): string {
  return words.recoveryCodes.fileName(portal.name[language], formatIsoDate(caller.at));
}

export interface SavedFormProps {
  readonly visit: Visit;
  readonly label: string;
  readonly setId: string;
  /** The one code that replaced a used one; absent for a whole set. */
  readonly slot?: number;
  /** Where the holder wanted to go; null: the page a sign-in leads to. */
  readonly returnTo: string | null;
  /** Where "continue without saving" leads. */
  readonly laterHref: string;
}

/**
 * The only form that the browser checks: its page cannot be shown again, so an unticked box must not lead away from it, with
 * or without script.
 */
export function SavedForm({ visit, label, setId, slot, returnTo, laterHref }: SavedFormProps): JSX.Element {
  const { words } = visit;
  return (
    <form method="post" action={pathOf(visit, 'recovery-codes/safekeeping')} class="saved-form">
      <HiddenToken visit={visit} />
      <input type="hidden" name="code_set" value={setId} />
      {slot === undefined ? null : <input type="hidden" name="slot" value={slot} />}
      {returnTo === null ? null : <input type="hidden" name="return_to" value={returnTo} />}
      <label class="check" for="saved">
        <input type="checkbox" id="saved" name="saved" value="yes" required />
        <span>
          {label} <span class="required">{words.common.required}</span>
        </span>
      </label>
      <Actions>
        <Button size="large">{words.common.continue}</Button>
        <TextLink href={laterHref}>{words.recoveryCodes.later}</TextLink>
      </Actions>
    </form>
  );
}
