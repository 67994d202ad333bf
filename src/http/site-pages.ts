/**
 * What stands outside the portals: the list of portals, health and readiness, static files and, in demo mode only, the
 * mailbox. None of it looks at a session.
 */
import type { Context } from 'hono';
import { isLanguage } from '../core/language.ts';
import { wordsFor } from '../i18n/catalog.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { App, AppEnvironment } from './app.ts';
import { findChangePage, getChooser } from './change-password-address.tsx';
import { chooseLanguage } from './client.ts';
import { openCookieJar } from './cookies.ts';
import { showDemoMailbox, showDemoMailboxAsJson } from './demo-mailbox.tsx';
import { getHome } from './home.tsx';
import { isHere } from './hosts.ts';
import { getPasskeyChooser, getPasskeyEndpoints } from './passkey-endpoints.tsx';
import { type Site, seeOther } from './visit.ts';

export function registerSitePages(app: App, site: Site): void {
  app.get('/', (c) => {
    const { portal } = c.get('host');
    return portal === null ? inLanguage(c, site, (page) => getHome({ site, ...page })) : seeOther(`/${portal}/`);
  });
  app.get('/.well-known/change-password', (c) => {
    const here = portalsHere(c, site);
    const jar = openCookieJar(c, site, () => false);
    return findChangePage(jar, here) ?? inLanguage(c, site, (page) => getChooser({ site, portals: here, ...page }));
  });
  app.get('/.well-known/passkey-endpoints', (c) => getPasskeyEndpoints(site, portalsHere(c, site)));
  for (const errand of ['enrolment', 'management'] as const) {
    app.get(`/passkeys/${errand}`, (c) =>
      inLanguage(c, site, (page) => getPasskeyChooser({ site, portals: portalsHere(c, site), errand, ...page })),
    );
  }
  app.get('/healthz', () => new Response('ok\n'));
  app.get('/readyz', async () => ((await site.isReady()) ? new Response('ready\n') : notReady()));
  app.get('/assets/*', async (c) => {
    const file = await site.staticFile(new URL(c.req.url).pathname, c.req.header('accept-encoding') ?? '');
    return file === undefined ? c.notFound() : new Response(file.body, { headers: file.headers });
  });
  const mailbox = site.demoMailbox;
  if (mailbox === null) return;
  app.get('/demo/mail', (c) =>
    inLanguage(c, site, (page) => showDemoMailbox({ mailbox, assets: site.assets, demo: site.demo, ...page })),
  );
  app.get('/demo/mail.json', () => showDemoMailboxAsJson(mailbox));
}

/** Those whose pages stand on this host. */
function portalsHere(c: Context<AppEnvironment>, site: Site): readonly PortalDefinition[] {
  return [...site.portals.values()].filter((portal) => isHere(c.get('host'), portal));
}

function notReady(): Response {
  return new Response('not ready\n', { status: 503, headers: { 'retry-after': '5' } });
}

interface BareWords {
  readonly language: 'ja' | 'en';
  readonly words: ReturnType<typeof wordsFor>;
  readonly here: string;
}

/** Chooses the language as the portals do; `?lang` sticks here too. */
function inLanguage(c: Context, site: Site, show: (page: BareWords) => Response): Response {
  const jar = openCookieJar(c, site, () => false);
  const asked = c.req.query('lang');
  const { language } = chooseLanguage(asked, jar.readLanguage(), null, c.req.header('accept-language'));
  if (isLanguage(asked)) jar.setLanguage(asked);
  const response = show({ language, words: wordsFor(language), here: new URL(c.req.url).pathname });
  for (const line of jar.pendingLines) response.headers.append('set-cookie', line);
  return response;
}
