/**
 * The rule of three (desk.md section 3): the smallest sets of independent compromises that lead through the desk under a policy, by
 * brute force over the same functions that decide requests. Enumerated twice: the attacker files, and the attacker joins the request
 * that the holder has running. Taken as given: the desk follows its procedure, the holder notices nothing, and whoever joins does not
 * sit at the holder's claim browser. Pure.
 */
import { BOUND_TO_CLAIM_BROWSER, type EvidenceKind } from './recovery-evidence.ts';
import type { RecoveryPolicy, RiskLevel } from './recovery-policy.ts';
import type { RiskFacts } from './recovery-risk.ts';
import { missingNow, type RequestFacts } from './recovery-standing.ts';
import type { RecoveryRequest } from './recovery-state.ts';

/**
 * M mailbox (its holder can also reset the password), P password, T number on file, B known browser, L living session, A company
 * administrator with an aged authenticator, D forged document, I and I′ two staff, V a supervisor, X a staff administrator.
 */
export const COMPROMISES = ['M', 'P', 'A', 'D', 'T', 'B', 'L', 'V', 'I', 'I′', 'X'] as const;
export type Compromise = (typeof COMPROMISES)[number];
export type CompromiseSet = readonly Compromise[];

/** What one thing that goes wrong gives at once, as far as it is not one compromise. */
export const BUNDLES = {
  'infected-computer': ['M', 'P', 'B', 'L'],
  'stolen-unlocked-phone': ['M', 'T'],
  /** The company's whole mail system: its administrators' mailboxes are no authenticators. */
  'mail-system': ['M'],
} as const satisfies Readonly<Record<string, CompromiseSet>>;
export type Bundle = keyof typeof BUNDLES;

const ATTACK_WAYS = ['files', 'joins'] as const;
/** `joins`: whatever was proven beside the holder's browser must be proven anew, what the system vouches for stays. */
export type AttackWay = (typeof ATTACK_WAYS)[number];

/** Every minimal set that suffices for an account whose risk is otherwise `base`, the smallest first. */
export function breakInSets(
  policy: RecoveryPolicy,
  base: RiskLevel,
  ways: readonly AttackWay[] = ATTACK_WAYS,
): readonly CompromiseSet[] {
  // Most of the sets gather the same evidence as another one: each is judged once.
  const judged = new Map<string, boolean>();
  const isEnough: Judge = (kinds, way, isReset) => {
    const key = [way, isReset, ...kinds].join();
    const known = judged.get(key) ?? meets(kinds, way, base, isReset, policy);
    judged.set(key, known);
    return known;
  };
  const sets = allSets().filter((set) => ways.some((way) => leadsThrough(set, way, isEnough)));
  const minimal: CompromiseSet[] = [];
  for (const set of sets) {
    if (!minimal.some((smaller) => smaller.every((each) => set.includes(each)))) minimal.push(set);
  }
  return minimal;
}

/** How many members the smallest sufficient set has, over every risk; null when nothing suffices. */
export function smallestBreakIn(policy: RecoveryPolicy): number | null {
  const sizes = (['low', 'medium', 'high'] as const).flatMap((base) => breakInSets(policy, base).map((set) => set.length));
  return sizes.length === 0 ? null : Math.min(...sizes);
}

/** Whether these compromises together lead to an authenticator of the attacker. */
export function suffices(set: CompromiseSet, way: AttackWay, base: RiskLevel, policy: RecoveryPolicy): boolean {
  return leadsThrough(set, way, (kinds, _, isReset) => meets(kinds, way, base, isReset, policy));
}

/** Whether an attacker who gathered this evidence, with the password reset or not, is let through. */
type Judge = (kinds: readonly EvidenceKind[], way: AttackWay, isReset: boolean) => boolean;

function leadsThrough(set: CompromiseSet, way: AttackWay, isEnough: Judge): boolean {
  // Links and pass go to the address on file.
  if (!set.includes('M')) return false;
  if (set.includes('P') && isEnough(gathered(set, false), way, false)) return true;
  // Without the password it is reset by mail, which the risk knows.
  return isEnough(gathered(set, true), way, true);
}

function meets(kinds: readonly EvidenceKind[], way: AttackWay, base: RiskLevel, isReset: boolean, policy: RecoveryPolicy): boolean {
  const kept: readonly EvidenceKind[] =
    way === 'joins' ? ['mailbox', 'password', 'known-browser', 'live-session'].filter(isKept) : [];
  const request = requestWith([...new Set([...kinds, ...kept])], base);
  if (policy.singlePerson && (base === 'high' || isReset)) return false;
  return missingNow(request, factsOf(isReset), policy, NOW).length === 0;
}

const isKept = (kind: string): kind is EvidenceKind => !BOUND_TO_CLAIM_BROWSER.some((each) => each === kind);

/** Two bribed staff invent a call between them, a document only with a supervisor as one of the two. */
function gathered(set: CompromiseSet, isReset: boolean): readonly EvidenceKind[] {
  const has = (each: Compromise) => set.includes(each);
  const staff = (['I', 'I′', 'V'] as const).filter(has).length;
  const kinds: readonly (EvidenceKind | false)[] = [
    'mailbox',
    (has('P') || isReset) && 'password',
    has('B') && 'known-browser',
    has('L') && 'live-session',
    (has('T') || staff >= 2) && 'call-back',
    has('A') && 'voucher',
    (has('D') || (staff >= 2 && has('V'))) && 'in-person',
  ];
  return kinds.filter((kind): kind is EvidenceKind => kind !== false);
}

const NOW = 0;

function requestWith(
  kinds: readonly EvidenceKind[],
  base: RiskLevel,
): Pick<RecoveryRequest, 'evidence' | 'raisedTo' | 'lowered' | 'dispute'> {
  const piece = (kind: EvidenceKind, by: string | null, role: 'supervisor' | 'reviewer' | null) => ({
    key: 0,
    kind,
    at: NOW,
    by,
    role,
  });
  const evidence = kinds.flatMap((kind) => {
    if (kind === 'voucher') return [piece(kind, 'administrator', null)];
    if (kind !== 'call-back' && kind !== 'in-person') return [piece(kind, null, null)];
    return [piece(kind, 'one', 'reviewer'), piece(kind, 'other', 'supervisor')];
  });
  return { evidence, raisedTo: base === 'low' ? null : base, lowered: null, dispute: false };
}

/** An account with nothing else against it. */
function factsOf(isReset: boolean): RequestFacts {
  const risk: RiskFacts = {
    contactChangedAt: null,
    passwordByMailedLinkAt: isReset ? NOW : null,
    requestFiledAt: NOW,
    lastSecondFactorAt: NOW - 1,
    isCompanyAdministrator: false,
    voucherReadsSameMailbox: false,
    earlierEndings: [],
    confirmedOfCompany: 1,
    secondFactorFailures: 0,
    isOutsideHours: false,
    isNewPlace: false,
  };
  return { risk, numberOnFile: 'personal', requiresVoucher: false, hasOtherAdministrator: true, left: [], isStaff: false };
}

/** All sets, the smaller before the larger; one of two interchangeable staff is always I. */
function allSets(): readonly CompromiseSet[] {
  const sets = Array.from({ length: 2 ** COMPROMISES.length }, (_, bits) =>
    COMPROMISES.filter((_each, index) => (bits >> index) % 2 === 1),
  );
  return sets.filter((set) => set.length > 0 && (!set.includes('I′') || set.includes('I'))).toSorted((a, b) => a.length - b.length);
}
