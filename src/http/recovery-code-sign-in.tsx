/**
 * Signing in with a recovery code after the password (Z-03): the form, and the page that answers a right one. That page alone
 * shows the code that took the used one's place, and asks for a new device where the old one is gone (SEC-C05, G-15).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { RecoveryCode } from '../core/recovery-codes.ts';
import { completeWithRecoveryCode } from '../journeys/recovery-code-use.ts';
import { findCodePause } from '../journeys/second-factor.ts';
import { resolveSession } from '../journeys/sessions.ts';
import type { CompletedSignIn } from '../journeys/sign-in.ts';
import { signedInVisit } from './caller.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { keepSignIn } from './completed-sign-in.ts';
import { Button, StepProgress, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { startPath } from './menu.ts';
import { sendToStep } from './pending-step.ts';
import { RECOVERY_CODE, RecoveryCodeField, readTypedCode, recoveryCodeTrouble } from './recovery-code-field.tsx';
import { ReplacedPage } from './recovery-code-replaced.tsx';
import { answerElsewhere } from './refusals.ts';
import { ContactLink, PendingAccount, showClosed } from './second-factor.tsx';
import { type PendingVisit, pathOf, showPage } from './visit.ts';

/** GET /{portal}/sign-in/recovery-code */
export async function getRecoveryCodeSignIn(visit: PendingVisit): Promise<Response> {
  return sendToStep(visit, ['code']) ?? showForm(visit, null);
}

/** POST /{portal}/sign-in/recovery-code: a right code is answered by a page and not by a redirect, because it is shown once. */
export async function postRecoveryCodeSignIn(visit: PendingVisit): Promise<Response> {
  const elsewhere = sendToStep(visit, ['code']);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showForm(visit, staleTrouble(visit, RECOVERY_CODE));
  const typed = readTypedCode(visit);
  return 'errors' in typed ? showForm(visit, typed) : complete(visit, typed);
}

async function complete(visit: PendingVisit, code: RecoveryCode): Promise<Response> {
  const { caller, pending, session, site } = visit;
  const outcome = await completeWithRecoveryCode(site.ports, caller, pending, code, session);
  if (!outcome.ok) {
    const { refusal } = outcome;
    const closed = showClosed(visit, refusal);
    if (closed !== null) return closed;
    const trouble = recoveryCodeTrouble(visit, refusal);
    return trouble === null ? answerElsewhere(visit, refusal) : showForm(visit, trouble);
  }
  const { completed, replacement } = outcome.value;
  keepSignIn(visit, completed);
  const entered = await enter(visit, completed);
  const goOn = completed.returnTo ?? startPath(visit.portal, completed.account.role);
  const { usedTitle, usedLead } = visit.words.recoveryCodes;
  return showPage(
    visit,
    <ReplacedPage
      visit={entered}
      title={usedTitle}
      lead={usedLead}
      replacement={replacement}
      goOn={goOn}
      hasWithdrawn={completed.hasWithdrawn}
    />,
  );
}

/** The page belongs to the session that was just made: its menu, and the form under the new code. */
async function enter(visit: PendingVisit, { session }: CompletedSignIn) {
  const { caller, site } = visit;
  const live = await resolveSession(site.ports, caller, session.token, false);
  return live === null ? visit : signedInVisit(visit, live, session.token);
}

async function showForm(visit: PendingVisit, trouble: Trouble | null): Promise<Response> {
  const pause = await findCodePause(visit.site.ports, visit.caller, visit.pending.account);
  const closed = pause === null ? null : showClosed(visit, pause);
  return closed ?? showPage(visit, <FormPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function FormPage({ visit, trouble }: { visit: PendingVisit; trouble: Trouble | null }): JSX.Element {
  const { words } = visit;
  const texts = words.recoveryCodes;
  return (
    <SignInPage visit={visit} title={texts.signInTitle} errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={2} of={2} label={texts.signInStep} words={words} />
      <h1>{texts.signInTitle}</h1>
      <PendingAccount visit={visit} />
      <form method="post" action={pathOf(visit, 'sign-in/recovery-code')} novalidate>
        <HiddenToken visit={visit} />
        <RecoveryCodeField trouble={trouble} words={words} />
        <Button size="large">{words.common.continue}</Button>
      </form>
      <p>
        <TextLink href={pathOf(visit, 'sign-in/code')}>{texts.withCode}</TextLink>
      </p>
      <ContactLink visit={visit} href={pathOf(visit, 'lost-device')} />
    </SignInPage>
  );
}
