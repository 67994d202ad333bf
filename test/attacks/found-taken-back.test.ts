/**
 * A thief with the password changes the mail address and then binds something of their own. The holder takes the change back from the
 * old mailbox and sets a new password: what the thief bound in between must not open the account with it.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { days, seconds } from '../../src/core/time.ts';
import { changeEmail, linkTo, OLD_EMAIL, press, requestEmail } from '../support/contact.ts';
import { NEW_PASSWORD, resetByMail } from '../support/forgotten-password.ts';
import { addPasskey, signInWithPasskey } from '../support/passkey-steps.ts';
import { codesOn, isSignedIn, issueCodes, namedSet, signInWithRecoveryCode } from '../support/recovery-codes.ts';
import { enrol, enrolledAccount, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const EVIL = 'thief@evil.example';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

async function takeBack(): Promise<void> {
  const answer = await press(world, await linkTo(world, OLD_EMAIL, 'contact-cancellation'));
  if (answer.location !== '/success/contact-cancellation/completed') throw new Error(`not taken back: ${answer.status}`);
}

async function thiefMoved(): Promise<Visitor> {
  const thief = world.visitor();
  await signIn(thief);
  await changeEmail(world, thief, EVIL);
  world.advance(seconds(1));
  return thief;
}

describe('a change that is taken back', () => {
  test('SEC-H06 T-22 sets aside the passkey that was bound since: after the new password it opens nothing', async () => {
    const passkey = await addPasskey(await thiefMoved());
    await takeBack();
    await resetByMail(world, world.visitor());
    const thief = world.visitor();
    await signInWithPasskey(thief, passkey);
    expect(await isSignedIn(thief)).toBe(false);
    // Set aside and not removed: whoever reads that mailbox must not take an authenticator away (desk.md invariant 1).
    expect(await world.query("select id from authenticator where state = 'bound'")).toHaveLength(1);
    expect(await world.query("select seq from audit_event where type = 'authenticator.set-aside'")).toHaveLength(1);
  });

  test('SEC-H06 T-22 the same of an app, and the reader of the old mailbox gets in by it neither', async () => {
    const secret = await enrol(world, await thiefMoved());
    await takeBack();
    await resetByMail(world, world.visitor());
    world.advance(STEP);
    const answer = await postPassword(world.visitor(), { password: NEW_PASSWORD });
    expect([answer.status, answer.location]).toEqual([422, null]);
    expect(secret).toHaveLength(20);
  });

  test('SEC-H06 SEC-C03 sets aside the recovery codes that were issued since', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    await requestEmail(visitor, EVIL);
    world.advance(seconds(1));
    const [code = ''] = await issueCodes(visitor);
    await press(world, await linkTo(world, EVIL, 'contact-confirmation'));
    await takeBack();
    await resetByMail(world, world.visitor());
    const thief = world.visitor();
    await signInWithRecoveryCode(thief, code, { password: NEW_PASSWORD });
    expect(await isSignedIn(thief)).toBe(false);
    // The app was bound before: the holder is in with it, and makes codes of their own.
    world.advance(STEP);
    const holder = world.visitor();
    expect((await signInWithCode(world, holder, secret, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
    const page = await holder.get('/success/recovery-codes');
    expect(codesOn(await holder.post('/success/recovery-codes', { code_set: namedSet(page) }))).toHaveLength(10);
  });

  test('SEC-H06 what was bound before it was asked for works on, and one new password by the link opens everything again', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    await changeEmail(world, visitor, EVIL);
    world.advance(days(3));
    await takeBack();
    await resetByMail(world, world.visitor());
    const holder = world.visitor();
    expect((await signInWithCode(world, holder, secret, { password: NEW_PASSWORD })).location).toBe('/success/dashboard');
    expect(await world.query('select password_only_closed_at, set_aside_since from account')).toEqual([
      { password_only_closed_at: null, set_aside_since: null },
    ]);
  });
});
