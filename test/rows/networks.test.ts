/** SEC-F05: the client's network counts failures; behind a configured proxy it is the network the proxy vouches for. */
import { afterEach, expect, test } from 'vitest';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

async function fail(count: number, address: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  let status = 0;
  for (let n = 0; n < count; n += 1) {
    const email = `nobody-${crypto.randomUUID()}@success.example`;
    status = (await postPassword(world.visitor({ address, headers }), { email, password: 'x' })).status;
  }
  return status;
}

test('SEC-F05 behind a configured proxy every client has a budget of its own, and none by what it writes itself', async () => {
  world = await openWorld({ proxies: '10.0.0.0/8' });
  await world.addAccount();
  const via = (client: string) => ({ 'x-forwarded-for': client });
  expect(await fail(20, '10.0.0.1', via('198.51.100.1'))).toBe(422);
  expect(await fail(1, '10.0.0.1', via('198.51.100.1'))).toBe(429);
  expect(await fail(1, '10.9.9.9', via('203.0.113.50, 198.51.100.1'))).toBe(429);
  expect(await fail(1, '10.0.0.1', via('198.51.100.1, 10.0.0.2'))).toBe(429);
  expect(await fail(1, '10.0.0.1', via('198.51.100.2'))).toBe(422);
  expect(await fail(1, '198.51.100.1', via('198.51.100.3'))).toBe(429);
  const rows = await world.query("select distinct address from audit_event where type = 'sign-in.refused' order by address");
  expect(rows.map((row) => row['address'])).toEqual(['198.51.100.1', '198.51.100.2']);
});

test('SEC-F05 an IPv6 network is its /64, an IPv4 address in IPv6 clothing is the IPv4 address', async () => {
  world = await openWorld();
  await world.addAccount();
  expect(await fail(10, '2001:db8:1:2::1')).toBe(422);
  expect(await fail(10, '2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(422);
  expect(await fail(1, '2001:0db8:0001:0002:0000:0000:0000:0009')).toBe(429);
  expect(await fail(1, '2001:db8:1:3::1')).toBe(422);
  expect(await fail(20, '::ffff:198.51.100.9')).toBe(422);
  expect(await fail(1, '198.51.100.9')).toBe(429);
});

test('SEC-F05 a closed network ends no session and stops no code of a pending sign-in', async () => {
  world = await openWorld();
  await world.addAccount();
  const { secret, visitor } = await enrolledAccount(world);
  await signInWithCode(world, visitor, secret);
  world.advance(STEP);
  const pending = world.visitor();
  await postPassword(pending);
  await pending.get('/success/sign-in/code');
  expect(await fail(21, '203.0.113.7')).toBe(429);
  expect((await visitor.get('/success/dashboard')).status).toBe(200);
  expect((await pending.post('/success/sign-in/code', { code: codeNow(world, secret) })).location).toBe('/success/dashboard');
});
