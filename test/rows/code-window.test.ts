/** The acceptance window of the configuration reaches every comparison: at the enrolment and at the sign-in. */
import { expect, test } from 'vitest';
import { beginEnrolment, codeNow, postPassword } from '../support/steps.ts';
import { openWorld } from '../support/world.ts';

test.each([
  [0, 422],
  [1, 303],
] as const)('SEC-B03 with a window of %i the code of the step before is answered by %i', async (codeWindow, status) => {
  const world = await openWorld({ codeWindow });
  await world.addAccount();
  const visitor = world.visitor();
  await postPassword(visitor);
  const secret = await beginEnrolment(visitor);
  const old = codeNow(world, secret);
  world.advance(30_000);
  expect((await visitor.post('/success/enrolment/code', { code: old, device_name: '' })).status).toBe(status);
  if (codeWindow === 0) await visitor.post('/success/enrolment/code', { code: codeNow(world, secret), device_name: '' });

  const other = world.visitor();
  world.advance(30_000);
  const early = codeNow(world, secret);
  world.advance(30_000);
  await postPassword(other);
  expect((await other.post('/success/sign-in/code', { code: early })).status).toBe(status);
  await world.close();
});
