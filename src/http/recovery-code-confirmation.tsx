/** The fresh check by a recovery code, where the device is not at hand: the form, and the page that answers a right code. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { stepUpWithRecoveryCode } from '../journeys/recovery-code-use.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { confirmationPath, wishedPath } from './fresh-wish.ts';
import { PortalPage } from './layout.tsx';
import { RECOVERY_CODE, RecoveryCodeField, readTypedCode, recoveryCodeTrouble } from './recovery-code-field.tsx';
import { ReplacedPage } from './recovery-code-replaced.tsx';
import { answerElsewhere } from './refusals.ts';
import { type SessionVisit, seeOther, showPage } from './visit.ts';

/** Below `confirmation`. */
export const RECOVERY_CODE_WAY = 'recovery-code';

/** GET /{portal}/confirmation/recovery-code?then= */
export function getRecoveryCodeConfirmation(visit: SessionVisit): Response {
  return withoutAuthenticator(visit) ?? showForm(visit, null);
}

/** POST /{portal}/confirmation/recovery-code */
export async function postRecoveryCodeConfirmation(visit: SessionVisit): Promise<Response> {
  const { caller, jar, portal, session, sessionToken, site } = visit;
  const elsewhere = withoutAuthenticator(visit);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showForm(visit, staleTrouble(visit, RECOVERY_CODE));
  const typed = readTypedCode(visit);
  if ('errors' in typed) return showForm(visit, typed);

  const outcome = await stepUpWithRecoveryCode(site.ports, caller, session, sessionToken, typed);
  if (!outcome.ok) {
    const trouble = recoveryCodeTrouble(visit, outcome.refusal);
    return trouble === null ? answerElsewhere(visit, outcome.refusal) : showForm(visit, trouble);
  }
  jar.set(portal.id, 'session', outcome.value.session.token);
  const { confirmedTitle, usedLead } = visit.words.recoveryCodes;
  const { replacement } = outcome.value;
  const page = (
    <ReplacedPage
      visit={visit}
      title={confirmedTitle}
      lead={usedLead}
      replacement={replacement}
      goOn={wishedPath(visit)}
      hasWithdrawn={false}
    />
  );
  return showPage(visit, page);
}

/** A password is what is asked for then, on the page before. */
function withoutAuthenticator(visit: SessionVisit): Response | null {
  return visit.session.authenticators.length === 0 ? seeOther(confirmationPath(visit)) : null;
}

function showForm(asked: SessionVisit, trouble: Trouble | null): Response {
  const visit = { ...asked, here: confirmationPath(asked, RECOVERY_CODE_WAY) };
  return showPage(visit, <FormPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function FormPage({ visit, trouble }: { visit: SessionVisit; trouble: Trouble | null }): JSX.Element {
  const { words } = visit;
  const texts = words.recoveryCodes;
  return (
    <PortalPage visit={visit} title={texts.confirmTitle} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.confirmTitle}</h1>
      <p>{texts.confirmLead}</p>
      <form method="post" action={confirmationPath(visit, RECOVERY_CODE_WAY)} novalidate>
        <HiddenToken visit={visit} />
        <RecoveryCodeField trouble={trouble} words={words} />
        <Actions>
          <Button size="large">{texts.confirmSubmit}</Button>
          <TextLink href={confirmationPath(visit)}>{texts.withCode}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}
