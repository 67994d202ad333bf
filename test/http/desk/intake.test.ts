/** The telephone's intake (desk.md section 1): the same receipt for everybody, nothing on record shown, the mailbox decides. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { openDesk } from '../../support/desk.ts';
import { CLAIMS, lastOf, pathsIn, recoveryLetters } from '../../support/lost-device.ts';
import { enrolStaff } from '../../support/staff.ts';
import type { Member } from '../../support/staff-administration.ts';
import { enrolledAccount } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

const SAID = { ...CLAIMS, portal: 'success' } as const;

let world: World;
let intake: Member;
let reviewer: Member;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [first, second] = await openDesk(world, ['intake', 'reviewer']);
  if (first === undefined || second === undefined) throw new Error('no desk');
  [intake, reviewer] = [first, second];
});
afterEach(() => world.close());

async function take(said: Readonly<Record<string, string>>, by: Member = intake): Promise<Answer> {
  await by.visitor.get('/desk/intake');
  return by.visitor.post('/desk/intake', said);
}

const receiptIn = (answer: Answer): string =>
  /\?receipt=(R-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{2})$/u.exec(answer.location ?? '')?.[1] ?? '';

describe('desk.md 1 a request by telephone', () => {
  it('D-19 reads out first that the mailbox is needed within 72 hours, in both languages', async () => {
    const page = await intake.visitor.get('/desk/intake');
    expect(page.text).toContain('72時間以内');
    expect(page.text).toContain('within 72 hours');
    expect((await intake.visitor.get('/desk/requests')).html).toContain('href="/desk/intake"');
  });

  it('D-03 D-04 SEC-J09 mails the holder; the browser that opens the link becomes the claim browser, and the place says nothing', async () => {
    const taken = await take(SAID);
    const receipt = receiptIn(taken);
    expect((await intake.visitor.follow(taken)).text).toContain(receipt);
    const letter = lastOf(await recoveryLetters(world, CLAIMS.email));
    expect(letter.text).toContain('電話');
    const browser = world.visitor();
    const { open, token } = pathsIn(letter);
    await browser.get(open);
    expect((await browser.post(`/success/lost-device/${receipt}/confirmation`, { token })).status).toBe(303);
    const [row] = await world.query(`select state, place, claim_browser_id from recovery_request where receipt = '${receipt}'`);
    expect([row?.['state'], row?.['place'], typeof row?.['claim_browser_id']]).toEqual(['evidence', '', 'string']);
    const [risk] = await world.query("select detail from recovery_event where type = 'RiskAssessed'");
    expect(risk?.['detail']).not.toContain('new-place');
    expect((await reviewer.visitor.get(`/desk/requests/${receipt}`)).text).toContain('電話');
  });

  it('SEC-J09 SEC-E04 gives the same answer for an unknown address and for a company administrator', async () => {
    await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
    const pages: string[] = [];
    for (const email of [CLAIMS.email, 'nobody@success.example', 'kaori@success.example']) {
      const taken = await take({ ...SAID, email });
      const receipt = receiptIn(taken);
      expect(taken.status).toBe(303);
      pages.push((await intake.visitor.follow(taken)).html.replaceAll(receipt, 'R').replaceAll(/value="[^"]{20,}"/gu, ''));
    }
    expect(new Set(pages).size).toBe(1);
    await world.letters();
    const queue = await intake.visitor.get('/desk/requests');
    expect(queue.text).not.toContain('鈴木');
  });

  it('is always mailed, whatever came in before', async () => {
    for (let count = 0; count < 5; count += 1) await take(SAID);
    const letters = (await recoveryLetters(world, CLAIMS.email)).filter(({ subject }) => subject.includes('受け付けました'));
    expect(letters).toHaveLength(5);
  });

  it('D-04 keeps what was typed when something is missing, and asks for the portal', async () => {
    const answer = await take({ ...SAID, portal: '', risk: '', name: '' });
    expect(answer.status).toBe(422);
    for (const message of ['ポータルを選んでください', 'お客様のフルネームを入力してください', '解除による危険を確認し'])
      expect(answer.text).toContain(message);
    expect(answer.html).toContain('value="TM-00012345"');
    expect((await take({ ...SAID, portal: 'desk' })).status).toBe(422);
    expect(await world.query('select id from recovery_request')).toHaveLength(0);
  });

  it('SEC-K02 is for intake, reviewers and supervisors, and for nobody who only reads', async () => {
    const { visitor: auditor } = await enrolStaff(world, 'auditor');
    expect((await auditor.get('/desk/intake')).status).toBe(403);
    await auditor.get('/desk/account');
    expect((await auditor.post('/desk/intake', SAID)).status).toBe(403);
    await world.query(`update account set staff_since = ${world.now()} where id = '${intake.id}'`);
    expect((await intake.visitor.get('/desk/intake')).status).toBe(403);
    await intake.visitor.get('/desk/account');
    expect((await intake.visitor.post('/desk/intake', SAID)).status).toBe(403);
    expect(await world.query('select id from recovery_request')).toHaveLength(0);
  });

  it('SEC-Q01 is in the log as its own act, and so is the refusal', async () => {
    await take(SAID);
    const rows = await world.query("select actor_kind, actor_id, detail from audit_event where type = 'recovery.event'");
    expect(rows[0]?.['actor_id']).toBe(intake.id);
    expect(String(rows[0]?.['detail'])).toContain('"event":"Filed"');
  });
});
