/**
 * The lost-device procedure as a pure function: each command from each state, and every pair that is not in the table of
 * desk.md section 4 refused. The states of staff's commands are built by hand; no command of this version leads there.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecoveryCommand, RecoveryCommandKind } from '../../src/core/recovery-command.ts';
import type { RecoveryEventType } from '../../src/core/recovery-event.ts';
import { COMMAND_STATES, decide } from '../../src/core/recovery-request.ts';
import {
  fold,
  LIVE_STATES,
  REQUEST_STATES,
  type RecoveryRequest,
  type RequestState,
  STOPPABLE_STATES,
} from '../../src/core/recovery-state.ts';
import { expiresAt } from '../../src/core/recovery-stopping.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import { CALM, COMMANDS, FACTS, NOW, POLICY, requestIn, SYSTEM } from '../support/procedure.ts';

const OPENED = requestIn('opened');
const inState = requestIn;

/** Answers the types of the events, or the code of the refusal. */
function outcomeOf(
  request: RecoveryRequest | null,
  command: Omit<RecoveryCommand, 'version'>,
  at: Instant = NOW,
  version = request?.version ?? 0,
): string {
  const decided = decide(request, { ...command, version } as RecoveryCommand, POLICY, at);
  return decided.ok ? decided.value.map(({ detail }) => detail.type).join(' ') : decided.refusal.code;
}

/** desk.md section 4, column "from", written out once more by hand; `ask`, `grant`, `match`, `spend-pass`, `assess` serve rows of it. */
const LIVE = ['evidence', 'proposed', 'approved', 'waiting', 'released'] as const;
const TABLE: { readonly [K in RecoveryCommandKind]: readonly RequestState[] } = {
  file: [],
  'open-dispute': [],
  match: ['opened'],
  'confirm-mailbox': ['opened'],
  'confirm-password': ['evidence', 'proposed'],
  vouch: ['evidence', 'proposed'],
  object: LIVE,
  'start-call': ['evidence', 'proposed'],
  record: ['evidence', 'proposed'],
  'record-attempt': ['evidence', 'proposed'],
  'revoke-evidence': LIVE,
  'raise-risk': LIVE,
  press: LIVE,
  'lower-risk': ['evidence'],
  ask: ['evidence', 'proposed', 'frozen'],
  propose: ['evidence'],
  return: ['proposed', 'approved', 'waiting'],
  approve: ['proposed'],
  grant: ['evidence', 'proposed'],
  stop: ['opened', ...LIVE],
  resume: ['frozen'],
  'notices-accepted': ['approved'],
  release: ['waiting'],
  'redeem-begin': ['released'],
  'redeem-elsewhere': ['released'],
  'spend-pass': ['released'],
  'renew-pass': ['released'],
  bind: ['released'],
  withdraw: ['opened', ...LIVE, 'frozen'],
  veto: ['opened', ...LIVE, 'frozen'],
  disown: ['redeemed'],
  refuse: ['evidence', 'proposed', 'frozen'],
  close: ['redeemed'],
  expire: ['opened', ...LIVE, 'frozen'],
  end: [...LIVE, 'frozen'],
  assess: LIVE,
};
const KINDS = Object.keys(TABLE) as readonly RecoveryCommandKind[];

/** What stands before the command of a pair, and when it is given. */
function sampleOf(kind: RecoveryCommandKind, state: RequestState): { readonly request: RecoveryRequest; readonly at: Instant } {
  const request = requestIn(state, kind === 'match' ? { admission: 'open' } : {});
  if (kind === 'expire' || kind === 'close') return { request, at: NOW + days(30) };
  return kind === 'renew-pass' ? { request, at: NOW + hours(24) } : { request, at: NOW };
}

describe('the whole table of commands and states', () => {
  const pairs = KINDS.flatMap((kind) => REQUEST_STATES.map((state) => ({ kind, state })));

  it('SEC-J01 knows thirteen states, and the table of the product is the one of the specification', () => {
    expect(REQUEST_STATES).toHaveLength(13);
    expect(COMMAND_STATES).toEqual(TABLE);
  });

  it.each(pairs)('SEC-J01 $kind from $state is in the table or refused as not-in-this-state', ({ kind, state }) => {
    const { request, at } = sampleOf(kind, state);
    const asked = { evidence: 'propose', proposed: 'approve', frozen: 'resume' }[state as string] ?? 'propose';
    const found = outcomeOf(request, kind === 'ask' ? ({ ...COMMANDS.ask, what: asked } as never) : COMMANDS[kind], at);
    if (TABLE[kind].includes(state)) expect(found).not.toBe('not-in-this-state');
    else expect(found).toBe('not-in-this-state');
  });

  it.each(KINDS.filter((kind) => kind !== 'file' && kind !== 'open-dispute'))('SEC-J01 %s needs a request', (kind) => {
    expect(outcomeOf(null, COMMANDS[kind])).toBe('not-in-this-state');
  });

  it.each(KINDS)('SEC-K06 %s is refused to whoever is not named beside it', (kind) => {
    const given = COMMANDS[kind].actor.kind;
    const strangers = ['claimant', 'staff', 'system', 'company-administrator'].filter((each) => each !== given);
    const state = TABLE[kind][0];
    const request = state === undefined ? null : sampleOf(kind, state).request;
    const answers = strangers.map((each) => outcomeOf(request, { ...COMMANDS[kind], actor: { kind: each, id: 'x' } } as never));
    // Filing is for everybody but the clock; stopping for the clock as well; one's own voucher may be revoked.
    const open = { file: 2, stop: 1, 'revoke-evidence': 1 }[kind as string] ?? 0;
    expect(answers.filter((code) => code === 'not-permitted').length).toBeGreaterThanOrEqual(strangers.length - open);
  });

  it.each(KINDS)('SEC-J01 %s for a version that is not the present one is refused', (kind) => {
    expect(outcomeOf(OPENED, COMMANDS[kind], NOW, 1)).toBe('request-changed');
    expect(outcomeOf(null, COMMANDS[kind], NOW, 1)).toBe('request-changed');
  });
});

describe('filing (command 1)', () => {
  it('S-57 takes four fields and the accepted risk', () => {
    expect(outcomeOf(null, COMMANDS.file)).toBe('Filed');
  });

  it.each(['email', 'name', 'company', 'phone'] as const)('S-57 is refused without %s', (field) => {
    const { claims } = COMMANDS.file;
    expect(outcomeOf(null, { ...COMMANDS.file, claims: { ...claims, [field]: '　' } } as never)).toBe('filing-incomplete');
  });

  it('S-52 is refused while the risk is not accepted', () => {
    expect(outcomeOf(null, { ...COMMANDS.file, riskText: null } as never)).toBe('filing-incomplete');
  });

  it('S-58 needs no case', () => {
    expect(COMMANDS.file.claims.caseNumber).toBe('');
    expect(outcomeOf(null, COMMANDS.file)).toBe('Filed');
  });

  const OPEN = inState('opened', { admission: 'open', accountId: null, version: 1 });
  const asides = [
    ['nobody has the address', { accountId: null }],
    ['what was typed does not open', { isReadable: false }],
    ['the account is suspended', { isActive: false }],
    ['the account takes no request yet', { frozenUntil: NOW + 1 }],
    ['three were confirmed within 90 days', { confirmedWithinQuota: 3 }],
  ] as const;
  it.each(asides)('G-27 is laid aside without effect when %s', (_name, changes) => {
    expect(outcomeOf(OPEN, { ...COMMANDS.match, ...changes } as never)).toBe('LaidAside');
  });

  it('finds its account once', () => {
    expect(outcomeOf(OPEN, COMMANDS.match)).toBe('Matched');
    expect(outcomeOf(OPENED, COMMANDS.match)).toBe('not-in-this-state');
  });

  it('is found again when the freeze is over', () => {
    expect(outcomeOf(OPEN, { ...COMMANDS.match, frozenUntil: NOW } as never)).toBe('Matched');
  });
});

describe('confirming the mailbox (command 2)', () => {
  const confirm = (changes: object, request = OPENED, at = NOW): string =>
    outcomeOf(request, { ...COMMANDS['confirm-mailbox'], ...changes } as never, at);
  const link = COMMANDS['confirm-mailbox'].link;

  it('makes evidence, risk and the claim browser', () => {
    expect(confirm({})).toBe('MailboxConfirmed EvidenceAdded RiskAssessed ClaimBrowserSet');
  });

  it('adds what the filing browser had proven', () => {
    const request = { ...OPENED, pending: { password: true, liveSession: true, knownBrowserId: 'b' } };
    const decided = decide(request, { ...COMMANDS['confirm-mailbox'], version: OPENED.version, isKnownBrowser: true }, POLICY, NOW);
    const kinds = decided.ok ? decided.value.flatMap(({ detail }) => (detail.type === 'EvidenceAdded' ? [detail.kind] : [])) : [];
    expect(kinds).toEqual(['mailbox', 'password', 'known-browser', 'live-session']);
  });

  it('keeps the filing browser, and takes the confirming one only where there is none', () => {
    const browserOf = (request: RecoveryRequest): string | null => {
      const decided = decide(request, { ...COMMANDS['confirm-mailbox'], version: OPENED.version }, POLICY, NOW);
      return decided.ok ? (fold(decided.value, request)?.claimBrowserId ?? null) : 'refused';
    };
    expect(browserOf(OPENED)).toBe('browser-1');
    expect(browserOf({ ...OPENED, claimBrowserId: null })).toBe('browser-2');
    const none = decide(
      { ...OPENED, claimBrowserId: null },
      { ...COMMANDS['confirm-mailbox'], version: OPENED.version, browserId: null },
      POLICY,
      NOW,
    );
    expect(none.ok && none.value.map(({ detail }) => detail.type)).toEqual(['MailboxConfirmed', 'EvidenceAdded', 'RiskAssessed']);
  });

  it.each([
    ['the link is spent', { link: { ...link, isSpent: true } }, 'link-spent'],
    ['the link is too old', { link: { ...link, expiresAt: NOW } }, 'link-spent'],
    ['the link is of another account', { link: { ...link, accountId: 'taro' } }, 'not-in-this-state'],
    ['filings up to its own are void', { filingsVoidBefore: OPENED.filedAt }, 'not-in-this-state'],
    ['another request is live', { hasOtherLive: true }, 'recovery-request-open-already'],
    ['the account is frozen', { frozenUntil: NOW + 1 }, 'recovery-frozen'],
    ['the quota is used', { confirmedWithinQuota: 3 }, 'recovery-quota-reached'],
    ['the account is suspended', { isActive: false }, 'account-suspended'],
  ])('is refused when %s', (_name, changes, code) => {
    expect(confirm(changes)).toBe(code);
  });

  it('is refused for a filing of 72 hours, whatever the link says', () => {
    expect(confirm({ link: { ...link, expiresAt: NOW + days(9) } }, OPENED, OPENED.filedAt + hours(72))).toBe('link-spent');
    expect(confirm({ link: { ...link, expiresAt: NOW + days(9) } }, OPENED, OPENED.filedAt + hours(72) - 1)).toContain(
      'MailboxConfirmed',
    );
  });

  it('SEC-E03 is refused for a filing that was laid aside', () => {
    expect(confirm({}, { ...OPENED, admission: 'laid-aside', accountId: null })).toBe('not-in-this-state');
  });
});

describe('confirming the password (command 3)', () => {
  it('counts once', () => {
    const request = inState('evidence', { evidence: requestIn('evidence').evidence.filter(({ kind }) => kind !== 'password') });
    expect(outcomeOf(request, COMMANDS['confirm-password'])).toBe('EvidenceAdded');
    const again = {
      ...request,
      evidence: [...request.evidence, { key: 9, kind: 'password', at: NOW, by: null, role: null } as const],
    };
    expect(outcomeOf(again, COMMANDS['confirm-password'])).toBe('');
  });

  it('assesses the risk before, and says so when it rose', () => {
    const request = inState('evidence', { evidence: requestIn('evidence').evidence.filter(({ kind }) => kind !== 'password') });
    const command = { ...COMMANDS['confirm-password'], facts: { ...FACTS, risk: { ...CALM, isNewPlace: true } } } as never;
    expect(outcomeOf(request, command)).toBe('RiskAssessed EvidenceAdded');
  });
});

describe('stopping a request (commands 23 and 24)', () => {
  it('G-24 "found it" ends it and freezes nothing', () => {
    for (const state of STOPPABLE_STATES) expect(outcomeOf(inState(state), COMMANDS.withdraw)).toBe('Withdrawn');
  });

  it('"not me" on a confirmed request also freezes the account for seven days', () => {
    for (const state of [...LIVE_STATES, 'frozen'] as const) {
      const decided = decide(inState(state), { ...COMMANDS.veto, version: requestIn(state).version }, POLICY, NOW);
      expect(decided.ok && decided.value.map(({ detail }) => detail)).toEqual([
        { type: 'Vetoed' },
        { type: 'RecoveryFrozen', until: NOW + days(7) },
      ]);
    }
  });

  it('"not me" on a filing nobody confirmed ends that filing alone', () => {
    expect(outcomeOf(OPENED, COMMANDS.veto)).toBe('Vetoed');
  });

  it('in a dispute either one stops the request before the supervisor instead', () => {
    for (const state of LIVE_STATES) {
      expect(outcomeOf(inState(state, { dispute: true }), COMMANDS.veto)).toBe('Frozen');
      expect(outcomeOf(inState(state, { dispute: true }), COMMANDS.withdraw)).toBe('Frozen');
    }
    expect(outcomeOf(inState('frozen', { dispute: true }), COMMANDS.withdraw)).toBe('not-in-this-state');
    expect(outcomeOf(inState('opened', { dispute: true }), COMMANDS.withdraw)).toBe('Withdrawn');
  });
});

describe('"not me" on a notice of the account (command 15 by the system)', () => {
  it('stops what is under way and freezes the account, and ends a filing', () => {
    for (const state of LIVE_STATES) {
      const decided = decide(
        inState(state),
        { ...COMMANDS.stop, by: 'system', actor: SYSTEM, version: requestIn(state).version },
        POLICY,
        NOW,
      );
      expect(decided.ok && decided.value.map(({ detail }) => detail)).toEqual([
        { type: 'Frozen', because: 'not-me' },
        { type: 'RecoveryFrozen', until: NOW + days(7) },
      ]);
    }
    expect(outcomeOf(OPENED, { ...COMMANDS.stop, by: 'system', actor: SYSTEM } as never)).toBe('Expired');
  });
});

describe('the clock (command 28)', () => {
  const limits: readonly (readonly [RequestState, Instant])[] = [
    ['opened', hours(72) - hours(1)],
    ['evidence', days(14) - hours(1)],
    ['proposed', days(14) - hours(1)],
    ['approved', hours(72) - hours(1)],
    ['waiting', days(7) - minutes(1)],
    ['released', days(7) + hours(23)],
    ['frozen', days(7) - hours(1)],
  ];
  it.each(limits)('ends %s at its time and not a moment before', (state, fromNow) => {
    const request = inState(state);
    expect(expiresAt(request, POLICY)).toBe(NOW + fromNow);
    expect(outcomeOf(request, COMMANDS.expire, NOW + fromNow)).toBe('Expired');
    expect(outcomeOf(request, COMMANDS.expire, NOW + fromNow - 1)).toBe('not-in-this-state');
  });

  it.each(['another-confirmed', 'voided'])('ends a filing that is %s, and nothing else', (because) => {
    const command = { ...COMMANDS.expire, because } as never;
    for (const state of REQUEST_STATES) {
      expect(outcomeOf(inState(state), command)).toBe(state === 'opened' ? 'Expired' : 'not-in-this-state');
    }
  });

  it('does not end a waiting or released request whose time is not known', () => {
    for (const state of ['waiting', 'released'] as const) {
      expect(expiresAt(inState(state, { waitUntil: null, pass: null }), POLICY)).toBeNull();
    }
  });
});

describe('any sequence of commands', () => {
  const step = fc.record({
    kind: fc.constantFrom(...KINDS),
    after: fc.integer({ min: 0, max: days(5) }),
    hasOtherLive: fc.boolean(),
    mayMail: fc.boolean(),
    isActive: fc.boolean(),
    isSpent: fc.boolean(),
    because: fc.constantFrom('time', 'another-confirmed'),
  });

  it('SEC-J01 leaves an ended request ended, never confirms without a match, and never loses an event', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let request: RecoveryRequest | null = null;
        let at = NOW;
        const seen: RecoveryEventType[] = [];
        for (const { kind, after, ...changes } of steps) {
          at += after;
          const before: RecoveryRequest | null = request;
          const base = { ...COMMANDS[kind], ...changes, version: before?.version ?? 0 } as RecoveryCommand;
          const command =
            base.kind === 'confirm-mailbox'
              ? { ...base, link: { ...base.link, expiresAt: at + minutes(1), isSpent: changes.isSpent } }
              : base;
          const decided = decide(before, command, POLICY, at);
          if (!decided.ok) continue;
          request = fold(decided.value, before);
          seen.push(...decided.value.map(({ detail }) => detail.type));
          expect(request?.version).toBe(seen.length);
          if (before !== null && !STOPPABLE_STATES.includes(before.state)) throw new Error(`${before.state} went on by ${kind}`);
          if (request?.state === 'evidence' && request.admission !== 'matched') throw new Error('confirmed without an account');
        }
        expect(seen.filter((type) => ['Withdrawn', 'Vetoed', 'Expired'].includes(type)).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
