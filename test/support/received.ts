/** Lost-device requests put into the store as their events, for tests of what is done with many of them. */
import { done } from '../../src/core/outcome.ts';
import { EVENT_SCHEMA, type RecoveryEvent, type RecoveryEventDetail, type RequestChannel } from '../../src/core/recovery-event.ts';
import type { Risk } from '../../src/core/recovery-risk.ts';
import { type Instant, minutes } from '../../src/core/time.ts';
import type { Store } from '../../src/ports.ts';

export interface Received {
  /** Number of the request; its receipt follows from it. */
  readonly n: number;
  readonly accountId: string | null;
  readonly portal?: string;
  readonly filedAt: Instant;
  readonly channel?: RequestChannel;
  /** Confirmed a minute after it was filed, with this risk. */
  readonly risk?: Risk;
  /** What happened last, and when. */
  readonly last?: { readonly detail: RecoveryEventDetail; readonly at: Instant };
  /** Found its account, or what became of it instead. */
  readonly admission?: 'open' | 'matched' | 'laid-aside';
}

export const receiptOf = (n: number): string => `R-2026-${String(n).padStart(4, '0')}-00`;

export async function receive(store: Store, received: Received): Promise<void> {
  const { n, portal = 'success', filedAt } = received;
  const outcome = await store.write(
    [
      {
        at: filedAt,
        portal,
        address: null,
        requestId: null,
        actor: { kind: 'system', id: null },
        accountId: received.accountId,
        detail: { type: 'recovery.letter-wanted', requestId: `request-${n}` },
      },
    ],
    async (tx) =>
      done(
        await tx.insertRecoveryRequest({
          id: `request-${n}`,
          receipt: receiptOf(n),
          portal,
          browser: 'Canary / Browser',
          place: '198.51.100.x',
          language: 'ja',
          events: [event(filedAt, filed(received.channel ?? 'web')), ...eventsOf(received)],
          claims: CLAIMED,
        }),
      ),
  );
  if (!outcome.ok || !outcome.value) throw new Error(`request ${n} was not received`);
}

/** What was typed: none of it may be seen at the desk. */
export const CLAIMED = {
  email: 'canary-claimed@success.example',
  name: 'かなりや 申告',
  company: 'かなりや申告株式会社',
  phone: '090-4711-0815',
  caseNumber: 'TM-47110815',
  summary: 'かなりやの申告です',
};

function eventsOf({ accountId, admission = 'matched', filedAt, risk, last }: Received): readonly RecoveryEvent[] {
  if (admission === 'open') return [];
  if (admission === 'laid-aside' || accountId === null) return [event(filedAt, { type: 'LaidAside', because: 'no-such-account' })];
  return [
    event(filedAt, { type: 'Matched', accountId, mailed: true }),
    ...(risk === undefined
      ? []
      : [
          event(filedAt + minutes(1), { type: 'MailboxConfirmed', linkId: 'link' }),
          event(filedAt + minutes(1), { type: 'RiskAssessed', ...risk }),
        ]),
    ...(last === undefined ? [] : [event(last.at, last.detail)]),
  ];
}

function filed(channel: RequestChannel): RecoveryEventDetail {
  const pending = { password: false, liveSession: false, knownBrowserId: null };
  return { type: 'Filed', channel, riskText: 'risk-1', dispute: false, pending, claimBrowserId: null };
}

function event(at: Instant, detail: RecoveryEventDetail): RecoveryEvent {
  return { schema: EVENT_SCHEMA, at, actor: { kind: 'system', id: null }, policyVersion: 'test', detail };
}
