/** The password on the settings page: since when, and the way to change it. */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDate } from '../i18n/dates.ts';
import { Banner, Card, LinkButton } from './components.tsx';
import { pathOf, type SessionVisit } from './visit.ts';

export function PasswordSection({ visit }: { visit: SessionVisit }): JSX.Element {
  const { language, session, words } = visit;
  return (
    <Card id="password" headingId="password-heading">
      <h2 id="password-heading">{words.account.password}</h2>
      <p>{words.account.passwordSince(formatDate(language, session.account.passwordSetAt))}</p>
      <p>
        <LinkButton href={pathOf(visit, 'account/password')} kind="secondary">
          {words.passwords.change.begin}
        </LinkButton>
      </p>
    </Card>
  );
}

/** On the same page, after it was changed. */
export function PasswordChangedBanner({ visit }: { visit: SessionVisit }): JSX.Element {
  const { done, doneLead } = visit.words.passwords.change;
  return (
    <Banner tone="ok" role="status" title={done}>
      <p>{doneLead}</p>
    </Banner>
  );
}
