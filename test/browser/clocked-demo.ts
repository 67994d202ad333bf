/**
 * The demo product behind a real port, with a clock that the test moves: what a person meets only after ten minutes, after an
 * hour or after a hundred mistakes is reached in no time. The parts are those that `cli/serve.ts` puts together.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compose, type Service } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Duration, Instant } from '../../src/core/time.ts';
import { createListener } from '../../src/http/listener.ts';
import { openLog } from '../../src/log.ts';
import { query, type RawRow } from '../support/databases.ts';
import { freePort } from '../support/server.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

/** Tuesday 24 November 2026, 10:00 in Japan, at the beginning of a time step. */
const MORNING: Instant = Date.UTC(2026, 10, 24, 1, 0, 0);

export interface ClockedDemo {
  readonly origin: string;
  readonly service: Service;
  /** Log lines so far. */
  readonly log: readonly string[];
  now(): Instant;
  advance(by: Duration): void;
  /** Somebody without a window, at an address of their own. */
  visitor(): Visitor;
  /** Text of the newest letter to this address, once all that is due has gone out. */
  newestLetter(email: string): Promise<string>;
  /** Asks the database itself, past the store. */
  query(text: string): Promise<readonly RawRow[]>;
  close(): Promise<void>;
}

export async function openClockedDemo(): Promise<ClockedDemo> {
  const data = mkdtempSync(join(tmpdir(), 'genkan-pages-'));
  const config = readConfig({ PORT: String(await freePort()), GENKAN_DATA: data }, []);
  let now = MORNING;
  const log: string[] = [];
  const clock = (): Instant => now;
  const service = await compose(config, { clock, databaseClock: clock, log: openLog((line) => log.push(line)) });
  const server = createListener(service.app.fetch);
  await new Promise<void>((ready) => server.listen(config.port, config.bind, ready));
  return {
    origin: config.origin,
    service,
    log,
    now: clock,
    advance: (by) => {
      now += by;
    },
    visitor: () => openVisitor(service.app, config.origin, { address: '203.0.113.9' }),
    newestLetter: async (email) => {
      await service.clerk.lookNow();
      await service.courier.deliverDue();
      // Woken by a change, the courier may have taken a letter up by itself. One that waits for room in the day's mail is not due.
      while ((await service.store.outbox.oldestUnsent()) !== undefined) await wait(5);
      const letters = service.site.demoMailbox?.list() ?? [];
      return letters.find(({ to }) => to.includes(email))?.text ?? '';
    },
    query: (text) => query(config.database, text),
    close: async () => {
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      await service.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
