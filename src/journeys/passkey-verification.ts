/**
 * Judging one answered passkey: charged before, compared with what the account has, told to the holder when something is wrong. Whose
 * passkey it has to be, and what it opens, is decided by `passkeys.ts`.
 */
import type { Account } from '../core/account.ts';
import type { AuditEvent, NonEmpty } from '../core/audit-event.ts';
import { type BoundAuthenticator, type BoundPasskey, passkeysOf } from '../core/authenticator.ts';
import { done, type Outcome, type Refusal, refuse } from '../core/outcome.ts';
import { hasCounterGrown, mayUsePasskey } from '../core/passkey.ts';
import type { LiveSession } from '../core/session.ts';
import { type AttemptCounter, type AttemptSchedule, NETWORK_SCHEDULE, SECOND_FACTOR_SCHEDULE } from '../core/throttle.ts';
import type { AssertionAnswer, Caller, ExpectedAnswer, Ports, VerifiedAssertion, Writes } from '../ports.ts';
import { byClaimant, circumstancesOf, refusedProof } from './audit.ts';
import { notice } from './notices.ts';
import { holderHandle } from './passkey-challenges.ts';
import { FAILURES_TOLD, failuresNotice, secondFactorKey } from './second-factor.ts';
import { takingBack } from './sign-in.ts';

/**
 * Refused answers of one account: pauses as for codes, but never the end. Nobody guesses a signature, and what stops codes stops no
 * passkey (SEC-F06); the pause keeps the form from being hammered.
 */
const PASSKEY_SCHEDULE: AttemptSchedule = { pauseAfter: SECOND_FACTOR_SCHEDULE.pauseAfter };

export interface VerifiedPasskey {
  readonly passkey: BoundPasskey;
  /** Moves counter and backup state on: belongs into the transaction of what the passkey opens. */
  readonly accept: (tx: Writes) => Promise<Outcome<void>>;
}

/** Of an account that is known already, by its password or its session; `session`: where a fresh check is asked for. */
export async function verifyOwnPasskey(
  ports: Ports,
  caller: Caller,
  { account, authenticators }: { readonly account: Account; readonly authenticators: readonly BoundAuthenticator[] },
  expected: ExpectedAnswer,
  answer: AssertionAnswer,
  session: LiveSession | null,
): Promise<Outcome<VerifiedPasskey>> {
  const key = passkeyKey(account);
  const charge = await ports.store.charge(key, PASSKEY_SCHEDULE, caller.at);
  if (!charge.allowed) return refuseAt(ports, caller, account, session, charge.retryAt);
  // Among the failures of codes as well, so that changing the way gives no further tries. A pause of codes is no pause of this.
  const ofCodes = await ports.store.charge(secondFactorKey(account), SECOND_FACTOR_SCHEDULE, caller.at);
  const judged = await takingBack(ports, caller, key, () =>
    judge(ports, caller, account, authenticators, expected, answer, answer.userHandle !== null),
  );
  if (judged.refusal !== null) return refusePasskey(ports, caller, account, session, judged, charge.counter);
  if (ofCodes.allowed) await ports.store.refund(secondFactorKey(account), caller.at);
  return done(verified(caller, account, judged));
}

export interface FoundPasskey extends VerifiedPasskey {
  readonly account: Account;
  readonly authenticators: readonly BoundAuthenticator[];
  /** Of this account and this moment; for what the caller of it refuses afterwards. */
  readonly refuse: (refusal: Refusal) => Promise<Outcome<never>>;
}

/** Of whoever the answer names. Refused answers count for the network, apart from passwords: those close no passkey either. */
export async function verifyAnyPasskey(
  ports: Ports,
  caller: Caller,
  expected: ExpectedAnswer,
  answer: AssertionAnswer,
): Promise<Outcome<FoundPasskey>> {
  const key = `passkey-network:${ports.keyed.digest('network', caller.network)}`;
  const charge = await ports.store.charge(key, NETWORK_SCHEDULE, caller.at);
  if (!charge.allowed) return refuseAt(ports, caller, null, null, charge.retryAt);
  const holder = await ports.store.read.passkeyHolder(caller.portal.id, answer.id);
  const facts = holder === undefined ? undefined : await ports.store.read.accountFacts(caller.portal.id, holder);
  if (facts === undefined) return refusePasskey(ports, caller, null, null, { refusal: { code: 'passkey-unknown' }, copied: null });
  const { account, authenticators } = facts;
  const judged = await takingBack(ports, caller, key, () => judge(ports, caller, account, authenticators, expected, answer, true));
  if (judged.refusal !== null) return refusePasskey(ports, caller, account, null, judged);
  const refuseLater = (refusal: Refusal) => refusePasskey(ports, caller, account, null, { refusal, copied: null });
  const isProvable = account.status === 'active' || (account.lockedAt !== null && (await ports.store.read.isInDispute(account.id)));
  if (!isProvable) return refuseLater({ code: 'account-suspended' });
  await ports.store.refund(key, caller.at);
  return done({ ...verified(caller, account, judged), account, authenticators, refuse: refuseLater });
}

type Accepted = { readonly refusal: null; readonly passkey: BoundPasskey; readonly assertion: VerifiedAssertion };
/** `copied`: the passkey whose counter went back. */
type Refused = { readonly refusal: Refusal; readonly copied: BoundPasskey | null };

/** WebAuthn section 7.2, what the verifier leaves to us: whose key, which user handle, which role, which counter. */
async function judge(
  ports: Ports,
  caller: Caller,
  account: Account,
  authenticators: readonly BoundAuthenticator[],
  expected: ExpectedAnswer,
  answer: AssertionAnswer,
  mustName: boolean,
): Promise<Accepted | Refused> {
  const refused = (code: 'passkey-unknown' | 'passkey-refused' | 'passkey-synced'): Refused => ({
    refusal: { code },
    copied: null,
  });
  const passkey = passkeysOf(authenticators).find(({ credentialId }) => credentialId === answer.id);
  if (passkey === undefined) return refused('passkey-unknown');
  if (mustName && answer.userHandle !== holderHandle(account)) return refused('passkey-refused');
  const publicKey = ports.secrets.open(passkey.sealedKey, { table: 'authenticator', column: 'sealed_secret', row: passkey.id });
  const { credentialId, backupEligible } = passkey;
  const assertion = await ports.passkeys.verifyAssertion(expected, { credentialId, publicKey, backupEligible }, answer);
  if (assertion === undefined) return refused('passkey-refused');
  if (!mayUsePasskey(account.role, caller.portal.deviceBoundPasskeysFor, backupEligible)) return refused('passkey-synced');
  if (!hasCounterGrown(passkey.signCount, assertion.signCount))
    return { refusal: { code: 'passkey-counter-went-back' }, copied: passkey };
  return { refusal: null, passkey, assertion };
}

function verified(caller: Caller, account: Account, { passkey, assertion }: Accepted): VerifiedPasskey {
  return {
    passkey,
    accept: async (tx) => {
      if (!(await tx.acceptAssertion(passkey.id, assertion, caller.at))) return refuse({ code: 'passkey-refused' });
      await tx.clearCounter(passkeyKey(account));
      return done(undefined);
    },
  };
}

function passkeyKey(account: Account): string {
  return `passkey:${account.id}`;
}

async function refuseAt(
  ports: Ports,
  caller: Caller,
  account: Account | null,
  session: LiveSession | null,
  retryAt: number,
): Promise<Outcome<never>> {
  const refusal: Refusal = { code: 'too-many-attempts', what: 'passkey', retryAt };
  await ports.store.record([refusedProof(caller, account?.id ?? null, session, 'passkey', refusal.code)]);
  return refuse(refusal);
}

/** Audit, and what the holder has to hear: of a passkey that seems copied (SEC-D05), and of refusals after a right password. */
async function refusePasskey(
  ports: Ports,
  caller: Caller,
  account: Account | null,
  session: LiveSession | null,
  { refusal, copied }: Refused,
  charged?: AttemptCounter,
): Promise<Outcome<never>> {
  const id = account?.id ?? null;
  const pausedUntil = charged?.lockedUntil ?? null;
  const events: NonEmpty<AuditEvent> = [
    refusedProof(caller, id, session, 'passkey', refusal.code),
    ...(copied === null
      ? []
      : [byClaimant(caller, id, { type: 'passkey.counter-went-back', authenticatorId: copied.id } as const)]),
    ...(pausedUntil === null ? [] : [byClaimant(caller, id, { type: 'second-factor.paused' } as const)]),
  ];
  const told =
    account === null
      ? null
      : copied !== null
        ? notice(ports, caller, account, {
            kind: 'passkey-copied',
            deviceName: copied.name,
            circumstances: circumstancesOf(caller),
          })
        : charged?.failures === FAILURES_TOLD
          ? failuresNotice(ports, caller, account, FAILURES_TOLD)
          : null;
  if (told === null) await ports.store.record(events);
  else await ports.store.write(events, async (tx) => done(await told.work(tx)));
  return refuse(pausedUntil === null ? refusal : { code: 'too-many-attempts', what: 'passkey', retryAt: pausedUntil });
}
