/** Pending sign-ins, mailed links and known browsers: what stands between a password and a session. */
import { expect, test } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { eachDatabase } from '../support/databases.ts';
import { change, hanako, importPeople, mailedLink, NOW, pendingSignIn } from './records.ts';

eachDatabase('pending sign-ins', (openDatabase) => {
  test('SEC-E02 a pending sign-in is found in its portal with the account it stands for', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn({ returnTo: '/success/cases' })));
    expect(await store.read.pendingSignIn('success', 'pending-1')).toEqual({
      ...(await hanako(store)),
      id: 'pending-1',
      digest: 'digest of pending-1',
      portal: 'success',
      createdAt: NOW,
      expiresAt: NOW + minutes(10),
      returnTo: '/success/cases',
      mailboxConfirmedAt: null,
      sitting: null,
    });
    expect(await store.read.pendingSignIn('support', 'pending-1')).toBeUndefined();
  });

  test('SEC-E01 it is used up once, and not at the instant it expires', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertPendingSignIn(pendingSignIn({ id: 'pending-2' }));
    });
    const consume = (id: string, at: number) => change(store, (tx) => tx.consumePendingSignIn(id, at));
    expect(await consume('pending-1', NOW + minutes(10))).toBe(false);
    expect(await consume('pending-1', NOW + minutes(10) - 1)).toBe(true);
    expect(await consume('pending-1', NOW)).toBe(false);
    expect(await consume('pending-3', NOW)).toBe(false);
    expect(await store.read.pendingSignIn('success', 'pending-1')).toBeUndefined();
    expect(await store.read.pendingSignIn('success', 'pending-2')).toBeDefined();
  });

  test('an expired one is still found: the journey tells the person that it was too late', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertPendingSignIn(pendingSignIn({ expiresAt: NOW - hours(1) })));
    expect(await store.read.pendingSignIn('success', 'pending-1')).toMatchObject({ expiresAt: NOW - hours(1) });
  });

  test('its mailbox is confirmed once, while it lives and is not used up', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertPendingSignIn(pendingSignIn({ id: 'pending-2' }));
      await tx.consumePendingSignIn('pending-2', NOW);
    });
    const confirm = (id: string, at: number) => change(store, (tx) => tx.confirmPendingMailbox(id, at));
    expect(await confirm('pending-1', NOW + minutes(10))).toBe(false);
    expect(await confirm('pending-1', NOW + 7)).toBe(true);
    expect(await confirm('pending-1', NOW + 8)).toBe(false);
    expect(await confirm('pending-2', NOW)).toBe(false);
    expect((await store.read.pendingSignIn('success', 'pending-1'))?.mailboxConfirmedAt).toBe(NOW + 7);
  });
});

eachDatabase('mailed links', (openDatabase) => {
  test('a link is found in its portal, also when it was used or expired', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const row = mailedLink({ purpose: 'enrolment-confirmation', pendingSignInId: 'pending-1' });
    await change(store, async (tx) => {
      await tx.insertPendingSignIn(pendingSignIn());
      await tx.insertMailedLink(row);
    });
    expect(await store.read.mailedLink('success', 'link-1')).toEqual({ ...row, consumedAt: null });
    expect(await store.read.mailedLink('support', 'link-1')).toBeUndefined();
    expect(await change(store, (tx) => tx.consumeMailedLink('link-1', NOW + 3))).toBe(true);
    expect(await store.read.mailedLink('success', 'link-1')).toEqual({ ...row, consumedAt: NOW + 3 });
  });

  test('SEC-P04 each "not me" link objects to its own notice and outlives the next one', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const first = mailedLink({ purpose: 'not-me', notice: { kind: 'new-browser', at: NOW } });
    await change(store, (tx) => tx.insertMailedLink(first));
    await change(store, (tx) => tx.insertMailedLink({ ...first, id: 'link-2', notice: { kind: 'two-factor-on', at: NOW + 1 } }));
    expect(await store.read.mailedLink('success', 'link-1')).toMatchObject({ notice: { kind: 'new-browser', at: NOW } });
    expect(await change(store, (tx) => tx.consumeMailedLink('link-2', NOW))).toBe(true);
    expect(await change(store, (tx) => tx.consumeMailedLink('link-1', NOW))).toBe(true);
  });

  test('SEC-R01 a link is consumed once, and not at the instant it expires', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertMailedLink(mailedLink()));
    const consume = (id: string, at: number) => change(store, (tx) => tx.consumeMailedLink(id, at));
    expect(await consume('link-1', NOW + hours(24))).toBe(false);
    expect(await consume('link-1', NOW + hours(24) - 1)).toBe(true);
    expect(await consume('link-1', NOW)).toBe(false);
    expect(await consume('link-9', NOW)).toBe(false);
  });

  test('a newer link ends the older ones of the same account and purpose, and no others', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, async (tx) => {
      await tx.insertMailedLink(mailedLink({ id: 'other-purpose', purpose: 'enrolment-confirmation' }));
      await tx.insertMailedLink(mailedLink({ id: 'other-account', accountId: 'taro' }));
      await tx.insertMailedLink(mailedLink({ id: 'older' }));
      await tx.insertMailedLink(mailedLink({ id: 'newer' }));
    });
    const consume = (id: string) => change(store, (tx) => tx.consumeMailedLink(id, NOW));
    expect(await consume('older')).toBe(false);
    expect(await consume('newer')).toBe(true);
    expect(await consume('other-purpose')).toBe(true);
    expect(await consume('other-account')).toBe(true);
  });
});

eachDatabase('known browsers', (openDatabase) => {
  test('SEC-G08 a browser remembers the newest complete sign-in of each account, in its own portal', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    await change(store, (tx) => tx.insertKnownBrowser({ id: 'browser-1', digest: 'd', portal: 'success', createdAt: NOW }));
    expect(await store.read.knownBrowser('success', 'browser-1')).toEqual({ id: 'browser-1', digest: 'd', accounts: new Map() });
    await change(store, async (tx) => {
      await tx.noteKnownBrowser('browser-1', 'hanako', NOW, null);
      await tx.noteKnownBrowser('browser-1', 'taro', NOW + 1, null);
      await tx.noteKnownBrowser('browser-1', 'hanako', NOW + 2, null);
    });
    const accounts = new Map([
      ['hanako', NOW + 2],
      ['taro', NOW + 1],
    ]);
    expect(await store.read.knownBrowser('success', 'browser-1')).toEqual({ id: 'browser-1', digest: 'd', accounts });
    expect(await store.read.knownBrowser('support', 'browser-1')).toBeUndefined();
    expect(await store.read.knownBrowser('success', 'browser-2')).toBeUndefined();
  });

  test('SEC-G06 an account is forgotten in every browser but one, other accounts in none', async () => {
    const { store } = await openDatabase();
    await importPeople(store);
    const known = async (id: string) => [...((await store.read.knownBrowser('success', id))?.accounts.keys() ?? [])].sort();
    await change(store, async (tx) => {
      for (const id of ['browser-1', 'browser-2']) {
        await tx.insertKnownBrowser({ id, digest: 'd', portal: 'success', createdAt: NOW });
        await tx.noteKnownBrowser(id, 'hanako', NOW, null);
        await tx.noteKnownBrowser(id, 'taro', NOW, null);
      }
      await tx.forgetKnownBrowsers('hanako', 'browser-2');
    });
    expect([await known('browser-1'), await known('browser-2')]).toEqual([['taro'], ['hanako', 'taro']]);
    await change(store, (tx) => tx.forgetKnownBrowsers('hanako', null));
    expect([await known('browser-1'), await known('browser-2')]).toEqual([['taro'], ['taro']]);
  });
});
