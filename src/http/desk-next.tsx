/** The link to what to take up next (D-11), for a page on which somebody has just finished with a request. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { findNextRequest } from '../journeys/desk-queue.ts';
import { requestPath, requestPortals } from './desk-paths.ts';
import { shortcutMark } from './desk-shortcut-marks.tsx';
import type { SessionVisit } from './visit.ts';

/** `after` is the request one is done with; says so where there is nothing to take up. */
export async function nextRequestLink(
  visit: SessionVisit,
  after: string,
  kind: 'primary' | 'secondary' = 'primary',
): Promise<JSX.Element> {
  const { caller, session, site, words } = visit;
  const next = await findNextRequest(site.ports, caller, session, requestPortals(visit), after);
  if (next === null) return <p class="small">{words.deskWork.noNext}</p>;
  return (
    <a class={`button button-${kind} button-desk`} href={requestPath(visit, next)} {...shortcutMark(visit, 'KeyN')}>
      {words.deskWork.next}
    </a>
  );
}
