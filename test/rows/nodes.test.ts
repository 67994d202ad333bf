/**
 * SEC-G07: what happens to an account on one node holds on every other at the next request, because sessions, roles and states are
 * read from the database each time. The clock stands still in these tests, so no cache could have run out meanwhile.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { routesOf } from '../../src/http/routes.ts';
import { SUCCESS_PORTAL } from '../../src/portals/presets.ts';
import { openDatabaseOf } from '../support/databases.ts';
import { enrolStaff } from '../support/staff.ts';
import { enrolledAccount, postPassword, signIn, signInWithCode } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const PAGES = routesOf(SUCCESS_PORTAL).filter(
  ({ entry, method, path }) => entry === 'session' && method === 'GET' && !path.includes(':'),
);

async function twoNodes(
  kind: 'sqlite' | 'postgres',
): Promise<{ readonly world: World; readonly atOther: (visitor: Visitor) => Visitor }> {
  const { location } = await openDatabaseOf(kind);
  const world = await openWorld({ location });
  onTestFinished(() => world.close());
  const other = await world.openNode();
  return { world, atOther: ({ cookies }) => openVisitor(other.app, ORIGIN, {}, cookies) };
}

describe.each(['sqlite', 'postgres'] as const)('two nodes on one database, %s', (kind) => {
  test('SEC-G07 an account disabled at one is out at the other at its next request, and its password leads nowhere', async () => {
    const { world, atOther } = await twoNodes(kind);
    await world.addAccount();
    const visitor = world.visitor();
    await signIn(visitor);
    const there = atOther(visitor);
    expect((await there.get('/success/dashboard')).status).toBe(200);
    await world.service.store.setAccountStatus('account-1', 'suspended', world.now());
    expect((await there.get('/success/dashboard')).location).toContain('notice=session-ended');
    expect((await postPassword(atOther(world.visitor()))).status).toBe(422);
  });

  test('SEC-G07 a role changed at one opens and closes pages at the other at the next request', async () => {
    const { world, atOther } = await twoNodes(kind);
    const { visitor } = await enrolStaff(world, 'reviewer');
    const there = atOther(visitor);
    expect((await there.get('/desk/requests')).status).toBe(200);
    await world.query("update account set role = 'administrator' where id = 'account-1'");
    expect((await there.get('/desk/requests')).status).toBe(403);
    await world.query("update account set role = 'auditor' where id = 'account-1'");
    expect((await there.get('/desk/requests')).status).toBe(200);
  });

  test('T-19 SEC-E01 a pending sign-in opens no page at either, before a session of the account was in use there and after', async () => {
    const { world, atOther } = await twoNodes(kind);
    await world.addAccount();
    const { secret, visitor } = await enrolledAccount(world);
    const pending = world.visitor();
    await postPassword(pending);
    const shut = async (): Promise<void> => {
      for (const each of [pending.copy(), atOther(pending)]) {
        for (const { path } of PAGES)
          expect((await each.get(`/success/${path}`)).location, path).toMatch(/^\/success\/sign-in(?:\?|$)/u);
      }
    };
    await shut();
    await signInWithCode(world, visitor, secret);
    for (const each of [visitor, atOther(visitor)]) for (const { path } of PAGES) await each.get(`/success/${path}`);
    await shut();
  });

  test('SEC-G05 SEC-G07 who signs out at one is signed out at the other', async () => {
    const { world, atOther } = await twoNodes(kind);
    await world.addAccount();
    const visitor = world.visitor();
    await signIn(visitor);
    const there = atOther(visitor);
    expect((await there.get('/success/dashboard')).status).toBe(200);
    await visitor.post('/success/sign-out');
    expect((await there.get('/success/dashboard')).location).toContain('/success/sign-in');
  });
});
