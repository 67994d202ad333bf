/** Saying that a new device is somebody else's, from the letters that told of it: one button, and nobody signs in any more. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { disownDevice } from '../journeys/lost-device-later.ts';
import type { StoredRecoveryRequest } from '../ports.ts';
import type { Trouble } from './code-errors.tsx';
import { Banner, Button, ResultHeading } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { DeskContactCard, OneButtonForm, ReceiptNumber } from './lost-device-pieces.tsx';
import { requestPath } from './lost-device-visit.ts';
import { clockTime } from './pause.ts';
import { answerElsewhere } from './refusals.ts';
import { showPage, type Visit } from './visit.ts';

interface DisownProps {
  readonly visit: Visit;
  readonly stored: StoredRecoveryRequest;
  readonly token: string | null;
  readonly trouble: Trouble | null;
}

/** In place of the cancel page, once a new device is registered. */
export function DisownPage({ visit, stored, token, trouble }: DisownProps): JSX.Element {
  const words = visit.words.lostRequest.disown;
  const { redeemedAt, stateSince } = stored.request;
  const until = (redeemedAt ?? stateSince) + visit.site.ports.recovery.disownFor;
  return (
    <PortalPage visit={visit} title={words.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{words.title}</h1>
      <ReceiptNumber visit={visit} receipt={stored.receipt} />
      <p class="lead">{words.lead}</p>
      <Banner tone="warn" title={words.what}>
        <p>{words.after}</p>
      </Banner>
      <OneButtonForm visit={visit} action={`${requestPath(visit, stored.receipt)}/cancellation`} id="disown" token={token}>
        <Button kind="danger" name="choice" value="disown">
          {words.submit}
        </Button>
      </OneButtonForm>
      <p class="small">{words.until(clockTime(visit, until))}</p>
      <p class="small">{words.mine}</p>
    </PortalPage>
  );
}

/** The answer to its button; null when it can no longer be said. */
export async function answerDisown(visit: Visit, token: string, receipt: string): Promise<Response | null> {
  const outcome = await disownDevice(visit.site.ports, visit.caller, token, receipt);
  const words = visit.words.lostRequest.disown;
  if (!outcome.ok) {
    const { code } = outcome.refusal;
    return code === 'link-spent' || code === 'not-in-this-state' ? null : answerElsewhere(visit, outcome.refusal);
  }
  return showPage(
    visit,
    <PortalPage visit={visit} title={words.doneTitle} width="reading">
      <ResultHeading word={visit.words.common.done} title={words.doneTitle} />
      <ReceiptNumber visit={visit} receipt={receipt} />
      <p class="lead">{words.done}</p>
      <DeskContactCard visit={visit} />
    </PortalPage>,
  );
}
