/**
 * How long the session still lasts, and the button that extends it (U-58, WCAG 2.2.1). The page is what the script turns into the warning
 * two minutes before the end; looking at it is no activity, pressing its button is. The overall end is only told (SEC-G03).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { sessionEnds } from '../core/session.ts';
import { minutes } from '../core/time.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { staleTrouble, type Trouble } from './code-errors.tsx';
import { Banner, Button, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { lasting } from './lasting.ts';
import { PortalPage } from './layout.tsx';
import { startPath } from './menu.ts';
import { clockTime } from './pause.ts';
import { warnedBefore } from './session-marks.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

/** GET /{portal}/activity/extension */
export function getExtension(visit: SessionVisit): Response {
  return showTime(visit, null);
}

/** POST /{portal}/activity/extension: the request itself was the activity. */
export function postExtension(visit: SessionVisit): Response {
  if (visit.staleForm) return showTime(visit, staleTrouble(visit, 'extension'));
  return seeOther(`${pathOf(visit, 'activity/extension')}?notice=extended`);
}

function showTime(visit: SessionVisit, trouble: Trouble | null): Response {
  const texts = visit.words.sessionTime;
  return showPage(
    visit,
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors}>
      {visit.query['notice'] === 'extended' ? <Banner tone="ok" role="status" title={texts.extended} /> : null}
      <h1>{texts.title}</h1>
      <SessionEnd visit={visit} />
      <p>
        <TextLink href={startPath(visit.portal, visit.session.account.role)}>{visit.words.problems.toStart}</TextLink>
      </p>
    </PortalPage>,
    trouble?.status ?? 200,
  );
}

/** What the script takes over into its dialog, with the milliseconds that are left. */
function SessionEnd({ visit }: { visit: SessionVisit }): JSX.Element {
  const { caller, language, portal, session, words } = visit;
  const texts = words.sessionTime;
  const { idleFor } = portal.session;
  const { idleAt, overallAt } = sessionEnds(session, portal.session);
  const overall = formatDateTimeWithZone(language, overallAt);
  // Within the last minutes an extension would promise what the overall end takes back.
  const mayExtend = overallAt - caller.at > warnedBefore(idleFor);
  return (
    <div
      id="extension"
      data-session-end
      data-left={String(Math.max(0, Math.min(idleAt, overallAt) - caller.at))}
      data-warned-before={String(warnedBefore(idleFor))}
      data-warning={texts.warning}
      data-close={texts.close}
    >
      <p>{mayExtend ? texts.idle(clockTime(visit, idleAt - (idleAt % minutes(1)))) : texts.overallSoon(overall)}</p>
      {mayExtend ? (
        <p class="small">
          {texts.idleRule(lasting(words, idleFor))} {texts.overall(overall)}
        </p>
      ) : null}
      <div class="actions">
        {mayExtend ? (
          <form method="post" action={pathOf(visit, 'activity/extension')} data-extend>
            <HiddenToken visit={visit} />
            <Button size="large">{texts.extend}</Button>
          </form>
        ) : null}
        <form method="post" action={pathOf(visit, 'sign-out')}>
          <HiddenToken visit={visit} />
          <Button kind="text">{words.common.signOut}</Button>
        </form>
      </div>
    </div>
  );
}
