/** A whole recovery over visitors, from the filed request to the new device, as far as each test goes. */
import { type Duration, days, hours } from '../../src/core/time.ts';
import { callAndRecord, decideOn, openDesk, proveFresh } from './desk.ts';
import { CLAIMS, fileAndConfirm, lastOf, type MailedPaths, recoveryLetters } from './lost-device.ts';
import { issueCodes } from './recovery-codes.ts';
import type { Member } from './staff-administration.ts';
import { codeNow, enrolledAccount, secretOn, signInWithCode } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import { PASSWORD, type World } from './world.ts';

export interface Recovery {
  readonly world: World;
  /** Of the account, before. */
  readonly oldSecret: Uint8Array;
  /** The browser of the request. */
  readonly holder: Visitor;
  readonly receipt: string;
  readonly paths: MailedPaths;
  readonly desk: readonly [Member, Member, Member];
}

/**
 * An account with two factors, a desk of two reviewers and a supervisor, and a request whose evidence is complete. `before` is done with
 * the old app, after everything that makes a risk and before the request.
 */
export async function gathered(world: World, before?: (oldSecret: Uint8Array) => Promise<void>): Promise<Recovery> {
  await world.addAccount();
  const { secret: oldSecret } = await enrolledAccount(world);
  world.advance(days(2));
  await before?.(oldSecret);
  const [first, second, third] = await openDesk(world, ['reviewer', 'reviewer', 'supervisor']);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
  const holder = world.visitor();
  const { paths, receipt } = await fileAndConfirm(world, holder);
  await holder.get(`/success/lost-device/${receipt}`);
  await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
  await callAndRecord(first.visitor, holder, receipt);
  world.advance(1000);
  await callAndRecord(second.visitor, holder, receipt);
  world.advance(1000);
  return { world, oldSecret, holder, receipt, paths, desk: [first, second, third] };
}

export async function approved(recovery: Recovery): Promise<void> {
  const { desk, receipt, world } = recovery;
  const [proposer, approver] = desk;
  await decideOn(proposer.visitor, receipt, 'proposal');
  world.advance(30_000);
  await proveFresh(world, approver);
  await decideOn(approver.visitor, receipt, 'approval');
}

/** Approved, told, waited for: answers the pass as it stands in the letter. */
export async function released(recovery: Recovery, waitFor: Duration = hours(24)): Promise<string> {
  const { world } = recovery;
  await approved(recovery);
  await world.letters();
  // The clock sees that they were accepted.
  await world.letters();
  world.advance(waitFor);
  return passIn(world);
}

/** The pass of the newest letter that has one. */
export async function passIn(world: World): Promise<string> {
  const { text } = lastOf((await recoveryLetters(world, CLAIMS.email)).concat(await passLetters(world)));
  const pass = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/u.exec(text)?.[0];
  if (pass === undefined) throw new Error(`no pass in: ${text}`);
  return pass;
}

export async function passLetters(world: World) {
  return (await world.letters()).filter(({ subject }) => subject.includes('登録パス'));
}

export async function typePass(browser: Visitor, pass: string, password: string = PASSWORD): Promise<Answer> {
  await browser.get('/success/sign-in/pass');
  return browser.post('/success/sign-in/pass', { email: CLAIMS.email, password, pass });
}

/** Password and pass, QR code, first code; answers the new secret and the last answer. */
export async function redeem(
  { holder, world }: Pick<Recovery, 'holder' | 'world'>,
  pass: string,
): Promise<{ readonly secret: Uint8Array; readonly answer: Answer }> {
  const opened = await typePass(holder, pass);
  if (opened.location !== '/success/sign-in/enrolment') throw new Error(`no ticket: ${opened.status} ${opened.text}`);
  const secret = secretOn(await holder.get('/success/sign-in/enrolment'));
  const answer = await holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '新しい電話' });
  world.advance(30_000);
  return { secret, answer };
}

/** What dies with a recovery: a browser that is signed in and known, and recovery codes. */
export interface Belongings {
  readonly session: Visitor;
  readonly codes: readonly string[];
}

export async function ownBelongings(world: World, secret: Uint8Array): Promise<Belongings> {
  const session = world.visitor();
  await signInWithCode(world, session, secret);
  const codes = await issueCodes(session);
  world.advance(30_000);
  return { session, codes };
}

export async function stateOf({ world }: Pick<Recovery, 'world'>): Promise<string> {
  return String((await world.query('select state from recovery_request order by filed_at desc'))[0]?.['state']);
}
