/**
 * Account settings and profile: what is on record about the signed-in person and, on the page the portal names for it, the
 * two-factor section at the top right. The record is shown, not changed, here. A closed code in the query adds one sentence.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { maskedPhone } from '../core/account.ts';
import { formatDate } from '../i18n/dates.ts';
import { AccountSections } from './account-sections.tsx';
import { Columns } from './arrangement.tsx';
import { Banner, Card, Facts } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

type AccountPage = 'account' | 'profile';

/** GET /{portal}/account */
export function getAccount(visit: SessionVisit): Response {
  return showAccountPage(visit, 'account');
}

/** GET /{portal}/profile */
export function getProfile(visit: SessionVisit): Response {
  return showAccountPage(visit, 'profile');
}

/** Each portal has one of the two; a portal may list both in its menu, and then only one holds the two-factor section. */
function showAccountPage(visit: SessionVisit, page: AccountPage): Response {
  const holdsTwoFactor = visit.portal.twoFactor.page === page;
  if (!holdsTwoFactor && menuLabel(visit, page) === undefined) return seeOther(pathOf(visit, visit.portal.twoFactor.page));

  const words = visit.words.account;
  const title = menuLabel(visit, page) ?? (page === 'account' ? words.accountTitle : words.profileTitle);
  return showPage(
    visit,
    <PortalPage visit={visit} title={title} current={page}>
      <Notice visit={visit} />
      <h1>{title}</h1>
      {holdsTwoFactor ? (
        <Columns
          main={<Registration visit={visit} />}
          side={<AccountSections visit={visit} />}
          sideWidth={page === 'account' ? 'settings' : 'profile'}
        />
      ) : (
        <Registration visit={visit} />
      )}
    </PortalPage>,
  );
}

/** Where a cancelled enrolment leads says so (G-10); any other code says nothing. */
function Notice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  if (visit.query['notice'] !== 'unchanged') return null;
  return <Banner tone="info" role="status" title={visit.words.enrolment.cancelled} />;
}

function Registration({ visit }: { visit: SessionVisit }): JSX.Element {
  const { account } = visit.session;
  const words = visit.words.account;
  const plan = account.company === null ? [] : [{ term: words.plan, value: words.plans[account.company.plan] }];
  return (
    <Card headingId="registration-heading">
      <h2 id="registration-heading">{words.registration}</h2>
      <Facts
        rows={[
          { term: words.name, value: account.name },
          { term: words.company, value: account.company?.name ?? words.noCompany },
          { term: words.email, value: account.email },
          { term: words.phone, value: account.phone === null ? words.noPhone : maskedPhone(account.phone) },
          { term: words.password, value: words.passwordSince(formatDate(visit.language, account.passwordSetAt)) },
          ...plan,
        ]}
      />
    </Card>
  );
}
