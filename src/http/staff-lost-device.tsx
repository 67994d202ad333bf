/**
 * Filing for somebody of the desk who lost the device (desk.md section 6): a colleague types what the person says, and reads the risk out.
 * Whoever files is told the same for every address; what comes of it is before the supervisors alone.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { RISK_TEXT_VERSION } from '../core/recovery-request.ts';
import { mayAct } from '../core/staff.ts';
import { fileForStaff } from '../journeys/filing-for-others.ts';
import { Columns } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, Card, ResultHeading, TextLink } from './components.tsx';
import { queuePath } from './desk-paths.ts';
import { HiddenToken, TextField } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { filingErrors, NO_FILING, readFiling, type TypedFiling } from './lost-device-fields.ts';
import { ReceiptNumber } from './lost-device-pieces.tsx';
import { readOwnReceipt } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { RiskBox, TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const PATH = 'intake/colleague';
/** A colleague has neither a company nor a number on file. */
const ASKED = ['email', 'name', 'summary', 'risk'];

/** GET /desk/intake/colleague, and with a receipt what comes next. */
export function getStaffLost(visit: SessionVisit): Response | null {
  if (!mayEnter(visit)) return null;
  const receipt = readOwnReceipt(visit.query['receipt']);
  return receipt === null ? showForm(visit, NO_FILING, null) : showReceived(visit, receipt);
}

/** POST /desk/intake/colleague */
export async function postStaffLost(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (!mayEnter(visit)) return null;
  const typed = readFiling(fields);
  if (visit.staleForm) return showForm(visit, typed, staleTrouble(visit, 'email'));
  const errors = filingErrors(words, typed)
    .filter(({ field }) => ASKED.includes(field))
    .map((error) => (error.field === 'name' && typed.name === '' ? { ...error, message: words.staffLost.nameEmpty } : error));
  if (errors.length > 0) return showForm(visit, typed, { status: 422, errors });
  const { email, name, summary } = typed;
  const claims = { email, name, summary, company: '', phone: '', caseNumber: '' };
  const outcome = await fileForStaff(site.ports, caller, session, { claims, riskText: RISK_TEXT_VERSION });
  if (outcome.ok) return seeOther(`${pathOf(visit, PATH)}?receipt=${outcome.value}`);
  const { refusal } = outcome;
  if (refusal.code === 'too-many-attempts') {
    return showForm(visit, typed, pausedTrouble(visit, refusal.retryAt, words.staffLost.paused, 'email'));
  }
  if (refusal.code === 'not-permitted') {
    return showForm(visit, typed, { status: 422, errors: [{ field: 'email', message: words.staffLost.ownAddress }] });
  }
  return answerElsewhere(visit, refusal);
}

/** For the list: nothing for whoever may not file. */
export function StaffLostLink({ visit }: { visit: SessionVisit }): JSX.Element | null {
  return mayEnter(visit) ? <TextLink href={pathOf(visit, PATH)}>{visit.words.staffLost.title}</TextLink> : null;
}

function mayEnter({ caller, session, site }: SessionVisit): boolean {
  return mayAct(session.account, 'request.enter', caller.at, site.ports.recovery);
}

function showForm(visit: SessionVisit, typed: TypedFiling, trouble: Trouble | null): Response {
  const page = <FormPage visit={visit} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface FormProps {
  readonly visit: SessionVisit;
  readonly typed: TypedFiling;
  readonly trouble: Trouble | null;
}

function FormPage(props: FormProps): JSX.Element {
  const { visit, trouble } = props;
  const texts = visit.words.staffLost;
  return (
    <PortalPage visit={visit} title={texts.title} current="requests" errors={trouble?.errors} errorNote={trouble?.note}>
      <BackToQueue visit={visit} />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <Columns main={<FilingForm {...props} />} side={<Steps visit={visit} />} />
    </PortalPage>
  );
}

function FilingForm({ visit, typed, trouble }: FormProps): JSX.Element {
  const { words } = visit;
  const texts = words.staffLost;
  const { form } = words.lostRequest;
  const field = (id: 'email' | 'name' | 'summary') => ({
    id,
    value: typed[id] === '' ? undefined : typed[id],
    error: errorOf(trouble, id),
    words,
  });
  return (
    <form method="post" action={pathOf(visit, PATH)} novalidate>
      <HiddenToken visit={visit} />
      <Banner tone="info" title={texts.sayTitle}>
        <p>{texts.say(lasting(words, visit.site.ports.recovery.mailboxLinkFor))}</p>
      </Banner>
      <TextField
        {...field('email')}
        label={form.email}
        hint={texts.emailHint}
        type="email"
        inputmode="email"
        autocomplete="off"
        required
      />
      <TextField {...field('name')} label={texts.name} autocomplete="off" required />
      <TextArea {...field('summary')} label={texts.summary} hint={form.summaryHint} rows={3} required={false} />
      <RiskBox id="risk" title={texts.riskTitle} label={texts.risk} error={errorOf(trouble, 'risk')} words={words} />
      <Actions>
        <Button>{texts.submit}</Button>
      </Actions>
    </form>
  );
}

function Steps({ visit }: { visit: SessionVisit }): JSX.Element {
  const texts = visit.words.staffLost;
  const { newStaffFor, wait } = visit.site.ports.recovery;
  return (
    <Card headingId="steps-heading">
      <h2 id="steps-heading">{texts.stepsHeading}</h2>
      <ol class="help-steps">
        {texts.steps(lasting(visit.words, wait.high), lasting(visit.words, newStaffFor)).map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p class="small">{texts.small}</p>
    </Card>
  );
}

function showReceived(visit: SessionVisit, receipt: string): Response {
  const texts = visit.words.staffLost;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.doneTitle} current="requests" width="reading">
      <BackToQueue visit={visit} />
      <ResultHeading word={visit.words.common.done} title={texts.doneTitle} />
      <ReceiptNumber visit={visit} receipt={receipt} />
      <p class="lead">{texts.done}</p>
      <p>{texts.doneNext}</p>
    </PortalPage>,
  );
}

function BackToQueue({ visit }: { visit: SessionVisit }): JSX.Element {
  return (
    <p class="back">
      <a href={queuePath(visit, { view: 'all' })}>‹ {visit.words.deskRequest.back}</a>
    </p>
  );
}
