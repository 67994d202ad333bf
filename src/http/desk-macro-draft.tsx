/**
 * Where a macro that was chosen for a request leads: to the page of what it is for, with its reason chosen and its text in the remark,
 * for whoever may do that now; into a note for everybody else (D-29). Nothing is decided or sent by it.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { MacroReason, MacroState } from '../core/macro.ts';
import type { ShownRequest } from '../journeys/desk-request.ts';
import { listMacros } from '../journeys/macros.ts';
import { Banner, TextLink } from './components.tsx';
import {
  MacroPick,
  type MacroSubject,
  type OfferedMacro,
  offeredMacros,
  pickedMacro,
  placedText,
  reasonText,
} from './desk-macro-pick.tsx';
import { decisionPath, requestPath } from './desk-paths.ts';
import { possibleDecisions } from './desk-request-bar.tsx';
import { findShown } from './desk-request-parts.tsx';
import { type SessionVisit, seeOther } from './visit.ts';

/** What a macro can be for besides a note. */
export type DraftState = Exclude<MacroState, 'note'>;

/** By this person, on this request, as it is now; the last word has the decider. */
export function mayDraft(visit: SessionVisit, shown: ShownRequest, state: DraftState): boolean {
  if (state === 'attempt') return shown.ownCall !== null && shown.may('evidence.record');
  return possibleDecisions(visit, shown).includes(state);
}

async function offeredTo(visit: SessionVisit): Promise<readonly OfferedMacro[]> {
  const macros = await listMacros(visit.site.ports, visit.session);
  return macros === null ? [] : offeredMacros(visit, macros);
}

/** Null where the chosen macro is for a note, or this person can do nothing else with it now, or asked for a note. */
export async function leadToDraft(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { query } = visit;
  if (query['macro'] === undefined || query['as'] === 'note') return null;
  const picked = pickedMacro(visit, await offeredTo(visit));
  if (picked === null || picked.use.state === 'note') return null;
  const { state } = picked.use;
  const shown = await findShown(visit, receipt);
  if (shown === null || !mayDraft(visit, shown, state)) return null;
  const page = state === 'attempt' ? `${requestPath(visit, receipt)}/call` : decisionPath(visit, receipt, state);
  return seeOther(`${page}?${new URLSearchParams([['macro', picked.id]]).toString()}`);
}

/** Where the text of the chosen macro is placed into a note, whatever else it is for. */
export function notePath(visit: SessionVisit, receipt: string): string {
  const query = new URLSearchParams([
    ['macro', visit.query['macro'] ?? ''],
    ['as', 'note'],
  ]);
  return `${requestPath(visit, receipt)}/handling?${query.toString()}`;
}

export interface MacroDraft {
  readonly state: DraftState;
  /** For this state and no other. */
  readonly offered: readonly OfferedMacro[];
  readonly picked: OfferedMacro | null;
  readonly text: string | undefined;
  readonly reason: MacroReason | null;
}

/** For the page of what the state says. */
export async function macroDraft(visit: SessionVisit, state: DraftState, request: MacroSubject): Promise<MacroDraft> {
  const offered = (await offeredTo(visit)).filter(({ use }) => use.state === state);
  const picked = pickedMacro(visit, offered);
  const text = picked === null ? undefined : placedText(visit, picked.text, request, visit.language);
  return { state, offered, picked, text, reason: picked?.use.reason ?? null };
}

interface DraftProps {
  readonly visit: SessionVisit;
  readonly receipt: string;
  readonly draft: MacroDraft;
}

/** The pick above the form it fills, and which one filled it. */
export function DraftPick({ visit, receipt, draft }: DraftProps): JSX.Element | null {
  const { words } = visit;
  const texts = words.deskMacros;
  const { offered, picked, reason, state } = draft;
  if (offered.length === 0) return null;
  const action = state === 'attempt' ? `${requestPath(visit, receipt)}/call` : decisionPath(visit, receipt, state);
  return (
    <>
      {picked === null ? null : (
        <Banner tone="info" role="status" title={texts.drafted(picked.title)}>
          {reason === null ? null : <p>{`${texts.reason}: ${reasonText(words, reason)}`}</p>}
          <p>
            <TextLink href={notePath(visit, receipt)}>{texts.toNote}</TextLink>
          </p>
        </Banner>
      )}
      <MacroPick visit={visit} offered={offered} action={action} hint={texts.draftHint} submit={texts.draftSubmit} />
    </>
  );
}
