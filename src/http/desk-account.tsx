/**
 * A customer's account as staff may act on it: masked, what bars it now, the acts that are possible with a reason, and what waits for a
 * second person. Who may what is decided in core; for whoever may not see the request there is no such page (SEC-K03).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import {
  ACCOUNT_LIFTS,
  type AccountClosing,
  type AccountLift,
  CLOSING_ACTIONS,
  LIFT_ACTIONS,
  type LiftAsk,
} from '../core/desk-account.ts';
import type { Outcome } from '../core/outcome.ts';
import { may, mayAct } from '../core/staff.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { askToLift, closeAccount, decideLift, type ShownAccount, viewDeskAccount } from '../journeys/desk-accounts.ts';
import type { QueuedRequest } from '../ports.ts';
import { Stack } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { disputePath } from './desk-dispute.tsx';
import { handledPortals, requestPath } from './desk-paths.ts';
import { HiddenToken, RadioCard } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

type Act = AccountClosing | AccountLift;
const CLOSINGS = ['end-sessions', 'suspend'] as const;
const FORM = 'act';

function accountPath(visit: Pick<SessionVisit, 'portal'>, receipt: string): string {
  return pathOf(visit, `accounts/${receipt}`);
}

function actorOf(visit: SessionVisit) {
  return { caller: visit.caller, session: visit.session, portals: handledPortals(visit).map(({ id }) => id) };
}

interface LinksProps {
  readonly visit: SessionVisit;
  readonly requests: readonly Pick<QueuedRequest, 'receipt' | 'portal'>[];
}

/** Links to the accounts of these requests, for whoever may act on accounts; the desk's own people have a page of their own. */
export function AccountLinks({ visit, requests }: LinksProps): JSX.Element | null {
  const receipts = requests.filter(({ portal }) => portal !== visit.portal.id).map(({ receipt }) => receipt);
  if (receipts.length === 0 || !may(visit.session.account.role, 'account.suspend')) return null;
  const texts = visit.words.deskAccount;
  return (
    <nav aria-label={texts.found}>
      <ul>
        {receipts.map((receipt) => (
          <li>
            <TextLink href={accountPath(visit, receipt)}>{texts.openFor(receipt)}</TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** GET /desk/accounts/:receipt */
export function getDeskAccount(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return showAccount(visit, receipt, null);
}

/** POST /desk/accounts/:receipt */
export async function postDeskAccount(visit: SessionVisit, receipt: string): Promise<Response | null> {
  const { fields, site, words } = visit;
  if (visit.staleForm) return showAccount(visit, receipt, staleTrouble(visit, FORM));
  const actor = actorOf(visit);
  const { choice, reason = '' } = fields;
  if (choice === 'confirm' || choice === 'decline') {
    const verdict = choice === 'confirm' ? 'confirmed' : 'declined';
    return answerAct(visit, receipt, await decideLift(site.ports, actor, receipt, fields['ask'] ?? '', verdict), verdict);
  }
  const closing = CLOSINGS.find((each) => each === choice);
  if (closing !== undefined)
    return answerAct(visit, receipt, await closeAccount(site.ports, actor, receipt, closing, reason), closing);
  const lift = ACCOUNT_LIFTS.find((each) => each === choice);
  if (lift === undefined)
    return showAccount(visit, receipt, { status: 422, errors: [{ field: FORM, message: words.deskAccount.actEmpty }] });
  return answerAct(visit, receipt, await askToLift(site.ports, actor, receipt, lift, reason), 'asked');
}

type Notice = keyof SessionVisit['words']['deskAccount']['notices'];

function answerAct(
  visit: SessionVisit,
  receipt: string,
  outcome: Outcome<void> | null,
  notice: Notice,
): Promise<Response | null> | Response | null {
  if (outcome === null) return null;
  const to = (said: Notice): Response => seeOther(`${accountPath(visit, receipt)}?notice=${said}`);
  if (outcome.ok) return to(notice);
  const { refusal } = outcome;
  const texts = visit.words.deskAccount;
  if (refusal.code === 'remark-length')
    return showAccount(visit, receipt, { status: 422, errors: [{ field: 'reason', message: texts.reasonLength }] });
  if (refusal.code === 'too-many-attempts')
    return showAccount(visit, receipt, pausedTrouble(visit, refusal.retryAt, texts.paused, FORM));
  return refusal.code === 'not-in-this-state' ? to('changed') : answerElsewhere(visit, refusal);
}

async function showAccount(visit: SessionVisit, receipt: string, trouble: Trouble | null): Promise<Response | null> {
  const shown = await viewDeskAccount(visit.site.ports, actorOf(visit), receipt);
  if (shown === null) return null;
  const page = <AccountPage visit={visit} shown={shown} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface ShownProps {
  readonly visit: SessionVisit;
  readonly shown: ShownAccount;
}

function AccountPage({ visit, shown, trouble }: ShownProps & { trouble: Trouble | null }): JSX.Element {
  const texts = visit.words.deskAccount;
  const notice = Object.entries(texts.notices).find(([code]) => code === visit.query['notice']);
  return (
    <PortalPage
      visit={visit}
      title={texts.title}
      current="requests"
      width="reading"
      errors={trouble?.errors.map((error) => (error.field === FORM ? { ...error, field: firstField(visit, shown) } : error))}
      errorNote={trouble?.note}
    >
      <p class="back">
        <a href={requestPath(visit, shown.receipt)}>‹ {texts.back(shown.receipt)}</a>
      </p>
      {notice === undefined ? null : <Banner tone={notice[0] === 'changed' ? 'info' : 'ok'} role="status" title={notice[1]} />}
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Stack>
        <AccountFacts visit={visit} shown={shown} />
        {shown.asks.map((ask) => (
          <AskCard visit={visit} shown={shown} ask={ask} />
        ))}
        <ActForm visit={visit} shown={shown} trouble={trouble} />
      </Stack>
      {may(visit.session.account.role, 'dispute.open') ? (
        <p>
          <TextLink href={disputePath(visit, shown.receipt)}>{visit.words.deskDispute.link}</TextLink>
        </p>
      ) : null}
    </PortalPage>
  );
}

function AccountFacts({ visit, shown }: ShownProps): JSX.Element {
  const { caller, language, site, words } = visit;
  const texts = words.deskAccount;
  const { bars } = shown;
  const isFrozen = bars.frozenUntil !== null && caller.at < bars.frozenUntil;
  return (
    <Card headingId="account-heading">
      <h2 id="account-heading">{texts.heading}</h2>
      <Facts
        rows={[
          { term: texts.portal, value: site.portals.get(shown.portal)?.name[language] ?? shown.portal },
          { term: texts.company, value: shown.company ?? texts.noCompany },
          { term: texts.holder, value: words.common.honorific(shown.name) },
          { term: texts.email, value: shown.email },
          { term: texts.state, value: texts.states[bars.suspendedBy ?? 'active'] },
          {
            term: texts.freeze,
            value:
              isFrozen && bars.frozenUntil !== null ? texts.until(formatDateTimeWithZone(language, bars.frozenUntil)) : texts.none,
          },
          {
            term: texts.closing,
            value: bars.closedSince === null ? texts.open : texts.closedSince(formatDateTimeWithZone(language, bars.closedSince)),
          },
        ]}
      />
      {bars.suspendedBy === 'company' || bars.suspendedBy === 'other' ? (
        <Banner tone="info" title={texts.notOurs[bars.suspendedBy]} />
      ) : null}
    </Card>
  );
}

/** What can be done now by this person; the order of the form. */
function actsOf({ caller, session, site }: SessionVisit, { asks, bars, isOwn, lifts }: ShownAccount): readonly Act[] {
  if (isOwn) return [];
  const can = (action: Parameters<typeof mayAct>[1]): boolean => mayAct(session.account, action, caller.at, site.ports.recovery);
  const closings = bars.suspendedBy === null ? CLOSINGS.filter((each) => can(CLOSING_ACTIONS[each])) : [];
  const waits = asks.map(({ lift }) => lift);
  return [...closings, ...lifts.filter((lift) => !waits.includes(lift) && can(LIFT_ACTIONS[lift].ask))];
}

function firstField(visit: SessionVisit, shown: ShownAccount): string {
  const [first] = actsOf(visit, shown);
  return first === undefined ? 'main' : `act-${first}`;
}

function ActForm({ visit, shown, trouble }: ShownProps & { trouble: Trouble | null }): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskAccount;
  const acts = actsOf(visit, shown);
  if (shown.isOwn) return <Banner tone="info" title={texts.own} />;
  if (acts.length === 0) return <Banner tone="info" title={texts.nothing} />;
  const error = errorOf(trouble, FORM);
  return (
    <Card headingId="act-heading">
      <h2 id="act-heading">{texts.actHeading}</h2>
      <form method="post" action={accountPath(visit, shown.receipt)} novalidate>
        <HiddenToken visit={visit} />
        <fieldset
          class={error === undefined ? undefined : 'has-error'}
          aria-describedby={error === undefined ? undefined : 'act-error'}
        >
          <legend class="label">
            {texts.act} <span class="required">{words.common.required}</span>
          </legend>
          {acts.map((act) => (
            <RadioCard
              id={`act-${act}`}
              name="choice"
              value={act}
              label={texts.acts[act]}
              hint={texts.notes[act]}
              checked={fields['choice'] === act}
            />
          ))}
          {error === undefined ? null : (
            <p class="field-error" id="act-error">
              {error}
            </p>
          )}
        </fieldset>
        <TextArea
          id="reason"
          label={texts.reason}
          hint={texts.reasonHint}
          error={errorOf(trouble, 'reason')}
          value={fields['reason']}
          rows={3}
          required
          words={words}
        />
        <div class="actions">
          <Button kind="danger">{texts.submit}</Button>
        </div>
      </form>
    </Card>
  );
}

function AskCard({ visit, shown, ask }: ShownProps & { ask: LiftAsk }): JSX.Element {
  const { caller, language, session, site } = visit;
  const texts = visit.words.deskAccount.asks;
  const isOwn = ask.by.id === session.accountId;
  const can = (action: Parameters<typeof mayAct>[1]): boolean => mayAct(session.account, action, caller.at, site.ports.recovery);
  const mayConfirm = !isOwn && !shown.isOwn && can(LIFT_ACTIONS[ask.lift].second);
  const id = `ask-${ask.lift}`;
  return (
    <Card emphasis headingId={id}>
      <h2 id={id}>{texts.heading}</h2>
      <Facts
        rows={[
          { term: texts.what, value: texts.lifts[ask.lift] },
          { term: texts.by, value: ask.by.name },
          { term: visit.words.deskAccount.reason, value: ask.reason },
          { term: texts.until, value: formatDateTimeWithZone(language, ask.expiresAt) },
        ]}
      />
      {mayConfirm ? null : <Banner tone="info" title={isOwn ? texts.own : texts.elsewhere} />}
      {mayConfirm || isOwn ? (
        <form method="post" action={accountPath(visit, shown.receipt)}>
          <HiddenToken visit={visit} />
          <input type="hidden" name="ask" value={ask.id} />
          <div class="actions">
            {mayConfirm ? (
              <Button name="choice" value="confirm">
                {texts.confirm}
              </Button>
            ) : null}
            <Button kind="secondary" name="choice" value="decline">
              {texts.decline}
            </Button>
          </div>
        </form>
      ) : null}
    </Card>
  );
}
