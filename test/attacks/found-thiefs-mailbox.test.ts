/**
 * A thief with the password makes a mailbox of their own one of the account's. What "not me" closed must not open by a reset from that
 * mailbox, no link that lets somebody enrol goes there, and what was mailed there is worth nothing once the change was taken back.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { days, seconds } from '../../src/core/time.ts';
import { addAddress, changeEmail, linkTo, NEW_EMAIL, OLD_EMAIL, press, requestEmail } from '../support/contact.ts';
import { askForReset, NEW_PASSWORD, resetByMail, resetLink, setByLink } from '../support/forgotten-password.ts';
import { enrol, postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const OWN_PASSWORD = 'amber lantern 52 orchard';
const EVIL = 'thief@evil.example';

let world: World;
let thief: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  thief = world.visitor();
  await signIn(thief);
  world.advance(seconds(1));
});
afterEach(() => world.close());

async function notMeLinks(to: string): Promise<readonly string[]> {
  const texts = (await world.letters()).filter((letter) => letter.to === to).map(({ text }) => text);
  return texts.flatMap((text) => /\/success\/not-me\/[\w.-]+/u.exec(text)?.[0] ?? []);
}

async function resetFrom(email: string): Promise<void> {
  await askForReset(thief, email);
  await setByLink(thief, await resetLink(world));
}

const isClosed = async (): Promise<boolean> =>
  (await world.query('select id from account where password_only_closed_at is null')).length === 0;

test('SEC-P04 SEC-H06 "not me" stays closed for whoever resets from the address that the thief brought', async () => {
  await changeEmail(world, thief, EVIL);
  const [link = ''] = await notMeLinks(OLD_EMAIL);
  expect((await press(world, link)).location).toBe('/success/not-me/completed');
  await resetFrom(EVIL);
  expect((await postPassword(world.visitor(), { email: EVIL, password: NEW_PASSWORD })).status).toBe(422);
  expect(await isClosed()).toBe(true);
  // The mailbox of before takes the change back, and opens the account again.
  await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
  await resetByMail(world, world.visitor(), OWN_PASSWORD);
  const holder = world.visitor();
  expect((await postPassword(holder, { password: OWN_PASSWORD })).location).toBe('/success/dashboard');
});

test('SEC-H06 an address that nobody took back for seven days is the holder’s: a reset from it opens what "not me" closed', async () => {
  await changeEmail(world, thief, EVIL);
  world.advance(days(7));
  const [link = ''] = await notMeLinks(OLD_EMAIL);
  await press(world, link);
  await resetFrom(EVIL);
  expect(await isClosed()).toBe(false);
});

test('SEC-P04 SEC-H06 a change taken back: no "not me" that was mailed meanwhile shuts the holder out later', async () => {
  await changeEmail(world, thief, EVIL);
  await enrol(world, thief);
  world.advance(seconds(1));
  await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
  await world.service.store.reopenAccount('account-1', 'called back', world.now());
  await resetByMail(world, world.visitor());
  const kept = await notMeLinks(EVIL);
  expect(kept.length).toBeGreaterThan(0);
  for (const link of kept) expect((await press(world, link)).location).toBe(null);
  expect(await isClosed()).toBe(false);
  const own = (await notMeLinks(OLD_EMAIL)).at(-1) ?? '';
  expect((await press(world, own)).location).toBe('/success/not-me/completed');
});

test('SEC-P05 product decision 10: the link that lets somebody enrol goes to the sign-in address alone', async () => {
  await addAddress(world, thief, EVIL);
  await world.query("update company set two_factor_level = 'required', two_factor_required_from = 0");
  const before = (await world.letters()).length;
  expect((await postPassword(world.visitor())).location).toBe('/success/sign-in/confirmation');
  const letters = (await world.letters()).slice(before).filter(({ text }) => text.includes('/sign-in/confirmation/'));
  expect(letters.map(({ to }) => to)).toEqual([OLD_EMAIL]);
});

test('SEC-H06 SEC-P03 an address for notices that was added lately hears of a change, and cannot take it back', async () => {
  await addAddress(world, thief, EVIL);
  world.advance(days(29));
  const holder = world.visitor();
  await signIn(holder);
  await changeEmail(world, holder);
  const told = (await world.letters()).filter(({ subject }) => subject.includes('メールアドレス'));
  expect(told.filter(({ to, text }) => to === EVIL && text.includes('ほかのアドレスへお送りしました'))).toHaveLength(2);
  expect(told.filter(({ text }) => text.includes('/contact-cancellation/')).map(({ to }) => to)).toEqual([OLD_EMAIL, OLD_EMAIL]);
});

test('SEC-H06 SEC-P03 one that has stood for thirty days can, and so can the address that was left a day ago', async () => {
  await addAddress(world, thief, 'own@home.example');
  world.advance(days(30));
  const holder = world.visitor();
  await signIn(holder);
  await changeEmail(world, holder);
  world.advance(days(1));
  const again = world.visitor();
  await signIn(again, { email: NEW_EMAIL });
  const before = (await world.letters()).length;
  await requestEmail(again, EVIL);
  const linked = (await world.letters()).slice(before).filter(({ text }) => text.includes('/contact-cancellation/'));
  expect(linked.map(({ to }) => to).toSorted()).toEqual([NEW_EMAIL, OLD_EMAIL, 'own@home.example'].toSorted());
});
