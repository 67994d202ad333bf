/** From the approval to the new device (desk.md section 4): what is waited for, what opens what, and what dies with it. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { days, hours, minutes } from '../../../src/core/time.ts';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import { formatDateTimeWithZone } from '../../../src/i18n/dates.ts';
import { addAddress } from '../../support/contact.ts';
import { decideOn, letGo, openDesk, proveFresh, takeUp } from '../../support/desk.ts';
import { CLAIMS } from '../../support/lost-device.ts';
import {
  approved,
  type Belongings,
  gathered,
  ownBelongings,
  passIn,
  passLetters,
  type Recovery,
  redeem,
  released,
  stateOf,
  typePass,
} from '../../support/recovery.ts';
import { isSignedIn, signInWithRecoveryCode } from '../../support/recovery-codes.ts';
import { codeNow, postPassword, secretOn, signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let recovery: Recovery;
beforeEach(async () => {
  world = await openWorld();
  recovery = await gathered(world);
});
afterEach(() => world.close());

const events = async (type: string): Promise<number> =>
  (await world.query(`select version from recovery_event where type = '${type}'`)).length;

describe('the way back in', () => {
  it('G-22 U-57 Z-19 SEC-J02 leads from password and pass over a new device to the sign-in, and to no session', async () => {
    const pass = await released(recovery);
    const { html } = await recovery.holder.get('/success/sign-in/pass');
    const fields = [...html.matchAll(/<input(?![^>]*type="hidden")[^>]* name="([^"]+)"/gu)].map(([, name]) => name);
    expect(fields).toEqual(['email', 'password', 'pass']);
    const { answer, secret } = await redeem(recovery, pass);
    expect(answer.location).toBe('/success/sign-in?notice=device-registered');
    expect((await recovery.holder.follow(answer)).text).toContain('新しい端末を登録しました');
    expect((await recovery.holder.get('/success/dashboard')).location).toContain('/success/sign-in');
    const old = await signInWithCode(world, world.visitor(), recovery.oldSecret);
    expect(old.status).toBe(422);
    world.advance(30_000);
    const fresh = await signInWithCode(world, world.visitor(), secret);
    expect(fresh.location).toBe('/success/dashboard');
    expect(await stateOf(recovery)).toBe('redeemed');
  });

  it('SEC-J12 what was there before dies in that transaction: app, sessions, recovery codes, known and half-signed-in browsers', async () => {
    const other = await openWorld({ recovery: { wait: { low: minutes(1) } } });
    onTestFinished(() => other.close());
    let owned: Belongings | undefined;
    const own = await gathered(other, async (oldSecret) => {
      owned = await ownBelongings(other, oldSecret);
    });
    const { codes = [], session } = owned ?? {};
    if (session === undefined) throw new Error('no session');
    const pass = await released(own, minutes(1));
    const half = other.visitor();
    await postPassword(half);
    const alive = async () => {
      const [row] = await other.query(
        `select (select count(*) from session where account_id = 'account-1' and ended_at is null) as sessions,
          (select count(*) from authenticator where account_id = 'account-1' and state = 'bound') as bound,
          (select count(*) from recovery_code c join recovery_code_set s on s.id = c.set_id where s.account_id = 'account-1' and c.ended_at is null) as codes,
          (select count(*) from known_browser_account where account_id = 'account-1') as browsers,
          (select count(*) from pending_sign_in where account_id = 'account-1' and consumed_at is null and sitting is null and expires_at > ${other.now()}) as pending`,
      );
      return Object.fromEntries(Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]));
    };
    expect([await isSignedIn(session), codes.length]).toEqual([true, 10]);
    expect(await alive()).toEqual({ sessions: 1, bound: 1, codes: 10, browsers: 2, pending: 1 });
    await redeem(own, pass);
    expect(await alive()).toEqual({ sessions: 0, bound: 1, codes: 0, browsers: 0, pending: 0 });
    expect(await isSignedIn(session)).toBe(false);
    expect((await half.get('/success/sign-in/code')).location).toContain('/success/sign-in');
    expect((await signInWithRecoveryCode(other.visitor(), codes[0] ?? '')).location).toBeNull();
  });

  it('D-24 SEC-J07 no pass before the wait is over, which begins when the letters were accepted', async () => {
    await approved(recovery);
    expect(await stateOf(recovery)).toBe('approved');
    world.advance(hours(30));
    await world.letters();
    await world.letters();
    expect(await stateOf(recovery)).toBe('waiting');
    // From Wednesday 10:00 on, thirty hours later, a day: said as a time to the holder, who can still stop it, and to the desk.
    const status = await recovery.holder.get(`/success/lost-device/${recovery.receipt}`);
    expect(status.text).toContain('2026年11月27日(金) 16:0');
    expect(status.html).toContain(`/success/lost-device/${recovery.receipt}/cancellation`);
    const [auditor] = await openDesk(world, ['auditor']);
    const page = await auditor?.visitor.get(`/desk/requests/${recovery.receipt}`);
    expect(page?.text).toMatch(/待機期間.{0,10}2026年11月27日\(金\) 16:0/u);
    world.advance(hours(23));
    await world.letters();
    expect([await stateOf(recovery), (await passLetters(world)).length]).toEqual(['waiting', 0]);
    world.advance(hours(1));
    await world.letters();
    expect([await stateOf(recovery), (await passLetters(world)).length]).toEqual(['released', 1]);
  });

  it('D-25 SEC-J03 the pass stands in one letter to the address on file and nowhere else: no page, no entry, no event', async () => {
    const pass = await released(recovery);
    const bare = pass.replaceAll('-', '');
    const letters = (await world.letters()).filter(({ text }) => text.includes(pass));
    expect(letters.map(({ to }) => to)).toEqual([CLAIMS.email]);
    // The link leads to a form and opens nothing: what ends after a day is the pass.
    expect(letters[0]?.text).toContain('登録パスは24時間、1回だけ使えます。');
    expect(letters[0]?.text).toContain('登録パスの期限: ');
    expect(letters[0]?.text).not.toMatch(/リンクは24時間|リンクの期限/u);
    for (const member of recovery.desk) {
      const { html } = await member.visitor.get(`/desk/requests/${recovery.receipt}`);
      expect(html.includes(pass) || html.includes(bare)).toBe(false);
    }
    const kept = JSON.stringify([
      await world.query('select * from recovery_pass'),
      await world.query('select * from recovery_event'),
      await world.query('select * from audit_event'),
    ]);
    expect(kept.includes(pass) || kept.includes(bare)).toBe(false);
    expect(world.log.join('\n')).not.toContain(pass);
  });
});

describe('SEC-J11 a pass', () => {
  it('works with the password alone: five wrong ones kill it, and it is renewed once from the page of the request', async () => {
    const pass = await released(recovery);
    const wrong = '0000-0000-0000-0000';
    for (let count = 0; count < 5; count += 1) await typePass(recovery.holder, wrong);
    const dead = await typePass(recovery.holder, pass);
    expect([dead.location, await events('PassSpent')]).toEqual([null, 1]);
    const status = `/success/lost-device/${recovery.receipt}`;
    expect((await recovery.holder.get(status)).text).toContain('新しい登録パスを送る');
    expect((await recovery.holder.post(`${status}/renewal`)).location).toContain(status);
    const renewed = await passIn(world);
    expect(renewed).not.toBe(pass);
    const { answer } = await redeem(recovery, renewed);
    expect(answer.location).toContain('device-registered');
  });

  it('does not work without the password, and a wrong password tells nothing about it', async () => {
    const pass = await released(recovery);
    const answer = await typePass(recovery.holder, pass, 'not the password at all');
    expect([answer.status, answer.text.includes('一致しません')]).toEqual([422, true]);
    // Nor as the code of the app, nor as a recovery code, after the right password.
    const half = world.visitor();
    await postPassword(half);
    for (const [page, field] of [
      ['sign-in/code', 'code'],
      ['sign-in/recovery-code', 'recovery_code'],
    ] as const) {
      await half.get(`/success/${page}`);
      const typed = await half.post(`/success/${page}`, { [field]: pass });
      expect([page, typed.status, (await half.get('/success/dashboard')).location?.includes('/success/sign-in')]).toEqual([
        page,
        422,
        true,
      ]);
    }
    expect(await events('RedemptionBegun')).toBe(0);
  });

  it('is dead after 24 hours, and gone with the request a week later', async () => {
    const pass = await released(recovery);
    world.advance(hours(24));
    expect((await typePass(recovery.holder, pass)).location).toBeNull();
    world.advance(days(7));
    await world.letters();
    expect(await stateOf(recovery)).toBe('expired');
  });

  it('may be typed again until the new device is bound: a closed tab leaves everything as it was', async () => {
    const pass = await released(recovery);
    await typePass(recovery.holder, pass);
    world.advance(minutes(11));
    expect((await recovery.holder.get('/success/sign-in/enrolment')).location).toContain('/success/sign-in');
    const { answer } = await redeem(recovery, pass);
    expect(answer.location).toContain('device-registered');
    expect(await events('RedemptionBegun')).toBe(2);
  });

  it('typed in another browser takes the request over once, and everything is proven anew', async () => {
    const pass = await released(recovery);
    const other = world.visitor();
    const answer = await typePass(other, pass);
    expect(answer.text).toContain('もう一度確認が必要です');
    expect([await stateOf(recovery), await events('PassSpent')]).toEqual(['evidence', 1]);
    expect((await typePass(recovery.holder, pass)).location).toBeNull();
    expect(await events('EvidenceRevoked')).toBe(1);
    expect((await other.get(`/success/lost-device/${recovery.receipt}`)).status).toBe(200);
  });
});

describe('stopping it late', () => {
  it('SEC-J10 invariant 4: the holder cancels while the pass is out, and it opens nothing any more', async () => {
    const pass = await released(recovery);
    const { token } = recovery.paths;
    await recovery.holder.post(`/success/lost-device/${recovery.receipt}/cancellation`, { token, choice: 'not-me' });
    expect(await stateOf(recovery)).toBe('vetoed');
    expect((await typePass(recovery.holder, pass)).location).toBeNull();
  });

  it('G-26 a sign-in with the old device withdraws it, even in the middle of the enrolment', async () => {
    const pass = await released(recovery);
    await typePass(recovery.holder, pass);
    await recovery.holder.get('/success/sign-in/enrolment');
    world.advance(30_000);
    const signedIn = await signInWithCode(world, world.visitor(), recovery.oldSecret);
    expect(signedIn.location).toContain('/success/lost-device/withdrawal');
    const late = await recovery.holder.post('/success/sign-in/enrolment/code', { code: '123456', device_name: '' });
    expect(late.location ?? '').not.toContain('device-registered');
    expect(await stateOf(recovery)).toBe('withdrawn');
  });

  it('SEC-J15 a stop switch that is set keeps the pass in, and the device out', async () => {
    const set = () => world.query(`insert into desk_stop values ('*', '${recovery.desk[2].id}', ${world.now()}, 'an attack')`);
    await approved(recovery);
    await world.letters();
    await world.letters();
    await set();
    world.advance(hours(25));
    await world.letters();
    expect([await stateOf(recovery), (await passLetters(world)).length]).toEqual(['waiting', 0]);
    await world.query('delete from desk_stop');
    await world.letters();
    const pass = await passIn(world);
    expect(await stateOf(recovery)).toBe('released');
    await typePass(recovery.holder, pass);
    const secret = secretOn(await recovery.holder.get('/success/sign-in/enrolment'));
    await set();
    const bound = await recovery.holder.post('/success/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
    expect([bound.location?.includes('device-registered') ?? false, await stateOf(recovery)]).toEqual([false, 'released']);
    const answer = await typePass(recovery.holder, pass);
    expect([answer.location, answer.text.includes('一時的に止めています')]).toEqual([null, true]);
  });

  it('SEC-J08 an approver whose role is taken away takes the approval along', async () => {
    await released(recovery);
    await world.query(`update account set status = 'suspended' where id = '${recovery.desk[1].id}'`);
    world.advance(minutes(2));
    await world.letters();
    expect([await stateOf(recovery), await events('EvidenceFellShort')]).toEqual(['evidence', 1]);
  });
});

describe('afterwards', () => {
  it('D-30 says what was removed, what is void, and that two-factor authentication is on again, at once and a day later', async () => {
    await redeem(recovery, await released(recovery));
    const at = Number((await world.query('select state_since from recovery_request'))[0]?.['state_since']);
    const until = `${formatDateTimeWithZone('ja', at + hours(72))}まで`;
    world.advance(hours(24));
    const letters = await world.letters();
    for (const title of ['新しい端末が登録されました', 'もう一度お知らせします']) {
      const [letter, ...more] = letters.filter(({ subject }) => subject.includes(title));
      expect(more).toEqual([]);
      for (const point of [
        'それまでの二要素認証を解除し、新しい端末を登録しました',
        'それまでの認証アプリ、パスキー、回復コードは使え',
        '二要素認証は、新しい端末で有効です',
        `変更できない期間: ${until}`,
        `お知らせの期限: ${until}`,
      ])
        expect(letter?.text).toContain(point);
    }
  });

  it('SEC-J10 "not me" within 72 hours locks the account, once, for anybody with the link, and opens nothing', async () => {
    await redeem(recovery, await released(recovery));
    world.advance(hours(24));
    const again = (await world.letters()).findLast(({ subject }) => subject.includes('もう一度お知らせします'));
    const path = /\/success\/lost-device\/R-[0-9A-Z-]+\/cancellation\?token=\S+/u.exec(again?.text ?? '')?.[0] ?? '';
    const stranger = world.visitor();
    const shown = await stranger.get(path);
    expect(shown.text).toContain('アカウントを閉じる');
    expect(await stateOf(recovery)).toBe('redeemed');
    const token = new URLSearchParams(path.split('?')[1]).get('token') ?? '';
    const sessions = async () => (await world.query("select id from session where account_id = 'account-1'")).length;
    const before = await sessions();
    const disown = () => stranger.post(path.split('?')[0] ?? '', { token, choice: 'disown' });
    expect((await disown()).text).toContain('アカウントを閉じました');
    expect(await stateOf(recovery)).toBe('closed');
    const events = (await world.query('select version from recovery_event')).length;
    expect((await disown()).text).not.toContain('アカウントを閉じました');
    expect((await world.query('select version from recovery_event')).length).toBe(events);
    expect([await sessions(), (await stranger.get('/success/dashboard')).location]).toEqual([
      before,
      expect.stringContaining('/success/sign-in'),
    ]);
    const thief = world.visitor();
    expect((await postPassword(thief)).status).toBe(422);
  });

  it('D-28 G-24 SEC-J10 every verified address and the administrators of the company hear of every step', async () => {
    const other = await openWorld();
    onTestFinished(() => other.close());
    const own = await gathered(other, async (secret) => {
      const kaori = await other.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
      await other.query(`update account set company_id = 'company-1' where id = '${kaori}'`);
      // A number of two people of one company would make a call less than strong.
      await other.query(`update contact_point set canonical = '+810399999999' where account_id = '${kaori}' and kind = 'phone'`);
      const holder = other.visitor();
      await signInWithCode(other, holder, secret);
      await addAddress(other, holder, 'hanako@private.example');
      other.advance(days(31));
    });
    const [{ visitor: desk }] = own.desk;
    await takeUp(desk, own.receipt);
    await desk.post(`/desk/requests/${own.receipt}/calls`, { evidence: 'call-back' });
    await desk.get(`/desk/requests/${own.receipt}/call`);
    await desk.post(`/desk/requests/${own.receipt}/attempts`, { outcome: 'absent', remark: '' });
    await letGo(desk, own.receipt);
    await redeem(own, await released(own));
    const letters = (await other.letters()).filter(({ text }) => text.includes(own.receipt));
    const { steps } = wordsFor('ja').letters.recovery;
    const told = (to: string) =>
      letters
        .filter((each) => each.to === to)
        .map(({ subject, text }) => /^状況: (.*)$/mu.exec(text)?.[1] ?? subject.split('】')[1]);
    const desksWork = [steps.recorded, steps.recorded, steps['contact-tried'], steps.proposed];
    expect(told(CLAIMS.email)).toEqual([
      '二要素認証の解除の依頼を受け付けました',
      '二要素認証の解除の依頼を確認しています',
      ...desksWork,
      '二要素認証の解除の依頼が承認されました',
      '登録パスをお送りします',
      '新しい端末が登録されました',
    ]);
    expect(told('hanako@private.example')).toEqual([
      steps.filed,
      '二要素認証の解除の依頼を確認しています',
      ...desksWork,
      '二要素認証の解除の依頼が承認されました',
      steps.released,
      '新しい端末が登録されました',
    ]);
    // Each letter to the address on file holds a link that stops it, or says that it was somebody else; those of administrators none.
    const links = (to: string) => letters.filter((each) => each.to === to).map(({ text }) => text.includes('/cancellation?token='));
    expect([new Set(links(CLAIMS.email)), new Set(links('kaori@success.example'))]).toEqual([new Set([true]), new Set([false])]);
    expect(told('kaori@success.example')).toEqual([
      '会社の方から、二要素認証の解除の依頼がありました',
      ...desksWork,
      steps.approved,
      steps.released,
      steps.redeemed,
    ]);
  });

  it('closes by itself after 72 hours', async () => {
    await redeem(recovery, await released(recovery));
    world.advance(hours(71));
    await world.letters();
    expect(await stateOf(recovery)).toBe('redeemed');
    world.advance(hours(1));
    await world.letters();
    expect(await stateOf(recovery)).toBe('closed');
  });

  it('a request of an account that is disabled half-way ends', async () => {
    await approved(recovery);
    await world.query("update account set status = 'suspended' where id = 'account-1'");
    await world.letters();
    expect(await stateOf(recovery)).toBe('refused');
    await proveFresh(world, recovery.desk[2]);
    expect((await decideOn(recovery.desk[2].visitor, recovery.receipt, 'approval')).status).toBe(422);
  });
});
