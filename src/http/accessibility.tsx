/**
 * The accessibility statement of a portal (G-40): what is aimed at, what is reached, how that is checked, what is known to be
 * missing, and whom to tell. It claims no test by anybody else.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { TextLink } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { pathOf, showPage, type Visit } from './visit.ts';

/** GET /{portal}/accessibility */
export function getAccessibility(visit: Visit): Response {
  return showPage(visit, <AccessibilityPage visit={visit} />);
}

function AccessibilityPage({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.accessibility;
  return (
    <PortalPage visit={visit} title={words.title} width="reading">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(visit.portal.name[visit.language])}</p>
      <h2>{words.policyHeading}</h2>
      <p>{words.policy}</p>
      <h2>{words.stateHeading}</h2>
      <p>{words.state}</p>
      <p>{words.how}</p>
      <h2>{words.limitsHeading}</h2>
      <ul>
        {words.limits.map((limit) => (
          <li>{limit}</li>
        ))}
      </ul>
      <h2>{words.contactHeading}</h2>
      <p>{words.contact}</p>
      <p>
        <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.contactLink}</TextLink>
      </p>
    </PortalPage>
  );
}
