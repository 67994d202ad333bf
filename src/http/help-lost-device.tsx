/**
 * The help page's section for people without their device: cheaper ways first, then the page on which removal is asked for, with
 * the risk and the six items (S-50 to S-59). Removal itself is decided by the desk, never here.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Banner, LinkButton } from './components.tsx';
import { RequestItems, Ways } from './lost-device-ways.tsx';
import { pathOf, type Visit } from './visit.ts';

export function LostDeviceSection({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.lost;
  return (
    <section class="help-section" id="lost-device" aria-labelledby="lost-device-heading">
      <h2 id="lost-device-heading">{words.heading}</h2>
      <p>{words.principle}</p>
      {visit.portal.kind === 'desk' ? <p>{words.desk}</p> : <WaysBack visit={visit} />}
    </section>
  );
}

function WaysBack({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.lost;
  return (
    <>
      <Ways visit={visit} heading="h3" />
      <h3>{words.removalHeading}</h3>
      <p>{words.removal}</p>
      <p>
        <LinkButton kind="secondary" href={pathOf(visit, 'lost-device')}>
          {words.toRoutes}
        </LinkButton>
      </p>
      <Banner tone="warn" title={words.riskTitle}>
        <p>{words.risk}</p>
      </Banner>
      <h3>{words.itemsHeading}</h3>
      <RequestItems visit={visit} />
    </>
  );
}
