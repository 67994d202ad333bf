/**
 * The page of the stop switch: what is stopped now, by whom and why, each with the button that lifts it for whoever may, then the form
 * that stops a portal or all of them. Who may is the journey's decision; whoever may not is told that there is no such page.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { PortalId } from '../core/account.ts';
import type { Outcome } from '../core/outcome.ts';
import { may, mayAct } from '../core/staff.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { liftDeskStop, type StopScope, setDeskStop } from '../journeys/desk-stop.ts';
import type { DeskStop } from '../ports.ts';
import { Stack } from './arrangement.tsx';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, Card, Facts } from './components.tsx';
import { handledPortals, handlesAll } from './desk-paths.ts';
import { stopName } from './desk-state.tsx';
import { HiddenToken, RadioCard } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { answerElsewhere } from './refusals.ts';
import { TextArea } from './text-area.tsx';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

/** Stands for every portal in a form; no portal has such an id. */
const ALL = '*';
const LIFTED = 'lifted';

/** GET /desk/stop?notice=CODE */
export function getStop(visit: SessionVisit): Response | null {
  return isAllowed(visit) ? showStop(visit, null) : null;
}

/** POST /desk/stop */
export async function postStop(visit: SessionVisit): Promise<Response | null> {
  const { caller, fields, session, site, words } = visit;
  if (!isAllowed(visit)) return null;
  const first = firstChoice(visit);
  if (visit.staleForm) return showStop(visit, staleTrouble(visit, first));
  const scope = scopeOf(visit, fields['stopped']);
  if (fields['choice'] === LIFTED) {
    if (scope === null) return toStop(visit, 'changed');
    return answerStop(visit, await liftDeskStop(site.ports, caller, session, scope), 'lifted');
  }
  if (fields['choice'] !== 'set') return showStop(visit, null);
  if (scope === null) return showStop(visit, { status: 422, errors: [{ field: first, message: words.deskStop.whereEmpty }] });
  return answerStop(visit, await setDeskStop(site.ports, caller, session, scope, fields['reason'] ?? ''), 'set');
}

function isAllowed({ session }: SessionVisit): boolean {
  return may(session.account.role, 'stop-switch.set');
}

/** Null for what is neither all nor a portal of this desk, or stopped once and not configured any more. */
function scopeOf(visit: SessionVisit, typed: string | undefined): StopScope | null {
  if (typed === ALL) return handlesAll(visit) ? { portal: null, name: null } : null;
  const portal = handledPortals(visit).find(({ id }) => id === typed);
  if (portal !== undefined) return { portal: portal.id, name: portal.name };
  const isConfigured = visit.site.portals.has(typed ?? '');
  const stop = visit.deskStops.find((each) => each.portal !== null && each.portal === typed);
  return stop === undefined || typed === undefined || isConfigured ? null : { portal: typed, name: { ja: typed, en: typed } };
}

function answerStop(visit: SessionVisit, outcome: Outcome<void>, notice: 'set' | 'lifted'): Response {
  const { words } = visit;
  if (outcome.ok) return toStop(visit, notice);
  const { refusal } = outcome;
  if (refusal.code === 'remark-length') {
    return showStop(visit, { status: 422, errors: [{ field: 'reason', message: words.deskStop.reasonLength }] });
  }
  if (refusal.code === 'too-many-attempts') {
    return showStop(visit, pausedTrouble(visit, refusal.retryAt, words.deskStop.paused, firstChoice(visit)));
  }
  return refusal.code === 'not-in-this-state' ? toStop(visit, 'changed') : answerElsewhere(visit, refusal);
}

function toStop(visit: SessionVisit, notice: 'set' | 'lifted' | 'changed'): Response {
  return seeOther(`${pathOf(visit, 'stop')}?notice=${notice}`);
}

function showStop(visit: SessionVisit, trouble: Trouble | null): Response {
  return showPage(visit, <StopPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

interface PageProps {
  readonly visit: SessionVisit;
  readonly trouble: Trouble | null;
}

function StopPage({ visit, trouble }: PageProps): JSX.Element {
  const { caller, deskStops, session, site } = visit;
  const texts = visit.words.deskStop;
  const title = menuLabel(visit, 'stop') ?? texts.title;
  const notice = Object.entries(texts.notices).find(([code]) => code === visit.query['notice']);
  const mayTurn = mayAct(session.account, 'stop-switch.set', caller.at, site.ports.recovery);
  return (
    <PortalPage visit={visit} title={title} current="stop" width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      {notice === undefined ? null : <Banner tone={notice[0] === 'changed' ? 'info' : 'ok'} role="status" title={notice[1]} />}
      <h1>{title}</h1>
      <p>{texts.lead}</p>
      <p>{texts.told}</p>
      <Stack>
        {deskStops.length === 0 ? (
          <Card headingId="now-heading">
            <h2 id="now-heading">{texts.heading}</h2>
            <p>{texts.none}</p>
          </Card>
        ) : (
          deskStops.map((stop) => <Stopped visit={visit} stop={stop} mayTurn={mayTurn} />)
        )}
        {mayTurn ? <SetForm visit={visit} trouble={trouble} /> : null}
      </Stack>
    </PortalPage>
  );
}

function Stopped({ visit, stop, mayTurn }: { visit: SessionVisit; stop: DeskStop; mayTurn: boolean }): JSX.Element {
  const { language, session } = visit;
  const texts = visit.words.deskStop;
  const value = stop.portal ?? ALL;
  const id = `stopped-${stop.portal ?? 'all'}`;
  return (
    <Card emphasis headingId={id}>
      <h2 id={id}>{texts.stopped(stopName(visit, stop.portal))}</h2>
      <Facts
        rows={[
          { term: texts.by, value: stop.by.name },
          { term: texts.at, value: formatDateTimeWithZone(language, stop.at) },
          { term: texts.reason, value: stop.reason },
        ]}
      />
      {stop.by.id === session.accountId ? <Banner tone="info" title={texts.own} /> : null}
      {mayTurn && stop.by.id !== session.accountId ? (
        <form method="post" action={pathOf(visit, 'stop')}>
          <HiddenToken visit={visit} />
          <input type="hidden" name="stopped" value={value} />
          <p>{texts.liftNote}</p>
          <Button kind="secondary" name="choice" value={LIFTED}>
            {texts.lift}
          </Button>
        </form>
      ) : null}
    </Card>
  );
}

interface Choice {
  readonly portal: PortalId | null;
  readonly id: string;
}

/** What can be stopped beyond what is stopped: nothing once all is. */
function choicesOf(visit: SessionVisit): readonly Choice[] {
  const isFree = (portal: PortalId | null): boolean => !visit.deskStops.some((stop) => stop.portal === portal);
  if (!isFree(null)) return [];
  const portals = handledPortals(visit).filter(({ id }) => isFree(id));
  const all = handlesAll(visit) ? [{ portal: null, id: 'stopped-all-choice' }] : [];
  return [...all, ...portals.map(({ id }) => ({ portal: id, id: `stopped-${id}-choice` }))];
}

function firstChoice(visit: SessionVisit): string {
  return choicesOf(visit)[0]?.id ?? 'main';
}

function SetForm({ visit, trouble }: PageProps): JSX.Element {
  const { fields, words } = visit;
  const texts = words.deskStop;
  const choices = choicesOf(visit);
  const error = errorOf(trouble, firstChoice(visit));
  return (
    <Card headingId="set-heading">
      <h2 id="set-heading">{texts.setHeading}</h2>
      {choices.length === 0 ? (
        <p>{texts.everything}</p>
      ) : (
        <form method="post" action={pathOf(visit, 'stop')} novalidate>
          <HiddenToken visit={visit} />
          <fieldset
            class={error === undefined ? undefined : 'has-error'}
            aria-describedby={error === undefined ? undefined : 'where-error'}
          >
            <legend class="label">
              {texts.where} <span class="required">{words.common.required}</span>
            </legend>
            {choices.map(({ portal, id }) => (
              <RadioCard
                id={id}
                name="stopped"
                value={portal ?? ALL}
                label={stopName(visit, portal)}
                checked={fields['choice'] === 'set' && fields['stopped'] === (portal ?? ALL)}
              />
            ))}
            {error === undefined ? null : (
              <p class="field-error" id="where-error">
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
            <Button kind="danger" name="choice" value="set">
              {texts.submit}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
