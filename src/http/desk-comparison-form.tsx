/** The form of the blind comparison (D-12, D-13), with the banner over it. It shows nothing of the account. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CALL_TRIES } from '../core/check-word.ts';
import { COMPARED_FIELDS } from '../core/claim-match.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card } from './components.tsx';
import { requestPath } from './desk-paths.ts';
import { HiddenToken, RadioCard, TextField } from './fields.tsx';
import type { SessionVisit } from './visit.ts';

/** Where the message about a field that was not chosen leads to. */
export const FIRST_FIELD = `field-${COMPARED_FIELDS[0]}`;

interface ComparisonProps {
  readonly visit: SessionVisit;
  readonly receipt: string;
  readonly trouble: Trouble | null;
}

export function BlindComparison({ visit, receipt, trouble }: ComparisonProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskComparison;
  const { banner, fields: names } = words.deskRequest.claims;
  const error = errorOf(trouble, FIRST_FIELD);
  return (
    <Card headingId="comparison-heading">
      <h2 id="comparison-heading">{texts.heading}</h2>
      <Banner tone="err" icon="warning" title={banner} />
      <form method="post" action={`${requestPath(visit, receipt)}/comparison`} novalidate>
        <HiddenToken visit={visit} />
        <fieldset
          class={error === undefined ? undefined : 'has-error'}
          aria-describedby={error === undefined ? undefined : 'field-error'}
        >
          <legend class="label">
            {texts.field} <span class="required">{words.common.required}</span>
          </legend>
          {COMPARED_FIELDS.map((field) => (
            <RadioCard
              id={`field-${field}`}
              name="field"
              value={field}
              label={names[field]}
              checked={trouble !== null && fields['field'] === field}
            />
          ))}
          {error === undefined ? null : (
            <p class="field-error" id="field-error">
              {error}
            </p>
          )}
        </fieldset>
        <TextField
          id="said"
          label={texts.said}
          hint={texts.saidHint}
          error={errorOf(trouble, 'said')}
          value={trouble === null ? undefined : fields['said']}
          autocomplete="off"
          required
          words={words}
        />
        <p class="small">{texts.tries(CALL_TRIES)}</p>
        <div class="actions">
          <Button>{texts.submit}</Button>
        </div>
      </form>
    </Card>
  );
}
