/**
 * Visits of named people for the tests of single pages: real store, real keys, a fixed clock. The handlers are
 * called as the route table calls them; how a request becomes a visit is tested where that is done.
 */
import { BlockList } from 'node:net';
import { type Context, Hono } from 'hono';
import { recoveryPolicy } from '../../../src/config/recovery.ts';
import type { Account, Company, Role } from '../../../src/core/account.ts';
import type { BoundAuthenticator } from '../../../src/core/authenticator.ts';
import type { Language } from '../../../src/core/language.ts';
import { DEFAULT_DURATIONS } from '../../../src/core/policy.ts';
import type { SupportCase } from '../../../src/core/support-case.ts';
import { days, hours, type Instant, minutes } from '../../../src/core/time.ts';
import { DEFAULT_CODE_WINDOW } from '../../../src/core/totp.ts';
import { OPTIONAL_POLICY } from '../../../src/core/two-factor-policy.ts';
import { openKeyedDigest } from '../../../src/crypto/keyed-digest.ts';
import { parseKeys } from '../../../src/crypto/master-keys.ts';
import { openPasskeyVerifier } from '../../../src/crypto/passkeys.ts';
import { openPasswordBlocklist } from '../../../src/crypto/password-blocklist.ts';
import { openPasswordHasher } from '../../../src/crypto/password-hash.ts';
import { systemRandom } from '../../../src/crypto/random.ts';
import { openSecretBox } from '../../../src/crypto/secret-box.ts';
import { openSigningKeys } from '../../../src/crypto/signing-keys.ts';
import { openCookieJar } from '../../../src/http/cookies.ts';
import { hostsOf } from '../../../src/http/hosts.ts';
import type { SessionVisit, Site, Visit } from '../../../src/http/visit.ts';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import type { PortalDefinition } from '../../../src/portals/definition.ts';
import { relyingParties } from '../../../src/portals/origin.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { type OpenStore, openStore } from '../../../src/store/open.ts';
import { newLocation } from '../../support/databases.ts';
import { KEYS, TEST_STORE } from '../../support/test-store.ts';

/** Tuesday, 24 November 2026, 08:57 in Japan; still the 23rd in UTC. */
export const NOW: Instant = Date.UTC(2026, 10, 23, 23, 57);

export interface World {
  readonly site: Site;
  readonly store: OpenStore;
}

/** An empty Genkan with these portals. Close `store` after use. */
export async function openWorld(options: { portals?: readonly PortalDefinition[]; demo?: boolean } = {}): Promise<World> {
  const { portals = PRESETS, demo = false } = options;
  const keys = parseKeys(KEYS);
  const secrets = openSecretBox(keys);
  const keyed = openKeyedDigest(keys);
  const clock = () => NOW;
  const store = await openStore(await newLocation('sqlite'), { ...TEST_STORE, clock });
  const ports = {
    store,
    passwords: openPasswordHasher(keys),
    blocklist: openPasswordBlocklist(),
    leaked: openPasswordBlocklist(),
    secrets,
    keyed,
    signing: openSigningKeys(keys).current,
    random: systemRandom,
    durations: DEFAULT_DURATIONS,
    recovery: recoveryPolicy(),
    desk: { isOpen: () => true, voucherCompanies: [], leavesOff: () => false },
    codeWindow: DEFAULT_CODE_WINDOW,
    passkeys: openPasskeyVerifier(relyingParties(portals, 'http://localhost:3000')),
  };
  const site: Site = {
    ports,
    portals: new Map(portals.map((portal) => [portal.id, portal])),
    origin: 'http://localhost:3000',
    demo,
    secureCookies: false,
    assets: {
      styleSheet: '/assets/genkan.css',
      deskStyleSheet: '/assets/desk.css',
      script: '/assets/genkan.js',
      passkeyScript: '/assets/passkeys.js',
      favicon: '/assets/favicon.svg',
    },
    hosts: hostsOf({ origin: 'http://localhost:3000', demo }, portals),
    proxies: new BlockList(),
    clock,
    log: { info: () => undefined, error: () => undefined },
    isReady: async () => true,
    staticFile: async () => undefined,
    staffScopes: new Map(),
    demoMailbox: null,
  };
  return { site, store };
}

export interface Person {
  readonly portal: string;
  readonly name: string;
  readonly company: Company | null;
  readonly phone?: string | null;
  readonly role?: Role;
}

export const SAKURA: Company = {
  id: 'sakura',
  portal: 'success',
  name: '株式会社さくら商事',
  plan: 'standard',
  twoFactorPolicy: OPTIONAL_POLICY,
};
export const FUJIMI: Company = {
  id: 'fujimi',
  portal: 'success',
  name: '富士見工業株式会社',
  plan: 'paid',
  twoFactorPolicy: OPTIONAL_POLICY,
};
export const MINATO: Company = {
  id: 'minato',
  portal: 'support',
  name: 'みなと物流株式会社',
  plan: 'standard',
  twoFactorPolicy: OPTIONAL_POLICY,
};

export const HANAKO: Person = { portal: 'success', name: '山田 花子', company: SAKURA, phone: '03-1234-5621' };
export const TARO: Person = { portal: 'success', name: '田中 太郎', company: FUJIMI };
export const JIRO: Person = { portal: 'support', name: '佐藤 次郎', company: MINATO };

/** The device every page shows: added on 8 October, used on 24 November at 8:57 (both in Japan). */
export const IPHONE: BoundAuthenticator = {
  id: 'iphone',
  accountId: 'hanako',
  kind: 'totp',
  name: '会社のiPhone',
  sealedSecret: 'v1.sealed-secret',
  lastStep: 59_000_000,
  drift: 0,
  boundAt: Date.UTC(2026, 9, 7, 16, 30),
  lastUsedAt: NOW,
};

export const PASSKEY: BoundAuthenticator = {
  id: 'passkey',
  accountId: 'hanako',
  kind: 'passkey',
  name: '会社のノートPC',
  credentialId: 'credential',
  sealedKey: 'v1.sealed-key',
  signCount: 0,
  transports: ['internal'],
  backupEligible: true,
  backedUp: true,
  userVerifying: true,
  boundAt: Date.UTC(2026, 9, 7, 16, 30),
  lastUsedAt: NOW,
};

export interface VisitOptions {
  readonly language?: Language;
  /** Path and query below the origin. */
  readonly here?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly staleForm?: boolean;
  readonly authenticators?: readonly BoundAuthenticator[];
  readonly at?: Instant;
}

/** A visit of nobody in particular: no session, no pending sign-in. */
export async function visitOf(world: World, portalId: string, options: VisitOptions = {}): Promise<Visit> {
  const { site } = world;
  const portal = site.portals.get(portalId);
  if (portal === undefined) throw new RangeError(`no portal ${portalId}`);
  const { language = 'ja', here = `/${portalId}/`, query = {}, fields = {}, staleForm = false, at = NOW } = options;
  const c = await contextOf(`${site.origin}${here}`);
  return {
    c,
    site,
    portal,
    language,
    here,
    query,
    fields,
    staleForm,
    words: wordsFor(language),
    caller: {
      portal,
      at,
      language,
      languageChosen: false,
      requestId: 'request-1',
      address: '203.0.113.7',
      network: '203.0.113.7',
      place: '203.0.113.x',
      browser: 'Chrome / Windows',
      browserToken: null,
    },
    session: null,
    deskStops: [],
    sessionToken: null,
    pending: null,
    jar: openCookieJar(c, site, () => false),
    formToken: 'the-form-token',
    isReturnPath: () => false,
    isFreshPath: () => false,
  };
}

/** A visit with a living session of an account that stands in the store (imported on first use). */
export async function signedIn(world: World, person: Person, options: VisitOptions = {}): Promise<SessionVisit> {
  const visit = await visitOf(world, person.portal, options);
  const account = await accountOf(world, person);
  return {
    ...visit,
    sessionToken: 'session-1.secret',
    session: {
      id: 'session-1',
      portal: person.portal,
      accountId: account.id,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: NOW + hours(24),
      passwordAt: NOW,
      secondFactorAt: null,
      methods: ['password'],
      account,
      authenticators: options.authenticators ?? [],
    },
  };
}

/** Cases of a company, the newest first: number 1 changed last, each one an hour before. */
export async function addCases(world: World, company: Company, count: number): Promise<void> {
  await addCompany(world, company);
  for (let n = 1; n <= count; n += 1) await world.store.importCase(company.id, caseOf(n));
}

export function caseOf(n: number, changes: Partial<SupportCase> = {}): SupportCase {
  return {
    number: `TM-${String(n).padStart(8, '0')}`,
    subject: `件名その${n}`,
    description: `内容その${n}`,
    state: 'open',
    openedAt: NOW - days(30),
    updatedAt: NOW - minutes(60 * (n - 1)),
    ...changes,
  };
}

export async function addCompany({ store, site }: World, company: Company): Promise<void> {
  if (companiesOf(site).has(company.id)) return;
  companiesOf(site).add(company.id);
  await store.importCompany(company);
}

export interface ShownPage {
  readonly status: number;
  readonly html: string;
  /** What is read: without tags, entities resolved, white space as one blank. */
  readonly text: string;
}

export async function shown(response: Response | null | Promise<Response | null>): Promise<ShownPage> {
  const answer = await response;
  if (answer === null) throw new RangeError('no page was shown');
  const html = await answer.text();
  return { status: answer.status, html, text: textOf(html) };
}

/** The part of the page from this element id to the end of its `section` or `main`. */
export function partOf(html: string, id: string): string {
  const start = html.indexOf(`id="${id}"`);
  if (start < 0) throw new RangeError(`no element with id ${id}`);
  const end = html.indexOf('</section><section class="help-section"', start);
  return html.slice(start, end < 0 ? html.indexOf('</main>', start) : end);
}

export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&quot;/gu, '"')
    .replace(/&#39;/gu, "'")
    .replace(/&amp;/gu, '&')
    .replace(/\s+/gu, ' ')
    .trim();
}

const known = new WeakMap<Site, Set<string>>();

function companiesOf(site: Site): Set<string> {
  const found = known.get(site) ?? new Set<string>();
  known.set(site, found);
  return found;
}

async function accountOf(world: World, { portal, name, company, phone = null, role = 'holder' }: Person): Promise<Account> {
  const email = 'hanako+test@success.example';
  const found = await world.store.read.signInFacts(portal, email);
  if (found !== undefined) return found.account;
  if (company !== null) await addCompany(world, company);
  await world.store.importAccount({
    id: `account-${portal}`,
    portal,
    email,
    name,
    phone,
    companyId: company?.id ?? null,
    role,
    language: 'ja',
    status: 'active',
    createdAt: NOW - days(400),
    passwordSetAt: Date.UTC(2026, 5, 2, 15, 30),
    passwordRecord: null,
  });
  const facts = await world.store.read.signInFacts(portal, email);
  if (facts === undefined) throw new RangeError('the account was not imported');
  return facts.account;
}

async function contextOf(url: string): Promise<Context> {
  const seen: Context[] = [];
  const app = new Hono();
  app.all('*', (c) => {
    seen.push(c);
    return c.body(null);
  });
  await app.request(url);
  const [c] = seen;
  if (c === undefined) throw new RangeError('the request did not arrive');
  return c;
}
