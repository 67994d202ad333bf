/**
 * Form fields as complete HTML: label, hint, control, error, in that order. Every control has a stable id and name, its
 * error and hint are its description, and what was typed comes back (passwords and codes excepted). What is right or wrong
 * is decided by the caller.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Words } from '../i18n/catalog.ts';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import type { FormError } from './visit.ts';

/** Typed text is not a sentence: no capital letter, no red line. */
const VERBATIM: Readonly<Record<string, string>> = { autocapitalize: 'off', spellcheck: 'false' };

export interface FieldFrame {
  readonly id: string;
  readonly label: string;
  readonly hint?: Child | undefined;
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
  readonly words: Words;
}

/** The hidden value that ties a form to this browser (SEC-N02). Every form of a page carries it. */
export function HiddenToken({ visit }: { visit: { readonly formToken: string } }): JSX.Element {
  return <input type="hidden" name="form_token" value={visit.formToken} />;
}

export interface TextFieldProps extends FieldFrame {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | undefined;
  /** A token of the HTML standard's autofill list, or "off". */
  readonly autocomplete: string;
  readonly inputmode?: 'text' | 'email' | 'tel' | 'numeric' | undefined;
  readonly width?: 'full' | 'medium' | 'short' | undefined;
  readonly autofocus?: boolean | undefined;
  readonly lang?: string | undefined;
}

/** One line of text. Required or optional is said in words; `medium` is 320 px wide, `short` 240. */
export function TextField(props: TextFieldProps): JSX.Element {
  const { id, name = id, type = 'text', width = 'full', required = false } = props;
  return (
    <Field frame={{ ...props, required }}>
      <input
        class={`input input-${width}`}
        id={id}
        name={name}
        type={type}
        value={props.value}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        {...(type === 'text' ? {} : VERBATIM)}
        autofocus={props.autofocus === true ? true : undefined}
        lang={props.lang}
        {...description(props)}
        data-keep
      />
    </Field>
  );
}

export interface PasswordFieldProps extends FieldFrame {
  readonly name?: string | undefined;
  readonly autocomplete: 'current-password' | 'new-password';
}

/** A password: never filled in again, no maximum length, paste allowed. The reveal button is added by script. */
export function PasswordField(props: PasswordFieldProps): JSX.Element {
  const { id, name = id, words } = props;
  return (
    <Field frame={{ ...props, required: true }}>
      <div
        class="password"
        data-reveal
        data-show={words.common.show}
        data-hide={words.common.hide}
        data-show-label={words.common.showPassword}
        data-hide-label={words.common.hidePassword}
      >
        <input
          class="input input-full"
          id={id}
          name={name}
          type="password"
          autocomplete={props.autocomplete}
          {...VERBATIM}
          {...description(props)}
        />
      </div>
    </Field>
  );
}

export interface CodeFieldProps extends FieldFrame {
  readonly name?: string | undefined;
  readonly autofocus?: boolean | undefined;
}

/** The six-digit code: one text field, no maxlength, spaces and full-width digits are the server's business. */
export function CodeField(props: CodeFieldProps): JSX.Element {
  const { id, name = id } = props;
  return (
    <Field frame={{ ...props, required: true }}>
      <input
        class="input input-code"
        id={id}
        name={name}
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
        {...VERBATIM}
        autofocus={props.autofocus === true ? true : undefined}
        {...description(props)}
      />
    </Field>
  );
}

/** What is wrong with the form, before everything else in main; takes the focus by script. */
export function ErrorSummary({
  errors,
  words,
  note,
}: {
  errors: readonly FormError[];
  words: Words;
  note?: Child | undefined;
}): JSX.Element {
  return (
    <div class="error-summary" id="error-summary" role="alert" aria-labelledby="error-summary-heading" tabindex={-1}>
      <p class="error-summary-heading" id="error-summary-heading">
        <Icon name="alert" size={24} />
        {words.common.errorSummaryHeading}
      </p>
      <ul>
        {errors.map((error) => (
          <li>
            <a href={`#${error.field}`}>{error.message}</a>
          </li>
        ))}
      </ul>
      {note === undefined ? null : <p class="error-note">{note}</p>}
    </div>
  );
}

export interface RadioCardProps {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly hint?: Child | undefined;
  readonly checked?: boolean | undefined;
  /** Chosen beforehand only as long as the script shows no other. */
  readonly onlyChoice?: boolean | undefined;
  readonly icon?: IconName | undefined;
}

/** One choice of several, as a card. Put the cards of one question in a fieldset. */
export function RadioCard({ id, name, value, label, hint, checked, onlyChoice, icon }: RadioCardProps): JSX.Element {
  return (
    <label class="radio-card" for={id}>
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        checked={checked === true ? true : undefined}
        data-only-choice={onlyChoice === true ? true : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {icon === undefined ? null : <Icon name={icon} size={32} />}
      <span class="radio-card-text">
        <span class="radio-card-label">{label}</span>
        {hint === undefined ? null : (
          <span class="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

export function Field({ frame, children }: { frame: FieldFrame; children: Child }): JSX.Element {
  const { id, label, hint, error, required, words } = frame;
  return (
    <div class={error === undefined ? 'field' : 'field has-error'}>
      <label class="label" for={id}>
        {label}{' '}
        <span class={required === false ? 'optional' : 'required'}>
          {required === false ? words.common.optional : words.common.required}
        </span>
      </label>
      {hint === undefined ? null : (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children}
      <FieldError id={id} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }): JSX.Element | null {
  if (error === undefined) return null;
  return (
    <p class="field-error" id={`${id}-error`}>
      {error}
    </p>
  );
}

/** Error first, then hint: what is read out after the label (checklists.md B2-3). */
export function description({ id, hint, error }: FieldFrame): Record<string, string> {
  const ids = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter((part) => part !== '');
  return {
    ...(error === undefined ? {} : { 'aria-invalid': 'true' }),
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
  };
}
