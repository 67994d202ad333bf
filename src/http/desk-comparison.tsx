/** The page of the blind comparison: what the caller says for one field, and a match or none as the answer (D-12, G-29). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type ClaimMatch, COMPARED_FIELDS, type ComparedField } from '../core/claim-match.ts';
import { viewHandling } from '../journeys/desk-claims.ts';
import { compareClaim } from '../journeys/desk-comparison.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner } from './components.tsx';
import { BlindComparison, FIRST_FIELD } from './desk-comparison-form.tsx';
import { deskActor } from './desk-decision.tsx';
import { requestPath } from './desk-paths.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { type SessionVisit, showPage } from './visit.ts';

interface Answered {
  readonly field: ComparedField;
  readonly match: ClaimMatch;
}

/** GET /desk/requests/:receipt/comparison */
export async function getComparison(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return (await isOpenTo(visit, receipt)) ? show(visit, receipt, null, null) : null;
}

/** Before the mailbox is confirmed there is nothing to compare with, and nobody learns whether there is an account. */
async function isOpenTo(visit: SessionVisit, receipt: string): Promise<boolean> {
  const { caller, session, site } = visit;
  const handling = await viewHandling(site.ports, caller, session, deskActor(visit).portals, receipt);
  return handling?.mayWork === true && handling.request.state !== 'opened';
}

/** POST /desk/requests/:receipt/comparison */
export async function postComparison(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { fields, site, words } = visit;
  const texts = words.deskComparison;
  if (!(await isOpenTo(visit, receipt))) return null;
  if (visit.staleForm) return show(visit, receipt, null, staleTrouble(visit, FIRST_FIELD));
  const field = COMPARED_FIELDS.find((each) => each === fields['field']);
  if (field === undefined) return show(visit, receipt, null, trouble(422, FIRST_FIELD, texts.fieldEmpty));
  const said = (fields['said'] ?? '').trim();
  if (said === '') return show(visit, receipt, null, trouble(422, 'said', texts.saidEmpty));
  const outcome = await compareClaim(site.ports, deskActor(visit), receipt, field, said);
  if (outcome === null) return null;
  if (!outcome.ok) return answerElsewhere(visit, outcome.refusal);
  const match = outcome.value;
  if (match === 'supervisor-only') {
    return show(visit, receipt, null, trouble(429, 'said', texts.usedUp(words.deskRequest.claims.fields[field])));
  }
  return show(visit, receipt, { field, match }, null);
}

function trouble(status: 422 | 429, field: string, message: string): Trouble {
  return { status, errors: [{ field, message }] };
}

function show(asked: SessionVisit, receipt: string, answered: Answered | null, found: Trouble | null): Response {
  const visit = { ...asked, here: `${requestPath(asked, receipt)}/comparison` };
  const page = <ComparisonPage visit={visit} receipt={receipt} answered={answered} found={found} />;
  return showPage(visit, page, found?.status ?? 200, found?.headers);
}

interface PageProps {
  readonly visit: SessionVisit;
  readonly receipt: string;
  readonly answered: Answered | null;
  readonly found: Trouble | null;
}

function ComparisonPage({ answered, found, receipt, visit }: PageProps): JSX.Element {
  const texts = visit.words.deskComparison;
  const { fields, matches } = visit.words.deskRequest.claims;
  return (
    <PortalPage visit={visit} title={`${texts.title} ${receipt}`} current="requests" width="reading" errors={found?.errors}>
      <p class="back">
        <a href={requestPath(visit, receipt)}>‹ {texts.back}</a>
      </p>
      {answered === null ? null : (
        <Banner
          tone={answered.match === 'no-match' ? 'warn' : 'info'}
          role="status"
          title={`${fields[answered.field]}: ${matches[answered.match]}`}
        />
      )}
      <h1>
        {texts.title}{' '}
        <span class="no-wrap" translate="no">
          {receipt}
        </span>
      </h1>
      <p>{texts.lead}</p>
      <BlindComparison visit={visit} receipt={receipt} trouble={found} />
    </PortalPage>
  );
}
