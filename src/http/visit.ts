/**
 * One request as the handlers see it: who calls, which portal, which words. Built once per request by `app.tsx`; handlers
 * answer through it, so that no handler sets a header, a cookie name or a status text of its own.
 */
import type { BlockList } from 'node:net';
import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { Language } from '../core/language.ts';
import type { LiveSession, PendingSignIn } from '../core/session.ts';
import type { Instant } from '../core/time.ts';
import type { Words } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { Caller, DemoMailbox, DeskStop, Log, Ports } from '../ports.ts';
import type { CookieJar } from './cookies.ts';
import type { SiteHost } from './hosts.ts';

/** What the whole service hands to every request; frozen at start. */
export interface Site {
  readonly ports: Ports;
  readonly portals: ReadonlyMap<string, PortalDefinition>;
  /** https://portal.example.com or, in the demo, http://localhost:3000. Never taken from a request (SEC-N07). */
  readonly origin: string;
  readonly demo: boolean;
  /** By canonical address: the only portals that this member of staff sees; whoever is not there sees every one. */
  readonly staffScopes: ReadonlyMap<string, readonly string[]>;
  readonly secureCookies: boolean;
  readonly assets: Assets;
  /** Hosts answered; anything else is misdirected. */
  readonly hosts: ReadonlyMap<string, SiteHost>;
  /** Peers whose X-Forwarded-For counts. */
  readonly proxies: BlockList;
  readonly clock: () => Instant;
  readonly log: Log;
  /** Database reachable, migrated, clock within tolerance. */
  readonly isReady: () => Promise<boolean>;
  readonly staticFile: (path: string, acceptEncoding: string) => Promise<StaticFile | undefined>;
  readonly demoMailbox: DemoMailbox | null;
}

export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Hashed addresses of the static files, and their bodies. */
export interface Assets {
  readonly styleSheet: string;
  /** Of the desk's pages alone, after the other. */
  readonly deskStyleSheet: string;
  readonly script: string;
  /** What speaks to authenticators; loaded by `script` where it is needed. */
  readonly passkeyScript: string;
  readonly favicon: string;
}

export interface FormError {
  /** id of the field it belongs to; the summary links to it. */
  readonly field: string;
  readonly message: string;
}

export interface Visit {
  readonly c: Context;
  readonly site: Site;
  readonly caller: Caller;
  readonly portal: PortalDefinition;
  readonly language: Language;
  readonly words: Words;
  /** Path and query of this request, for the language links. */
  readonly here: string;
  /** The posted fields, each at most once; empty for GET. */
  readonly fields: Readonly<Record<string, string>>;
  /** The query, each key at most once and known to the route. */
  readonly query: Readonly<Record<string, string>>;
  /** The living session if there is one and the route may look at it; never decides access by itself. */
  readonly session: LiveSession | null;
  /** The session cookie as sent, for the journeys that renew it; null without a living session. */
  readonly sessionToken: string | null;
  /** At the desk, for whoever is signed in there: what is stopped now. */
  readonly deskStops: readonly DeskStop[];
  /** The living pending sign-in, on the routes of the sign-in only. */
  readonly pending: PendingSignIn | null;
  readonly jar: CookieJar;
  /** Hidden value every form of this page carries (SEC-N02). */
  readonly formToken: string;
  /** True when the posted form's token did not belong to this browser: the page is shown again, nothing was done. */
  readonly staleForm: boolean;
  /** Whether a path (without its query) is a page of this portal that a sign-in may lead back to (SEC-E09). */
  readonly isReturnPath: (path: string) => boolean;
  /** Whether a path is a page of this portal that a fresh check may lead on to. */
  readonly isFreshPath: (path: string) => boolean;
}

export interface SessionVisit extends Visit {
  readonly session: LiveSession;
  readonly sessionToken: string;
}

export interface PendingVisit extends Visit {
  readonly pending: PendingSignIn;
}

/** Path of a page of this portal: `pathOf(visit, 'sign-in/code')` -> `/success/sign-in/code`. */
export function pathOf(visit: { readonly portal: { readonly id: string } }, page: string): string {
  return `/${visit.portal.id}/${page}`;
}

export type Page = JSX.Element;

/** A whole rendered page; 422 when the form is shown again with errors. */
export function showPage(
  visit: { readonly language: Language },
  page: Page,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(`<!DOCTYPE html>${page.toString()}`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': visit.language, ...headers },
  });
}

/** Errors that say the form was shown again because it did not belong to this browser any more. */
export function staleErrors(visit: Visit, field: string): readonly FormError[] {
  return visit.staleForm ? [{ field, message: visit.words.problems.staleForm }] : [];
}

/** See other: every redirect of the product (SEC-E09, I-6). */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}
