/** Codes: what an answer tells a guesser, and when a request counts as made. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seconds } from '../../src/core/time.ts';
import { codeAt, timeStep } from '../../src/core/totp.ts';
import { codeNow, enrolledAccount, postPassword, wrongCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

const CODE = '/success/sign-in/code';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

describe('the hint about the clock', () => {
  const ahead = (secret: Uint8Array, steps: number): string => codeAt(secret, timeStep(world.now()) + steps);

  async function answerTo(code: string, visitor: Visitor): Promise<string> {
    await postPassword(visitor);
    await visitor.get(CODE);
    const answer = await visitor.post(CODE, { code });
    return `${answer.status} ${answer.html.replace(/name="form_token" value="[^"]+"/gu, '')}`;
  }

  test.each([2, 5, 10])('T-05 SEC-F02 does not tell a stranger that a guess will be right in %i steps', async (steps) => {
    const { secret } = await enrolledAccount(world);
    const plain = await answerTo(wrongCode(world, secret), world.visitor());
    const { secret: other } = await anotherWorld();
    const early = await answerTo(ahead(other, steps), world.visitor());
    expect(early).toBe(plain);
    expect(await world.query("select detail from audit_event where type = 'second-factor.drift'")).toHaveLength(1);
  });

  /** The same account anew, so that both answers are to a first guess. */
  async function anotherWorld(): Promise<{ readonly secret: Uint8Array }> {
    await world.close();
    world = await openWorld();
    await world.addAccount();
    return enrolledAccount(world);
  }

  test('G-06 tells it the holder in a browser that signed in before, and anybody whose clock is slow', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    expect(await answerTo(ahead(secret, 8), visitor)).toContain('約4分ずれている');
    expect(await answerTo(ahead(secret, -8), world.visitor())).toContain('約4分ずれている');
  });
});

describe('a form that arrives slowly', () => {
  test('SEC-B07 counts as made when it is complete: a slow line is no wrong clock', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await postPassword(visitor);
    await visitor.get(CODE);
    const form = new URLSearchParams({ code: codeNow(world, secret), form_token: visitor.formToken() }).toString();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        world.advance(seconds(8));
        controller.enqueue(new TextEncoder().encode(form));
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN };
    const init: RequestInit & { readonly duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
    expect((await visitor.send(CODE, init)).location).toBe('/success/dashboard');
  });
});
