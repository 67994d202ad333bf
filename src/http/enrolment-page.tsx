/**
 * The pages of an enrolment: QR code, key and code field on one page (Z-07), the end of it (Z-08), and what stands there
 * when it is over already. The secret is shown only while it is pending (SEC-B09); no field of a form holds it.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { BoundAuthenticator } from '../core/authenticator.ts';
import { APPS_MAX, mayAddApp } from '../core/authenticator-set.ts';
import type { LiveSession } from '../core/session.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import type { EnrolmentView } from '../journeys/enrolment.ts';
import { ClockHelp, errorOf, type Trouble } from './code-errors.tsx';
import {
  Actions,
  Badge,
  Banner,
  Button,
  Card,
  Facts,
  KeyBox,
  LinkButton,
  QrCard,
  ResultHeading,
  Step,
  StepProgress,
  Steps,
  TextLink,
} from './components.tsx';
import { enrolmentTexts, type PurposeKind, stepOf } from './enrolment-texts.ts';
import { CodeField, HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { startItem } from './menu.ts';
import { clockTime } from './pause.ts';
import { qrSvg } from './qr-code.ts';
import { FirstCodesStep } from './recovery-codes-section.tsx';
import { replacementPath, securityPath } from './refusals.ts';
import { isRequired } from './two-factor-rule.ts';
import { pathOf, type SessionVisit, type Visit } from './visit.ts';

const CANCEL_FORM = 'cancel';

export interface EnrolmentPageProps {
  readonly visit: Visit;
  /** In a session, or as the last step of a sign-in. */
  readonly kind: 'session' | 'pending';
  readonly view: EnrolmentView;
  /** Device name typed before. */
  readonly name: string;
  readonly trouble: Trouble | null;
}

/** Z-07 */
export function EnrolmentPage({ visit, kind, view, name, trouble }: EnrolmentPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.enrolment;
  const { title, stepLabel, submit } = enrolmentTexts(visit, view.purpose.kind);
  const { step, of } = stepOf(visit, kind, view.purpose.kind);
  return (
    <PortalPage visit={visit} title={title} width="enrolment" errors={trouble?.errors} errorNote={trouble?.note}>
      <StepProgress step={step} of={of} label={stepLabel} words={words} />
      <h1>{title}</h1>
      <Consequence visit={visit} purpose={view.purpose} />
      <Steps>
        <Step n={1} title={texts.openApp}>
          <p>
            {texts.openAppText.before} <a href={`${pathOf(visit, 'help')}#preparation`}>{texts.openAppText.link}</a>
            {texts.openAppText.after}
          </p>
        </Step>
        <Step n={2} title={texts.scan}>
          <KeyCard visit={visit} view={view} />
          <p class="small">{texts.expiresAt(clockTime(visit, view.expiresAt))}</p>
        </Step>
        <Step n={3} title={texts.enterCode}>
          <form method="post" action={pathOf(visit, kind === 'session' ? 'enrolment/code' : 'sign-in/enrolment/code')} novalidate>
            <HiddenToken visit={visit} />
            <CodeField id="code" label={words.code.label} hint={texts.codeHint} error={errorOf(trouble, 'code')} words={words} />
            <TextField
              id="device-name"
              name="device_name"
              label={texts.deviceName}
              hint={texts.deviceNameHint}
              autocomplete="off"
              width="medium"
              value={name === '' ? undefined : name}
              error={errorOf(trouble, 'device-name')}
              words={words}
            />
            <Actions>
              <Button size="large">{submit}</Button>
              <CancelButton words={words} />
            </Actions>
          </form>
          <CancelForm visit={visit} kind={kind} />
        </Step>
      </Steps>
      <ClockHelp words={words} trouble={trouble} />
    </PortalPage>
  );
}

/** Before the code is entered: that the device will be needed (S-32), or what becomes of the one there is. */
function Consequence({ visit, purpose }: { visit: Visit; purpose: EnrolmentView['purpose'] }): JSX.Element {
  const { authenticators, enrolment } = visit.words;
  if (purpose.kind === 'first') {
    const { before, strong, after } = enrolment.warning;
    return (
      <Banner tone="warn">
        <p>
          {before}
          <strong>{strong}</strong>
          {after}
        </p>
      </Banner>
    );
  }
  return (
    <Banner tone="info">
      <p>{'replaced' in purpose ? authenticators.replacement.info(purpose.replaced.name) : authenticators.added.info}</p>
    </Banner>
  );
}

/** QR code and, for who cannot scan it, the key, a link for an app on this device, and what the entry will be called (G-13). */
function KeyCard({ visit, view }: { visit: Visit; view: EnrolmentView }): JSX.Element {
  const texts = visit.words.enrolment;
  return (
    <QrCard svg={qrSvg(view.uri)} alt={texts.qrAlt(view.issuer, view.account)}>
      <h3>{texts.cannotScan}</h3>
      <KeyBox groups={view.groups} words={visit.words} />
      <p>
        <TextLink href={view.uri}>{texts.openHere}</TextLink>
      </p>
      <Facts
        rows={[
          { term: texts.issuer, value: view.issuer },
          { term: texts.account, value: view.account },
          { term: texts.type, value: texts.typeValue },
        ]}
      />
    </QrCard>
  );
}

export interface DonePageProps {
  readonly visit: SessionVisit;
  readonly device: BoundAuthenticator;
  readonly kind: PurposeKind;
  /** The page asked for before the sign-in, where the enrolment was part of it. */
  readonly returnTo: string | null;
  /** There are no recovery codes yet: saving some is the next thing to do. */
  readonly offersCodes: boolean;
}

/** Z-08: an own page; state, since when, which device, the mail that went out, and the warning of S-32 once more. */
export function DonePage({ visit, device, kind, returnTo, offersCodes }: DonePageProps): JSX.Element {
  const { language, session, words } = visit;
  const texts = words.enrolment;
  const { doneTitle, doneLead, doneNote } = enrolmentTexts(visit, kind);
  const { of } = stepOf(visit, 'session', kind);
  return (
    <PortalPage visit={visit} title={doneTitle} width="reading">
      {kind === 'first' && isRequired(visit) ? null : (
        <StepProgress step={of} of={of} label={offersCodes ? words.recoveryCodes.sheetStep : texts.stepDone} words={words} />
      )}
      <ResultHeading word={words.common.done} title={doneTitle} />
      <p class="lead">{device.kind === 'passkey' ? passkeyLead(visit) : doneLead}</p>
      <Card>
        <Facts
          rows={[
            { term: texts.state, value: <OnBadge words={words} /> },
            {
              term: kind === 'first' ? texts.since : words.authenticators.boundAt,
              value: formatDateTimeWithZone(language, device.boundAt),
            },
            { term: device.kind === 'passkey' ? words.passkeys.done.name : texts.device, value: device.name },
            { term: texts.noticeMail, value: texts.noticeMailSent(session.account.email) },
          ]}
        />
      </Card>
      {/* What became of the devices from before is said whatever comes next; that one is needed (S-32) stands with the codes, too. */}
      {kind === 'first' && offersCodes ? null : (
        <Banner tone="info">
          <p>{device.kind === 'passkey' ? words.passkeys.done.warning : doneNote}</p>
        </Banner>
      )}
      {offersCodes ? <FirstCodesStep visit={visit} returnTo={returnTo} /> : <GoOn visit={visit} returnTo={returnTo} />}
    </PortalPage>
  );
}

/** Where recovery codes are not the next thing to do. */
function GoOn({ visit, returnTo }: Pick<DonePageProps, 'visit' | 'returnTo'>): JSX.Element {
  if (returnTo === null) return <BackToStart visit={visit} />;
  return (
    <Actions>
      <LinkButton href={returnTo} size="large">
        {visit.words.common.continue}
      </LinkButton>
    </Actions>
  );
}

function passkeyLead({ portal, words }: Visit): string {
  return portal.kind === 'desk' ? words.passkeys.done.leadDesk : words.passkeys.done.lead;
}

/** Back after activation, or the slower of two tabs (G-11, G-12): no new QR code, and no error. */
export function AlreadyOnPage({ visit, session }: { visit: Visit; session: LiveSession }): JSX.Element {
  const { language, words } = visit;
  const texts = words.enrolment;
  return (
    <PortalPage visit={visit} title={texts.alreadyTitle} width="reading">
      <h1>{texts.alreadyTitle}</h1>
      <p class="lead">{texts.alreadyLead}</p>
      <Card>
        <Facts
          rows={[
            { term: texts.state, value: <OnBadge words={words} /> },
            ...session.authenticators.flatMap((device) => [
              { term: texts.device, value: device.name },
              { term: words.authenticators.boundAt, value: formatDateTimeWithZone(language, device.boundAt) },
            ]),
          ]}
        />
      </Card>
      <More visit={visit} session={session} />
      <BackToStart visit={visit} />
    </PortalPage>
  );
}

/** One more app, or why there can be none and what to do with a new phone instead (G-14). */
function More({ visit, session }: { visit: Visit; session: LiveSession }): JSX.Element {
  const texts = visit.words.authenticators;
  const { account, authenticators } = session;
  if (account.passwordOnlyClosedAt !== null) return <p>{texts.closed}</p>;
  if (mayAddApp(authenticators)) {
    return (
      <form method="post" action={pathOf(visit, 'enrolment')}>
        <HiddenToken visit={visit} />
        <Button kind="secondary">{texts.add}</Button>
      </form>
    );
  }
  return (
    <>
      <p>{texts.full(APPS_MAX)}</p>
      <p>
        <LinkButton kind="secondary" href={replacementPath(visit)}>
          {texts.replace}
        </LinkButton>
      </p>
    </>
  );
}

/** The pending secret is gone: expired, cancelled in another window, or never begun here. */
export function RestartPage({ visit, kind, trouble }: Pick<EnrolmentPageProps, 'visit' | 'kind' | 'trouble'>): JSX.Element {
  const { words } = visit;
  const texts = words.enrolment;
  // One more, or another in its place: the settings know which of the two there can be.
  const hasOther = kind === 'session' && (visit.session?.authenticators.length ?? 0) > 0;
  return (
    <PortalPage visit={visit} title={texts.title} width="reading" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.title}</h1>
      {trouble === null ? (
        <Banner tone="info" role="status">
          <p>{texts.expired}</p>
        </Banner>
      ) : null}
      {hasOther ? (
        <p>
          <LinkButton href={securityPath(visit)}>{words.turnOff.backToSettings}</LinkButton>
        </p>
      ) : (
        <form method="post" action={pathOf(visit, kind === 'session' ? 'enrolment' : 'sign-in/enrolment')} id="restart">
          <Button size="large">{texts.startAgain}</Button>
          <HiddenToken visit={visit} />
        </form>
      )}
      {kind === 'session' && !hasOther ? (
        <p>
          <TextLink href={securityPath(visit)}>{words.turnOff.backToSettings}</TextLink>
        </p>
      ) : null}
    </PortalPage>
  );
}

/** Cancel at the same place on every enrolment page: right of the main button, submitting the form beside it. */
export function CancelButton({ words }: { words: Words }): JSX.Element {
  return (
    <button type="submit" class="button button-text button-medium" form={CANCEL_FORM}>
      {words.common.cancel}
    </button>
  );
}

/** An enrolment within a sign-in is cancelled with the sign-in. */
export function CancelForm({ visit, kind = 'session' }: { visit: Visit; kind?: 'session' | 'pending' }): JSX.Element {
  return (
    <form
      method="post"
      action={pathOf(visit, kind === 'session' ? 'enrolment/cancellation' : 'sign-in/cancellation')}
      id={CANCEL_FORM}
    >
      <HiddenToken visit={visit} />
    </form>
  );
}

/** To where a sign-in leads, by the name it has in the menu. */
export function BackToStart({ visit, children }: { visit: Visit; children?: Child }): JSX.Element {
  const { page, label } = startItem(visit.portal, visit.session?.account.role ?? null);
  return (
    <Actions>
      <LinkButton href={pathOf(visit, page)} size="large">
        {visit.words.enrolment.backToStart(label[visit.language])}
      </LinkButton>
      {children}
    </Actions>
  );
}

function OnBadge({ words }: { words: Words }): JSX.Element {
  return (
    <Badge tone="ok" icon="check">
      {words.common.on}
    </Badge>
  );
}
