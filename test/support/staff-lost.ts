/** Somebody of the desk who lost the device, as far as each test goes: filed by a colleague, seen by two, approved, bound anew. */
import { hours, minutes } from '../../src/core/time.ts';
import { decideOn, letGo, openDesk, proveFresh, takeUp } from './desk.ts';
import { lastOf, type MailedPaths, pathsIn, receiptIn, recoveryLetters } from './lost-device.ts';
import { passIn } from './recovery.ts';
import type { Member } from './staff-administration.ts';
import { codeNow } from './steps.ts';
import type { Answer, Visitor } from './visitor.ts';
import { PASSWORD, type World } from './world.ts';

/** `lost` of them is without the device; `supervisor` and `reviewer` see the document. */
export interface StaffLost {
  readonly world: World;
  readonly lost: Member;
  readonly intake: Member;
  readonly reviewer: Member;
  readonly supervisor: Member;
  readonly administrator: Member;
  /** Where the mailed link is opened: not signed in at the desk. */
  readonly browser: Visitor;
}

export async function openStaffLost(world: World): Promise<StaffLost> {
  const roles = ['reviewer', 'intake', 'reviewer', 'supervisor', 'administrator'] as const;
  const [lost, intake, reviewer, supervisor, administrator] = await openDesk(world, roles);
  if (!lost || !intake || !reviewer || !supervisor || !administrator) throw new Error('no desk');
  world.advance(minutes(1));
  return { world, lost, intake, reviewer, supervisor, administrator, browser: world.visitor() };
}

/** Password and code at the desk; answers the last answer. */
export async function signInAtDesk(world: World, visitor: Visitor, email: string, secret: Uint8Array): Promise<Answer> {
  await visitor.get('/desk/sign-in');
  await visitor.post('/desk/sign-in', { email, password: PASSWORD });
  await visitor.get('/desk/sign-in/code');
  return visitor.post('/desk/sign-in/code', { code: codeNow(world, secret) });
}

export async function fileFor(by: Visitor, email: string, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  await by.get('/desk/intake/colleague');
  return by.post('/desk/intake/colleague', { email, name: '佐藤 涼子', summary: '電話をなくした', risk: 'accepted', ...changes });
}

export const receiptOfFiling = (answer: Answer): string =>
  new URLSearchParams(answer.location?.split('?')[1]).get('receipt') ?? receiptIn(answer);

/** The mailed link opened in a browser of its own, confirmed, and the password typed there. */
export async function confirmed({ browser, intake, lost, world }: StaffLost): Promise<{ receipt: string; paths: MailedPaths }> {
  const receipt = receiptOfFiling(await fileFor(intake.visitor, lost.email));
  const paths = pathsIn(lastOf(await recoveryLetters(world, lost.email)));
  await browser.get(paths.open);
  await browser.post(`/desk/lost-device/${receipt}/confirmation`, { token: paths.token });
  await browser.get(`/desk/lost-device/${receipt}`);
  await browser.post(`/desk/lost-device/${receipt}/password`, { password: PASSWORD });
  return { receipt, paths };
}

/** The supervisor puts this person in charge: nobody else sees it. */
export async function assign(by: Visitor, receipt: string, owner: string): Promise<Answer> {
  await by.get('/desk/requests');
  return by.post('/desk/requests/selected', { row_1: receipt, choice: 'assign', owner });
}

/** An own meeting with an own code, read out from the claim browser. Whoever lets go of it is not in charge any more. */
export async function seeDocument(by: Visitor, browser: Visitor, receipt: string): Promise<Answer> {
  await takeUp(by, receipt);
  await by.post(`/desk/requests/${receipt}/calls`, { evidence: 'in-person' });
  const { text } = await browser.get(`/desk/lost-device/${receipt}`);
  const code = /番号\s*(\d{3}) ?(\d{3})/u.exec(text);
  await by.get(`/desk/requests/${receipt}/call`);
  return by.post(`/desk/requests/${receipt}/records`, {
    code: `${code?.[1]}${code?.[2]}`,
    document: 'licence',
    document_end: '1234',
  });
}

/** Both saw it, at the same time; the reviewer last, who is in charge now. */
export async function seenByBoth(desk: StaffLost, receipt: string): Promise<void> {
  await seeDocument(desk.supervisor.visitor, desk.browser, receipt);
  await letGo(desk.supervisor.visitor, receipt);
  await assign(desk.supervisor.visitor, receipt, desk.reviewer.id);
  await seeDocument(desk.reviewer.visitor, desk.browser, receipt);
}

export async function approvedByBoth({ reviewer, supervisor, world }: StaffLost, receipt: string): Promise<Answer> {
  await decideOn(reviewer.visitor, receipt, 'proposal');
  await letGo(reviewer.visitor, receipt);
  world.advance(30_000);
  await proveFresh(world, supervisor);
  return decideOn(supervisor.visitor, receipt, 'approval');
}

/** Every letter accepted, 72 hours waited: the pass of the letter. */
export async function releasedPass({ world }: StaffLost): Promise<string> {
  await world.letters();
  await world.letters();
  world.advance(hours(72));
  await world.letters();
  return passIn(world);
}

export async function typePassAtDesk(browser: Visitor, email: string, pass: string): Promise<Answer> {
  await browser.get('/desk/sign-in/pass');
  return browser.post('/desk/sign-in/pass', { email, password: PASSWORD, pass });
}
