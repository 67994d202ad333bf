/**
 * Cancelling a request (Z-18, G-24): a page with two buttons, reached from every letter without signing in. Opening it
 * changes nothing; "I found it" and "that wasn't me" differ in what follows, so they are two. Also the page that tells whoever
 * has just signed in with the second factor that their request ended by it (G-26).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { readReceipt } from '../core/receipt.ts';
import { STOPPABLE_STATES } from '../core/recovery-state.ts';
import { safeReturnPath } from '../core/redirect.ts';
import {
  type CancellationChoice,
  type Cancelled,
  cancelRequest,
  findWithdrawnReceipts,
} from '../journeys/lost-device-cancellation.ts';
import { findHolderRequest, findHolderView } from '../journeys/lost-device-link.ts';
import type { StoredRecoveryRequest } from '../ports.ts';
import { CardRow } from './arrangement.tsx';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, LinkButton, ResultHeading, TextLink } from './components.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { answerDisown, DisownPage } from './lost-device-disown.tsx';
import { DeskContactCard, endedText, OneButtonForm, ReceiptNumber } from './lost-device-pieces.tsx';
import { mailboxToken, requestPath } from './lost-device-visit.ts';
import { startPath } from './menu.ts';
import { clockTime } from './pause.ts';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, showPage, type Visit } from './visit.ts';

/** GET /{portal}/lost-device/:receipt/cancellation: 200 to everybody; the buttons only behind the mailed token. */
export async function getCancellation(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  return receipt === undefined ? null : showCancellation(visit, receipt, null);
}

/** POST /{portal}/lost-device/:receipt/cancellation */
export async function postCancellation(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const { caller, fields, site } = visit;
  const choice = choiceOf(fields['choice']);
  const token = mailboxToken(visit);
  // A form that carries the mailed token was made by whoever reads the mailbox; one that relies on the cookie must be ours.
  if (fields['token'] === undefined && visit.staleForm) return showCancellation(visit, receipt, staleTrouble(visit, 'found'));
  if (fields['choice'] === 'disown' && token !== null) {
    return (await answerDisown(at(visit, receipt), token, receipt)) ?? showCancellation(visit, receipt, null);
  }
  if (choice === null || token === null) return showCancellation(visit, receipt, null);
  const outcome = await cancelRequest(site.ports, caller, token, receipt, choice);
  if (outcome.ok) return showPage(at(visit, receipt), <DonePage visit={at(visit, receipt)} done={outcome.value} />);
  const { code } = outcome.refusal;
  if (code === 'not-in-this-state' || code === 'request-changed' || code === 'link-spent') {
    return showCancellation(visit, receipt, null);
  }
  return answerElsewhere(visit, outcome.refusal);
}

/** GET /{portal}/lost-device/withdrawal: where a sign-in with the second factor leads when it ended a request. */
export async function getWithdrawal(visit: SessionVisit): Promise<Response> {
  const { portal, query, session, site, words } = visit;
  const texts = words.lostRequest.withdrawal;
  const receipts = await findWithdrawnReceipts(site.ports, session);
  const then = safeReturnPath(query['return_to'], visit.isReturnPath) ?? startPath(portal, session.account.role);
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.title} width="reading">
      <ResultHeading word={words.common.done} title={texts.title} />
      {receipts.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <>
          <p class="lead">{texts.lead}</p>
          <ul>
            {receipts.map((receipt) => (
              <li>
                <strong class="receipt" translate="no">
                  {receipt}
                </strong>
              </li>
            ))}
          </ul>
          <p>{texts.notYou}</p>
        </>
      )}
      <p>
        <LinkButton size="large" href={then}>
          {words.common.continue}
        </LinkButton>
      </p>
    </PortalPage>,
  );
}

function choiceOf(text: string | undefined): CancellationChoice | null {
  return text === 'found' || text === 'not-me' ? text : null;
}

function at(visit: Visit, receipt: string): Visit {
  return { ...visit, here: `${requestPath(visit, receipt)}/cancellation` };
}

async function showCancellation(asked: Visit, receipt: string, trouble: Trouble | null): Promise<Response> {
  const token = mailboxToken(asked);
  const view = await findHolderView(asked.site.ports, asked.caller, token);
  const stored = view === null ? null : await findHolderRequest(asked.site.ports, asked.caller, view, receipt);
  const mailed = asked.fields['token'] ?? asked.query['token'];
  const bare = at(asked, receipt);
  const visit = mailed === undefined ? bare : { ...bare, here: `${bare.here}?token=${encodeURIComponent(mailed)}` };
  const page =
    stored === null ? (
      <PublicPage visit={bare} receipt={receipt} isLinkUseless={mailed !== undefined} />
    ) : stored.request.state === 'redeemed' ? (
      <DisownPage visit={visit} stored={stored} token={mailed ?? null} trouble={trouble} />
    ) : STOPPABLE_STATES.includes(stored.request.state) ? (
      <ChoicePage visit={visit} stored={stored} token={mailed ?? null} trouble={trouble} />
    ) : (
      <EndedPage visit={bare} stored={stored} />
    );
  return showPage(visit, page, trouble?.status ?? 200);
}

interface ChoiceProps {
  readonly visit: Visit;
  readonly stored: StoredRecoveryRequest;
  readonly token: string | null;
  readonly trouble: Trouble | null;
}

function ChoicePage({ visit, stored, token, trouble }: ChoiceProps): JSX.Element {
  const words = visit.words.lostRequest.cancel;
  const isOpened = stored.request.state === 'opened';
  const isDisputed = stored.request.dispute && !isOpened;
  const action = `${requestPath(visit, stored.receipt)}/cancellation`;
  const { freezeFor } = visit.site.ports.recovery;
  return (
    <PortalPage visit={visit} title={words.title} width="enrolment" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{words.title}</h1>
      <ReceiptNumber visit={visit} receipt={stored.receipt} />
      <p class="lead">{isDisputed ? words.leadDispute : words.lead}</p>
      <CardRow>
        <section class="card card-choice" aria-labelledby="found-heading">
          <h2 id="found-heading">{words.foundHeading}</h2>
          <p>{isDisputed ? words.foundDispute : words.found}</p>
          <OneButtonForm visit={visit} action={action} id="found" token={token}>
            <Button kind="secondary" name="choice" value="found">
              {words.foundSubmit}
            </Button>
          </OneButtonForm>
        </section>
        <section class="card card-veto card-choice" aria-labelledby="not-me-heading">
          <h2 id="not-me-heading">{words.notMeHeading}</h2>
          <p>{words.notMe}</p>
          {isDisputed ? null : <p>{isOpened ? words.notMeOpened : words.notMeLive(lasting(visit.words, freezeFor))}</p>}
          <OneButtonForm visit={visit} action={action} id="not-me" token={token}>
            <Button kind="danger" name="choice" value="not-me">
              {words.notMeSubmit}
            </Button>
          </OneButtonForm>
        </section>
      </CardRow>
      {stored.request.dispute ? null : <p class="small">{words.stays}</p>}
    </PortalPage>
  );
}

function DonePage({ visit, done }: { visit: Visit; done: Cancelled }): JSX.Element {
  const words = visit.words.lostRequest.cancel;
  if (done.isStopped) return <StoppedPage visit={visit} receipt={done.receipt} />;
  return (
    <PortalPage visit={visit} title={words.doneTitle} width="reading">
      <ResultHeading word={visit.words.common.done} title={words.doneTitle} />
      <ReceiptNumber visit={visit} receipt={done.receipt} />
      <p class="lead">{done.choice === 'found' ? words.doneFound : words.doneNotMe}</p>
      {done.frozenUntil === null ? null : <p>{words.doneFrozen(clockTime(visit, done.frozenUntil))}</p>}
      {done.choice === 'not-me' ? <p>{words.doneNext}</p> : null}
      <p class="small">{words.mailed}</p>
      <p>
        <LinkButton href={pathOf(visit, 'sign-in')}>{words.toSignIn}</LinkButton>
      </p>
    </PortalPage>
  );
}

/** In a dispute nobody who reads the mailbox ends it. */
function StoppedPage({ visit, receipt }: { visit: Visit; receipt: string }): JSX.Element {
  const words = visit.words.lostRequest.cancel;
  return (
    <PortalPage visit={visit} title={words.stoppedTitle} width="reading">
      <ResultHeading word={visit.words.common.done} title={words.stoppedTitle} />
      <ReceiptNumber visit={visit} receipt={receipt} />
      <p class="lead">{words.stopped}</p>
      <DeskContactCard visit={visit} />
    </PortalPage>
  );
}

function EndedPage({ visit, stored }: { visit: Visit; stored: StoredRecoveryRequest }): JSX.Element {
  const words = visit.words.lostRequest;
  return (
    <PortalPage visit={visit} title={words.cancel.title} width="reading">
      <h1>{words.cancel.title}</h1>
      <ReceiptNumber visit={visit} receipt={stored.receipt} />
      <Banner tone="info" title={words.cancel.already} role="status">
        <p>{endedText(visit, stored.request)}</p>
      </Banner>
      <p>
        <TextLink href={pathOf(visit, 'sign-in')}>{words.cancel.toSignIn}</TextLink>
      </p>
    </PortalPage>
  );
}

/** The same for every number and everybody without the mailed token. */
function PublicPage({ visit, receipt, isLinkUseless }: { visit: Visit; receipt: string; isLinkUseless: boolean }): JSX.Element {
  const { cancel, receipt: words } = visit.words.lostRequest;
  return (
    <PortalPage visit={visit} title={cancel.title} width="reading">
      <h1>{cancel.title}</h1>
      {isLinkUseless ? (
        <Banner tone="warn" title={words.linkUseless} role="status">
          <p>{words.linkUselessText}</p>
        </Banner>
      ) : null}
      <ReceiptNumber visit={visit} receipt={receipt} />
      <p class="lead">{cancel.publicText}</p>
      <p>{cancel.publicHint}</p>
      <DeskContactCard visit={visit} />
    </PortalPage>
  );
}
