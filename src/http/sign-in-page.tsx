/** The pages of the sign-in itself: the form, and what stands in its place for who needs none (signed in, mailbox confirmed). */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { LiveSession } from '../core/session.ts';
import type { Words } from '../i18n/catalog.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, Facts, LinkButton, TextLink } from './components.tsx';
import { HiddenToken, PasswordField, TextField } from './fields.tsx';
import { SignInPage } from './layout.tsx';
import { startPath } from './menu.ts';
import { PasskeyForm, PasskeyWay } from './passkey-form.tsx';
import type { TypedSignIn } from './sign-in-fields.ts';
import { pathOf, type Visit } from './visit.ts';

export interface SignInFormProps {
  readonly visit: Visit;
  readonly typed: TypedSignIn;
  readonly trouble?: Trouble | undefined;
  /** Why the person is here, when it was not their wish. */
  readonly notice?: JSX.Element | undefined;
}

/** Z-01. What was typed comes back, the password excepted (U-11). */
export function SignInForm({ visit, typed, trouble, notice }: SignInFormProps): JSX.Element {
  const { language, portal, words } = visit;
  const texts = words.signIn;
  const failed = trouble ?? null;
  return (
    <SignInPage visit={visit} title={texts.title} errors={failed?.errors} errorNote={failed?.note}>
      {notice}
      <h1>{texts.title}</h1>
      <p>{texts.lead(portal.accountName[language])}</p>
      <form method="post" action={pathOf(visit, 'sign-in')} novalidate>
        <HiddenToken visit={visit} />
        {typed.returnTo === null ? null : <input type="hidden" name="return_to" value={typed.returnTo} />}
        <TextField
          id="email"
          label={texts.email}
          type="email"
          inputmode="email"
          autocomplete={portal.kind === 'customer' ? 'username webauthn' : 'username'}
          value={typed.email === '' ? undefined : typed.email}
          error={errorOf(failed, 'email')}
          required
          words={words}
        />
        <PasswordField
          id="password"
          label={texts.password}
          autocomplete="current-password"
          error={errorOf(failed, 'password')}
          words={words}
        />
        <Button size="large">{texts.submit}</Button>
      </form>
      <p class="small">{texts.codeNext}</p>
      <p>
        <TextLink href={pathOf(visit, 'password-reset')}>{words.passwords.forgotten}</TextLink>
      </p>
      {portal.kind === 'customer' ? <PasskeySignIn visit={visit} returnTo={typed.returnTo} /> : null}
      {portal.registration === 'open' ? (
        <p>
          <TextLink href={pathOf(visit, 'registration')}>{words.registration.link}</TextLink>
        </p>
      ) : null}
    </SignInPage>
  );
}

/** A passkey by itself, of who has one: nothing is asked before, so the form says nothing about anybody (SEC-D06). */
function PasskeySignIn({ visit, returnTo }: { visit: Visit; returnTo: string | null }): JSX.Element {
  const texts = visit.words.passkeys.signIn;
  return (
    <PasskeyWay>
      <p class="passkey-or">{texts.or}</p>
      <PasskeyForm visit={visit} path="sign-in/passkey" button={texts.button} stopped={texts.stopped} autofill>
        {returnTo === null ? null : <input type="hidden" name="return_to" value={returnTo} />}
        <input type="hidden" name="email" data-passkey-typed />
        <p class="small">{texts.hint}</p>
      </PasskeyForm>
    </PasskeyWay>
  );
}

export interface SignedInPageProps {
  readonly visit: Visit;
  readonly session: LiveSession;
  readonly returnTo: string | null;
  readonly trouble?: Trouble | undefined;
}

/** Who opens the sign-in while signed in: as whom, on to the portal, or out. */
export function SignedInPage({ visit, session, returnTo, trouble }: SignedInPageProps): JSX.Element {
  const { language, portal, words } = visit;
  const { account } = session;
  const company = account.company === null ? [] : [{ term: words.account.company, value: account.company.name }];
  return (
    <SignInPage visit={visit} title={words.signIn.signedIn} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{words.signIn.signedIn}</h1>
      <p>{words.signIn.signedInAs(portal.name[language])}</p>
      <Facts
        rows={[
          { term: words.account.name, value: words.common.honorific(account.name) },
          ...company,
          { term: words.account.email, value: account.email },
        ]}
      />
      <Actions>
        <LinkButton size="large" href={returnTo ?? startPath(portal, account.role)}>
          {words.common.continue}
        </LinkButton>
        <form method="post" action={pathOf(visit, 'sign-out')} id="sign-out">
          <Button kind="text">{words.common.signOut}</Button>
          <HiddenToken visit={visit} />
        </form>
      </Actions>
      <p class="small">{words.signIn.otherAccountHow}</p>
    </SignInPage>
  );
}

/** What a notice code in the query says; any other says nothing. `isFilledIn`: the address stands in the form again. */
export function noticeOf(visit: Visit, code: string | undefined, isFilledIn: boolean): JSX.Element | undefined {
  if (code === 'password-reset' || code === 'password-reset-closed') {
    return <ResetNotice visit={visit} isClosed={code === 'password-reset-closed'} />;
  }
  const sentence = sentenceOf(visit.words, code, isFilledIn);
  if (sentence === undefined) return undefined;
  return (
    <Banner tone="info" role="status">
      <p>{sentence}</p>
    </Banner>
  );
}

function sentenceOf(
  { firstPassword, lostRequest, registration, signIn }: Words,
  code: string | undefined,
  isFilledIn: boolean,
): string | undefined {
  switch (code) {
    case 'session-ended':
      return signIn.endedNotice;
    case 'sign-in-expired':
      return isFilledIn ? signIn.expiredNotice : signIn.expiredEmptyNotice;
    case 'account-locked':
      return signIn.lockedNotice;
    case 'signed-out':
      return signIn.signedOutNotice;
    case 'other-account':
      return signIn.otherAccountNotice;
    case 'password-set':
      return firstPassword.doneNotice;
    case 'registered':
      return registration.doneNotice;
    case 'device-registered':
      return lostRequest.pass.registered;
    case 'two-factor-left-off':
      return lostRequest.pass.leftOff;
    case 'browser-confirmed':
      return signIn.browserConfirmedNotice;
    default:
      return undefined;
  }
}

/** After a reset the second factor is asked for as ever; without the device as well, the desk is the way (G-36). */
function ResetNotice({ visit, isClosed }: { visit: Visit; isClosed: boolean }): JSX.Element {
  const texts = visit.words.passwords.done;
  return (
    <Banner tone={isClosed ? 'warn' : 'ok'} role="status" title={texts.title}>
      <p>{isClosed ? texts.closed : texts.notice}</p>
      <p>
        {texts.lostBefore} <a href={pathOf(visit, 'lost-device')}>{texts.lostLink}</a>
        {texts.lostAfter}
      </p>
    </Banner>
  );
}
