/**
 * Where every sign-in of an account leads whose password strangers may know (SEC-A08). It holds no state and opens nothing: the link
 * that was mailed does, and it is mailed by the journey that refused the sign-in.
 */
import { minutes } from '../core/time.ts';
import { LinkButton } from './components.tsx';
import { SignInPage } from './layout.tsx';
import { ContactLink } from './second-factor.tsx';
import { pathOf, showPage, type Visit } from './visit.ts';

/** GET /{portal}/sign-in/replacement */
export function getReplacement(visit: Visit): Response {
  const { portal, site, words } = visit;
  const texts = words.passwords.replacement;
  const page = (
    <SignInPage visit={visit} title={texts.title}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      {portal.kind === 'desk' ? (
        <p>{texts.staff}</p>
      ) : (
        <>
          <p>{texts.sent(Math.floor(site.ports.durations.resetLinkFor / minutes(1)))}</p>
          <p>
            <LinkButton href={pathOf(visit, 'password-reset')} kind="secondary">
              {texts.again}
            </LinkButton>
          </p>
        </>
      )}
      <p class="small">{texts.keeps}</p>
      <ContactLink visit={visit} />
    </SignInPage>
  );
  return showPage(visit, page);
}
