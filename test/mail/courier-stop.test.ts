import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { importHanako, letterTo, openWorld } from './outbox-world.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

let office: PostOffice;
let folder: string;
const smtp = () => openSmtp({ url: office.url, from: 'no-reply@portal.example.com', host: 'portal.example.com' });

beforeEach(async () => {
  office = await openPostOffice();
  folder = await mkdtemp(join(tmpdir(), 'genkan-mail-'));
});

afterEach(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

/** The machine may be busy with something else. */
const PATIENTLY = { timeout: 20_000 };

describe('a courier that is stopped', () => {
  it('waits for the letters in flight, marks them, and begins no other', async () => {
    const world = await openWorld();
    await importHanako(world.store);
    for (let count = 0; count < 10; count += 1) await world.queue(letterTo());
    let acknowledge = (): void => undefined;
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    office.onReceived = () => acknowledged;
    const courier = world.courier(smtp());
    courier.start();
    await vi.waitFor(() => expect(office.received).toHaveLength(4), PATIENTLY);
    const order: string[] = [];
    const stopped = courier.stop().then(() => order.push('stopped'));
    courier.wake();
    await world.store.outbox.pendingCount();
    order.push('acknowledged');
    acknowledge();
    await stopped;
    expect(order).toEqual(['acknowledged', 'stopped']);
    expect(office.received).toHaveLength(4);
    expect(await world.store.outbox.pendingCount()).toBe(6);
    await world.store.close();
  });

  it('delivers a letter queued while it runs as soon as it is woken', async () => {
    const world = await openWorld();
    await importHanako(world.store);
    const courier = world.courier(smtp());
    courier.start();
    await world.queue(letterTo());
    courier.wake();
    await vi.waitFor(() => expect(world.logged.some((line) => line.includes('letter.sent'))).toBe(true), PATIENTLY);
    await courier.stop();
    expect(office.received).toHaveLength(1);
    await world.store.close();
  });

  it('survives an outbox that fails, and says so', async () => {
    const world = await openWorld();
    const courier = world.courier(smtp());
    await world.store.close();
    courier.start();
    await vi.waitFor(() => expect(world.logged.some((line) => line.includes('mail.outbox-failed'))).toBe(true), PATIENTLY);
    await courier.stop();
  });
});

describe('a process killed between sending and marking', () => {
  it('SEC-P01 sends the letter again with the same Message-ID, twice at most and never zero times', async () => {
    const database = join(folder, 'genkan.sqlite');
    const first = await openWorld({ kind: 'sqlite', path: database });
    await importHanako(first.store);
    first.now = Date.now();
    await first.queue(letterTo());
    await first.store.close();

    const script = join(folder, 'courier.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'courier-process.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['pg-native'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    const courier = spawn(process.execPath, [script, database, office.url], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(courier, 'exit');
    office.onReceived = () => {
      office.onReceived = () => undefined;
      courier.kill('SIGKILL');
    };
    const [, signal] = await ended;
    expect(signal).toBe('SIGKILL');
    expect(office.received).toHaveLength(1);

    const second = await openWorld({ kind: 'sqlite', path: database });
    second.now = Date.now();
    await second.courier(smtp()).deliverDue();
    expect(office.received).toHaveLength(1);
    second.now += minutes(3);
    await second.courier(smtp()).deliverDue();
    second.now += minutes(3);
    await second.courier(smtp()).deliverDue();
    expect(office.received).toHaveLength(2);
    expect(new Set(office.received.map(({ mail }) => mail.messageId)).size).toBe(1);
    await second.store.close();
  });
});
