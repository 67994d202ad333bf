/**
 * The page of the further addresses that are told of everything (SEC-P03): which there are and in what state, adding one, and the
 * review before one goes. What the link in a mail does is `contact-link.tsx`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { type ContactChange, NOTIFICATION_ADDRESSES_MAX } from '../core/contact.ts';
import type { Refusal } from '../core/outcome.ts';
import { formatDate, formatDateTimeWithZone } from '../i18n/dates.ts';
import { cancelOwnChange } from '../journeys/contact-links.ts';
import { type ContactOverview, type ListedAddress, viewContact } from '../journeys/contact-overview.ts';
import { removeNotificationAddress, requestNotificationAddress } from '../journeys/notification-addresses.ts';
import { errorOf, staleTrouble, type Trouble } from './code-errors.tsx';
import { Actions, Banner, Button, type Fact, Facts, TextLink } from './components.tsx';
import { contactTrouble, NotNowPage } from './contact-trouble.tsx';
import { HiddenToken, TextField } from './fields.tsx';
import { PortalPage } from './layout.tsx';
import { answerElsewhere } from './refusals.ts';
import { settingsPath } from './settings-path.ts';
import { emailProblem } from './sign-in-fields.ts';
import { pathOf, type SessionVisit, seeOther, showPage, type Visit } from './visit.ts';

const PAGE = 'account/notification-addresses';
const FIELD = 'email';
/** id of the form of the review: what the summary links to. */
const REVIEW = 'removal';

/** GET /{portal}/account/notification-addresses */
export function getNotificationAddresses(visit: SessionVisit): Promise<Response> {
  return showList(visit, '', null);
}

/** POST /{portal}/account/notification-addresses */
export async function postNotificationAddress(visit: SessionVisit): Promise<Response> {
  const { caller, fields, session, site, words } = visit;
  const typed = fields[FIELD] ?? '';
  if (visit.staleForm) return showList(visit, typed, staleTrouble(visit, FIELD));
  const problem = emailProblem(words.signIn, typed);
  if (problem !== null) return showList(visit, typed, { status: 422, errors: [{ field: FIELD, message: problem }] });
  const outcome = await requestNotificationAddress(site.ports, caller, session, typed.normalize('NFKC').trim());
  if (!outcome.ok) return answerRefusal(visit, typed, outcome.refusal);
  return seeOther(`${pathOf(visit, PAGE)}?notice=sent`);
}

/** GET /{portal}/account/notification-addresses/:id */
export function getNotificationAddress(visit: SessionVisit, id: string): Promise<Response> {
  return showReview(visit, id, null);
}

/** POST /{portal}/account/notification-addresses/:id: removes it, or what waits for its mailbox. */
export async function postNotificationRemoval(visit: SessionVisit, id: string): Promise<Response> {
  const { caller, session, site } = visit;
  if (visit.staleForm) return showReview(visit, id, staleTrouble(visit, REVIEW));
  const { waiting } = await viewContact(site.ports, caller, session);
  const isWaiting = waiting.some((change) => change.id === id);
  const outcome = isWaiting
    ? await cancelOwnChange(site.ports, caller, session, id)
    : await removeNotificationAddress(site.ports, caller, session, id);
  if (outcome.ok) return seeOther(`${pathOf(visit, PAGE)}?notice=${isWaiting ? 'cancelled' : 'removed'}`);
  const { refusal } = outcome;
  // Gone meanwhile, or kept: the list says which.
  if (['link-spent', 'address-kept', 'recovery-request-live'].includes(refusal.code)) return showList(visit, '', null);
  return answerElsewhere(visit, refusal);
}

function answerRefusal(visit: SessionVisit, typed: string, refusal: Refusal): Response | Promise<Response> {
  const texts = visit.words.contactData.extra;
  const errors = {
    'address-unchanged': texts.known,
    'too-many-addresses': texts.full(NOTIFICATION_ADDRESSES_MAX),
  };
  if (refusal.code === 'address-unchanged' || refusal.code === 'too-many-addresses') {
    return showList(visit, typed, { status: 422, errors: [{ field: FIELD, message: errors[refusal.code] }] });
  }
  const trouble = contactTrouble(visit, FIELD, refusal);
  if (trouble !== null) return showList(visit, typed, trouble);
  return refusal.code === 'recovery-request-live' ? showList(visit, typed, null) : answerElsewhere(visit, refusal);
}

async function showList(visit: SessionVisit, typed: string, trouble: Trouble | null): Promise<Response> {
  const book = await viewContact(visit.site.ports, visit.caller, visit.session);
  if (book.isRecoveryRunning) {
    const page = (
      <NotNowPage visit={visit} title={visit.words.contactData.extra.title}>
        <List visit={visit} book={book} />
      </NotNowPage>
    );
    return showPage(visit, page, 403);
  }
  const page = <ListPage visit={visit} book={book} typed={typed} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200, trouble?.headers);
}

async function showReview(visit: SessionVisit, id: string, trouble: Trouble | null): Promise<Response> {
  const book = await viewContact(visit.site.ports, visit.caller, visit.session);
  const waiting = book.waiting.find((change) => change.id === id);
  const listed = book.addresses.find(({ point, keptUntil }) => point.id === id && keptUntil === null);
  const address = waiting?.value ?? listed?.point.value;
  if (address === undefined || (book.isRecoveryRunning && waiting === undefined)) return showList(visit, '', null);
  const page = <ReviewPage visit={visit} id={id} address={address} isWaiting={waiting !== undefined} trouble={trouble} />;
  return showPage(visit, page, trouble?.status ?? 200);
}

interface ListPageProps {
  readonly visit: SessionVisit;
  readonly book: ContactOverview;
  readonly typed: string;
  readonly trouble: Trouble | null;
}

function ListPage({ visit, book, typed, trouble }: ListPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.contactData.extra;
  return (
    <PortalPage visit={visit} title={texts.title} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <Notice visit={visit} />
      <h1>{texts.title}</h1>
      <p>{texts.lead(NOTIFICATION_ADDRESSES_MAX)}</p>
      <List visit={visit} book={book} />
      <h2>{texts.addHeading}</h2>
      {book.mayAdd || trouble !== null ? (
        <form method="post" action={pathOf(visit, PAGE)} novalidate>
          <HiddenToken visit={visit} />
          <TextField
            id={FIELD}
            type="email"
            label={texts.label}
            hint={texts.hint}
            value={typed}
            autocomplete="email"
            inputmode="email"
            error={errorOf(trouble, FIELD)}
            required
            words={words}
          />
          <Actions>
            <Button size="large">{texts.submit}</Button>
            <TextLink href={settingsPath(visit)}>{words.contactData.back}</TextLink>
          </Actions>
        </form>
      ) : (
        <>
          <p>{texts.full(NOTIFICATION_ADDRESSES_MAX)}</p>
          <p>
            <TextLink href={settingsPath(visit)}>{words.contactData.back}</TextLink>
          </p>
        </>
      )}
    </PortalPage>
  );
}

function Notice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const code = visit.query['notice'];
  const texts = visit.words.contactData.extra;
  if (code !== 'sent' && code !== 'removed' && code !== 'cancelled') return null;
  return <Banner tone="ok" role="status" title={texts[code]} />;
}

function List({ visit, book }: { visit: SessionVisit; book: ContactOverview }): JSX.Element {
  const texts = visit.words.contactData.extra;
  const rows = [
    ...book.addresses.map((listed) => addressRow(visit, listed, book.isRecoveryRunning)),
    ...book.waiting.map((change) => waitingRow(visit, change)),
  ];
  return (
    <>
      <h2>{texts.listHeading}</h2>
      {rows.length === 0 ? <p>{texts.none}</p> : <Facts rows={rows} />}
    </>
  );
}

function addressRow(visit: SessionVisit, { point, keptUntil }: ListedAddress, isRecoveryRunning: boolean): Fact {
  const { language, words } = visit;
  const texts = words.contactData.extra;
  const state = texts.confirmedSince(formatDate(language, point.since));
  if (keptUntil === 'on-file') return { term: point.value, value: `${state} ${texts.keptOnFile}` };
  if (keptUntil !== null) return { term: point.value, value: `${state} ${texts.kept(formatDate(language, keptUntil))}` };
  return {
    term: point.value,
    value: state,
    ...(isRecoveryRunning ? {} : { action: <Remove visit={visit} id={point.id} email={point.value} /> }),
  };
}

function waitingRow(visit: SessionVisit, change: ContactChange): Fact {
  const until = formatDateTimeWithZone(visit.language, change.confirmUntil);
  const value = visit.words.contactData.extra.waitingUntil(until);
  return { term: change.value, value, action: <Remove visit={visit} id={change.id} email={change.value} /> };
}

function Remove({ visit, id, email }: { visit: Visit; id: string; email: string }): JSX.Element {
  const texts = visit.words.contactData.extra;
  return (
    <a class="text-link" href={pathOf(visit, `${PAGE}/${id}`)} aria-label={texts.removeOf(email)}>
      {texts.remove}
    </a>
  );
}

interface ReviewPageProps {
  readonly visit: SessionVisit;
  readonly id: string;
  readonly address: string;
  readonly isWaiting: boolean;
  readonly trouble: Trouble | null;
}

function ReviewPage({ visit, id, address, isWaiting, trouble }: ReviewPageProps): JSX.Element {
  const { words } = visit;
  const texts = words.contactData.extra;
  return (
    <PortalPage visit={visit} title={texts.removeTitle} width="form" errors={trouble?.errors} errorNote={trouble?.note}>
      <h1>{texts.removeTitle}</h1>
      <p>{isWaiting ? texts.removeWaitingLead : texts.removeLead}</p>
      <Facts rows={[{ term: texts.removeAddress, value: address }]} />
      <form method="post" action={pathOf(visit, `${PAGE}/${id}`)} id={REVIEW}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button kind="danger" size="large">
            {isWaiting ? texts.removeWaitingSubmit : texts.removeSubmit}
          </Button>
          <TextLink href={pathOf(visit, PAGE)}>{words.common.cancel}</TextLink>
        </Actions>
      </form>
    </PortalPage>
  );
}
