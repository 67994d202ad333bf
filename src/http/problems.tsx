/**
 * The pages that say why something did not work: turned away before any handler, not found, paused, or broken. They say what
 * happened and what to do, and nothing about the machine; a fault carries the number that finds its log line (SEC-N08).
 */
import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Fault } from '../core/outcome.ts';
import { type Words, wordsFor } from '../i18n/catalog.ts';
import { chooseLanguage } from './client.ts';
import { Facts, LinkButton, TextLink } from './components.tsx';
import { openCookieJar } from './cookies.ts';
import { BarePage, PortalPage } from './layout.tsx';
import type { Rejection } from './protection.ts';
import { pathOf, type Site, showPage, type Visit } from './visit.ts';

type ProblemWords = Pick<Words['problems']['notFound'], 'title' | 'text'>;
export type Problem = Rejection | 'not-found' | 'method-not-allowed' | 'forbidden' | 'unavailable' | 'fault';

const PROBLEMS: Readonly<Record<Problem, { readonly status: number; readonly words: (words: Words['problems']) => ProblemWords }>> =
  {
    misdirected: { status: 421, words: (words) => words.misdirected },
    'cross-site': { status: 403, words: (words) => words.crossSite },
    'too-large': { status: 413, words: (words) => words.tooLarge },
    'unsupported-type': { status: 415, words: (words) => words.unsupportedType },
    malformed: { status: 400, words: (words) => words.malformed },
    'not-found': { status: 404, words: (words) => words.notFound },
    'method-not-allowed': { status: 405, words: (words) => words.methodNotAllowed },
    forbidden: { status: 403, words: (words) => words.forbidden },
    unavailable: { status: 503, words: (words) => words.unavailable },
    fault: { status: 500, words: (words) => words.fault },
  };

/** How long a browser should wait after 503, in seconds. */
const RETRY_AFTER_SECONDS = '10';

/** The problem as a page of the portal. */
export function portalProblem(visit: Visit, problem: Problem): Response {
  const { status, words } = PROBLEMS[problem];
  const { title, text } = words(visit.words.problems);
  const page = (
    <PortalPage visit={visit} title={title} width="reading">
      <h1>{title}</h1>
      <p>{text}</p>
      {isFault(problem) ? <RequestNumber words={visit.words} id={visit.caller.requestId} /> : null}
      <p>
        <LinkButton href={`/${visit.portal.id}/`}>{visit.words.problems.toStart}</LinkButton>
      </p>
      <p>
        <TextLink href={pathOf(visit, 'help')}>{visit.words.problems.contactSupport}</TextLink>
      </p>
    </PortalPage>
  );
  return withHeaders(showPage(visit, page, status), problem);
}

/** The problem outside any portal. */
export function bareProblem(c: Context, site: Site, problem: Problem, requestId: string): Response {
  const jar = openCookieJar(c, site, () => false);
  const { language } = chooseLanguage(c.req.query('lang'), jar.readLanguage(), null, c.req.header('accept-language'));
  const all = wordsFor(language);
  const { status, words } = PROBLEMS[problem];
  const { title, text } = words(all.problems);
  const page = (
    <BarePage
      language={language}
      title={title}
      words={all}
      // Of several slashes one is kept: the language links would lead to another host.
      here={new URL(c.req.url).pathname.replace(/^\/+/u, '/')}
      assets={site.assets}
      demo={site.demo}
    >
      <h1>{title}</h1>
      <p>{text}</p>
      {isFault(problem) ? <RequestNumber words={all} id={requestId} /> : null}
      {problem === 'misdirected' ? null : (
        <p>
          <LinkButton href="/">{all.problems.toStart}</LinkButton>
        </p>
      )}
    </BarePage>
  );
  return withHeaders(showPage({ language }, page, status), problem);
}

/** What a throw becomes: a known fault of ours or of a dependency is "unavailable", anything else is a fault. */
export function problemOf(error: unknown): 'unavailable' | 'fault' {
  return error instanceof Fault && (error.code === 'store-unavailable' || error.code === 'overloaded') ? 'unavailable' : 'fault';
}

function isFault(problem: Problem): boolean {
  return problem === 'unavailable' || problem === 'fault';
}

function withHeaders(response: Response, problem: Problem): Response {
  if (problem === 'unavailable') response.headers.set('retry-after', RETRY_AFTER_SECONDS);
  return response;
}

function RequestNumber({ words, id }: { words: Words; id: string }): JSX.Element {
  return (
    <>
      <Facts rows={[{ term: words.problems.requestId, value: <code>{id}</code> }]} />
      <p class="small">{words.problems.requestIdHint}</p>
    </>
  );
}
