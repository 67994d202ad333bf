/** What the check-up of the dashboard does: compares the code as any fresh check does, or is put off for good. */
import { readCode } from '../core/totp.ts';
import { confirmCheckUp, findCheckUp, hideCheckUp } from '../journeys/check-up.ts';
import { codeTrouble, staleTrouble, typedTrouble } from './code-errors.tsx';
import { showDashboard } from './dashboard.tsx';
import { answerElsewhere } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

/** POST /{portal}/dashboard/check-up: the session's token changes. */
export async function postCheckUp(visit: SessionVisit): Promise<Response> {
  const { caller, fields, jar, portal, session, sessionToken, site, words } = visit;
  const app = await findCheckUp(site.ports, caller, session);
  if (app === null) return seeOther(pathOf(visit, 'dashboard'));
  if (visit.staleForm) return showDashboard(visit, staleTrouble(visit, 'code'));
  const typed = readCode(fields['code'] ?? '');
  if (!typed.ok) return showDashboard(visit, typedTrouble(words, typed));
  const outcome = await confirmCheckUp(site.ports, caller, session, sessionToken, app, typed.code);
  if (!outcome.ok) {
    const trouble = codeTrouble(visit, outcome.refusal);
    return trouble === null ? answerElsewhere(visit, outcome.refusal) : showDashboard(visit, trouble);
  }
  jar.set(portal.id, 'session', outcome.value.token);
  return seeOther(pathOf(visit, 'dashboard?notice=code-shown'));
}

/** POST /{portal}/dashboard/check-up/postponement: "later". */
export async function postPostponement(visit: SessionVisit): Promise<Response> {
  const { caller, session, site } = visit;
  const app = await findCheckUp(site.ports, caller, session);
  if (app !== null && visit.staleForm) return showDashboard(visit, staleTrouble(visit, 'code'));
  if (app !== null) await hideCheckUp(site.ports, caller, session, app);
  return seeOther(pathOf(visit, 'dashboard'));
}
