/** The pick of a macro on the pages about a request, and what it places there: a draft that somebody reads and sends (D-29). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import { filledMacro, type Macro, type MacroReason, type MacroUse, SHIPPED_MACROS } from '../core/macro.ts';
import { may } from '../core/staff.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDate } from '../i18n/dates.ts';
import { Button, TextLink } from './components.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

/** What a macro is for, in the words of the page on which that is done. */
export function useText({ deskMacros, deskRequest }: Words, { reason, state }: MacroUse): string {
  const of = state === 'note' || state === 'attempt' ? deskMacros.states[state] : deskRequest.bar[state];
  return reason === null ? of : `${of} / ${reasonText({ deskRequest }, reason)}`;
}

/** As the page on which it is chosen has it. */
export function reasonText({ deskRequest }: Pick<Words, 'deskRequest'>, reason: MacroReason): string {
  const { outcomes, reasons } = deskRequest;
  return Object.hasOwn(outcomes, reason) ? outcomes[reason as keyof typeof outcomes] : reasons[reason as keyof typeof reasons];
}

/** The request that a text is placed for. */
interface MacroSubject {
  readonly portal: string;
  readonly receipt: string;
}

/** What stands in the field of the note: the macro that was picked, filled in; undefined when none was. */
export function placedMacro(visit: SessionVisit, macros: readonly Macro[], request: MacroSubject): string | undefined {
  const { language, query, words } = visit;
  const picked = query['macro'];
  const shipped = SHIPPED_MACROS.find((key) => key === picked);
  const text =
    shipped === undefined ? macros.find(({ id }) => id === picked)?.text[language] : words.deskMacros.shipped[shipped].text;
  return text === undefined ? undefined : placedText(visit, text, request, language);
}

/** With what belongs into its places. */
export function placedText(
  { caller, site }: SessionVisit,
  text: string,
  { portal, receipt }: MacroSubject,
  language: Language,
): string {
  const today = formatDate(language, caller.at);
  return filledMacro(text, { receipt, portal: site.portals.get(portal)?.name[language] ?? portal, today });
}

/** Chosen and placed without script: the page comes again with the text in the field. */
export function MacroPick({
  visit,
  macros,
  receipt,
}: {
  visit: SessionVisit;
  macros: readonly Macro[];
  receipt: string;
}): JSX.Element {
  const { language } = visit;
  const texts = visit.words.deskMacros;
  return (
    <form method="get" action={pathOf(visit, `requests/${receipt}/handling`)}>
      <div class="field">
        <label class="label" for="macro">
          {texts.place}
        </label>
        <select class="input" id="macro" name="macro">
          <option value="">{texts.placeNone}</option>
          {SHIPPED_MACROS.map((key) => (
            <option value={key}>{texts.shipped[key].title}</option>
          ))}
          {macros.map(({ id, title }) => (
            <option value={id}>{title[language]}</option>
          ))}
        </select>
      </div>
      <div class="actions">
        <Button kind="secondary">{texts.placeSubmit}</Button>
      </div>
      {may(visit.session.account.role, 'macros.edit') ? (
        <p>
          <TextLink href={pathOf(visit, 'macros')}>{texts.link}</TextLink>
        </p>
      ) : null}
    </form>
  );
}
