/** A challenge answered twice, elsewhere, for something else or too late opens nothing (SEC-D01); a race for one has one winner. */
import { expect, onTestFinished, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { askChallenge, askCreation, passkeyAccount, signInWithPasskey } from '../support/passkey-steps.ts';
import { makeSoftPasskey, type SoftPasskey } from '../support/soft-passkey.ts';
import { postPassword, signIn } from '../support/steps.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

async function world(): Promise<{ readonly opened: World; readonly passkey: SoftPasskey }> {
  const opened = await openWorld();
  onTestFinished(() => opened.close());
  await opened.addAccount();
  const { passkey } = await passkeyAccount(opened);
  return { opened, passkey };
}

const PATHS = {
  'sign-in': '/success/sign-in/passkey',
  second: '/success/sign-in/code/passkey',
  fresh: '/success/confirmation/passkey',
};

test('SEC-D01 T-01 an answer opens one session, not a second one', async () => {
  const { opened, passkey } = await world();
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in');
  const assertion = passkey.get(await askChallenge(visitor, PATHS['sign-in']));
  const thief = visitor.copy();
  await thief.get('/success/sign-in');
  expect((await visitor.post(PATHS['sign-in'], { assertion })).location).toBe('/success/dashboard');
  const again = await thief.post(PATHS['sign-in'], { assertion });
  expect([again.status, again.text.includes('時間が経過したため')]).toEqual([422, true]);
});

test('SEC-D01 a refused answer uses its challenge up as well', async () => {
  const { opened, passkey } = await world();
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in');
  const options = await askChallenge(visitor, PATHS['sign-in']);
  expect((await visitor.post(PATHS['sign-in'], { assertion: passkey.get(options, { forged: true }) })).status).toBe(422);
  expect((await visitor.post(PATHS['sign-in'], { assertion: passkey.get(options) })).text).toContain('時間が経過したため');
});

test('SEC-D01 a challenge is good for five minutes, to the instant', async () => {
  const { opened, passkey } = await world();
  for (const [late, location] of [
    [minutes(5) - 1, '/success/dashboard'],
    [minutes(5), null],
  ] as const) {
    const visitor = opened.visitor();
    await visitor.get('/success/sign-in');
    const assertion = passkey.get(await askChallenge(visitor, PATHS['sign-in']));
    opened.advance(late);
    expect((await visitor.post(PATHS['sign-in'], { assertion })).location).toBe(location);
  }
});

test('SEC-D01 an answer posted from another browser opens nothing there', async () => {
  const { opened, passkey } = await world();
  const [victim, thief] = [opened.visitor(), opened.visitor()];
  await victim.get('/success/sign-in');
  await thief.get('/success/sign-in');
  const assertion = passkey.get(await askChallenge(victim, PATHS['sign-in']));
  expect((await thief.post(PATHS['sign-in'], { assertion })).status).toBe(422);
});

test('SEC-D01 no challenge answers another ceremony, nor another sign-in of the same account', async () => {
  const { opened, passkey } = await world();
  const half = opened.visitor();
  await postPassword(half);
  await half.get('/success/sign-in/code');
  const other = opened.visitor();
  await postPassword(other);
  await other.get('/success/sign-in/code');
  const signedIn = opened.visitor();
  await signInWithPasskey(signedIn, passkey);
  await signedIn.get('/success/confirmation');

  const second = passkey.get(await askChallenge(half, PATHS.second));
  expect((await other.post(PATHS.second, { assertion: second })).status).toBe(422);
  expect((await half.post(PATHS['sign-in'], { assertion: second })).status).toBe(422);
  expect((await signedIn.post(PATHS.fresh, { assertion: second })).status).toBe(422);
  const alone = passkey.get(await askChallenge(half, PATHS['sign-in']));
  expect((await half.post(PATHS.second, { assertion: alone })).status).toBe(422);
  const fresh = passkey.get(await askChallenge(signedIn, PATHS.fresh));
  expect((await half.post(PATHS.second, { assertion: fresh })).status).toBe(422);
  expect((await opened.query('select id from session where ended_at is null')).length).toBe(1);
});

test('SEC-D01 SEC-D07 a challenge to register belongs to its session, and to registering', async () => {
  const opened = await openWorld();
  onTestFinished(() => opened.close());
  await opened.addAccount();
  const [one, two] = [opened.visitor(), opened.visitor()];
  await signIn(one);
  await signIn(two);
  await one.get('/success/enrolment/passkey');
  await two.get('/success/enrolment/passkey');
  const made = makeSoftPasskey({ origin: ORIGIN });
  const attestation = made.create(await askCreation(one));
  expect((await two.post('/success/enrolment/passkey', { attestation })).text).toContain('時間が経過したため');
  expect((await one.post('/success/enrolment/passkey', { attestation })).location).toBe('/success/enrolment/completed');
  expect((await one.post('/success/enrolment/passkey', { attestation })).status).not.toBe(303);
});

test('SEC-D01 SEC-R01 T-03 fifty posts of one answer at once make one session', async () => {
  const { opened, passkey } = await world();
  const visitor = opened.visitor();
  await visitor.get('/success/sign-in');
  const assertion = passkey.get(await askChallenge(visitor, PATHS['sign-in']));
  const racers = Array.from({ length: 50 }, () => visitor.copy());
  const token = visitor.formToken();
  const answers = await Promise.all(racers.map((racer) => racer.post(PATHS['sign-in'], { assertion, form_token: token })));
  expect(answers.filter(({ location }) => location === '/success/dashboard')).toHaveLength(1);
  expect((await opened.query('select id from session where ended_at is null')).length).toBe(1);
});
