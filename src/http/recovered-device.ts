/** Where the end of a recovery leads, whichever kind of device was registered: to the sign-in, where the new device is asked for. */
import type { Outcome, Refusal } from '../core/outcome.ts';
import { type PendingVisit, pathOf, seeOther } from './visit.ts';

const OVER: readonly Refusal['code'][] = ['ticket-over', 'not-in-this-state', 'evidence-fell-short', 'desk-stopped'];

/** `refused` tells of what can be mended in the same form. */
export async function answerBinding(
  visit: PendingVisit,
  outcome: Outcome<unknown>,
  refused: (refusal: Refusal) => Response | Promise<Response>,
): Promise<Response> {
  if (outcome.ok) {
    visit.jar.clear(visit.portal.id, 'pending');
    return seeOther(`${pathOf(visit, 'sign-in')}?notice=device-registered`);
  }
  return OVER.includes(outcome.refusal.code) ? seeOther(pathOf(visit, 'sign-in/pass')) : refused(outcome.refusal);
}
