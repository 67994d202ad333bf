/**
 * The record of one request as a file that is checked elsewhere (invariant 12, SEC-J15): every event, what staff wrote, what the audit log
 * says about it, masked. That it left, with the reason, is an entry of the log before it does, and stands in the file itself.
 */
import { maskedEmail, maskedName, maskedPhone, type PortalId } from '../core/account.ts';
import { coarseAddress, maskedText } from '../core/masked-text.ts';
import { done, type Outcome, refuse } from '../core/outcome.ts';
import type { RecoveryEvent } from '../core/recovery-event.ts';
import { refuseRemark } from '../core/recovery-rules.ts';
import { BUNDLE_FORMAT, type BundleRecord, formatBundle } from '../core/request-bundle.ts';
import type { LiveSession } from '../core/session.ts';
import { staffRole } from '../core/staff.ts';
import type { AttemptSchedule } from '../core/throttle.ts';
import { days, hours, type Instant } from '../core/time.ts';
import type { Caller, LoggedEntry, Ports, RequestRemark, StoredRecoveryRequest } from '../ports.ts';
import { byStaff } from './audit.ts';
import { signedHead } from './audit-head.ts';
import { enterDesk } from './desk-scope.ts';

/** A record may be asked for as long as the log is kept. */
const EXPORTED_FOR = days(5 * 366);
export const EXPORTS: AttemptSchedule = { pauseAfter: () => 0, window: { limit: 30, within: hours(1) } };

/** Null for whoever may not see it, also where there is none. */
export async function exportRequest(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  portals: readonly PortalId[],
  receipt: string,
  reason: string,
): Promise<Outcome<string> | null> {
  const { account } = session;
  const entered = await enterDesk(ports, caller, session, portals, 'requests.export', EXPORTED_FOR);
  if (!entered.ok) return entered;
  const queued = await ports.store.read.queuedRequest(entered.value.scope, receipt);
  const stored = queued === undefined ? undefined : await ports.store.read.recoveryRequest(queued.portal, receipt);
  if (queued === undefined || stored === undefined) return null;
  const unfit = refuseRemark(reason);
  if (unfit !== null) return refuse(unfit);
  const charge = await ports.store.charge(`desk-export:${account.id}`, EXPORTS, caller.at);
  if (!charge.allowed) return refuse({ code: 'too-many-attempts', what: 'exports', retryAt: charge.retryAt });
  const exported = { type: 'request.exported', requestId: stored.id, role: entered.value.role, reason: reason.trim() } as const;
  await ports.store.record([{ ...byStaff(caller, account, exported), accountId: stored.request.accountId }]);
  const records = await recordsOf(ports, caller, session, stored);
  return done(formatBundle(records, (text) => ports.signing.sign(text)));
}

async function recordsOf(
  ports: Ports,
  caller: Caller,
  session: LiveSession,
  stored: StoredRecoveryRequest,
): Promise<readonly BundleRecord[]> {
  const { read } = ports.store;
  const events = await read.recoveryEvents(stored.id);
  const remarks = await read.requestRemarks(stored.id);
  const entries = await read.requestEntries(stored.id, stored.request.filedAt);
  const staff = [...events, ...entries.map(({ event }) => event)].flatMap(({ actor }) =>
    actor.kind === 'staff' && actor.id !== null ? [actor.id] : [],
  );
  const names = new Map((await read.accountNames([...new Set(staff)])).map(({ id, name }) => [id, name]));
  const nameOf = ({ kind, id }: { readonly kind: string; readonly id: string | null }): string | null =>
    kind === 'staff' && id !== null ? (names.get(id) ?? null) : null;
  return [
    await headRecord(ports, caller, session, stored),
    await subjectRecord(ports, stored),
    await claimsRecord(ports, stored),
    ...events.map((event, index) => eventRecord(stored.id, event, index + 1, nameOf(event.actor), remarks)),
    ...entries.map((entry) => entryRecord(entry, nameOf(entry.event.actor))),
  ];
}

async function headRecord(
  { signing, store }: Ports,
  caller: Caller,
  { account }: LiveSession,
  { id, receipt, portal, request }: StoredRecoveryRequest,
): Promise<BundleRecord> {
  const forgotten = await store.read.auditForgotten();
  return {
    kind: 'bundle',
    format: BUNDLE_FORMAT,
    receipt,
    requestId: id,
    portal,
    state: request.state,
    version: request.version,
    filedAt: iso(request.filedAt),
    exportedAt: iso(caller.at),
    exportedBy: account.name,
    role: staffRole(account.role) ?? null,
    keyId: signing.id,
    publicKey: signing.publicKey,
    fingerprint: signing.fingerprint,
    auditHead: signedHead(signing, await store.read.auditHead(), caller.at) ?? null,
    ...(forgotten === undefined ? {} : { auditForgotten: forgotten }),
  };
}

async function subjectRecord({ store }: Ports, { portal, request }: StoredRecoveryRequest): Promise<BundleRecord> {
  const { accountId } = request;
  const account = accountId === null ? undefined : (await store.read.accountFacts(portal, accountId))?.account;
  return {
    kind: 'subject',
    accountId,
    name: account === undefined ? null : maskedName(account.name),
    email: account === undefined ? null : maskedEmail(account.email),
    company: account?.company?.name ?? null,
  };
}

/** What was typed, masked; null once it was erased. */
async function claimsRecord({ store }: Ports, { id, browser, place }: StoredRecoveryRequest): Promise<BundleRecord> {
  const claims = await store.read.recoveryClaims(id);
  const masked =
    claims === null
      ? null
      : {
          email: maskedEmail(claims.email),
          name: maskedName(claims.name),
          company: maskedText(claims.company),
          phone: maskedPhone(claims.phone),
          caseNumber: claims.caseNumber,
          summary: maskedText(claims.summary),
        };
  return { kind: 'claims', browser, place, claims: masked };
}

/** The fields that the digest in the log is over stand as they are: an event has no personal data. */
function eventRecord(
  requestId: string,
  { at, actor, policyVersion, detail }: RecoveryEvent,
  version: number,
  actorName: string | null,
  remarks: readonly RequestRemark[],
): BundleRecord {
  const remark = remarks.find((each) => each.version === version);
  return {
    kind: 'event',
    requestId,
    version,
    at,
    time: iso(at),
    actor: { kind: actor.kind, id: actor.id },
    actorName,
    policyVersion,
    detail: { ...detail },
    remark: remark === undefined || remark.text === null ? null : maskedText(remark.text),
  };
}

function entryRecord({ seq, mac, keyId, previousMac, isChained, event }: LoggedEntry, actorName: string | null): BundleRecord {
  const { at, portal, address, requestId, actor, accountId, detail } = event;
  return {
    kind: 'entry',
    seq,
    at,
    time: iso(at),
    portal,
    place: address === null ? null : coarseAddress(address),
    webRequest: requestId,
    actor: { kind: actor.kind, id: actor.id },
    actorName,
    accountId,
    detail: { ...detail, ...('reason' in detail && detail.reason !== undefined ? { reason: maskedText(detail.reason) } : {}) },
    previousMac,
    mac,
    chainKey: keyId,
    chained: isChained,
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();
