/**
 * The company's own two-factor rule: choosing it, and the review that shows what it would change before it is saved. What
 * was shown travels in the form; where it is no longer so, the review comes back with the new numbers and nothing typed is lost.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { days } from '../core/time.ts';
import { OPTIONAL_POLICY, policyDate, readTypedDate, TWO_FACTOR_LEVELS, type TwoFactorPolicy } from '../core/two-factor-policy.ts';
import { administratorOf } from '../journeys/company-administration.ts';
import { changePolicy, reviewPolicy } from '../journeys/company-policy.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { answerAct } from './company-answers.ts';
import { BackToCompany } from './company-colleague.tsx';
import { showReview } from './company-policy-review.tsx';
import { Actions, Button } from './components.tsx';
import { HiddenToken, RadioCard, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { levelText } from './required-note.tsx';
import { pathOf, type SessionVisit, showPage } from './visit.ts';

const LONGEST_GRACE = days(366);

interface TypedPolicy {
  readonly level: string;
  /** As typed. */
  readonly from: string;
}

/** GET /{portal}/company/policy */
export async function getPolicy(visit: SessionVisit): Promise<Response | null> {
  const review = await reviewPolicy(visit.site.ports, visit.caller, visit.session, OPTIONAL_POLICY);
  if (review === null) return null;
  const { level, requiredFrom } = review.current.policy;
  const isAhead = requiredFrom !== null && requiredFrom > visit.caller.at;
  return showForm(visit, { level, from: isAhead ? policyDate(requiredFrom) : '' }, null);
}

/** POST /{portal}/company/policy: `review` shows what it would change, `save` saves what was shown. */
export async function postPolicy(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site } = visit;
  if (administratorOf(session) === null) return null;
  const typed = { level: fields['level'] ?? '', from: (fields['required_from'] ?? '').trim() };
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, 'level-optional'));
  const wanted = policyOf(typed, caller.at);
  const errors = errorsOf(visit, typed, wanted);
  if (wanted === undefined || errors.length > 0) return showForm(visit, typed, { status: 422, errors });

  if (fields['choice'] === 'save') {
    const shown = { version: numberOf(fields['version']), affected: numberOf(fields['affected']) };
    const outcome = await changePolicy(site.ports, caller, session, wanted, shown);
    if (outcome.ok) return answerAct(visit, outcome, 'policy-saved');
    if (outcome.refusal.code === 'too-many-attempts') {
      return showForm(visit, typed, pausedTrouble(visit, outcome.refusal.retryAt, visit.words.company.paused, 'level-optional'));
    }
    if (outcome.refusal.code !== 'request-changed') return answerAct(visit, outcome, 'policy-saved');
  }
  const review = await reviewPolicy(site.ports, caller, session, wanted);
  return review === null ? null : showReview(visit, review, typed.from, fields['choice'] === 'save');
}

/** Undefined when the level or the date is none. Without a date, required means from this moment on. */
function policyOf({ level, from }: TypedPolicy, at: number): TwoFactorPolicy | undefined {
  const known = TWO_FACTOR_LEVELS.find((each) => each === level);
  if (known !== 'required') return known === undefined ? undefined : { level: known, requiredFrom: null };
  const requiredFrom = from === '' ? at : readTypedDate(from);
  return requiredFrom === undefined ? undefined : { level: known, requiredFrom };
}

function errorsOf(visit: SessionVisit, { level, from }: TypedPolicy, wanted: TwoFactorPolicy | undefined): Trouble['errors'] {
  const words = visit.words.company.policy;
  const { at } = visit.caller;
  const wrong = (message: string): Trouble['errors'] => [{ field: 'required_from', message }];
  if (!TWO_FACTOR_LEVELS.some((each) => each === level)) return [{ field: 'level-optional', message: words.levelEmpty }];
  if (from === '') return [];
  if (level !== 'required') return wrong(words.fromLevel);
  if (wanted === undefined || wanted.requiredFrom === null) return wrong(words.fromShape);
  if (wanted.requiredFrom <= at) return wrong(words.fromPast);
  return wanted.requiredFrom - at > LONGEST_GRACE ? wrong(words.fromFar) : [];
}

function numberOf(text: string | undefined): number {
  return /^\d{1,9}$/u.test(text ?? '') ? Number(text) : -1;
}

function showForm(visit: SessionVisit, typed: TypedPolicy, trouble: Trouble | null): Response {
  const page = <PolicyPage visit={visit} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface FormProps {
  readonly visit: SessionVisit;
  readonly typed: TypedPolicy;
  readonly trouble: Trouble | null;
}

function PolicyPage({ visit, typed, trouble }: FormProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.company.policy;
  const hints = { optional: texts.optionalNote, recommended: texts.recommendedNote, required: texts.requiredNote };
  const levelError = errorOf(trouble, 'level-optional');
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      {portal.twoFactorPolicy.level === 'optional' ? null : (
        <p>{texts.portal(portal.name[language], levelText(visit, portal.twoFactorPolicy))}</p>
      )}
      <form method="post" action={pathOf(visit, 'company/policy')} novalidate>
        <HiddenToken visit={visit} />
        <input type="hidden" name="choice" value="review" />
        <fieldset
          class={levelError === undefined ? undefined : 'has-error'}
          aria-describedby={levelError === undefined ? undefined : 'level-error'}
        >
          <legend class="label">
            {texts.legend} <span class="required">{words.common.required}</span>
          </legend>
          {TWO_FACTOR_LEVELS.map((level) => (
            <RadioCard
              id={`level-${level}`}
              name="level"
              value={level}
              label={texts[level]}
              hint={hints[level]}
              checked={typed.level === level}
            />
          ))}
          {levelError === undefined ? null : (
            <p class="field-error" id="level-error">
              {levelError}
            </p>
          )}
        </fieldset>
        <TextField
          id="required_from"
          label={texts.from}
          hint={texts.fromHint}
          autocomplete="off"
          width="short"
          value={typed.from === '' ? undefined : typed.from}
          error={errorOf(trouble, 'required_from')}
          required={false}
          words={words}
        />
        <Actions>
          <Button size="large">{texts.submit}</Button>
          <BackToCompany visit={visit} />
        </Actions>
      </form>
    </PortalPage>
  );
}
