/**
 * A colleague's lost-device request as the company's administrator sees it: who, when, how and from where, and two ways out of equal
 * weight (desk.md section 2, row `voucher`). Whoever is not of the company gets the answer of a missing page.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { formatClock, formatDateTime } from '../i18n/dates.ts';
import {
  beginVoucher,
  type ColleagueRequestView,
  objectTo,
  takeVoucherBack,
  viewColleagueRequest,
  vouch,
} from '../journeys/voucher.ts';
import type { ColleagueRequest } from '../ports.ts';
import { CardRow } from './arrangement.tsx';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Badge, Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { DataTable } from './data-table.tsx';
import { CodeField, HiddenToken } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const CHOICES = ['begin', 'vouch', 'object', 'take-back'] as const;
type Choice = (typeof CHOICES)[number];
const NOTICES = { begin: 'voucher-begun', vouch: 'vouched', object: 'objected', 'take-back': 'voucher-back' } as const;
/** Where an error about a choice leads. */
const FIELD: Readonly<Record<Choice, string>> = { begin: 'confirm', vouch: 'code', object: 'object', 'take-back': 'remark' };

/** There is no field where nothing can be chosen. */
const STOPPED = 'stopped';

const pathTo = (visit: SessionVisit, receipt: string): string => pathOf(visit, `company/requests/${receipt}`);

/** GET /{portal}/company/requests/:receipt */
export function getColleagueRequest(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return showRequest(visit, receipt, null);
}

/** POST /{portal}/company/requests/:receipt */
export async function postColleagueRequest(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  const { errors } = words.companyRequests;
  const choice = CHOICES.find((each) => each === fields['choice']);
  if (choice === undefined) return showRequest(visit, receipt, null);
  if (visit.staleForm) return showRequest(visit, receipt, staleTrouble(visit, FIELD[choice]));
  const code = (fields['code'] ?? '').trim();
  if (choice === 'vouch' && code === '') return showRequest(visit, receipt, trouble('code', errors.codeEmpty));
  const outcome = await {
    begin: () => beginVoucher(site.ports, caller, session, receipt),
    vouch: () => vouch(site.ports, caller, session, receipt, code),
    object: () => objectTo(site.ports, caller, session, receipt),
    'take-back': () => takeVoucherBack(site.ports, caller, session, receipt, fields['remark'] ?? ''),
  }[choice]();
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(`${pathTo(visit, receipt)}?notice=${NOTICES[choice]}`);
  const message = messageOf(visit, outcome.refusal);
  if (message === null) return answerElsewhere(visit, outcome.refusal);
  const status = outcome.refusal.code === 'too-many-attempts' ? 429 : 422;
  return showRequest(visit, receipt, trouble(FIELD[choice], message, status));
}

function trouble(field: string, message: string, status: 422 | 429 = 422): Trouble {
  return { status, errors: [{ field, message }] };
}

function messageOf({ words }: SessionVisit, refusal: Refusal): string | null {
  const { errors } = words.companyRequests;
  switch (refusal.code) {
    case 'too-many-attempts':
      return errors.tries;
    case 'call-code-wrong':
      return errors.codeWrong;
    case 'call-over':
      return errors.codeOver;
    case 'voucher-unfit':
    case 'same-person-cannot-approve':
      return errors.unfit;
    case 'recorded-already':
      return errors.already;
    case 'remark-length':
      return errors.remark;
    case 'desk-stopped':
      return errors.stopped;
    case 'not-in-this-state':
    case 'no-such-evidence':
    case 'evidence-fell-short':
    case 'request-changed':
      return errors.state;
    default:
      return null;
  }
}

async function showRequest(visit: SessionVisit, receipt: string, found: Trouble | null): Promise<Response | null> {
  const { caller, session, site } = visit;
  const view = await viewColleagueRequest(site.ports, caller, session, receipt);
  if (view === null) return null;
  return showPage(visit, <RequestPage visit={visit} view={view} found={found} />, found?.status ?? 200, found?.headers);
}

interface ViewProps {
  readonly visit: SessionVisit;
  readonly view: ColleagueRequestView;
  readonly found: Trouble | null;
}

function RequestPage(props: ViewProps): JSX.Element {
  const { visit, view, found } = props;
  const texts = visit.words.companyRequests;
  const isStopped = view.request.state === 'frozen';
  const errors = isStopped ? found?.errors.map((error) => ({ ...error, field: STOPPED })) : found?.errors;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={errors} errorNote={found?.note}>
      <p class="back">
        <a href={pathOf(visit, 'company')}>‹ {visit.words.company.colleague.back}</a>
      </p>
      <Notice visit={visit} />
      <h1>{texts.title}</h1>
      {isStopped ? null : <p>{texts.lead}</p>}
      <Card>
        <RequestFacts visit={visit} view={view} />
      </Card>
      {view.isVouched ? <Banner tone="info" title={view.ownVoucher === null ? texts.vouched : texts.vouchedByYou} /> : null}
      {view.evidence === null ? null : <Approval visit={visit} view={view} />}
      {isStopped ? (
        <div id={STOPPED}>
          <Banner tone="warn" title={texts.stoppedTitle}>
            <p>{texts.stopped}</p>
          </Banner>
        </div>
      ) : (
        <CardRow>
          <ConfirmCard {...props} />
          <ObjectCard {...props} />
        </CardRow>
      )}
    </PortalPage>
  );
}

/** A closed code in the query says what was done; any other says nothing. */
function Notice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const said = Object.entries(visit.words.companyRequests.notices).find(([code]) => code === visit.query['notice']);
  return said === undefined ? null : <Banner tone="ok" role="status" title={said[1]} />;
}

function RequestFacts({ visit, view }: Omit<ViewProps, 'found'>): JSX.Element {
  const { language, words } = visit;
  const texts = words.companyRequests;
  const { request, stored } = view;
  return (
    <Facts
      rows={[
        { term: texts.colleague, value: request.colleague.name },
        { term: texts.state, value: words.requests.states[request.state] },
        { term: texts.filedAt, value: formatDateTime(language, request.filedAt) },
        { term: texts.channel, value: words.requests.channels[stored.request.channel] },
        { term: texts.place, value: stored.place === '' ? texts.noPlace : stored.place },
      ]}
    />
  );
}

/** Alone at the desk, the voucher is the approval: what it rests on lies before whoever gives it (desk.md section 3). */
function Approval({ visit, view }: Omit<ViewProps, 'found'>): JSX.Element {
  const { words } = visit;
  const texts = words.companyRequests;
  const kinds = (view.evidence ?? []).filter((kind) => kind !== 'voucher').map((kind) => words.deskRequest.evidence.kinds[kind]);
  return (
    <Banner tone="warn" title={texts.approval}>
      <p>
        {texts.evidence}: {kinds.join('・')}
      </p>
    </Banner>
  );
}

function ConfirmCard({ visit, view, found }: ViewProps): JSX.Element {
  const { language, words } = visit;
  const texts = words.companyRequests;
  const { codeUntil, hindrance, isOpenToVouchers, isVouched, ownVoucher, request } = view;
  const action = pathTo(visit, request.receipt);
  if (ownVoucher !== null) return <TakeBackCard visit={visit} view={view} found={found} />;
  const why = hindrance !== null ? hindranceText(visit, hindrance) : isVouched || !isOpenToVouchers ? texts.notNow : null;
  return (
    <Card headingId="confirm-heading">
      <h2 id="confirm-heading">{texts.confirmTitle}</h2>
      <p>{texts.confirmText}</p>
      <p>{texts.lastResort}</p>
      {why === null ? null : <p id="confirm">{why}</p>}
      {why !== null || codeUntil === null ? null : (
        <form method="post" action={action} novalidate>
          <HiddenToken visit={visit} />
          <CodeField id="code" label={texts.code} hint={texts.codeHint} error={errorOf(found, 'code')} words={words} />
          <p class="small">{texts.until(formatClock(language, codeUntil))}</p>
          <div class="actions">
            <Button kind="secondary" name="choice" value="vouch">
              {texts.vouch}
            </Button>
          </div>
        </form>
      )}
      {why !== null ? null : (
        <form method="post" action={action} class="actions" id="confirm">
          <HiddenToken visit={visit} />
          <Button kind="secondary" name="choice" value="begin">
            {codeUntil === null ? texts.begin : texts.again}
          </Button>
        </form>
      )}
    </Card>
  );
}

export function hindranceText(visit: SessionVisit, hindrance: NonNullable<ColleagueRequestView['hindrance']>): string {
  const { hindrances } = visit.words.companyRequests;
  const text = hindrances[hindrance];
  return typeof text === 'string' ? text : text(lasting(visit.words, visit.site.ports.recovery.voucherAgeFor));
}

function TakeBackCard({ visit, view, found }: ViewProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.companyRequests;
  return (
    <Card headingId="take-back-heading">
      <h2 id="take-back-heading">{texts.takeBackTitle}</h2>
      <p>{texts.takeBackText}</p>
      <form method="post" action={pathTo(visit, view.request.receipt)} novalidate>
        <HiddenToken visit={visit} />
        <TextArea
          id="remark"
          label={texts.reason}
          hint={texts.reasonHint}
          error={errorOf(found, 'remark')}
          value={fields['remark']}
          rows={3}
          required
          words={words}
        />
        <div class="actions">
          <Button kind="secondary" name="choice" value="take-back">
            {texts.takeBack}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function ObjectCard({ visit, view }: ViewProps): JSX.Element {
  const texts = visit.words.companyRequests;
  return (
    <Card headingId="object-heading">
      <h2 id="object-heading">{texts.objectTitle}</h2>
      <p>{texts.objectText}</p>
      <form method="post" action={pathTo(visit, view.request.receipt)} class="actions" id="object">
        <HiddenToken visit={visit} />
        <Button kind="secondary" name="choice" value="object">
          {texts.object}
        </Button>
      </form>
    </Card>
  );
}

/** On the page of the company: which colleagues have one running, and nothing else of it. */
export function ColleagueRequests({
  visit,
  requests,
}: {
  visit: SessionVisit;
  requests: readonly ColleagueRequest[];
}): JSX.Element {
  const { language, words } = visit;
  const texts = words.companyRequests;
  return (
    <Card emphasis headingId="colleague-requests-heading">
      <h2 id="colleague-requests-heading">{texts.heading}</h2>
      <DataTable
        caption={texts.caption}
        columns={[texts.colleague, texts.state, texts.filedAt].map((label) => ({ label }))}
        rows={requests.map(({ colleague, filedAt, receipt, state }) => [
          <TextLink href={pathTo(visit, receipt)}>{colleague.name}</TextLink>,
          <Badge tone={state === 'frozen' ? 'warn' : 'neutral'} icon={state === 'frozen' ? 'pause' : 'clock'}>
            {words.requests.states[state]}
          </Badge>,
          formatDateTime(language, filedAt),
        ])}
      />
    </Card>
  );
}
