/**
 * Account settings and profile: what is on record about the signed-in person and, on the page the portal names for it, the
 * two-factor section at the top right. The record is shown, not changed, here. A closed code in the query adds one sentence.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Words } from '../i18n/catalog.ts';
import { findOwnJoinRequest } from '../journeys/company-people.ts';
import { viewContact } from '../journeys/contact-overview.ts';
import { findRecoveryCodes } from '../journeys/recovery-codes.ts';
import { AccountSections, ProofSections } from './account-sections.tsx';
import { Columns } from './arrangement.tsx';
import { Banner } from './components.tsx';
import { PortalPage } from './layout.tsx';
import { menuLabel } from './menu-label.ts';
import { PasswordChangedBanner } from './password-section.tsx';
import { QuarantineNotice } from './quarantine.tsx';
import { contactNotice, Registration } from './registration.tsx';
import type { DeviceNotice } from './settings-path.ts';
import { pathOf, type SessionVisit, seeOther, showPage } from './visit.ts';

type AccountPage = 'account' | 'profile';

/** GET /{portal}/account */
export function getAccount(visit: SessionVisit): Promise<Response> {
  return showAccountPage(visit, 'account');
}

/** GET /{portal}/profile */
export function getProfile(visit: SessionVisit): Promise<Response> {
  return showAccountPage(visit, 'profile');
}

/** Each portal has one of the two; a portal may list both in its menu, and then only one holds the two-factor section. */
async function showAccountPage(visit: SessionVisit, page: AccountPage): Promise<Response> {
  const holdsTwoFactor = visit.portal.twoFactor.page === page;
  if (!holdsTwoFactor && menuLabel(visit, page) === undefined) return seeOther(pathOf(visit, visit.portal.twoFactor.page));

  const contact = await viewContact(visit.site.ports, visit.caller, visit.session);
  const codes = await findRecoveryCodes(visit.site.ports, visit.caller, visit.session);
  const joining = await findOwnJoinRequest(visit.site.ports, visit.session);
  const words = visit.words.account;
  const title = menuLabel(visit, page) ?? (page === 'account' ? words.accountTitle : words.profileTitle);
  return showPage(
    visit,
    <PortalPage visit={visit} title={title} current={page}>
      <Notice visit={visit} />
      <h1>{title}</h1>
      <QuarantineNotice visit={visit} />
      {holdsTwoFactor ? (
        <Columns
          main={<Registration visit={visit} contact={contact} />}
          side={<ProofSections visit={visit} codes={codes} />}
          below={<AccountSections visit={visit} joining={joining} />}
          sideWidth={page === 'account' ? 'settings' : 'profile'}
        />
      ) : (
        <Registration visit={visit} contact={contact} />
      )}
    </PortalPage>,
  );
}

/** What was just done, or that nothing was (G-10); a code that nobody knows says nothing. */
function Notice({ visit }: { visit: SessionVisit }): JSX.Element | null {
  const code = visit.query['notice'] ?? '';
  if (code === 'unchanged') return <Banner tone="info" role="status" title={visit.words.enrolment.cancelled} />;
  if (code === 'password-changed') return <PasswordChangedBanner visit={visit} />;
  if (code === 'passkey-added') {
    const { addedLead, addedTitle } = visit.words.passkeys.done;
    return (
      <Banner tone="ok" role="status" title={addedTitle}>
        <p>{addedLead}</p>
      </Banner>
    );
  }
  const done = deviceNotice(visit.words, code) ?? contactNotice(visit.words, code);
  return done === null ? null : <Banner tone="ok" role="status" title={done} />;
}

function deviceNotice({ authenticators }: Words, code: string): string | null {
  const texts: Readonly<Record<DeviceNotice, string>> = {
    'device-renamed': authenticators.renamed,
    'device-deleted': authenticators.removal.done,
  };
  return Object.entries(texts).find(([name]) => name === code)?.[1] ?? null;
}
