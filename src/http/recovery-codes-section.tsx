/**
 * What is said about recovery codes where they are not the matter of the page: the section of the settings, the next step after
 * turning two-factor on, and the warning that few are left (U-45). None of them shows a code.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { isRunningLow, type RecoveryCodeSet } from '../core/recovery-codes.ts';
import { formatDate } from '../i18n/dates.ts';
import { Actions, Banner, Button, Card, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { startPath } from './menu.ts';
import { pathOf, type SessionVisit } from './visit.ts';

interface CodesProps {
  readonly visit: SessionVisit;
  readonly set: RecoveryCodeSet | null;
}

/** Beside the other sections of the settings; shown to whoever may have codes. */
export function RecoveryCodesSection({ visit, set }: CodesProps): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <Card id="recovery-codes" headingId="recovery-codes-heading">
      <h2 class="settings-heading" id="recovery-codes-heading">
        {words.heading}
      </h2>
      <CodesState visit={visit} set={set} />
      {set === null ? <p class="small">{words.what}</p> : null}
      <p>
        <TextLink href={pathOf(visit, 'recovery-codes')}>{set === null ? words.first : words.renew}</TextLink>
      </p>
    </Card>
  );
}

/** How many are left and since when; never which. */
export function CodesState({ visit, set }: CodesProps): JSX.Element {
  const words = visit.words.recoveryCodes;
  if (set === null) return <p>{words.none}</p>;
  const since = formatDate(visit.language, set.issuedAt);
  if (set.savedAt === null) {
    return (
      <Banner tone="warn" title={words.unsaved(since)}>
        <p>{words.unsavedNext}</p>
      </Banner>
    );
  }
  return (
    <>
      <p>{words.left(set.left, since)}</p>
      {isRunningLow(set) ? (
        <Banner tone="warn" title={words.low(set.left)}>
          <p>{words.lowNext}</p>
        </Banner>
      ) : null}
    </>
  );
}

/** On the page after a sign-in, while few are left. */
export function LowCodesBanner({ visit, set }: CodesProps): JSX.Element | null {
  const words = visit.words.recoveryCodes;
  if (set === null || !isRunningLow(set)) return null;
  return (
    <Banner tone="warn" title={words.low(set.left)}>
      <p>
        {words.lowNext} <a href={pathOf(visit, 'recovery-codes')}>{words.renew}</a>
      </p>
    </Banner>
  );
}

/** The framed next step after turning two-factor on: offered, never waited for (SEC-C04). */
export function FirstCodesStep({ visit, returnTo }: { visit: SessionVisit; returnTo: string | null }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <Card emphasis headingId="first-codes-heading">
      <h2 id="first-codes-heading">{words.nextTitle}</h2>
      <p>{words.nextText}</p>
      <form method="post" action={pathOf(visit, 'recovery-codes')}>
        <HiddenToken visit={visit} />
        <input type="hidden" name="code_set" value="" />
        {returnTo === null ? null : <input type="hidden" name="return_to" value={returnTo} />}
        <Actions>
          <Button size="large">{words.nextShow}</Button>
          <TextLink href={returnTo ?? startPath(visit.portal, visit.session.account.role)}>{words.nextLater}</TextLink>
        </Actions>
      </form>
    </Card>
  );
}
