/** Other ways to a fresh check than the code of an app or the password, below its form. What each proves is its journey's matter. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { passkeysOf } from '../core/authenticator.ts';
import { mayHaveCodes } from '../journeys/recovery-codes.ts';
import type { Trouble } from './code-errors.tsx';
import { Disclosure, RouteItem, RouteList } from './components.tsx';
import { confirmationPath } from './fresh-wish.ts';
import { CancelWithoutPasskeys, PasskeyForm, PasskeyWay, WithoutPasskeys } from './passkey-form.tsx';
import { RECOVERY_CODE_WAY } from './recovery-code-confirmation.tsx';
import { unchangedPath } from './refusals.ts';
import type { SessionVisit } from './visit.ts';

interface ConfirmationWaysProps {
  readonly visit: SessionVisit;
  readonly trouble: Trouble | null;
  /** There is no form above: what stands here is the way. */
  readonly isOnly: boolean;
}

export function ConfirmationWays(props: ConfirmationWaysProps): JSX.Element {
  const { visit } = props;
  return (
    <>
      {passkeysOf(visit.session.authenticators).length === 0 ? null : <PasskeyConfirmation {...props} />}
      {mayHaveCodes(visit.caller, visit.session) ? <WithoutDevice visit={visit} /> : null}
    </>
  );
}

function WithoutDevice({ visit }: { visit: SessionVisit }): JSX.Element {
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

/** A key that verifies nobody cannot confirm (SEC-D04): its holder signs in anew, and is fresh then. */
function PasskeyConfirmation({ visit, trouble, isOnly }: ConfirmationWaysProps): JSX.Element {
  const { passkeys } = visit.words;
  const isVerifying = passkeysOf(visit.session.authenticators).some(({ userVerifying }) => userVerifying);
  const asked = visit.here.indexOf('?');
  return (
    <>
      {isOnly ? <p>{passkeys.confirmation.lead}</p> : null}
      {isOnly ? <WithoutPasskeys>{passkeys.code.without}</WithoutPasskeys> : null}
      <PasskeyWay>
        {isOnly ? null : <h2>{passkeys.code.or}</h2>}
        <PasskeyForm
          visit={visit}
          path="confirmation/passkey"
          query={asked < 0 ? '' : visit.here.slice(asked)}
          button={passkeys.code.button}
          stopped={passkeys.code.stopped}
          isMain={isOnly}
          cancel={isOnly ? unchangedPath(visit) : undefined}
          trouble={trouble}
        >
          {isOnly ? null : <p>{passkeys.code.hint}</p>}
        </PasskeyForm>
      </PasskeyWay>
      {isVerifying ? null : <p class="small">{passkeys.confirmation.withoutVerification}</p>}
      {isOnly ? <CancelWithoutPasskeys visit={visit} /> : null}
    </>
  );
}
