/**
 * One lost-device request under its receipt number (Z-16, Z-17). Behind the mailed token it shows its state, in the browser
 * that filed it what was filed, and to everybody else one fixed text that is the same for every number (invariant 9). It asks
 * no session and no pending sign-in (I-2) and answers 200 to all.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { readReceipt } from '../core/receipt.ts';
import { findOwnFiling, type OwnFiling, wantLetterAgain } from '../journeys/lost-device.ts';
import { findHolderRequest, findHolderView } from '../journeys/lost-device-link.ts';
import { pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Disclosure, ResultHeading, TextLink } from './components.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { showLinkPage } from './lost-device-link.tsx';
import { OneButtonForm, ReceiptNumber } from './lost-device-pieces.tsx';
import { showPublic } from './lost-device-public.tsx';
import { showStatus } from './lost-device-status.tsx';
import { requestPath } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/lost-device/:receipt. Null, so "not found", only for what cannot be a number. */
export async function getRequest(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const { caller, jar, portal, query, site } = visit;
  const mailed = query['token'];
  if (mailed !== undefined) return (await showLinkPage(visit, receipt, mailed, null)) ?? showPublic(visit, receipt, true);
  const view = await findHolderView(site.ports, caller, jar.read(portal.id, 'mailbox'));
  const stored = view === null ? null : await findHolderRequest(site.ports, caller, view, receipt);
  if (view !== null && stored !== null) return showStatus(visit, view, stored, null);
  const own = await findOwnFiling(site.ports, caller, receipt, jar.read(portal.id, 'claim'));
  return own === null || isOver(visit, own) ? showPublic(visit, receipt, false) : showReceipt(visit, own, null);
}

/** Its link confirms nothing any more: what the receipt promises is no longer true, whether or not there was an account. */
function isOver({ caller, site }: Visit, { stored }: OwnFiling): boolean {
  return caller.at >= stored.request.filedAt + site.ports.recovery.mailboxLinkFor;
}

/** POST /{portal}/lost-device/:receipt/letter: the link once more, as far as letters are left for today. */
export async function postLetter(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const { caller, jar, portal, site } = visit;
  const own = await findOwnFiling(site.ports, caller, receipt, jar.read(portal.id, 'claim'));
  if (own === null) return showPublic(visit, receipt, false);
  if (visit.staleForm) return showReceipt(visit, own, staleTrouble(visit, 'again'));
  const wanted = await wantLetterAgain(site.ports, caller, own);
  if (!wanted.ok) {
    if (wanted.refusal.code !== 'too-many-attempts') return answerElsewhere(visit, wanted.refusal);
    const message = visit.words.lostRequest.form.paused;
    return showReceipt(visit, own, pausedTrouble(visit, wanted.refusal.retryAt, message, 'again'));
  }
  return seeOther(`${requestPath(visit, receipt)}?notice=sent-again`);
}

function showReceipt(asked: Visit, own: OwnFiling, trouble: Trouble | null): Response {
  const visit = { ...asked, here: requestPath(asked, own.stored.receipt) };
  return showPage(visit, <ReceiptPage visit={visit} own={own} trouble={trouble} />, trouble?.status ?? 200);
}

function ReceiptPage({ visit, own, trouble }: { visit: Visit; own: OwnFiling; trouble: Trouble | null }): JSX.Element {
  const words = visit.words.lostRequest.receipt;
  const { receipt } = own.stored;
  const email = own.claims?.email ?? null;
  const { mailboxLinkFor } = visit.site.ports.recovery;
  return (
    <PortalPage visit={visit} title={words.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <ResultHeading word={words.sentWord} title={words.title} />
      {visit.query['notice'] === 'sent-again' ? (
        <Banner tone="ok" role="status">
          <p>{words.againDone}</p>
        </Banner>
      ) : null}
      <ReceiptNumber visit={visit} receipt={receipt} hint={words.numberHint} />
      {email === null ? null : (
        <p class="lead">
          <strong>{words.sent(email)}</strong>
        </p>
      )}
      <p>{words.nothingYet}</p>
      <Card emphasis headingId="next-heading">
        <h2 id="next-heading">{words.nextHeading}</h2>
        <ol class="help-steps">
          <li>{words.open}</li>
          <li>{words.confirm}</li>
        </ol>
        <p class="small">{words.within(lasting(visit.words, mailboxLinkFor))}</p>
        <p class="small">{words.sentHint}</p>
      </Card>
      <Disclosure summary={words.missingSummary} open={trouble !== null}>
        <ul>
          {words.missing.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <OneButtonForm visit={visit} action={`${requestPath(visit, receipt)}/letter`} id="again" token={null}>
          <Button kind="secondary">{words.again}</Button>
        </OneButtonForm>
        <p>
          <TextLink href={`${pathOf(visit, 'lost-device/form')}?again=${receipt}`}>{words.wrongAddress}</TextLink>
        </p>
      </Disclosure>
    </PortalPage>
  );
}
