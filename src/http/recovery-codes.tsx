/**
 * Issuing recovery codes (Z-09): the page that says what follows, the one answer that shows the codes, and the note that they
 * are saved. Whether codes are issued is the journey's matter; a form that is sent again shows and issues nothing (SEC-C04).
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Refusal } from '../core/outcome.ts';
import type { RecoveryCodeSet } from '../core/recovery-codes.ts';
import { SLOTS } from '../core/recovery-codes.ts';
import { safeReturnPath } from '../core/redirect.ts';
import {
  findRecoveryCodes,
  issueRecoveryCodes,
  mayHaveCodes,
  type ShownCodes,
  saveRecoveryCodes,
} from '../journeys/recovery-codes.ts';
import { errorOf, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, LinkButton, StepProgress, TextLink } from './components.tsx';
import { stepOf } from './enrolment-texts.ts';
import { HiddenToken } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { startPath } from './menu.ts';
import { clockTime, retryAfter } from './pause.ts';
import { CodeSheet, SavedForm } from './recovery-code-sheet.tsx';
import { CodesState } from './recovery-codes-section.tsx';
import { answerElsewhere, securityPath, unchangedPath } from './refusals.ts';
import { pathOf, type SessionVisit, seeOther, showPage, staleErrors } from './visit.ts';

/** Field of the form that names the set to be replaced. */
const FORM = 'issue';

/** GET /{portal}/recovery-codes: never a code, however often it is asked for. */
export async function getRecoveryCodes(visit: SessionVisit): Promise<Response> {
  return showIssue(visit, null);
}

/** POST /{portal}/recovery-codes */
export async function postRecoveryCodes(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site } = visit;
  if (visit.staleForm) return showIssue(visit, { status: 403, errors: staleErrors(visit, FORM) });
  const named = fields['code_set'] ?? '';
  const outcome = await issueRecoveryCodes(site.ports, caller, session, named === '' ? null : named);
  if (!outcome.ok) return answerRefusal(visit, outcome.refusal);
  const returnTo = safeReturnPath(fields['return_to'], visit.isReturnPath);
  return showPage(visit, <SheetPage visit={visit} shown={outcome.value} isFirst={named === ''} returnTo={returnTo} />);
}

/** POST /{portal}/recovery-codes/safekeeping: [続ける] under a ticked box; without the tick nothing is noted. */
export async function postSafekeeping(visit: SessionVisit): Promise<Response> {
  const { caller, fields, portal, session, site } = visit;
  if (visit.staleForm) return showPage(visit, <NotTickedPage visit={visit} errors={staleErrors(visit, 'main')} />, 403);
  if (fields['saved'] !== 'yes') return showPage(visit, <NotTickedPage visit={visit} errors={[]} />, 422);
  const slot = SLOTS.find((each) => String(each) === fields['slot']) ?? null;
  await saveRecoveryCodes(site.ports, caller, session, fields['code_set'] ?? '', slot);
  return seeOther(safeReturnPath(fields['return_to'], visit.isFreshPath) ?? startPath(portal, session.account.role));
}

async function answerRefusal(visit: SessionVisit, refusal: Refusal): Promise<Response> {
  const words = visit.words.recoveryCodes;
  switch (refusal.code) {
    case 'codes-issued-already':
      return showPage(visit, <AlreadyPage visit={visit} />, 409);
    case 'too-many-attempts': {
      const message = words.tooMany(clockTime(visit, refusal.retryAt));
      return showIssue(visit, { status: 429, errors: [{ field: FORM, message }], headers: retryAfter(visit, refusal.retryAt) });
    }
    case 'not-enrolled':
      return showIssue(visit, null);
    default:
      return answerElsewhere(visit, refusal);
  }
}

async function showIssue(visit: SessionVisit, trouble: Trouble | null): Promise<Response> {
  if (!mayHaveCodes(visit.caller, visit.session)) return showPage(visit, <NotEnrolledPage visit={visit} />);
  const set = await findRecoveryCodes(visit.site.ports, visit.caller, visit.session);
  return showPage(visit, <IssuePage visit={visit} set={set} trouble={trouble} />, trouble?.status ?? 200, trouble?.headers);
}

interface IssuePageProps {
  readonly visit: SessionVisit;
  readonly set: RecoveryCodeSet | null;
  readonly trouble: Trouble | null;
}

function IssuePage({ visit, set, trouble }: IssuePageProps): JSX.Element {
  const words = visit.words.recoveryCodes;
  const error = errorOf(trouble, FORM);
  return (
    <PortalPage visit={visit} title={words.issueTitle} width="reading" errors={trouble?.errors}>
      <h1>{words.issueTitle}</h1>
      <p class="lead">{words.issueLead}</p>
      <CodesState visit={visit} set={set} />
      {set === null ? null : (
        <Banner tone="warn" title={words.voidsTitle}>
          <p>{words.voids}</p>
        </Banner>
      )}
      <p>{set === null ? words.issueFirst : words.issueAgain}</p>
      <p>{words.told}</p>
      <form
        method="post"
        action={pathOf(visit, 'recovery-codes')}
        id={FORM}
        aria-describedby={error === undefined ? undefined : 'error-summary'}
      >
        <HiddenToken visit={visit} />
        <input type="hidden" name="code_set" value={set?.id ?? ''} />
        <input type="hidden" name="return_to" value={pathOf(visit, visit.portal.twoFactor.page)} />
        <Actions>
          <Button size="large">{set === null ? words.first : words.renew}</Button>
          <TextLink href={unchangedPath(visit)}>{visit.words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}

interface SheetPageProps {
  readonly visit: SessionVisit;
  readonly shown: ShownCodes;
  /** The last step of turning two-factor on, also when it is taken later. */
  readonly isFirst: boolean;
  readonly returnTo: string | null;
}

/** Z-09 */
function SheetPage({ visit, shown, isFirst, returnTo }: SheetPageProps): JSX.Element {
  const words = visit.words.recoveryCodes;
  const { of } = stepOf(visit, 'session', 'first');
  const laterHref = returnTo ?? startPath(visit.portal, visit.session.account.role);
  return (
    <PortalPage visit={visit} title={words.sheetTitle} width="reading">
      {isFirst ? <StepProgress step={of} of={of} label={words.sheetStep} words={visit.words} /> : null}
      <h1>{words.sheetTitle}</h1>
      <p class="lead">{words.sheetLead}</p>
      <CodeSheet visit={visit} codes={shown.codes} />
      <SavedForm visit={visit} label={words.saved} setId={shown.setId} returnTo={returnTo} laterHref={laterHref} />
    </PortalPage>
  );
}

/** The same form once more: reloaded, sent twice, or from another window. */
function AlreadyPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <PortalPage visit={visit} title={words.alreadyTitle} width="reading">
      <h1>{words.alreadyTitle}</h1>
      <p class="lead">{words.already}</p>
      <p>{words.alreadyNext}</p>
      <Actions>
        <LinkButton href={securityPath(visit)}>{visit.words.turnOff.backToSettings}</LinkButton>
        <TextLink href={pathOf(visit, 'recovery-codes')}>{words.toIssue}</TextLink>
      </Actions>
    </PortalPage>
  );
}

/** Reached only past a browser that lets an unticked required box through. */
function NotTickedPage({ visit, errors }: { visit: SessionVisit; errors: Trouble['errors'] }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <PortalPage visit={visit} title={words.notTickedTitle} width="reading" errors={errors}>
      <h1>{words.notTickedTitle}</h1>
      <p class="lead">{words.notTicked}</p>
      <p>{words.notTickedNext}</p>
      <Actions>
        <LinkButton href={startPath(visit.portal, visit.session.account.role)}>{visit.words.common.continue}</LinkButton>
        <TextLink href={pathOf(visit, 'recovery-codes')}>{words.toIssue}</TextLink>
      </Actions>
    </PortalPage>
  );
}

function NotEnrolledPage({ visit }: { visit: SessionVisit }): JSX.Element {
  const words = visit.words.recoveryCodes;
  return (
    <PortalPage visit={visit} title={words.issueTitle} width="reading">
      <h1>{words.issueTitle}</h1>
      <p class="lead">{words.notEnrolled}</p>
      <p>
        <LinkButton kind="secondary" href={securityPath(visit)}>
          {visit.words.turnOff.backToSettings}
        </LinkButton>
      </p>
    </PortalPage>
  );
}
