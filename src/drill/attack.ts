/**
 * One attack, carried as far as it goes: whoever holds these compromises asks for the removal, the desk follows its procedure, and nobody
 * interferes. What the attacker lacks is not there: a number on file that is not theirs reaches nobody. Played over HTTP from the form
 * to the sign-in with a new device.
 */
import type { AttackWay, CompromiseSet } from '../core/recovery-paths.ts';
import { isRiskier, type RiskLevel } from '../core/recovery-policy.ts';
import type { RequestState } from '../core/recovery-state.ts';
import { type Duration, hours, type Instant, minutes } from '../core/time.ts';
import type { Browser } from './browser.ts';
import { decide, openConditions, raiseRisk, record } from './desk-steps.ts';
import {
  confirmMailbox,
  fileForm,
  mailedPass,
  NEW_PASSWORD,
  openStatus,
  provePassword,
  redeem,
  resetPassword,
  shownCode,
} from './filing-steps.ts';
import { type Desk, type Household, PASSWORD, type Person, signIn, typePassword } from './people.ts';
import type { Town } from './town.ts';
import { vouchFor } from './voucher-steps.ts';

export interface Scene {
  readonly town: Town;
  readonly desk: Desk;
  readonly household: Household;
}

/** What stopped an attack. `conditions`: those that the request did not meet, in the words of its page. */
export type Gate =
  | {
      readonly kind:
        | 'mailbox'
        | 'approval'
        | 'notices'
        | 'wait'
        | 'pass'
        | 'frozen'
        | 'second-factor'
        | 'step-up'
        | 'second-administrator'
        | 'over';
    }
  | { readonly kind: 'conditions'; readonly open: readonly string[] };

export type Ending =
  | { readonly isIn: true }
  /** `isHarmed`: the attacker got nothing, but the holder's own request did not get through. */
  | { readonly isIn: false; readonly gate: Gate; readonly isHarmed?: boolean };

export interface Plan {
  readonly has: CompromiseSet;
  readonly way: AttackWay;
  /** What staff raise the risk to, where nothing else does. */
  readonly level: RiskLevel;
  /** The holder's password, where the attacker has made it. */
  readonly password?: string;
  /** Done once the request is proposed. */
  readonly beforeApproval?: () => Promise<void>;
}

export const stopped = (gate: Gate): Ending => ({ isIn: false, gate });

export async function attack(scene: Scene, plan: Plan): Promise<Ending> {
  const { household, town } = scene;
  const { has, way } = plan;
  await town.toOfficeHours();
  if (way === 'joins') return joinRequest(scene, plan);
  const browser = await attackersBrowser(scene, has);
  const password = plan.password ?? (await passwordOf(scene, has, browser));
  if (password !== null) await typePassword(browser, town.portal, household.holder.email, password);
  const receipt = await fileForm(town, household, browser);
  if (receipt === null || !has.includes('M')) return stopped({ kind: 'mailbox' });
  if (!(await confirmMailbox(town, household, browser, receipt))) return stopped({ kind: 'mailbox' });
  return carryOn(scene, plan, { browser, receipt, password });
}

export interface Held {
  /** Where the attacker sits. */
  readonly browser: Browser;
  readonly receipt: string;
  readonly password: string | null;
}

/** From the confirmed request on: evidence, decision, wait, pass, new device. */
export async function carryOn(scene: Scene, plan: Plan, held: Held): Promise<Ending> {
  const { household, town } = scene;
  const { browser, password, receipt } = held;
  if (password === null) return stopped({ kind: 'conditions', open: [] });
  await provePassword(town, household, browser, receipt, password);
  const [first] = scene.desk.reviewers;
  if (isRiskier(plan.level, 'low')) await raiseRisk(town, first, receipt, plan.level);
  await gather(scene, plan.has, held);
  const unmet = await decideAll(scene, plan, held);
  if (unmet !== null) return stopped(unmet);
  const state = await waitForPass(scene, receipt);
  if (state !== 'released') return stopped(gateOf(state));
  return typePass(scene, held, password);
}

async function typePass(scene: Scene, { browser }: Held, password: string): Promise<Ending> {
  const { household, town } = scene;
  const pass = mailedPass(town, household, 0);
  if (pass === null) return stopped({ kind: 'pass' });
  const outcome = await redeem(town, household, browser, { password, pass });
  return outcome === 'in' ? { isIn: true } : stopped({ kind: 'pass' });
}

/** With a known browser or a living session the attacker sits at the holder's own computer, otherwise in its network. */
async function attackersBrowser({ household, town }: Scene, has: CompromiseSet): Promise<Browser> {
  const { holder } = household;
  if (!has.includes('B') && !has.includes('L')) return town.browser(holder.address, town.portal);
  await livingSession(town, holder);
  if (has.includes('L')) return holder.browser.copy();
  const stolen = holder.browser.copy();
  await stolen.get(`/${holder.portal.id}/account`);
  await stolen.post(`/${holder.portal.id}/sign-out`);
  return stolen;
}

/** A session of the holder whose second factor is older than an hour. */
export async function livingSession(town: Town, holder: Person): Promise<void> {
  await signIn(town, holder, holder.browser);
  const every = Math.min(minutes(20), Math.floor(holder.portal.session.idleFor / 2));
  for (let passed = 0; passed <= hours(1); passed += every) {
    await town.advance(every);
    await holder.browser.get(`/${holder.portal.id}/dashboard`);
  }
}

/** Without the password its holder is asked for a new one by mail, as far as the mailbox is held. */
async function passwordOf({ household, town }: Scene, has: CompromiseSet, browser: Browser): Promise<string | null> {
  if (has.includes('P')) return PASSWORD;
  if (!has.includes('M')) return null;
  const visitor = has.includes('L') ? town.browser(household.holder.address, town.portal) : browser;
  return (await resetPassword(town, household, visitor)) ? NEW_PASSWORD : null;
}

/** Every piece of evidence that these compromises lead to. */
async function gather({ desk, household, town }: Scene, has: CompromiseSet, { browser, receipt }: Held): Promise<void> {
  const [first, second] = desk.reviewers;
  const read = (): Promise<string | null> => shownCode(household, browser, receipt);
  // Alone at the desk, the voucher is the approval and comes after the proposal.
  if (has.includes('A') && !town.config.recovery.singlePerson) await vouchFor(town, household, receipt, read);
  const bribed = (['I', 'I′', 'V'] as const).filter((each) => has.includes(each)).map((each) => desk.bribed[each]);
  const callers = has.includes('T') ? [first, second] : bribed.slice(-2);
  for (const staff of callers) await record(town, staff, receipt, 'call-back', read);
  const witnesses = has.includes('D') ? [first, desk.supervisor] : has.includes('V') ? bribed.slice(-2) : [];
  for (const staff of witnesses) await record(town, staff, receipt, 'in-person', read);
}

/** Those who decide are of good faith and look at the page; whoever is bribed proposes. Null once it is approved. */
async function decideAll(
  { desk, household, town }: Scene,
  { beforeApproval, has }: Pick<Plan, 'has' | 'beforeApproval'>,
  { browser, receipt }: Pick<Held, 'browser' | 'receipt'>,
): Promise<Gate | null> {
  const [first, second] = desk.reviewers;
  const proposer = has.includes('I') ? desk.bribed.I : has.includes('V') ? desk.bribed.V : first;
  if (!(await decide(town, proposer, receipt, 'proposal'))) {
    return { kind: 'conditions', open: await openConditions(town, first, receipt) };
  }
  await beforeApproval?.();
  if (town.config.recovery.singlePerson && has.includes('A')) {
    await vouchFor(town, household, receipt, () => shownCode(household, browser, receipt));
  }
  for (const approver of [second, desk.supervisor]) {
    const state = await stateOf(town, receipt);
    if (state === 'proposed') await decide(town, approver, receipt, 'approval');
  }
  const state = await stateOf(town, receipt);
  return state === 'approved' || state === 'waiting' || state === 'released' ? null : { kind: 'approval' };
}

const LOOK_EVERY: Duration = hours(4);
const LOOKS = 60;

/** Until the pass is out, or nothing comes of it: then the answer is where the request stood last. */
async function waitForPass({ town }: Scene, receipt: string): Promise<RequestState> {
  let last: RequestState = 'approved';
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const state = await stateOf(town, receipt);
    if (state === 'expired') return last;
    if (state !== 'approved' && state !== 'waiting') return state;
    last = state;
    await town.advance(LOOK_EVERY);
  }
  return last;
}

/**
 * The holder files, proves everything, and is about to get the pass; whoever reads the mailbox joins then. What was proven beside the
 * holder's browser does not come along.
 */
async function joinRequest(scene: Scene, plan: Plan): Promise<Ending> {
  const { household, town } = scene;
  const receipt = await honestRequest(scene);
  if (receipt === null) return stopped({ kind: 'over' });
  const browser = town.browser(household.holder.address, town.portal);
  if (!plan.has.includes('M')) return stopped({ kind: 'mailbox' });
  const password = await passwordOf(scene, plan.has, browser);
  await openStatus(town, household, browser, receipt);
  const pass = mailedPass(town, household, 0);
  if (pass === null || password === null) return stopped({ kind: 'pass' });
  const outcome = await redeem(town, household, browser, { password, pass });
  if (outcome === 'in') return { isIn: true };
  const state = await stateOf(town, receipt);
  if (outcome === 'refused' && state !== 'evidence') return stopped(gateOf(state));
  return carryOn(scene, plan, { browser, receipt, password });
}

/** An honest recovery up to its mailed pass; answers its receipt. */
export async function honestRequest(scene: Scene): Promise<string | null> {
  const { household, town } = scene;
  const { holder } = household;
  await livingSession(town, holder);
  await typePassword(holder.browser, holder.portal, holder.email, PASSWORD);
  const receipt = await fileForm(town, household, holder.browser);
  if (receipt === null || !(await confirmMailbox(town, household, holder.browser, receipt))) return null;
  await provePassword(town, household, holder.browser, receipt, PASSWORD);
  const held = { browser: holder.browser, receipt, password: PASSWORD };
  const has: CompromiseSet = town.config.recovery.singlePerson ? ['T', 'A'] : ['T'];
  await gather(scene, has, held);
  if ((await decideAll(scene, { has }, held)) !== null) return null;
  return (await waitForPass(scene, receipt)) === 'released' ? receipt : null;
}

export async function stateOf({ service, portal }: Town, receipt: string): Promise<RequestState> {
  const stored = await service.store.read.recoveryRequest(portal.id, receipt);
  if (stored === undefined) throw new Error(`no request ${receipt}`);
  return stored.request.state;
}

/** The receipt that the newest letter to the holder is about; null when there was none. */
export function receiptOf({ household, town }: Scene): string | null {
  return town.linkTo(household.holder.email, /R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/u);
}

/** Where a request stands says what holds it. */
export function gateOf(state: RequestState): Gate {
  switch (state) {
    case 'opened':
      return { kind: 'mailbox' };
    case 'evidence':
      return { kind: 'conditions', open: [] };
    case 'proposed':
      return { kind: 'approval' };
    case 'approved':
      return { kind: 'notices' };
    case 'waiting':
      return { kind: 'wait' };
    case 'released':
    case 'redeemed':
      return { kind: 'pass' };
    case 'frozen':
      return { kind: 'frozen' };
    default:
      return { kind: 'over' };
  }
}

/** Since when, and by whom, it could have been noticed. */
export interface Learned {
  readonly who: 'holder' | 'administrator' | 'desk';
  readonly after: Duration;
}

/** The first letter since `since` that was accepted for an address which is not the attacker's. Null: there was none. */
export function firstNotice({ desk, household, town }: Scene, since: Instant, held: ReadonlySet<string>): Learned | null {
  const { administrator, holder } = household;
  const people = [...desk.reviewers, desk.supervisor, desk.administrator];
  const roles = new Map<string, Learned['who']>([
    [holder.email, 'holder'],
    [administrator.email, 'administrator'],
    ...people.map(({ email }) => [email, 'desk'] as const),
  ]);
  const first = town.letters.find(({ at, to }) => at >= since && roles.has(to) && !held.has(to));
  return first === undefined ? null : { who: roles.get(first.to) ?? 'desk', after: first.at - since };
}
