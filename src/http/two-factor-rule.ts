/** The rule over two-factor sign-in as the pages ask for it: of the signed-in person, or of anybody who may read the help. */
import { isTwoFactorRequired } from '../core/two-factor-policy.ts';
import type { Visit } from './visit.ts';

/** Whether two-factor is required of who is signed in; of nobody in particular where nobody is. */
export function isRequired({ caller, session }: Visit): boolean {
  return isTwoFactorRequired(caller.portal, session?.account.company ?? null, caller.at);
}
