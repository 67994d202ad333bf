/**
 * The ways to reach support, one card a desk: telephone for paid contracts, mail for standard ones, with hours, holidays,
 * charge and how long an answer takes, always in that order (B1-10). The plan is never asked; the own one stands first and
 * is marked when a session tells it (G-31).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { SupportPlan } from '../core/account.ts';
import type { ContactBlock } from '../portals/definition.ts';
import { CardRow } from './arrangement.tsx';
import { Badge, Card, type Fact, Facts, TextLink } from './components.tsx';
import { Icon } from './marks.tsx';
import type { Visit } from './visit.ts';

export function ContactSection({ visit }: { visit: Visit }): JSX.Element {
  const words = visit.words.help.contact;
  const own = visit.session?.account.company?.plan;
  const desks = desksOf(visit, own);
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
              <Desk visit={visit} block={block} own={plan === own} />
            ))}
          </CardRow>
        </>
      )}
    </section>
  );
}

/** Standard first unless the contract is known to be a paid one. */
function desksOf(
  visit: Visit,
  own: SupportPlan | undefined,
): readonly { readonly plan: SupportPlan; readonly block: ContactBlock }[] {
  const plans: readonly SupportPlan[] = own === 'paid' ? ['paid', 'standard'] : ['standard', 'paid'];
  return plans.flatMap((plan) => visit.portal.contact[plan].map((block) => ({ plan, block })));
}

function Desk({ visit, block, own }: { visit: Visit; block: ContactBlock; own: boolean }): JSX.Element {
  const { language } = visit;
  const words = visit.words.help.contact;
  return (
    <Card accentBar emphasis={own}>
      <h3 class="icon-heading">
        <Icon name={block.phone === null ? 'mail' : 'phone'} size={24} />
        {block.title[language]}
      </h3>
      {own ? (
        <p>
          <Badge tone="accent" icon="check">
            {words.yours}
          </Badge>
        </p>
      ) : null}
      <p>{block.phone === null ? words.byMail : words.byPhone}</p>
      <Facts
        rows={[
          ...fact(words.phone, block.phone === null ? null : <Phone number={block.phone} />),
          ...fact(words.mail, block.mail === null ? null : <TextLink href={`mailto:${block.mail}`}>{block.mail}</TextLink>),
          ...fact(words.hours, block.hours[language]),
          ...fact(words.closed, block.closed[language]),
          ...fact(words.charge, block.charge?.[language] ?? null),
          ...fact(words.answerWithin, block.answerWithin?.[language] ?? null),
        ]}
      />
    </Card>
  );
}

function Phone({ number }: { number: string }): JSX.Element {
  return (
    <a class="phone-number" href={`tel:${number.replace(/[^\d+]/gu, '')}`}>
      {number}
    </a>
  );
}

function fact(term: string, value: JSX.Element | string | null): readonly Fact[] {
  return value === null ? [] : [{ term, value }];
}
