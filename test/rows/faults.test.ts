/** SEC-R02, SEC-R03, SEC-N08: whatever breaks underneath, the answer is no, says nothing of the machine, and the service lives on. */
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seconds } from '../../src/core/time.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { newLocation } from '../support/databases.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, STEP, signIn } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openHasher, openWorld, PASSWORD, type World, type WorldOptions } from '../support/world.ts';
import { courierAtRest } from './courier-rest.ts';

const MACHINE =
  /node_modules|\/src\/|\.tsx?:\d|SQLITE|sqlite|postgres|relation|no such table|attempt_counter|TypeError|Fault|v\d+\.\d+\.\d+/u;

async function open(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  onTestFinished(() => world.close());
  await world.addAccount();
  return world;
}

/** No door opened, a number that finds exactly one error line, and a way on. */
function expectFault(world: World, answer: Answer, status: 500 | 503, what: string): void {
  expect(answer.status, what).toBe(status);
  expect(answer.text, what).not.toMatch(MACHINE);
  expect(answer.text, what).not.toContain('山田');
  expect(
    answer.setCookies.filter((line) => /-(?:session|pending)=[^;]/u.test(line)),
    what,
  ).toEqual([]);
  const id = /<code>([\w-]{16})<\/code>/u.exec(answer.html)?.[1] ?? 'none';
  const lines = world.log.filter((line) => line.includes(id) && line.includes('"level":"error"'));
  expect(lines, what).toHaveLength(1);
  if (status === 503) expect(answer.headers.get('retry-after'), what).toMatch(/^\d+$/u);
}

test('SEC-R02 SEC-N08 with the database gone every route of a session says so, and the help still answers a stranger', async () => {
  const world = await open();
  const visitor = world.visitor();
  await signIn(visitor);
  await visitor.get('/success/account');
  await courierAtRest(world);
  await world.service.store.close();
  for (const route of ROUTES.filter(({ kind, path }) => kind !== 'desk' && !path.includes(':'))) {
    const path = `/success/${route.path}`;
    const known = visitor.copy();
    const fields = Object.fromEntries((route.fields ?? []).map((field) => [field, field === 'code' ? '123456' : 'x@y.example']));
    const form = { ...fields, form_token: visitor.formToken() };
    const answer = route.method === 'GET' ? await known.get(path) : await known.post(path, form);
    expectFault(world, answer, 503, `${route.method} ${path}`);
  }
  expect((await world.visitor().get('/success/help')).status).toBe(200);
  expect((await world.visitor().get('/success/sign-in')).status).toBe(200);
  expect((await world.visitor().get('/healthz')).status).toBe(200);
  expect((await world.visitor().get('/readyz')).status).toBe(503);
});

describe.each(['sqlite', 'postgres'] as const)('a broken part of %s', (kind) => {
  /** The same request while a table is missing and after it came back. */
  async function without(world: World, table: string, ask: () => Promise<Answer>): Promise<Answer> {
    await courierAtRest(world);
    await world.query(`alter table ${table} rename to away`);
    const answer = await ask();
    await world.query(`alter table away rename to ${table}`);
    return answer;
  }

  test('SEC-R02 without the counters of attempts no password and no code is compared', async () => {
    const world = await open({ location: await newLocation(kind) });
    const { secret } = await enrolledAccount(world);
    const visitor = world.visitor();
    await visitor.get('/success/sign-in');
    const sessions = await world.query('select id from session');
    const password = () => visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD });
    expectFault(world, await without(world, 'attempt_counter', password), 503, 'password');
    expect((await password()).location).toBe('/success/sign-in/code');
    await visitor.get('/success/sign-in/code');
    const code = () => visitor.post('/success/sign-in/code', { code: codeNow(world, secret) });
    expectFault(world, await without(world, 'attempt_counter', code), 503, 'code');
    expect(await world.query('select id from session')).toEqual(sessions);
    expect((await code()).location).toBe('/success/dashboard');
    world.advance(STEP);
    await visitor.get('/success/two-factor');
    const off = () => visitor.post('/success/two-factor', { code: codeNow(world, secret) });
    expectFault(world, await without(world, 'attempt_counter', off), 503, 'off');
    expect((await visitor.get('/success/account')).text).toContain('有効');
  });

  test('SEC-R02 SEC-P01 without the outbox a change that must be told does not happen', async () => {
    const world = await open({ location: await newLocation(kind) });
    const visitor = world.visitor();
    await signIn(visitor);
    const secret = await beginEnrolment(visitor);
    const confirm = () => visitor.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    const answer = await without(world, 'outbox', confirm);
    expectFault(world, answer, 503, 'confirm');
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);
    expect((await confirm()).location).toBe('/success/enrolment/completed');
  });

  test('SEC-R02 without the sessions nobody is signed in, and everybody is again afterwards', async () => {
    const world = await open({ location: await newLocation(kind) });
    const visitor = world.visitor();
    await signIn(visitor);
    for (const path of ['/success/dashboard', '/success/account', '/success/sign-in', '/success/']) {
      expectFault(world, await without(world, 'session', () => visitor.get(path)), 503, path);
    }
    expect((await visitor.get('/success/dashboard')).status).toBe(200);
  });

  test('SEC-M01 SEC-R02 a sealed secret that was tampered with judges no code and shows no QR code', async () => {
    const world = await open({ location: await newLocation(kind) });
    const { secret } = await enrolledAccount(world);
    const visitor: Visitor = world.visitor();
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    await courierAtRest(world);
    const [row] = await world.query('select sealed_secret from authenticator');
    const sealed = String(row?.['sealed_secret']);
    const turned = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'B' : 'A');
    for (const broken of [turned, sealed.slice(0, 20), 'x']) {
      await world.query(`update authenticator set sealed_secret = '${broken}'`);
      const answer = await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) });
      expectFault(world, answer, 500, broken.slice(0, 20));
    }
    await world.query(`update authenticator set sealed_secret = '${sealed}'`);
    world.advance(seconds(900));
    await postPassword(visitor);
    await visitor.get('/success/sign-in/code');
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
  });
});

test('SEC-R03 beyond its queue the hashing answers 503 with Retry-After, while pages and live sessions are served', async () => {
  const passwords = openHasher({ limits: { atOnce: 1, waiting: 3, waitFor: seconds(5) } });
  const world = await open({ compose: { passwords } });
  const holder = world.visitor();
  await signIn(holder);
  const before = passwords.calls();
  const crowd = Array.from({ length: 60 }, (_, index) => world.visitor({ address: `198.51.${index}.1` }));
  for (const visitor of crowd) await visitor.get('/success/sign-in');
  const flood = crowd.map((visitor, index) =>
    visitor.post('/success/sign-in', { email: `nobody${index}@success.example`, password: 'x' }),
  );
  const [page, health, answers] = await Promise.all([
    holder.get('/success/dashboard'),
    world.visitor().get('/healthz'),
    Promise.all(flood),
  ]);
  expect([page.status, health.status]).toEqual([200, 200]);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(passwords.calls() - before);
  expect(refused.length).toBe(60 - (passwords.calls() - before));
  expect(refused.length).toBeGreaterThan(40);
  for (const answer of refused) expect(answer.headers.get('retry-after')).toBe('10');
  expect((await postPassword(world.visitor())).location).toBe('/success/dashboard');
});

test('T-51 SEC-R02 promises that nobody waits for are errors of the lint run', () => {
  const rules = readFileSync(new URL('../../biome.json', import.meta.url), 'utf8');
  expect(rules).toMatch(/"noFloatingPromises": "error"/u);
  expect(rules).toMatch(/"noMisusedPromises": "error"/u);
});

test('SEC-F02 SEC-M01 a secret that does not open is our fault: it costs the holder no attempt', async () => {
  const world = await open();
  await enrolledAccount(world);
  const visitor = world.visitor();
  await postPassword(visitor);
  await visitor.get('/success/sign-in/code');
  await courierAtRest(world);
  await world.query("update authenticator set sealed_secret = 'moved' where state = 'bound'");
  for (let count = 0; count < 7; count += 1) {
    expectFault(world, await visitor.post('/success/sign-in/code', { code: '123456' }), 500, `attempt ${count}`);
  }
  const [counter] = await world.query("select failures from attempt_counter where key = 'second-factor:account-1'");
  expect(Number(counter?.['failures'] ?? 0)).toBe(0);
});
