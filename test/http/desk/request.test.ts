/** One request at the desk, walked through its pages by several people: what each sees, what is recorded, and what is refused. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../../src/core/time.ts';
import { callAndRecord, decideOn, letGo, openDesk, proofOn, proveFresh, takeUp } from '../../support/desk.ts';
import { fileAndConfirm, recoveryLetters } from '../../support/lost-device.ts';
import type { Member } from '../../support/staff-administration.ts';
import { enrolledAccount } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../../support/world.ts';

const KAORI = 'kaori@success.example';

let world: World;
let holder: Visitor;
let intake: Member;
let reviewer: Member;
let supervisor: Member;
let receipt: string;

beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [first, second, third] = await openDesk(world, ['intake', 'reviewer', 'supervisor']);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
  [intake, reviewer, supervisor] = [first, second, third];
  // From the same network as the sign-in before: nothing raises the risk.
  holder = world.visitor();
  ({ receipt } = await fileAndConfirm(world, holder));
});

afterEach(() => world.close());

const page = (by: Member) => by.visitor.get(`/desk/requests/${receipt}`);
const events = async (): Promise<readonly string[]> =>
  (await world.query(`select type from recovery_event order by version`)).map((row) => String(row['type']));
const stateNow = async (): Promise<string> =>
  String((await world.query(`select state from recovery_request where receipt = '${receipt}'`))[0]?.['state']);

/** Another administrator of the holder's company. */
async function addAdministrator(): Promise<string> {
  const id = await world.addAccount({ email: KAORI, name: '鈴木 香織', role: 'company-administrator' });
  await world.query(`update account set company_id = 'company-1' where id = '${id}'`);
  return id;
}

/** The password confirmed on the status page, and both calls. */
async function gather(): Promise<void> {
  await holder.get(`/success/lost-device/${receipt}`);
  await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
  await callAndRecord(intake.visitor, holder, receipt);
  await callAndRecord(reviewer.visitor, holder, receipt);
}

describe('the page of a request', () => {
  it('D-12 D-13 D-16 G-29 compares the claims blindly: a match or none, and never what is on record', async () => {
    const { html, text } = await page(intake);
    expect(text).toContain('項目の一致は本人確認になりません');
    expect(text).toMatch(/メールアドレス .{0,40}一致/u);
    expect(text).toMatch(/ケース番号 TM-00012345 (?:登録なし|不一致)/u);
    for (const stored of ['hanako@success.example', '03-1234-5621', '0312345621', '山田 花子']) expect(html).not.toContain(stored);
  });

  it('D-31 is an entry of the log for every look, and shows who did what and when', async () => {
    await page(intake);
    expect(await world.query("select seq from audit_event where type = 'request.viewed'")).toHaveLength(1);
    expect((await page(intake)).text).toMatch(/経過 .*受け付けました .*メールを確認しました/u);
    const remark = '声の様子がいつもと違いました';
    await decideOn(intake.visitor, receipt, 'risk', { level: 'high', remark });
    const { html, text } = await page(reviewer);
    expect(text).toMatch(new RegExp(`リスクを上げました 高 2026年11月25日\\(水\\) 10:00 intake-1 理由: ${remark}`, 'u'));
    expect(html).toContain(`<time datetime="${new Date(world.now()).toISOString()}">2026年11月25日(水) 10:00</time>`);
    const [entry] = await world.query("select at, actor_id, address from audit_event where detail like '%RiskRaised%'");
    expect(entry).toEqual({ at: world.now(), actor_id: intake.id, address: expect.stringMatching(/\d/u) });
  });
});

it('D-22 tells an auditor that the role only reads, and addresses nobody of the desk like a customer', async () => {
  const [auditor] = await openDesk(world, ['auditor']);
  const { text } = (await auditor?.visitor.get(`/desk/requests/${receipt}`)) ?? { text: '' };
  expect(text).toContain('監査の担当は、閲覧だけができます。');
  expect(text).not.toContain('閲覧のみの期間');
  expect(text).toMatch(/auditor-1(?! 様)/u);
  expect(text).not.toContain('auditor-1 様');
});

describe('a call', () => {
  it('D-19 D-20 T-52 shows the number on record, the word to say and never the code; the holder sees both', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    const script = await intake.visitor.get(`/desk/requests/${receipt}/call`);
    const { code, word } = await proofOn(holder, receipt);
    expect(script.text).toContain('03-1234-5621');
    expect(script.text).toContain(`「${word}」`);
    expect(script.html).not.toContain(code);
    expect(script.text).toContain('パスワード、認証コード、回復コードは、決して聞きません');
    expect(script.text).toContain('パスワード、認証コード、回復コードをお伺いすることはありません。');
    expect(script.text).toContain('We never ask for a password, a code of the app or a recovery code.');
    // Nothing to dial but what is on record: the only things to type are the code and a remark.
    const typed = [...script.html.matchAll(/<(?:input(?![^>]*type="hidden")|textarea)[^>]* name="([^"]+)"/gu)];
    expect(new Set(typed.map(([, name]) => name))).toEqual(new Set(['q', 'code', 'remark']));
    const outcomes = [...script.html.matchAll(/name="outcome" value="([^"]+)"/gu)].map(([, value]) => value);
    expect(outcomes).toEqual(['other-person', 'absent', 'dead-number', 'suspicious']);
    expect(await world.query("select seq from audit_event where type = 'request.number-seen'")).toHaveLength(1);
    expect((await page(intake)).html).not.toContain('03-1234-5621');
  });

  it('D-19 D-24 says the waiting period of this request, and asks for the company administrator where more than a call is needed', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    const script = async () => (await intake.visitor.get(`/desk/requests/${receipt}/call`)).text;
    const asksFor = '会社の管理者の方に、ポータルでこのご依頼を確認していただけますか';
    expect(await script()).toContain('承認のあと24時間の待機期間');
    const kaori = await addAdministrator();
    expect(await script()).not.toContain(asksFor);
    await decideOn(intake.visitor, receipt, 'risk', { level: 'high', remark: '声の様子がいつもと違いました' });
    const high = await script();
    expect(high).toContain('承認のあと72時間の待機期間');
    expect(high).toContain('there is a waiting period of 72 hours');
    expect(high).toContain(asksFor);
    expect(high).toContain('Can your company administrator confirm it in the portal?');
    await world.query(`update account set role = 'holder' where id = '${kaori}'`);
    expect(await script()).not.toContain(asksFor);
  });

  it('D-19 tells the first one called that a colleague checks once more, and the second one that it is done', async () => {
    const script = async (by: Visitor): Promise<string> => {
      await takeUp(by, receipt);
      await by.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
      return (await by.get(`/desk/requests/${receipt}/call`)).text;
    };
    const more = '別の担当者も、もう一度確認します。';
    const done = '確認は以上です。';
    const first = await script(intake.visitor);
    expect([first.includes(more), first.includes(done)]).toEqual([true, false]);
    await callAndRecord(intake.visitor, holder, receipt);
    const second = await script(reviewer.visitor);
    expect([second.includes(more), second.includes(done)]).toEqual([false, true]);
  });

  it('T-52 shows word and code only where the claim browser and the mailed token meet', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    const { code } = await proofOn(holder, receipt);
    const thief = world.visitor({ address: '198.51.100.9' });
    const letters = await recoveryLetters(world, 'hanako@success.example');
    const link = /\/success\/lost-device\/R-[0-9A-Z-]+\?token=\S+/u.exec(letters.at(-1)?.text ?? '')?.[0] ?? '';
    await thief.get(link);
    const token = new URLSearchParams(link.split('?')[1]).get('token') ?? '';
    await thief.post(`/success/lost-device/${receipt}/status`, { token });
    const mailboxOnly = await thief.get(`/success/lost-device/${receipt}`);
    expect(mailboxOnly.text).toContain('依頼に使ったブラウザー');
    expect(mailboxOnly.html).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
  });

  it('SEC-J05 is recorded only with the code that was read out, after three wrong ones not at all', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    const { code } = await proofOn(holder, receipt);
    const wrong = code === '000000' ? '000001' : '000000';
    await intake.visitor.get(`/desk/requests/${receipt}/call`);
    for (let count = 0; count < 3; count += 1) {
      const answer = await intake.visitor.post(`/desk/requests/${receipt}/records`, { code: wrong });
      expect([answer.status, answer.text.includes('番号が違います')]).toEqual([422, true]);
    }
    const late = await intake.visitor.post(`/desk/requests/${receipt}/records`, { code });
    expect([late.status, late.text.includes('3回間違えた')]).toEqual([429, true]);
    expect(await events()).not.toContain('EvidenceRecorded');
  });

  it('SEC-J05 counts when two people called, each with an own code; one alone does not', async () => {
    await callAndRecord(intake.visitor, holder, receipt);
    expect((await page(intake)).text).toContain('1人の記録では数えません');
    const again = await callAndRecord(intake.visitor, holder, receipt);
    expect(again).toMatchObject({ status: 422 });
    world.advance(1000);
    await callAndRecord(reviewer.visitor, holder, receipt);
    expect((await events()).filter((type) => type === 'EvidenceRecorded')).toHaveLength(2);
    expect((await page(reviewer)).text).not.toContain('1人の記録では数えません');
  });

  it('G-30 SEC-J04 is placed only by whoever holds the request, and to no other number', async () => {
    await intake.visitor.get(`/desk/requests/${receipt}`);
    const free = await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    expect(free.location).toContain('notice=take-up-first');
    await takeUp(reviewer.visitor, receipt);
    const held = await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    expect(held.location).toContain('notice=held');
    const typed = await reviewer.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back', phone: '0909999999' });
    expect(typed.status).toBe(400);
    const refused = { event: 'request', method: 'POST', route: '/desk/requests/:receipt/calls', status: 400 };
    expect(world.log.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining(refused));
    expect(await events()).not.toContain('CallStarted');
  });

  it('D-27 stops request and account for a week when the person was told to read the code out, and tells holder and company', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    await intake.visitor.get(`/desk/requests/${receipt}/call`);
    await addAdministrator();
    const remark = '番号を言うように誰かに頼まれたとのこと';
    const answer = await intake.visitor.post(`/desk/requests/${receipt}/attempts`, { outcome: 'suspicious', remark });
    expect([answer.location, await stateNow()]).toEqual([`/desk/requests/${receipt}?notice=stopped`, 'frozen']);
    const letters = await recoveryLetters(world, 'hanako@success.example');
    expect(letters.at(-1)?.subject).toContain('止めました');
    const told = (await world.letters()).findLast(({ to }) => to === KAORI);
    expect(told?.text).toMatch(/山田 花子.*手続きを止めました/su);
    const [account] = await world.query("select recovery_frozen_until from account where id = 'account-1'");
    expect(account?.['recovery_frozen_until']).toBe(world.now() + days(7));
    const alert = { level: 'error', event: 'recovery.stopped', portal: 'success', receipt, because: 'suspicious-call' };
    expect(world.log.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining(alert));
    expect((await page(supervisor)).text).toContain(remark);
  });
});

describe('a decision', () => {
  it('D-22 D-23 S-60 takes two people: proposed by one, approved by another who proves it freshly', async () => {
    await gather();
    const proposed = await decideOn(reviewer.visitor, receipt, 'proposal');
    expect([proposed.location, await stateNow()]).toEqual([`/desk/requests/${receipt}?notice=proposed`, 'proposed']);
    world.advance(minutes(11));
    const stale = await supervisor.visitor.get(`/desk/requests/${receipt}/approval`);
    expect(stale.location).toContain('/desk/confirmation');
    await proveFresh(world, supervisor);
    const review = (await supervisor.visitor.get(`/desk/requests/${receipt}/approval`)).text;
    const basis = /リスク 低 いま数える証拠 (.*?) 足りないもの なし 提案 reviewer-2 承認 0 \/ 1/u.exec(review)?.[1];
    expect(basis?.split('・')).toEqual(['登録メールの確認', 'パスワードの確認', '折り返しの電話']);
    const approved = await decideOn(supervisor.visitor, receipt, 'approval');
    expect([approved.location, await stateNow()]).toEqual([`/desk/requests/${receipt}?notice=approved`, 'approved']);
    const subjects = (await recoveryLetters(world, 'hanako@success.example')).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes('承認されました'))).toHaveLength(1);
  });

  it('SEC-J08 T-52 is never approved by who proposed it, and intake neither proposes nor approves', async () => {
    await gather();
    await decideOn(reviewer.visitor, receipt, 'proposal');
    await proveFresh(world, reviewer);
    const own = await decideOn(reviewer.visitor, receipt, 'approval');
    expect([own.status, own.text.includes('2人目になれません')]).toEqual([422, true]);
    await proveFresh(world, intake);
    const byIntake = await decideOn(intake.visitor, receipt, 'approval');
    expect([byIntake.status, await stateNow()]).toEqual([403, 'proposed']);
  });

  it('D-28 G-25 shows beforehand the letter that the customer then gets', async () => {
    const written = async (page: string): Promise<string> =>
      /件名\s*(.*?)\s*状況/u.exec((await reviewer.visitor.get(`/desk/requests/${receipt}/${page}`)).text)?.[1] ?? '';
    const subject = await written('stop');
    expect([subject, await written('proposal'), await written('refusal')]).toEqual([
      '二要素認証の解除の手続きを止めました',
      '二要素認証の解除の依頼が進みました',
      '二要素認証の解除の依頼をお断りしました',
    ]);
    await decideOn(reviewer.visitor, receipt, 'stop', { remark: 'somebody told her to read it out' });
    const letters = await world.letters();
    expect(letters.some(({ subject: sent, to }) => sent.includes(subject) && to === 'hanako@success.example')).toBe(true);
  });

  it('D-22 D-29 may say why: what the proposer wrote is read by who approves, and kept when it is too short', async () => {
    await gather();
    const short = await decideOn(reviewer.visitor, receipt, 'proposal', { remark: '短い' });
    expect([short.status, short.text.includes('10文字以上'), short.html.includes('>短い</textarea>')]).toEqual([422, true, true]);
    expect(await stateNow()).toBe('evidence');
    const remark = '二回の電話で同じ方の声でした';
    await decideOn(reviewer.visitor, receipt, 'proposal', { remark });
    expect([await stateNow(), (await page(supervisor)).text.includes(remark)]).toEqual(['proposed', true]);
    expect((await recoveryLetters(world, 'hanako@success.example')).some(({ text }) => text.includes(remark))).toBe(false);
  });

  it('SEC-J05 is not proposed on claims and a mailbox alone', async () => {
    const answer = await decideOn(reviewer.visitor, receipt, 'proposal');
    expect([answer.status, answer.text.includes('証拠が足りません')]).toEqual([422, true]);
    await takeUp(reviewer.visitor, receipt);
    for (const evidence of ['birth-date', 'ticket', 'free-text', 'mailbox', 'password', 'known-browser', 'voucher'])
      expect((await reviewer.visitor.post(`/desk/requests/${receipt}/calls`, { evidence })).location).toBe(
        `/desk/requests/${receipt}`,
      );
    expect((await events()).filter((type) => type === 'CallStarted' || type === 'EvidenceRecorded')).toEqual([]);
    await letGo(reviewer.visitor, receipt);
    const bar = async (): Promise<string> => /class="request-bar".*?<\/section>/su.exec((await page(reviewer)).html)?.[0] ?? '';
    expect(await bar()).toContain('足りないもの: 2種類以上・強い証拠');
    await gather();
    expect(await bar()).not.toContain('足りないもの');
  });

  it('keeps what was written when somebody else was faster, and does nothing', async () => {
    await gather();
    const old = await reviewer.visitor.get(`/desk/requests/${receipt}/refusal`);
    const version = /name="version" value="(\d+)"/u.exec(old.html)?.[1] ?? '';
    await decideOn(supervisor.visitor, receipt, 'pressure', { remark: '急いでほしいと三度言われました' });
    await reviewer.visitor.get(`/desk/requests/${receipt}/refusal`);
    const remark = 'お客様が取りやめると言われました';
    const late = await reviewer.visitor.post(`/desk/requests/${receipt}/refusal`, { version, reason: 'holder-declined', remark });
    expect([late.status, late.text.includes('ほかの人が先に変更しました'), late.html.includes(remark)]).toEqual([422, true, true]);
    expect(await stateNow()).toBe('evidence');
  });

  it('D-22 is declined with a reason of the list and ten characters, which the holder is not sent', async () => {
    const short = await decideOn(reviewer.visitor, receipt, 'refusal', { reason: 'no-contact', remark: '短い' });
    expect([short.status, short.text.includes('10文字以上')]).toEqual([422, true]);
    const none = await decideOn(reviewer.visitor, receipt, 'refusal', { remark: '三日間お電話がつながりません' });
    expect([none.status, none.text.includes('理由を選択してください')]).toEqual([422, true]);
    const remark = '三日間お電話がつながりません';
    await decideOn(reviewer.visitor, receipt, 'refusal', { reason: 'no-contact', remark });
    expect(await stateNow()).toBe('refused');
    const last = (await recoveryLetters(world, 'hanako@success.example')).at(-1);
    expect([last?.subject.includes('お断り'), last?.text.includes(remark)]).toEqual([true, false]);
  });

  it('D-22 is sent back for more evidence with ten characters, and the holder hears of it', async () => {
    await gather();
    await decideOn(reviewer.visitor, receipt, 'proposal');
    const short = await decideOn(supervisor.visitor, receipt, 'return', { remark: 'もう一度' });
    expect([short.status, short.text.includes('10文字以上'), await stateNow()]).toEqual([422, true, 'proposed']);
    const answer = await decideOn(supervisor.visitor, receipt, 'return', { remark: '折り返しをもう一度お願いします' });
    expect([answer.location, await stateNow()]).toEqual([`/desk/requests/${receipt}?notice=returned`, 'evidence']);
    expect((await recoveryLetters(world, 'hanako@success.example')).at(-1)?.text).toContain('確認をやり直しています');
  });

  it('D-17 raises the risk alone, and lowers it only by two who then cannot approve', async () => {
    await decideOn(intake.visitor, receipt, 'risk', { level: 'high', remark: '声の様子がいつもと違いました' });
    expect((await page(intake)).text).toContain('担当者が引き上げています');
    const asked = await decideOn(supervisor.visitor, receipt, 'lowering', { choice: 'ask', remark: '本人の声を直接確認しました' });
    expect(asked.location).toContain('notice=asked');
    const own = await decideOn(supervisor.visitor, receipt, 'lowering');
    expect(own.status).not.toBe(303);
    const second = await decideOn(reviewer.visitor, receipt, 'lowering');
    expect(second.location).toContain('notice=risk-lowered');
    expect((await page(reviewer)).text).toContain('2名で引き下げています');
    await gather();
    await decideOn(supervisor.visitor, receipt, 'proposal');
    await proveFresh(world, reviewer);
    const excluded = await decideOn(reviewer.visitor, receipt, 'approval');
    expect([excluded.status, excluded.text.includes('2人目になれません'), await stateNow()]).toEqual([422, true, 'proposed']);
  });

  it('D-27 is resumed by two others than who stopped it, and the account takes requests again', async () => {
    await decideOn(intake.visitor, receipt, 'stop', { remark: '話が毎回少しずつ変わっています' });
    const asked = await decideOn(supervisor.visitor, receipt, 'resumption', { choice: 'ask', remark: 'やはり本人のようです' });
    expect([asked.location?.includes('notice=asked'), await stateNow()]).toEqual([true, 'frozen']);
    const own = await decideOn(supervisor.visitor, receipt, 'resumption');
    expect([own.status === 303, await stateNow()]).toEqual([false, 'frozen']);
    await decideOn(reviewer.visitor, receipt, 'resumption');
    const [account] = await world.query("select recovery_frozen_until from account where id = 'account-1'");
    expect([await stateNow(), account?.['recovery_frozen_until']]).toEqual(['evidence', null]);
    await decideOn(supervisor.visitor, receipt, 'stop', { remark: '話が毎回少しずつ変わっています' });
    const stopper = await decideOn(supervisor.visitor, receipt, 'resumption', { choice: 'ask', remark: 'やはり本人のようです' });
    expect([stopper.status, stopper.text.includes('2人目になれません')]).toEqual([422, true]);
  });

  it('an evidence that was taken back takes the proposal back with it', async () => {
    await gather();
    await decideOn(reviewer.visitor, receipt, 'proposal');
    const shown = await page(reviewer);
    const link = /\/desk\/requests\/[^"]+\/revocation\?evidence=\d+/u.exec(shown.html)?.[0] ?? '';
    const form = await reviewer.visitor.get(link);
    const version = /name="version" value="(\d+)"/u.exec(form.html)?.[1] ?? '';
    const key = /evidence=(\d+)/u.exec(link)?.[1] ?? '';
    const remark = '別の方の声だったと気づきました';
    await reviewer.visitor.post(link.split('?')[0] ?? '', { version, evidence: key, remark, choice: 'give' });
    expect(await stateNow()).toBe('evidence');
  });

  it('waits for nobody when it is to be stopped: the hands of a colleague do not matter', async () => {
    await takeUp(reviewer.visitor, receipt);
    const press = await decideOn(intake.visitor, receipt, 'pressure', { remark: 'とにかく急いでほしいとのこと' });
    expect([press.status, press.text.includes('ほかの人が作業中')]).toEqual([422, true]);
    await decideOn(intake.visitor, receipt, 'stop', { remark: '別人の声が後ろから聞こえました' });
    expect(await stateNow()).toBe('frozen');
    await letGo(reviewer.visitor, receipt);
  });
});

describe('time', () => {
  it('a call is over after ten minutes', async () => {
    await takeUp(intake.visitor, receipt);
    await intake.visitor.post(`/desk/requests/${receipt}/calls`, { evidence: 'call-back' });
    const { code } = await proofOn(holder, receipt);
    await intake.visitor.get(`/desk/requests/${receipt}/call`);
    world.advance(minutes(10));
    const late = await intake.visitor.post(`/desk/requests/${receipt}/records`, { code });
    expect(late.location ?? late.text).toMatch(/notice=not-possible|時間が過ぎた/u);
    expect(await events()).not.toContain('EvidenceRecorded');
  });

  it('what staff wrote is erased with what was claimed, and the events stay', async () => {
    await decideOn(reviewer.visitor, receipt, 'refusal', { reason: 'no-contact', remark: '三日間お電話がつながりません' });
    world.advance(days(91));
    await world.service.housekeeper.forgetAll();
    const [row] = await world.query('select sealed_remark from recovery_remark');
    expect([row?.['sealed_remark'], (await events()).includes('Refused')]).toEqual([null, true]);
  });
});
