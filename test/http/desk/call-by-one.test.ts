/** What the pages of a call say where one person is the desk, and where somebody stands in front of the desk instead of being rung up. */
import { afterEach, expect, it } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { openDesk, takeUp } from '../../support/desk.ts';
import { fileAndConfirm } from '../../support/lost-device.ts';
import { enrolledAccount } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

/** The page of the request and that of the check that was begun. */
async function begin(
  singlePerson: boolean,
  evidence: 'call-back' | 'in-person',
): Promise<Readonly<Record<'request' | 'call', Answer>>> {
  world = await openWorld({ recovery: { singlePerson } });
  await world.addAccount();
  // Of low risk: two-factor for days, the same place.
  await enrolledAccount(world);
  world.advance(days(2));
  await world.addAccount({ email: 'kaori@success.example', name: '鈴木 香織', role: 'company-administrator' });
  await world.query("update account set company_id = 'company-1' where portal = 'success'");
  const [staff] = await openDesk(world, ['supervisor']);
  const { receipt } = await fileAndConfirm(world, world.visitor());
  const visitor = staff?.visitor ?? world.visitor();
  await takeUp(visitor, receipt);
  await visitor.post(`/desk/requests/${receipt}/calls`, { evidence });
  return { request: await visitor.get(`/desk/requests/${receipt}`), call: await visitor.get(`/desk/requests/${receipt}/call`) };
}

it.each([
  [true, '会社の管理者の確認が2つ目の記録', '確認は以上です。'],
  [false, '2名の記録が必要', '別の担当者も、もう一度確認します。'],
])('D-18 D-19 desk of one: %s: says whose record is the second one', async (singlePerson, onTheRequest, inTheCall) => {
  const { request, call } = await begin(singlePerson, 'call-back');
  expect(request.text).toContain(onTheRequest);
  expect(call.text).toContain(inTheCall);
  // Compulsory there at every risk.
  expect(call.text.includes('会社の管理者の方に、ポータルでこのご依頼を確認していただけますか')).toBe(singlePerson);
});

it.each([
  ['call-back', ['other-person', 'absent', 'dead-number', 'suspicious']],
  ['in-person', ['other-person', 'absent', 'suspicious']],
] as const)('D-19 the outcomes of %s are those that it can have', async (evidence, outcomes) => {
  const { call } = await begin(false, evidence);
  expect([...call.html.matchAll(/name="outcome" value="([a-z-]+)"/gu)].map(([, value]) => value)).toEqual(outcomes);
});
