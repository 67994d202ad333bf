/**
 * Random people do random things in random order, with a clock that jumps: the invariants of desk.md section 5 that a request alone can
 * show. What also needs accounts, letters and pages is proven where those are (`test/attacks`, `test/rows`). A counter-example is
 * printed as the list of what was done.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAFF_ROLES, type StaffRole } from '../../src/core/account.ts';
import type { RecoveryCommand, RecoveryCommandKind } from '../../src/core/recovery-command.ts';
import type { RecoveryEvent } from '../../src/core/recovery-event.ts';
import { decide } from '../../src/core/recovery-request.ts';
import type { RequestFacts } from '../../src/core/recovery-standing.ts';
import { fold, type RecoveryRequest } from '../../src/core/recovery-state.ts';
import { may } from '../../src/core/staff.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import { asAdministrator, asStaff, CALM, COMMANDS, FACTS, KAORI, NOW, POLICY, staff } from '../support/procedure.ts';
import { brokenInHistory, brokenNow } from '../support/procedure-rules.ts';

/** `hana` of the desk has the subject's address, `kaoru` the voucher's. */
const MEMBERS: readonly (readonly [string, StaffRole])[] = [
  ['ichiro', 'intake'],
  ['ryoko', 'reviewer'],
  ['rina', 'reviewer'],
  ['sachiko', 'supervisor'],
  ['seiji', 'supervisor'],
  ['akio', 'auditor'],
  ['kanri', 'administrator'],
  ['hana', 'supervisor'],
  ['kaoru', 'reviewer'],
];
const SAME: Readonly<Record<string, string>> = { hana: 'hanako', kaoru: 'kaori' };
const personOf = (id: string): string => SAME[id] ?? id;
const sameAs = (id: string): readonly string[] => (SAME[id] === undefined ? [id] : [id, SAME[id]]);

const KINDS = Object.keys(COMMANDS) as readonly RecoveryCommandKind[];

const LEADING = ['redeem-begin', 'bind', 'release', 'notices-accepted', 'approve', 'propose', 'record', 'start-call'] as const;

/** What a person may vary: who, how fresh, right or wrong, which facts hold then. */
const act = fc.record({
  // What leads to a new authenticator a little more often than what ends the way there.
  kind: fc.constantFrom(...KINDS, ...Array.from({ length: 6 }, () => LEADING).flat()),
  member: fc.constantFrom(...MEMBERS),
  second: fc.constantFrom(...MEMBERS),
  wait: fc.constantFrom(...Array.from({ length: 16 }, () => 0), minutes(1), minutes(11), hours(25), days(3), days(8)),
  isRight: fc.boolean(),
  isFresh: fc.constantFrom(true, true, true, false),
  isNew: fc.constantFrom(false, false, false, true),
  recent: fc.constantFrom(0, 0, 0, 4, 5),
  outstanding: fc.constantFrom(0, 0, 1),
  wrongTries: fc.constantFrom(0, 0, 5),
  what: fc.constantFrom('lower-risk', 'resume', 'propose', 'approve'),
  evidence: fc.constantFrom('call-back', 'call-back', 'in-person'),
  isReset: fc.constantFrom(false, false, false, true),
  numberOnFile: fc.constantFrom('personal', 'personal', 'shared', 'none'),
  left: fc.constantFrom<readonly string[]>([], [], [], ['ryoko'], ['kaori']),
  key: fc.integer({ min: 3, max: 12 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Mostly what leads on, so that sequences get far; every command at any time all the same. */
const sequence = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: act },
    {
      weight: 3,
      arbitrary: act.map(
        (each): Act => ({
          ...each,
          isRight: true,
          isFresh: true,
          isNew: false,
          recent: 0,
          outstanding: 0,
          wrongTries: 0,
          isReset: false,
          numberOnFile: 'personal',
          left: [],
        }),
      ),
    },
  ),
  { minLength: 10, maxLength: 45 },
);

const STARTS = ['nothing', 'evidence', 'proposed', 'waiting', 'released'] as const;
const STEPS_TO = { nothing: 0, evidence: 8, proposed: 9, waiting: 11, released: 12 } as const;

function factsOf({ isReset, left, numberOnFile }: Act, at: Instant): RequestFacts {
  const risk = { ...CALM, requestFiledAt: at, passwordByMailedLinkAt: isReset ? at : null };
  return { ...FACTS, risk, numberOnFile: numberOnFile as RequestFacts['numberOnFile'], left };
}

const GIVEN_BY_STAFF: readonly RecoveryCommandKind[] = ['revoke-evidence', 'stop', 'open-dispute'];

/** The command as this person gives it. */
function commandOf(each: Act, request: RecoveryRequest | null, at: Instant): RecoveryCommand {
  const [id, role] = each.member;
  const member = staff(id, role, {
    sameAs: sameAs(id),
    provenAt: each.isFresh ? at : at - minutes(11),
    readsOnly: each.isNew,
    recent: each.recent,
  });
  const [askerId, askerRole] =
    request?.ask === null || request === null ? each.second : ([request.ask.by, request.ask.role] as const);
  const callId = request?.calls.find((call) => call.by === id)?.callId ?? `call of ${id}`;
  const sample = COMMANDS[each.kind];
  const mine = 'staff' in sample || GIVEN_BY_STAFF.includes(each.kind) ? { actor: asStaff(id), staff: member } : {};
  const changes = {
    ...mine,
    version: request?.version ?? 0,
    facts: factsOf(each, at),
    isCodeRight: each.isRight,
    callId,
    outstanding: each.outstanding,
    wrongTries: each.wrongTries,
    isClaimBrowser: each.kind === 'redeem-elsewhere' ? !each.isRight : each.isRight,
    passId: each.kind === 'renew-pass' || each.kind === 'release' ? `pass ${request?.version ?? 0}` : (request?.pass?.id ?? 'none'),
    ticketId: each.kind === 'bind' ? (request?.ticket?.id ?? 'none') : `ticket ${request?.version ?? 0}`,
    ticketUntil: at + minutes(10),
    key: each.key,
    what: each.what,
    asker: staff(askerId, askerRole, { sameAs: sameAs(askerId), provenAt: at }),
    link: { id: 'link-1', accountId: 'hanako', expiresAt: at + hours(1), isSpent: !each.isRight },
    administrator: { ...KAORI, sameAs: sameAs('kaoru'), provenAt: each.isFresh ? at : null, isSeasoned: each.isRight },
  };
  const own = new Set([...Object.keys(sample), 'version', 'staff', 'facts']);
  const chosen = Object.fromEntries(Object.entries(changes).filter(([name]) => own.has(name)));
  const byStaff = GIVEN_BY_STAFF.includes(each.kind) ? { by: member } : {};
  const kind = each.kind === 'start-call' ? { for: each.evidence } : each.kind === 'record' ? { evidence: each.evidence } : {};
  const actor = each.kind === 'vouch' || each.kind === 'object' ? { actor: asAdministrator('kaori') } : {};
  return { ...sample, ...chosen, ...byStaff, ...kind, ...actor } as RecoveryCommand;
}

/** SEC-K06: nobody without the role, new, or the subject themself moves anything by a staff command. */
function brokenByActor(
  command: RecoveryCommand,
  before: RecoveryRequest | null,
  events: readonly RecoveryEvent[],
): readonly string[] {
  if (events.length === 0 || !('staff' in command)) return [];
  const { role, readsOnly, sameAs: people } = command.staff;
  if (role === 'auditor' || role === 'administrator') return [`SEC-K06: a role that only looks did ${command.kind}`];
  if (readsOnly) return [`desk.md 6: a new member did ${command.kind}`];
  if (before?.accountId !== undefined && before.accountId !== null && people.includes(before.accountId))
    return ['2: the subject acted'];
  return may(role, 'requests.view') ? [] : ['SEC-K06: no role'];
}

describe('any sequence of commands by anybody', () => {
  it('keeps invariants 1, 2, 3, 4, 8, 11 and 12, from the first form as from a proposal, a wait or a pass', () => {
    let bound = 0;
    const starts = fc.constantFrom(...STARTS);
    fc.assert(
      fc.property(starts, sequence, (state, acts) => {
        const { broken, done, request } = playFrom(state, acts);
        if (request?.redeemedAt != null) bound += 1;
        if (broken.length > 0) throw new Error(`${broken.join('; ')}\nfrom ${state}, after:\n  ${done.join('\n  ')}`);
      }),
      { numRuns: 6000 },
    );
    expect(bound).toBeGreaterThan(10);
  }, 120_000);

  it('has a role for every actor of the cast', () => {
    expect(new Set(MEMBERS.map(([, role]) => role))).toEqual(new Set(STAFF_ROLES));
  });
});

type Start = (typeof STARTS)[number];

/** From a history that honest people made up to `start`; what was broken, with what was done until then. */
function playFrom(start: Start, acts: readonly Act[]) {
  let request: RecoveryRequest | null = null;
  let at = NOW;
  const events: RecoveryEvent[] = [];
  const done: string[] = [];
  for (const each of HONEST.slice(0, STEPS_TO[start])) {
    if (each.kind === 'release') at += hours(24);
    const decided = decide(request, { ...each, version: request?.version ?? 0 } as RecoveryCommand, POLICY, at);
    if (!decided.ok) throw new Error(`${each.kind}: ${decided.refusal.code}`);
    request = fold(decided.value, request);
    events.push(...decided.value);
  }
  for (const each of acts) {
    at += each.wait;
    const command = commandOf(each, request, at);
    const decided = decide(request, command, POLICY, at);
    if (!decided.ok) continue;
    const before: RecoveryRequest | null = request;
    request = fold(decided.value, before);
    if (request === null) throw new Error('gone');
    events.push(...decided.value);
    done.push(`${each.kind} by ${command.actor.id ?? command.actor.kind} → ${request.state}`);
    const broken = [
      ...('facts' in command ? brokenNow(request, command.facts, POLICY, personOf, at) : []),
      ...brokenInHistory(events, request),
      ...brokenByActor(command, before, decided.value),
    ];
    if (broken.length > 0) return { broken, done, request };
  }
  return { broken: [], done, request };
}

const BY_SEIJI = { actor: asStaff('seiji'), staff: staff('seiji', 'supervisor'), callId: 'b' };
const HONEST: readonly Omit<RecoveryCommand, 'version'>[] = [
  COMMANDS.file,
  COMMANDS.match,
  COMMANDS['confirm-mailbox'],
  COMMANDS['confirm-password'],
  COMMANDS['start-call'],
  COMMANDS.record,
  { ...COMMANDS['start-call'], ...BY_SEIJI },
  { ...COMMANDS.record, ...BY_SEIJI },
  COMMANDS.propose,
  COMMANDS.approve,
  COMMANDS['notices-accepted'],
  COMMANDS.release,
];
