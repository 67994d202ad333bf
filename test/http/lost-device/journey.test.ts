/** From the lost phone to a confirmed request and its cancellation, over the real application. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours } from '../../../src/core/time.ts';
import { CLAIMS, fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../../support/lost-device.ts';
import { receive } from '../../support/received.ts';
import { enrolledAccount, postPassword } from '../../support/steps.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

describe('filing a request', () => {
  it('Z-15 S-54 S-57 S-58 U-51 the form has four required fields, two for an open case, and an unticked risk box', async () => {
    const { status, html, setCookies } = await visitor.get('/success/lost-device/form');
    expect(status).toBe(200);
    for (const name of ['email', 'name', 'company', 'phone', 'case_number', 'summary', 'risk'])
      expect(html).toContain(`name="${name}"`);
    expect(html.match(/※必須/gu)).toHaveLength(5);
    expect(html.match(/※任意/gu)).toHaveLength(2);
    expect(html).not.toMatch(/id="risk"[^>]*checked/u);
    expect(html).not.toContain('form_token');
    expect(setCookies).toEqual([]);
  });

  it('Z-16 G-27 leads to a receipt that says what was sent where and what is next', async () => {
    const answer = await fileForm(visitor);
    expect(answer.status).toBe(303);
    const receipt = receiptIn(answer);
    const page = await visitor.follow(answer);
    expect(page.text).toContain(receipt);
    expect(page.text).toContain('hanako@success.exampleあてに確認メールをお送りします');
    expect(page.text).toContain('まだ何も変わっていません');
  });

  it('S-52 U-53 keeps everything typed and says what is missing', async () => {
    const { status, html, text } = await fileForm(visitor, { name: '', risk: '', summary: '<b>1行目</b>\n2行目' });
    expect(status).toBe(422);
    expect(text).toContain('お客様のフルネームを入力してください');
    expect(text).toContain('解除による危険を確認し、チェックを入れてください');
    expect(html).toContain('value="hanako@success.example"');
    expect(html).toContain('&lt;b&gt;1行目&lt;/b&gt;\n2行目');
    expect(await recoveryLetters(world)).toEqual([]);
  });

  it('U-53 stores the version of the risk text that was accepted', async () => {
    await fileForm(visitor);
    const [event] = await world.query('select detail from recovery_event');
    expect(String(event?.['detail'])).toContain('"riskText":"risk-1"');
  });

  it('SEC-Q03 keeps what was typed sealed, and out of the events and the log', async () => {
    await fileForm(visitor);
    await world.letters();
    const rows = await world.query(
      'select detail from recovery_event union all select detail from audit_event union all select sealed_claims from recovery_claims',
    );
    const all = JSON.stringify(rows) + world.log.join('\n');
    for (const secret of [CLAIMS.email, CLAIMS.name, CLAIMS.phone, CLAIMS.summary]) expect(all).not.toContain(secret);
  });

  it('X-8 S-05 is a request of the portal it was sent in', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    await world.letters();
    const twin = await visitor.get(`/support/lost-device/${receipt}`);
    expect(twin.status).toBe(200);
    expect(twin.text).not.toContain('hanako');
  });
});

describe('the way out of the code page', () => {
  it('I-5 I-6 names nobody in an address, is kept by no cache, and no answer is a lasting redirect', async () => {
    await enrolledAccount(world);
    await postPassword(visitor);
    const code = await visitor.get('/success/sign-in/code');
    const form = await visitor.get('/success/lost-device/form');
    expect(form.html).toContain('value="hanako@success.example"');
    const filed = await fileForm(visitor);
    const receipt = await visitor.follow(filed);
    const letter = pathsIn(lastOf(await recoveryLetters(world)));
    const answers = [code, form, filed, receipt, await visitor.get(letter.open), await visitor.get(letter.cancel)];
    for (const { status, html, location, headers } of answers) {
      const addresses = [location ?? '', ...[...html.matchAll(/(?:href|action|src)="([^"]*)"/gu)].map(([, to]) => to ?? '')];
      expect(addresses.filter((to) => /@|%40|hanako|%E5%B1%B1/iu.test(to) && !to.startsWith('mailto:'))).toEqual([]);
      expect([200, 303]).toContain(status);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect([letter.open, letter.cancel].join(' ')).not.toMatch(/@|%40|hanako/iu);
  });
});

describe('the mailed link', () => {
  it('Z-17 U-55 U-56 confirms by a button, shows the state, and nothing of it without the token', async () => {
    const { receipt } = await fileAndConfirm(world, visitor);
    const page = await visitor.get(`/success/lost-device/${receipt}`);
    expect(page.text).toContain('解除の依頼の状況');
    expect(page.text).toContain('確認中');
    expect(page.text).toContain('0120-000-111');
    const stranger = await world.visitor().get(`/success/lost-device/${receipt}`);
    expect(stranger.status).toBe(200);
    expect(stranger.text).not.toContain('確認中');
  });

  it('G-24 opened by a mail scanner changes nothing', async () => {
    await fileForm(visitor);
    const { open, cancel } = pathsIn(lastOf(await recoveryLetters(world)));
    const scanner = world.visitor();
    expect((await scanner.get(open)).status).toBe(200);
    expect((await scanner.get(cancel)).status).toBe(200);
    expect((await scanner.send(open, { method: 'HEAD' })).status).toBe(200);
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'opened' }]);
    expect(await world.query('select spent_at from recovery_link')).toEqual([{ spent_at: null }]);
  });

  it('G-28 confirms once: a second filing waits until the first has ended', async () => {
    await fileAndConfirm(world, visitor);
    const receipt = receiptIn(await fileForm(visitor));
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    await visitor.get(open);
    const refused = await visitor.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('別の依頼がすでに確認されています');
  });

  it('confirming one filing ends the others of the account', async () => {
    await fileForm(world.visitor());
    await fileForm(world.visitor());
    await fileAndConfirm(world, visitor);
    const states = await world.query('select state, count(*) as total from recovery_request group by state order by state');
    expect(states).toEqual([
      { state: 'evidence', total: 1 },
      { state: 'expired', total: 2 },
    ]);
  });

  it.each(['hanako@success.example', 'nobody@success.example'])(
    'SEC-J09 after 72 hours the receipt for %s promises nothing any more in the browser that filed it',
    async (email) => {
      const path = `/success/lost-device/${receiptIn(await fileForm(visitor, { email }))}`;
      world.advance(hours(72) - 1);
      expect((await visitor.get(path)).text).toContain('まだ何も変わっていません');
      world.advance(1);
      const { text } = await visitor.get(path);
      expect([text.includes('まだ何も変わっていません'), text.includes('確認メールのリンクからご覧いただけます')]).toEqual([
        false,
        true,
      ]);
    },
  );

  it('is of no use after 72 hours', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    world.advance(hours(72));
    const page = await visitor.get(open);
    expect(page.text).toContain('このリンクでは、もう依頼を確認できません');
    const refused = await visitor.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect(refused.status).toBe(422);
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'opened' }]);
    await world.letters();
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'expired' }]);
  });

  it('SEC-J14 SEC-J10 stops by itself at a second request within thirty days: frozen, account too, everybody told, and said in the log', async () => {
    const filedAt = world.now() - days(20);
    const last = { detail: { type: 'Refused', because: 'no-contact' } as const, at: filedAt + hours(5) };
    await receive(world.service.store, { n: 1, accountId: 'account-1', filedAt, risk: { risk: 'low', because: [] }, last });
    const kaori = await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
    await world.query(`update account set company_id = 'company-1' where id = '${kaori}'`);
    const { receipt } = await fileAndConfirm(world, visitor);
    expect(await world.query(`select state from recovery_request where receipt = '${receipt}'`)).toEqual([{ state: 'frozen' }]);
    const [account] = await world.query("select recovery_frozen_until from account where id = 'account-1'");
    expect(account?.['recovery_frozen_until']).toBe(world.now() + days(7));
    const letters = (await world.letters()).filter(({ text }) => text.includes(receipt));
    const told = (address: string) => letters.filter(({ to }) => to === address);
    expect(told(CLAIMS.email).map(({ subject }) => subject.split('】')[1])).toEqual([
      '二要素認証の解除の依頼を受け付けました',
      '二要素認証の解除の手続きを止めました',
    ]);
    expect(told('kaori@success.example').map(({ text }) => text.includes('手続きを止めました'))).toEqual([true]);
    const alerts = world.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'recovery.stopped');
    expect(alerts).toEqual([expect.objectContaining({ level: 'error', portal: 'success', receipt, because: 'second-request' })]);
    const again = receiptIn(await fileForm(world.visitor()));
    await world.letters();
    expect(await world.query(`select admission from recovery_request where receipt = '${again}'`)).toEqual([
      { admission: 'laid-aside' },
    ]);
  });

  it('a confirmed request ends after 14 days with a letter', async () => {
    await fileAndConfirm(world, visitor);
    const before = (await recoveryLetters(world)).length;
    world.advance(days(14));
    const letters = await recoveryLetters(world);
    expect(letters.length).toBe(before + 1);
    expect(lastOf(letters).subject).toContain('終了しました');
  });
});

describe('cancelling', () => {
  it('Z-18 G-24 "found it" ends the request, says so by mail, and freezes nothing', async () => {
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    const other = world.visitor();
    const page = await other.get(paths.cancel);
    expect(page.text).toContain('端末が見つかったので取り消す');
    const done = await other.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'found' });
    expect(done.status).toBe(200);
    expect(done.text).toContain('解除の依頼を取り消しました');
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'withdrawn' }]);
    expect(await world.query('select recovery_frozen_until from account')).toEqual([{ recovery_frozen_until: null }]);
    expect(lastOf(await recoveryLetters(world)).subject).toContain('取り消しました');
    const again = await other.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
    expect(again.text).toContain('すでに終了しています');
    expect(await world.query('select recovery_frozen_until from account')).toEqual([{ recovery_frozen_until: null }]);
  });

  it('"not me" also keeps the account from taking requests for seven days', async () => {
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    const other = world.visitor();
    await other.get(paths.cancel);
    const done = await other.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
    expect(done.text).toContain('受け付けません');
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'vetoed' }]);
    const letters = (await recoveryLetters(world)).length;
    await fileForm(visitor);
    expect((await recoveryLetters(world)).length).toBe(letters);
    world.advance(days(7));
    await fileForm(visitor);
    expect((await recoveryLetters(world)).length).toBe(letters + 1);
  });

  it('"not me" on a filing nobody confirmed freezes nothing', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const { cancel, token } = pathsIn(lastOf(await recoveryLetters(world)));
    const other = world.visitor();
    await other.get(cancel);
    await other.post(`/success/lost-device/${receipt}/cancellation`, { token, choice: 'not-me' });
    expect(await world.query('select state from recovery_request')).toEqual([{ state: 'vetoed' }]);
    expect(await world.query('select recovery_frozen_until from account')).toEqual([{ recovery_frozen_until: null }]);
  });

  it('works in a browser that keeps no cookies', async () => {
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    const done = await world
      .visitor()
      .post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'found' }, { bare: true });
    expect(done.text).toContain('解除の依頼を取り消しました');
  });
});
