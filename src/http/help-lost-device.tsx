/**
 * The help page's section for people without their device: cheaper ways first, then whom to ask for removal, with the risk
 * and the six items the desk asks for (S-50 to S-58). Removal itself is decided by the desk, never here.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { CardRow } from './arrangement.tsx';
import { Banner, Card, TextLink } from './components.tsx';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import type { Visit } from './visit.ts';

export function LostDeviceSection({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.lost;
  return (
    <section class="help-section" id="lost-device" aria-labelledby="lost-device-heading">
      <h2 id="lost-device-heading">{words.heading}</h2>
      <p>{words.principle}</p>
      <CardRow>
        <Way icon="device" {...words.otherDevice} />
        <Way icon="monitor" {...words.restore} />
      </CardRow>
      {visit.portal.kind === 'desk' ? <p>{words.desk}</p> : <Removal visit={visit} />}
    </section>
  );
}

function Way({ icon, title, text }: { icon: IconName; title: string; text: string }): JSX.Element {
  return (
    <Card>
      <h3 class="icon-heading">
        <Icon name={icon} size={24} />
        {title}
      </h3>
      <p>{text}</p>
    </Card>
  );
}

function Removal({ visit }: { visit: Visit }): JSX.Element {
  const { portal, language } = visit;
  const words = visit.words.help.lost;
  return (
    <>
      <h3>{words.removalHeading}</h3>
      <p>{words.removal}</p>
      <p>
        <TextLink href="#contact">{visit.words.help.contact.byPlan}</TextLink>
      </p>
      <Banner tone="warn" title={words.riskTitle}>
        <p>{words.risk}</p>
      </Banner>
      <h3>{words.itemsHeading}</h3>
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
