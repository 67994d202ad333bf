/** The six fields of a lost-device request, the same for whoever fills them in: the person, the desk, a company administrator (F01 to F06). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { errorOf, type Trouble } from './code-errors.tsx';
import { TextField } from './fields.tsx';
import type { TypedFiling } from './lost-device-fields.ts';
import { TextArea } from './text-area.tsx';
import type { Visit } from './visit.ts';

interface FilingFieldsProps {
  readonly visit: Visit;
  readonly typed: TypedFiling;
  readonly trouble: Trouble | null;
  /** What the account is called, as the hints name it. */
  readonly account: string;
  /** Whose name is asked for, where it is not the person who types. */
  readonly nameLabel?: string;
  /** False where it is known whose the request is. */
  readonly asksForEmail?: boolean;
  /** The person types for themselves: the browser may help. */
  readonly isOwn?: boolean;
}

export function FilingFields(props: FilingFieldsProps): JSX.Element {
  const { account, asksForEmail = true, isOwn = true, nameLabel, trouble, typed, visit } = props;
  const words = visit.words.lostRequest.form;
  const field = (id: keyof typeof FIELD_IDS) => ({
    id: FIELD_IDS[id],
    value: typed[id] === '' ? undefined : typed[id],
    error: errorOf(trouble, FIELD_IDS[id]),
    words: visit.words,
  });
  const helped = (name: string): string => (isOwn ? name : 'off');
  return (
    <>
      {asksForEmail ? (
        <TextField
          {...field('email')}
          label={words.email}
          hint={words.onAccount(account)}
          type="email"
          inputmode="email"
          autocomplete={helped('email')}
          required
        />
      ) : null}
      <TextField
        {...field('name')}
        label={nameLabel ?? words.name}
        hint={words.onAccount(account)}
        autocomplete={helped('name')}
        required
      />
      <TextField
        {...field('company')}
        label={words.company}
        hint={words.companyHint(account)}
        autocomplete={helped('organization')}
        required
      />
      <TextField
        {...field('phone')}
        label={words.phone}
        hint={words.phoneHint(account)}
        type="tel"
        inputmode="tel"
        autocomplete={helped('tel')}
        width="medium"
        required
      />
      <fieldset class="case-fields">
        <legend>
          <h2>{words.caseHeading}</h2>
        </legend>
        <TextField
          {...field('caseNumber')}
          label={words.caseNumber}
          hint={words.caseHint}
          autocomplete="off"
          width="medium"
          required={false}
        />
        <TextArea {...field('summary')} label={words.summary} hint={words.summaryHint} rows={3} required={false} />
      </fieldset>
    </>
  );
}

/** Field ids are also their names in the form. */
const FIELD_IDS = {
  email: 'email',
  name: 'name',
  company: 'company',
  phone: 'phone',
  caseNumber: 'case_number',
  summary: 'summary',
} as const;
