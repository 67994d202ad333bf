/** SEC-E03: who has an account, and in which state it is, cannot be read from any answer before the password is right. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postPassword } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openHasher, openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount({ email: 'known@success.example' });
  await world.addAccount({ email: 'suspended@success.example', status: 'suspended' });
  await world.addAccount({ email: 'no-password@success.example', password: null });
  await world.addAccount({ portal: 'support', email: 'twin@success.example' });
});
afterEach(() => world.close());

/** Everything of an answer but its random values and the address that was typed. */
function comparable(answer: Answer, email: string): string {
  const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie').sort();
  const cookies = answer.setCookies.map((line) => line.replace(/=[^;]*/u, '=…'));
  const html = answer.html.replaceAll(email, 'EMAIL').replace(/name="form_token" value="[^"]*"/gu, 'TOKEN');
  return JSON.stringify([answer.status, headers, cookies, html]);
}

const STATES: readonly (readonly [string, string, string])[] = [
  ['an unknown address', 'unknown@success.example', PASSWORD],
  ['a suspended account with the right password', 'suspended@success.example', PASSWORD],
  ['an account without a password', 'no-password@success.example', PASSWORD],
  ['an account of the twin portal', 'twin@success.example', PASSWORD],
];

test.each(STATES)('SEC-E03 T-41 %s answers byte for byte like a wrong password', async (_state, email, password) => {
  for (let round = 1; round <= 7; round += 1) {
    const expected = await postPassword(world.visitor({ address: `198.51.100.${round}` }), {
      email: 'known@success.example',
      password: 'wrong',
    });
    const answer = await postPassword(world.visitor({ address: `192.0.2.${round}` }), { email, password });
    expect(comparable(answer, email), `attempt ${round}`).toBe(comparable(expected, 'known@success.example'));
  }
  expect(await world.letters()).toHaveLength(0);
});

test('SEC-E03 the log tells the states apart, the pages do not', async () => {
  for (const [, email, password] of STATES) await postPassword(world.visitor(), { email, password });
  const details = (await world.audit()).join();
  for (const refusal of ['no-such-account', 'account-suspended', 'wrong-password']) expect(details).toContain(refusal);
});

test('SEC-E03 an unknown address costs the same number of hashes as a known one', async () => {
  const passwords = openHasher();
  const counted = await openWorld({ compose: { passwords } });
  try {
    await counted.addAccount();
    await postPassword(counted.visitor(), { password: 'wrong' });
    const known = passwords.calls();
    await postPassword(counted.visitor(), { email: 'unknown@success.example' });
    expect(known).toBe(1);
    expect(passwords.calls() - known).toBe(known);
  } finally {
    await counted.close();
  }
});
