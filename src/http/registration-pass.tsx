/**
 * Z-19: the registration pass (G-22, U-57). Password and pass together, in the browser of the request, open the enrolment of a new
 * device and nothing else; opening the page changes nothing. Whether a pass was mailed is told to nobody.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { publicCode, type Refusal } from '../core/outcome.ts';
import { redeemPass, TICKET_FOR } from '../journeys/redemption.ts';
import { errorOf, pausedTrouble, staleTrouble, type Trouble } from './code-errors.tsx';
import { inSeconds } from './completed-sign-in.ts';
import { Banner, Button, TextLink } from './components.tsx';
import { HiddenToken, PasswordField, TextField } from './fields.tsx';
import { lasting } from './lasting.ts';
import { SignInPage } from './layout.tsx';
import { isStaffBrowser, keepClaim, requestPath, waysBackPath } from './lost-device-visit.ts';
import { answerElsewhere } from './refusals.ts';
import { emailProblem, passwordProblem } from './sign-in-fields.ts';
import { type FormError, pathOf, seeOther, showPage, type Visit } from './visit.ts';

/** GET /{portal}/sign-in/pass */
export function getPass(visit: Visit): Response {
  return showForm(visit, null);
}

/** POST /{portal}/sign-in/pass */
export async function postPass(visit: Visit): Promise<Response> {
  const { caller, fields, jar, portal, session, site } = visit;
  if (visit.staleForm) return showForm(visit, staleTrouble(visit, 'email'));
  const typed = { email: fields['email'] ?? '', password: fields['password'] ?? '', pass: fields['pass'] ?? '' };
  const errors = typedErrors(visit, typed);
  if (errors.length > 0) return showForm(visit, { status: 422, errors });
  const outcome = await redeemPass(site.ports, caller, typed, {
    session,
    claimToken: jar.read(portal.id, 'claim'),
    isStaffBrowser: await isStaffBrowser(visit),
  });
  if (!outcome.ok) {
    const trouble = troubleOf(visit, outcome.refusal);
    return trouble === null ? answerElsewhere(visit, outcome.refusal) : showForm(visit, trouble);
  }
  const redeemed = outcome.value;
  if (redeemed.kind === 'taken-over') {
    keepClaim(visit, redeemed.claim);
    return showTakenOver(visit, redeemed.receipt);
  }
  if (redeemed.kind === 'left-off') return seeOther(`${pathOf(visit, 'sign-in')}?notice=two-factor-left-off`);
  jar.set(portal.id, 'pending', redeemed.pending.token, inSeconds(TICKET_FOR));
  return seeOther(pathOf(visit, 'sign-in/enrolment'));
}

function typedErrors({ words }: Visit, typed: { email: string; password: string; pass: string }): readonly FormError[] {
  const problems = [
    { field: 'email', message: emailProblem(words.signIn, typed.email) },
    { field: 'password', message: passwordProblem(words.signIn, typed.password) },
    { field: 'pass', message: typed.pass.trim() === '' ? words.lostRequest.pass.empty : null },
  ];
  return problems.flatMap(({ field, message }) => (message === null ? [] : [{ field, message }]));
}

function troubleOf(visit: Visit, refusal: Refusal): Trouble | null {
  const { lostRequest, signIn } = visit.words;
  const say = (field: string, message: string, status: Trouble['status'] = 422): Trouble => ({
    status,
    errors: [{ field, message }],
  });
  if (publicCode(refusal.code) === 'not-accepted') return say('email', signIn.notAccepted);
  switch (refusal.code) {
    case 'too-many-attempts':
      return pausedTrouble(visit, refusal.retryAt, signIn.paused, 'email');
    case 'password-held':
      return say('email', signIn.held, 429);
    case 'ticket-over':
    case 'pass-wrong':
    case 'evidence-fell-short':
    case 'not-in-this-state':
      return say('pass', lostRequest.pass.wrong);
    case 'pass-dead':
      return say('pass', lostRequest.pass.dead, 429);
    case 'other-browser':
      return say('pass', lostRequest.pass.otherBrowser);
    case 'desk-stopped':
      return say('pass', lostRequest.pass.stopped);
    default:
      return null;
  }
}

function showForm(visit: Visit, trouble: Trouble | null): Response {
  return showPage(visit, <PassPage visit={visit} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

function PassPage({ visit, trouble }: { visit: Visit; trouble: Trouble | null }): JSX.Element {
  const { fields, pending, words } = visit;
  const texts = words.lostRequest.pass;
  return (
    <SignInPage visit={visit} title={texts.title} errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <form method="post" action={pathOf(visit, 'sign-in/pass')} novalidate>
        <HiddenToken visit={visit} />
        <TextField
          id="email"
          label={words.signIn.email}
          type="email"
          inputmode="email"
          autocomplete="username"
          error={errorOf(trouble, 'email')}
          value={fields['email'] ?? pending?.account.email}
          required
          words={words}
        />
        <PasswordField
          id="password"
          label={words.signIn.password}
          autocomplete="current-password"
          error={errorOf(trouble, 'password')}
          words={words}
        />
        <TextField
          id="pass"
          label={texts.label}
          hint={texts.hint}
          autocomplete="off"
          error={errorOf(trouble, 'pass')}
          required
          words={words}
        />
        <div class="actions">
          <Button size="large">{texts.submit}</Button>
        </div>
      </form>
      <p class="small">{visit.portal.afterRecovery === 'leave-off' ? texts.nextOff : texts.next(lasting(words, TICKET_FOR))}</p>
      <p class="small">{texts.neverTell}</p>
      <p>
        <TextLink href={waysBackPath(visit)}>{texts.noPass}</TextLink>
      </p>
    </SignInPage>
  );
}

/** The request goes on in this browser, and what was proven beside the other one is proven anew. */
function showTakenOver(visit: Visit, receipt: string): Response {
  const texts = visit.words.lostRequest.pass;
  return showPage(
    visit,
    <SignInPage visit={visit} title={texts.takenOverTitle}>
      <h1>{texts.takenOverTitle}</h1>
      <Banner tone="warn" title={texts.takenOver} role="status">
        <p>{texts.takenOverNext}</p>
      </Banner>
      <p>
        <TextLink href={requestPath(visit, receipt)}>{texts.toStatus}</TextLink>
      </p>
    </SignInPage>,
  );
}
