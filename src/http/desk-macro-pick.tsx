/** The pick of a macro on the pages about a request, and what it places there: a draft that somebody reads and sends (D-29). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import {
  filledMacro,
  type Macro,
  type MacroReason,
  type MacroState,
  type MacroUse,
  SHIPPED_MACROS,
  SHIPPED_USES,
} from '../core/macro.ts';
import { may, type StaffAction } from '../core/staff.ts';
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
export interface MacroSubject {
  readonly portal: string;
  readonly receipt: string;
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

/** One that ships or that is kept, in the language of the page. */
export interface OfferedMacro {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly use: MacroUse;
}

/** Those that ship come first. */
export function offeredMacros({ language, words }: SessionVisit, macros: readonly Macro[]): readonly OfferedMacro[] {
  return [
    ...SHIPPED_MACROS.map((id) => ({ id, ...words.deskMacros.shipped[id], use: SHIPPED_USES[id] })),
    ...macros.map(({ id, text, title, use }) => ({ id, title: title[language], text: text[language], use })),
  ];
}

/** Which of them was chosen; null when none was. */
export function pickedMacro({ query }: SessionVisit, offered: readonly OfferedMacro[]): OfferedMacro | null {
  return offered.find(({ id }) => id === query['macro']) ?? null;
}

const ACTIONS = {
  attempt: 'evidence.record',
  propose: 'request.propose',
  approve: 'request.approve',
  return: 'request.return',
  refuse: 'request.refuse',
  stop: 'request.stop',
} as const satisfies Readonly<Record<Exclude<MacroState, 'note'>, StaffAction>>;

interface PickProps {
  readonly visit: SessionVisit;
  readonly offered: readonly OfferedMacro[];
  /** The page that comes again with the text in its field, or leads on to where it belongs. */
  readonly action: string;
  readonly hint: string;
  readonly submit: string;
}

/** Chosen and placed without script. What a macro is for is said to whoever may do that. */
export function MacroPick({ visit, offered, action, hint, submit }: PickProps): JSX.Element {
  const { session, words } = visit;
  const { role } = session.account;
  const texts = words.deskMacros;
  const picked = pickedMacro(visit, offered);
  const labelOf = ({ title, use }: OfferedMacro): string => {
    const of = useText(words, use);
    return use.state === 'note' || of === title || !may(role, ACTIONS[use.state]) ? title : `${title} → ${of}`;
  };
  return (
    <form method="get" action={action}>
      <div class="field">
        <label class="label" for="macro">
          {texts.place}
        </label>
        <div class="hint" id="macro-hint">
          {hint}
        </div>
        <select class="input input-full" id="macro" name="macro" aria-describedby="macro-hint">
          <option value="">{texts.placeNone}</option>
          {offered.map((each) => (
            <option value={each.id} selected={each.id === picked?.id ? true : undefined}>
              {labelOf(each)}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <Button kind="secondary">{submit}</Button>
      </div>
      {may(role, 'macros.edit') ? (
        <p>
          <TextLink href={pathOf(visit, 'macros')}>{texts.link}</TextLink>
        </p>
      ) : null}
    </form>
  );
}
