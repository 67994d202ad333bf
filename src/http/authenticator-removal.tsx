/**
 * The end of one authenticator beside others: reviewed first, then done. The last one ends by turning off, which asks for more;
 * where a rule requires two-factor sign-in it does not end at all, and the page says what to do first (SEC-H05).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import { isLast } from '../core/authenticator-set.ts';
import { deleteAuthenticator, findAuthenticator } from '../journeys/authenticators.ts';
import { AuthenticatorCard } from './authenticator.tsx';
import { removalPath } from './authenticator-list.tsx';
import { Actions, Banner, Button, LinkButton, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere, securityPath, unchangedPath } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { isRequired } from './two-factor-rule.ts';
import { pathOf, type SessionVisit, seeOther, showPage, staleErrors } from './visit.ts';

/** GET /{portal}/account/authenticators/:id/removal */
export function getRemoval(visit: SessionVisit, id: string): Response | null {
  const authenticator = findAuthenticator(visit.session, id);
  if (authenticator === undefined) return null;
  return isLast(visit.session.authenticators, id) ? answerLast(visit) : showReview(visit, authenticator);
}

/** POST /{portal}/account/authenticators/:id/removal: the session's token changes, every other session ends. */
export async function postRemoval(visit: SessionVisit, id: string): Promise<Response | null> {
  const { caller, jar, portal, session, sessionToken, site } = visit;
  const authenticator = findAuthenticator(session, id);
  if (authenticator === undefined) return null;
  if (visit.staleForm) return showReview(visit, authenticator);
  const outcome = await deleteAuthenticator(site.ports, caller, session, sessionToken, id);
  if (!outcome.ok)
    return outcome.refusal.code === 'last-authenticator' ? answerLast(visit) : answerElsewhere(visit, outcome.refusal);
  jar.set(portal.id, 'session', outcome.value.token);
  return seeOther(settingsPath(visit, 'device-deleted'));
}

function answerLast(visit: SessionVisit): Response {
  return isRequired(visit) ? showPage(visit, <LastPage visit={visit} />, 409) : seeOther(pathOf(visit, 'two-factor'));
}

function showReview(visit: SessionVisit, authenticator: BoundAuthenticator): Response {
  const page = <ReviewPage visit={visit} authenticator={authenticator} />;
  return showPage(visit, page, visit.staleForm ? 403 : 200);
}

function ReviewPage({ visit, authenticator }: { visit: SessionVisit; authenticator: BoundAuthenticator }): JSX.Element {
  const { session, words } = visit;
  const texts = words.authenticators.removal;
  const left = session.authenticators.filter(({ id }) => id !== authenticator.id);
  const title = authenticator.kind === 'passkey' ? texts.passkeyTitle : texts.title;
  return (
    <PortalPage visit={visit} title={title} width="form" errors={staleErrors(visit, 'main')}>
      <h1>{title}</h1>
      <Banner tone="warn" title={texts.consequence(authenticator.name)}>
        <p>{texts.what}</p>
      </Banner>
      <AuthenticatorCard visit={visit} authenticator={authenticator} />
      <p>{texts.left}</p>
      <ul>
        {left.map(({ name }) => (
          <li>{name}</li>
        ))}
      </ul>
      <form method="post" action={removalPath(visit, authenticator)}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button kind="danger" size="large">
            {texts.submit}
          </Button>
          <TextLink href={unchangedPath(visit)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

/** The rule is not the holder's to change, but the order of the two steps is. */
function LastPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const { words } = visit;
  const texts = words.authenticators;
  return (
    <PortalPage visit={visit} title={texts.removal.lastTitle} width="reading">
      <h1>{texts.removal.lastTitle}</h1>
      <Banner tone="info">
        <p>{texts.removal.lastWhy}</p>
      </Banner>
      <Actions>
        <LinkButton href={pathOf(visit, 'enrolment')} size="large">
          {texts.add}
        </LinkButton>
        <TextLink href={securityPath(visit)}>{words.turnOff.backToSettings}</TextLink>
      </Actions>
    </PortalPage>
  );
}
