/**
 * Asking for an account to find out who has one (SEC-E03, SEC-E04, T-41): page, status, header, cookie and time must not tell. Times
 * are compared by rank over interleaved samples.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/portals/presets.ts';
import { expectAlike } from '../support/alike.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const portals = PRESETS.map((portal) => (portal.id === 'success' ? { ...portal, registration: 'open' as const } : portal));
const SUBJECTS = ['nobody@success.example', 'hanako@success.example', 'gone@success.example', 'nopassword@success.example'];

let world: World;
beforeAll(async () => {
  world = await openWorld({ portals });
  await world.addAccount({ email: 'hanako@success.example' });
  await world.addAccount({ email: 'gone@success.example', status: 'suspended' });
  await world.addAccount({ email: 'nopassword@success.example', password: null });
});
afterAll(() => world.close());

async function ask(visitor: Visitor, email: string): Promise<Answer> {
  await visitor.get('/success/registration');
  return visitor.post('/success/registration', { email });
}

/** An answer without what is random in every answer. */
function masked({ status, headers, html, setCookies, location }: Answer): string {
  const random = [/(?<=form_token\\" value=\\")[A-Za-z0-9_-]+/gu, /(?<=-form=)[A-Za-z0-9_-]+/gu];
  const text = JSON.stringify({
    status,
    headers: [...headers].filter(([name]) => name !== 'set-cookie'),
    html,
    setCookies,
    location,
  });
  return random.reduce((rest, pattern) => rest.replace(pattern, 'RANDOM'), text);
}

describe('T-41 a stranger who asks for accounts', () => {
  it('SEC-E03 sees the same answer, page and cookies for every address', async () => {
    const seen = new Set<string>();
    for (const email of SUBJECTS) {
      const visitor = world.visitor();
      const asked = await ask(visitor, email);
      const page = await visitor.follow(asked);
      await world.letters();
      const again = await visitor.get('/success/registration/sent');
      seen.add([asked, page, again].map(masked).join('\n'));
    }
    expect(seen.size).toBe(1);
  });

  it('SEC-E03 a link goes to nobody who has an account, and nothing at all to a suspended one', async () => {
    const letters = (await world.letters()).filter(({ text }) => /登録の依頼を受け付けました/u.test(text));
    expect(letters.filter(({ text }) => text.includes('/registration/')).map(({ to }) => to)).toEqual(['nobody@success.example']);
    expect(letters.some(({ to }) => to === 'gone@success.example')).toBe(false);
  });
});

it('SEC-E04 the time of an answer is alike for known and unknown addresses, by rank over 1,000 interleaved samples', async () => {
  const first = world.visitor();
  await first.get('/success/registration');
  const form_token = first.formToken();
  const attempt = async (index: number, isKnown: boolean): Promise<number> => {
    const address = `10.${index >> 8}.${index & 255}.${isKnown ? 1 : 2}`;
    const email = `${isKnown ? 'holder' : 'stranger'}-${index}@success.example`;
    const visitor = first.copy({ address });
    const began = performance.now();
    expect((await visitor.post('/success/registration', { email, form_token })).status).toBe(303);
    return performance.now() - began;
  };
  await expectAlike('registration', attempt, (index) =>
    world.addAccount({ email: `holder-${index}@success.example`, company: null }),
  );
}, 300_000);
