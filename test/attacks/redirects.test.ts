/** T-44: nothing a visitor sends decides where a redirect leads, except to a page of the same portal. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeNow, enrolledAccount, postPassword, signIn, signInWithCode } from '../support/steps.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const HOSTS = ['evil.example', 'evil.example:443', 'evil.example%2f', 'success@evil.example', '[::1]'];
const CORPUS: readonly string[] = [
  ...HOSTS.flatMap((host) => [
    `https://${host}`,
    `//${host}`,
    `///${host}`,
    `////${host}/..`,
    `/\\${host}`,
    `\\\\${host}`,
    `/%5c${host}`,
    `/%2f%2f${host}`,
    `/success/..//${host}`,
    `/success/%2e%2e//${host}`,
    `https:${host}`,
    `https:/${host}`,
    `javascript:alert(1)//${host}`,
    `/\t/${host}`,
    `/\n/${host}`,
    `/\r\nLocation: https://${host}`,
    ` //${host}`,
    `/success/dashboard@${host}`,
    `/success/dashboard\u0000//${host}`,
    `/success/dashboard?x=//${host}#`,
  ]),
  '/support/dashboard',
  '/desk/dashboard',
  '/desk/requests',
  '/success/sign-out',
  '/success/enrolment/completed',
  '/success/dashboard/../account',
  '/SUCCESS/dashboard',
  '/success//dashboard',
  '/success/dashboard/',
  '/success/cases/../../support/dashboard',
  'data:text/html,x',
  '/success/cases/%2e%2e',
];

test('T-44 SEC-E09 no return_to of the corpus leads anywhere but the start page', async () => {
  for (const target of CORPUS) {
    const visitor = world.visitor();
    await visitor.get(`/success/sign-in?return_to=${encodeURIComponent(target)}`);
    const answer = await visitor.post('/success/sign-in', {
      email: 'hanako@success.example',
      password: PASSWORD,
      return_to: target,
    });
    expect(answer.status, JSON.stringify(target)).toBe(303);
    expect(answer.location, JSON.stringify(target)).toBe('/success/dashboard');
  }
});

test('T-44 SEC-E09 G-19 the page asked for is reached after the password and after the code', async () => {
  const asked = '/success/cases?page=2';
  const visitor = world.visitor();
  const refused = await visitor.get(asked);
  expect(refused.location).toBe(`/success/sign-in?return_to=${encodeURIComponent(asked)}`);
  const page = await visitor.follow(refused);
  const hidden = /name="return_to" value="([^"]+)"/u.exec(page.html)?.[1];
  expect(hidden).toBe(asked);
  const answer = await visitor.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD, return_to: asked });
  expect(answer.location).toBe(asked);

  const { secret } = await enrolledAccount(world);
  const other = world.visitor();
  await other.get(`/success/sign-in?return_to=${encodeURIComponent(asked)}`);
  await other.post('/success/sign-in', { email: 'hanako@success.example', password: PASSWORD, return_to: asked });
  await other.get('/success/sign-in/code');
  expect((await other.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe(asked);
});

test('SEC-E09 every redirect is a 303 to a path of its own portal', async () => {
  const { secret } = await enrolledAccount(world);
  const visitor = world.visitor();
  const answers = [
    await visitor.get('/success/'),
    await visitor.get('/success'),
    await visitor.get('/success/dashboard'),
    await postPassword(visitor),
    await signInWithCode(world, world.visitor(), secret),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^\/success\//u);
  }
});

test('T-44 then= of the fresh check takes its two words only', async () => {
  const visitor = world.visitor();
  await signIn(visitor);
  for (const then of ['//evil.example', 'https://evil.example', 'account', '']) {
    const page = await visitor.get(`/success/confirmation?then=${encodeURIComponent(then)}`);
    expect(page.html, then).not.toContain('evil.example');
    const answer = await visitor.post(`/success/confirmation?then=${encodeURIComponent(then)}`, { password: PASSWORD });
    expect(answer.location ?? '', then).not.toContain('evil');
  }
});
