/**
 * The dispute (desk.md section 4, command 30), whole over visitors, on both databases: an account that was taken over by a recovery is
 * locked, and comes back to its holder by nothing but this.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
import { askForDispute } from '../../src/journeys/host-disputes.ts';
import { newLocation } from '../support/databases.ts';
import { callAndRecord, decideOn, letGo, proofOn, proveFresh, takeUp } from '../support/desk.ts';
import { CLAIMS, fileAndConfirm, fileForm, type MailedPaths, pathsIn } from '../support/lost-device.ts';
import { gathered, passIn, type Recovery, redeem, released, typePass } from '../support/recovery.ts';
import { join, type Member } from '../support/staff-administration.ts';
import { codeNow, postPassword, STEP, signInWithCode } from '../support/steps.ts';
import type { Answer, Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

const REMARK = '本人が電話で、登録に心当たりがないと話しました';

const letterTo = async (world: World, pattern: RegExp) => {
  const letter = (await world.letters()).findLast(({ text, to }) => to === CLAIMS.email && pattern.test(text));
  if (letter === undefined) throw new Error(`no letter with ${pattern.source}`);
  return letter;
};

async function disown(world: World): Promise<void> {
  const { text } = await letterTo(world, /心当たりがないと知らせる/u);
  const path = /\/success\/lost-device\/R-[0-9A-Z-]+\/cancellation\?token=\S+/u.exec(text)?.[0] ?? '';
  const victim = world.visitor();
  await victim.get(path);
  const [page = '', query = ''] = path.split('?');
  await victim.post(page, { token: new URLSearchParams(query).get('token') ?? '', choice: 'disown' });
}

interface Taken extends Recovery {
  /** Of the one who took the account over. */
  readonly thiefsSecret: Uint8Array;
}

/** Somebody got through the desk, and the holder says so: the account is locked. */
async function takenOver(world: World): Promise<Taken> {
  const recovery = await gathered(world);
  const { secret } = await redeem(recovery, await released(recovery));
  world.advance(STEP);
  await disown(world);
  expect(await statusOf(world)).toBe('suspended');
  return { ...recovery, thiefsSecret: secret };
}

const statusOf = async (world: World): Promise<string> =>
  String((await world.query(`select status from account where email = '${CLAIMS.email}'`))[0]?.['status']);

const disputeOf = async (world: World) =>
  (await world.query("select receipt, state from recovery_request where channel = 'phone' order by filed_at desc"))[0];

async function askOnHost(world: World): Promise<void> {
  const { ports } = world.service.site;
  const facts = await ports.store.read.signInFacts('success', CLAIMS.email);
  if (facts === undefined) throw new Error('no account');
  const asked = await askForDispute(ports, facts.account, 'the only administrator is the holder');
  if (!asked.ok) throw new Error(asked.refusal.code);
}

async function open({ visitor }: Member, receipt: string, remark = REMARK): Promise<Answer> {
  const path = `/desk/accounts/${receipt}/dispute`;
  const shown = await visitor.get(path);
  return shown.status === 200 ? visitor.post(path, { remark }) : shown;
}

/** Signed in again where a night went by. */
async function back(world: World, { email, secret, visitor }: Member): Promise<void> {
  await signInWithCode(world, visitor, secret, { portal: 'desk', email });
  world.advance(STEP);
}

interface Disputed extends Taken {
  readonly dispute: string;
  readonly first: MailedPaths;
  /** Of the holder, in which the mailbox will be confirmed. */
  readonly own: Visitor;
}

async function disputed(world: World): Promise<Disputed> {
  const taken = await takenOver(world);
  const [, , supervisor] = taken.desk;
  await askOnHost(world);
  world.advance(hours(72));
  for (const each of taken.desk) await back(world, each);
  const answer = await open(supervisor, taken.receipt);
  const dispute = /\/desk\/requests\/(R-[0-9A-Z-]+)/u.exec(answer.location ?? '')?.[1];
  if (dispute === undefined) throw new Error(`no dispute: ${answer.status} ${answer.location} ${answer.text}`);
  const first = pathsIn(await letterTo(world, /再審査を始めました/u));
  return { ...taken, dispute, first, own: world.visitor() };
}

async function confirmIn({ dispute, first, own }: Disputed): Promise<void> {
  await own.get(first.open);
  const confirmed = await own.post(`/success/lost-device/${dispute}/confirmation`, { token: first.token });
  expect(confirmed.status, confirmed.text).toBe(303);
}

/** Both see the document at once, each from an own session. */
async function meetAndRecord({ desk, dispute, own, world }: Disputed): Promise<void> {
  const [reviewer, , supervisor] = desk;
  for (const { visitor } of [reviewer, supervisor]) {
    await takeUp(visitor, dispute);
    await visitor.post(`/desk/requests/${dispute}/calls`, { evidence: 'in-person' });
    const { code } = await proofOn(own, dispute);
    await visitor.get(`/desk/requests/${dispute}/call`);
    await visitor.post(`/desk/requests/${dispute}/records`, { code, document: 'passport', document_end: '1234' });
    await letGo(visitor, dispute);
    world.advance(1000);
  }
}

async function openOn(kind: 'sqlite' | 'postgres'): Promise<World> {
  const world = await openWorld({ location: await newLocation(kind) });
  onTestFinished(() => world.close());
  return world;
}

describe.each(['sqlite', 'postgres'] as const)('a dispute on %s', (kind) => {
  test('SEC-J04 SEC-J11 it gives a locked account back to its holder: document, two approvers, 72 hours, and every old binding dies', async () => {
    const world = await openOn(kind);
    const it = await disputed(world);
    const { desk, dispute, own, thiefsSecret } = it;
    const [reviewer, second, opener] = desk;
    const other = await join(world, 'supervisor', 'supervisor-4');
    await confirmIn(it);
    await own.get(`/success/lost-device/${dispute}`);
    expect((await own.post(`/success/lost-device/${dispute}/password`, { password: PASSWORD })).status).toBe(303);
    await callAndRecord(reviewer.visitor, own, dispute);
    world.advance(1000);
    await callAndRecord(second.visitor, own, dispute);
    expect((await reviewer.visitor.get(`/desk/requests/${dispute}`)).text).toContain('再審査の依頼です');
    // Two calls and the password are all that high risk asks for elsewhere.
    await decideOn(reviewer.visitor, dispute, 'proposal');
    expect((await disputeOf(world))?.['state']).toBe('evidence');
    await meetAndRecord(it);
    await decideOn(reviewer.visitor, dispute, 'proposal');
    world.advance(STEP);
    // Whoever opened it does not approve it (invariant 2).
    for (const each of [opener, second, other]) {
      await proveFresh(world, each);
      await decideOn(each.visitor, dispute, 'approval');
    }
    expect(
      await world.query(
        "select actor_id from recovery_event where type = 'Approved' and request_id in (select id from recovery_request where channel = 'phone') order by version",
      ),
    ).toEqual([{ actor_id: second.id }, { actor_id: other.id }]);
    await world.letters();
    await world.letters();
    world.advance(hours(72) - 1);
    await world.letters();
    expect((await disputeOf(world))?.['state']).toBe('waiting');
    world.advance(1);
    expect(await statusOf(world)).toBe('suspended');
    const { answer, secret } = await redeem({ holder: own, world }, await passIn(world));
    expect(answer.status).toBe(303);
    expect([await statusOf(world), (await disputeOf(world))?.['state']]).toEqual(['active', 'redeemed']);
    const thief = world.visitor();
    expect((await signInWithCode(world, thief, thiefsSecret)).status).not.toBe(303);
    world.advance(STEP);
    expect((await signInWithCode(world, world.visitor(), secret)).location).toContain('/success/');
  }, 60_000);

  test('SEC-J02 an old authenticator neither signs in nor ends it: the dispute stops before a supervisor', async () => {
    const world = await openOn(kind);
    const it = await disputed(world);
    await confirmIn(it);
    const thief = world.visitor();
    await thief.get('/success/sign-in');
    expect((await postPassword(thief)).location).toContain('/success/sign-in/code');
    await thief.get('/success/sign-in/code');
    const answer = await thief.post('/success/sign-in/code', { code: codeNow(world, it.thiefsSecret) });
    expect(answer.location).toBe('/success/sign-in?notice=account-locked');
    expect((await thief.get(answer.location ?? '')).text).toContain('責任者が確認します');
    expect((await thief.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect(await world.query("select id from session where ended_at is null and portal = 'success'")).toEqual([]);
    expect((await disputeOf(world))?.['state']).toBe('frozen');
    expect((await letterTo(world, /手続きを止めました/u)).text).toContain('アカウントは閉じています');
    const causes = await world.query("select detail from recovery_event where type = 'Frozen'");
    expect(JSON.stringify(causes)).toContain('withdrawn-in-dispute');
  }, 60_000);

  test('SEC-R01 two supervisors open it at once: it is one dispute', async () => {
    const world = await openOn(kind);
    const taken = await takenOver(world);
    const [, , supervisor] = taken.desk;
    await askOnHost(world);
    world.advance(hours(72));
    await back(world, supervisor);
    const path = `/desk/accounts/${taken.receipt}/dispute`;
    const copies = Array.from({ length: 6 }, () => supervisor.visitor.copy());
    for (const copy of copies) await copy.get(path);
    const answers = await Promise.all(copies.map((copy) => copy.post(path, { remark: REMARK })));
    expect(answers.filter(({ location }) => location?.includes('notice=disputed') === true)).toHaveLength(1);
    expect(await world.query("select id from recovery_request where channel = 'phone'")).toHaveLength(1);
  }, 60_000);
});

describe('what a dispute needs, and what it withstands', () => {
  test('SEC-J01 nothing but a dispute opens the lock: no host, no desk, no form, and no dispute without somebody who asked', async () => {
    const world = await openOn('sqlite');
    const { desk, receipt } = await takenOver(world);
    const [reviewer, , supervisor] = desk;
    for (const each of desk) await back(world, each);
    const shown = await supervisor.visitor.get(`/desk/accounts/${receipt}`);
    expect(shown.text).toContain('再審査の画面を開く');
    expect(shown.html).not.toContain('value="suspension"');
    expect((await reviewer.visitor.get(`/desk/accounts/${receipt}/dispute`)).status).not.toBe(200);
    const refused = await open(supervisor, receipt);
    expect(refused.location).toContain('notice=changed');
    await askOnHost(world);
    expect((await open(supervisor, receipt)).location, 'only after 72 hours').toContain('notice=changed');
    const filed = await fileForm(world.visitor());
    expect(filed.status).toBe(303);
    await world.letters();
    expect(await world.query("select id from recovery_request where state = 'evidence'")).toEqual([]);
    await expect(world.service.store.reopenAccount('account-1', 'asked on the phone', world.now())).rejects.toThrow();
    expect(await statusOf(world)).toBe('suspended');
  }, 60_000);

  test('SEC-J02 SEC-Q01 whoever reads the mailbox stops it by the mailed link and does not end it', async () => {
    const world = await openOn('sqlite');
    const it = await disputed(world);
    await confirmIn(it);
    const { cancel, token } = pathsIn(await letterTo(world, /依頼を確認しています|メールアドレスが確認された/u));
    const thief = world.visitor();
    expect((await thief.get(cancel)).text).toContain('再審査中の依頼です');
    const answer = await thief.post(`/success/lost-device/${it.dispute}/cancellation`, { token, choice: 'not-me' });
    expect(answer.text).toContain('再審査の手続きを止めました');
    expect((await disputeOf(world))?.['state']).toBe('frozen');
    expect(await statusOf(world)).toBe('suspended');
  }, 60_000);

  test('SEC-J02 two confirmed requests that a sign-in ended are a dispute, one is none', async () => {
    const world = await openOn('sqlite');
    const { desk, oldSecret, receipt } = await gathered(world);
    const [, , supervisor] = desk;
    world.advance(STEP);
    await signInWithCode(world, world.visitor(), oldSecret);
    const { ports } = world.service.site;
    const disturbed = async () => (await ports.store.read.disputeFacts('account-1', world.now())).disturbedAt.length;
    expect(await disturbed()).toBe(1);
    await expect(askOnHost(world)).rejects.toThrow('no-dispute');
    world.advance(days(1));
    await fileAndConfirm(world, world.visitor());
    world.advance(STEP);
    await signInWithCode(world, world.visitor(), oldSecret);
    expect(await disturbed()).toBe(2);
    await askOnHost(world);
    world.advance(hours(72));
    const living = world.visitor();
    await signInWithCode(world, living, oldSecret);
    await back(world, supervisor);
    const answer = await open(supervisor, receipt);
    expect(answer.location).toContain('notice=disputed');
    expect((await living.get('/success/dashboard')).location).toContain('/success/sign-in');
    expect(await statusOf(world)).toBe('suspended');
    const asks = await world.query('select id from dispute_ask where used_at is not null');
    expect(asks).toHaveLength(1);
    const entries = await world.query(
      "select type, detail from audit_event where type in ('dispute.asked', 'dispute.opened') order by seq",
    );
    expect(entries.map(({ type }) => type)).toEqual(['dispute.asked', 'dispute.opened']);
    expect(String(entries[0]?.['detail'])).toContain('the only administrator is the holder');
  }, 60_000);

  test('SEC-J07 the pass of a dispute opens nothing without the password, and no session', async () => {
    const world = await openOn('sqlite');
    const it = await disputed(world);
    await confirmIn(it);
    const wrong = await typePass(it.own, '7K3M-9QXT-2VBN-4RHD');
    expect(wrong.status).toBe(422);
    expect((await typePass(it.own, '7K3M-9QXT-2VBN-4RHD', 'wrong password 1')).status).toBe(422);
    expect((await it.own.get('/success/sign-in/enrolment')).status).toBe(303);
  }, 60_000);
});
