/**
 * The form that a passkey answers, wherever one is asked for. It stands hidden in the page until the script finds that this browser can
 * use passkeys here; beside it may stand what to do without. The answer is a field like any other and is sent by a real form.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Trouble } from './code-errors.tsx';
import { errorOf } from './code-errors.tsx';
import { Actions, TextLink } from './components.tsx';
import { FieldError, HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';
import { clockTime, retryAfter } from './pause.ts';
import { unchangedPath } from './refusals.ts';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

/** id of the button, to which messages belong. */
export const PASSKEY = 'passkey';

export interface PasskeyFormProps {
  readonly visit: Visit;
  /** Where the answer is posted, below the portal; the challenge is asked for at `…/challenge`. */
  readonly path: string;
  /** Of the page the form stands on, where the answer has to repeat it. */
  readonly query?: string | undefined;
  readonly ceremony?: 'get' | 'create' | undefined;
  readonly button: string;
  /** Said when the person stopped it, or nothing fitted. */
  readonly stopped: string;
  /** The main action of its page. */
  readonly isMain?: boolean | undefined;
  /** Where the link beside the button leads that ends it all. */
  readonly cancel?: string | undefined;
  /** Also offered at the e-mail field. */
  readonly autofill?: boolean | undefined;
  readonly trouble?: Trouble | null | undefined;
  readonly children?: Child;
}

export function PasskeyForm(props: PasskeyFormProps): JSX.Element {
  const { visit, path, query = '', ceremony = 'get', isMain = false, trouble = null } = props;
  const { site, portal, words } = visit;
  const error = errorOf(trouble, PASSKEY);
  const kind = isMain ? 'button-primary button-large' : 'button-secondary button-large';
  return (
    <form
      method="post"
      action={`${pathOf(visit, path)}${query}`}
      class="passkey-form"
      novalidate
      data-passkey={ceremony}
      data-challenge={`${pathOf(visit, path)}/challenge`}
      data-script={site.assets.passkeyScript}
      data-party={site.ports.passkeys.relyingParty(portal.id).id}
      data-autofill={props.autofill === true ? true : undefined}
      data-waiting={words.passkeys.status.waiting}
      data-sending={words.passkeys.status.sending}
      data-exists={ceremony === 'create' ? words.passkeys.status.exists : undefined}
      data-stopped={props.stopped}
    >
      <HiddenToken visit={visit} />
      <input type="hidden" name={ceremony === 'create' ? 'attestation' : 'assertion'} data-passkey-answer />
      {props.children}
      <FieldError id={PASSKEY} error={error} />
      <p class="passkey-status" role="status"></p>
      <Actions>
        <button
          type="submit"
          id={PASSKEY}
          class={`button ${kind}`}
          aria-describedby={error === undefined ? undefined : `${PASSKEY}-error`}
        >
          <Icon name="key" />
          {props.button}
        </button>
        {props.cancel === undefined ? null : <TextLink href={props.cancel}>{words.common.cancel}</TextLink>}
      </Actions>
    </form>
  );
}

/** Hidden until the script shows it. */
export function PasskeyWay({ children }: { children?: Child }): JSX.Element {
  return (
    <div class="passkey-way" data-passkey-way hidden>
      {children}
    </div>
  );
}

/** Shown until the script hides it: where nothing but a passkey would do. */
export function WithoutPasskeys({ children }: { children?: Child }): JSX.Element {
  return (
    <div class="note" data-passkey-without>
      <Icon name="info" size={24} />
      <p>{children}</p>
    </div>
  );
}

/** The way back of a page whose form stays hidden; the form has its own beside its button. */
export function CancelWithoutPasskeys({ visit }: { visit: SessionVisit }): JSX.Element {
  return (
    <p data-passkey-without>
      <TextLink href={unchangedPath(visit)}>{visit.words.common.cancel}</TextLink>
    </p>
  );
}

/** What a page says of a refused passkey: its own sentences, and those that are the same everywhere. */
export interface PasskeyWords {
  readonly refused: string;
  readonly expired: string;
  readonly paused: (time: string) => string;
}

/** Null when the refusal is not about the passkey. One sentence for every way in which an answer can be wrong (SEC-D06). */
export function passkeyTrouble(
  visit: Visit,
  refusal: { readonly code: string; readonly retryAt?: number },
  texts: PasskeyWords,
  field: string = PASSKEY,
): Trouble | null {
  const { passkeys } = visit.words;
  const say = (message: string): Trouble => ({ status: 422, errors: [{ field, message }] });
  switch (refusal.code) {
    case 'not-accepted':
    case 'passkey-unknown':
    case 'passkey-refused':
      return say(texts.refused);
    case 'challenge-spent':
      return say(texts.expired);
    case 'passkey-counter-went-back':
      return say(passkeys.copied);
    case 'passkey-synced':
      return say(passkeys.synced);
    case 'too-many-attempts': {
      const { retryAt = visit.caller.at } = refusal;
      return {
        status: 429,
        errors: [{ field, message: texts.paused(clockTime(visit, retryAt)) }],
        headers: retryAfter(visit, retryAt),
      };
    }
    default:
      return null;
  }
}
