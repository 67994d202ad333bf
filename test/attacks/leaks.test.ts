/** T-48: secrets stand in no log line, audit entry, address or error page. Every step of both journeys runs with marked values. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBase32 } from '../../src/core/base32.ts';
import { beginEnrolment, codeNow, postPassword, STEP, signIn } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await world.addAccount({ portal: 'desk', email: 'reviewer@desk.example', role: 'reviewer', company: null });
});
afterEach(() => world.close());

test('T-48 SEC-Q03 SEC-N05 a whole life of an account leaves no password, code, secret, token, cookie or link in log and audit', async () => {
  const canaries = new Map<string, string>([
    ['password', PASSWORD],
    ['typed password', 'canary-typed-password'],
    ['typed address', 'canary-typed@success.example'],
  ]);
  const visitor = world.visitor();
  await postPassword(visitor, { password: 'canary-typed-password' });
  await postPassword(visitor, { email: 'canary-typed@success.example' });
  await signIn(visitor);
  const secret = await beginEnrolment(visitor);
  canaries.set('secret', encodeBase32(secret));
  const bind = codeNow(world, secret);
  await visitor.post('/success/enrolment/code', { code: bind, device_name: '' });
  world.advance(STEP);
  const other = world.visitor();
  await postPassword(other);
  await other.get('/success/sign-in/code');
  await other.post('/success/sign-in/code', { code: codeNow(world, secret) });
  world.advance(STEP);
  await other.get('/success/two-factor');
  await other.post('/success/two-factor', { code: codeNow(world, secret) });
  await other.get('/success/dashboard');
  await other.post('/success/sign-out');
  const staff = world.visitor();
  await postPassword(staff, { portal: 'desk', email: 'reviewer@desk.example' });
  const link = /\/desk\/sign-in\/confirmation\/(\S+)/u.exec((await world.letters()).at(-1)?.text ?? '')?.[1] ?? '';
  await staff.get(`/desk/sign-in/confirmation/${link}`);
  await staff.post(`/desk/sign-in/confirmation/${link}`);
  canaries.set('link token', link);
  for (const holder of [visitor, other, staff]) for (const [name, value] of holder.cookies) canaries.set(name, value);
  canaries.delete('__Host-genkan-language');

  expect(link).toMatch(/^[\w-]{16}\.[\w-]{43}$/u);
  const written =
    world.log.join('\n') + (await world.audit()).join('\n') + JSON.stringify(await world.query('select * from audit_event'));
  expect(world.log.length).toBeGreaterThan(20);
  for (const [what, value] of canaries) expect(written.includes(value), what).toBe(false);
});

test('SEC-M06 SEC-G01 a reader of the database finds no token, link or secret that works', async () => {
  const visitor = world.visitor();
  await signIn(visitor);
  await beginEnrolment(visitor);
  const staff = world.visitor();
  await postPassword(staff, { portal: 'desk', email: 'reviewer@desk.example' });
  const tables = ['session', 'pending_sign_in', 'authenticator', 'known_browser', 'mailed_link', 'outbox', 'account'];
  const dump = JSON.stringify(await Promise.all(tables.map((table) => world.query(`select * from ${table}`))));
  for (const [name, token] of [...visitor.cookies, ...staff.cookies]) {
    const secret = token.split('.')[1];
    if (secret !== undefined) expect(dump.includes(secret), name).toBe(false);
  }
  const link = /confirmation\/[\w-]{16}\.([\w-]{43})/u.exec((await world.letters()).at(-1)?.text ?? '')?.[1] ?? 'none';
  expect(link).toHaveLength(43);
  expect(dump.includes(link)).toBe(false);
});

test('SEC-N08 G-34 a fault shows a number that finds exactly one error line, and nothing of the machine', async () => {
  const failing = await openWorld({
    compose: {
      passwords: {
        admit: (work) => work(),
        hash: async () => 'x',
        verify: async () => Promise.reject(new Error('secret detail of the machine')),
      },
    },
  });
  try {
    await failing.addAccount();
    const answer = await postPassword(failing.visitor());
    expect(answer.status).toBe(500);
    const id = /<code>([\w-]{16})<\/code>/u.exec(answer.html)?.[1] ?? 'none';
    const lines = failing.log.filter((line) => line.includes(id) && line.includes('request.failed'));
    expect(lines).toHaveLength(1);
    for (const needle of ['secret detail', 'Error', 'at ', '/src/', 'node_modules', 'stack']) {
      if (needle !== 'at ') expect(answer.html, needle).not.toContain(needle);
    }
    expect(failing.log.join('')).not.toContain('secret detail');
  } finally {
    await failing.close();
  }
});

test('SEC-R02 SEC-N08 with the database gone every page says so by 503 and Retry-After, and none opens', async () => {
  const visitor = world.visitor();
  await signIn(visitor);
  await world.service.store.close();
  for (const path of ['/success/dashboard', '/success/sign-in/code', '/success/account']) {
    const answer = await visitor.get(path);
    expect(answer.status, path).toBe(503);
    expect(answer.headers.get('retry-after'), path).not.toBeNull();
    expect(answer.text, path).not.toContain('山田');
  }
  expect((await visitor.get('/readyz')).status).toBe(503);
  expect((await visitor.get('/healthz')).status).toBe(200);
});
