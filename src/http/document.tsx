/**
 * The document around every frame: head, skip link, demo banner, and the header and footer of a portal with their menu and
 * language links. Everything works as plain HTML; the script only adds to it.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { LANGUAGES, type Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import type { MenuPage } from '../portals/definition.ts';
import { DeskSearchBox } from './desk-search-box.tsx';
import { HiddenToken } from './fields.tsx';
import { lasting } from './lasting.ts';
import { DoorMark } from './marks.tsx';
import { menuOf } from './menu.ts';
import { sessionMarks } from './session-marks.ts';
import { type Assets, pathOf, type Visit } from './visit.ts';

export interface DocumentProps {
  readonly language: Language;
  /** The whole title, as the browser shows it. */
  readonly title: string;
  readonly words: Words;
  readonly assets: Assets;
  readonly demo: boolean;
  readonly frame: 'portal' | 'sign-in';
  readonly portal?: string | undefined;
  readonly kind?: 'customer' | 'desk' | undefined;
  readonly index?: boolean | undefined;
  readonly children?: Child;
}

/** html, head and body of every page. */
export function Document(props: DocumentProps): JSX.Element {
  const { language, title, words, assets, demo, frame, portal, kind, index, children } = props;
  return (
    <html lang={language} data-portal={portal} data-kind={kind} data-frame={frame}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {index === true ? null : <meta name="robots" content="noindex" />}
        <meta name="color-scheme" content={kind === 'desk' ? 'light dark' : 'light'} />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href={assets.favicon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.styleSheet} />
        {kind === 'desk' ? <link rel="stylesheet" href={assets.deskStyleSheet} /> : null}
        <script type="module" src={assets.script} />
      </head>
      <body>
        <a class="skip-link" href="#main">
          {words.common.skipToContent}
        </a>
        {demo ? <DemoBanner words={words} /> : null}
        {children}
      </body>
    </html>
  );
}

/** Mark and full name, then the menu, who is signed in, and sign-out; `plain` on the pages of the sign-in itself. */
export function PortalHeader({
  visit,
  current,
  plain,
}: {
  visit: Visit;
  current?: MenuPage | undefined;
  plain?: boolean | undefined;
}): JSX.Element {
  const { portal, language, words, session } = visit;
  return (
    <header class="header">
      <div class="header-inner">
        <a class="brand" href={`/${portal.id}/`}>
          <DoorMark />
          <span class="brand-name">{portal.name[language]}</span>
        </a>
        {plain === true ? null : <DeskSearchBox visit={visit} />}
        {plain === true ? null : session === null ? (
          <a class="header-link" href={pathOf(visit, 'sign-in')}>
            {words.common.signIn}
          </a>
        ) : (
          <details class="menu" data-menu>
            <summary>{words.common.menu}</summary>
            <HeaderMenu visit={visit} current={current} />
          </details>
        )}
      </div>
    </header>
  );
}

/** Help, contact and legal links, then the languages. On sign-in pages help always comes first and contact stays in the page. */
export function PageFooter({ visit, signIn }: { visit: Visit; signIn?: boolean | undefined }): JSX.Element {
  const { portal, words } = visit;
  const { contact, privacy, terms, accessibility } = portal.footer;
  const links: readonly (readonly [string | null, string])[] = [
    [pathOf(visit, 'help'), words.common.help],
    [signIn === true ? null : contact, words.common.contact],
    [privacy, words.common.privacy],
    [terms, words.common.terms],
    [accessibility, words.common.accessibility],
    // WCAG 2.2.6: who has no script reads here how long a pause may last.
    [
      visit.session === null ? null : pathOf(visit, 'activity/extension'),
      words.sessionTime.footer(lasting(words, portal.session.idleFor)),
    ],
  ];
  return (
    <footer class="footer">
      <div class="footer-inner">
        <ul class="footer-links">
          {links.map(([href, label]) =>
            href === null ? null : (
              <li>
                <a href={href}>{label}</a>
              </li>
            ),
          )}
        </ul>
        <LanguageLinks language={visit.language} here={visit.here} words={words} />
      </div>
    </footer>
  );
}

/** Each language in its own words, on every page. */
export const LANGUAGE_NAME: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English' };

/** Each language in its own name, as links to this same page. */
export function LanguageLinks({ language, here, words }: { language: Language; here: string; words: Words }): JSX.Element {
  return (
    <nav class="languages" aria-label={words.common.languages}>
      <ul>
        {LANGUAGES.map((each) => (
          <li>
            <a
              href={inLanguage(here, each)}
              lang={each}
              hreflang={each}
              aria-current={each === language ? 'true' : undefined}
              data-language
            >
              {LANGUAGE_NAME[each]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function HeaderMenu({ visit, current }: { visit: Visit; current: MenuPage | undefined }): JSX.Element {
  const { portal, language, words, session } = visit;
  return (
    <div class="menu-body">
      <nav aria-label={words.common.menu}>
        <ul class="menu-items">
          {menuOf(portal, session?.account.role ?? null).map((item) => (
            <li>
              <a href={pathOf(visit, item.page)} aria-current={item.page === current ? 'page' : undefined}>
                {item.label[language]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {session === null ? null : (
        <p class="menu-person">
          <span>{portal.kind === 'desk' ? session.account.name : words.common.honorific(session.account.name)}</span>
          {session.account.company === null ? null : <span class="menu-company">{session.account.company.name}</span>}
        </p>
      )}
      <form method="post" action={pathOf(visit, 'sign-out')} {...(session === null ? {} : sessionMarks(visit, session))}>
        <HiddenToken visit={visit} />
        <button type="submit" class="sign-out">
          {words.common.signOut}
        </button>
      </form>
    </div>
  );
}

function DemoBanner({ words }: { words: Words }): JSX.Element {
  return (
    <aside class="demo-banner" aria-label={words.common.demoMode}>
      <p>
        {words.common.demoBanner} <a href="/demo/mail">{words.common.demoMail}</a>
      </p>
    </aside>
  );
}

/** The same address with `lang` set; the rest of the query stays. */
function inLanguage(here: string, language: Language): string {
  const [path = '/', query = ''] = here.split('?', 2);
  const search = new URLSearchParams(query);
  search.set('lang', language);
  return `${path}?${search.toString()}`;
}
