/**
 * The page behind a mailed link: every filing of the address, so that the holder confirms the own one whichever letter came
 * through (desk.md section 1). Opening it changes nothing; its buttons do. Whoever confirms leaves the token in a cookie and
 * goes on under the bare receipt number (SEC-N05).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import { readReceipt } from '../core/receipt.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { findClaimBrowser } from '../journeys/lost-device.ts';
import { confirmMailbox, findHolderView, type HolderView } from '../journeys/lost-device-link.ts';
import { FILINGS_AT_ONCE } from '../journeys/recovery-events.ts';
import type { StoredRecoveryRequest } from '../ports.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Actions, Badge, Banner, Button, Card, Disclosure, Facts, TextLink } from './components.tsx';
import { TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { OneButtonForm } from './lost-device-pieces.tsx';
import { showPublic } from './lost-device-public.tsx';
import { isStaffBrowser, keepClaim, keepMailboxToken, requestPath, waysBackPath } from './lost-device-visit.ts';
import { clockTime } from './pause.ts';
import { answerElsewhere } from './refusals.ts';
import { seeOther, showPage, type Visit } from './visit.ts';

/** Filings shown at once; more stand in a disclosure, and beyond that the number is typed in. */
const SHOWN = 5;
const LISTED = FILINGS_AT_ONCE;
/** Where a refusal leads that no field can mend: the button that was pressed may have gone from the page since. */
const REQUESTS = 'requests';

/** POST /{portal}/lost-device/:receipt/status: leaves the token in a cookie and goes on without it. */
export async function postStatus(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const token = visit.fields['token'] ?? '';
  const view = await findHolderView(visit.site.ports, visit.caller, token);
  if (view === null) return showPublic(visit, receipt, true);
  keepMailboxToken(visit, token);
  return seeOther(requestPath(visit, receipt));
}

/** POST /{portal}/lost-device/:receipt/confirmation: the token proves the mailbox; no other proof is asked and none is made. */
export async function postConfirmation(visit: Visit, param: string): Promise<Response | null> {
  const { caller, fields, jar, portal, session, site } = visit;
  const shown = readReceipt(param);
  if (shown === undefined) return null;
  const token = fields['token'] ?? '';
  const typed = fields['number'];
  const receipt = typed === undefined ? shown : readReceipt(typed);
  if (receipt === undefined) {
    const errors = [{ field: 'number', message: visit.words.lostRequest.link.otherEmpty }];
    return (await showLinkPage(visit, shown, token, { status: 422, errors })) ?? showPublic(visit, shown, true);
  }
  const outcome = await confirmMailbox(site.ports, caller, token, receipt, {
    session,
    claimToken: jar.read(portal.id, 'claim'),
    isStaffBrowser: await isStaffBrowser(visit),
  });
  if (!outcome.ok) return answerRefusal(visit, { shown, receipt, token, isTyped: typed !== undefined }, outcome.refusal);
  const { claim, stopped } = outcome.value;
  keepMailboxToken(visit, token);
  keepClaim(visit, claim);
  if (stopped !== null) site.log.error('recovery.stopped', { portal: portal.id, receipt: outcome.value.receipt, because: stopped });
  return seeOther(requestPath(visit, outcome.value.receipt));
}

interface Press {
  /** Under whose number the page was opened. */
  readonly shown: string;
  /** Whose button was pressed, or whose number was typed. */
  readonly receipt: string;
  readonly token: string;
  readonly isTyped: boolean;
}

async function answerRefusal(visit: Visit, press: Press, refusal: Refusal): Promise<Response> {
  const { shown, receipt, token, isTyped } = press;
  const words = visit.words.lostRequest.link;
  const view = await findHolderView(visit.site.ports, visit.caller, token);
  const running = view === null ? undefined : runningOf(view);
  const field = isTyped ? 'number' : REQUESTS;
  const say = async (message: string): Promise<Response> =>
    (await showLinkPage(visit, shown, token, { status: 422, errors: [{ field, message }] })) ?? showPublic(visit, shown, true);
  switch (refusal.code) {
    case 'recovery-quota-reached':
      return say(words.quota);
    case 'recovery-frozen':
      return say(words.frozen(clockTime(visit, view?.account.recoveryFrozenUntil ?? visit.caller.at)));
    case 'recovery-request-open-already':
    case 'not-in-this-state':
    case 'request-changed':
    case 'link-spent':
      // Pressed twice, or in two windows: what was wanted has happened, and the token shows how it stands.
      if (running?.receipt === receipt) {
        keepMailboxToken(visit, token);
        return seeOther(requestPath(visit, receipt));
      }
      if (running !== undefined) return say(words.openAlready);
      if (refusal.code === 'link-spent') return say(isTyped ? words.otherUnknown : words.spent);
      return say(words.ended);
    case 'account-suspended':
      return showPublic(visit, shown, true);
    default:
      return answerElsewhere(visit, refusal);
  }
}

/** Null for a token that is none of ours. */
export async function showLinkPage(
  asked: Visit,
  receipt: string,
  token: string,
  trouble: Trouble | null,
): Promise<Response | null> {
  const { caller, jar, portal, site } = asked;
  const claim = await findClaimBrowser(site.ports, caller, jar.read(portal.id, 'claim'));
  const view = await findHolderView(site.ports, caller, token, claim?.id);
  if (view === null) return null;
  const visit = { ...asked, here: `${requestPath(asked, receipt)}?token=${encodeURIComponent(token)}` };
  const page = <LinkPage visit={visit} view={view} token={token} claimId={claim?.id ?? null} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface LinkProps {
  readonly visit: Visit;
  readonly view: HolderView;
  readonly token: string;
  /** Of this browser; null when it never filed. */
  readonly claimId: string | null;
  readonly trouble: Trouble | null;
}

function LinkPage(props: LinkProps): JSX.Element {
  const { visit, view, token, trouble } = props;
  const words = visit.words.lostRequest.link;
  const running = runningOf(view);
  const opened = view.requests.filter(({ request }) => request.state === 'opened');
  const mayConfirm = running === undefined && view.mayConfirm;
  const takesNumber = mayConfirm && opened.length > SHOWN;
  const errors = takesNumber ? trouble?.errors : trouble?.errors.map((error) => ({ ...error, field: REQUESTS }));
  return (
    <PortalPage visit={visit} title={words.title} width="reading" errors={errors} errorNote={trouble?.note}>
      <h1 id={REQUESTS} tabindex={-1}>
        {words.title}
      </h1>
      {running === undefined ? null : <Running visit={visit} stored={running} token={token} />}
      {opened.length > 0 ? (
        <Opened {...props} opened={opened} mayConfirm={mayConfirm} takesNumber={takesNumber} />
      ) : running === undefined ? (
        <>
          <Banner tone="info" title={words.none}>
            <p>{words.noneHint}</p>
          </Banner>
          <p>
            <TextLink href={waysBackPath(visit)}>{visit.words.lostRequest.receipt.toRoutes}</TextLink>
          </p>
        </>
      ) : null}
    </PortalPage>
  );
}

/** The one that was confirmed already; there is never a second. */
function runningOf({ requests }: HolderView): StoredRecoveryRequest | undefined {
  return requests.find(({ request }) => request.state !== 'opened');
}

function Running({ visit, stored, token }: { visit: Visit; stored: StoredRecoveryRequest; token: string }): JSX.Element {
  const words = visit.words.lostRequest.link;
  return (
    <Card emphasis headingId="running-heading">
      <h2 id="running-heading">{words.live(stored.receipt)}</h2>
      <p>{words.liveLead}</p>
      <OneButtonForm visit={visit} action={`${requestPath(visit, stored.receipt)}/status`} token={token}>
        <Button size="large">{words.showStatus}</Button>
      </OneButtonForm>
    </Card>
  );
}

interface OpenedProps extends LinkProps {
  readonly opened: readonly StoredRecoveryRequest[];
  readonly mayConfirm: boolean;
  readonly takesNumber: boolean;
}

/** Those of this browser first: amid a flood the holder finds the own one. */
function Opened(props: OpenedProps): JSX.Element {
  const { visit, token, claimId, opened, mayConfirm, takesNumber, trouble } = props;
  const words = visit.words.lostRequest.link;
  const isOwn = ({ request }: StoredRecoveryRequest): boolean => claimId !== null && request.claimBrowserId === claimId;
  const ordered = [...opened.filter(isOwn), ...opened.filter((stored) => !isOwn(stored))];
  const [first] = ordered;
  const card = (stored: StoredRecoveryRequest): JSX.Element => (
    <Filing
      visit={visit}
      stored={stored}
      token={token}
      own={isOwn(stored)}
      kind={!mayConfirm ? null : stored === first && (isOwn(stored) || ordered.length === 1) ? 'primary' : 'secondary'}
    />
  );
  const more = ordered.slice(SHOWN, LISTED);
  return (
    <>
      <p class="lead">{words.lead}</p>
      {mayConfirm ? <p>{ordered.length === 1 ? words.one : words.many}</p> : null}
      {mayConfirm || props.view.mayConfirm ? null : (
        <Banner tone="info" role="status">
          <p>{words.spent}</p>
        </Banner>
      )}
      <div class="stack">{ordered.slice(0, SHOWN).map(card)}</div>
      {more.length === 0 ? null : (
        <Disclosure summary={words.more(ordered.length - SHOWN)} open={trouble !== null}>
          <div class="stack">{more.map(card)}</div>
        </Disclosure>
      )}
      {takesNumber && first !== undefined ? (
        <form class="by-number" method="post" action={`${requestPath(visit, first.receipt)}/confirmation`} novalidate>
          <h2>{words.otherHeading}</h2>
          <TextField
            id="number"
            label={words.otherLabel}
            hint={words.otherHint}
            autocomplete="off"
            width="medium"
            error={errorOf(trouble, 'number')}
            required
            words={visit.words}
          />
          <Actions>
            <Button kind="secondary">{words.otherSubmit}</Button>
          </Actions>
          <input type="hidden" name="token" value={token} />
        </form>
      ) : null}
    </>
  );
}

interface FilingProps {
  readonly visit: Visit;
  readonly stored: StoredRecoveryRequest;
  readonly token: string;
  readonly own: boolean;
  /** Null where it cannot be confirmed. */
  readonly kind: 'primary' | 'secondary' | null;
}

function Filing({ visit, stored, token, own, kind }: FilingProps): JSX.Element {
  const { language } = visit;
  const words = visit.words.lostRequest.link;
  const path = requestPath(visit, stored.receipt);
  return (
    <Card emphasis={own} headingId={`filing-${stored.receipt}`}>
      <h2 id={`filing-${stored.receipt}`} class="receipt" translate="no">
        {stored.receipt}
      </h2>
      {own ? (
        <p>
          <Badge tone="accent" icon="check">
            {words.own}
          </Badge>
        </p>
      ) : null}
      <Facts
        rows={[
          { term: words.filedAt, value: formatDateTimeWithZone(language, stored.request.filedAt) },
          // Staff and administrators file from where they are, which says nothing of whoever asks.
          ...(stored.place === '' ? [] : [{ term: words.from, value: `${stored.browser} / ${stored.place}` }]),
          { term: words.channel, value: words.channels[stored.request.channel] },
        ]}
      />
      <div class="filing-actions">
        {kind === null ? null : (
          <OneButtonForm visit={visit} action={`${path}/confirmation`} token={token}>
            <Button kind={kind}>{words.confirm}</Button>
          </OneButtonForm>
        )}
        <TextLink href={`${path}/cancellation?token=${encodeURIComponent(token)}`}>{words.notMine}</TextLink>
      </div>
    </Card>
  );
}
