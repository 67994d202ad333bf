/**
 * SEC-G04 as decided in ADR 0034: a session that ended by idleness is not resumed. Its cookie, still in the browser, shortens no sign-in
 * and brings nothing back; the password leads to the second factor as in any other browser (S-30).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/core/time.ts';
import { enrolStaff, staffEmail } from '../support/staff.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const SESSION = (portal: string): string => `__Host-genkan-${portal}-session`;

async function idle(portal: string): Promise<{ readonly visitor: Visitor; readonly secret: Uint8Array; readonly email: string }> {
  if (portal === 'desk') {
    const { visitor, secret } = await enrolStaff(world, 'reviewer');
    world.advance(minutes(15));
    return { visitor, secret, email: staffEmail('reviewer') };
  }
  const email = `someone@${portal}.example`;
  await world.addAccount({ portal, email });
  const { secret, visitor } = await enrolledAccount(world, { portal, email });
  await signInWithCode(world, visitor, secret, { portal, email });
  world.advance(minutes(60));
  return { visitor, secret, email };
}

describe.each(['success', 'support', 'desk'])('an idle session of %s', (portal) => {
  test('SEC-G04 S-30 its cookie shortens no sign-in: the password leads to the second factor', async () => {
    const { visitor, secret, email } = await idle(portal);
    const old = visitor.cookies.get(SESSION(portal)) ?? '';
    expect(old).not.toBe('');
    expect((await visitor.get(`/${portal}/account`)).location).toContain('notice=session-ended');
    expect(visitor.cookies.get(SESSION(portal))).toBe(old);
    expect((await postPassword(visitor, { portal, email })).location).toBe(`/${portal}/sign-in/code`);
    expect((await visitor.get(`/${portal}/dashboard`)).location).toContain(`/${portal}/sign-in`);
    await visitor.get(`/${portal}/sign-in/code`);
    expect((await visitor.post(`/${portal}/sign-in/code`, { code: codeNow(world, secret) })).location).toMatch(
      /^\/[a-z]+\/(?:dashboard|requests)$/u,
    );
    expect(visitor.cookies.get(SESSION(portal))).not.toBe(old);
  });

  test('SEC-G04 neither a page, a fresh check, an extension nor a code brings it back', async () => {
    const { visitor, secret } = await idle(portal);
    const code = codeNow(world, secret);
    for (const path of ['dashboard', 'account', 'activity', 'activity/extension', 'confirmation'])
      expect((await visitor.get(`/${portal}/${path}`)).location, path).toContain(`/${portal}/sign-in`);
    for (const [path, fields] of [
      ['activity/extension', {}],
      ['confirmation', { code }],
      ['two-factor', { code }],
    ] as const) {
      expect((await visitor.post(`/${portal}/${path}`, fields)).location, path).toContain(`/${portal}/sign-in`);
    }
    world.advance(STEP);
    expect((await visitor.get(`/${portal}/dashboard`)).location).toContain(`/${portal}/sign-in`);
  });
});
