/**
 * SEC-R03 on the product as it is started: five hundred people send their password at the same moment, each from a network of
 * their own. Everybody is answered, somebody who is signed in already notices nothing, and the process stays small.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openChainKeys } from '../../src/crypto/chain-keys.ts';
import { openKeyedDigest } from '../../src/crypto/keyed-digest.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { openPasswordHasher } from '../../src/crypto/password-hash.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { openSecretBox } from '../../src/crypto/secret-box.ts';
import { openStore } from '../../src/store/open.ts';
import { startProcess } from '../contract/race.ts';
import { HANAKO } from '../contract/records.ts';
import { freePort, startServer } from '../support/server.ts';
import { ask, cookiesOf, tokenOn } from './asking.ts';
import type { Flood, FloodAnswer } from './flood-process.ts';

const FLOOD_PROGRAM = fileURLToPath(new URL('flood-process.ts', import.meta.url));
const FLOOD = 500;
/** Half of the flood knows its password. */
const HOLDERS = FLOOD / 2;
const PASSWORD = 'correct horse 電池';
const KEYS = 'test:3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=';
/** Resident memory at its peak: 250 MiB on two cores (P-6, P-11), and what one more hash at once takes for each further core. */
const CEILING_KIB = 1024 * (250 + 19 * Math.max(0, availableParallelism() - 2));
/** What /proc counts processor time in. */
const TICKS_PER_SECOND = 100;

/** A production data folder with these many holders. */
async function seed(data: string): Promise<void> {
  const keys = parseKeys(KEYS);
  const sealing = { secrets: openSecretBox(keys), keyed: openKeyedDigest(keys), chain: openChainKeys(keys) };
  const options = { ...sealing, random: systemRandom, mark: 'production' } as const;
  const store = await openStore({ kind: 'sqlite', path: join(data, 'genkan.db') }, options);
  const passwordRecord = await openPasswordHasher(keys).hash(PASSWORD);
  for (let n = 0; n <= HOLDERS; n += 1) {
    await store.importAccount({
      ...HANAKO,
      id: `holder-${n}`,
      email: `holder${n}@success.example`,
      companyId: null,
      passwordRecord,
    });
  }
  await store.close();
}

/**
 * Processor time of the thread that answers. What it does while the health check waits is how long that waits on a machine of
 * its own; the clock on the wall would also count everything else that runs here.
 */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
    .replace(/^.*\) /u, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

test('SEC-R03 of 500 sign-ins at once none is lost, memory stays under its ceiling, live sessions and the health check are served', async () => {
  const data = mkdtempSync(join(tmpdir(), 'genkan-overload-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  await seed(data);
  writeFileSync(join(data, 'genkan.yaml'), '{}');
  const port = await freePort();
  const server = await startServer({
    data,
    port,
    environment: {
      GENKAN_CONFIG: join(data, 'genkan.yaml'),
      GENKAN_KEYS: KEYS,
      GENKAN_ORIGIN: `http://localhost:${port}`,
      GENKAN_TRUSTED_PROXIES: '127.0.0.1',
      SMTP_URL: 'smtp://127.0.0.1:9',
    },
  });
  onTestFinished(async () => void (await server.stop()));
  const page = await ask(port, '/success/sign-in', '192.0.2.1', '');
  const own = { form_token: tokenOn(page), email: `holder${HOLDERS}@success.example`, password: PASSWORD };
  const signedIn = await ask(port, '/success/sign-in', '192.0.2.1', cookiesOf(page), own);
  expect(signedIn.status).toBe(303);
  const session = `${cookiesOf(page)}; ${cookiesOf(signedIn)}`;

  const flood: Flood = { port, count: FLOOD, password: PASSWORD, cookies: cookiesOf(page), token: tokenOn(page) };
  const crowd = startProcess(FLOOD_PROGRAM, [JSON.stringify(flood)]);
  onTestFinished(() => void crowd.child.kill('SIGKILL'));
  let answers: readonly FloodAnswer[] | undefined;
  const finished = crowd.finished().then((line) => {
    answers = JSON.parse(line);
  });
  const worked: number[] = [];
  while (answers === undefined) {
    const before = ticksOf(server.pid);
    expect((await ask(port, '/healthz', '192.0.2.1', '')).status).toBe(200);
    worked.push((ticksOf(server.pid) - before) / TICKS_PER_SECOND);
    expect((await ask(port, '/success/dashboard', '192.0.2.1', session)).status).toBe(200);
    await Promise.race([finished, wait(50)]);
  }

  expect(answers).toHaveLength(FLOOD);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 422, 503]));
  for (const { status, retryAfter } of answers) expect(retryAfter).toBe(status === 503 ? '10' : null);
  expect(Math.max(...worked)).toBeLessThan(1);
  const peak = Number(/VmHWM:\s+(\d+) kB/u.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
  expect(peak).toBeLessThan(CEILING_KIB);
}, 120_000);
