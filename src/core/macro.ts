/**
 * Texts that the desk writes again and again (D-29): one for both languages, with a place for the receipt, the portal and the day and for
 * nothing that belongs to a person. Each is for a note or for one of the things that staff do with a request, there with its reason. A
 * placed text is a draft: somebody reads it and sends it. Pure.
 */
import type { Bilingual } from './language.ts';
import { REFUSAL_REASONS } from './recovery-event.ts';
import { CONTACT_OUTCOMES } from './recovery-evidence.ts';
import { REMARK_MIN } from './recovery-rules.ts';

export const MACRO_TITLE_MAX = 40;
export const MACRO_TEXT_MAX = 600;
export const MACROS_MOST = 50;

/** What a macro can be for. `attempt`: how a call went; the others but the note are decisions. */
export const MACRO_STATES = ['note', 'attempt', 'propose', 'approve', 'return', 'refuse', 'stop'] as const;
export type MacroState = (typeof MACRO_STATES)[number];
/** Where staff choose a reason of a list, the macro chooses it beforehand. */
export const MACRO_REASONS = { attempt: CONTACT_OUTCOMES, refuse: REFUSAL_REASONS } as const;
export type MacroReason = (typeof MACRO_REASONS)[keyof typeof MACRO_REASONS][number];

export interface MacroUse {
  readonly state: MacroState;
  /** Null where there is none to choose. */
  readonly reason: MacroReason | null;
}

export const NOTE_USE: MacroUse = { state: 'note', reason: null };

/** Null where the two do not belong together. `reason`: '' is none. */
export function readMacroUse(state: string, reason: string): MacroUse | null {
  const known = MACRO_STATES.find((each) => each === state);
  if (known === undefined) return null;
  if (known !== 'attempt' && known !== 'refuse') return reason === '' ? { state: known, reason: null } : null;
  const chosen = MACRO_REASONS[known].find((each) => each === reason);
  return chosen === undefined ? null : { state: known, reason: chosen };
}

/** Those that ship, with what each is for; their texts are in the catalogue. */
export const SHIPPED_USES = {
  received: NOTE_USE,
  absent: { state: 'attempt', reason: 'absent' },
  'more-needed': { state: 'return', reason: null },
  approved: { state: 'approve', reason: null },
  refused: { state: 'refuse', reason: 'not-the-holder' },
  cancelled: { state: 'refuse', reason: 'holder-declined' },
  'after-completion': NOTE_USE,
  suspicious: { state: 'stop', reason: null },
} as const satisfies Readonly<Record<string, MacroUse>>;
export type ShippedMacro = keyof typeof SHIPPED_USES;
export const SHIPPED_MACROS = Object.keys(SHIPPED_USES) as readonly ShippedMacro[];

export const MACRO_PLACES = ['receipt', 'portal', 'today'] as const;
export type MacroPlace = (typeof MACRO_PLACES)[number];

export interface MacroText {
  readonly title: Bilingual;
  readonly text: Bilingual;
}

/** As somebody typed it. */
export interface TypedMacro extends MacroText {
  /** Null: what was chosen does not belong together. */
  readonly use: MacroUse | null;
}

export interface Macro extends MacroText {
  readonly use: MacroUse;
  readonly id: string;
  /** Grows with every change. */
  readonly version: number;
  readonly editedBy: string;
}

export type MacroProblem = 'title' | 'use' | 'text' | 'short' | 'place';

/**
 * The first thing that is wrong; null when nothing is. Any other place than the known ones is refused: none names a person. A text for
 * more than a note is as long as a remark must be.
 */
export function macroProblem({ text, title, use }: TypedMacro): MacroProblem | null {
  const fits = (typed: string, most: number): boolean => typed.trim() !== '' && [...typed].length <= most;
  if (![title.ja, title.en].every((typed) => fits(typed, MACRO_TITLE_MAX))) return 'title';
  if (use === null) return 'use';
  if (![text.ja, text.en].every((typed) => fits(typed, MACRO_TEXT_MAX))) return 'text';
  const isShort = [text.ja, text.en].some((typed) => [...typed.trim()].length < REMARK_MIN);
  if (use.state !== 'note' && isShort) return 'short';
  const places = [...`${text.ja}${text.en}`.matchAll(/\{([^{}]*)\}/gu)].map(([, name]) => name);
  return places.every((name) => MACRO_PLACES.some((place) => place === name)) ? null : 'place';
}

export function filledMacro(text: string, values: Readonly<Record<MacroPlace, string>>): string {
  return text.replace(/\{(receipt|portal|today)\}/gu, (_, place: MacroPlace) => values[place]);
}
