/** Contact data with its history as the store keeps it: what stands, what stood, and what a change that is undone brings back. */
import { expect, test } from 'vitest';
import type { ContactChange } from '../../src/core/contact.ts';
import { days, hours, type Instant, minutes } from '../../src/core/time.ts';
import type { NewContactChange } from '../../src/ports.ts';
import type { OpenStore } from '../../src/store/open.ts';
import { eachDatabase } from '../support/databases.ts';
import { change, HANAKO, hanako, importPeople, mailedLink, NOW, session, TARO } from './records.ts';

function requested(row: Partial<NewContactChange> = {}): NewContactChange {
  const at = row.requestedAt ?? NOW;
  return {
    id: 'change-1',
    portal: 'success',
    accountId: HANAKO.id,
    kind: 'email',
    value: 'new@success.example',
    canonical: 'new@success.example',
    setVia: 'second-factor',
    sessionId: 'session-1',
    securityVersion: 1,
    requestedAt: at,
    confirmUntil: at + hours(24),
    cancelUntil: at + days(7),
    ...row,
  };
}

/** Asked for and confirmed a minute later; answers whether the address became the sign-in address. */
async function confirm(store: OpenStore, row: NewContactChange, at: Instant = row.requestedAt + minutes(1)): Promise<boolean> {
  return change(store, async (tx) => {
    await tx.insertContactChange(row);
    if (!(await tx.confirmContactChange(row.id, at, at + days(7)))) return false;
    return tx.changeSignInAddress(confirmed(row, at), [`${row.id}-email`, `${row.id}-former`], at, at + days(30));
  });
}

const confirmed = (row: NewContactChange, at: Instant): ContactChange => ({ ...row, state: 'confirmed', confirmedAt: at });

async function standing(store: OpenStore): Promise<readonly (readonly [string, string])[]> {
  const { points } = await store.read.contactFacts(HANAKO.id);
  return points
    .filter(({ until }) => until === null)
    .map(({ kind, value }) => [kind, value] as const)
    .toSorted();
}

const AT_FIRST = [
  ['email', 'Hanako@Success.example'],
  ['name', '山田 花子'],
  ['phone', '03-1234-5621'],
];

eachDatabase('contact data', (openDatabase) => {
  test('an account begins with what it was created with, since then', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    expect(await standing(store)).toEqual(AT_FIRST);
    const { points } = await store.read.contactFacts(HANAKO.id);
    expect(points.every((point) => point.since === HANAKO.createdAt && point.setVia === 'import')).toBe(true);
    expect(points.find(({ kind }) => kind === 'phone')?.canonical).toBe('0312345621');
    await change(store, (tx) => tx.insertAccount({ ...TARO, id: 'jun', email: 'jun@success.example', phone: null }));
    const jun = await store.read.contactFacts('jun');
    expect(jun.points.map(({ kind, setVia }) => [kind, setVia]).toSorted()).toEqual([
      ['email', 'host'],
      ['name', 'host'],
    ]);
  });

  test('number and name change in the account and in its history together', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const value = { id: 'phone-2', value: '090-1234-5678', canonical: '09012345678', setVia: 'password' } as const;
    await change(store, (tx) => tx.setContact(HANAKO.id, 'phone', value, NOW));
    await change(store, (tx) =>
      tx.setContact(HANAKO.id, 'name', { ...value, id: 'name-2', value: '佐藤 花子', canonical: '佐藤 花子' }, NOW),
    );
    expect((await hanako(store)).account).toMatchObject({ phone: '090-1234-5678', name: '佐藤 花子' });
    await change(store, (tx) => tx.setContact(HANAKO.id, 'phone', null, NOW + 1));
    expect((await hanako(store)).account.phone).toBeNull();
    const { points } = await store.read.contactFacts(HANAKO.id);
    expect(
      points.filter(({ kind }) => kind === 'phone').map(({ value: number, until, endedReason }) => [number, until, endedReason]),
    ).toEqual([
      ['03-1234-5621', NOW, 'changed'],
      ['090-1234-5678', NOW + 1, 'removed'],
    ]);
  });

  test('SEC-H06 a confirmed address signs in, the old one is told of everything and belongs to nobody else', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    expect(await confirm(store, requested())).toBe(true);
    expect(await store.read.signInFacts('success', 'hanako@success.example')).toBeUndefined();
    const facts = await store.read.signInFacts('success', 'new@success.example');
    expect(facts?.account).toMatchObject({
      id: 'hanako',
      email: 'new@success.example',
      notificationAddresses: ['Hanako@Success.example'],
    });
    expect(await store.read.formerHolders('success', 'hanako@success.example')).toEqual(['hanako']);
    expect(await store.read.formerHolders('support', 'hanako@success.example')).toEqual([]);
    const other = { ...TARO, id: 'other', email: 'HANAKO@success.example' };
    const before = await store.read.contactFacts(HANAKO.id);
    expect(await change(store, (tx) => tx.insertAccount({ ...other, createdAt: NOW + days(6) }))).toBe(false);
    expect(await query("select id from account where id = 'other'")).toEqual([]);
    expect(await store.read.contactFacts(HANAKO.id)).toEqual(before);
    expect(await change(store, (tx) => tx.insertAccount({ ...other, createdAt: NOW + days(8) }))).toBe(true);
  });

  test('SEC-P07 an address is taken by its canonical form, and once only when two take it at the same moment', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const taken = { id: 'change-0', value: 'TARO@Success.example', canonical: 'taro@success.example' };
    expect(await confirm(store, requested(taken))).toBe(false);
    expect((await hanako(store)).account.email).toBe(HANAKO.email);
    const wanted = [requested(), requested({ id: 'change-2', accountId: TARO.id, sessionId: 'session-2' })];
    expect((await Promise.all(wanted.map((row) => confirm(store, row)))).toSorted()).toEqual([false, true]);
  });

  test('SEC-H06 an undone change brings back address and history, and whatever came with it or after it goes', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const own = requested({ id: 'own', kind: 'notification', value: 'own@home.example', canonical: 'own@home.example' });
    const extra = (id: string, value: string) => ({ id, value, canonical: value, setVia: 'password' as const });
    await change(store, (tx) => tx.addNotificationAddress(HANAKO.id, extra('own', own.value), 'own', NOW - days(9)));
    const before = await standing(store);
    const first = requested();
    expect(await confirm(store, first)).toBe(true);
    const second = requested({ id: 'change-2', value: 'x@evil.example', canonical: 'x@evil.example', requestedAt: NOW + hours(1) });
    expect(await confirm(store, second)).toBe(true);
    const later = NOW + hours(2);
    await change(store, (tx) => tx.addNotificationAddress(HANAKO.id, extra('evil', 'y@evil.example'), 'evil', later));
    expect(await change(store, (tx) => tx.removeNotificationAddress(HANAKO.id, 'own', later))).toBe(true);
    expect((await store.read.accountFacts('success', HANAKO.id))?.account.notificationAddresses).toEqual([
      HANAKO.email,
      'new@success.example',
      'y@evil.example',
    ]);
    const undone = await change(store, async (tx) => {
      expect(await tx.cancelContactChange(first.id, 'confirmed', NOW + hours(3))).toBe(true);
      return tx.restoreSignInAddress(confirmed(first, NOW + minutes(1)), NOW + hours(3));
    });
    expect(undone).toMatchObject({ email: HANAKO.email, notificationAddresses: ['own@home.example'] });
    expect([...(undone?.gone ?? [])].toSorted()).toEqual(['new@success.example', 'x@evil.example', 'y@evil.example']);
    expect(await standing(store)).toEqual(before);
    expect((await hanako(store)).account).toMatchObject({ email: HANAKO.email, notificationAddresses: ['own@home.example'] });
    const { points } = await store.read.contactFacts(HANAKO.id);
    expect(points.find(({ kind, until }) => kind === 'email' && until === null)?.since).toBe(HANAKO.createdAt);
    expect(await change(store, (tx) => tx.cancelContactChange(second.id, 'confirmed', NOW + hours(3)))).toBe(false);
    expect(await change(store, (tx) => tx.cancelContactChange(first.id, 'confirmed', NOW + hours(3)))).toBe(false);
  });

  test('SEC-H06 a newer change of the address voids the one that waits; addresses for notices wait side by side', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const extra = (id: string) => requested({ id, kind: 'notification', value: `${id}@a.example`, canonical: `${id}@a.example` });
    await change(store, async (tx) => {
      for (const row of [requested(), extra('x'), extra('y'), requested({ id: 'change-2' })]) await tx.insertContactChange(row);
      await tx.insertContactChange({ ...extra('x'), id: 'x-again' });
    });
    expect((await store.read.contactFacts(HANAKO.id)).waiting.map(({ id }) => id).toSorted()).toEqual(['change-2', 'x-again', 'y']);
    expect(await change(store, (tx) => tx.confirmContactChange('change-1', NOW, NOW))).toBe(false);
    expect(await change(store, (tx) => tx.confirmContactChange('x', NOW, NOW))).toBe(false);
  });

  test('SEC-H06 a change is confirmed once, in time, of an active account that nothing happened to meanwhile', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertContactChange(requested()));
    const attempt = (at: Instant) => change(store, (tx) => tx.confirmContactChange('change-1', at, at + days(7)));
    expect(await attempt(NOW + hours(24))).toBe(false);
    await store.setAccountStatus(HANAKO.id, 'suspended', NOW);
    expect(await attempt(NOW)).toBe(false);
    await store.setAccountStatus(HANAKO.id, 'active', NOW);
    expect(await attempt(NOW)).toBe(false);
    await change(store, (tx) => tx.insertContactChange(requested({ id: 'change-2', securityVersion: 3 })));
    const both = [0, 1].map(() => change(store, (tx) => tx.confirmContactChange('change-2', NOW, NOW + days(7))));
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
  });

  test('SEC-M06 a link is found in its own portal with its change', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertContactChange(requested());
      await tx.insertContactLink({ id: 'link-1', digest: 'digest of link-1', changeId: 'change-1', purpose: 'cancellation' });
    });
    expect(await store.read.contactLink('success', 'link-1')).toMatchObject({
      purpose: 'cancellation',
      change: { id: 'change-1', state: 'pending' },
    });
    expect(await store.read.contactLink('support', 'link-1')).toBeUndefined();
    expect(await store.read.contactLink('success', 'link-2')).toBeUndefined();
  });

  test('SEC-E05 what was mailed and begun before is void, and a session that ended is known to have ended', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertMailedLink(mailedLink());
      await tx.insertMailedLink(mailedLink({ id: 'link-2', purpose: 'not-me', notice: { kind: 'new-browser', at: NOW } }));
      await tx.insertSession(session(), 1);
      expect(await tx.isSessionAlive('session-1')).toBe(true);
      await tx.voidMailedLinks(HANAKO.id, null);
    });
    expect(await change(store, (tx) => tx.consumeMailedLink('link-1', NOW))).toBe(false);
    expect(await change(store, (tx) => tx.consumeMailedLink('link-2', NOW))).toBe(true);
    expect((await hanako(store)).account.securityVersion).toBe(2);
    await change(store, (tx) => tx.endSession('session-1', NOW, 'not-me'));
    expect(await change(store, (tx) => tx.isSessionAlive('session-1'))).toBe(false);
  });

  test('an address nobody confirmed is forgotten 30 days after its time, the history never', async () => {
    const { store, query } = await openDatabase();
    await importPeople(store);
    await confirm(store, requested({ id: 'kept' }));
    await change(store, (tx) =>
      tx.insertContactChange(requested({ id: 'waits', value: 'z@a.example', canonical: 'z@a.example', securityVersion: 1 })),
    );
    await change(store, (tx) =>
      tx.insertContactLink({ id: 'link-1', digest: 'digest of link-1', changeId: 'waits', purpose: 'confirmation' }),
    );
    const points = (await store.read.contactFacts(HANAKO.id)).points;
    await store.forgetOld(NOW + days(37) - 1);
    expect(await query('select id from contact_change')).toHaveLength(2);
    await store.forgetOld(NOW + days(38));
    expect(await query('select id from contact_change')).toEqual([]);
    expect(await query('select id from contact_link')).toEqual([]);
    expect((await store.read.contactFacts(HANAKO.id)).points).toEqual(points);
  });
});
