/**
 * What can be done to several requests at once: an owner or a label, and nothing that decides about one (D-36). The boxes stand in the
 * rows of the queue; without script they are sent like any other form. What was sent is answered by `desk-selected.tsx`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { AssignableStaff } from '../ports.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { BULK_FORM, PlaceFields } from './desk-request-table.tsx';
import { FieldError, HiddenToken } from './fields.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

/** As many rows as the form can name. */
export const PAGE_SIZE = 20;

/** Fields of the boxes, in the order of the rows. */
export const ROW_FIELDS = Array.from({ length: PAGE_SIZE }, (_, index) => `row_${index + 1}` as const);

export function BulkForm({
  visit,
  members,
  trouble,
}: {
  visit: SessionVisit;
  members: readonly AssignableStaff[];
  trouble: Trouble | null;
}): JSX.Element {
  const { fields, session, words } = visit;
  const texts = words.deskWork;
  const isOwn = (id: string) => id === session.account.id;
  const sorted = [...members.filter(({ id }) => isOwn(id)), ...members.filter(({ id }) => !isOwn(id))];
  const labelError = errorOf(trouble, 'label');
  return (
    <form
      class="bulk"
      id={BULK_FORM}
      method="post"
      action={pathOf(visit, 'requests/selected')}
      novalidate
      aria-labelledby="bulk-heading"
    >
      <HiddenToken visit={visit} />
      <PlaceFields visit={visit} />
      <div>
        <h2 id="bulk-heading">{texts.bulk}</h2>
        <p class="small">{texts.bulkHint}</p>
        <FieldError id="bulk" error={errorOf(trouble, BULK_FORM)} />
      </div>
      {/* Before the owner: Enter in a field presses the first button of the form. */}
      <div class={labelError === undefined ? 'bulk-part' : 'bulk-part has-error'}>
        <label for="label">{texts.labels}</label>
        <input
          class="input"
          id="label"
          name="label"
          type="text"
          value={fields['label']}
          autocomplete="off"
          aria-describedby={labelError === undefined ? 'label-hint' : 'label-error label-hint'}
          aria-invalid={labelError === undefined ? undefined : 'true'}
        />
        <button type="submit" class="button button-secondary button-desk" name="choice" value="label">
          {texts.addLabel}
        </button>
        <p class="small" id="label-hint">
          {texts.labelHint}
        </p>
        <FieldError id="label" error={labelError} />
      </div>
      <div class="bulk-part">
        <label for="owner">{texts.assignTo}</label>
        <select id="owner" name="owner" class="input">
          {sorted.map(({ id, name }) => (
            <option value={id} selected={fields['owner'] === id ? true : undefined}>
              {isOwn(id) ? texts.self(name) : name}
            </option>
          ))}
        </select>
        <button type="submit" class="button button-secondary button-desk" name="choice" value="assign">
          {texts.assign}
        </button>
      </div>
    </form>
  );
}
