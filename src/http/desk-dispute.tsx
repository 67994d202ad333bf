/**
 * Opening a dispute: how it stands, what it does, one form with a reason (desk.md section 4, command 30). For supervisors; whoever else
 * asks gets no such page. Reached from the page of the account.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { mayAct } from '../core/staff.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { type DisputeView, openDispute, viewDispute } from '../journeys/dispute.ts';
import { Stack } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts, TextLink } from './components.tsx';
import { handledPortals, requestPath } from './desk-paths.ts';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

const FORM = 'remark';

export function disputePath(visit: Pick<SessionVisit, 'portal'>, receipt: string): string {
  return pathOf(visit, `accounts/${receipt}/dispute`);
}

function actorOf(visit: SessionVisit) {
  return { caller: visit.caller, session: visit.session, portals: handledPortals(visit).map(({ id }) => id) };
}

/** GET /desk/accounts/:receipt/dispute */
export function getDispute(visit: SessionVisit, receipt: string): Promise<Response | null> {
  return showDispute(visit, receipt, null);
}

/** POST /desk/accounts/:receipt/dispute */
export async function postDispute(visit: SessionVisit, receipt: string): Promise<Response | null> {
  if (visit.staleForm) return showDispute(visit, receipt, staleTrouble(visit, FORM));
  const texts = visit.words.deskDispute;
  const outcome = await openDispute(visit.site.ports, actorOf(visit), receipt, visit.fields['remark'] ?? '');
  if (outcome === null) return null;
  if (outcome.ok) return seeOther(`${requestPath(visit, outcome.value)}?notice=disputed`);
  const { refusal } = outcome;
  if (refusal.code === 'remark-length')
    return showDispute(visit, receipt, { status: 422, errors: [{ field: FORM, message: texts.remarkLength }] });
  if (refusal.code === 'too-many-attempts')
    return showDispute(visit, receipt, pausedTrouble(visit, refusal.retryAt, texts.paused, FORM));
  const isOver = ['no-dispute', 'voucher-needed', 'recovery-request-open-already'].includes(refusal.code);
  return isOver ? seeOther(`${disputePath(visit, receipt)}?notice=changed`) : answerElsewhere(visit, refusal);
}

async function showDispute(visit: SessionVisit, receipt: string, trouble: Trouble | null): Promise<Response | null> {
  const view = await viewDispute(visit.site.ports, actorOf(visit), receipt);
  if (view === null) return null;
  const page = <DisputePage visit={visit} view={view} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface ViewProps {
  readonly visit: SessionVisit;
  readonly view: DisputeView;
}

function DisputePage({ visit, view, trouble }: ViewProps & { trouble: Trouble | null }): JSX.Element {
  const texts = visit.words.deskDispute;
  const barred = barOf({ visit, view });
  const { session, caller, site } = visit;
  const mayOpen = barred === null && mayAct(session.account, 'dispute.open', caller.at, site.ports.recovery);
  return (
    <PortalPage
      visit={visit}
      title={texts.title}
      current="requests"
      width="reading"
      errors={mayOpen ? trouble?.errors : undefined}
      errorNote={trouble?.note}
    >
      <p class="back">
        <a href={pathOf(visit, `accounts/${view.receipt}`)}>‹ {texts.back}</a>
      </p>
      {visit.query['notice'] === 'changed' ? <Banner tone="info" role="status" title={texts.changed} /> : null}
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <Stack>
        <Standing visit={visit} view={view} />
        {barred}
        {mayOpen ? <OpenForm visit={visit} view={view} trouble={trouble} /> : null}
      </Stack>
    </PortalPage>
  );
}

function Standing({ visit, view }: ViewProps): JSX.Element {
  const texts = visit.words.deskDispute;
  const at = (instant: number): string => formatDateTimeWithZone(visit.language, instant);
  const { ask, waiting } = view;
  const asked =
    ask === null
      ? waiting === null
        ? texts.nobody
        : texts.waiting(at(waiting.opensAt))
      : ask.by === null
        ? texts.host(at(ask.askedAt))
        : texts.by(ask.by.name, at(ask.askedAt));
  return (
    <Card headingId="standing-heading">
      <h2 id="standing-heading">{texts.heading}</h2>
      <Facts
        rows={[
          { term: texts.account, value: view.isLocked ? texts.locked : texts.notLocked },
          { term: texts.asked, value: asked },
          ...(ask === null ? [] : [{ term: texts.useUntil, value: at(ask.expiresAt) }]),
        ]}
      />
    </Card>
  );
}

/** Why it cannot be opened now, by anybody or by this person. */
function barOf({ visit, view }: ViewProps): JSX.Element | null {
  const texts = visit.words.deskDispute;
  if (view.runningReceipt !== null)
    return (
      <Banner tone="info" title={texts.running}>
        <p>
          <TextLink href={requestPath(visit, view.runningReceipt)}>{texts.toRunning(view.runningReceipt)}</TextLink>
        </p>
      </Banner>
    );
  if (view.isOwn) return <Banner tone="info" title={texts.own} />;
  if (!view.isDisputed)
    return (
      <Banner tone="info" title={texts.notDisputed}>
        <p>{texts.notDisputedText}</p>
      </Banner>
    );
  if (view.ask !== null) return null;
  return view.hasOtherAdministrator ? (
    <Banner tone="info" title={texts.noVoucher}>
      <p>{texts.noVoucherText}</p>
    </Banner>
  ) : (
    <Banner tone="info" title={texts.noAdministrator}>
      <p>{texts.noAdministratorText}</p>
    </Banner>
  );
}

function OpenForm({ visit, view, trouble }: ViewProps & { trouble: Trouble | null }): JSX.Element {
  const texts = visit.words.deskDispute;
  return (
    <Card headingId="open-heading">
      <h2 id="open-heading">{texts.openHeading}</h2>
      <ul>
        {texts.effects.map((effect) => (
          <li>{effect}</li>
        ))}
      </ul>
      <form method="post" action={disputePath(visit, view.receipt)} novalidate>
        <HiddenToken visit={visit} />
        <TextArea
          id={FORM}
          label={texts.remark}
          hint={texts.remarkHint}
          error={errorOf(trouble, FORM)}
          value={visit.fields['remark']}
          rows={3}
          required
          words={visit.words}
        />
        <div class="actions">
          <Button kind="danger">{texts.submit}</Button>
        </div>
      </form>
    </Card>
  );
}

/** On the page of its request: what is different in a dispute. */
export function DisputeBanner({ visit, isDispute }: { visit: SessionVisit; isDispute: boolean }): JSX.Element | null {
  const texts = visit.words.deskDispute.request;
  return isDispute ? (
    <Banner tone="warn" title={texts.title}>
      <p>{texts.text}</p>
    </Banner>
  ) : null;
}
