/**
 * The banner of the start page: what was told since the last sign-in here, until it is dismissed or the session ends (SEC-E11).
 * Which notices these are is decided by `journeys/sign-in-notices.ts`.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { formatDateTimeWithZone } from '../i18n/dates.ts';
import { letterWords } from '../i18n/letter-words.ts';
import { dismissNotices } from '../journeys/sign-in-notices.ts';
import type { SignInNotice } from '../ports.ts';
import { Actions, Banner, Button, Disclosure, TextLink } from './components.tsx';
import { HiddenToken } from './fields.tsx';
import { pathOf, type SessionVisit, seeOther } from './visit.ts';

/** More would push the page itself out of a small window; the rest opens in place. */
const SHOWN = 3;

/** POST /{portal}/dashboard/notices; `showAgain` is the start page. */
export async function answerDismissal(
  visit: SessionVisit,
  showAgain: (visit: SessionVisit) => Promise<Response>,
): Promise<Response> {
  if (visit.staleForm) return showAgain(visit);
  await dismissNotices(visit.site.ports, visit.caller, visit.session);
  return seeOther(pathOf(visit, 'dashboard'));
}

interface NoticesProps {
  readonly visit: SessionVisit;
  /** Newest first. */
  readonly notices: readonly SignInNotice[];
}

export function SignInNotices({ visit, notices }: NoticesProps): JSX.Element | null {
  const { words } = visit;
  const texts = words.dashboard.notices;
  if (notices.length === 0) return null;
  const earlier = notices.slice(SHOWN);
  return (
    <Banner tone="warn" title={texts.title} role="status">
      <NoticeList visit={visit} notices={notices.slice(0, SHOWN)} />
      {earlier.length === 0 ? null : (
        <Disclosure summary={texts.earlier(earlier.length)}>
          <NoticeList visit={visit} notices={earlier} />
        </Disclosure>
      )}
      <p>
        {texts.object} <TextLink href={`${pathOf(visit, 'help')}#contact`}>{words.letters.contactLink}</TextLink>
      </p>
      <p>
        <TextLink href={pathOf(visit, 'activity')}>{words.activity.title}</TextLink>
      </p>
      <form method="post" action={pathOf(visit, 'dashboard/notices')}>
        <HiddenToken visit={visit} />
        <Actions>
          <Button kind="secondary">{texts.dismiss}</Button>
        </Actions>
      </form>
    </Banner>
  );
}

function NoticeList({ visit, notices }: NoticesProps): JSX.Element {
  const { language, words } = visit;
  return (
    <ul>
      {notices.map(({ kind, circumstances: { at, browser, place } }) => (
        <li>
          {formatDateTimeWithZone(language, at)}: {letterWords(words.letters, kind).title}
          <br />
          <span class="small">{words.dashboard.notices.from(browser, place)}</span>
        </li>
      ))}
    </ul>
  );
}
