/**
 * The store as the journeys know it: `Reads`, `Writes` and the few doors of `Store`, put together from one file per kind of
 * row. It adds nothing but the rule that every database error leaves as a Fault.
 */

import { done } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import type { KeyedDigest, OutboxStore, Random, Reads, SecretBox, Store, Writes } from '../ports.ts';
import * as accounts from './accounts.ts';
import * as activity from './activity.ts';
import * as auditEntries from './audit-entries.ts';
import * as auditSearch from './audit-search.ts';
import { readForgotten, readGenuineHead } from './audit-verification.ts';
import * as authenticatorChanges from './authenticator-changes.ts';
import * as authenticators from './authenticators.ts';
import * as browsers from './browsers.ts';
import * as cases from './cases.ts';
import * as charts from './charts.ts';
import * as companies from './companies.ts';
import * as people from './company-people.ts';
import * as contactChanges from './contact-changes.ts';
import * as contactPoints from './contact-points.ts';
import { storeFault } from './database-errors.ts';
import * as deskAccounts from './desk-accounts.ts';
import * as deskClaims from './desk-claims.ts';
import * as deskQueue from './desk-queue.ts';
import * as dispute from './dispute.ts';
import * as firstPassword from './first-password.ts';
import * as invitations from './invitations.ts';
import * as macros from './macros.ts';
import { judgeDueLetters } from './mail-quota.ts';
import * as outbox from './outbox.ts';
import * as passkeys from './passkeys.ts';
import * as passwords from './passwords.ts';
import * as procedure from './procedure.ts';
import * as recoveryCodes from './recovery-codes.ts';
import { findRecoveryFacts, findToldAdministrators } from './recovery-facts.ts';
import * as links from './recovery-links.ts';
import * as requests from './recovery-requests.ts';
import * as release from './release.ts';
import * as sessions from './sessions.ts';
import * as signInAddress from './sign-in-address.ts';
import * as signInNotices from './sign-in-notices.ts';
import * as singleUse from './single-use.ts';
import * as sittings from './sittings.ts';
import * as staff from './staff.ts';
import type { Handle } from './tables.ts';
import { assertOutsideTransaction, type Transact } from './transact.ts';
import * as vouching from './vouching.ts';

export interface StoreParts {
  readonly handle: Handle;
  readonly transact: Transact;
  readonly secrets: SecretBox;
  readonly random: Random;
  readonly keyed: KeyedDigest;
  readonly databaseTime: () => Promise<Instant>;
}

export function makeStore(parts: StoreParts): Store {
  const { handle, transact } = parts;
  return {
    read: makeReads(parts),
    write: (events, work) => transact(events, (on) => work(makeWrites(on, parts))),
    async record(events) {
      await transact(events, async () => done(undefined));
    },
    charge: (key, schedule, at) => outside(() => singleUse.chargeAttempt(handle, key, schedule, at)),
    refund: (key, chargedAt) => outside(() => singleUse.refundAttempt(handle, key, chargedAt)),
    touchSession: (id, at) => outside(() => sessions.touchSession(handle, id, at)),
    notePresence: (requestId, staff, seen) => outside(() => deskClaims.notePresence(handle, requestId, staff, seen)),
    chargePass: (id, tries) => outside(() => release.chargePass(handle, id, tries)),
    refundPass: (id) => outside(() => release.refundPass(handle, id)),
    chargeCall: (id, tries) => outside(() => procedure.chargeCall(handle, id, tries)),
    keepChallenge: (row) => outside(() => passkeys.insertChallenge(handle, row)),
    spendChallenge: (digest, binding, at) => outside(() => passkeys.spendChallenge(handle, digest, binding, at)),
  };
}

export function makeOutbox({ handle, secrets }: Pick<StoreParts, 'handle' | 'secrets'>): OutboxStore {
  return {
    claim: (limit, at, leaseFor) =>
      outside(async () => {
        await judgeDueLetters(handle, at);
        return handle.db
          .transaction()
          .setIsolationLevel('read committed')
          .execute((db) => outbox.claimLetters({ ...handle, db }, limit, at, leaseFor, secrets));
      }),
    markSent: (id, at) => outside(() => outbox.markSent(handle, id, at)),
    markRetry: (id, nextAttemptAt) => outside(() => outbox.markRetry(handle, id, nextAttemptAt)),
    markFailed: (id, at) => outside(() => outbox.markFailed(handle, id, at)),
    markRefused: (id, at, nextAttemptAt) => outside(() => outbox.markRefused(handle, id, at, nextAttemptAt)),
    markStruck: (id, at) => outside(() => outbox.markStruck(handle, id, at)),
    oldestUnsent: () => outside(() => outbox.findOldestUnsent(handle)),
    pendingCount: () => outside(() => outbox.countPending(handle)),
  };
}

function makeReads({ handle, databaseTime, secrets }: StoreParts): Reads {
  return {
    signInFacts: (portal, email) => outside(() => accounts.findSignInFacts(handle, portal, email)),
    accountFacts: (portal, account) => outside(() => accounts.findAccountFacts(handle, portal, account)),
    companyAdministrators: (company) => outside(() => accounts.findCompanyAdministrators(handle, company)),
    pendingSignIn: (portal, id) => outside(() => sessions.findPendingSignIn(handle, portal, id)),
    session: (portal, id) => outside(() => sessions.findSession(handle, portal, id)),
    isCheckUpHidden: (authenticator) => outside(() => authenticatorChanges.isCheckUpHidden(handle, authenticator)),
    pendingEnrolment: (owner) => outside(() => authenticators.findPendingEnrolment(handle, owner)),
    knownBrowser: (portal, id) => outside(() => browsers.findKnownBrowser(handle, portal, id)),
    mailedLink: (portal, id) => outside(() => singleUse.findMailedLink(handle, portal, id)),
    counter: (key) => outside(() => singleUse.findCounter(handle, key)),
    cases: (company, page) => outside(() => cases.findCases(handle, company, page)),
    caseByNumber: (company, number) => outside(() => cases.findCase(handle, company, number)),
    companies: (idOrName) => outside(() => companies.findCompanies(handle, idOrName)),
    firstPasswordLink: (portal, id) => outside(() => firstPassword.findFirstPasswordLink(handle, portal, id)),
    resetRequests: (limit) => outside(() => passwords.findResetRequests(handle, limit, secrets)),
    resetLink: (portal, id) => outside(() => passwords.findResetLink(handle, portal, id)),
    sitting: (digest) => outside(() => sittings.findSitting(handle, digest)),
    hasAdministrator: (portal) => outside(() => sittings.hasAdministrator(handle, portal)),
    deskAccount: (account) => outside(() => deskAccounts.findDeskAccount(handle, account)),
    liftAsks: (account, at) => outside(() => deskAccounts.findLiftAsks(handle, account, at)),
    staff: (portal) => outside(() => staff.findStaff(handle, portal)),
    staffAsks: (portal, at) => outside(() => staff.findAsks(handle, portal, at)),
    staffInvitations: (portal, at) => outside(() => sittings.findInvitations(handle, portal, at)),
    databaseTime: () => outside(databaseTime),
    auditEntries: (reach, terms, page) => outside(() => auditSearch.findAuditEntries(handle, reach, terms, page)),
    keptSearches: (by) => outside(() => auditSearch.findKeptSearches(handle, by, secrets)),
    chartedRequests: (portals, since) => outside(() => charts.findChartedRequests(handle, portals, since)),
    signInCounts: (portals, since) => outside(() => charts.countSignIns(handle, portals, since)),
    codeAttempts: (portals, since, limit) => outside(() => charts.findCodeAttempts(handle, portals, since, limit)),
    drifts: (portals, since) => outside(() => charts.countDrifts(handle, portals, since)),
    activeCoverage: (portals, since, limit) => outside(() => charts.findActiveCoverage(handle, portals, since, limit)),
    codesLeft: (portals) => outside(() => charts.countCodesLeft(handle, portals)),
    auditHead: () => outside(() => readGenuineHead(handle)),
    auditForgotten: () => outside(() => readForgotten(handle)),
    requestEntries: (requestId, since) => outside(() => auditEntries.findRequestEntries(handle, requestId, since)),
    contactFacts: (account) => outside(() => contactPoints.findContactFacts(handle, account)),
    contactLink: (portal, id) => outside(() => contactChanges.findContactLink(handle, portal, id)),
    formerHolders: (portal, email) => outside(() => contactPoints.findFormerHolders(handle, portal, email)),
    recoveryCodeSet: (account) => outside(() => recoveryCodes.findRecoveryCodeSet(handle, account)),
    recoveryCode: (account, slot) => outside(() => recoveryCodes.findRecoveryCode(handle, account, slot)),
    passkeyHolder: (portal, credentialId) => outside(() => passkeys.findPasskeyHolder(handle, portal, credentialId)),
    recoveryRequest: (portal, receipt) => outside(() => requests.findRequest(handle, portal, receipt)),
    stoppableRequests: (account, limit, claimBrowserId) =>
      outside(() => requests.findStoppable(handle, account, limit, claimBrowserId)),
    voidFilings: (limit) => outside(() => requests.findVoidFilings(handle, limit)),
    withdrawnReceipts: (account, since) => outside(() => requests.findWithdrawnReceipts(handle, account, since)),
    unadmittedFilings: (limit) => outside(() => requests.findUnadmitted(handle, limit)),
    lettersWanted: (limit) => outside(() => requests.findLettersWanted(handle, limit)),
    requestsUnchangedSince: (state, before, limit) => outside(() => requests.findUnchangedSince(handle, state, before, limit)),
    recoveryClaims: (requestId) => outside(() => requests.findClaims(handle, requestId, secrets)),
    recoveryFacts: (account, request, at, unchangedFor) =>
      outside(() => findRecoveryFacts(handle, account, request, at, unchangedFor)),
    recoveryLink: (portal, id) => outside(() => links.findRecoveryLink(handle, portal, id)),
    claimBrowser: (portal, id) => outside(() => links.findClaimBrowser(handle, portal, id)),
    secondFactorIn: (browserId, account) => outside(() => links.findSecondFactorIn(handle, browserId, account)),
    hasSignInNotices: (span) => outside(() => signInNotices.hasSignInNotices(handle, span)),
    shownSignInNotices: (sessionId, limit) => outside(() => signInNotices.findShownNotices(handle, sessionId, limit)),
    toldAdministrators: (account) => outside(() => findToldAdministrators(handle, account)),
    companyPolicy: (company) => outside(() => companies.findPolicy(handle, company)),
    companyCoverage: (company) => outside(() => people.findCoverage(handle, company)),
    coverages: () => outside(() => people.findCoverages(handle)),
    peopleWithoutSecondFactor: (company, limit) => outside(() => people.findNamesWithout(handle, company, limit)),
    companyPeople: (company, page) => outside(() => people.findPeople(handle, company, page)),
    colleagueRequests: (company, except, receipt) =>
      outside(() => vouching.findColleagueRequests(handle, company, except, receipt)),
    voucherFacts: (account) => outside(() => vouching.findVoucherFacts(handle, account)),
    companyPerson: (company, account) => outside(() => people.findPerson(handle, company, account)),
    openInvitations: (company, at) => outside(() => invitations.findOpenInvitations(handle, company, at)),
    companyInvitation: (company, id, at) => outside(() => invitations.findCompanyInvitation(handle, company, id, at)),
    invitation: (portal, id) => outside(() => invitations.findInvitation(handle, portal, id)),
    unmailedInvitations: (limit) => outside(() => invitations.findUnmailed(handle, limit)),
    joinRequests: (company) => outside(() => invitations.findJoinRequests(handle, company)),
    joinRequest: (company, account) => outside(() => invitations.findJoinRequest(handle, company, account)),
    ownJoinRequest: (account) => outside(() => invitations.findOwnJoinRequest(handle, account)),
    requestCounts: (scope) => outside(() => deskQueue.countQueued(handle, scope)),
    queuedRequests: (scope, states, limit) => outside(() => deskQueue.findQueued(handle, scope, states, limit)),
    queuedRequest: (scope, receipt) => outside(() => deskQueue.findQueuedRequest(handle, scope, receipt)),
    searchedRequests: (scope, terms, limit) => outside(() => deskQueue.findSearched(handle, scope, terms, limit)),
    deskPresence: (requestIds, since) => outside(() => deskClaims.findPresence(handle, requestIds, since)),
    deskNotes: (requestId) => outside(() => deskClaims.findNotes(handle, requestId, secrets)),
    assignableStaff: (portal, roles) => outside(() => deskClaims.findAssignable(handle, portal, roles)),
    requestClaim: (requestId) => outside(() => deskClaims.findClaim(handle, requestId)),
    deskStops: () => outside(() => release.findDeskStops(handle)),
    awaitedLetters: (requestId, since) => outside(() => release.findAwaited(handle, requestId, since)),
    registrationPass: (id) => outside(() => release.findPass(handle, id)),
    requestsIn: (states, limit) => outside(() => release.findInStates(handle, states, limit)),
    requestsOfDisabled: (limit) => outside(() => release.findOfDisabled(handle, limit)),
    requestsToNoticeAgain: (before, limit) => outside(() => release.findToNoticeAgain(handle, before, limit)),
    releasedRequest: (portal, account) => outside(() => release.findReleased(handle, portal, account)),
    disputeFacts: (account, now) => outside(() => dispute.findDisputeFacts(handle, account, now)),
    isInDispute: (account) => outside(() => dispute.isInDispute(handle, account)),
    macros: () => outside(() => macros.findMacros(handle)),
    personOf: (account) => outside(() => procedure.findPerson(handle, account)),
    decisionsOf: (staffId, what, since) => outside(() => procedure.countDecisions(handle, staffId, what, since)),
    recoveryEvents: (requestId) => outside(() => procedure.findEvents(handle, requestId)),
    openCalls: (requestId, since) => outside(() => procedure.findOpenCalls(handle, requestId, since, secrets)),
    requestRemarks: (requestId) => outside(() => procedure.findRemarks(handle, requestId, secrets)),
    earlierRequests: (account, except, since) => outside(() => procedure.findEarlierRequests(handle, account, except, since)),
    accountNames: (ids) => outside(() => procedure.findNames(handle, ids)),
    accountSessions: (account) => outside(() => activity.findAccountSessions(handle, account)),
    activity: (account, since, types, limit) => outside(() => activity.findActivity(handle, account, since, types, limit)),
  };
}

function makeWrites(on: Handle, parts: Pick<StoreParts, 'secrets' | 'random' | 'keyed'>): Writes {
  const { secrets } = parts;
  return {
    insertPendingSignIn: (row) => sessions.insertPendingSignIn(on, row),
    consumePendingSignIn: (id, at) => sessions.consumePendingSignIn(on, id, at),
    confirmPendingMailbox: (id, at) => sessions.confirmPendingMailbox(on, id, at),
    endPendingSignIns: (account, at) => sessions.endPendingSignIns(on, account, at),
    insertSession: (row, securityVersion) => sessions.insertSession(on, row, securityVersion),
    rotateSession: (id, oldDigest, next) => sessions.rotateSession(on, id, oldDigest, next),
    endSession: (id, at, reason) => sessions.endSession(on, id, at, reason),
    endOtherSessions: (account, except, at, reason) => sessions.endOtherSessions(on, account, except, at, reason),
    insertEnrolment: (row) => authenticators.insertEnrolment(on, row),
    abandonEnrolments: (owner, at, reason) => authenticators.abandonEnrolments(on, owner, at, reason),
    bindAuthenticator: (id, bound) => authenticators.bindAuthenticator(on, id, bound),
    abandonAllEnrolments: (account, at, reason) => authenticators.abandonAllEnrolments(on, account, at, reason),
    invalidateAuthenticators: (account, at, reason) => authenticators.invalidateAuthenticators(on, account, at, reason),
    invalidateAuthenticator: (account, id, securityVersion, at, reason) =>
      authenticatorChanges.invalidateAuthenticator(on, account, id, securityVersion, at, reason),
    renameAuthenticator: (account, id, from, to) => authenticatorChanges.renameAuthenticator(on, account, id, from, to),
    hideCheckUp: (account, id, at) => authenticatorChanges.hideCheckUp(on, account, id, at),
    setAsideAuthenticators: (account, since) => accounts.setAsideAuthenticators(on, account, since),
    acceptTimeStep: (id, step, drift, at) => authenticators.acceptTimeStep(on, id, step, drift, at),
    bindPasskey: (row, securityVersion) => passkeys.bindPasskey(on, row, securityVersion),
    acceptAssertion: (id, assertion, at) => passkeys.acceptAssertion(on, id, assertion, at),
    clearCounter: (key) => singleUse.clearCounter(on, key),
    setPasswordRecord: (account, from, to) => accounts.replacePasswordRecord(on, account, from, to),
    setLanguage: (account, language, chosen) => accounts.setLanguage(on, account, language, chosen),
    hideRecommendation: (account, until) => accounts.hideRecommendation(on, account, until),
    closePasswordOnly: (account, at) => accounts.closePasswordOnly(on, account, at),
    freezeRecovery: (account, until) => accounts.freezeRecovery(on, account, until),
    insertKnownBrowser: (row) => browsers.insertKnownBrowser(on, row),
    forgetKnownBrowsers: (account, except) => browsers.forgetKnownBrowsers(on, account, except),
    noteKnownBrowser: (browserId, account, at, secondFactorAt) =>
      browsers.noteKnownBrowser(on, browserId, account, at, secondFactorAt),
    insertMailedLink: (row) => singleUse.insertMailedLink(on, row),
    consumeMailedLink: (id, at) => singleUse.consumeMailedLink(on, id, at),
    insertCompany: (company, notifies) => companies.insertCompany(on, company, notifies),
    insertAccount: (account, contactVia) => accounts.insertAccount(on, account, contactVia),
    insertCase: (company, row) => cases.insertNewCase(on, company, row),
    setFirstPassword: (account, record, via, at) => firstPassword.setFirstPassword(on, account, record, via, at),
    insertResetRequest: (row) => passwords.insertResetRequest(on, row, secrets),
    takeResetRequest: (id) => passwords.takeResetRequest(on, id),
    putResetLink: (row) => passwords.putResetLink(on, row),
    resetPassword: (linkId, record, at) => passwords.resetPassword(on, linkId, record, at),
    changePassword: (account, next) => passwords.changePassword(on, account, next),
    markPasswordCompromised: (account, at) => passwords.markPasswordCompromised(on, account, at),
    openSitting: (row) => sittings.openSitting(on, row),
    spendSitting: (digest, at, spent) => sittings.spendSitting(on, digest, at, spent),
    completeSitting: (pendingSignInId, at) => sittings.completeSitting(on, pendingSignInId, at),
    lockStaff: (portal) => staff.lockStaff(on, portal),
    insertStaffAsk: (ask) => staff.insertAsk(on, ask),
    decideStaffAsk: (portal, id, decided) => staff.decideAsk(on, portal, id, decided),
    suspendStaff: (account, by, at) => staff.suspendStaff(on, account, by, at),
    changeStaffRole: (account, role, at) => staff.changeStaffRole(on, account, role, at),
    suspendByStaff: (account, by, at) => deskAccounts.suspendByStaff(on, account, by, at),
    endSessionsByStaff: (account, at) => deskAccounts.endSessionsByStaff(on, account, at),
    insertLiftAsk: (ask) => deskAccounts.insertLiftAsk(on, ask),
    decideLiftAsk: (account, id, decided) => deskAccounts.decideLiftAsk(on, account, id, decided),
    liftFromAccount: (account, lift, desk, at) => deskAccounts.liftFromAccount(on, account, lift, desk, at),
    restoreStaff: (account, at) => staff.restoreStaff(on, account, at),
    queueLetter: (letter, awaited) => outbox.queueLetter(on, letter, parts, awaited),
    insertContactChange: (row) => contactChanges.insertContactChange(on, row),
    insertContactLink: (row) => contactChanges.insertContactLink(on, row),
    confirmContactChange: (id, at, cancelUntil) => contactChanges.confirmContactChange(on, id, at, cancelUntil),
    cancelContactChange: (id, from, at) => contactChanges.cancelContactChange(on, id, from, at),
    voidContactChanges: (account, asked) => contactChanges.voidContactChanges(on, account, asked),
    changeSignInAddress: (change, ids, at, heldUntil) => signInAddress.changeSignInAddress(on, change, ids, at, heldUntil),
    restoreSignInAddress: (change, at) => signInAddress.restoreSignInAddress(on, change, at),
    setContact: (account, kind, next, at) => contactPoints.setContact(on, account, kind, next, at),
    addNotificationAddress: (account, next, changeId, at) => contactPoints.addNotificationAddress(on, account, next, changeId, at),
    removeNotificationAddress: (account, pointId, at) => contactPoints.removeNotificationAddress(on, account, pointId, at),
    isSessionAlive: (id) => sessions.isSessionAlive(on, id),
    voidMailedLinks: (account, objectionsSince) => singleUse.voidMailedLinks(on, account, objectionsSince),
    insertSignInNotice: (account, row) => signInNotices.insertSignInNotice(on, account, row, parts.random),
    insertSignInBanner: (row) => signInNotices.insertSignInBanner(on, row),
    dismissSignInBanner: (sessionId) => signInNotices.dismissSignInBanner(on, sessionId),
    issueRecoveryCodes: (account, replaces, set) => recoveryCodes.issueRecoveryCodes(on, account, replaces, set),
    useRecoveryCode: (code, at, replacement) => recoveryCodes.useRecoveryCode(on, code, at, replacement),
    saveRecoveryCodes: (account, setId, slot, at) => recoveryCodes.saveRecoveryCodes(on, account, setId, slot, at),
    setAsideRecoveryCodes: (account, since) => recoveryCodes.setAsideRecoveryCodes(on, account, since),
    insertRecoveryRequest: (row) => requests.insertRequest(on, row, secrets),
    appendRecoveryEvents: (stored, events) => requests.appendRecoveryEvents(on, stored, events),
    claimRecovery: (account, version) => requests.claimRecovery(on, account, version),
    voidFilings: (account, before) => requests.voidFilings(on, account, before),
    insertRecoveryLink: (row) => links.insertRecoveryLink(on, row),
    spendRecoveryLink: (id, at) => links.spendRecoveryLink(on, id, at),
    insertClaimBrowser: (row) => links.insertClaimBrowser(on, row),
    isCompanyAdministrator: (account, company) => people.isCompanyAdministrator(on, account, company),
    setCompanyPolicy: (company, policy, fromVersion) => companies.setPolicy(on, company, policy, fromVersion),
    suspendColleague: (company, account, by, at) => people.suspendColleague(on, company, account, by, at),
    reopenColleague: (company, account, by, at) => people.reopenColleague(on, company, account, by, at),
    endColleagueSessions: (company, account, at) => people.endColleagueSessions(on, company, account, at),
    appointAdministrator: (company, account, by, at) => people.appointAdministrator(on, company, account, by, at),
    insertInvitation: (row) => invitations.insertInvitation(on, row),
    renewInvitation: (company, id, at, expiresAt) => invitations.renewInvitation(on, company, id, at, expiresAt),
    endInvitation: (company, id, at) => invitations.endInvitation(on, company, id, at),
    markInvitationMailed: (id, digest, at) => invitations.markMailed(on, id, digest, at),
    acceptInvitation: (id, digest, at) => invitations.acceptInvitation(on, id, digest, at),
    insertJoinRequest: (request) => invitations.insertJoinRequest(on, request),
    decideJoinRequest: (company, account, decided) => invitations.decideJoinRequest(on, company, account, decided),
    claimRequest: (requestId, by, at, until) => deskClaims.claimRequest(on, requestId, by, at, until),
    releaseRequest: (requestId, by) => deskClaims.releaseRequest(on, requestId, by),
    assignRequest: (requestId, owner, by, at) => deskClaims.assignRequest(on, requestId, owner, by, at),
    addLabel: (requestId, label, by, at, most) => deskClaims.addLabel(on, requestId, label, by, at, most),
    removeLabel: (requestId, label) => deskClaims.removeLabel(on, requestId, label),
    keepSearch: (search) => auditSearch.keepSearch(on, search, secrets),
    forgetSearch: (id, by) => auditSearch.forgetSearch(on, id, by),
    insertDeskNote: (note) => deskClaims.insertNote(on, note, secrets),
    wantRecoveryLetter: (requestId, at) => requests.wantLetter(on, requestId, at),
    setDeskStop: (portal, by, at, reason) => release.setDeskStop(on, portal, by, at, reason),
    liftDeskStop: (portal, by) => release.liftDeskStop(on, portal, by),
    insertPass: (pass) => release.insertPass(on, pass),
    endOtherAuthenticators: (account, except, at, until) => release.endOtherAuthenticators(on, account, except, at, until),
    lockAccount: (account, at) => release.lockAccount(on, account, at),
    unlockAccount: (account) => release.unlockAccount(on, account),
    insertDisputeAsk: (ask) => dispute.insertDisputeAsk(on, ask),
    useDisputeAsk: (id, requestId, at) => dispute.useDisputeAsk(on, id, requestId, at),
    insertMacro: (macro) => macros.insertMacro(on, macro),
    changeMacro: (macro) => macros.changeMacro(on, macro),
    deleteMacro: (id, version) => macros.deleteMacro(on, id, version),
    markNoticedAgain: (requestId, at) => release.markNoticedAgain(on, requestId, at),
    beginCall: (call) => procedure.beginCall(on, call, secrets),
    endCall: (id, at) => procedure.endCall(on, id, at),
    insertRemark: (remark) => procedure.insertRemark(on, remark, secrets),
    liftRecoveryFreeze: (account) => procedure.liftRecoveryFreeze(on, account),
    endSessionOf: (account, id, at, reason) => activity.endSessionOf(on, account, id, at, reason),
    endPortalSessions: (portal, at, reason) => activity.endPortalSessions(on, portal, at, reason),
  };
}

/** Any single statement outside a transaction of its own. */
export async function outside<T>(ask: () => Promise<T>): Promise<T> {
  assertOutsideTransaction();
  try {
    return await ask();
  } catch (error) {
    throw storeFault(error);
  }
}
