/**
 * Where a recovery code is typed, and what is said about one that did not work: at the sign-in and at a fresh check in the
 * same words. What is no code at all has a sentence of its own and is never charged.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { type RecoveryCode, readRecoveryCode } from '../core/recovery-codes.ts';
import type { Words } from '../i18n/catalog.ts';
import { errorOf, pausedTrouble, type Trouble, triesLeft } from './code-errors.tsx';
import { description, Field } from './fields.tsx';
import type { Visit } from './visit.ts';

/** id of the field. */
export const RECOVERY_CODE = 'recovery-code';

/** Long, read off paper: it stands in full width, is never filled in again, and no keyboard corrects it. */
export function RecoveryCodeField({ trouble, words }: { trouble: Trouble | null; words: Words }): JSX.Element {
  const texts = words.recoveryCodes;
  const frame = { id: RECOVERY_CODE, label: texts.field, hint: texts.hint, error: errorOf(trouble, RECOVERY_CODE), words };
  return (
    <Field frame={{ ...frame, required: true }}>
      <input
        class="input input-full input-recovery-code"
        id={RECOVERY_CODE}
        name="recovery_code"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        autofocus={trouble === null ? true : undefined}
        {...description(frame)}
      />
    </Field>
  );
}

export function readTypedCode(visit: Visit): RecoveryCode | Trouble {
  const typed = readRecoveryCode(visit.fields['recovery_code'] ?? '');
  if (typed.ok) return typed.code;
  return { status: 422, errors: [{ field: RECOVERY_CODE, message: visit.words.recoveryCodes[typed.problem] }] };
}

/** Null when the refusal is not about the code. */
export function recoveryCodeTrouble(visit: Visit, refusal: Refusal): Trouble | null {
  const words = visit.words.recoveryCodes;
  switch (refusal.code) {
    case 'code-wrong':
      return {
        status: 422,
        errors: [{ field: RECOVERY_CODE, message: words.wrong }],
        note: triesLeft(visit.words, refusal),
      };
    case 'too-many-attempts':
      return pausedTrouble(visit, refusal.retryAt, words.paused, RECOVERY_CODE);
    case 'authenticator-disabled':
      return { status: 403, errors: [{ field: RECOVERY_CODE, message: words.disabled }], note: visit.words.code.disabledWhy };
    default:
      return null;
  }
}
