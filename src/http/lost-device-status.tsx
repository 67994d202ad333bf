/**
 * The status page (Z-17): where a request stands, what helps it, whom to reach, and always how to stop it. Only who holds the
 * mailed token gets here. No digit of a stored phone number or address stands on it.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { publicCode, type Refusal } from '../core/outcome.ts';
import { readReceipt } from '../core/receipt.ts';
import { GATHERING_STATES, type RecoveryRequest, STOPPABLE_STATES } from '../core/recovery-state.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { findOwnProofs, type OwnProofs } from '../journeys/call-proof.ts';
import { confirmPassword, findHolderRequest, findHolderView, type HolderView } from '../journeys/lost-device-link.ts';
import type { StoredRecoveryRequest } from '../ports.ts';
import { Columns } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Badge, Banner, Button, Card, LinkButton, TextLink } from './components.tsx';
import { HiddenToken, PasswordField } from './fields.tsx';
import type { IconName } from './icons.ts';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { LaterStep } from './lost-device-later.tsx';
import { DeskContactCard, DeskContacts, endedText, Timeline, type TimelineItem } from './lost-device-pieces.tsx';
import { CallProofs } from './lost-device-proof.tsx';
import { showPublic } from './lost-device-public.tsx';
import { requestPath, waysBackPath } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { passwordProblem } from './sign-in-fields.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** POST /{portal}/lost-device/:receipt/password: knowing the password is evidence; it signs nobody in. */
export async function postPassword(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const { caller, fields, jar, portal, site } = visit;
  const token = jar.read(portal.id, 'mailbox');
  const view = await findHolderView(site.ports, caller, token);
  const stored = view === null ? null : await findHolderRequest(site.ports, caller, view, receipt);
  if (token === null || view === null || stored === null) return showPublic(visit, receipt, false);
  if (visit.staleForm) return showStatus(visit, view, stored, staleTrouble(visit, 'password'));
  const password = fields['password'] ?? '';
  const problem = passwordProblem(visit.words.signIn, password);
  if (problem !== null) return showStatus(visit, view, stored, { status: 422, errors: [{ field: 'password', message: problem }] });
  const outcome = await confirmPassword(site.ports, caller, token, receipt, password);
  if (outcome.ok) return seeOther(requestPath(visit, receipt));
  const trouble = passwordTrouble(visit, outcome.refusal);
  return trouble === null ? answerElsewhere(visit, outcome.refusal) : showStatus(visit, view, stored, trouble);
}

function passwordTrouble(visit: Visit, refusal: Refusal): Trouble | null {
  const { signIn, lostRequest } = visit.words;
  const field = 'password';
  if (refusal.code === 'too-many-attempts') return pausedTrouble(visit, refusal.retryAt, signIn.paused, field);
  if (refusal.code === 'password-held') return { status: 429, errors: [{ field, message: signIn.held }] };
  if (publicCode(refusal.code) === 'not-accepted') {
    return { status: 422, errors: [{ field, message: lostRequest.status.passwordWrong }] };
  }
  if (refusal.code === 'not-in-this-state') return { status: 422, errors: [{ field, message: lostRequest.link.ended }] };
  return null;
}

export async function showStatus(
  asked: Visit,
  view: HolderView,
  stored: StoredRecoveryRequest,
  trouble: Trouble | null,
): Promise<Response> {
  const visit = { ...asked, here: requestPath(asked, stored.receipt) };
  const { caller, jar, portal, site } = visit;
  const proofs = await findOwnProofs(site.ports, caller, stored, jar.read(portal.id, 'claim'));
  const page = <StatusPage visit={visit} view={view} stored={stored} trouble={trouble} proofs={proofs} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

interface StatusProps {
  readonly proofs: OwnProofs;
  readonly visit: Visit;
  readonly view: HolderView;
  readonly stored: StoredRecoveryRequest;
  readonly trouble: Trouble | null;
}

function StatusPage(props: StatusProps): JSX.Element {
  const { visit, stored, trouble, proofs } = props;
  const words = visit.words.lostRequest.status;
  const { state } = stored.request;
  const isRunning = STOPPABLE_STATES.includes(state);
  const isGathering = GATHERING_STATES.includes(state);
  return (
    <PortalPage visit={visit} title={words.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <div class="status-head">
        <div>
          <p class="status-receipt">
            {words.receipt} <strong translate="no">{stored.receipt}</strong>
          </p>
          <h1>{words.title}</h1>
        </div>
        <StateBadge visit={visit} state={state} />
      </div>
      <Columns
        main={
          <>
            {GATHERING_STATES.includes(state) ? <CallProofs visit={visit} receipt={stored.receipt} proofs={proofs} /> : null}
            <LaterStep visit={visit} stored={stored} isClaimBrowser={proofs.isClaimBrowser} />
            {isLate(stored) ? null : <Present {...props} />}
            <Progress {...props} />
          </>
        }
        side={
          isRunning ? (
            <>
              <Veto {...props} />
              {isGathering ? <Help {...props} /> : null}
            </>
          ) : isDone(state) ? null : (
            <DeskContactCard visit={visit} />
          )
        }
      />
    </PortalPage>
  );
}

const TONES: Readonly<Record<RecoveryRequest['state'], 'ok' | 'warn' | 'err' | 'neutral' | 'accent'>> = {
  opened: 'accent',
  evidence: 'accent',
  proposed: 'accent',
  approved: 'accent',
  waiting: 'accent',
  released: 'warn',
  redeemed: 'ok',
  closed: 'ok',
  refused: 'err',
  vetoed: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
  frozen: 'warn',
};

function StateBadge({ visit, state }: { visit: Visit; state: RecoveryRequest['state'] }): JSX.Element {
  return (
    <Badge tone={TONES[state]} icon={iconOf(state)}>
      {visit.words.lostRequest.status.states[state]}
    </Badge>
  );
}

/** A check only for what was carried out; what was stopped has a cross. */
function iconOf(state: RecoveryRequest['state']): IconName {
  if (STOPPABLE_STATES.includes(state)) return 'clock';
  return isDone(state) ? 'check' : 'cross';
}

/** Somebody of the desk is not called, and has no company. */
function wordsOf({ portal, words }: Visit): Words['lostRequest']['status'] {
  const { status } = words.lostRequest;
  return portal.kind === 'desk' ? { ...status, ...words.staffLost.status } : status;
}

/** What is going on now, and how to reach whoever works on it. */
function Present({ visit, view, stored, proofs }: StatusProps): JSX.Element {
  const words = wordsOf(visit);
  const { state, evidence } = stored.request;
  if (!STOPPABLE_STATES.includes(state)) return <Ended visit={visit} stored={stored} />;
  const isFrozen = state === 'frozen';
  return (
    // While a call is on, that is what the page is about.
    <Card emphasis={proofs.open.length === 0} headingId="present-heading">
      <h2 id="present-heading">{isFrozen ? words.frozenTitle : words.waitTitle}</h2>
      <p>{isFrozen ? words.frozen : words.wait}</p>
      {evidence.length === 0 ? null : (
        <>
          <h3>{words.confirmedWith}</h3>
          <ul>
            {evidence.map(({ kind }) => (
              <li>{words.evidence[kind]}</li>
            ))}
          </ul>
        </>
      )}
      {visit.portal.kind === 'desk' ? null : <p>{words.callUs}</p>}
      <DeskContacts visit={visit} plan={view.account.company?.plan ?? null} />
      <p class="small">{words.neverAsk}</p>
    </Card>
  );
}

/** How it ended, and where one goes from there. */
function Ended({ visit, stored }: Pick<StatusProps, 'visit' | 'stored'>): JSX.Element {
  const { cancel, receipt, status } = visit.words.lostRequest;
  const { state } = stored.request;
  const text = <p>{endedText(visit, stored.request)}</p>;
  if (isDone(state)) {
    return (
      <Banner tone="ok" title={status.doneTitle}>
        {text}
      </Banner>
    );
  }
  return (
    <Banner tone="info" title={status.endedTitle}>
      {text}
      {state === 'refused' ? <p>{wordsOf(visit).refusedNext}</p> : null}
      {state === 'vetoed' ? null : (
        <p>
          {state === 'withdrawn' ? (
            <TextLink href={pathOf(visit, 'sign-in')}>{cancel.toSignIn}</TextLink>
          ) : (
            <TextLink href={waysBackPath(visit)}>{receipt.toRoutes}</TextLink>
          )}
        </p>
      )}
    </Banner>
  );
}

/** Carried out to the end. */
function isDone(state: RecoveryRequest['state']): boolean {
  return state === 'redeemed' || state === 'closed';
}

/** Which of the three steps after the mailbox it is at. */
const STEP_OF: Partial<Record<RecoveryRequest['state'], number>> = { approved: 1, waiting: 1, released: 2 };

/** From the approval on, other words say what goes on (`lost-device-later.tsx`). */
function isLate({ request }: StoredRecoveryRequest): boolean {
  return STEP_OF[request.state] !== undefined || request.state === 'redeemed';
}

function Progress({ visit, stored }: StatusProps): JSX.Element {
  const { language } = visit;
  const words = wordsOf(visit);
  const { request } = stored;
  const { wait, passFor } = visit.site.ports.recovery;
  const isOfDesk = visit.portal.kind === 'desk';
  const isRunning = STOPPABLE_STATES.includes(request.state);
  const at = (instant: number): string => formatDateTimeWithZone(language, instant);
  const channel = visit.words.lostRequest.link.channels[request.channel];
  const done: readonly TimelineItem[] = [
    { state: 'done', icon: 'document', title: words.filed, text: `${at(request.filedAt)} / ${channel}` },
    ...(request.confirmedAt === null
      ? []
      : [{ state: 'done', icon: 'mail', title: words.confirmed, text: at(request.confirmedAt) } as const]),
  ];
  const { approvals, redeemedAt, state, stateSince, waitUntil } = request;
  const decidedAt = approvals.at(-1)?.at;
  const waitFor = lasting(visit.words, isOfDesk ? wait.high : wait.low);
  // When it happened once it has, until when while that is known, else how long it may take.
  const steps = [
    {
      icon: 'people',
      title: words.review,
      text: decidedAt !== undefined ? at(decidedAt) : state === 'frozen' ? words.reviewStopped : words.reviewText,
    },
    {
      icon: 'clock',
      title: words.waiting,
      text:
        waitUntil === null ? words.waitingText(waitFor) : state === 'waiting' ? words.waitingUntil(at(waitUntil)) : at(waitUntil),
    },
    { icon: 'key', title: words.pass, text: redeemedAt === null ? words.passText(lasting(visit.words, passFor)) : at(redeemedAt) },
  ] as const;
  const here = isDone(state) ? steps.length : (STEP_OF[state] ?? 0);
  const ahead: readonly TimelineItem[] =
    isRunning || isDone(state)
      ? steps.map((step, index): TimelineItem => {
          if (index === here) return { ...step, state: 'now', here: words.here };
          return { ...step, state: index < here ? 'done' : 'to-come' };
        })
      : [{ state: 'ended', icon: iconOf(state), title: words.states[state], text: at(stateSince) }];
  return (
    <Card headingId="timeline-heading">
      <h2 id="timeline-heading">{words.timeline}</h2>
      <Timeline items={[...done, ...ahead]} />
    </Card>
  );
}

/** Always in sight while there is something to stop. */
function Veto({ visit, stored }: StatusProps): JSX.Element {
  const words = visit.words.lostRequest.status;
  return (
    <section class="card card-veto" aria-labelledby="veto-heading">
      <h2 id="veto-heading">{words.vetoHeading}</h2>
      <p>{words.veto}</p>
      <LinkButton kind="danger" href={`${requestPath(visit, stored.receipt)}/cancellation`}>
        {words.vetoLink}
      </LinkButton>
      <p class="small">{words.vetoHint}</p>
    </section>
  );
}

function Help({ visit, view, stored, trouble }: StatusProps): JSX.Element {
  const words = wordsOf(visit);
  const hasPassword = stored.request.evidence.some(({ kind }) => kind === 'password');
  return (
    <Card headingId="help-heading">
      <h2 id="help-heading">{words.helpHeading}</h2>
      <h3>{words.passwordHeading}</h3>
      {hasPassword ? (
        <p>
          <Badge tone="ok" icon="check">
            {words.passwordDone}
          </Badge>
        </p>
      ) : (
        <form method="post" action={`${requestPath(visit, stored.receipt)}/password`} novalidate>
          <HiddenToken visit={visit} />
          <input type="hidden" name="email" autocomplete="username" value={view.account.email} />
          <p class="small">{words.passwordText}</p>
          <PasswordField
            id="password"
            label={visit.words.signIn.password}
            autocomplete="current-password"
            error={errorOf(trouble, 'password')}
            words={visit.words}
          />
          <Button kind="secondary">{words.passwordSubmit}</Button>
        </form>
      )}
      {visit.portal.kind === 'desk' ? null : (
        <>
          <h3>{words.administratorHeading}</h3>
          <p>{words.administratorText}</p>
        </>
      )}
      <p class="small">{words.repeat}</p>
    </Card>
  );
}
