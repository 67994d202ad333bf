/**
 * Turns a raw request into a `Visit`: language, caller, cookies, session, form token. Answers a rejection instead when the
 * request is not one the route takes. Who may enter is decided by `guards.ts`, not here.
 */
import type { Context } from 'hono';
import { isLanguage } from '../core/language.ts';
import type { LiveSession, PendingSignIn } from '../core/session.ts';
import { digestsEqual, newId } from '../core/tokens.ts';
import { wordsFor } from '../i18n/catalog.ts';
import { resolvePending, resolveSession } from '../journeys/sessions.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { Caller } from '../ports.ts';
import { browserLabel, chooseLanguage, originsOf, peerOf } from './client.ts';
import { type CookieJar, openCookieJar } from './cookies.ts';
import type { Site, Visit } from './visit.ts';

/** Field in which every form carries its token. */
export const TOKEN_FIELD = 'form_token';
const FORM_COOKIE = /^[A-Za-z0-9_-]{16}$/u;

/** The parts of a route that shape the visit. */
export interface VisitNeeds {
  /** Look for a pending sign-in. */
  readonly pending: boolean;
  /** The visit counts as activity of the session (SEC-G03); polling would not. */
  readonly active: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly isReturnPath: (path: string) => boolean;
  readonly isFreshPath: (path: string) => boolean;
  /** The page this form belongs to, where it is not the path it posts to. */
  readonly shownAt?: string | undefined;
}

/** What one request carries from middleware to middleware. */
export interface RequestFacts {
  readonly id: string;
  readonly at: number;
}

export function newRequestFacts(site: Site): RequestFacts {
  return { id: newId(site.ports.random.bytes), at: site.clock() };
}

/** A visit of nobody: enough to show a page that says what went wrong. */
export function anonymousVisit(c: Context, site: Site, portal: PortalDefinition, facts: RequestFacts): Visit {
  const jar = openJar(c, site);
  const caller = callerOf(c, site, portal, facts, jar, null);
  const nothing = { pending: false, active: false, fields: {}, query: {}, isReturnPath: () => false, isFreshPath: () => false };
  return assemble({
    c,
    site,
    portal,
    caller,
    jar,
    needs: nothing,
    session: null,
    sessionToken: null,
    deskStops: [],
    pending: null,
  });
}

export async function openVisit(
  c: Context,
  site: Site,
  portal: PortalDefinition,
  facts: RequestFacts,
  needs: VisitNeeds,
): Promise<Visit> {
  const jar = openJar(c, site);
  const stranger = callerOf(c, site, portal, facts, jar, null);
  const token = jar.read(portal.id, 'session');
  const session = await resolveSession(site.ports, stranger, token, needs.active);
  const pendingToken = needs.pending ? jar.read(portal.id, 'pending') : null;
  const pending = await resolvePending(site.ports, stranger, pendingToken);
  const account = session?.account ?? pending?.account ?? null;
  const kept = account?.languageChosen === true ? account.language : null;
  const caller = kept === null ? stranger : callerOf(c, site, portal, facts, jar, kept);
  const deskStops = portal.kind === 'desk' && session !== null ? await site.ports.store.read.deskStops() : [];
  const sessionToken = session === null ? null : token;
  return assemble({ c, site, portal, caller, jar, needs, session, sessionToken, deskStops, pending });
}

/** The same request once it made a session: the page that answers it has the menu of the session, and forms that belong to it. */
export function signedInVisit(visit: Visit, session: LiveSession, sessionToken: string): Visit {
  const { c, site, portal, caller, jar, fields, query, isReturnPath, isFreshPath, here } = visit;
  const needs = { pending: false, active: false, fields, query, isReturnPath, isFreshPath, shownAt: here };
  return assemble({ c, site, portal, caller, jar, needs, session, sessionToken, deskStops: visit.deskStops, pending: null });
}

interface Parts {
  readonly c: Context;
  readonly site: Site;
  readonly portal: PortalDefinition;
  readonly caller: Caller;
  readonly jar: CookieJar;
  readonly needs: VisitNeeds;
  readonly session: LiveSession | null;
  readonly sessionToken: string | null;
  readonly deskStops: Visit['deskStops'];
  readonly pending: PendingSignIn | null;
}

function assemble({ c, site, portal, caller, jar, needs, session, sessionToken, deskStops, pending }: Parts): Visit {
  const sent = jar.read(portal.id, 'form');
  const known = sent !== null && FORM_COOKIE.test(sent) ? sent : null;
  const tokenOf = (cookie: string): string => site.ports.keyed.digest('form', `${portal.id}|${cookie}|${session?.id ?? ''}`);
  let cookie = known;
  const posted = needs.fields[TOKEN_FIELD];
  const { language } = caller;
  return {
    c,
    site,
    portal,
    caller,
    language,
    jar,
    session,
    sessionToken,
    deskStops,
    pending,
    fields: needs.fields,
    query: needs.query,
    isReturnPath: needs.isReturnPath,
    isFreshPath: needs.isFreshPath,
    words: wordsFor(language),
    here: needs.shownAt ?? hereOf(c),
    /** Reading it sets the cookie it is bound to, so that pages without a form set none. */
    get formToken() {
      if (cookie === null) {
        cookie = newId(site.ports.random.bytes);
        jar.set(portal.id, 'form', cookie);
      }
      return tokenOf(cookie);
    },
    staleForm: c.req.method === 'POST' && (known === null || posted === undefined || !digestsEqual(posted, tokenOf(known))),
  };
}

/** The cookies of the request; `?lang` sticks from here on. */
function openJar(c: Context, site: Site): CookieJar {
  const jar = openCookieJar(c, site, (id) => site.portals.get(id)?.kind === 'desk');
  const asked = c.req.query('lang');
  if (isLanguage(asked)) jar.setLanguage(asked);
  return jar;
}

function callerOf(
  c: Context,
  site: Site,
  portal: PortalDefinition,
  facts: RequestFacts,
  jar: CookieJar,
  accountLanguage: Caller['language'] | null,
): Caller {
  const asked = c.req.query('lang');
  const { language, chosen } = chooseLanguage(asked, jar.readLanguage(), accountLanguage, c.req.header('accept-language'));
  return {
    portal,
    at: facts.at,
    language,
    languageChosen: chosen,
    requestId: facts.id,
    ...originsOf(peerOf(c), c.req.header('x-forwarded-for'), site.proxies),
    browser: browserLabel(c.req.header('user-agent')),
    browserToken: jar.read(portal.id, 'browser'),
  };
}

function hereOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
