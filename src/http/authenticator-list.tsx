/**
 * Authenticators as the settings list them: name, since when, when last used, and the ways to rename or delete one; for apps
 * also how many there may be, the way to a new phone and to one more. Every way leads to a page of its own.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { appsOf, type BoundAuthenticator } from '../core/authenticator.ts';
import { APPS_MAX, mayAddApp } from '../core/authenticator-set.ts';
import { formatDate, formatDateTime } from '../i18n/dates.ts';
import { Actions, Button, LinkButton } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { Icon } from './marks.tsx';
import { replacementPath } from './refusals.ts';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

/** The page of one authenticator, of either kind. */
export function authenticatorPath(visit: Visit, { id }: BoundAuthenticator): string {
  return pathOf(visit, `account/authenticators/${id}`);
}

/** Where its end is reviewed. */
export function removalPath(visit: Visit, authenticator: BoundAuthenticator): string {
  return `${authenticatorPath(visit, authenticator)}/removal`;
}

/** The apps of the account, within the two-factor section. */
export function Apps({ visit }: { visit: SessionVisit }): JSX.Element {
  const { authenticators, account } = visit.session;
  const apps = appsOf(authenticators);
  const words = visit.words.authenticators;
  return (
    <>
      <h3>{words.listTitle(apps.length, APPS_MAX)}</h3>
      {apps.length === 0 ? null : <AuthenticatorItems visit={visit} authenticators={apps} />}
      {account.passwordOnlyClosedAt !== null ? (
        <p class="small">{words.closed}</p>
      ) : (
        <Actions>
          {apps.length === 0 ? null : (
            <LinkButton kind="text" href={replacementPath(visit)}>
              {words.replace}
            </LinkButton>
          )}
          {mayAddApp(authenticators) ? (
            <form method="post" action={pathOf(visit, 'enrolment')}>
              <HiddenToken visit={visit} />
              <Button kind="text">{words.add}</Button>
            </form>
          ) : null}
        </Actions>
      )}
      {mayAddApp(authenticators) ? null : <p class="small">{words.full(APPS_MAX)}</p>}
    </>
  );
}

export interface AuthenticatorItemsProps {
  readonly visit: SessionVisit;
  readonly authenticators: readonly BoundAuthenticator[];
}

/** One item for each, with its two ways. */
export function AuthenticatorItems({ visit, authenticators }: AuthenticatorItemsProps): JSX.Element {
  const { language } = visit;
  const words = visit.words.account.twoFactor;
  return (
    <>
      <ul class="devices">
        {authenticators.map((each) => (
          <li>
            <Icon name={each.kind === 'passkey' ? 'key' : 'device'} size={24} />
            <div class="device-text">
              <strong>{each.name}</strong>
              <p class="small">{words.boundAt(formatDate(language, each.boundAt))}</p>
              <p class="small">
                {each.lastUsedAt === null ? words.neverUsed : words.lastUsed(formatDateTime(language, each.lastUsedAt))}
              </p>
            </div>
            <Ways visit={visit} authenticator={each} />
          </li>
        ))}
      </ul>
      <p class="small">{words.zone}</p>
    </>
  );
}

/** The same two words stand behind every name: who hears them hears the name as well. */
export function Ways({ visit, authenticator }: { visit: SessionVisit; authenticator: BoundAuthenticator }): JSX.Element {
  const words = visit.words.authenticators;
  const { name } = authenticator;
  return (
    <p class="device-ways">
      <a class="text-link" href={authenticatorPath(visit, authenticator)} aria-label={words.renameNamed(name)}>
        {words.rename}
      </a>
      <a class="text-link" href={removalPath(visit, authenticator)} aria-label={words.removeNamed(name)}>
        {words.remove}
      </a>
    </p>
  );
}
