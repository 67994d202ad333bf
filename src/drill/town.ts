/**
 * The throw-away copy of the drill: the operator's own configuration over an empty database in a temporary directory, behind a real
 * listener on loopback. Its clock is the drill's, its letters stay in memory, its keys are made for it, and passwords are hashed
 * cheaply; nothing else is replaced. Nothing of the operator's data is opened.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compose, type Service } from '../compose.ts';
import type { Config } from '../config.ts';
import { isOpen } from '../core/business-calendar.ts';
import type { Language } from '../core/language.ts';
import { type Duration, days, hours, type Instant } from '../core/time.ts';
import { parseKeys } from '../crypto/master-keys.ts';
import { openPasswordHasher } from '../crypto/password-hash.ts';
import { systemRandom } from '../crypto/random.ts';
import { parseProxies } from '../http/client.ts';
import { createListener } from '../http/listener.ts';
import { openLog } from '../log.ts';
import type { Deliverer, RenderedLetter } from '../mail/deliverer.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { originOf } from '../portals/origin.ts';
import { type Browser, openBrowser } from './browser.ts';

/** A letter that was accepted for its address. */
export interface Accepted {
  readonly to: string;
  readonly at: Instant;
  readonly text: string;
}

export interface Town {
  readonly config: Config;
  readonly service: Service;
  /** The first customer portal of the configuration: every portal goes by the same policy. */
  readonly portal: PortalDefinition;
  readonly desk: PortalDefinition;
  /** Of the people in it, and of every page that the drill reads. */
  readonly language: Language;
  /** In the order of their acceptance. */
  readonly letters: readonly Accepted[];
  now(): Instant;
  /** Lets time pass, and nothing else happen. */
  pass(by: Duration): void;
  /** Lets time pass, then everything happen that is due by itself: filings found, clocks, letters. */
  advance(by: Duration): Promise<void>;
  /** Goes on to an hour at which the desk works, as the calendar of the portal has it. */
  toOfficeHours(): Promise<void>;
  /** While it is down, no letter is accepted for anybody. */
  mailIsDown(isDown: boolean): void;
  browser(address: string, portal: PortalDefinition): Browser;
  /** The path of the newest link of this shape that was mailed to the address; null when there was none. */
  linkTo(email: string, shape: RegExp): string | null;
  close(): Promise<void>;
}

/** Hashing is no gate of the procedure; at its usual cost most of the drill would be hashing. */
const CHEAP = { memory: 64, passes: 1, lanes: 1 } as const;
/** Two weeks without an open hour: the calendar never opens. */
const LOOKED_AHEAD = days(14);
const KEY_BYTES = 32;
const PUBLIC_ORIGIN = 'https://portal.example';

/** Why there is nothing to drill: no portal of customers, or no desk. */
export class NothingToDrill extends Error {}

export async function openTown(operators: Config, language: Language, start: Instant): Promise<Town> {
  const portal = operators.portals.find(({ kind }) => kind === 'customer');
  const desk = operators.portals.find(({ kind }) => kind === 'desk');
  if (portal === undefined || desk === undefined) throw new NothingToDrill();
  const directory = mkdtempSync(join(tmpdir(), 'genkan-drill-'));
  const config = copyOf(operators, directory);
  const letters: Accepted[] = [];
  let now = start;
  let isDown = false;
  const deliverer: Deliverer = {
    deliver: async ({ to, text }: RenderedLetter) => {
      if (isDown) throw new Error('the mail server of the drill is down');
      letters.push({ to, at: now, text });
    },
    isPermanent: () => false,
  };
  const clock = (): Instant => now;
  const service = await compose(config, {
    clock,
    databaseClock: clock,
    log: openLog(() => undefined),
    deliverer,
    passwords: openPasswordHasher(parseKeys(config.keys ?? ''), { cost: CHEAP }),
  }).catch((error: unknown) => {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  });
  const server = createListener(service.app.fetch);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  /** What waits for an accepted letter goes on once it was, which may queue the next one. */
  async function settle(): Promise<void> {
    let before = -1;
    while (letters.length > before) {
      before = letters.length;
      await service.clerk.lookNow();
      await deliverAll();
    }
  }

  /** Woken by a change, the courier may have taken a letter up by itself: nothing is settled while one is under way. */
  async function deliverAll(): Promise<void> {
    await service.courier.deliverDue();
    while (!isDown && (await service.store.outbox.pendingCount()) > 0) {
      await wait(1);
      await service.courier.deliverDue();
    }
  }

  const town: Town = {
    config,
    service,
    portal,
    desk,
    language,
    letters,
    now: clock,
    pass: (by) => {
      now += by;
    },
    advance: async (by) => {
      now += by;
      await settle();
    },
    toOfficeHours: () => {
      const end = now + LOOKED_AHEAD;
      while (now < end && !isOpen(portal.deskCalendar, now)) now += hours(1);
      return settle();
    },
    mailIsDown: (flag) => {
      isDown = flag;
    },
    browser: (from, on) => openBrowser({ port, origin: originOf(on, config.origin), language }, from),
    linkTo: (email, shape) => {
      const letter = letters.findLast(({ text, to }) => to === email && shape.test(text));
      return shape.exec(letter?.text ?? '')?.[0] ?? null;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await service.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return town;
}

/** Staff of the copy sign in by an app, whatever the operator asks: how they do is no matter of the procedure. */
function copyOf(operators: Config, directory: string): Config {
  return {
    ...operators,
    demo: false,
    port: 0,
    bind: '127.0.0.1',
    dataDirectory: directory,
    database: { kind: 'sqlite', path: join(directory, 'genkan.db') },
    keys: `drill:${Buffer.from(systemRandom.bytes(KEY_BYTES)).toString('base64')}`,
    origin: operators.demo ? PUBLIC_ORIGIN : operators.origin,
    smtp: null,
    // The browsers of the drill say themselves where they are.
    proxies: parseProxies('127.0.0.1'),
    portals: operators.portals.map((each) => (each.passkeysOnly === true ? { ...each, passkeysOnly: false } : each)),
  };
}
