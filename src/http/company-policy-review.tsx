/**
 * The review of a company's new rule: whom it reaches and from when, with their names, before anything is saved. The form
 * carries what was shown, so that something else is never saved.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDate } from '../i18n/dates.ts';
import { affectedBy, type PolicyReview } from '../journeys/company-policy.ts';
import { Actions, Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { levelText } from './required-note.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

interface ReviewProps {
  readonly visit: SessionVisit;
  readonly review: PolicyReview;
  /** The date as it was typed. */
  readonly from: string;
  /** The button was pressed, but things are not as shown any more. */
  readonly hasChanged: boolean;
}

export function showReview(visit: SessionVisit, review: PolicyReview, from: string, hasChanged: boolean): Response {
  const page = <ReviewPage visit={visit} review={review} from={from} hasChanged={hasChanged} />;
  return showPage(visit, page, hasChanged ? 409 : 200);
}

function ReviewPage({ visit, review, from, hasChanged }: ReviewProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.company.policy;
  const errors = hasChanged ? [{ field: 'effect', message: texts.changedMeanwhile }] : [];
  return (
    <PortalPage visit={visit} title={texts.reviewTitle} width="reading" errors={errors}>
      <h1>{texts.reviewTitle}</h1>
      <Facts rows={[{ term: texts.newRule, value: levelText(visit, review.wanted) }]} />
      <div id="effect">
        <Effect visit={visit} review={review} />
      </div>
      {review.rule.setBy === 'portal' ? <p>{texts.portalStricter(portal.name[language])}</p> : null}
      <Names visit={visit} review={review} />
      <form method="post" action={pathOf(visit, 'company/policy')}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="level" value={review.wanted.level} />
        <input type="hidden" name="required_from" value={from} />
        <input type="hidden" name="version" value={String(review.current.version)} />
        <input type="hidden" name="affected" value={String(affectedBy(review))} />
        <p>{texts.notSaved}</p>
        <Actions>
          <Button size="large" name="choice" value="save">
            {texts.save}
          </Button>
          <TextLink href={pathOf(visit, 'company/policy')}>{texts.back}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

type EffectProps = Pick<ReviewProps, 'visit' | 'review'>;

function Effect({ visit, review }: EffectProps): JSX.Element {
  const { language, session } = visit;
  const texts = visit.words.company.policy;
  const count = affectedBy(review);
  if (count === 0 || review.effect.kind === 'nothing') return <Banner tone="info" title={texts.nobody} />;
  switch (review.effect.kind) {
    case 'now':
      return (
        <Banner tone="warn" title={texts.now(count)}>
          <p>{texts.nowMore}</p>
          {session.authenticators.length === 0 ? <p>{texts.nowYou}</p> : null}
        </Banner>
      );
    case 'later':
      return (
        <Banner tone="warn" icon="calendar" title={texts.later(count, formatDate(language, review.effect.from))}>
          <p>{texts.laterMore}</p>
        </Banner>
      );
    case 'advice':
      return <Banner tone="info" title={texts.advice(count)} />;
  }
}

function Names({ visit, review }: EffectProps): JSX.Element | null {
  const texts = visit.words.company.policy;
  const rest = affectedBy(review) - review.names.length;
  if (review.names.length === 0 || review.effect.kind === 'nothing') return null;
  return (
    <Card headingId="names-heading">
      <h2 id="names-heading">{texts.names}</h2>
      <ul>
        {review.names.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
      {rest > 0 ? <p>{texts.more(rest)}</p> : null}
    </Card>
  );
}
