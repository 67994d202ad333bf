/** On the start page of a living session, while a request for removal is under way: "that wasn't me" (desk.md section 4, command 24). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { findOwnRequest, vetoOwn } from '../journeys/lost-device-cancellation.ts';
import { Banner, Button } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

/** Null when nothing is under way. */
export async function runningRequest(visit: SessionVisit): Promise<JSX.Element | null> {
  const { session, site, words } = visit;
  const stored = await findOwnRequest(site.ports, session);
  if (stored === null) return null;
  const texts = words.lostRequest.running;
  return (
    <Banner tone="err" icon="alert" role="alert" title={texts.title}>
      <p>{texts.text}</p>
      <p>
        {words.lostRequest.status.receipt}{' '}
        <strong class="no-wrap" translate="no">
          {stored.receipt}
        </strong>
      </p>
      <form method="post" action={pathOf(visit, 'dashboard/request')}>
        <HiddenToken visit={visit} />
        <Button kind="danger" name="choice" value="not-me">
          {texts.submit}
        </Button>
      </form>
      <p class="small">{texts.own}</p>
    </Banner>
  );
}

/** POST /{portal}/dashboard/request */
export async function postRunningRequest(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site } = visit;
  const dashboard = pathOf(visit, 'dashboard');
  if (visit.staleForm || fields['choice'] !== 'not-me') return seeOther(dashboard);
  const outcome = await vetoOwn(site.ports, caller, session);
  if (outcome.ok) return seeOther(`${dashboard}?notice=request-cancelled`);
  return outcome.refusal.code === 'not-in-this-state' ? seeOther(dashboard) : answerElsewhere(visit, outcome.refusal);
}
