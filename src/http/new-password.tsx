/**
 * The form with one new password, as the pages behind a mailed link or a code show it: whose it is, one field with its rule, no second
 * field to confirm (the reveal button is there). Says in words why a password is refused; what is refused is core's matter.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { PasswordProblem } from '../core/password.ts';
import type { Words } from '../i18n/catalog.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Button } from './components.tsx';
import { HiddenToken, PasswordField } from './fields.tsx';
import type { Visit } from './visit.ts';

/** id of the one field of these pages: what the summary links to. */
export const NEW_PASSWORD = 'password';

export interface NewPasswordFormProps {
  readonly visit: Visit;
  readonly action: string;
  readonly email: string;
  readonly submit: string;
  readonly trouble: Trouble | null;
  /** Fields that come before the password. */
  readonly before?: Child;
  readonly children?: Child;
}

export function NewPasswordForm({ visit, action, email, submit, trouble, before, children }: NewPasswordFormProps): JSX.Element {
  const { words } = visit;
  const texts = words.firstPassword;
  return (
    <form method="post" action={action} novalidate>
      <HiddenToken visit={visit} />
      <HiddenUsername email={email} words={words} />
      {before}
      <PasswordField
        id={NEW_PASSWORD}
        label={texts.label}
        hint={texts.hint(visit.portal.passwordFloor)}
        autocomplete="new-password"
        error={errorOf(trouble, NEW_PASSWORD)}
        words={words}
      />
      {children}
      <Button size="large">{submit}</Button>
    </form>
  );
}

/** For password managers: they keep a password together with whose it is. Nothing reads it here (checklists.md B6-2). */
export function HiddenUsername({ email, words }: { email: string; words: Words }): JSX.Element {
  return (
    <label hidden>
      {words.signIn.email}
      <input id="email" type="email" name="email" autocomplete="username" value={email} />
    </label>
  );
}

export function emptyTrouble({ firstPassword }: Words): Trouble {
  return { status: 422, errors: [{ field: NEW_PASSWORD, message: firstPassword.empty }] };
}

export function passwordTrouble(words: Words, problem: PasswordProblem): Trouble {
  return { status: 422, errors: [{ field: NEW_PASSWORD, message: newPasswordSentence(words, problem) }] };
}

/** Why a new password is refused, in words. */
export function newPasswordSentence({ firstPassword: texts, passwords }: Words, problem: PasswordProblem): string {
  switch (problem.kind) {
    case 'unchanged':
      return passwords.change.unchanged;
    case 'too-short':
      return texts.tooShort(problem.floor);
    case 'too-long':
      return texts.tooLong;
    case 'not-text':
    case 'floor-not-permitted':
      return texts.notText;
    case 'common':
      return texts.common;
    case 'context':
      return contextSentence(texts, problem.word);
  }
}

type ContextKind = Extract<PasswordProblem, { kind: 'context' }>['word'];

function contextSentence(texts: Words['firstPassword'], word: ContextKind): string {
  const sentences: Readonly<Record<ContextKind, string>> = {
    service: texts.contextService,
    portal: texts.contextPortal,
    company: texts.contextCompany,
    name: texts.contextName,
    email: texts.contextEmail,
  };
  return sentences[word];
}
