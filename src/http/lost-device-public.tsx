/**
 * What everybody sees under a receipt number who has neither the mailed token nor filed it: one fixed text. Nothing in it
 * depends on whether the number, or an account behind it, exists (invariant 9).
 */
import { Banner, TextLink } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { DeskContactCard, ReceiptNumber } from './lost-device-pieces.tsx';
import { requestPath, waysBackPath } from './lost-device-visit.ts';
import { showPage, type Visit } from './visit.ts';

/** `isLinkUseless`: the page was opened by a link that is spent, foreign or was never sent; nobody is told which. */
export function showPublic(asked: Visit, receipt: string, isLinkUseless: boolean): Response {
  const visit = { ...asked, here: requestPath(asked, receipt) };
  const words = visit.words.lostRequest.receipt;
  return showPage(
    visit,
    <PortalPage visit={visit} title={words.publicTitle} width="reading">
      <h1>{words.publicTitle}</h1>
      {isLinkUseless ? (
        <Banner tone="warn" title={words.linkUseless} role="status">
          <p>{words.linkUselessText}</p>
        </Banner>
      ) : null}
      <ReceiptNumber visit={visit} receipt={receipt} />
      <p class="lead">{words.public}</p>
      <p>{words.publicHint}</p>
      <p>
        <TextLink href={waysBackPath(visit)}>{words.toRoutes}</TextLink>
      </p>
      <DeskContactCard visit={visit} />
    </PortalPage>,
  );
}
