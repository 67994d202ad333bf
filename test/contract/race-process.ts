/** One racer: opens the database it is told, waits for the word, does one task many times at once; then the next, until its input ends. */
import { createInterface } from 'node:readline';
import { days, seconds } from '../../src/core/time.ts';
import type { Charge } from '../../src/ports.ts';
import { type DatabaseLocation, type OpenStore, openStore } from '../../src/store/open.ts';
import { TEST_STORE } from '../support/test-store.ts';
import { CHALLENGE, CHALLENGE_BINDING } from './passkey-records.ts';
import { BOUND, change, HANAKO, NOW, recoveryCodes, SET_UP, STEP, session } from './records.ts';

export type Verdict = boolean | number | Charge | readonly string[];

let races = 0;
/** Nobody else's, in whichever race. */
const name = (index: number) => `${process.pid}-${races}-${index}`;

const TASKS = {
  open: async () => true,
  'accept-step': (store) => change(store, (tx) => tx.acceptTimeStep('authenticator-1', STEP + 1, 0, NOW)),
  'consume-pending': (store) => change(store, (tx) => tx.consumePendingSignIn('pending-1', NOW)),
  'confirm-mailbox': (store) => change(store, (tx) => tx.confirmPendingMailbox('pending-1', NOW)),
  'consume-link': (store) => change(store, (tx) => tx.consumeMailedLink('link-1', NOW)),
  'rotate-session': (store, index) =>
    change(store, (tx) => {
      const next = { digest: name(index), passwordAt: NOW, secondFactorAt: NOW, methods: ['password', 'totp'] } as const;
      return tx.rotateSession('session-1', 'digest of session-1', next);
    }),
  'end-session': (store) => change(store, (tx) => tx.endSession('session-1', NOW, 'signed-out')),
  'insert-session': (store, index) => change(store, (tx) => tx.insertSession(session({ id: name(index) }), 1)),
  bind: (store) => change(store, (tx) => tx.bindAuthenticator('authenticator-1', BOUND)),
  'bind-either': (store, index) => change(store, (tx) => tx.bindAuthenticator(`race-${1 + (index % 2)}`, BOUND)),
  'end-either': (store, index) =>
    change(store, (tx) => tx.invalidateAuthenticator('hanako', `race-${1 + (index % 2)}`, 3, NOW, 'deleted')),
  invalidate: (store) => change(store, (tx) => tx.invalidateAuthenticators('hanako', NOW, 'turned-off')),
  'use-recovery-code': async (store, index) => {
    const code = await store.read.recoveryCode('hanako', 3);
    return code !== undefined && change(store, (tx) => tx.useRecoveryCode(code, NOW, { id: name(index), slot: 3, record: 'next' }));
  },
  'issue-recovery-codes': (store, index) =>
    change(store, (tx) => tx.issueRecoveryCodes('hanako', 'set-1', recoveryCodes({ id: name(index) }))),
  'spend-challenge': async (store) => (await store.spendChallenge(CHALLENGE.digest, CHALLENGE_BINDING, NOW)) !== undefined,
  'accept-assertion': (store) => change(store, (tx) => tx.acceptAssertion('passkey-1', { signCount: 8, backedUp: true }, NOW)),
  rehash: (store, index) => change(store, (tx) => tx.setPasswordRecord('hanako', '$argon2id$hanako', name(index))),
  charge: (store) => store.charge('second-factor:hanako', { pauseAfter: (failures) => (failures < 5 ? 0 : seconds(900)) }, NOW),
  'charge-freely': (store) => store.charge('second-factor:hanako', { pauseAfter: () => 0 }, NOW),
  'claim-request': async (store, index) => {
    const id = index % 2 === 0 ? 'hanako' : 'taro';
    const by = { id, isSupervisor: false };
    return (await change(store, (tx) => tx.claimRequest('request-1', by, NOW, NOW + seconds(300)))) ? [id] : [];
  },
  forget: (store) => forgetAll(store),
  'forget-entries': async (store) => {
    const { count, brokenAt } = await store.forgetEntries(Date.now());
    return brokenAt === null ? count : -1;
  },
  'insert-account': (store, index) =>
    change(store, (tx) => tx.insertAccount({ ...HANAKO, id: name(index), email: 'new@success.example', passwordRecord: null })),
  'set-first-password': (store, index) => change(store, (tx) => tx.setFirstPassword('newcomer', name(index), 'mailed-link', NOW)),
  'open-set-up': (store, index) => change(store, (tx) => tx.openSitting({ ...SET_UP, digest: name(index) })),
  'spend-set-up': (store, index) =>
    change(store, (tx) => tx.spendSitting(SET_UP.digest, NOW, { passwordRecord: name(index), pendingSignInId: 'pending-1' })),
  'complete-set-up': (store) => change(store, (tx) => tx.completeSitting('pending-1', NOW)),
  claim: async (store) => (await store.outbox.claim(3, NOW, seconds(60))).map((claimed) => claimed.id),
} as const satisfies Record<string, (store: OpenStore, index: number) => Promise<Verdict>>;

/** Ten years later, batch after batch; how many rows it were. */
async function forgetAll(store: OpenStore): Promise<number> {
  const count = await store.forgetOld(NOW + days(3650));
  return count === 0 ? 0 : count + (await forgetAll(store));
}

export type Task = keyof typeof TASKS;

async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  for (;;) {
    const { value: line, done } = await lines.next();
    if (done === true) return;
    const { location, task, each }: { location: DatabaseLocation; task: string; each: number } = JSON.parse(line);
    const run = Object.entries<(store: OpenStore, index: number) => Promise<Verdict>>(TASKS).find(([key]) => key === task)?.[1];
    if (run === undefined) throw new Error(`there is no task "${task}"`);
    races += 1;
    const early = task === 'open' ? undefined : await openStore(location, TEST_STORE);
    process.stdout.write('ready\n');
    await lines.next();
    const store = early ?? (await openStore(location, TEST_STORE));
    const verdicts = await Promise.all(Array.from({ length: each }, (_, index) => run(store, index)));
    await store.close();
    process.stdout.write(`${JSON.stringify(verdicts)}\n`);
  }
}

await main();
