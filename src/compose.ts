/**
 * Puts the parts together: keys, store, hashes, courier, housekeeper, web application. The only file that knows every part; nothing is
 * decided here. Tests compose the same service with a clock and a database of their own.
 */
import { join } from 'node:path';
import { type Clerk, openClerk } from './clerk.ts';
import type { Config } from './config.ts';
import { isOpen } from './core/business-calendar.ts';
import { staffingOf, staffingProblem } from './core/desk-staffing.ts';
import { Fault } from './core/outcome.ts';
import { foldPassword, type PasswordBlocklist } from './core/password.ts';
import { type Instant, seconds } from './core/time.ts';
import { isTwoFactorRequired } from './core/two-factor-policy.ts';
import { openChainKeys } from './crypto/chain-keys.ts';
import { openKeyedDigest } from './crypto/keyed-digest.ts';
import { parseKeys } from './crypto/master-keys.ts';
import { openPasskeyVerifier } from './crypto/passkeys.ts';
import { openPasswordBlocklist } from './crypto/password-blocklist.ts';
import { openPasswordHasher } from './crypto/password-hash.ts';
import { systemRandom } from './crypto/random.ts';
import { openSecretBox } from './crypto/secret-box.ts';
import { openSigningKeys } from './crypto/signing-keys.ts';
import { demoKeys, seedDemo } from './demo.ts';
import { type Housekeeper, openHousekeeper } from './housekeeper.ts';
import { type App, makeApp } from './http/app.ts';
import { type AssetStore, loadAssets } from './http/assets.ts';
import { hostsOf } from './http/hosts.ts';
import type { Site, StaticFile } from './http/visit.ts';
import { signedHead } from './journeys/audit-head.ts';
import { runClerk } from './journeys/lost-device-admission.ts';
import { lookAfterInvitations } from './journeys/mailed-invitations.ts';
import { answerResetRequests } from './journeys/password-reset.ts';
import { openRequestClock } from './journeys/recovery-clock.ts';
import { openLog } from './log.ts';
import { type Courier, openCourier } from './mail/courier.ts';
import type { Deliverer } from './mail/deliverer.ts';
import { openDemoMailbox } from './mail/demo-mailbox.ts';
import { renderLetter } from './mail/letters.ts';
import { openSmtp } from './mail/smtp.ts';
import type { PortalDefinition } from './portals/definition.ts';
import { DEMO_PASSWORD } from './portals/demo-accounts.ts';
import { relyingParties } from './portals/origin.ts';
import type { DemoMailbox, DeskRules, Log, PasswordHasher, Ports, Store } from './ports.ts';
import { type OpenStore, openStore } from './store/open.ts';

export interface Service {
  readonly app: App;
  readonly store: OpenStore;
  readonly courier: Courier;
  readonly housekeeper: Housekeeper;
  readonly clerk: Clerk;
  readonly passwords: PasswordHasher;
  readonly site: Site;
  readonly log: Log;
  /** Lets the letter in flight arrive and the batch being forgotten end, then closes the database. */
  close(): Promise<void>;
}

export interface ComposeOptions {
  /** Stand in for those of the configuration. */
  readonly portals?: readonly PortalDefinition[];
  readonly clock?: () => Instant;
  /** Stands in for the database's own clock. */
  readonly databaseClock?: () => Instant;
  readonly log?: Log;
  readonly passwords?: PasswordHasher;
  /** Replaces the mail server of the configuration. */
  readonly deliverer?: Deliverer;
}

/** Beyond this difference to the database's clock the node is not ready (SEC-B07). */
const CLOCK_TOLERANCE = seconds(5);

/** Throws Fault 'config-invalid' or 'store-unavailable' when the service cannot start. */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Service> {
  const { clock = Date.now, log = openLog() } = options;
  const portals = new Map((options.portals ?? config.portals).map((portal) => [portal.id, portal]));
  const keys = parseKeys(config.keys ?? demoKeys(config.dataDirectory, systemRandom));
  const secrets = openSecretBox(keys);
  const passwords =
    options.passwords ?? openPasswordHasher(keys, { onUnknownKey: (key) => log.error('password.key-missing', { key }) });
  const mark = config.demo ? 'demo' : 'production';
  const { databaseClock } = options;
  const keyed = openKeyedDigest(keys);
  const store = await openStore(config.database, {
    secrets,
    keyed,
    chain: openChainKeys(keys),
    random: systemRandom,
    mark,
    clock,
    rememberFor: Math.max(...Object.values(config.durations)),
    retention: config.retention,
    ...(databaseClock === undefined ? {} : { databaseClock }),
  });
  if (config.demo) await seedDemo(store, passwords, clock());
  try {
    await lookAtDesk(config, store, portals.values(), log);
  } catch (error) {
    await store.close();
    throw error;
  }

  const mailbox = config.demo ? await openDemoMailbox(join(config.dataDirectory, 'mail.jsonl')) : null;
  const courier = openCourier({
    outbox: store.outbox,
    deliverer: options.deliverer ?? deliverers(config, mailbox),
    render: (claimed) => renderLetter(claimed, { portals, origin: config.origin }),
    clock: store.read.databaseTime,
    random: systemRandom,
    retryFor: config.durations.letterRetryFor,
    log,
  });
  const { current: signing } = openSigningKeys(keys);
  const housekeeper = openHousekeeper({
    forgetOld: store.forgetOld,
    forgetEntries: store.forgetEntries,
    databaseTime: store.read.databaseTime,
    signedHead: async () => signedHead(signing, await store.read.auditHead(), clock()),
    clock,
    log,
  });
  const blocklist = openPasswordBlocklist();
  const ports: Ports = {
    store: waking(store, courier),
    passwords,
    blocklist,
    leaked: config.demo ? without(blocklist, DEMO_PASSWORD) : blocklist,
    secrets,
    keyed,
    signing,
    random: systemRandom,
    durations: config.durations,
    recovery: config.recovery,
    desk: deskRules(config, portals),
    codeWindow: config.codeWindow,
    passkeys: openPasskeyVerifier(relyingParties(portals.values(), config.origin)),
  };
  const requests = openRequestClock(ports);
  const clerk = openClerk({
    lookOnce: async () =>
      (await runClerk(ports)) +
      (await requests.lookOnce()) +
      (await answerResetRequests(ports)) +
      (await lookAfterInvitations(ports)),
    random: systemRandom,
    log,
  });
  const site = makeSite(config, ports, portals, { clock, log, mailbox });
  return {
    app: makeApp(site),
    store,
    courier,
    housekeeper,
    clerk,
    passwords,
    site,
    log,
    close: async () => {
      await clerk.stop();
      await courier.stop();
      await housekeeper.stop();
      await store.close();
    },
  };
}

/** Throws Fault 'config-invalid' where the file says that one person is alone and somebody else works there (desk.md section 3). */
async function lookAtDesk(config: Config, store: Store, portals: Iterable<PortalDefinition>, log: Log): Promise<void> {
  const { singlePerson } = config.recovery;
  for (const { id, kind } of portals) {
    if (kind !== 'desk') continue;
    const staffing = staffingOf(await store.read.staff(id));
    const problem = staffingProblem(staffing, singlePerson);
    if (problem === 'not-alone') {
      const said = `desk.singlePerson is true and ${staffing.active} active staff exist: set it to false, or suspend all but one`;
      throw new Fault('config-invalid', said);
    }
    if (singlePerson) log.info('desk.single-person', { portal: id });
    // Whoever tries the demo registers its people one by one.
    if (problem !== null && !config.demo) log.info('desk.staffing', { portal: id, problem, ...staffing });
  }
}

/** The demo prints its password on the first page; it is as known as any on the list. */
function without(list: PasswordBlocklist, password: string): PasswordBlocklist {
  const excepted = foldPassword(password);
  return { has: (folded) => folded !== excepted && list.has(folded) };
}

/** A portal that is not configured any more has no desk that is open. */
function deskRules({ voucherCompanies }: Config, portals: ReadonlyMap<string, PortalDefinition>): DeskRules {
  return {
    isOpen: (portal, at) => {
      const calendar = portals.get(portal)?.deskCalendar;
      return calendar !== undefined && isOpen(calendar, at);
    },
    voucherCompanies,
    leavesOff: (id, company, at) => {
      const portal = portals.get(id);
      return portal?.afterRecovery === 'leave-off' && !isTwoFactorRequired(portal, company, at);
    },
  };
}

interface SiteParts {
  readonly clock: () => Instant;
  readonly log: Log;
  readonly mailbox: DemoMailbox | null;
}

function makeSite(config: Config, ports: Ports, portals: ReadonlyMap<string, PortalDefinition>, parts: SiteParts): Site {
  const { clock, log, mailbox } = parts;
  const assets = loadAssets(portals.values());
  const { protocol } = new URL(config.origin);
  return Object.freeze({
    ports,
    portals,
    origin: config.origin,
    demo: config.demo,
    staffScopes: config.staffScopes,
    secureCookies: protocol === 'https:',
    assets: assets.assets,
    hosts: hostsOf(config, portals.values()),
    proxies: config.proxies,
    clock,
    log,
    isReady: () => isReady(ports.store, clock, log),
    staticFile: (path: string, acceptEncoding: string) => staticFile(assets, path, acceptEncoding),
    demoMailbox: mailbox,
  });
}

/** By SMTP where it is configured; the demo keeps every letter for its mailbox page as well. */
function deliverers(config: Config, mailbox: (DemoMailbox & Deliverer) | null): Deliverer {
  const smtp =
    config.smtp === null ? null : openSmtp({ url: config.smtp.url, from: config.smtp.from, host: new URL(config.origin).hostname });
  if (mailbox === null) {
    if (smtp === null) throw new Fault('config-invalid', 'SMTP_URL is missing');
    return smtp;
  }
  if (smtp === null) return mailbox;
  return {
    deliver: async (letter) => {
      await mailbox.deliver(letter);
      await smtp.deliver(letter);
    },
    isPermanent: (error) => smtp.isPermanent(error),
  };
}

/** The same store; a change that queued a letter wakes the courier. */
function waking(store: OpenStore, courier: Courier): Store {
  return {
    ...store,
    write: async (events, work) => {
      let isQueued = false;
      const outcome = await store.write(events, (tx) =>
        work({
          ...tx,
          queueLetter: async (letter, awaited) => {
            isQueued = true;
            await tx.queueLetter(letter, awaited);
          },
        }),
      );
      if (isQueued) courier.wake();
      return outcome;
    },
  };
}

async function isReady(store: Store, clock: () => Instant, log: Log): Promise<boolean> {
  try {
    await store.read.counter('readiness');
    const isClockRight = Math.abs((await store.read.databaseTime()) - clock()) <= CLOCK_TOLERANCE;
    if (!isClockRight) log.error('readiness.clock');
    return isClockRight;
  } catch (error) {
    log.error('readiness.store', {}, error);
    return false;
  }
}

const FOR_EVER = 'public, max-age=31536000, immutable';

async function staticFile(assets: AssetStore, path: string, acceptEncoding: string): Promise<StaticFile | undefined> {
  const asset = assets.get(path);
  if (asset === undefined) return undefined;
  const encoding = (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b`, 'u').test(acceptEncoding));
  const body = encoding === undefined ? asset.body : await asset.encoded(encoding);
  const headers = { 'content-type': asset.type, 'cache-control': FOR_EVER, vary: 'accept-encoding' };
  return { body: new Uint8Array(body), headers: encoding === undefined ? headers : { ...headers, 'content-encoding': encoding } };
}
