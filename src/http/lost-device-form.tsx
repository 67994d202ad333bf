/**
 * The form of a lost-device request (Z-15): six fields, the risk that must be accepted, and what happens next. It asks for no
 * cookie and no token: Origin and Sec-Fetch-Site alone guard it, so that it works in any window. What is filled in already
 * comes from the pending sign-in or from what this browser sent before (I-4); nothing here finds an account.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { RISK_TEXT_VERSION } from '../core/recovery-request.ts';
import { fileRequest, findOwnFiling } from '../journeys/lost-device.ts';
import { Columns } from './arrangement.tsx';
import { errorOf, pausedTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Button, TextLink } from './components.tsx';
import { FilingFields } from './filing-fields.tsx';
import { PortalPage } from './layout.tsx';
import { filingErrors, NO_FILING, readFiling, type TypedFiling } from './lost-device-fields.ts';
import { NextSteps } from './lost-device-pieces.tsx';
import { isStaffBrowser, keepClaim, readOwnReceipt, requestPath } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { RiskBox } from './text-area.tsx';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/lost-device/form */
export async function getLostDeviceForm(visit: Visit): Promise<Response> {
  return showPage(visit, <FormPage visit={visit} typed={await filledIn(visit)} trouble={null} />);
}

/** POST /{portal}/lost-device */
export async function postLostDevice(visit: Visit): Promise<Response> {
  const { caller, jar, pending, portal, session, site } = visit;
  const typed = readFiling(visit.fields);
  const errors = filingErrors(visit.words, typed);
  if (errors.length > 0) return showAgain(visit, typed, { status: 422, errors });
  const { isRiskAccepted: _accepted, ...claims } = typed;
  const outcome = await fileRequest(
    site.ports,
    caller,
    { claims, riskText: RISK_TEXT_VERSION },
    { pending, session, claimToken: jar.read(portal.id, 'claim'), isStaffBrowser: await isStaffBrowser(visit) },
  );
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.code !== 'too-many-attempts') return answerElsewhere(visit, refusal);
    return showAgain(visit, typed, pausedTrouble(visit, refusal.retryAt, visit.words.lostRequest.form.paused, 'email'));
  }
  keepClaim(visit, outcome.value.claim);
  return seeOther(requestPath(visit, outcome.value.receipt));
}

/** What was typed before in this browser, else the address of the sign-in it is in. */
async function filledIn(visit: Visit): Promise<TypedFiling> {
  const receipt = readOwnReceipt(visit.query['again']);
  const claimToken = visit.jar.read(visit.portal.id, 'claim');
  const own = receipt === null ? null : await findOwnFiling(visit.site.ports, visit.caller, receipt, claimToken);
  if (own !== null && own.claims !== null) return { ...own.claims, isRiskAccepted: false };
  return { ...NO_FILING, email: visit.pending?.account.email ?? visit.session?.account.email ?? '' };
}

function showAgain(visit: Visit, typed: TypedFiling, trouble: Trouble): Response {
  return showPage(visit, <FormPage visit={visit} typed={typed} trouble={trouble} />, trouble.status, trouble.headers);
}

interface FormProps {
  readonly visit: Visit;
  readonly typed: TypedFiling;
  readonly trouble: Trouble | null;
}

function FormPage(props: FormProps): JSX.Element {
  const { visit, trouble } = props;
  const words = visit.words.lostRequest.form;
  return (
    <PortalPage visit={visit} title={words.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <p class="back">
        <a href={pathOf(visit, 'lost-device')}>‹ {words.back}</a>
      </p>
      <Columns main={<FilingForm {...props} />} side={<NextSteps visit={visit} />} />
    </PortalPage>
  );
}

function FilingForm({ visit, typed, trouble }: FormProps): JSX.Element {
  const { words: all } = visit;
  const words = all.lostRequest.form;
  return (
    <div class="filing">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <form method="post" action={pathOf(visit, 'lost-device')} novalidate>
        <FilingFields visit={visit} typed={typed} trouble={trouble} account={visit.portal.accountName[visit.language]} />
        <RiskBox id="risk" title={words.riskTitle} label={words.risk} error={errorOf(trouble, 'risk')} words={all} />
        <Actions>
          <Button size="large">{words.submit}</Button>
          <TextLink href={pathOf(visit, 'lost-device')}>{all.common.cancel}</TextLink>
        </Actions>
      </form>
    </div>
  );
}
