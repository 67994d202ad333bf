/** T-22, T-27 to T-29, T-49: a secret is fresh, short-lived, shown while pending only, and bound by its own session. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBase32 } from '../../src/core/base32.ts';
import { minutes } from '../../src/core/time.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { addSecond } from '../support/authenticator-steps.ts';
import { beginEnrolment, codeNow, enrol, postPassword, secretOn, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
  await signIn(visitor);
});
afterEach(() => world.close());

const CONFIRM = '/success/enrolment/code';

test('T-22 SEC-H01 SEC-H02 a session older than the step-up age must prove the password before an enrolment begins', async () => {
  world.advance(minutes(10) + 1000);
  await visitor.get('/success/account');
  const answer = await visitor.post('/success/enrolment');
  expect(answer.location).toBe('/success/confirmation?then=enrolment');
  expect(await world.query('select id from authenticator')).toHaveLength(0);
  const thief = visitor.copy();
  await thief.get('/success/confirmation?then=enrolment');
  expect((await thief.post('/success/confirmation?then=enrolment', { password: 'guess' })).status).toBe(422);
  expect((await thief.get('/success/enrolment')).html).not.toContain('otpauth:');
});

test('T-27 SEC-B08 a cancelled or ended enrolment leaves a dead secret, and the next one is another', async () => {
  const first = await beginEnrolment(visitor);
  expect(secretOn(await visitor.get('/success/enrolment'))).toEqual(first);
  await visitor.post('/success/enrolment/cancellation');
  const second = await beginEnrolment(visitor);
  expect(second).not.toEqual(first);
  expect((await visitor.post(CONFIRM, { code: codeNow(world, first), device_name: '' })).status).toBe(422);
  await visitor.get('/success/dashboard');
  await visitor.post('/success/sign-out');
  await signIn(visitor);
  expect(await beginEnrolment(visitor)).not.toEqual(second);
  expect(
    (await world.query("select sealed_secret from authenticator where state = 'invalidated'")).every(
      (row) => row['sealed_secret'] === null,
    ),
  ).toBe(true);
});

test('SEC-B08 after ten minutes the right code of the enrolment binds nothing', async () => {
  const secret = await beginEnrolment(visitor);
  world.advance(minutes(10));
  const answer = await visitor.post(CONFIRM, { code: codeNow(world, secret), device_name: '' });
  expect(answer.location).not.toBe('/success/enrolment/completed');
  expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(0);
});

test('SEC-B08 another session of the same account neither sees nor confirms the enrolment', async () => {
  const secret = await beginEnrolment(visitor);
  const other = world.visitor();
  await signIn(other);
  expect((await other.get('/success/enrolment')).html).not.toContain('otpauth:');
  await other.get('/success/account');
  expect((await other.post(CONFIRM, { code: codeNow(world, secret), device_name: '' })).location).not.toBe(
    '/success/enrolment/completed',
  );
  expect((await visitor.post(CONFIRM, { code: codeNow(world, secret), device_name: '' })).location).toBe(
    '/success/enrolment/completed',
  );
});

function spelled(secret: Uint8Array): readonly string[] {
  const base32 = encodeBase32(secret);
  return [base32, base32.replace(/(.{4})/gu, '$1 ').trim(), Buffer.from(secret).toString('hex')];
}

test('T-28 SEC-B09 once active, no route, letter, log or file shows the secret again', async () => {
  // Two, so that no route has a third to begin: any secret on any page would be one of these.
  const secrets = [await enrol(world, visitor), await addSecond(world, visitor)];
  const needles = [...secrets.flatMap(spelled), 'otpauth:', 'otpauth%3A'];
  for (const route of ROUTES) {
    if (route.kind === 'desk') continue;
    const path = `/success/${route.path.replace(/:[a-z]+/u, 'x')}`;
    if (route.path === 'sign-out') continue;
    const answer = route.method === 'GET' ? await visitor.get(path) : await visitor.post(path, {});
    for (const needle of needles) expect(answer.html, `${route.method} ${path}`).not.toContain(needle);
    expect(answer.html, path).not.toMatch(/class="qr/u);
  }
  for (const letter of await world.letters()) for (const needle of needles) expect(letter.text + letter.html).not.toContain(needle);
  for (const needle of needles) expect(world.log.join('')).not.toContain(needle);
  for (const file of readdirSync(world.directory)) {
    const bytes = readFileSync(`${world.directory}/${file}`);
    for (const secret of secrets) expect(bytes.includes(Buffer.from(secret)), file).toBe(false);
    for (const needle of secrets.flatMap(spelled)) expect(bytes.includes(Buffer.from(needle)), file).toBe(false);
  }
});

test('T-29 SEC-B01 every enrolment has 20 bytes of its own', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 30; round += 1) {
    const secret = await beginEnrolment(visitor);
    expect(secret).toHaveLength(20);
    seen.add(encodeBase32(secret));
    await visitor.post('/success/enrolment/cancellation');
  }
  expect(seen.size).toBe(30);
});

test('T-49 SEC-B08 who leaves an enrolment half-way signs in with the password as before', async () => {
  await beginEnrolment(visitor);
  const later = world.visitor();
  expect((await postPassword(later)).location).toBe('/success/dashboard');
  expect((await later.get('/success/account')).text).toContain('無効');
});

test('T-33 SEC-G06 switching on ends every other session and renews this one', async () => {
  const other = world.visitor();
  await signIn(other);
  const old = visitor.copy();
  await enrol(world, visitor);
  expect((await other.get('/success/dashboard')).location).toContain('/success/sign-in');
  expect((await old.get('/success/dashboard')).location).toContain('/success/sign-in');
  expect((await visitor.get('/success/dashboard')).status).toBe(200);
});

test('SEC-H03 a session that never proved a second factor can turn none off', async () => {
  await enrol(world, visitor);
  await world.query('select id from session');
  const other = world.visitor();
  await postPassword(other);
  await other.get('/success/sign-in/code');
  const answer = await other.post('/success/two-factor', { code: '123456' });
  expect(answer.location).toContain('/success/sign-in');
  expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
});
