/**
 * The attackers of desk.md section 7, each a sequence of requests over HTTP. Every one of them plays as well as these compromises allow:
 * from the holder's own network, in office hours, with a desk that reaches nobody by a number that the attacker does not hold.
 */
import type { Compromise, CompromiseSet } from '../core/recovery-paths.ts';
import { days } from '../core/time.ts';
import { attack, type Ending, honestRequest, livingSession, type Plan, receiptOf, type Scene, stopped } from './attack.ts';
import { follow, leadsTo } from './browser.ts';
import { decide, press } from './desk-steps.ts';
import { fileForm, NEW_PASSWORD, resetPassword } from './filing-steps.ts';
import { signIn, typePassword } from './people.ts';

export const ATTACKERS = [
  'knows-the-case',
  'mailbox',
  'mailbox-and-password',
  'sim-swap',
  'stolen-phone',
  'bribed-agent',
  'bribed-supervisor',
  'staff-administrator',
  'changes-the-number',
  'resets-and-waits',
  'presses',
  'company-administrator',
  'administrators-mailbox',
  'mail-system',
  'living-session',
  'infected-computer',
  'joins',
  'mail-is-down',
  'floods-an-address',
] as const;
export type AttackerName = (typeof ATTACKERS)[number];

export interface Attacker {
  readonly has: CompromiseSet;
  /** Where it is not one each: what one thing that goes wrong gives at once, or what is none of the letters. */
  readonly count?: number;
  /** Reads the mailbox of the company's administrator as well. */
  readonly readsAdministrator?: boolean;
  readonly play: (scene: Scene) => Promise<Ending>;
}

const filing = (has: CompromiseSet, more: Partial<Plan> = {}): Attacker => ({
  has,
  play: (scene) => attack(scene, { has, way: 'files', level: 'low', ...more }),
});

export const SCRIPTS: Readonly<Record<AttackerName, Attacker>> = {
  'knows-the-case': filing([]),
  mailbox: filing(['M']),
  'mailbox-and-password': filing(['M', 'P']),
  'sim-swap': filing(['P', 'T']),
  'stolen-phone': { ...filing(['M', 'T']), count: 1 },
  'bribed-agent': filing(['M', 'P', 'I']),
  'bribed-supervisor': { has: ['M', 'P', 'V'], play: bribedSupervisor },
  'staff-administrator': { has: ['M', 'X'], play: staffAdministrator },
  'changes-the-number': { has: ['M', 'L'], play: changesNumber },
  'resets-and-waits': { has: ['M'], play: resetsAndWaits },
  presses: { has: ['M', 'T'], play: presses },
  'company-administrator': filing(['M', 'A']),
  'administrators-mailbox': { has: [], count: 1, readsAdministrator: true, play: (scene) => administratorsMailbox(scene, []) },
  'mail-system': { has: ['M'], count: 1, readsAdministrator: true, play: (scene) => administratorsMailbox(scene, ['M']) },
  'living-session': { has: ['L'], play: livingSessionOnly },
  'infected-computer': { ...filing(['M', 'P', 'B', 'L']), count: 1 },
  joins: { has: ['M'], play: (scene) => attack(scene, { has: ['M'], way: 'joins', level: 'low' }) },
  'mail-is-down': { has: ['M', 'P', 'T'], play: mailIsDown },
  'floods-an-address': { has: [], play: floodsAddress },
};

/** Addresses whose letters the attacker reads or keeps from being told of. */
export function heldAddresses({ has, readsAdministrator }: Attacker, { desk, household }: Scene): ReadonlySet<string> {
  const addresses: Partial<Record<Compromise, string>> = {
    M: household.holder.email,
    A: household.administrator.email,
    X: desk.administrator.email,
  };
  const held = has.flatMap((each) => addresses[each] ?? []);
  return new Set(readsAdministrator === true ? [...held, household.administrator.email] : held);
}

/** Asks for a lower risk and answers the own ask, then does as the agent does. */
async function bribedSupervisor(scene: Scene): Promise<Ending> {
  const { desk, town } = scene;
  const plan: Plan = { has: ['M', 'P', 'V'], way: 'files', level: 'medium' };
  const ending = await attack(scene, plan);
  if (ending.isIn) return ending;
  const receipt = receiptOf(scene);
  if (receipt === null) return ending;
  const remark = 'The caller is in a hurry.';
  await decide(town, desk.bribed.V, receipt, 'lowering', { choice: 'ask', remark });
  await decide(town, desk.bribed.V, receipt, 'lowering');
  const isApproved = await decide(town, desk.bribed.V, receipt, 'approval');
  return isApproved ? { isIn: true } : ending;
}

/** Invites an accomplice as a supervisor, answers the own ask; then tries the door of requests. */
async function staffAdministrator(scene: Scene): Promise<Ending> {
  const { desk, town } = scene;
  const { administrator } = desk;
  const { browser, portal } = administrator;
  const at = `/${portal.id}`;
  const accomplice = 'accomplice@elsewhere.example';
  await town.toOfficeHours();
  await signIn(town, administrator, browser);
  await browser.get(`${at}/staff/invitation`);
  await browser.post(`${at}/staff/invitation`, { email: accomplice, name: 'Accomplice', role: 'supervisor', language: 'en' });
  const staff = await browser.get(`${at}/staff`);
  for (const [, ask] of staff.html.matchAll(/staff\/asks\/([\w-]+)/gu)) {
    await browser.post(`${at}/staff/asks/${ask}`, { choice: 'confirm' });
  }
  await town.advance(1000);
  const isInvited = town.linkTo(accomplice, new RegExp(`${at}/setup/\\S+`, 'u')) !== null;
  const ending = await attack(scene, { has: isInvited ? ['M', 'V', 'I'] : ['M'], way: 'files', level: 'low' });
  if (ending.isIn || isInvited) return ending;
  const receipt = receiptOf(scene);
  const page = receipt === null ? null : await browser.get(`${at}/requests/${receipt}`);
  return page?.status === 200 ? ending : stopped({ kind: 'second-administrator' });
}

/** The number in the stolen session first; a month later the request. */
async function changesNumber(scene: Scene): Promise<Ending> {
  const { household, town } = scene;
  const { holder } = household;
  await livingSession(town, holder);
  const stolen = holder.browser.copy();
  const path = `/${holder.portal.id}/account/phone`;
  await follow(stolen, await stolen.get(path));
  await stolen.post(path, { phone: '03-9999-0000', choice: 'change' });
  const facts = await town.service.store.read.signInFacts(holder.portal.id, holder.email);
  const isChanged = facts?.account.phone !== holder.phone;
  await town.advance(days(31));
  await signIn(town, holder, holder.browser);
  const ending = await attack(scene, { has: isChanged ? ['M', 'L', 'T'] : ['M', 'L'], way: 'files', level: 'low' });
  return ending.isIn || isChanged ? ending : stopped({ kind: 'step-up' });
}

async function resetsAndWaits(scene: Scene): Promise<Ending> {
  const { household, town } = scene;
  const browser = town.browser(household.holder.address, town.portal);
  await resetPassword(town, household, browser);
  await town.advance(days(31));
  return attack(scene, { has: ['M', 'P'], way: 'files', level: 'low', password: NEW_PASSWORD });
}

/** The desk notes that the caller presses, and goes by the procedure. */
async function presses(scene: Scene): Promise<Ending> {
  const ending = await attack(scene, { has: ['M', 'T'], way: 'files', level: 'low' });
  const receipt = receiptOf(scene);
  if (ending.isIn || receipt === null) return ending;
  await press(scene.town, scene.desk.reviewers[0], receipt);
  const isProposed = await decide(scene.town, scene.desk.reviewers[0], receipt, 'proposal');
  return isProposed ? { isIn: true } : ending;
}

/** Sets the administrator's password by mail and tries to sign in with it; then files, with the holder's mailbox or without. */
async function administratorsMailbox(scene: Scene, mailbox: CompromiseSet): Promise<Ending> {
  const { household, town } = scene;
  const { administrator } = household;
  const browser = town.browser(administrator.address, town.portal);
  await resetPassword(town, { ...household, holder: administrator }, browser);
  const first = await typePassword(browser, administrator.portal, administrator.email, NEW_PASSWORD);
  const isSession = leadsTo(first, `/${administrator.portal.id}/dashboard`);
  const has: CompromiseSet = isSession ? [...mailbox, 'A'] : mailbox;
  const ending = await attack(scene, { has, way: 'files', level: 'low' });
  return ending.isIn || isSession ? ending : stopped({ kind: 'second-factor' });
}

/** Everything in the session that would weaken the account, then the request from inside it. */
async function livingSessionOnly(scene: Scene): Promise<Ending> {
  const { household, town } = scene;
  const { holder } = household;
  await livingSession(town, holder);
  const stolen = holder.browser.copy();
  const at = `/${holder.portal.id}`;
  await follow(stolen, await stolen.get(`${at}/account`));
  await stolen.post(`${at}/two-factor`);
  await stolen.post(`${at}/account/authenticators/replacement`);
  await stolen.post(`${at}/account/email`, { email: 'thief@elsewhere.example' });
  const ending = await attack(scene, { has: ['L'], way: 'files', level: 'low' });
  if (ending.isIn) return ending;
  // Still the holder's: the old code opens the door.
  const isUnharmed = await signIn(town, holder, town.browser(holder.address, town.portal));
  return isUnharmed ? stopped({ kind: 'step-up' }) : { isIn: true };
}

const FLOOD = 40;

/** Enough to get in, but the mail server takes nothing when the desk approves: nobody would be told. */
function mailIsDown(scene: Scene): Promise<Ending> {
  const { town } = scene;
  const beforeApproval = async (): Promise<void> => {
    town.mailIsDown(true);
    await flood(scene);
  };
  const plan: Plan = { has: ['M', 'P', 'T'], way: 'files', level: 'low', beforeApproval };
  return attack(scene, plan).finally(() => town.mailIsDown(false));
}

/** Forms for one address from many networks; the holder's own request must get through all the same. */
async function floodsAddress(scene: Scene): Promise<Ending> {
  const { household, town } = scene;
  await town.toOfficeHours();
  const before = town.letters.length;
  await flood(scene);
  const letters = town.letters.slice(before).filter(({ to }) => to === household.holder.email).length;
  const isHeard = (await honestRequest(scene)) !== null;
  return { isIn: false, gate: { kind: 'mailbox' }, isHarmed: !isHeard || letters > 3 };
}

async function flood({ household, town }: Scene): Promise<void> {
  for (let count = 0; count < FLOOD; count += 1) {
    await fileForm(town, household, town.browser(`192.0.2.${count}`, town.portal));
  }
}
