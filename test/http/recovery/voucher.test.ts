/** The company administrator and a colleague's request (desk.md section 2, row `voucher`; commands 1, 4, 5 and 9). */
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { minutes } from '../../../src/core/time.ts';
import { signedInWithCode } from '../../support/company.ts';
import { newLocation } from '../../support/databases.ts';
import { callAndRecord, decideOn, openDesk, proveFresh } from '../../support/desk.ts';
import { CLAIMS, lastOf, pathsIn, recoveryLetters } from '../../support/lost-device.ts';
import { stateOf } from '../../support/recovery.ts';
import type { Visitor } from '../../support/visitor.ts';
import { administrator, choose, giveVoucher, pageOf, shownCode, type Vouching, vouching } from '../../support/voucher.ts';

let asked: Vouching;
let kaori: Visitor;
beforeEach(async () => {
  asked = await vouching();
  kaori = await administrator(asked);
});
afterEach(() => asked.world.close());

const evidence = async (kind: string): Promise<number> =>
  (await asked.world.query(`select version from recovery_event where type = 'EvidenceAdded' and detail like '%"kind":"${kind}"%'`))
    .length;

const set = (text: string): Promise<unknown> => asked.world.query(text);

describe('a voucher', () => {
  it('D-21 SEC-J06 is given with the code that the colleague reads out, and everybody hears of it', async () => {
    const overview = await kaori.get('/success/company');
    expect(overview.text).toContain('山田 花子 確認中');
    const page = await kaori.get(pageOf(asked));
    expect(page.text).toContain('ご本人の依頼である');
    expect(page.text).toContain('ご本人の依頼ではない');
    expect(page.text).toContain('203.0.113.x');
    for (const secret of ['03-1234-5621', 'hanako@success.example', '0312345621', 'TM-00012345'])
      expect(page.html).not.toContain(secret);
    const given = await giveVoucher(kaori, asked);
    expect(given.location).toBe(`${pageOf(asked)}?notice=vouched`);
    expect((await kaori.follow(given)).text).toContain('あなたが、ご本人の依頼であると確認しました');
    expect(await evidence('voucher')).toBe(1);
    const letters = await recoveryLetters(asked.world, CLAIMS.email);
    expect(lastOf(letters).text).toContain('会社の管理者の方が、ご本人の依頼であることを確認しました');
    const log = (await asked.world.query('select type from audit_event')).map(({ type }) => String(type)).join(' ');
    expect(log).toContain('request.seen-by-company');
    expect(log).toContain('request.voucher-begun');
  });

  it('D-26 SEC-J07 low risk with voucher and call: the pass comes without a wait', async () => {
    await giveVoucher(kaori, asked);
    const [first, second, third] = await openDesk(asked.world, ['reviewer', 'reviewer', 'supervisor']);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
    await callAndRecord(first.visitor, asked.holder, asked.receipt);
    asked.world.advance(1000);
    await callAndRecord(second.visitor, asked.holder, asked.receipt);
    await decideOn(first.visitor, asked.receipt, 'proposal');
    asked.world.advance(30_000);
    await proveFresh(asked.world, second);
    await decideOn(second.visitor, asked.receipt, 'approval');
    await asked.world.letters();
    await asked.world.letters();
    expect(await stateOf(asked)).toBe('released');
  });

  it('SEC-J06 a wrong code proves nothing, and three of them kill it', async () => {
    await choose(kaori, pageOf(asked), 'begin');
    const right = await shownCode(asked);
    const wrong = right === '111111' ? '222222' : '111111';
    for (let count = 0; count < 3; count += 1)
      expect((await choose(kaori, pageOf(asked), 'vouch', { code: wrong })).text).toContain('番号が違います');
    const late = await choose(kaori, pageOf(asked), 'vouch', { code: right });
    expect([late.status, await evidence('voucher')]).toEqual([429, 0]);
    expect((await giveVoucher(kaori, asked)).location).toContain('vouched');
  });

  it('SEC-J06 takes no code of before, none after ten minutes, and none without the button', async () => {
    expect((await choose(kaori, pageOf(asked), 'vouch', { code: '123456' })).text).toContain('番号の期限が切れました');
    await choose(kaori, pageOf(asked), 'begin');
    const old = await shownCode(asked);
    await choose(kaori, pageOf(asked), 'begin');
    const renewed = await shownCode(asked);
    if (old !== renewed) expect((await choose(kaori, pageOf(asked), 'vouch', { code: old })).status).toBe(422);
    asked.world.advance(minutes(10));
    const again = await administrator(asked);
    const late = await choose(again, pageOf(asked), 'vouch', { code: renewed });
    expect([late.text.includes('番号の期限が切れました'), await evidence('voucher')]).toEqual([true, 0]);
  });

  it('SEC-J06 asks a session whose second factor is a while ago for it anew, and takes nothing before', async () => {
    await choose(kaori, pageOf(asked), 'begin');
    const code = await shownCode(asked);
    asked.world.advance(minutes(11));
    for (const fields of [{ choice: 'vouch', code }, { choice: 'object' }, { choice: 'begin' }]) {
      const answer = await kaori.post(pageOf(asked), fields);
      expect([answer.status, answer.text.includes('認証アプリの今のコードを入力してください')]).toEqual([403, true]);
    }
    expect([await evidence('voucher'), await stateOf(asked)]).toEqual([0, 'evidence']);
  });

  it('SEC-J06 shows its code in the claim browser alone', async () => {
    await choose(kaori, pageOf(asked), 'begin');
    const code = await shownCode(asked);
    const own = await asked.holder.get(`/success/lost-device/${asked.receipt}`);
    expect([own.text.includes('会社の管理者の方による確認'), own.text.includes('お電話での確認')]).toEqual([true, false]);
    const reader = asked.world.visitor();
    await reader.get(asked.paths.open);
    const elsewhere = await reader.get(`/success/lost-device/${asked.receipt}`);
    const page = await kaori.get(pageOf(asked));
    for (const { html } of [elsewhere, page]) {
      expect(html.includes(code) || html.includes(`${code.slice(0, 3)} ${code.slice(3)}`)).toBe(false);
    }
  });

  it.each([
    [
      'whose app is not yet thirty days old',
      "update authenticator set bound_at = bound_at + 86400000 * 2 where account_id = 'account-1'",
      '登録してから30日',
    ],
    [
      'who was made administrator lately',
      "update account set appointed_at = 1797000000000, appointed_by = 'nobody' where id = 'account-1'",
      '会社の管理者になってから30日',
    ],
    [
      'whom the subject made administrator',
      "update account set appointed_at = 1, appointed_by = 'hanako' where id = 'account-1'",
      'この方があなたを会社の管理者にした',
    ],
    [
      'whose password was set by mail since',
      "update account set password_by_link_at = 1899999999999 where id = 'account-1'",
      'メールでパスワードを再設定',
    ],
    [
      'in quarantine',
      "update account set quarantined_until = 1899999999999 where id = 'account-1'",
      '最近、端末の登録をやり直した',
    ],
  ])('SEC-J06 SEC-J13 is not taken from somebody %s, and the page says why', async (_who, change, why) => {
    await set(change);
    expect((await kaori.get(pageOf(asked))).text).toContain(why);
    const begun = await kaori.post(pageOf(asked), { choice: 'begin' });
    expect([[403, 422].includes(begun.status), await evidence('voucher')]).toEqual([true, 0]);
    expect((await asked.holder.get(`/success/lost-device/${asked.receipt}`)).html).not.toContain('proof-code');
  });

  it('SEC-J06 a hindrance that comes between the button and the code counts too', async () => {
    await choose(kaori, pageOf(asked), 'begin');
    const code = await shownCode(asked);
    await kaori.get(pageOf(asked));
    await set("update account set appointed_at = 1, appointed_by = 'hanako' where id = 'account-1'");
    const given = await kaori.post(pageOf(asked), { choice: 'vouch', code });
    expect([given.status, given.text.includes('あなたはこの依頼を確認できません'), await evidence('voucher')]).toEqual([
      422,
      true,
      0,
    ]);
  });

  it('makes an approval that was given before void (invariant 2)', async () => {
    const [first, second, third] = await openDesk(asked.world, ['reviewer', 'reviewer', 'supervisor']);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
    await callAndRecord(first.visitor, asked.holder, asked.receipt);
    asked.world.advance(1000);
    await callAndRecord(second.visitor, asked.holder, asked.receipt);
    await decideOn(first.visitor, asked.receipt, 'risk', { level: 'high', remark: 'the number is young, I think' });
    await giveVoucher(kaori, asked);
    await decideOn(first.visitor, asked.receipt, 'proposal');
    asked.world.advance(30_000);
    await proveFresh(asked.world, second);
    await decideOn(second.visitor, asked.receipt, 'approval');
    expect(await stateOf(asked)).toBe('proposed');
    const back = await choose(kaori, pageOf(asked), 'take-back', { remark: 'It was somebody else after all.' });
    expect(back.location).toContain('voucher-back');
    expect(await stateOf(asked)).toBe('evidence');
  });

  it('is taken back with a reason only, by whoever gave it', async () => {
    await giveVoucher(kaori, asked);
    expect((await choose(kaori, pageOf(asked), 'take-back', { remark: 'no' })).text).toContain('理由を10文字以上');
    const back = await choose(kaori, pageOf(asked), 'take-back', { remark: 'It was somebody else after all.' });
    expect(back.location).toBe(`${pageOf(asked)}?notice=voucher-back`);
    expect((await choose(kaori, pageOf(asked), 'take-back', { remark: 'It was somebody else after all.' })).status).toBe(422);
    expect((await asked.world.query("select version from recovery_event where type = 'EvidenceRevoked'")).length).toBe(1);
  });
});

describe('an objection', () => {
  it('SEC-J10 freezes the request at once, also where the administrator could not vouch', async () => {
    await set("update account set appointed_at = 1, appointed_by = 'hanako' where id = 'account-1'");
    const answer = await choose(kaori, pageOf(asked), 'object');
    expect(answer.location).toBe(`${pageOf(asked)}?notice=objected`);
    expect(await stateOf(asked)).toBe('frozen');
    const page = await kaori.get(pageOf(asked));
    expect([page.text.includes('手続きは止まっています'), page.html.includes('name="choice"')]).toEqual([true, false]);
    expect((await choose(kaori, pageOf(asked), 'object')).status).toBe(422);
  });
});

describe('who sees it', () => {
  it('SEC-K03 nobody of another company, and no colleague without the role', async () => {
    const { world } = asked;
    await world.addColleague({ id: 'ken', email: 'ken@success.example' });
    for (const email of ['taro@success.example', 'ken@success.example']) {
      const visitor = await signedInWithCode(world, email);
      expect((await visitor.get(pageOf(asked))).status).toBe(404);
      await visitor.get('/success/account');
      expect((await visitor.post(pageOf(asked), { choice: 'object' })).status).toBe(404);
    }
    expect(await stateOf(asked)).toBe('evidence');
  });

  it('SEC-K03 an administrator of another company gets the answer of a number that nobody has', async () => {
    const { world } = asked;
    await world.addColleague({ id: 'jiro', email: 'jiro@success.example', role: 'company-administrator', companyId: 'company-2' });
    const jiro = await signedInWithCode(world, 'jiro@success.example');
    const [foreign, unknown] = [await jiro.get(pageOf(asked)), await jiro.get('/success/company/requests/R-2026-7H3K-X9')];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(foreign.text).toBe(unknown.text);
    expect((await jiro.get('/success/company')).text).not.toContain('二要素認証の解除の依頼');
  });

  it('D-21 SEC-K06 an administrator does not find the own request', async () => {
    expect((await kaori.get(pageOf(asked))).status).toBe(200);
    await set("update recovery_request set account_id = 'account-1'");
    expect((await kaori.get(pageOf(asked))).status).toBe(404);
    expect((await kaori.get('/success/company')).text).not.toContain('二要素認証の解除の依頼');
  });
});

describe('starting it for a colleague', () => {
  const form = '/success/company/colleagues/hanako/request';
  const CLAIM = {
    name: '山田 花子',
    company: 'さくら商事',
    phone: '03-1234-5621',
    case_number: '',
    summary: '端末を紛失',
    risk: 'accepted',
  };

  it('D-03 SEC-J09 desk.md 1 mails the colleague, proves nothing, and makes the confirming browser the claim browser', async () => {
    const { world } = asked;
    await asked.holder.post(`/success/lost-device/${asked.receipt}/cancellation`, { token: asked.paths.token, choice: 'found' });
    expect((await kaori.get('/success/company/colleagues/hanako')).text).toContain('代わりに解除を依頼する');
    await kaori.get(form);
    const bad = await kaori.post(form, { ...CLAIM, risk: '', name: '' });
    expect([bad.status, bad.text.includes('端末を紛失')]).toEqual([422, true]);
    const sent = await kaori.post(form, CLAIM);
    expect(sent.location).toMatch(/\?receipt=R-2026-/u);
    const receipt = sent.location?.split('=')[1] ?? '';
    expect((await kaori.follow(sent)).text).toContain(receipt);
    const letter = lastOf(await recoveryLetters(world, CLAIMS.email));
    expect(letter.text).toContain('会社の管理者');
    const browser = world.visitor();
    const { open, token } = pathsIn(letter);
    await browser.get(open);
    const confirmed = await browser.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect(confirmed.status).toBe(303);
    const [row] = await world.query(`select state, claim_browser_id, place from recovery_request where receipt = '${receipt}'`);
    expect([row?.['state'], row?.['place'], row?.['claim_browser_id'] === null]).toEqual(['evidence', '', false]);
    const risk = await world.query("select detail from recovery_event where type = 'RiskAssessed'");
    expect(String(risk.at(-1)?.['detail'])).not.toContain('new-place');
  });

  it('SEC-K06 SEC-K03 not for oneself, and not for somebody of another company', async () => {
    for (const id of ['account-1', 'account-2', 'nobody']) {
      expect((await kaori.get(`/success/company/colleagues/${id}/request`)).status).toBe(404);
      expect((await kaori.post(`/success/company/colleagues/${id}/request`, CLAIM)).status).toBe(404);
    }
  });

  it('SEC-J13 not in quarantine', async () => {
    await kaori.get(form);
    await set("update account set quarantined_until = 1899999999999 where id = 'account-1'");
    expect((await kaori.post(form, CLAIM)).status).toBe(403);
  });
});

describe('two at once', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'SEC-J10 a voucher and a withdrawal on %s: whatever comes last finds it stopped',
    async (kind) => {
      const opened = await vouching({ location: await newLocation(kind) });
      onTestFinished(() => opened.world.close());
      const by = await administrator(opened);
      await choose(by, pageOf(opened), 'begin');
      const code = await shownCode(opened);
      await by.get(pageOf(opened));
      await opened.holder.get(opened.paths.cancel);
      await Promise.all([
        by.post(pageOf(opened), { choice: 'vouch', code }),
        opened.holder.post(`/success/lost-device/${opened.receipt}/cancellation`, { token: opened.paths.token, choice: 'found' }),
      ]);
      expect(await stateOf(opened)).toBe('withdrawn');
      expect((await by.post(pageOf(opened), { choice: 'vouch', code })).status).toBe(404);
    },
  );

  it.each(['sqlite', 'postgres'] as const)('SEC-J06 the same code twice at once on %s gives one voucher', async (kind) => {
    const opened = await vouching({ location: await newLocation(kind) });
    onTestFinished(() => opened.world.close());
    const by = await administrator(opened);
    await choose(by, pageOf(opened), 'begin');
    const code = await shownCode(opened);
    await by.get(pageOf(opened));
    const answers = await Promise.all([1, 2].map(() => by.post(pageOf(opened), { choice: 'vouch', code })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const given = await opened.world.query("select version from recovery_event where detail like '%voucher%'");
    expect(given).toHaveLength(1);
  });
});

describe('asking for a dispute of a colleague', () => {
  const page = '/success/company/colleagues/hanako/dispute';
  const ask = async (): Promise<string | null> => {
    const shown = await kaori.get(page);
    expect(shown.status).toBe(200);
    return (await kaori.post(page, {})).location;
  };
  const asks = (): Promise<readonly unknown[]> => asked.world.query('select asked_by from dispute_ask');
  const lock = (): Promise<unknown> => set("update account set status = 'suspended', locked_at = 1 where id = 'hanako'");

  it('SEC-J04 is for a disputed account only, opens nothing, and the colleague and all administrators hear of it', async () => {
    expect(await ask()).toBe(page);
    expect((await kaori.get(page)).text).toContain('再審査の対象ではありません');
    expect(await asks()).toEqual([]);
    await set("update recovery_request set state = 'closed'");
    await lock();
    const [supervisor] = await openDesk(asked.world, ['supervisor']);
    const dispute = `/desk/accounts/${asked.receipt}/dispute`;
    const remark = '会社の管理者の方から求められました';
    expect((await supervisor?.visitor.get(dispute))?.text).toContain('会社の管理者の求めが必要です');
    expect((await supervisor?.visitor.post(dispute, { remark }))?.location).toContain('notice=changed');
    expect(await ask()).toBe('/success/company?notice=dispute-asked');
    expect(await asks()).toHaveLength(1);
    const letters = (await asked.world.letters()).filter(({ text }) => text.includes('再審査を、サポートに求めました'));
    expect(letters.map(({ to }) => to).toSorted()).toEqual([CLAIMS.email, 'kaori@success.example'].toSorted());
    expect((await supervisor?.visitor.get(dispute))?.text).toContain('会社の管理者 鈴木 香織');
    expect((await supervisor?.visitor.post(dispute, { remark }))?.location).toContain('notice=disputed');
    expect((await kaori.get(page)).text).toContain('再審査が始まっています');
  });

  it('SEC-J04 is for nobody who could not vouch, and the word of somebody who is no administrator any more counts for nothing', async () => {
    await lock();
    await set("update authenticator set bound_at = 9999999999999 where account_id <> 'hanako'");
    await ask();
    expect(await asks()).toEqual([]);
    await set("update authenticator set bound_at = 1 where account_id <> 'hanako'");
    expect(await ask()).toBe('/success/company?notice=dispute-asked');
    const { read } = asked.world.service.store;
    const counted = async () => (await read.disputeFacts('hanako', asked.world.now())).asks.length;
    expect(await counted()).toBe(1);
    await set("update account set role = 'holder' where email = 'kaori@success.example'");
    expect(await counted()).toBe(0);
  });
});
