/**
 * The ways to reach support, one card a desk: telephone for paid contracts, mail for standard ones, with hours, holidays,
 * charge and how long an answer takes, always in that order (B1-10). The plan is never asked; the own one stands first and
 * is marked when a session or a pending sign-in tells it (G-31).
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { SupportPlan } from '../core/account.ts';
import type { ContactBlock } from '../portals/definition.ts';
import { CardRow } from './arrangement.tsx';
import { Badge, Card, type Fact, Facts, TextLink } from './components.tsx';
import type { IconName } from './icons.ts';
import { Icon } from './marks.tsx';
import type { Visit } from './visit.ts';

export function ContactSection({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.contact;
  const own = ownPlan(visit);
  const desks = PLANS_FROM[own ?? 'standard'].flatMap((plan) => visit.portal.contact[plan].map((block) => ({ plan, block })));
  return (
    <section class="help-section" id="contact" aria-labelledby="contact-heading">
      <h2 id="contact-heading">{words.heading}</h2>
      {desks.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <>
          <p>{words.byPlan}</p>
          {own === undefined ? null : <p>{words.yoursFirst}</p>}
          <CardRow>
            {desks.map(({ plan, block }) => (
              <DeskCard visit={visit} block={block} isOwn={plan === own} />
            ))}
          </CardRow>
        </>
      )}
    </section>
  );
}

/** Standard first unless the contract is known to be a paid one. */
export const PLANS_FROM: Readonly<Record<SupportPlan, readonly SupportPlan[]>> = {
  standard: ['standard', 'paid'],
  paid: ['paid', 'standard'],
};

/** Undefined: nobody has said, or an account without a company. */
export function ownPlan(visit: Visit): SupportPlan | undefined {
  return (visit.session ?? visit.pending)?.account.company?.plan;
}

interface CardFrame {
  readonly visit: Visit;
  readonly isOwn: boolean;
}

interface BlockCard extends CardFrame {
  readonly block: ContactBlock;
  /** Rows after those of the block. */
  readonly last?: readonly Fact[];
}

interface OtherCard extends CardFrame {
  readonly icon: IconName;
  readonly title: string;
  readonly lead: string;
  readonly rows: readonly Fact[];
  readonly children?: Child;
}

/** One desk: a block of the portal's definition, or a card of the page's own in the same shape. */
export function DeskCard(props: BlockCard | OtherCard): JSX.Element {
  const { visit, isOwn } = props;
  const { icon, title, lead, rows, children } = 'block' in props ? ofBlock(props) : props;
  return (
    <Card accentBar emphasis={isOwn}>
      <h3 class="icon-heading">
        <Icon name={icon} size={24} />
        {title}
      </h3>
      {isOwn ? (
        <p>
          <Badge tone="accent" icon="check">
            {visit.words.help.contact.yours}
          </Badge>
        </p>
      ) : null}
      <p>{lead}</p>
      <Facts rows={rows} />
      {children}
    </Card>
  );
}

function ofBlock({ visit, isOwn, block, last = [] }: BlockCard): OtherCard {
  const { language } = visit;
  const words = visit.words.help.contact;
  return {
    visit,
    isOwn,
    icon: block.phone === null ? 'mail' : 'phone',
    title: block.title[language],
    lead: block.phone === null ? words.byMail : words.byPhone,
    rows: [
      ...fact(words.phone, block.phone === null ? null : <Phone number={block.phone} />),
      ...fact(words.mail, block.mail === null ? null : <TextLink href={`mailto:${block.mail}`}>{block.mail}</TextLink>),
      ...fact(words.hours, block.hours[language]),
      ...fact(words.closed, block.closed[language]),
      ...fact(words.charge, block.charge?.[language] ?? null),
      ...fact(words.answerWithin, block.answerWithin?.[language] ?? null),
      ...last,
    ],
  };
}

function Phone({ number }: { number: string }): JSX.Element {
  return (
    <a class="phone-number" href={`tel:${number.replace(/[^\d+]/gu, '')}`}>
      {number}
    </a>
  );
}

/** No row where there is nothing to say. */
export function fact(term: string, value: JSX.Element | string | null): readonly Fact[] {
  return value === null ? [] : [{ term, value }];
}
