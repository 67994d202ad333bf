/**
 * A company's people, rule, invitations and requests to join as the database keeps them: every statement stays inside its company,
 * every change happens once, and of fifty at the same moment one succeeds (SEC-K03, ADR 0004).
 */
import { expect, test } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
import type { NewInvitation, Writes } from '../../src/ports.ts';
import { eachDatabase, type TestDatabase } from '../support/databases.ts';
import { bindOne, change, HANAKO, hanako, importPeople, NOW, SAKURA, securityVersion, session, TARO } from './records.ts';

const REQUIRED = { level: 'required', requiredFrom: NOW + days(7) } as const;
const FUJIMI = { id: 'fujimi', portal: 'success', name: '富士見工業株式会社', plan: 'standard' } as const;
const INVITATION: NewInvitation = {
  id: 'invitation-1',
  portal: 'success',
  companyId: SAKURA.id,
  invitedBy: HANAKO.id,
  email: 'Mai@success.example',
  canonicalEmail: 'mai@success.example',
  name: '伊藤 舞',
  language: 'ja',
  browser: 'Chrome / Windows',
  place: '203.0.113.x',
  createdAt: NOW,
  expiresAt: NOW + days(7),
};

async function importAll({ store }: Pick<TestDatabase, 'store'>): Promise<void> {
  await importPeople(store);
  await store.importCompany(FUJIMI);
  await store.importAccount({ ...TARO, id: 'saburo', email: 'saburo@success.example', companyId: FUJIMI.id, name: '高橋 三郎' });
}

/** Fifty writes at once, over two nodes where one process can have two; answers how many said true. */
async function winners(database: TestDatabase, work: (tx: Writes) => Promise<boolean>): Promise<number> {
  const { kind } = database.location;
  const nodes = [database.store, kind === 'sqlite' ? database.store : await database.openAgain()];
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => change(nodes[index % 2] ?? database.store, work)));
  return answers.filter(Boolean).length;
}

eachDatabase('a company', (openDatabase) => {
  test('A-09 begins without a rule of its own; a change needs the version it was made from', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    expect(await store.read.companyPolicy(SAKURA.id)).toEqual({ policy: { level: 'optional', requiredFrom: null }, version: 0 });
    expect(await change(store, (tx) => tx.setCompanyPolicy(SAKURA.id, REQUIRED, 0))).toBe(true);
    expect(await change(store, (tx) => tx.setCompanyPolicy(SAKURA.id, { level: 'optional', requiredFrom: null }, 0))).toBe(false);
    expect(await store.read.companyPolicy(SAKURA.id)).toEqual({ policy: REQUIRED, version: 1 });
    expect((await hanako(store)).account.company?.twoFactorPolicy).toEqual(REQUIRED);
    expect((await store.read.companyPolicy(FUJIMI.id)).version).toBe(0);
  });

  test('A-12 of fifty administrators who save at once one does', async () => {
    const database = await openDatabase();
    await importAll(database);
    expect(await winners(database, (tx) => tx.setCompanyPolicy(SAKURA.id, REQUIRED, 0))).toBe(1);
    expect((await database.store.read.companyPolicy(SAKURA.id)).version).toBe(1);
  });

  test('G-17 coverage counts active people, and only authenticators that count', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    await bindOne(store);
    expect(await store.read.companyCoverage(SAKURA.id)).toEqual({ people: 2, withSecondFactor: 1 });
    expect(await store.read.peopleWithoutSecondFactor(SAKURA.id, 10)).toEqual([TARO.name]);
    await change(store, (tx) => tx.setAsideAuthenticators(HANAKO.id, 0));
    expect(await store.read.companyCoverage(SAKURA.id)).toEqual({ people: 2, withSecondFactor: 0 });
    expect(await store.read.peopleWithoutSecondFactor(SAKURA.id, 1)).toHaveLength(1);
    await change(store, (tx) => tx.suspendColleague(SAKURA.id, TARO.id, HANAKO.id, NOW));
    expect(await store.read.companyCoverage(SAKURA.id)).toEqual({ people: 1, withSecondFactor: 0 });
    expect(await store.read.coverages()).toEqual([
      expect.objectContaining({ company: expect.objectContaining({ id: SAKURA.id }), people: 1, withSecondFactor: 0 }),
      expect.objectContaining({ company: expect.objectContaining({ id: FUJIMI.id }), people: 1, withSecondFactor: 0 }),
    ]);
  });

  test('SEC-K03 its list and its people are its own, and hold no secret', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    const { people, total } = await store.read.companyPeople(SAKURA.id, { offset: 0, limit: 1 });
    expect([people.length, total]).toEqual([1, 2]);
    expect(await store.read.companyPerson(SAKURA.id, 'saburo')).toBeUndefined();
    expect(await store.read.companyPerson(SAKURA.id, TARO.id)).toEqual({
      id: TARO.id,
      name: TARO.name,
      email: TARO.email,
      language: 'ja',
      role: 'holder',
      status: 'active',
      suspendedBy: null,
      suspendedByName: null,
      hasSecondFactor: false,
      lastSignedInAt: null,
    });
  });

  test('SEC-K03 no change reaches the people of another company', async () => {
    const { store, query } = await openDatabase();
    await importAll({ store });
    const before = await query("select * from account where id = 'saburo'");
    const acts = await change(store, async (tx) => [
      await tx.suspendColleague(SAKURA.id, 'saburo', HANAKO.id, NOW),
      await tx.reopenColleague(SAKURA.id, 'saburo', HANAKO.id, NOW),
      await tx.endColleagueSessions(SAKURA.id, 'saburo', NOW),
      await tx.appointAdministrator(SAKURA.id, 'saburo', HANAKO.id, NOW),
    ]);
    expect(acts).toEqual([false, false, false, false]);
    expect(await query("select * from account where id = 'saburo'")).toEqual(before);
  });

  test('SEC-G07 suspending ends every session in the same transaction; only who did it opens the account again', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    const version = await securityVersion(store);
    await change(store, (tx) => tx.insertSession(session(), version));
    expect(await store.read.session('success', 'session-1')).toBeDefined();
    expect(await change(store, (tx) => tx.suspendColleague(SAKURA.id, HANAKO.id, TARO.id, NOW))).toBe(true);
    expect(await store.read.session('success', 'session-1')).toBeUndefined();
    expect((await hanako(store)).account.status).toBe('suspended');
    expect(await store.read.companyPerson(SAKURA.id, HANAKO.id)).toMatchObject({
      suspendedBy: TARO.id,
      suspendedByName: TARO.name,
    });
    expect(await change(store, (tx) => tx.reopenColleague(SAKURA.id, HANAKO.id, 'somebody', NOW))).toBe(false);
    expect(await change(store, (tx) => tx.reopenColleague(SAKURA.id, HANAKO.id, TARO.id, NOW))).toBe(true);
    expect((await hanako(store)).account.status).toBe('active');
  });

  test('SEC-K06 what the host stopped no administrator opens, also when one had stopped it before', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    await change(store, (tx) => tx.suspendColleague(SAKURA.id, TARO.id, HANAKO.id, NOW));
    await store.setAccountStatus(TARO.id, 'suspended', NOW, 'by the host');
    expect(await change(store, (tx) => tx.reopenColleague(SAKURA.id, TARO.id, HANAKO.id, NOW))).toBe(false);
  });

  test('decision 9 an appointment is written with who and when, once', async () => {
    const database = await openDatabase();
    await importAll(database);
    expect(await winners(database, (tx) => tx.appointAdministrator(SAKURA.id, TARO.id, HANAKO.id, NOW))).toBe(1);
    expect(await database.query("select role, appointed_by, appointed_at from account where id = 'taro'")).toEqual([
      { role: 'company-administrator', appointed_by: 'hanako', appointed_at: expect.anything() },
    ]);
    expect(await change(database.store, (tx) => tx.isCompanyAdministrator(TARO.id, SAKURA.id))).toBe(true);
    expect(await change(database.store, (tx) => tx.isCompanyAdministrator(TARO.id, FUJIMI.id))).toBe(false);
  });
});

eachDatabase('an invitation', (openDatabase) => {
  test('product decision 8 is accepted once, of fifty at the same moment', async () => {
    const database = await openDatabase();
    await importAll(database);
    await change(database.store, (tx) => tx.insertInvitation(INVITATION));
    expect(await database.store.read.invitation('success', INVITATION.id)).toBeUndefined();
    expect(await winners(database, (tx) => tx.markInvitationMailed(INVITATION.id, 'digest', NOW))).toBe(1);
    expect((await database.store.read.invitation('success', INVITATION.id))?.company?.id).toBe(SAKURA.id);
    expect(await winners(database, (tx) => tx.acceptInvitation(INVITATION.id, 'digest', NOW))).toBe(1);
    expect(await database.store.read.invitation('success', INVITATION.id)).toBeUndefined();
    expect(await database.store.read.openInvitations(SAKURA.id, NOW)).toEqual([]);
  });

  test('is over at its end, when cancelled, when renewed, and when its inviter is stopped', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    await change(store, (tx) => tx.insertInvitation(INVITATION));
    await change(store, (tx) => tx.markInvitationMailed(INVITATION.id, 'digest', NOW));
    const { id, expiresAt } = INVITATION;
    expect(await change(store, (tx) => tx.acceptInvitation(id, 'digest', expiresAt))).toBe(false);
    expect(await change(store, (tx) => tx.renewInvitation(FUJIMI.id, id, NOW, expiresAt))).toBe(false);
    expect(await change(store, (tx) => tx.renewInvitation(SAKURA.id, id, NOW, expiresAt))).toBe(true);
    expect(await change(store, (tx) => tx.acceptInvitation(id, 'digest', NOW))).toBe(false);
    await change(store, (tx) => tx.markInvitationMailed(id, 'newer', NOW));
    await change(store, (tx) => tx.suspendColleague(SAKURA.id, HANAKO.id, TARO.id, NOW));
    expect(await store.read.invitation('success', id)).toBeUndefined();
    await change(store, (tx) => tx.reopenColleague(SAKURA.id, HANAKO.id, TARO.id, NOW));
    expect(await store.read.invitation('success', id)).toBeDefined();
    expect(await change(store, (tx) => tx.endInvitation(FUJIMI.id, id, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.endInvitation(SAKURA.id, id, NOW))).toBe(true);
    expect(await change(store, (tx) => tx.acceptInvitation(id, 'newer', NOW))).toBe(false);
  });

  test('a second one of the same company ends the first; what a person asked for ends only once the new link is mailed', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    await change(store, (tx) => tx.insertInvitation(INVITATION));
    await change(store, (tx) => tx.insertInvitation({ ...INVITATION, id: 'invitation-2', createdAt: NOW + hours(1) }));
    expect((await store.read.openInvitations(SAKURA.id, NOW)).map(({ id }) => id)).toEqual(['invitation-2']);

    const own = { ...INVITATION, companyId: null, invitedBy: null };
    await change(store, (tx) => tx.insertInvitation({ ...own, id: 'own-1' }));
    await change(store, (tx) => tx.markInvitationMailed('own-1', 'digest', NOW));
    await change(store, (tx) => tx.insertInvitation({ ...own, id: 'own-2' }));
    expect(await store.read.invitation('success', 'own-1')).toBeDefined();
    await change(store, (tx) => tx.markInvitationMailed('own-2', 'digest', NOW));
    expect(await store.read.invitation('success', 'own-1')).toBeUndefined();
    expect((await store.read.openInvitations(SAKURA.id, NOW)).map(({ id }) => id)).toEqual(['invitation-2']);
  });
});

eachDatabase('a request to join', (openDatabase) => {
  test('decision 9 is seen by the company it names in whichever spelling, and accepted once', async () => {
    const database = await openDatabase();
    const { store } = database;
    await importAll(database);
    await store.importAccount({ ...TARO, id: 'new', email: 'new@success.example', companyId: null });
    const asked = { accountId: 'new', portal: 'success', companyName: '㈱ さくら商事', askedAt: NOW };
    await change(store, (tx) => tx.insertJoinRequest(asked));
    expect(await store.read.joinRequests(FUJIMI.id)).toEqual([]);
    expect(await store.read.joinRequests(SAKURA.id)).toEqual([
      expect.objectContaining({ accountId: 'new', companyName: '㈱ さくら商事' }),
    ]);
    expect(await store.read.ownJoinRequest('new')).toBe('㈱ さくら商事');
    const decided = { isAccepted: true, by: HANAKO.id, at: NOW };
    expect(await change(store, (tx) => tx.decideJoinRequest(FUJIMI.id, 'new', decided))).toBe(false);
    expect(await winners(database, (tx) => tx.decideJoinRequest(SAKURA.id, 'new', decided))).toBe(1);
    expect((await store.read.accountFacts('success', 'new'))?.account.company?.id).toBe(SAKURA.id);
    expect(await store.read.joinRequests(SAKURA.id)).toEqual([]);
  });

  test('decision 9 declined leaves the account without a company', async () => {
    const { store } = await openDatabase();
    await importAll({ store });
    await store.importAccount({ ...TARO, id: 'new', email: 'new@success.example', companyId: null });
    await change(store, (tx) =>
      tx.insertJoinRequest({ accountId: 'new', portal: 'success', companyName: SAKURA.name, askedAt: NOW }),
    );
    expect(await change(store, (tx) => tx.decideJoinRequest(SAKURA.id, 'new', { isAccepted: false, by: HANAKO.id, at: NOW }))).toBe(
      true,
    );
    expect((await store.read.accountFacts('success', 'new'))?.account.company).toBeNull();
    expect(await store.read.ownJoinRequest('new')).toBeUndefined();
  });
});

eachDatabase('the outbox', (openDatabase) => {
  test('SEC-P01 takes a letter to somebody who has no account', async () => {
    const { store, query } = await openDatabase();
    const content = {
      kind: 'registration',
      path: '/success/registration/x',
      expiresAt: NOW + hours(1),
      circumstances: { at: NOW, browser: '', place: '' },
    } as const;
    const envelope = {
      accountId: null,
      portal: 'success',
      to: 'new@success.example',
      name: '',
      language: 'ja',
      plan: null,
    } as const;
    await change(store, (tx) => tx.queueLetter({ ...envelope, content, notMe: null }));
    expect(await query('select account_id, kind from outbox')).toEqual([{ account_id: null, kind: 'registration' }]);
    expect(await store.outbox.claim(10, NOW, hours(1))).toMatchObject([{ letter: { to: 'new@success.example' } }]);
  });
});
