/** The last steps of a request on its status page: waiting for letters, the waiting period, the pass and its renewal, the new device. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { readReceipt } from '../core/receipt.ts';
import { passDiedAt } from '../core/recovery-state.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { renewPass } from '../journeys/lost-device-later.ts';
import type { StoredRecoveryRequest } from '../ports.ts';
import { Banner, Button, Card, LinkButton } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { lasting } from './lasting.ts';
import { requestPath } from './lost-device-visit.ts';
import { pathOf, seeOther, type Visit } from './visit.ts';

/** POST /{portal}/lost-device/:receipt/renewal */
export async function postRenewal(visit: Visit, param: string): Promise<Response | null> {
  const receipt = readReceipt(param);
  if (receipt === undefined) return null;
  const { caller, jar, portal, site } = visit;
  if (visit.staleForm) return seeOther(requestPath(visit, receipt));
  const outcome = await renewPass(site.ports, caller, jar.read(portal.id, 'mailbox'), receipt, jar.read(portal.id, 'claim'));
  return seeOther(`${requestPath(visit, receipt)}?notice=${outcome.ok ? 'renewed' : 'not-renewed'}`);
}

interface LaterProps {
  readonly visit: Visit;
  readonly stored: StoredRecoveryRequest;
  readonly isClaimBrowser: boolean;
}

/** What the present step is, in a card; null before the approval and after the end. */
export function LaterStep(props: LaterProps): JSX.Element | null {
  const { visit, stored } = props;
  const words = visit.words.lostRequest.later;
  const { request } = stored;
  const at = (instant: number): string => formatDateTimeWithZone(visit.language, instant);
  switch (request.state) {
    case 'approved':
      return (
        <Step visit={visit} title={words.approvedTitle}>
          <p>{words.approved}</p>
        </Step>
      );
    case 'waiting':
      return (
        <Step visit={visit} title={words.waitingTitle}>
          <p>{words.waiting(at(request.waitUntil ?? request.stateSince))}</p>
        </Step>
      );
    case 'released':
      return <Released {...props} />;
    case 'redeemed':
      return (
        <Step visit={visit} title={request.isLeftOff ? words.leftOffTitle : words.redeemedTitle}>
          <p>{request.isLeftOff ? words.leftOff : words.redeemed}</p>
          <p>{words.quarantine(lasting(visit.words, visit.site.ports.recovery.quarantineFor))}</p>
          <LinkButton href={pathOf(visit, 'sign-in')}>{words.toSignIn}</LinkButton>
        </Step>
      );
    default:
      return null;
  }
}

function Step({ visit, title, children }: { visit: Visit; title: string; children?: JSX.Element | JSX.Element[] }): JSX.Element {
  const { notices } = visit.words.lostRequest.later;
  const notice = visit.query['notice'];
  return (
    <>
      {notice === 'renewed' ? <Banner tone="ok" role="status" title={notices.renewed} /> : null}
      {notice === 'not-renewed' ? <Banner tone="warn" role="status" title={notices.notRenewed} /> : null}
      <Card emphasis headingId="later-heading">
        <h2 id="later-heading">{title}</h2>
        {children}
      </Card>
    </>
  );
}

function Released({ visit, stored, isClaimBrowser }: LaterProps): JSX.Element {
  const words = visit.words.lostRequest.later;
  const { request } = stored;
  const diedAt = passDiedAt(request);
  const isDead = diedAt !== null && visit.caller.at >= diedAt;
  if (!isDead) {
    const until = formatDateTimeWithZone(visit.language, request.pass?.until ?? request.stateSince);
    return (
      <Step visit={visit} title={words.releasedTitle}>
        <p>{visit.portal.afterRecovery === 'leave-off' ? words.releasedOff(until) : words.released(until)}</p>
        <p>{isClaimBrowser ? words.here : words.otherBrowser}</p>
        <LinkButton href={pathOf(visit, 'sign-in/pass')}>{words.toPass}</LinkButton>
      </Step>
    );
  }
  const mayRenew = isClaimBrowser && !request.isPassRenewed;
  return (
    <Step visit={visit} title={words.deadTitle}>
      <p>{words.dead}</p>
      {mayRenew ? (
        <form method="post" action={`${requestPath(visit, stored.receipt)}/renewal`}>
          <HiddenToken visit={visit} />
          <p>{words.renewal}</p>
          <Button>{words.renew}</Button>
        </form>
      ) : (
        <p>{request.isPassRenewed ? words.renewedAlready : words.otherBrowser}</p>
      )}
    </Step>
  );
}
