/** T-41: somebody asks for resets to find out who has an account. Page, status, header, cookie, mail at another box and time must not tell. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { expectAlike } from '../support/alike.ts';
import { askForReset, resetLetters } from '../support/forgotten-password.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.addAccount({ email: 'known@success.example' });
  await world.addAccount({ email: 'enrolled@success.example' });
  await enrolledAccount(world, { email: 'enrolled@success.example' });
  await world.addAccount({ email: 'suspended@success.example', status: 'suspended' });
  await world.addAccount({ email: 'no-password@success.example', password: null });
  await world.addAccount({ email: 'marked@success.example' });
  await world.query("update account set password_compromised_at = 1 where email = 'marked@success.example'");
  await world.addAccount({ email: 'closed@success.example' });
  await world.query("update account set password_only_closed_at = 1, set_aside_since = 1 where email = 'closed@success.example'");
  await world.addAccount({ portal: 'support', email: 'twin@success.example' });
});
afterAll(() => world.close());

/** Everything of an answer but its random values and the address that was typed. */
function comparable({ status, location, headers, setCookies, html }: Answer, email: string): string {
  return JSON.stringify([
    status,
    location,
    [...headers].filter(([name]) => name !== 'set-cookie').toSorted(),
    setCookies.map((line) => line.replace(/=[^;]*/u, '=…')),
    html.replaceAll(email, 'EMAIL').replace(/name="form_token" value="[^"]*"/gu, 'TOKEN'),
  ]);
}

/** The form, its answer and the page behind it, asked for seven times: past the five letters of an hour. */
async function seen(email: string, network: number): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let round = 0; round < 7; round += 1) {
    const visitor = world.visitor({ address: `10.9.${network}.${round}` });
    const answer = await askForReset(visitor, email);
    pages.push(comparable(answer, email), comparable(await visitor.follow(answer), email));
    await world.service.clerk.lookNow();
  }
  return pages;
}

test.each([
  'known@success.example',
  'enrolled@success.example',
  'suspended@success.example',
  'no-password@success.example',
  'marked@success.example',
  'closed@success.example',
  'twin@success.example',
])('SEC-E03 T-41 %s is answered byte for byte like an address of nobody, seven times over', async (email) => {
  expect(await seen(email, 2)).toEqual(await seen('nobody@success.example', 1));
});

test('SEC-E08 letters went to those alone who have a password to replace, and to their own address', async () => {
  const to = new Set((await resetLetters(world)).map((letter) => letter.to));
  expect([...to].toSorted()).toEqual([
    'closed@success.example',
    'enrolled@success.example',
    'known@success.example',
    'marked@success.example',
  ]);
});

test('SEC-F07 SEC-E03 one network is told to wait after fifty forms, whoever they name', async () => {
  for (const [network, email] of [
    [5, 'known@success.example'],
    [6, 'nobody@success.example'],
  ] as const) {
    const visitor = world.visitor({ address: `10.8.${network}.1` });
    let answered = 0;
    while ((await askForReset(visitor, email)).status === 303) answered += 1;
    expect(answered).toBe(50);
    const page = await askForReset(visitor, email);
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '600']);
    expect((await visitor.get('/success/sign-in')).status).toBe(200);
  }
});

describe('SEC-E04 the time of an answer', () => {
  it('SEC-E04 T-41 of a reset is alike for known and unknown addresses, by rank over 1,000 interleaved samples', async () => {
    const first = world.visitor();
    await first.get('/success/password-reset');
    const form_token = first.formToken();
    const attempt = async (index: number, isKnown: boolean): Promise<number> => {
      const email = `${isKnown ? 'holder' : 'stranger'}-${index}@success.example`;
      const visitor = first.copy({ address: `10.${index >> 8}.${index & 255}.${isKnown ? 1 : 2}` });
      const began = performance.now();
      await visitor.post('/success/password-reset', { email, form_token });
      return performance.now() - began;
    };
    await expectAlike('a reset', attempt, (index) => world.addAccount({ email: `holder-${index}@success.example`, company: null }));
  }, 300_000);
});
