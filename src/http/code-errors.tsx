/**
 * What is said about a six-digit code that did not work, in the same words wherever a code is asked for: sign-in, enrolment,
 * fresh check, turning off. Five different sentences (U-16), the tries left from three down (U-19), help with the clock.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { CodeReplayed, CodeWrong, Refusal } from '../core/outcome.ts';
import { type AttemptCounter, attemptsLeft, SECOND_FACTOR_SCHEDULE } from '../core/throttle.ts';
import { minutes } from '../core/time.ts';
import type { TypedCode } from '../core/totp.ts';
import type { Words } from '../i18n/catalog.ts';
import { Disclosure } from './components.tsx';
import { clockTime, retryAfter } from './pause.ts';
import type { FormError, Visit } from './visit.ts';

/** Why a form is shown again. */
export interface Trouble {
  readonly status: 403 | 422 | 429 | 503;
  readonly errors: readonly FormError[];
  /** Stands under the sentences of the summary. */
  readonly note?: Child | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Show the help about the clock; `open` from the second wrong code on (U-17). */
  readonly clockHelp?: 'closed' | 'open';
}

const CODE = 'code';
const TOLD_FROM = 3;
const FIRST_FAILURE: AttemptCounter = { failures: 1, recent: [], lockedUntil: null };

/** The form did not belong to this browser any more: nothing was done. */
export function staleTrouble(visit: Visit, field: string): Trouble {
  const { staleForm, cookiesHint } = visit.words.problems;
  return { status: 403, errors: [{ field, message: staleForm }], note: cookiesHint };
}

/** What was typed is no code at all; nothing was charged. */
export function typedTrouble(words: Words, typed: Extract<TypedCode, { ok: false }>): Trouble {
  return { status: 422, errors: [{ field: CODE, message: words.code[typed.problem] }] };
}

/** A code that does not match. The tries left are told by the sign-in's counter, not by that of an enrolment. */
export function wrongTrouble(words: Words, refusal: CodeWrong, schedule = SECOND_FACTOR_SCHEDULE): Trouble {
  const { driftMinutes } = refusal;
  const message = driftMinutes === undefined ? words.code.wrong : words.code.drift(Math.abs(driftMinutes));
  const isFirst = driftMinutes === undefined && refusal.attemptsLeft >= attemptsLeft(FIRST_FAILURE, schedule);
  return {
    status: 422,
    errors: [{ field: CODE, message }],
    clockHelp: isFirst ? 'closed' : 'open',
    note: schedule === SECOND_FACTOR_SCHEDULE ? triesLeft(words, refusal) : undefined,
  };
}

export function replayedTrouble(words: Words, refusal: CodeReplayed): Trouble {
  const note = (
    <>
      {words.code.usedWarning} {triesLeft(words, refusal)}
    </>
  );
  return { status: 422, errors: [{ field: CODE, message: words.code.used(refusal.nextCodeIn) }], note };
}

export function pausedTrouble(visit: Visit, retryAt: number, message: (time: string) => string, field = CODE): Trouble {
  return { status: 429, errors: [{ field, message: message(clockTime(visit, retryAt)) }], headers: retryAfter(visit, retryAt) };
}

/**
 * What a fresh check or turning off says about a refused code; null when the refusal is not about the code. The sign-in has
 * pages of its own for a pause and for a disabled authenticator.
 */
export function codeTrouble(visit: Visit, refusal: Refusal): Trouble | null {
  const { words } = visit;
  switch (refusal.code) {
    case 'code-wrong':
      return wrongTrouble(words, refusal);
    case 'code-replayed':
      return replayedTrouble(words, refusal);
    case 'too-many-attempts':
      return pausedTrouble(visit, refusal.retryAt, words.code.locked);
    case 'authenticator-disabled':
      return { status: 403, errors: [{ field: CODE, message: words.code.disabled }], note: words.code.disabledWhy };
    case 'clock-untrusted':
      return { status: 503, errors: [{ field: CODE, message: words.code.clockUntrusted }] };
    default:
      return null;
  }
}

/** The message that belongs beside this field. */
export function errorOf(trouble: Trouble | null, field: string): string | undefined {
  return trouble?.errors.find((error) => error.field === field)?.message;
}

/** How to set the clock of the device, where a code did not match. */
export function ClockHelp({ words, trouble }: { words: Words; trouble: Trouble | null }): JSX.Element | null {
  if (trouble?.clockHelp === undefined) return null;
  return (
    <Disclosure summary={words.code.clockSummary} open={trouble.clockHelp === 'open'}>
      <p>{words.code.clockHelp}</p>
      <p class="small">
        <strong>iOS</strong> {words.code.clockIos}
        <br />
        <strong>Android</strong> {words.code.clockAndroid}
      </p>
    </Disclosure>
  );
}

/** How many tries are left before the next pause, from three down. */
export function triesLeft(words: Words, { attemptsLeft: left, pauseFor }: CodeWrong | CodeReplayed): JSX.Element | undefined {
  if (left < 1 || left > TOLD_FROM) return undefined;
  const { before, number, after } = words.code.left(left, pauseFor === null ? null : Math.round(pauseFor / minutes(1)));
  return (
    <>
      {before}
      <strong>{number}</strong>
      {after}
    </>
  );
}
