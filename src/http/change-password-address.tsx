/**
 * `/.well-known/change-password` (W3C): where password managers send people to change a password. Several portals share a host, each
 * with passwords of its own: the one this browser is signed in to, or else a page that asks which (checklists.md B6-7).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { LinkButton } from './components.tsx';
import type { CookieJar } from './cookies.ts';
import { BarePage } from './layout.tsx';
import { pathOf, type Site, seeOther, showPage } from './visit.ts';

export interface ChooserProps {
  readonly site: Pick<Site, 'assets' | 'demo'>;
  readonly language: Language;
  readonly words: Words;
  /** Path and query of the request, for the language links. */
  readonly here: string;
  /** Those whose pages stand on this host. */
  readonly portals: readonly PortalDefinition[];
}

/** A redirect where one portal is meant; no session is looked at, the page itself asks for one. */
export function findChangePage(jar: Pick<CookieJar, 'read'>, portals: readonly PortalDefinition[]): Response | null {
  const signedIn = portals.filter(({ id }) => jar.read(id, 'session') !== null);
  const [only, ...others] = signedIn.length > 0 ? signedIn : portals;
  return only === undefined || others.length > 0 ? null : seeOther(changePath(only));
}

export function getChooser(props: ChooserProps): Response {
  return showPage(props, <ChooserPage {...props} />);
}

function ChooserPage({ site, language, words, here, portals }: ChooserProps): JSX.Element {
  const texts = words.passwords.chooser;
  return (
    <BarePage language={language} title={texts.title} words={words} here={here} assets={site.assets} demo={site.demo}>
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      {portals.map((portal) => (
        <p>
          <LinkButton href={changePath(portal)} kind="secondary">
            {portal.name[language]}
          </LinkButton>
        </p>
      ))}
    </BarePage>
  );
}

function changePath(portal: PortalDefinition): string {
  return pathOf({ portal }, 'account/password');
}
