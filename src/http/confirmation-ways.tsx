/** Other ways to a fresh check than the code of an app or the password, below its form. What each proves is its journey's matter. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { mayHaveCodes } from '../journeys/recovery-codes.ts';
import { Disclosure, RouteItem, RouteList } from './components.tsx';
import { confirmationPath } from './fresh-wish.ts';
import { RECOVERY_CODE_WAY } from './recovery-code-confirmation.tsx';
import type { SessionVisit } from './visit.ts';

export function ConfirmationWays({ visit }: { visit: SessionVisit }): JSX.Element | null {
  if (!mayHaveCodes(visit.caller, visit.session)) return null;
  const words = visit.words.recoveryCodes;
  return (
    <Disclosure summary={visit.words.code.noDevice}>
      <RouteList>
        <RouteItem icon="key" title={words.confirmWay} href={confirmationPath(visit, RECOVERY_CODE_WAY)}>
          {words.confirmWayWhy}
        </RouteItem>
      </RouteList>
    </Disclosure>
  );
}
