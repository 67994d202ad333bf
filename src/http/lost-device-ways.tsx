/**
 * What people without their device read on more than one page: the ways that need nobody's help, cheapest first (U-24), and
 * the six items that every desk asks for, on the form as on the telephone (S-57 to S-59).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CardRow } from './arrangement.tsx';
import { Card, TextLink } from './components.tsx';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import { pathOf, type Visit } from './visit.ts';

type HeadingLevel = 'h2' | 'h3';

/** Three cards. `code` is where another device's code is typed: the sign-in, or the code page of who has come from there. */
export function Ways({ visit, heading, code }: { visit: Visit; heading: HeadingLevel; code?: WayLink }): JSX.Element {
  const { help, lostRoutes } = visit.words;
  const signIn = pathOf(visit, 'sign-in');
  const preparation = { href: `${pathOf(visit, 'help')}#preparation`, label: lostRoutes.toPreparation };
  return (
    <CardRow stacked={heading === 'h3'}>
      <Way
        icon="device"
        heading={heading}
        words={help.lost.otherDevice}
        link={code ?? { href: signIn, label: lostRoutes.toSignIn }}
      />
      <Way icon="copy" heading={heading} words={help.lost.restore} link={preparation} />
      <Way icon="monitor" heading={heading} words={help.lost.signedIn} link={{ href: signIn, label: lostRoutes.toSignedIn }} />
    </CardRow>
  );
}

export function RequestItems({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help.lost;
  return (
    <>
      <p>{words.itemsSame(portal.accountName[language])}</p>
      <ol>
        {[...words.items, ...words.caseItems].map((item) => (
          <li>{item}</li>
        ))}
      </ol>
      <p>{words.neverAsk}</p>
    </>
  );
}

export interface WayLink {
  readonly href: string;
  readonly label: string;
}

interface WayProps {
  readonly icon: IconName;
  readonly heading: HeadingLevel;
  readonly words: { readonly title: string; readonly text: string };
  readonly link: WayLink;
}

function Way({ icon, heading: Heading, words, link }: WayProps): JSX.Element {
  return (
    <Card>
      <Heading class="icon-heading way-heading">
        <Icon name={icon} size={24} />
        {words.title}
      </Heading>
      <p class="way-text">{words.text}</p>
      <p class="way-text">
        <TextLink href={link.href}>{link.label}</TextLink>
      </p>
    </Card>
  );
}
