/**
 * Builds the web application from the route table: host, origin, form and query are checked, the visit is opened, the guard
 * asked, the handler called; every answer leaves with the same headers and one log line. Nothing is registered elsewhere.
 */
import { type Context, Hono } from 'hono';
import type { PortalDefinition } from '../portals/definition.ts';
import { anonymousVisit, newRequestFacts, openVisit, type RequestFacts, TOKEN_FIELD } from './caller.ts';
import { askFreshCheck } from './confirmation.tsx';
import { isFreshVisit, isPendingVisit, isSessionVisit, sendToSignIn, sendToStart } from './guards.ts';
import { isHere, type SiteHost } from './hosts.ts';
import { refuseJson } from './json.ts';
import { bareProblem, portalProblem, problemOf } from './problems.tsx';
import { type Checked, checkSite, hostOf, readForm, readQuery, SECURITY_HEADERS } from './protection.ts';
import type { Route } from './route.ts';
import { freshPaths, returnPaths, routesOf } from './routes.ts';
import { registerSitePages } from './site-pages.ts';
import { type Site, seeOther, type Visit } from './visit.ts';

export type AppEnvironment = { Variables: { facts: RequestFacts; route: string; host: SiteHost } };
export type App = Hono<AppEnvironment>;

export function makeApp(site: Site): App {
  const app: App = new Hono<AppEnvironment>();
  app.use(async (c, next) => {
    const facts = newRequestFacts(site);
    c.set('facts', facts);
    c.set('route', '-');
    const host = hostOf(c, site);
    if (host === null) {
      c.res = bareProblem(c, site, 'misdirected', facts.id);
    } else {
      c.set('host', host);
      await next();
    }
    finish(c, site);
  });
  app.onError((error, c) => faultPage(error, c, site, null));
  const notHere = (c: Context<AppEnvironment>): Response => bareProblem(c, site, 'not-found', c.get('facts').id);
  app.notFound(notHere);

  registerSitePages(app, site);
  for (const portal of site.portals.values()) {
    // Under any other host these paths are as unknown as any.
    app.use(`/${portal.id}/*`, async (c, next) => (isHere(c.get('host'), portal) ? next() : notHere(c)));
    registerPortal(app, site, portal);
  }
  return app;
}

function registerPortal(app: App, site: Site, portal: PortalDefinition): void {
  const known = { isReturnPath: returnPaths(portal), isFreshPath: freshPaths(portal) };
  const methods = new Map<string, string[]>();
  for (const route of routesOf(portal)) {
    const path = `/${portal.id}/${route.path}`;
    methods.set(path, [...(methods.get(path) ?? []), ...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])]);
    app.on(route.method, path, async (c) => {
      c.set('route', path);
      try {
        return await answer(c, site, portal, route, known);
      } catch (error) {
        return faultPage(error, c, site, portal);
      }
    });
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.set('route', path);
      const response = portalProblem(anonymousVisit(c, site, portal, c.get('facts')), 'method-not-allowed');
      response.headers.set('allow', allowed.join(', '));
      return response;
    });
  }
  app.get(`/${portal.id}`, () => seeOther(`/${portal.id}/`));
  app.all(`/${portal.id}/*`, (c) => portalProblem(anonymousVisit(c, site, portal, c.get('facts')), 'not-found'));
}

async function answer(
  c: Context<AppEnvironment>,
  site: Site,
  portal: PortalDefinition,
  route: Route,
  known: Pick<Visit, 'isReturnPath' | 'isFreshPath'>,
): Promise<Response> {
  const input = await readInput(c, route);
  // The request is made once all of it is here: a form over a slow line is judged by the clock of its end, not of its beginning.
  const facts = { ...c.get('facts'), at: site.clock() };
  if (!input.ok) return portalProblem(anonymousVisit(c, site, portal, facts), input.rejection);
  const visit = await openVisit(c, site, portal, facts, {
    ...input.value,
    pending: route.path === '' || route.path.startsWith('sign-in') || route.pending === true,
    active: route.entry === 'session' && route.asked !== true,
    ...known,
    shownAt: route.page === undefined ? undefined : `/${portal.id}/${route.page}`,
  });
  const response = (await enter(route, visit, paramOf(c))) ?? portalProblem(visit, 'not-found');
  for (const line of visit.jar.pendingLines) response.headers.append('set-cookie', line);
  return response;
}

/** Asks the guard, then the handler: the only place where a handler is called. */
function enter(route: Route, visit: Visit, param: string): Response | null | Promise<Response | null> {
  if (route.entry === 'session') {
    if (!isSessionVisit(visit)) return route.json === true ? refuseJson('sign-in-needed') : sendToSignIn(visit);
    if (route.role !== undefined && route.role !== visit.session.account.role) return null;
    if (route.fresh !== true || isFreshVisit(visit)) return route.handle(visit, param);
    return route.json === true ? refuseJson('step-up-needed') : askFreshCheck(visit);
  }
  if (route.entry === 'pending') {
    if (isPendingVisit(visit)) return route.handle(visit, param);
    return route.json === true ? refuseJson('sign-in-needed') : sendToStart(visit);
  }
  return route.handle(visit, param);
}

type Texts = Readonly<Record<string, string>>;

async function readInput(
  c: Context<AppEnvironment>,
  route: Route,
): Promise<Checked<{ readonly fields: Texts; readonly query: Texts }>> {
  if (route.method === 'POST') {
    const rejection = checkSite(c, c.get('host').origins);
    if (rejection !== null) return { ok: false, rejection };
  }
  const query = readQuery(c, ['lang', ...(route.query ?? [])]);
  if (!query.ok) return query;
  if (route.method === 'GET') return { ok: true, value: { fields: {}, query: query.value } };
  const fields = await readForm(c, [TOKEN_FIELD, ...(route.fields ?? [])]);
  return fields.ok ? { ok: true, value: { fields: fields.value, query: query.value } } : fields;
}

/** The one `:name` part of the path, if the route has one. */
function paramOf(c: Context): string {
  return Object.values<string>(c.req.param())[0] ?? '';
}

function faultPage(error: unknown, c: Context<AppEnvironment>, site: Site, portal: PortalDefinition | null): Response {
  const facts = c.get('facts');
  const problem = problemOf(error);
  site.log.error('request.failed', { request: facts.id, method: c.req.method, route: c.get('route'), problem }, error);
  if (portal === null) return bareProblem(c, site, problem, facts.id);
  return portalProblem(anonymousVisit(c, site, portal, facts), problem);
}

/** Headers of every answer and its log line; the path itself may hold a link's token and is never logged (SEC-Q03). */
function finish(c: Context<AppEnvironment>, site: Site): void {
  const { id, at } = c.get('facts');
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  site.log.info('request', {
    request: id,
    method: c.req.method,
    route: c.get('route'),
    status: c.res.status,
    tookMs: site.clock() - at,
  });
}
