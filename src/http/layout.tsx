/**
 * The frames every page stands in: header, main, footer and the head of the document. They decide title, language, skip
 * link, menu, where the error summary and the help link stand; the h1 and everything after it is the page's own.
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { Words } from '../i18n/catalog.ts';
import type { MenuPage } from '../portals/definition.ts';
import { DeskState } from './desk-state.tsx';
import { Document, LanguageLinks, PageFooter, PortalHeader } from './document.tsx';
import { ErrorSummary } from './fields.tsx';
import { DoorArt, DoorMark } from './marks.tsx';
import type { Assets, FormError, Visit } from './visit.ts';

interface PageProps {
  readonly visit: Visit;
  /** Name of the page, without prefix and portal name. */
  readonly title: string;
  readonly errors?: readonly FormError[] | undefined;
  /** Stands in the summary under the messages, e.g. the tries left with the number in bold. */
  readonly errorNote?: Child;
  /** Search engines may list this page; true for help only. */
  readonly index?: boolean | undefined;
  readonly children?: Child;
}

export interface PortalPageProps extends PageProps {
  readonly current?: MenuPage | undefined;
  /** How wide the main column is: 1200, 760, 860 or 640 px, or the window with a rail at its left edge. */
  readonly width?: 'full' | 'reading' | 'enrolment' | 'form' | 'rail' | undefined;
}

/** A page of a portal, with its menu when a session lives and a sign-in link when none does. */
export function PortalPage(props: PortalPageProps): JSX.Element {
  const { visit, width = 'full' } = props;
  return (
    <VisitDocument {...props} frame="portal">
      <PortalHeader visit={visit} current={props.current} plain={visit.session === null && visit.pending !== null} />
      <DeskState visit={visit} />
      <main id="main" class={`main main-${width}`} tabindex={-1}>
        <Summary {...props} />
        {props.children}
      </main>
      <PageFooter visit={visit} />
    </VisitDocument>
  );
}

/** A page of the sign-in: white, with the step as its floor and the door beside the form from 1001 px. */
export function SignInPage(props: PageProps): JSX.Element {
  const { visit } = props;
  return (
    <VisitDocument {...props} frame="sign-in">
      <PortalHeader visit={visit} plain />
      <div class="entrance">
        <main id="main" class="main main-entrance" tabindex={-1}>
          <Summary {...props} />
          {props.children}
        </main>
        <div class="entrance-panel">
          <DoorArt />
        </div>
      </div>
      <PageFooter visit={visit} signIn />
    </VisitDocument>
  );
}

export interface BarePageProps {
  readonly language: Language;
  readonly title: string;
  readonly words: Words;
  /** Path and query of the request, for the language links. */
  readonly here: string;
  readonly assets: Assets;
  readonly demo: boolean;
  readonly children?: Child;
}

/** A page that belongs to no portal: the front page, not found outside a portal, the demo mailbox. */
export function BarePage({ language, title, words, here, assets, demo, children }: BarePageProps): JSX.Element {
  return (
    <Document language={language} title={`${title} – Genkan`} words={words} assets={assets} demo={demo} frame="portal">
      <header class="header">
        <div class="header-inner">
          <a class="brand" href="/">
            <DoorMark />
            <span class="brand-name">Genkan</span>
          </a>
        </div>
      </header>
      <main id="main" class="main main-full" tabindex={-1}>
        {children}
      </main>
      <footer class="footer">
        <div class="footer-inner">
          <LanguageLinks language={language} here={here} words={words} />
        </div>
      </footer>
    </Document>
  );
}

function VisitDocument(props: PageProps & { frame: 'portal' | 'sign-in' }): JSX.Element {
  const { visit, title, errors = [], index, frame, children } = props;
  const { words, language, portal, site } = visit;
  const prefix = errors.length === 0 ? '' : words.common.errorTitlePrefix;
  return (
    <Document
      language={language}
      title={`${prefix}${title} – ${portal.name[language]}`}
      words={words}
      assets={site.assets}
      demo={site.demo}
      frame={frame}
      portal={portal.id}
      kind={portal.kind}
      index={index}
    >
      {children}
    </Document>
  );
}

function Summary({ visit, errors = [], errorNote }: PageProps): JSX.Element | null {
  if (errors.length === 0) return null;
  return <ErrorSummary errors={errors} words={visit.words} note={errorNote} />;
}
