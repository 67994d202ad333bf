/**
 * A rule that comes later than a session, and goes again: whoever holds a session by the password alone must not get it back once the
 * holder has bound an authenticator. And the letter that lets the holder enrol must leave, however many others a stranger asked for.
 */
import { expect, onTestFinished, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { REQUIRED_POLICY } from '../../src/core/two-factor-policy.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { askForReset } from '../support/forgotten-password.ts';
import { codeNow, postPassword, secretOn, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const WAIT = '/success/sign-in/confirmation';

async function enrolAtSignIn(world: World, holder: Visitor): Promise<string | null> {
  expect((await postPassword(holder)).location).toBe(WAIT);
  const link = /\/success\/sign-in\/confirmation\/[\w.-]+/u.exec((await world.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  await holder.get(link);
  await holder.post(link);
  await holder.get(WAIT);
  await holder.post(WAIT);
  const secret = secretOn(await holder.get('/success/sign-in/enrolment'));
  return (await holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' })).location;
}

test('SEC-G06 T-33 a session by the password alone ends with the enrolment at a sign-in, also when the rule goes again', async () => {
  const world = await openWorld();
  onTestFinished(() => world.close());
  await world.addAccount();
  const thief = world.visitor();
  await signIn(thief);
  await world.query("update company set two_factor_level = 'required', two_factor_required_from = 0");
  await enrolAtSignIn(world, world.visitor());
  world.advance(minutes(1));
  await world.query("update company set two_factor_level = 'optional', two_factor_required_from = null");
  expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in');
});

test('SEC-P06 SEC-F06 a stranger who asks for resets all day keeps nobody from the enrolment that a rule asks for', async () => {
  const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, twoFactorPolicy: REQUIRED_POLICY } : portal));
  const world = await openWorld({ portals });
  onTestFinished(() => world.close());
  await world.addAccount();
  for (let hour = 0; hour < 4; hour += 1) {
    for (let form = 0; form < 5; form += 1) await askForReset(world.visitor({ address: `198.51.100.${hour}` }));
    await world.letters();
    world.advance(hours(1) + minutes(1));
  }
  expect(await enrolAtSignIn(world, world.visitor())).toContain('/success/enrolment/completed');
});
