/**
 * A thief asks in a stolen session for another mail address. The holder sees a session of a stranger and ends it: what it asked for must
 * not come true afterwards, from the mailbox of the thief.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { shortHash } from '../../src/core/tokens.ts';
import { linkTo, NEW_EMAIL, OLD_EMAIL, postContact, press, requestEmail } from '../support/contact.ts';
import { signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const EVIL = 'thief@evil.example';

let world: World;
let thief: Visitor;
let holder: Visitor;
let stolen: string;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  thief = world.visitor();
  await signIn(thief);
  stolen = String((await world.query('select id from session'))[0]?.['id']);
  holder = world.visitor();
  await signIn(holder);
  await holder.get('/success/activity');
});
afterEach(() => world.close());

const addresses = async (): Promise<unknown> => (await world.query('select email, notification_addresses from account'))[0];
const UNCHANGED = { email: OLD_EMAIL, notification_addresses: '[]' };

async function pressed(email: string): Promise<string | null> {
  return (await press(world, await linkTo(world, email, 'contact-confirmation'))).location;
}

const ENDS: readonly [string, () => Promise<unknown>][] = [
  ['ends that session', () => holder.post(`/success/activity/sessions/${shortHash(stolen)}`)],
  ['ends all other sessions', () => holder.post('/success/activity/sessions')],
];

describe.each(ENDS)('the holder %s', (_what, end) => {
  test('SEC-G09 SEC-H06 and the address it asked for is never confirmed', async () => {
    await requestEmail(thief, EVIL);
    await end();
    expect(await pressed(EVIL)).toBe(null);
    expect(await addresses()).toEqual(UNCHANGED);
    expect((await holder.get('/success/dashboard')).status).toBe(200);
    expect(await world.query("select seq from audit_event where type = 'contact.change-cancelled'")).toHaveLength(1);
  });

  test('SEC-G09 SEC-P03 nor the address for notices', async () => {
    await postContact(thief, 'notification-addresses', { email: EVIL });
    await end();
    expect(await pressed(EVIL)).toBe(null);
    expect(await addresses()).toEqual(UNCHANGED);
  });

  test('SEC-G09 what the holder asked for in the own session comes true', async () => {
    await requestEmail(holder);
    await holder.get('/success/activity');
    await end();
    expect(await pressed(NEW_EMAIL)).toBe('/success/contact-confirmation/completed');
  });
});

test('SEC-G09 a thief who signs out in time gains nothing: all other sessions are meant, also those that are over', async () => {
  await requestEmail(thief, EVIL);
  await thief.get('/success/dashboard');
  await thief.post('/success/sign-out');
  world.advance(minutes(1));
  await holder.post('/success/activity/sessions');
  expect(await pressed(EVIL)).toBe(null);
  expect(await addresses()).toEqual(UNCHANGED);
});
