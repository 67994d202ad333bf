/** People, facts and sample commands for the recovery procedure as a pure function; every command is one that is followed in its state. */
import type { StaffRole } from '../../src/core/account.ts';
import type { ActingStaff, CommandOf, RecoveryCommandKind } from '../../src/core/recovery-command.ts';
import { EVENT_SCHEMA, type RecoveryActor, type RecoveryEvent, type RecoveryEventDetail } from '../../src/core/recovery-event.ts';
import { DEFAULT_RECOVERY, type RecoveryPolicy } from '../../src/core/recovery-policy.ts';
import { RISK_TEXT_VERSION } from '../../src/core/recovery-request.ts';
import type { RiskFacts } from '../../src/core/recovery-risk.ts';
import type { RequestFacts } from '../../src/core/recovery-standing.ts';
import { fold, type RecoveryRequest, type RequestState } from '../../src/core/recovery-state.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';

export const NOW: Instant = Date.UTC(2026, 10, 23);
export const POLICY: RecoveryPolicy = { version: 'test', ...DEFAULT_RECOVERY };
export const CLAIMANT: RecoveryActor = { kind: 'claimant', id: null };
export const SYSTEM: RecoveryActor = { kind: 'system', id: null };
export const REMARK = 'what the next one needs to know';

export const CALM: RiskFacts = {
  contactChangedAt: null,
  passwordByMailedLinkAt: null,
  requestFiledAt: NOW - days(1),
  lastSecondFactorAt: NOW - days(2),
  isCompanyAdministrator: false,
  voucherReadsSameMailbox: false,
  earlierEndings: [],
  confirmedOfCompany: 1,
  secondFactorFailures: 0,
  isOutsideHours: false,
  isNewPlace: false,
};
export const FACTS: RequestFacts = {
  risk: CALM,
  numberOnFile: 'personal',
  requiresVoucher: false,
  hasOtherAdministrator: true,
  left: [],
  isStaff: false,
};
export const RISKY: RequestFacts = { ...FACTS, risk: { ...CALM, passwordByMailedLinkAt: NOW - days(1) } };

export function staff(id: string, role: StaffRole, changes: Partial<ActingStaff> = {}): ActingStaff {
  return { role, sameAs: [id], provenAt: NOW - minutes(1), readsOnly: false, recent: 0, ...changes };
}
export const asStaff = (id: string): RecoveryActor => ({ kind: 'staff', id });
export const asAdministrator = (id: string): RecoveryActor => ({ kind: 'company-administrator', id });

export const KAORI = {
  sameAs: ['kaori'],
  provenAt: NOW - minutes(1),
  isOfCompany: true,
  isSeasoned: true,
  wasAppointedBySubject: false,
};

const PASS = { passId: 'pass-1', wrongTries: 0, isClaimBrowser: true, facts: FACTS };

type Sample<K extends RecoveryCommandKind> = Omit<CommandOf<K>, 'version'>;

/** By whoever may, for a request as `requestIn` makes it. */
export const COMMANDS: { readonly [K in RecoveryCommandKind]: Sample<K> } = {
  file: {
    kind: 'file',
    actor: CLAIMANT,
    channel: 'web',
    claims: {
      email: 'hanako@success.example',
      name: '山田 花子',
      company: 'さくら商事',
      phone: '03-1234-5621',
      caseNumber: '',
      summary: '',
    },
    riskText: RISK_TEXT_VERSION,
    pending: { password: false, liveSession: false, knownBrowserId: null },
    claimBrowserId: 'browser-1',
  },
  match: {
    kind: 'match',
    actor: SYSTEM,
    isReadable: true,
    accountId: 'hanako',
    isActive: true,
    frozenUntil: null,
    confirmedWithinQuota: 0,
    mayMail: true,
  },
  'confirm-mailbox': {
    kind: 'confirm-mailbox',
    actor: CLAIMANT,
    link: { id: 'link-1', accountId: 'hanako', expiresAt: NOW + hours(71), isSpent: false },
    isActive: true,
    hasOtherLive: false,
    filingsVoidBefore: null,
    frozenUntil: null,
    confirmedWithinQuota: 0,
    isKnownBrowser: false,
    browserId: 'browser-2',
    facts: FACTS,
  },
  'confirm-password': { kind: 'confirm-password', actor: CLAIMANT, facts: FACTS },
  vouch: { kind: 'vouch', actor: asAdministrator('kaori'), administrator: KAORI, isCodeRight: true, facts: FACTS },
  object: { kind: 'object', actor: asAdministrator('kaori'), administrator: KAORI, facts: FACTS },
  'start-call': {
    kind: 'start-call',
    actor: asStaff('ichiro'),
    staff: staff('ichiro', 'intake'),
    for: 'call-back',
    callId: 'call-1',
    holdsClaim: true,
    facts: FACTS,
  },
  record: {
    kind: 'record',
    actor: asStaff('ichiro'),
    staff: staff('ichiro', 'intake'),
    evidence: 'call-back',
    callId: 'call-1',
    isCodeRight: true,
    facts: FACTS,
  },
  'record-attempt': {
    kind: 'record-attempt',
    actor: asStaff('ichiro'),
    staff: staff('ichiro', 'intake'),
    outcome: 'absent',
    remark: '',
    facts: FACTS,
  },
  'revoke-evidence': {
    kind: 'revoke-evidence',
    actor: asStaff('sachiko'),
    by: staff('sachiko', 'supervisor'),
    key: 6,
    remark: REMARK,
    facts: FACTS,
  },
  'raise-risk': {
    kind: 'raise-risk',
    actor: asStaff('ichiro'),
    staff: staff('ichiro', 'intake'),
    to: 'high',
    remark: REMARK,
    facts: FACTS,
  },
  press: { kind: 'press', actor: asStaff('ichiro'), staff: staff('ichiro', 'intake'), remark: REMARK, facts: FACTS },
  'lower-risk': { kind: 'lower-risk', actor: asStaff('ryoko'), staff: staff('ryoko', 'reviewer'), facts: FACTS },
  ask: {
    kind: 'ask',
    actor: asStaff('sachiko'),
    staff: staff('sachiko', 'supervisor'),
    what: 'propose',
    hasOtherLive: false,
    remark: REMARK,
    facts: FACTS,
  },
  propose: { kind: 'propose', actor: asStaff('ryoko'), staff: staff('ryoko', 'reviewer'), remark: '', facts: FACTS },
  return: { kind: 'return', actor: asStaff('ryoko'), staff: staff('ryoko', 'reviewer'), remark: REMARK, facts: FACTS },
  approve: { kind: 'approve', actor: asStaff('sachiko'), staff: staff('sachiko', 'supervisor'), remark: '', facts: FACTS },
  grant: {
    kind: 'grant',
    actor: asStaff('seiji'),
    staff: staff('seiji', 'supervisor'),
    asker: staff('sachiko', 'supervisor', { recent: 5 }),
    facts: FACTS,
  },
  stop: { kind: 'stop', actor: asStaff('ichiro'), by: staff('ichiro', 'intake'), remark: REMARK },
  resume: {
    kind: 'resume',
    actor: asStaff('ryoko'),
    staff: staff('ryoko', 'reviewer'),
    hasOtherLive: false,
    facts: FACTS,
  },
  'notices-accepted': { kind: 'notices-accepted', actor: SYSTEM, outstanding: 0, struck: 0, facts: FACTS },
  release: { kind: 'release', actor: SYSTEM, outstanding: 0, isStopped: false, passId: 'pass-1', facts: FACTS },
  'redeem-begin': { kind: 'redeem-begin', actor: CLAIMANT, ...PASS, ticketId: 'ticket-1', ticketUntil: NOW + minutes(10) },
  'redeem-elsewhere': {
    kind: 'redeem-elsewhere',
    actor: CLAIMANT,
    ...PASS,
    isClaimBrowser: false,
    browserId: 'browser-3',
  },
  'spend-pass': { kind: 'spend-pass', actor: SYSTEM, passId: 'pass-1' },
  'renew-pass': { kind: 'renew-pass', actor: CLAIMANT, isClaimBrowser: true, passId: 'pass-2', facts: FACTS },
  bind: { kind: 'bind', actor: CLAIMANT, ticketId: 'ticket-1', authenticatorId: 'app-2', isActive: true, facts: FACTS },
  withdraw: { kind: 'withdraw', actor: CLAIMANT, by: 'cancel-page' },
  veto: { kind: 'veto', actor: CLAIMANT },
  disown: { kind: 'disown', actor: CLAIMANT },
  refuse: {
    kind: 'refuse',
    actor: asStaff('ryoko'),
    staff: staff('ryoko', 'reviewer'),
    reason: 'no-contact',
    remark: REMARK,
    facts: FACTS,
  },
  close: { kind: 'close', actor: SYSTEM },
  expire: { kind: 'expire', actor: SYSTEM, because: 'time' },
  end: { kind: 'end', actor: SYSTEM },
  assess: { kind: 'assess', actor: SYSTEM, facts: FACTS },
  'open-dispute': {
    kind: 'open-dispute',
    actor: asStaff('sachiko'),
    by: staff('sachiko', 'supervisor'),
    accountId: 'hanako',
    hasOtherLive: false,
    isDisputed: true,
    isVouched: true,
    riskText: RISK_TEXT_VERSION,
    remark: REMARK,
  },
};

type Step = readonly [RecoveryEventDetail, RecoveryActor?, Instant?];

/** The request after these events, each an hour before NOW unless told. */
export function requestAfter(steps: readonly Step[], from: RecoveryRequest | null = null): RecoveryRequest {
  const events = steps.map(
    ([detail, actor = SYSTEM, at = NOW - hours(1)]): RecoveryEvent => ({
      schema: EVENT_SCHEMA,
      at,
      actor,
      policyVersion: POLICY.version,
      detail,
    }),
  );
  const request = fold(events, from);
  if (request === null) throw new Error('a request begins with Filed');
  return request;
}

const FILED: readonly Step[] = [
  [
    {
      type: 'Filed',
      channel: 'web',
      riskText: RISK_TEXT_VERSION,
      dispute: false,
      pending: COMMANDS.file.pending,
      claimBrowserId: 'browser-1',
    },
    CLAIMANT,
  ],
  [{ type: 'Matched', accountId: 'hanako', mailed: true }],
];

const CONFIRMED: readonly Step[] = [
  [{ type: 'MailboxConfirmed', linkId: 'link-1' }, CLAIMANT],
  [{ type: 'EvidenceAdded', kind: 'mailbox' }, CLAIMANT],
  [{ type: 'EvidenceAdded', kind: 'password' }, CLAIMANT],
  [{ type: 'EvidenceRecorded', kind: 'call-back', callId: 'call-a', role: 'intake' }, asStaff('itsuki')],
  [{ type: 'EvidenceRecorded', kind: 'call-back', callId: 'call-b', role: 'supervisor' }, asStaff('sachiko')],
  [{ type: 'RiskAssessed', risk: 'low', because: [] }],
  [{ type: 'CallStarted', kind: 'call-back', callId: 'call-1' }, asStaff('ichiro'), NOW - minutes(1)],
];

const TO_RELEASED: readonly (readonly [RequestState, readonly Step[]])[] = [
  ['proposed', [[{ type: 'Proposed', by: 'ryoko', risk: 'low' }, asStaff('ryoko')]]],
  ['approved', [[{ type: 'Approved', by: 'seiji', role: 'supervisor', isEnough: true }, asStaff('seiji')]]],
  ['waiting', [[{ type: 'WaitStarted', until: NOW - minutes(1), struck: 0 }]]],
  [
    'released',
    [
      [{ type: 'Released' }],
      [{ type: 'PassMailed', passId: 'pass-1', until: NOW + hours(23) }],
      [{ type: 'RedemptionBegun', ticketId: 'ticket-1', until: NOW + minutes(9) }, CLAIMANT],
    ],
  ],
  ['redeemed', [[{ type: 'Redeemed', authenticatorId: 'app-2' }, CLAIMANT]]],
  ['closed', [[{ type: 'Closed', because: 'time' }]]],
];

const ENDS: Readonly<Partial<Record<RequestState, RecoveryEventDetail>>> = {
  refused: { type: 'Refused', because: 'no-contact' },
  vetoed: { type: 'Vetoed' },
  withdrawn: { type: 'Withdrawn', by: 'cancel-page' },
  expired: { type: 'Expired', because: 'time' },
  frozen: { type: 'Frozen', because: 'staff' },
};

/** An honest request that came so far, with password and a call that two people recorded; ends begin from `evidence`. */
export function requestIn(state: RequestState, changes: Partial<RecoveryRequest> = {}): RecoveryRequest {
  if (state === 'opened') return { ...requestAfter(FILED), ...changes };
  const steps: Step[] = [...FILED, ...CONFIRMED];
  const end = ENDS[state];
  if (end !== undefined) return { ...requestAfter([...steps, [end, asStaff('itsuki')]]), ...changes };
  for (const [reached, more] of TO_RELEASED) {
    if (state === 'evidence') break;
    steps.push(...more);
    if (reached === state) break;
  }
  return { ...requestAfter(steps), ...changes };
}
