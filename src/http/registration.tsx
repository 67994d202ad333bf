/**
 * What is on record about the signed-in person, line by line, each with since when it stands and the way to change it. Staff have
 * no such way: their record is kept on the host.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { maskedPhone } from '../core/account.ts';
import type { ContactPoint } from '../core/contact.ts';
import type { Words } from '../i18n/catalog.ts';
import { formatDate } from '../i18n/dates.ts';
import type { ContactOverview } from '../journeys/contact-overview.ts';
import { Card, type Fact, Facts } from './components.tsx';
import type { ContactNotice } from './settings-path.ts';
import { pathOf, type SessionVisit } from './visit.ts';

export function Registration({ visit, contact }: { visit: SessionVisit; contact: ContactOverview }): JSX.Element {
  const { account } = visit.session;
  const words = visit.words.account;
  const plan = account.company === null ? [] : [{ term: words.plan, value: words.plans[account.company.plan] }];
  const phone = account.phone === null ? words.noPhone : maskedPhone(account.phone);
  return (
    <Card headingId="registration-heading">
      <h2 id="registration-heading">{words.registration}</h2>
      <Facts
        rows={[
          { ...line(visit, words.name, account.name, contact.name), ...change(visit, words.name, 'account/name') },
          { term: words.company, value: account.company?.name ?? words.noCompany },
          { ...line(visit, words.email, account.email, contact.email), ...change(visit, words.email, 'account/email') },
          ...notifications(visit, contact),
          { ...line(visit, words.phone, phone, contact.phone), ...change(visit, words.phone, 'account/phone') },
          ...plan,
        ]}
      />
    </Card>
  );
}

/** The sentence of a closed code in the query; null for any other. */
export function contactNotice({ contactData }: Words, code: string): string | null {
  const texts: Readonly<Record<ContactNotice, string>> = contactData.notices;
  return Object.entries(texts).find(([name]) => name === code)?.[1] ?? null;
}

function line(visit: SessionVisit, term: string, value: string, point: ContactPoint | undefined): Fact {
  if (point === undefined || visit.portal.kind === 'desk') return { term, value };
  const { contactData } = visit.words;
  const isFirst = point.since <= visit.session.account.createdAt;
  const since = isFirst ? contactData.atFirst : contactData.since(formatDate(visit.language, point.since));
  return {
    term,
    value: (
      <>
        {value}
        <br />
        <span class="small">{since}</span>
      </>
    ),
  };
}

function change(visit: SessionVisit, what: string, page: string): Pick<Fact, 'action'> {
  if (visit.portal.kind === 'desk') return {};
  const { contactData } = visit.words;
  return {
    action: (
      <a class="text-link" href={pathOf(visit, page)} aria-label={contactData.changeOf(what)}>
        {contactData.change}
      </a>
    ),
  };
}

function notifications(visit: SessionVisit, { addresses, waiting, waitingEmail }: ContactOverview): readonly Fact[] {
  if (visit.portal.kind === 'desk') return [];
  const { contactData } = visit.words;
  const all = [...addresses.map(({ point }) => point.value), ...waiting.map(({ value }) => contactData.waiting(value))];
  const page = pathOf(visit, 'account/notification-addresses');
  return [
    ...(waitingEmail === null ? [] : [{ term: contactData.email.label, value: contactData.waiting(waitingEmail.value) }]),
    {
      term: contactData.notifications,
      value: all.length === 0 ? contactData.noNotifications : <Lines all={all} />,
      action: (
        <a class="text-link" href={page} aria-label={contactData.manageOf}>
          {contactData.manage}
        </a>
      ),
    },
  ];
}

function Lines({ all }: { all: readonly string[] }): JSX.Element {
  return (
    <>
      {all.map((each, index) => (
        <>
          {index === 0 ? null : <br />}
          {each}
        </>
      ))}
    </>
  );
}
