/** Form fields of several lines, and the box that accepts a risk: never ticked beforehand. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Words } from '../i18n/catalog.ts';
import { description, Field, FieldError, type FieldFrame } from './fields.tsx';
import { Icon } from './marks.tsx';

export interface TextAreaProps extends FieldFrame {
  readonly value?: string | undefined;
  readonly rows: number;
}

export function TextArea(props: TextAreaProps): JSX.Element {
  return (
    <Field frame={props}>
      <textarea class="input input-full" id={props.id} name={props.id} rows={props.rows} {...description(props)} data-keep>
        {props.value ?? ''}
      </textarea>
    </Field>
  );
}

export interface RiskBoxProps {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly error?: string | undefined;
  readonly words: Words;
}

/** S-52: whoever asks for removal says that they know what it means. */
export function RiskBox({ id, title, label, error, words }: RiskBoxProps): JSX.Element {
  return (
    <div class={error === undefined ? 'banner banner-warn risk-box' : 'banner banner-warn risk-box has-error'}>
      <Icon name="warning" size={24} />
      <div class="banner-text">
        <p class="banner-title">{title}</p>
        <label class="check" for={id}>
          <input type="checkbox" id={id} name={id} value="accepted" {...description({ id, label, error, words })} />
          <span>
            {label} <span class="required">{words.common.required}</span>
          </span>
        </label>
        <FieldError id={id} error={error} />
      </div>
    </div>
  );
}
