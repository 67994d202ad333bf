/**
 * The beginning of a request (desk.md section 1; commands 1 to 3 and 30): filing, the account it is for, the confirmed mailbox and
 * the password as evidence, and the dispute that a supervisor opens. Called by `recovery-request.ts` alone.
 */
import { done, type Outcome, refuse } from './outcome.ts';
import type { CommandOf } from './recovery-command.ts';
import type { LaidAsideReason, RecoveryEventDetail } from './recovery-event.ts';
import type { EvidenceKind } from './recovery-evidence.ts';
import type { RecoveryPolicy } from './recovery-policy.ts';
import { stopCause } from './recovery-risk.ts';
import { refuseRemark } from './recovery-rules.ts';
import { computedRisk } from './recovery-standing.ts';
import type { RecoveryRequest } from './recovery-state.ts';
import { may } from './staff.ts';
import type { Instant } from './time.ts';

type Details = Outcome<readonly RecoveryEventDetail[]>;

/** Command 1. */
export function file({ channel, claims, riskText, pending, claimBrowserId }: CommandOf<'file'>): Details {
  // Somebody of the desk has neither a company nor a number on file.
  const required =
    channel === 'colleague' ? [claims.email, claims.name] : [claims.email, claims.name, claims.company, claims.phone];
  if (riskText === null || required.some((claim) => claim.trim() === '')) return refuse({ code: 'filing-incomplete' });
  return done([{ type: 'Filed', channel, riskText, dispute: false, pending, claimBrowserId }]);
}

/** Command 30: nobody signs in while it runs, and it begins like any other by the mailbox. */
export function openDispute(command: CommandOf<'open-dispute'>): Details {
  const { by, hasOtherLive, isDisputed, isVouched, remark, riskText } = command;
  if (!may(by.role, 'dispute.open') || by.sameAs.includes(command.accountId)) return refuse({ code: 'not-permitted' });
  if (by.readsOnly) return refuse({ code: 'staff-reads-only' });
  const unsaid = refuseRemark(remark);
  if (unsaid !== null) return refuse(unsaid);
  if (hasOtherLive) return refuse({ code: 'recovery-request-open-already' });
  if (!isDisputed) return refuse({ code: 'no-dispute' });
  if (!isVouched) return refuse({ code: 'voucher-needed' });
  const pending = { password: false, liveSession: false, knownBrowserId: null };
  return done([
    { type: 'Filed', channel: 'phone', riskText, dispute: true, pending, claimBrowserId: null },
    { type: 'Matched', accountId: command.accountId, mailed: true },
    { type: 'AccountLocked' },
  ]);
}

/** A filing no account is found for, or one that may not go on, is kept silently and without effect. */
export function match(command: CommandOf<'match'>, policy: RecoveryPolicy, now: Instant): Details {
  const because = layAside(command, policy, now);
  if (command.accountId === null || because !== null) return done([{ type: 'LaidAside', because: because ?? 'no-such-account' }]);
  return done([{ type: 'Matched', accountId: command.accountId, mailed: command.mayMail }]);
}

function layAside(command: CommandOf<'match'>, policy: RecoveryPolicy, now: Instant): LaidAsideReason | null {
  if (!command.isReadable) return 'claims-unreadable';
  if (command.accountId === null) return 'no-such-account';
  if (!command.isActive) return 'account-suspended';
  if (command.frozenUntil !== null && now < command.frozenUntil) return 'recovery-frozen';
  return command.confirmedWithinQuota >= policy.quota.per90Days ? 'quota-reached' : null;
}

/** Command 2: the mailbox is evidence now, and so is what the filing browser had proven before. */
export function confirmMailbox(
  request: RecoveryRequest,
  command: CommandOf<'confirm-mailbox'>,
  policy: RecoveryPolicy,
  now: Instant,
): Details {
  const { link } = command;
  if (request.accountId !== link.accountId) return refuse({ code: 'not-in-this-state' });
  if (link.isSpent || now >= link.expiresAt || now >= request.filedAt + policy.mailboxLinkFor)
    return refuse({ code: 'link-spent' });
  if (command.filingsVoidBefore !== null && request.filedAt <= command.filingsVoidBefore)
    return refuse({ code: 'not-in-this-state' });
  if (command.hasOtherLive) return refuse({ code: 'recovery-request-open-already' });
  // A dispute is how a locked account, and one that takes no requests, is opened again.
  if (!request.dispute) {
    if (!command.isActive) return refuse({ code: 'account-suspended' });
    if (command.frozenUntil !== null && now < command.frozenUntil) return refuse({ code: 'recovery-frozen' });
    if (command.confirmedWithinQuota >= policy.quota.per90Days) return refuse({ code: 'recovery-quota-reached' });
  }
  const { password, liveSession } = request.pending;
  const kinds: readonly (EvidenceKind | false)[] = [
    'mailbox',
    password && 'password',
    command.isKnownBrowser && 'known-browser',
    liveSession && 'live-session',
  ];
  const added = kinds.flatMap((kind): RecoveryEventDetail[] => (kind === false ? [] : [{ type: 'EvidenceAdded', kind }]));
  const browserId = request.claimBrowserId ?? command.browserId;
  const because = request.dispute ? null : stopCause(command.facts.risk, now);
  return done([
    { type: 'MailboxConfirmed', linkId: link.id },
    ...added,
    { type: 'RiskAssessed', ...computedRisk(request, command.facts, policy, now) },
    ...(browserId === null ? [] : [{ type: 'ClaimBrowserSet', browserId } as const]),
    ...(because === null
      ? []
      : [{ type: 'Frozen', because } as const, { type: 'RecoveryFrozen', until: now + policy.freezeFor } as const]),
  ]);
}

/** Command 3. Said twice it is still one piece of evidence. */
export function confirmPassword(request: RecoveryRequest): Details {
  const isThere = request.evidence.some(({ kind }) => kind === 'password');
  return done(isThere ? [] : [{ type: 'EvidenceAdded', kind: 'password' }]);
}
