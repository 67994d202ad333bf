/**
 * The check-up on the dashboard (U-50): a panel that asks for the code of an app that was never used, in the page and not over
 * it. Which app, and whether any, is decided by `journeys/check-up.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { BoundApp } from '../core/authenticator.ts';
import { ClockHelp, errorOf, type Trouble } from './code-errors.tsx';
import { Actions, Button, Card, TextLink } from './components.tsx';
import { CodeField, HiddenToken } from './fields.tsx';
import { replacementPath } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { pathOf, type SessionVisit } from './visit.ts';

const LATER_FORM = 'later';

export interface CheckUpProps {
  readonly visit: SessionVisit;
  readonly app: BoundApp;
  readonly trouble: Trouble | null;
}

export function CheckUp({ visit, app, trouble }: CheckUpProps): JSX.Element {
  const { words } = visit;
  const texts = words.authenticators.checkUp;
  return (
    <Card emphasis id="check-up" headingId="check-up-heading">
      <h2 id="check-up-heading">{texts.title}</h2>
      <p>{texts.why(app.name)}</p>
      <form method="post" action={pathOf(visit, 'dashboard/check-up')} novalidate>
        <HiddenToken visit={visit} />
        <CodeField id="code" label={texts.label(app.name)} error={errorOf(trouble, 'code')} words={words} />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <button type="submit" class="button button-text button-medium" form={LATER_FORM}>
            {texts.later}
          </button>
        </Actions>
      </form>
      <form method="post" action={pathOf(visit, 'dashboard/check-up/postponement')} id={LATER_FORM} hidden>
        <HiddenToken visit={visit} />
      </form>
      {trouble === null ? null : <Advice visit={visit} />}
      <ClockHelp words={words} trouble={trouble} />
    </Card>
  );
}

/** A device that shows no code is better replaced now than missed later. */
function Advice({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.authenticators;
  return (
    <>
      <p>{texts.checkUp.advice}</p>
      <Actions>
        <TextLink href={replacementPath(visit)}>{texts.replace}</TextLink>
        <TextLink href={`${settingsPath(visit)}#recovery-codes`}>{texts.checkUp.codes}</TextLink>
      </Actions>
    </>
  );
}
