/** Beginning an enrolment from any page that offers it: on to the QR code, or first to the fresh check. */
import { beginEnrolment } from '../journeys/enrolment.ts';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

/** Makes the secret, or goes on with the one still pending (G-11, G-12). */
export async function startEnrolment(visit: SessionVisit): Promise<Response> {
  const begun = await beginEnrolment(visit.site.ports, visit.caller, { kind: 'session', session: visit.session });
  if (begun.ok) return seeOther(pathOf(visit, 'enrolment'));
  if (begun.refusal.code === 'step-up-needed') return seeOther(`${pathOf(visit, 'confirmation')}?then=enrolment`);
  return answerElsewhere(visit, begun.refusal);
}
