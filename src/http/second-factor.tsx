/**
 * The second step of a sign-in: the six-digit code. Whose code it is comes from the pending sign-in (SEC-E02); this page
 * shows only the masked address. Leaving for the help page and coming back changes nothing: the pending sign-in waits.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { maskedEmail } from '../core/account.ts';
import { appsOf, passkeysOf } from '../core/authenticator.ts';
import type { Refusal } from '../core/outcome.ts';
import { readCode } from '../core/totp.ts';
import { completeWithCode, findCodePause } from '../journeys/second-factor.ts';
import { ClockHelp, codeTrouble, errorOf, staleTrouble, type Trouble, typedTrouble } from './code-errors.tsx';
import { enterPortal } from './completed-sign-in.ts';
import {
  Banner,
  Button,
  Disclosure,
  LinkButton,
  MaskedAccount,
  RouteItem,
  RouteList,
  StepProgress,
  TextLink,
} from './components.tsx';
import { CodeField, HiddenToken } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { waysBackPath } from './lost-device-visit.ts';
import { PasskeyForm, PasskeyWay, WithoutPasskeys } from './passkey-form.tsx';
import { clockTime, retryAfter } from './pause.ts';
import { sendToStep } from './pending-step.ts';
import { answerElsewhere } from './refusals.ts';
import { type PendingVisit, pathOf, showPage, type Visit } from './visit.ts';

/** GET /{portal}/sign-in/code */
export async function getCode(visit: PendingVisit): Promise<Response> {
  return sendToStep(visit, ['code']) ?? showCode(visit, null);
}

/** POST /{portal}/sign-in/code */
export async function postCode(visit: PendingVisit): Promise<Response> {
  const { caller, fields, pending, session, site } = visit;
  const elsewhere = sendToStep(visit, ['code']);
  if (elsewhere !== null) return elsewhere;
  if (visit.staleForm) return showCode(visit, staleTrouble(visit, 'code'));
  const typed = readCode(fields['code'] ?? '');
  if (!typed.ok) return showCode(visit, typedTrouble(visit.words, typed));

  const outcome = await completeWithCode(site.ports, caller, pending, typed.code, session);
  if (outcome.ok) return enterPortal(visit, outcome.value);
  const { refusal } = outcome;
  const closed = showClosed(visit, refusal);
  if (closed !== null) return closed;
  const trouble = codeTrouble(visit, refusal);
  return trouble === null ? answerElsewhere(visit, refusal) : showCode(visit, trouble);
}

/** The form; or, while no code is evaluated, the page that says until when. */
export async function showCode(visit: PendingVisit, trouble: Trouble | null): Promise<Response> {
  const pause = takesCodes(visit) ? await findCodePause(visit.site.ports, visit.caller, visit.pending.account) : null;
  const closed = pause === null ? null : showClosed(visit, pause, trouble);
  return closed ?? showPage(visit, <CodePage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

/** Who has passkeys alone is asked for no code. */
function takesCodes({ pending, portal }: PendingVisit): boolean {
  return portal.passkeysOnly !== true && appsOf(pending.authenticators).length > 0;
}

/** Z-20: paused until a clock time, or stopped for good; null for any other refusal. */
export function showClosed(visit: PendingVisit, refusal: Refusal, trouble: Trouble | null = null): Response | null {
  const words = visit.words.code;
  if (refusal.code === 'too-many-attempts') {
    const what = words.locked(clockTime(visit, refusal.retryAt));
    const page = (
      <ClosedPage
        visit={visit}
        trouble={trouble}
        title={words.pausedTitle}
        what={what}
        why={words.lockedWhy}
        then={words.lockedThen}
      />
    );
    return showPage(visit, page, 429, retryAfter(visit, refusal.retryAt));
  }
  if (refusal.code === 'authenticator-disabled') {
    return showPage(
      visit,
      <ClosedPage visit={visit} trouble={trouble} title={words.disabledTitle} what={words.disabled} why={words.disabledWhy} />,
      403,
    );
  }
  return null;
}

/** Z-02. Everything in the order of look/README.md section 5: summary, progress, h1, account, form, disclosures, support. */
function CodePage({ visit, trouble }: { visit: PendingVisit; trouble: Trouble | null }): JSX.Element {
  return takesCodes(visit) ? <CodeEntry visit={visit} trouble={trouble} /> : <PasskeyPage visit={visit} trouble={trouble} />;
}

/** The same step for who has passkeys alone: without script it says what to do, and the other ways stay. */
function PasskeyPage({ visit, trouble }: { visit: PendingVisit; trouble: Trouble | null }): JSX.Element {
  const { words } = visit;
  const texts = words.passkeys.code;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={2} of={2} label={texts.stepLabel} words={words} />
      <h1>{texts.title}</h1>
      <PendingAccount visit={visit} />
      {passkeysOf(visit.pending.authenticators).length === 0 ? (
        <Banner tone="warn" title={words.passkeys.only.title}>
          <p>{words.passkeys.only.noPasskey}</p>
        </Banner>
      ) : (
        <p>{texts.lead}</p>
      )}
      <WithoutPasskeys>{texts.without}</WithoutPasskeys>
      <PasskeyStep visit={visit} trouble={trouble} isMain />
      <OtherWays visit={visit} isOpen />
      <ContactLink visit={visit} href={waysBackPath(visit)} />
    </SignInPage>
  );
}

/** A passkey in place of the code; nothing where none is registered. */
function PasskeyStep({ visit, trouble, isMain }: { visit: PendingVisit; trouble: Trouble | null; isMain?: boolean }) {
  if (passkeysOf(visit.pending.authenticators).length === 0) return null;
  const texts = visit.words.passkeys.code;
  return (
    <PasskeyWay>
      {isMain === true ? null : <h2>{texts.or}</h2>}
      <PasskeyForm
        visit={visit}
        path="sign-in/code/passkey"
        button={texts.button}
        stopped={texts.stopped}
        isMain={isMain}
        trouble={trouble}
      >
        <p>{texts.hint}</p>
      </PasskeyForm>
    </PasskeyWay>
  );
}

function CodeEntry({ visit, trouble }: { visit: PendingVisit; trouble: Trouble | null }): JSX.Element {
  const { portal, words } = visit;
  const texts = words.code;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={2} of={2} label={texts.stepLabel} words={words} />
      <h1>{texts.title}</h1>
      <PendingAccount visit={visit} />
      <form method="post" action={pathOf(visit, 'sign-in/code')} novalidate>
        <HiddenToken visit={visit} />
        <CodeField
          id="code"
          label={texts.label}
          hint={texts.hint(portal.issuer)}
          error={errorOf(trouble, 'code')}
          autofocus={trouble === null}
          words={words}
        />
        <p class="small">{texts.changing}</p>
        <Button size="large">{words.common.continue}</Button>
      </form>
      <ClockHelp words={words} trouble={trouble} />
      <PasskeyStep visit={visit} trouble={trouble} />
      <OtherWays visit={visit} isOpen />
      <ContactLink visit={visit} href={waysBackPath(visit)} />
    </SignInPage>
  );
}

interface ClosedPageProps {
  readonly visit: PendingVisit;
  readonly trouble: Trouble | null;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  /** What to do once the pause is over; absent when it does not end. */
  readonly then?: string;
}

function ClosedPage({ visit, trouble, title, what, why, then }: ClosedPageProps): JSX.Element {
  return (
    <SignInPage visit={visit} title={title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{title}</h1>
      <PendingAccount visit={visit} />
      <Banner tone="warn" title={what} role="alert">
        <p>{why}</p>
        {then === undefined ? null : <p>{then}</p>}
      </Banner>
      <PasskeyStep visit={visit} trouble={trouble} isMain />
      {then === undefined ? null : (
        <p>
          <LinkButton kind="secondary" href={pathOf(visit, 'sign-in')}>
            {visit.words.code.lockedAgain}
          </LinkButton>
        </p>
      )}
      <OtherWays visit={visit} isOpen={false} />
      <ContactLink visit={visit} href={waysBackPath(visit)} />
    </SignInPage>
  );
}

/** For which account this sign-in is, masked, and the way to another one (U-21, G-21). */
export function PendingAccount({ visit }: { visit: PendingVisit }): JSX.Element {
  return (
    <MaskedAccount email={maskedEmail(visit.pending.account.email)} words={visit.words}>
      <form method="post" action={pathOf(visit, 'sign-in/cancellation')}>
        <Button kind="text">{visit.words.common.otherAccount}</Button>
        <HiddenToken visit={visit} />
      </form>
    </MaskedAccount>
  );
}

/** Without the device: the cheapest way first (U-24). `isOpen`: codes are evaluated; a pause holds for recovery codes too. */
function OtherWays({ visit, isOpen }: { visit: Visit; isOpen: boolean }): JSX.Element {
  const words = visit.words.code;
  return (
    <Disclosure summary={words.noDevice}>
      <RouteList>
        {isOpen ? <RecoveryCodeWay visit={visit} /> : null}
        <RouteItem icon="device" title={words.otherDevice}>
          {words.otherDeviceWhy}
        </RouteItem>
        <RouteItem icon="document" title={visit.words.lostRequest.pass.way} href={pathOf(visit, 'sign-in/pass')}>
          {visit.words.lostRequest.pass.wayWhy}
        </RouteItem>
        <RouteItem icon="people" title={words.askDesk} href={waysBackPath(visit)}>
          {words.askDeskWhy}
        </RouteItem>
      </RouteList>
    </Disclosure>
  );
}

/** At the desk a recovery code opens nothing (SEC-K01). */
function RecoveryCodeWay({ visit }: { visit: Visit }): JSX.Element | null {
  if (visit.portal.kind === 'desk') return null;
  const words = visit.words.recoveryCodes;
  return (
    <RouteItem icon="key" title={words.signIn} href={pathOf(visit, 'sign-in/recovery-code')}>
      {words.signInWhy}
    </RouteItem>
  );
}

/** A plain link in the same tab; where it leads asks no cookie who this is, so no private window is needed (S-34, I-3). */
export function ContactLink({ visit, href = `${pathOf(visit, 'help')}#contact` }: { visit: Visit; href?: string }): JSX.Element {
  return (
    <p>
      <TextLink href={href}>{visit.words.code.contact}</TextLink>
    </p>
  );
}
