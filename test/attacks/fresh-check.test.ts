/**
 * A session left open, or stolen, is not enough to change who may sign in (SEC-H01, SEC-H02): over the whole route table, every
 * action of a session either asks for a fresh check or stands in a list with the reason why it does not.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/core/time.ts';
import type { Route } from '../../src/http/route.ts';
import { isFreshRoute, ROUTES } from '../../src/http/routes.ts';
import { enrolledAccount, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

/** Actions of a session that ask for no fresh check by the guard, each with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  'sign-out': 'closes',
  'activity/extension': 'moves the idle end of this session, as any page does',
  'dashboard/recommendation': 'hides a sentence',
  'dashboard/request': 'stops a request for removal: that must never wait',
  'dashboard/notices': 'hides sentences that were read',
  'dashboard/check-up': 'takes a current code itself',
  'dashboard/check-up/postponement': 'hides a question',
  'enrolment/method': 'its journey sends to the check itself, and begins nothing before',
  enrolment: 'its journey sends to the check itself, and begins nothing before',
  'enrolment/code': 'belongs to an enrolment that a fresh check began at most ten minutes ago, in this session',
  'enrolment/cancellation': 'throws away what was begun',
  'recovery-codes/safekeeping': 'notes that the codes just shown were kept; shows none',
  // Of the desk: approvals and whatever else takes a second person ask for it.
  intake: 'takes what a caller says; the mailbox confirms it',
  search: 'finds what a role may see',
  'intake/colleague': 'counts for nothing until its mailbox is confirmed, and changes no account',
  shortcuts: 'arranges this browser',
  'requests/selected': 'says who works on requests',
  'requests/:receipt/claim': 'says who works on a request',
  'requests/:receipt/labels': 'marks a request for colleagues',
  'requests/:receipt/notes': 'writes to colleagues',
  'requests/:receipt/presence': 'says who looks',
  'requests/:receipt/calls': 'begins a call, which proves nothing yet',
  'requests/:receipt/comparison': 'answers whether one field matches, changes nothing',
  'requests/:receipt/attempts': 'records that nobody was reached, or stops the request',
  'requests/:receipt/records': 'takes a code that was read out, and counts only with another person’s',
  'requests/:receipt/proposal': 'waits for the approval of another person, who is asked for one',
  'requests/:receipt/return': 'takes decisions back',
  'requests/:receipt/refusal': 'ends a request, and changes no account',
  'requests/:receipt/revocation': 'takes evidence back',
  'requests/:receipt/pressure': 'makes the wait longer',
  'requests/:receipt/risk': 'raises the risk',
  'requests/:receipt/stop': 'stops the request: that must never wait',
  'requests/:receipt/export': 'takes a masked record along, with a reason, for two roles',
  audit: 'finds what a role may see, and keeps searches of one’s own',
  'audit/export': 'takes masked entries along, with a reason, for two roles',
  exports: 'takes the masked list along, with a reason, for two roles',
  confirmation: 'is the check',
  'confirmation/passkey': 'is the check',
  'confirmation/passkey/challenge': 'begins the check',
  'confirmation/recovery-code': 'is the check',
};

const FRESH = ROUTES.filter((route) => isFreshRoute(route) && route.kind !== 'desk');

function pathOf({ path }: Route): string {
  return `/success/${path.replaceAll(/:[a-z]+/gu, 'AAAAAAAAAAAAAAAA')}`;
}

let world: World;
let visitor: Visitor;
beforeAll(async () => {
  world = await openWorld();
  await world.addAccount({ role: 'company-administrator' });
  const { secret } = await enrolledAccount(world);
  visitor = world.visitor();
  await signInWithCode(world, visitor, secret);
  await visitor.get('/success/account');
});
afterAll(() => world.close());

test('SEC-H02 every action of a session asks for a fresh check, or is known not to', () => {
  const actions = ROUTES.filter((route) => route.entry === 'session' && route.method === 'POST');
  const without = [...new Set(actions.filter((route) => !isFreshRoute(route)).map(({ path }) => path))];
  expect(without.toSorted()).toEqual(Object.keys(WITHOUT).toSorted());
});

describe('a second factor proven 601 seconds ago', () => {
  beforeAll(() => world.advance(minutes(10) + seconds(1)));

  test.each(FRESH.filter(({ method }) => method === 'GET').map((route) => [route.path, route] as const))(
    'SEC-H01 SEC-H02 T-22 does not open the page %s',
    async (_path, route) => {
      const { status, location } = await visitor.get(pathOf(route));
      expect([status, location?.startsWith('/success/confirmation?then=')]).toEqual([303, true]);
    },
  );

  test.each(FRESH.filter(({ method }) => method === 'POST').map((route) => [route.path, route] as const))(
    'SEC-H01 SEC-H02 SEC-H03 T-22 T-23 does nothing by %s',
    async (_path, route) => {
      const before = await world.audit();
      const answer = await visitor.post(pathOf(route));
      expect(answer.status).toBe(403);
      expect(answer.html).toContain(route.json === true ? 'step_up_needed' : 'action="/success/confirmation');
      expect(await world.audit()).toEqual(before);
    },
  );
});
