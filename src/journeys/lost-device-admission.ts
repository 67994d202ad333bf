/**
 * What happens to a filing after its page was answered: its account is looked for, at most three letters a day go out, and
 * what nobody goes on with ends (commands 1 and 28 of desk.md section 4). Run by the clerk, never by a request, so that
 * nobody who files can measure it.
 */
import { canonicalEmail } from '../core/account.ts';
import { contactOnFile } from '../core/contact.ts';
import { done, refuse } from '../core/outcome.ts';
import type { RecoveryCommand } from '../core/recovery-command.ts';
import type { Claims, RecoveryEvent } from '../core/recovery-event.ts';
import { LETTERS_PER_DAY } from '../core/recovery-policy.ts';
import { decide } from '../core/recovery-request.ts';
import type { RequestState } from '../core/recovery-state.ts';
import { expiresAt } from '../core/recovery-stopping.ts';
import type { Duration, Instant } from '../core/time.ts';
import type { Ports, StoredRecoveryRequest } from '../ports.ts';
import { administratorLetters, circumstancesOf, filedMails, isCounted, type RecoveryMail } from './lost-device-mail.ts';
import { lettersToAll } from './notices.ts';
import { auditOfAll, isNonEmpty } from './recovery-events.ts';
import { type DecisionFacts, findDecisionFacts } from './recovery-facts.ts';

const BATCH = 50;
const SYSTEM = { kind: 'system', id: null } as const;

/** Looks after one batch of each; answers how many requests changed. There may be more until the answer is 0. */
export async function runClerk(ports: Ports): Promise<number> {
  let changed = 0;
  for (const stored of await ports.store.read.unadmittedFilings(BATCH)) changed += await admit(ports, stored);
  for (const stored of await ports.store.read.lettersWanted(BATCH)) changed += await sendAgain(ports, stored);
  for (const stored of await ports.store.read.voidFilings(BATCH)) changed += await expire(ports, stored, 'voided');
  return changed + (await expireDue(ports));
}

async function admit(ports: Ports, stored: StoredRecoveryRequest): Promise<number> {
  const now = await ports.store.read.databaseTime();
  const claims = await ports.store.read.recoveryClaims(stored.id);
  const facts = claims === null ? undefined : await findFacts(ports, stored, claims, now);
  const command: RecoveryCommand = {
    kind: 'match',
    version: stored.request.version,
    actor: SYSTEM,
    isReadable: claims !== null,
    accountId: facts?.account.id ?? null,
    isActive: facts?.account.status === 'active',
    frozenUntil: facts?.account.recoveryFrozenUntil ?? null,
    confirmedWithinQuota: facts?.confirmedWithinQuota ?? 0,
    mayMail: facts !== undefined && mayMailFiling(stored, facts),
  };
  const decided = decide(stored.request, command, ports.recovery, now);
  if (!decided.ok) return 0;
  const mailed = decided.value.some(({ detail }) => detail.type === 'Matched' && detail.mailed);
  const mails = mailed && facts !== undefined ? filedMails(ports, facts, stored, now, isCounted(stored)) : [];
  // Only letters are counted by the account, so only a filing that sends one waits its turn: a flood of the others must not
  // overtake the holder's own sign-in again and again.
  return append(ports, stored, decided.value, mails.length > 0 ? (facts ?? null) : null, mails);
}

function mayMailFiling(stored: StoredRecoveryRequest, facts: DecisionFacts): boolean {
  return !isCounted(stored) || facts.lettersWithinDay < LETTERS_PER_DAY;
}

/**
 * The link once more, to the address on file; for a filing without effect the wish is taken away and nothing is sent. Always one of
 * the few of a day, whoever filed: a stolen password must not fill the mailbox.
 */
async function sendAgain(ports: Ports, stored: StoredRecoveryRequest): Promise<number> {
  const now = await ports.store.read.databaseTime();
  const { request } = stored;
  const accountId = request.state === 'opened' ? request.accountId : null;
  const facts = accountId === null ? undefined : await findDecisionFacts(ports, accountId, stored, now);
  const mayMail = facts !== undefined && facts.lettersWithinDay < LETTERS_PER_DAY;
  const mail = mayMail ? filedMails(ports, facts, stored, now, true)[0] : undefined;
  const outcome = await ports.store.write(
    [
      {
        at: now,
        portal: stored.portal,
        address: null,
        requestId: null,
        actor: SYSTEM,
        accountId: request.accountId,
        detail: { type: 'recovery.letter-answered', requestId: stored.id, mailed: mail !== undefined },
      },
    ],
    async (tx) => {
      await tx.wantRecoveryLetter(stored.id, null);
      if (mail !== undefined && facts !== undefined) {
        if (!(await tx.claimRecovery(facts.account.id, facts.recoveryVersion))) return refuse({ code: 'request-changed' });
        if (mail.link !== null) await tx.insertRecoveryLink(mail.link);
        await tx.queueLetter(mail.letter);
      }
      return done(undefined);
    },
  );
  return outcome.ok ? 1 : 0;
}

async function findFacts(
  ports: Ports,
  stored: StoredRecoveryRequest,
  claims: Claims,
  now: Instant,
): Promise<DecisionFacts | undefined> {
  const named = canonicalEmail(claims.email);
  const found = await ports.store.read.signInFacts(stored.portal, named);
  if (found !== undefined) return findDecisionFacts(ports, found.account.id, stored, now);
  // Somebody else may have changed the address: its holder still knows the old one, as long as the desk would write to it.
  for (const accountId of await ports.store.read.formerHolders(stored.portal, named)) {
    const facts = await findDecisionFacts(ports, accountId, stored, now);
    const onFile = contactOnFile(facts.contactPoints, 'email', now, ports.recovery.contactUnchangedFor);
    if (onFile?.canonical === named) return facts;
  }
  return undefined;
}

/** The states of this version that end by themselves, and how long each lasts; what is due is decided in core. */
async function expireDue(ports: Ports): Promise<number> {
  const now = await ports.store.read.databaseTime();
  const { mailboxLinkFor, evidenceFor } = ports.recovery;
  const lasting: readonly (readonly [RequestState, Duration])[] = [
    ['opened', mailboxLinkFor],
    ['evidence', evidenceFor],
    // How long these last depends on more than the state: core decides what is due.
    ['proposed', 0],
    ['approved', 0],
    ['waiting', 0],
    ['released', 0],
    ['frozen', 0],
  ];
  let changed = 0;
  for (const [state, lastsFor] of lasting) {
    const candidates = await ports.store.read.requestsUnchangedSince(state, now - lastsFor, BATCH);
    for (const stored of candidates) {
      const until = expiresAt(stored.request, ports.recovery);
      if (until !== null && now >= until) changed += await expire(ports, stored, 'time');
    }
  }
  return changed;
}

async function expire(ports: Ports, stored: StoredRecoveryRequest, because: 'time' | 'voided'): Promise<number> {
  const now = await ports.store.read.databaseTime();
  const { request } = stored;
  const command: RecoveryCommand = { kind: 'expire', version: request.version, actor: SYSTEM, because };
  const decided = decide(request, command, ports.recovery, now);
  if (!decided.ok) return 0;
  // A filing nobody confirmed ends without a word (its letter said until when) and without a turn of the account's.
  if (request.accountId === null || request.confirmedAt === null) return append(ports, stored, decided.value, null, []);
  const facts = await findDecisionFacts(ports, request.accountId, stored, now);
  const circumstances = { ...circumstancesOf(stored), at: now };
  const told = await ports.store.read.toldAdministrators(facts.account.id);
  const letters = [
    ...lettersToAll(facts.account, { kind: 'recovery-expired', receipt: stored.receipt, dispute: request.dispute, circumstances }),
    ...administratorLetters(facts.account, told, stored, 'ended', circumstances),
  ];
  return append(
    ports,
    stored,
    decided.value,
    facts,
    letters.map((letter) => ({ letter, link: null })),
  );
}

/** Writes what was decided, if nobody was faster; 0 then, and the next round looks again. */
async function append(
  ports: Ports,
  stored: StoredRecoveryRequest,
  events: readonly RecoveryEvent[],
  facts: DecisionFacts | null,
  mails: readonly RecoveryMail[],
): Promise<number> {
  const entries = auditOfAll([{ stored, events }], null);
  if (!isNonEmpty(entries)) return 0;
  const outcome = await ports.store.write(entries, async (tx) => {
    if (facts !== null && !(await tx.claimRecovery(facts.account.id, facts.recoveryVersion)))
      return refuse({ code: 'request-changed' });
    if (!(await tx.appendRecoveryEvents(stored, events))) return refuse({ code: 'request-changed' });
    for (const { link, letter } of mails) {
      if (link !== null) await tx.insertRecoveryLink(link);
      await tx.queueLetter(letter);
    }
    return done(undefined);
  });
  return outcome.ok ? 1 : 0;
}
