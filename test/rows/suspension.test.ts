/** An account that the host disables: what is left of it on another node, at once and in every state, and what lifts it. */
import { afterEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { beginEnrolment, codeNow, enrolledAccount, postPassword, signIn, signInWithCode } from '../support/steps.ts';
import { openVisitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

describe.each(['sqlite', 'postgres'] as const)('two nodes on %s', (kind) => {
  test('SEC-G07 what one node disables, the other refuses within 5 seconds: session, pending sign-in, begun enrolment, password', async () => {
    world = await openWorld({ location: await newLocation(kind) });
    const id = await world.addAccount();
    const other = await world.openNode();
    const onOther = () => openVisitor(other.app, ORIGIN);
    const signedIn = onOther();
    await signIn(signedIn);
    const secret = await beginEnrolment(signedIn);

    await world.service.store.setAccountStatus(id, 'suspended', world.now(), 'left the company');
    world.advance(seconds(5));
    expect((await signedIn.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await signedIn.get('/success/enrolment')).location).toContain('/success/sign-in');
    const bound = await signedIn.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect(bound.location).toContain('/success/sign-in');
    expect((await postPassword(onOther())).status).toBe(422);
    expect(await world.query("select id from authenticator where state = 'bound'")).toEqual([]);

    await world.service.store.reopenAccount(id, 'came back', world.now());
    expect((await signedIn.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect((await postPassword(onOther())).location).toBe('/success/dashboard');
  });

  test('SEC-G07 a pending sign-in of a disabled account is over, also after it was reopened', async () => {
    world = await openWorld({ location: await newLocation(kind) });
    const id = await world.addAccount();
    const { secret } = await enrolledAccount(world);
    const other = await world.openNode();
    const visitor = openVisitor(other.app, ORIGIN);
    expect((await postPassword(visitor)).location).toBe('/success/sign-in/code');
    await world.service.store.setAccountStatus(id, 'suspended', world.now(), 'lost laptop');
    expect((await visitor.get('/success/sign-in/code')).location).toContain('/success/sign-in');
    await world.service.store.reopenAccount(id, 'found', world.now());
    expect((await visitor.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toContain('/success/sign-in');
    expect((await signInWithCode(world, openVisitor(other.app, ORIGIN), secret)).location).toBe('/success/dashboard');
  });
});
