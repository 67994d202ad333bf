/**
 * `/.well-known/passkey-endpoints` (W3C draft): where a password manager sends people to register a passkey and to look after theirs.
 * Several portals share a host and with it a relying party, so there the addresses lead to a page that asks which (checklists.md B6-8).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { originOf } from '../portals/origin.ts';
import { LinkButton } from './components.tsx';
import { showJson } from './json.ts';
import { BarePage } from './layout.tsx';
import { pathOf, type Site, showPage } from './visit.ts';

/** What somebody came for, as the last part of the chooser's address. */
export type PasskeyErrand = 'enrolment' | 'management';

export function getPasskeyEndpoints(site: Pick<Site, 'origin'>, portals: readonly PortalDefinition[]): Response {
  const [only, ...others] = portals;
  const origin = only === undefined ? site.origin : originOf(only, site.origin);
  const at = (errand: PasskeyErrand): string =>
    `${origin}${only === undefined || others.length > 0 ? `/passkeys/${errand}` : errandPath(only, errand)}`;
  return showJson({ enroll: at('enrolment'), manage: at('management') });
}

export interface PasskeyChooserProps {
  readonly site: Pick<Site, 'assets' | 'demo'>;
  readonly language: Language;
  readonly words: Words;
  /** Path and query of the request, for the language links. */
  readonly here: string;
  /** Those whose pages stand on this host. */
  readonly portals: readonly PortalDefinition[];
  readonly errand: PasskeyErrand;
}

/** GET /passkeys/enrolment, /passkeys/management: public, and knows nobody. */
export function getPasskeyChooser(props: PasskeyChooserProps): Response {
  return showPage(props, <ChooserPage {...props} />);
}

function ChooserPage({ site, language, words, here, portals, errand }: PasskeyChooserProps): JSX.Element {
  const { chooser } = words.passkeys;
  const title = errand === 'enrolment' ? chooser.enrolTitle : chooser.manageTitle;
  return (
    <BarePage language={language} title={title} words={words} here={here} assets={site.assets} demo={site.demo}>
      <h1>{title}</h1>
      <p class="lead">{chooser.lead}</p>
      {portals.map((portal) => (
        <p>
          <LinkButton href={errandPath(portal, errand)} kind="secondary">
            {portal.name[language]}
          </LinkButton>
        </p>
      ))}
    </BarePage>
  );
}

function errandPath(portal: PortalDefinition, errand: PasskeyErrand): string {
  return errand === 'enrolment' ? pathOf({ portal }, 'enrolment/passkey') : `${pathOf({ portal }, portal.twoFactor.page)}#passkeys`;
}
