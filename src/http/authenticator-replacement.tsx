/**
 * A new phone in the place of an old one (Z-10, G-14): which one, and that nothing changes until the new one has shown a code.
 * What goes on from here is an enrolment that knows, on the server, which app it replaces.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { appsOf, type BoundApp } from '../core/authenticator.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { beginEnrolment } from '../journeys/enrolment.ts';
import { AuthenticatorCard } from './authenticator.tsx';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, StepProgress, TextLink } from './components.tsx';
import { HiddenToken, RadioCard } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere, replacementPath, securityPath, unchangedPath } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const FIELD = 'authenticator';

/** GET /{portal}/account/authenticators/replacement */
export function getReplacement(visit: SessionVisit): Response {
  return notPossible(visit) ?? showChoice(visit, null);
}

/** POST /{portal}/account/authenticators/replacement: the secret is made; the old app still works. */
export async function postReplacement(visit: SessionVisit): Promise<Response> {
  const elsewhere = notPossible(visit);
  if (elsewhere !== null) return elsewhere;
  const apps = appsOf(visit.session.authenticators);
  if (visit.staleForm) return showChoice(visit, staleTrouble(visit, apps.length > 1 ? optionId(apps[0]) : 'main'));
  const chosen = chosenOf(visit, apps);
  if (chosen === undefined) {
    const errors = [{ field: optionId(apps[0]), message: visit.words.authenticators.replacement.empty }];
    return showChoice(visit, { status: 422, errors });
  }
  const who = { kind: 'session', session: visit.session } as const;
  const begun = await beginEnrolment(visit.site.ports, visit.caller, who, chosen.id);
  return begun.ok ? seeOther(pathOf(visit, 'enrolment')) : answerElsewhere(visit, begun.refusal);
}

/** An account without an app adds one; a closed one is told so by its settings. */
function notPossible(visit: SessionVisit): Response | null {
  const { account, authenticators } = visit.session;
  if (account.passwordOnlyClosedAt !== null) return seeOther(securityPath(visit));
  return appsOf(authenticators).length === 0 ? seeOther(pathOf(visit, 'enrolment')) : null;
}

/** Of the caller's own apps; who has one only chooses nothing. */
function chosenOf({ fields }: SessionVisit, apps: readonly BoundApp[]): BoundApp | undefined {
  const wanted = fields[FIELD];
  return wanted === undefined && apps.length === 1 ? apps[0] : apps.find(({ id }) => id === wanted);
}

function optionId(app: BoundApp | undefined): string {
  return `authenticator-${app?.id ?? ''}`;
}

function showChoice(visit: SessionVisit, trouble: Trouble | null): Response {
  return showPage(visit, <ChoicePage visit={visit} trouble={trouble} />, trouble?.status ?? 200);
}

function ChoicePage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { session, words } = visit;
  const texts = words.authenticators.replacement;
  const apps = appsOf(session.authenticators);
  const [only] = apps;
  const isGone = session.methods.includes('recovery-code');
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={1} of={3} label={texts.stepChoice} words={words} />
      <h1>{texts.title}</h1>
      <p class="lead">{isGone ? texts.afterRecoveryCode : texts.lead}</p>
      <Banner tone="info">
        <p>{texts.safe}</p>
      </Banner>
      <form method="post" action={replacementPath(visit)} novalidate>
        <HiddenToken visit={visit} />
        {apps.length > 1 || only === undefined ? (
          <Choice visit={visit} apps={apps} trouble={trouble} />
        ) : (
          <>
            <h2>{texts.current}</h2>
            <AuthenticatorCard visit={visit} authenticator={only} />
          </>
        )}
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

function lastUse({ language, words }: SessionVisit, { lastUsedAt }: BoundApp): string {
  const texts = words.account.twoFactor;
  return lastUsedAt === null ? texts.neverUsed : texts.lastUsed(formatDateTimeWithZone(language, lastUsedAt));
}

/** Nothing is chosen before: the wrong one would be gone (U-29). */
function Choice(props: { visit: SessionVisit; apps: readonly BoundApp[]; trouble: Trouble | null }): JSX.Element {
  const { visit, apps, trouble } = props;
  const { words } = visit;
  const texts = words.authenticators;
  const error = trouble?.status === 422 ? errorOf(trouble, optionId(apps[0])) : undefined;
  return (
    <fieldset
      class={error === undefined ? undefined : 'has-error'}
      aria-describedby={error === undefined ? undefined : 'authenticator-error'}
    >
      <legend class="label">
        {texts.replacement.legend} <span class="required">{words.common.required}</span>
      </legend>
      {apps.map((app) => (
        <RadioCard id={optionId(app)} name={FIELD} value={app.id} label={app.name} hint={lastUse(visit, app)} icon="device" />
      ))}
      {error === undefined ? null : (
        <p class="field-error" id="authenticator-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}
