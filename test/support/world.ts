/**
 * The whole service without a network: the real application over a real database, with a clock that tests move and a mailbox
 * that keeps the rendered letters. Nothing of ours is replaced; only the clock and the carrier of letters are the test's.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { type ComposeOptions, compose, type Service } from '../../src/compose.ts';
import { type RecoveryChanges, recoveryPolicy } from '../../src/config/recovery.ts';
import type { Config } from '../../src/config.ts';
import type { Account, Role } from '../../src/core/account.ts';
import { DEFAULT_DURATIONS, DEFAULT_RETENTION, type Durations, type Retention } from '../../src/core/policy.ts';
import { type Duration, days, type Instant } from '../../src/core/time.ts';
import { type CodeWindow, DEFAULT_CODE_WINDOW } from '../../src/core/totp.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { type CountingHasher, type HasherOptions, openPasswordHasher } from '../../src/crypto/password-hash.ts';
import { parseProxies } from '../../src/http/client.ts';
import { openLog } from '../../src/log.ts';
import type { Deliverer, RenderedLetter } from '../../src/mail/deliverer.ts';
import type { PortalDefinition } from '../../src/portals/definition.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import type { PasswordHasher } from '../../src/ports.ts';
import type { DatabaseLocation } from '../../src/store/open.ts';
import { copySqliteTemplate, query, type RawRow } from './databases.ts';
import { KEYS } from './test-store.ts';
import { openVisitor, type Visitor, type VisitorOptions } from './visitor.ts';

export const ORIGIN = 'https://portal.test';
export const PASSWORD = 'correct horse 電池';
/** Monday 23 November 2026, 10:00 in Japan, at the beginning of a time step. */
export const MORNING: Instant = Date.UTC(2026, 10, 23, 1, 0, 0);

export { KEYS };

export interface WorldOptions {
  /** A database of its own in a temporary directory unless told. */
  readonly location?: DatabaseLocation;
  readonly portals?: readonly PortalDefinition[];
  readonly durations?: Partial<Durations>;
  readonly recovery?: RecoveryChanges;
  readonly retention?: Partial<Retention>;
  readonly voucherCompanies?: readonly string[];
  /** By address: the only portals that somebody of the desk sees. */
  readonly staffScopes?: Readonly<Record<string, readonly string[]>>;
  readonly codeWindow?: CodeWindow;
  readonly proxies?: string;
  readonly origin?: string;
  readonly compose?: Partial<ComposeOptions>;
  /** Carries every letter before it counts as one of the world's. */
  readonly carrier?: Deliverer;
}

export interface NewAccount {
  readonly portal?: string;
  readonly email?: string;
  readonly name?: string;
  readonly plan?: 'standard' | 'paid';
  readonly company?: string | null;
  readonly role?: Role;
  readonly language?: Account['language'];
  readonly status?: Account['status'];
  /** Null: an account that has no password. */
  readonly password?: string | null;
}

export interface World {
  readonly service: Service;
  readonly directory: string;
  /** Log lines so far. */
  readonly log: readonly string[];
  now(): Instant;
  advance(by: Duration): void;
  /** Creates an account with its company and answers its id. */
  addAccount(account?: NewAccount): Promise<string>;
  /** A browser that was never here. */
  visitor(options?: VisitorOptions): Visitor;
  /** Has the clerk look after what was filed and delivers what is due; answers every letter so far, oldest first. */
  letters(): Promise<readonly RenderedLetter[]>;
  /** Asks the database itself, past the store. */
  query(text: string): Promise<readonly RawRow[]>;
  /** Details of every audit event so far, as JSON texts in order. */
  audit(): Promise<readonly string[]>;
  /** A second node on the same database, with the same clock unless it has one of its own. */
  openNode(own?: Pick<ComposeOptions, 'clock'>): Promise<Service>;
  close(): Promise<void>;
}

/** After so many looks, some seconds, a letter under way is one that a test holds up. */
const LOOKS = 1000;
const underWay = (at: Instant): string =>
  `select id from outbox where sent_at is null and failed_at is null and departed_at is not null and (claimed_until > ${at} or next_attempt_at <= ${at})`;

/** How a record begins that was written under the key of every world. */
const UNDER_OUR_KEY = `$hmac-sha256$k=${KEYS.split(':')[0]}$`;

/** One that opens what this world's accounts have stored. */
export function openHasher(options: HasherOptions = {}): CountingHasher {
  return openPasswordHasher(parseKeys(KEYS), options);
}

const hasher = openHasher();
const verdicts = new Map<string, ReturnType<CountingHasher['verify']>>();
const records = new Map<string, Promise<string>>();

/** One hash per password and run: hashing is slow on purpose. */
function recordOf(password: string): Promise<string> {
  const known = records.get(password);
  if (known !== undefined) return known;
  const made = hasher.hash(password);
  records.set(password, made);
  return made;
}

/**
 * The real hasher of a node, except that no password is compared with one record twice in a run, which would only find the same again.
 * A test that counts hashes, times them or has them wait for each other brings a hasher of its own.
 */
function openComparingOnce(options: HasherOptions): PasswordHasher {
  const own = openHasher(options);
  return {
    ...own,
    verify: async (password, record) => {
      // Under another key there is something to report.
      if (record !== null && !record.startsWith(UNDER_OUR_KEY)) return own.verify(password, record);
      // As hashing does, lets whatever else goes on have its turn.
      await turn();
      const pair = JSON.stringify([password, record]);
      const known = verdicts.get(pair) ?? own.verify(password, record);
      verdicts.set(pair, known);
      known.catch(() => verdicts.delete(pair));
      return known;
    },
  };
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'genkan-world-'));
  const letters: RenderedLetter[] = [];
  const log: string[] = [];
  let now = MORNING;
  let count = 0;
  const clock = (): Instant => now;
  const config = configOf(options, directory);
  if (options.location === undefined && config.database.kind === 'sqlite') copySqliteTemplate(config.database.path);
  const nodes: Service[] = [];
  const openNode: World['openNode'] = async (own = {}) => {
    // On SQLite a node that starts while another one is mailing in this very process would wait for it in vain.
    for (const { courier } of nodes) await courier.deliverDue();
    const nodeLog = openLog((line) => log.push(line));
    const node = await compose(config, {
      clock,
      databaseClock: clock,
      log: nodeLog,
      passwords: openComparingOnce({ onUnknownKey: (key) => nodeLog.error('password.key-missing', { key }) }),
      deliverer: {
        deliver: async (letter) => {
          await options.carrier?.deliver(letter);
          letters.push(letter);
        },
        isPermanent: (error) => options.carrier?.isPermanent(error) === true,
      },
      ...options.compose,
      ...own,
    });
    nodes.push(node);
    return node;
  };
  const service = await openNode();
  const ask = (text: string): Promise<readonly RawRow[]> => query(config.database, text);
  return {
    service,
    directory,
    log,
    now: clock,
    advance: (by) => {
      now += by;
    },
    addAccount: (account = {}) => {
      count += 1;
      return addAccount(service, account, now, count);
    },
    visitor: (visitorOptions) => openVisitor(service.app, options.origin ?? ORIGIN, visitorOptions),
    letters: async () => {
      await service.clerk.lookNow();
      await service.courier.deliverDue();
      // Woken by a change, a courier may have taken a letter up by itself and be on its way with it, or about to take it.
      for (let looks = 0; looks < LOOKS && (await ask(underWay(now))).length > 0; looks += 1) {
        await wait(5);
        await service.courier.deliverDue();
      }
      return letters;
    },
    query: ask,
    audit: async () => (await ask('select detail from audit_event order by seq')).map((row) => String(row['detail'])),
    openNode,
    close: async () => {
      for (const node of nodes) await node.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The desks of a test never close unless it brings portals of its own: nothing here depends on the day it runs. */
export function openAlways(portal: PortalDefinition): PortalDefinition {
  const all = { from: 0, to: days(1) };
  const hours = { sun: all, mon: all, tue: all, wed: all, thu: all, fri: all, sat: all };
  return { ...portal, deskCalendar: { hours, holidays: 'none', closed: [], open: [] } };
}

function configOf(options: WorldOptions, directory: string): Config {
  return {
    demo: false,
    port: 0,
    bind: '127.0.0.1',
    dataDirectory: directory,
    database: options.location ?? { kind: 'sqlite', path: join(directory, 'genkan.db') },
    keys: KEYS,
    origin: options.origin ?? ORIGIN,
    smtp: null,
    proxies: parseProxies(options.proxies ?? ''),
    durations: { ...DEFAULT_DURATIONS, ...options.durations },
    retention: { ...DEFAULT_RETENTION, ...options.retention },
    recovery: recoveryPolicy(options.recovery),
    voucherCompanies: options.voucherCompanies ?? [],
    staffScopes: new Map(Object.entries(options.staffScopes ?? {})),
    codeWindow: options.codeWindow ?? DEFAULT_CODE_WINDOW,
    portals: options.portals ?? PRESETS.map(openAlways),
    laxities: [],
    warnings: [],
  };
}

async function addAccount({ store }: Service, account: NewAccount, at: Instant, count: number): Promise<string> {
  const {
    portal = 'success',
    email = 'hanako@success.example',
    password = PASSWORD,
    plan = 'standard',
    company = '株式会社さくら商事',
  } = account;
  const id = `account-${count}`;
  const companyId = company === null ? null : `company-${count}`;
  if (companyId !== null && company !== null) await store.importCompany({ id: companyId, portal, name: company, plan });
  await store.importAccount({
    id,
    portal,
    email,
    name: account.name ?? '山田 花子',
    phone: '03-1234-5621',
    companyId,
    role: account.role ?? 'holder',
    language: account.language ?? 'ja',
    status: account.status ?? 'active',
    createdAt: at - days(400),
    passwordSetAt: at - days(200),
    passwordRecord: password === null ? null : await recordOf(password),
  });
  return id;
}
