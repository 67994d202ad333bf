/**
 * Without the device: cheaper ways first, then the desks that take a request for removal, the risk, what is asked and how long it
 * takes (Z-14, S-50 to S-59, G-23). Public, and the same for everybody: a living session or pending sign-in only decides which
 * desk stands first (G-31, I-2). The request itself is filed by the form.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContactBlock } from '../portals/definition.ts';
import { Breadcrumb, CardRow } from './arrangement.tsx';
import { Banner, Facts, LinkButton } from './components.tsx';
import { DeskCard, fact, ownPlan, PLANS_FROM } from './contact.tsx';
import { helpPlaces } from './help.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { RequestItems, type WayLink, Ways } from './lost-device-ways.tsx';
import { pathOf, showPage, type Visit } from './visit.ts';

/** GET /{portal}/lost-device */
export function getLostDevice(visit: Visit): Response {
  return showPage(visit, <RoutesPage visit={visit} />);
}

function RoutesPage({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.lostRoutes;
  return (
    <PortalPage visit={visit} title={words.title}>
      <article class="lost-routes">
        <Breadcrumb label={visit.words.help.breadcrumb} places={helpPlaces(visit)} />
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <Ways visit={visit} heading="h2" {...codeLink(visit)} />
        <Removal visit={visit} />
        <section class="lost-section" aria-labelledby="outdated-heading">
          <h2 id="outdated-heading">{words.outdated}</h2>
          <div class="lost-text">
            <p>{words.outdatedMail}</p>
            <p>{words.outdatedPhone}</p>
            <p>{words.outdatedNew}</p>
          </div>
        </section>
        <Banner tone="warn" icon="warning" title={words.riskTitle}>
          <p>{words.risk(lasting(visit.words, visit.site.ports.recovery.wait.low))}</p>
        </Banner>
        <section class="lost-section" aria-labelledby="items-heading">
          <h2 id="items-heading">{visit.words.help.lost.itemsHeading}</h2>
          <div class="lost-text">
            <RequestItems visit={visit} />
          </div>
        </section>
        <Times visit={visit} />
      </article>
    </PortalPage>
  );
}

/** Both desks, the own one first; the plan itself is never asked (S-53, S-54, G-31). */
function Removal({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.lostRoutes;
  const own = ownPlan(visit);
  return (
    <section class="lost-section" aria-labelledby="removal-heading">
      <h2 id="removal-heading">{words.removal}</h2>
      <p class="lost-text">{words.removalLead}</p>
      <CardRow>
        {PLANS_FROM[own ?? 'standard'].map((plan) =>
          plan === 'standard' ? (
            <FormCard visit={visit} isOwn={own === 'standard'} isMain={own !== 'paid'} />
          ) : (
            visit.portal.contact.paid.map((block) => <PaidCard visit={visit} block={block} isOwn={own === 'paid'} />)
          ),
        )}
      </CardRow>
    </section>
  );
}

/** The form is open to everybody, so its card stands there even where a portal names no desk for standard contracts. */
function FormCard({ visit, isOwn, isMain }: { visit: Visit; isOwn: boolean; isMain: boolean }): JSX.Element {
  const { language } = visit;
  const words = visit.words.lostRoutes;
  const desk = visit.portal.contact.standard[0];
  return (
    <DeskCard
      visit={visit}
      icon="document"
      title={desk?.title[language] ?? words.standardTitle}
      lead={words.byForm}
      isOwn={isOwn}
      rows={[
        ...fact(visit.words.help.contact.hours, words.formHours),
        ...fact(visit.words.help.contact.answerWithin, desk?.answerWithin?.[language] ?? null),
        ...fact(words.needs, words.formNeeds),
      ]}
    >
      <p class="lost-form">
        <LinkButton kind={isMain ? 'primary' : 'secondary'} size="large" href={pathOf(visit, 'lost-device/form')}>
          {words.form}
        </LinkButton>
      </p>
    </DeskCard>
  );
}

/** Whoever calls needs the mailbox too, and should know before the call (desk.md section 1). */
function PaidCard({ visit, block, isOwn }: { visit: Visit; block: ContactBlock; isOwn: boolean }): JSX.Element {
  const words = visit.words.lostRoutes;
  const needs = words.phoneNeeds(lasting(visit.words, visit.site.ports.recovery.mailboxLinkFor));
  return <DeskCard visit={visit} block={block} isOwn={isOwn} last={fact(words.needs, needs)} />;
}

/** What can be said before anybody has asked: when the desk works, how long it waits, the earliest end. */
function Times({ visit }: { visit: Visit }): JSX.Element {
  const { language, portal } = visit;
  const words = visit.words.lostRoutes;
  const firstAnswer = portal.contact.standard[0]?.answerWithin?.[language] ?? null;
  const deskHours = portal.contact.paid[0]?.hours[language];
  return (
    <section class="lost-section" aria-labelledby="time-heading">
      <h2 id="time-heading">{words.timeHeading}</h2>
      <div class="lost-text">
        <Facts
          rows={[
            ...fact(words.contactTime, firstAnswer),
            ...fact(words.checkTime, deskHours === undefined ? words.checkHours : words.checkWithin(deskHours)),
            ...fact(words.waitTime, words.wait(lasting(visit.words, visit.site.ports.recovery.wait.low))),
            ...fact(words.total, words.totalTime(lasting(visit.words, visit.site.ports.recovery.wait.low))),
          ]}
        />
        <p>{words.unchanged}</p>
      </div>
    </section>
  );
}

/** Back to the code, for who has come from there (I-3). */
function codeLink(visit: Visit): { readonly code?: WayLink } {
  if (visit.pending === null) return {};
  return { code: { href: pathOf(visit, 'sign-in/code'), label: visit.words.lostRoutes.toCode } };
}
