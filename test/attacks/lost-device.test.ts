/**
 * A burglar tries the lost-device pages (T-34, T-38, T-52 in part): with forms alone, with a stolen cookie, with somebody else's
 * link, with the mailbox. Nothing of it opens an account, and the holder can stop all of it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes } from '../../src/core/time.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signIn, signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const states = async (): Promise<readonly string[]> =>
  (await world.query('select state from recovery_request order by filed_at, id')).map((row) => String(row['state']));
const evidenceOf = async (): Promise<readonly string[]> =>
  (await world.query("select detail from recovery_event where type = 'EvidenceAdded' order by version")).map((row) =>
    String(row['detail']),
  );

describe('a flood of forms for one address', () => {
  it('SEC-F07 invariant 8: a hundred forms send three letters, and an honest filing beyond them is confirmed by the last one', async () => {
    const { secret } = await enrolledAccount(world);
    for (let count = 0; count < 100; count += 1) await fileForm(world.visitor({ address: `198.51.100.${count}` }));
    expect(await recoveryLetters(world)).toHaveLength(3);

    const honest = world.visitor();
    const receipt = receiptIn(await fileForm(honest));
    expect(await recoveryLetters(world)).toHaveLength(3);
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    const page = await honest.get(open);
    expect(page.text.indexOf(receipt)).toBeGreaterThan(-1);
    expect(page.text.slice(page.text.indexOf(receipt), page.text.indexOf(receipt) + 40)).toContain('このブラウザーから');
    const confirmed = await honest.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect(confirmed.location).toBe(`/success/lost-device/${receipt}`);
    await world.letters();
    expect((await states()).filter((state) => state === 'opened')).toEqual([]);

    const holder = world.visitor();
    expect((await signInWithCode(world, holder, secret)).location).toBe('/success/lost-device/withdrawal');
  });

  it('SEC-F07 the honest filing is found by its number when it is not among those the page names', async () => {
    const honest = world.visitor();
    const receipt = receiptIn(await fileForm(honest));
    world.advance(1000);
    for (let count = 0; count < 70; count += 1) await fileForm(world.visitor({ address: `198.51.100.${count}` }));
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    const elsewhere = world.visitor();
    const page = await elsewhere.get(open);
    expect(page.text).not.toContain(receipt);
    const [, shown] = /lost-device\/(R-[0-9A-Z-]+)\/confirmation" novalidate/u.exec(page.html) ?? [];
    const unknown = await elsewhere.post(`/success/lost-device/${shown}/confirmation`, { token, number: 'R-2026-0000-00' });
    expect(unknown.text).toContain('この受付番号の依頼は見つかりません');
    const mistyped = await elsewhere.post(`/success/lost-device/${shown}/confirmation`, { token, number: 'なし' });
    expect(mistyped.status).toBe(422);
    const confirmed = await elsewhere.post(`/success/lost-device/${shown}/confirmation`, { token, number: receipt.toLowerCase() });
    expect(confirmed.location).toBe(`/success/lost-device/${receipt}`);
  });

  it('SEC-R03 a sign-in ends fifty filings at once, voids the rest, and the clerk ends them', async () => {
    const { secret } = await enrolledAccount(world);
    for (let count = 0; count < 120; count += 1) await fileForm(world.visitor({ address: `198.51.100.${count}` }));
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    const before = (await world.query('select receipt from recovery_request order by filed_at, id')).map((row) =>
      String(row['receipt']),
    );
    await signInWithCode(world, world.visitor(), secret);
    expect((await states()).filter((state) => state === 'withdrawn').length).toBeLessThanOrEqual(51);
    const thief = world.visitor();
    for (const receipt of before.slice(0, 3)) {
      const refused = await thief.post(`/success/lost-device/${receipt}/confirmation`, { token });
      expect(refused.status, receipt).not.toBe(303);
    }
    await world.letters();
    expect((await states()).filter((state) => state === 'opened')).toEqual([]);
    expect((await recoveryLetters(world)).filter(({ subject }) => subject.includes('取り消しました'))).toHaveLength(1);
  });

  it('SEC-F07 forms of one network are bounded, and say until when', async () => {
    const visitor = world.visitor();
    for (let count = 0; count < 150; count += 1) await fileForm(visitor);
    const refused = await fileForm(visitor, { name: '山田 はなこ' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.html).toContain('value="山田 はなこ"');
    expect((await fileForm(world.visitor({ address: '192.0.2.1' }))).status).toBe(303);
    world.advance(minutes(10));
    expect((await fileForm(visitor)).status).toBe(303);
  });
});

describe('what a request changes for the holder until the end', () => {
  it('S-50 SEC-J02 a confirmed request leaves the second factor as it is', async () => {
    const { secret } = await enrolledAccount(world);
    await fileAndConfirm(world, world.visitor());
    const holder = world.visitor();
    expect((await postPassword(holder)).location).toBe('/success/sign-in/code');
    expect(await world.query("select count(*) as total from authenticator where state = 'bound'")).toEqual([{ total: 1 }]);
    expect(codeNow(world, secret)).toMatch(/^\d{6}$/u);
  });

  it('G-26 a sign-in with the second factor ends the request, says so on the next page and by mail', async () => {
    const { secret } = await enrolledAccount(world);
    const { receipt } = await fileAndConfirm(world, world.visitor());
    const holder = world.visitor();
    const signedIn = await signInWithCode(world, holder, secret);
    expect(signedIn.location).toBe('/success/lost-device/withdrawal');
    const page = await holder.follow(signedIn);
    expect(page.text).toContain(receipt);
    expect(page.html).toContain('href="/success/dashboard"');
    expect(await states()).toEqual(['withdrawn']);
    expect(lastOf(await recoveryLetters(world)).subject).toContain('取り消しました');
    world.advance(STEP);
    const again = world.visitor();
    expect((await signInWithCode(world, again, secret)).location).toBe('/success/dashboard');
  });

  it('G-26 a fresh check with the second factor ends it too, and a password alone does not', async () => {
    const { secret } = await enrolledAccount(world);
    const holder = world.visitor();
    await signInWithCode(world, holder, secret);
    await fileAndConfirm(world, world.visitor());
    await postPassword(world.visitor());
    expect(await states()).toEqual(['evidence']);
    world.advance(STEP);
    await holder.get('/success/confirmation');
    await holder.post('/success/confirmation', { code: codeNow(world, secret) });
    expect(await states()).toEqual(['withdrawn']);
  });

  it('turning two-factor off ends it as well', async () => {
    const { secret } = await enrolledAccount(world);
    const holder = world.visitor();
    await signInWithCode(world, holder, secret);
    await fileAndConfirm(world, world.visitor());
    world.advance(STEP);
    await holder.get('/success/two-factor');
    const off = await holder.post('/success/two-factor', { code: codeNow(world, secret) });
    expect(off.status).toBe(303);
    expect(await states()).toEqual(['withdrawn']);
  });

  it('an authenticator bound after the request was filed proves nothing about the lost one', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await fileAndConfirm(world, world.visitor());
    const { secret } = await enrolledAccount(world);
    await signInWithCode(world, world.visitor(), secret);
    expect(await states()).toEqual(['evidence']);
  });
});

describe('evidence a burglar would like to have', () => {
  it('the password counts only in the browser that has just given it, for the address it was given for', async () => {
    await enrolledAccount(world);
    const thief = world.visitor();
    await postPassword(thief);
    expect((await thief.get('/success/lost-device/form')).html).toContain('value="hanako@success.example"');
    await fileAndConfirm(world, thief);
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}', '{"kind":"password"}']);
  });

  it('a pending sign-in of another account gives no password evidence', async () => {
    await world.addAccount({ email: 'taro@success.example' });
    await enrolledAccount(world, { email: 'taro@success.example' });
    const thief = world.visitor();
    await postPassword(thief, { email: 'taro@success.example' });
    await fileAndConfirm(world, thief);
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}']);
  });

  it('a known browser counts only where the second factor was proven in it', async () => {
    const visitor = world.visitor();
    await signIn(visitor);
    await visitor.post('/success/sign-out');
    await fileAndConfirm(world, visitor);
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}']);
  });

  it('a browser that signed in with the second factor is evidence', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    await visitor.get('/success/dashboard');
    await visitor.post('/success/sign-out');
    await fileAndConfirm(world, visitor);
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}', '{"kind":"known-browser"}']);
  });

  it('a living session counts when its second factor is an hour old, not when a thief has just proven it', async () => {
    const { secret, visitor } = await enrolledAccount(world);
    await signInWithCode(world, visitor, secret);
    const young = receiptIn(await fileForm(visitor));
    world.advance(minutes(30));
    await visitor.get('/success/dashboard');
    world.advance(minutes(31));
    await visitor.get('/success/dashboard');
    const old = receiptIn(await fileForm(visitor));
    const pendingOf = async (receipt: string): Promise<string> => {
      const [row] = await world.query(
        `select detail from recovery_event join recovery_request on recovery_request.id = request_id where type = 'Filed' and receipt = '${receipt}'`,
      );
      return String(row?.['detail']);
    };
    expect(await pendingOf(young)).toContain('"liveSession":false');
    expect(await pendingOf(old)).toContain('"liveSession":true');
  });

  it('on the status page a wrong password is charged like a sign-in and a right one counts', async () => {
    const visitor = world.visitor();
    const { receipt } = await fileAndConfirm(world, visitor);
    const path = `/success/lost-device/${receipt}`;
    await visitor.get(path);
    for (let count = 0; count < 4; count += 1) {
      const wrong = await visitor.post(`${path}/password`, { password: 'not the password at all' });
      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain('パスワードが一致しません');
    }
    expect((await visitor.post(`${path}/password`, { password: 'not the password at all' })).status).toBe(429);
    expect((await visitor.post(`${path}/password`, { password: PASSWORD })).status).toBe(429);
    expect((await postPassword(world.visitor())).status).toBe(429);
    world.advance(minutes(1));
    await visitor.get(path);
    expect((await visitor.post(`${path}/password`, { password: PASSWORD })).location).toBe(path);
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}', '{"kind":"password"}']);
    expect((await visitor.get(path)).text).toContain('パスワードを確認しました');
    expect(visitor.cookies.has('__Host-genkan-success-session')).toBe(false);
  });

  it('the password page needs the form token of its browser and the mailed token', async () => {
    const visitor = world.visitor();
    const { receipt } = await fileAndConfirm(world, visitor);
    const bare = await visitor.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD }, { bare: true });
    expect(bare.status).toBe(403);
    const stranger = world.visitor();
    await stranger.get(`/success/lost-device/${receipt}`);
    await stranger.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
    expect(await evidenceOf()).toEqual(['{"kind":"mailbox"}']);
  });

  it('the browser of a company administrator or of staff never becomes the claim browser', async () => {
    await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
    const kaori = world.visitor();
    await signIn(kaori, { email: 'kaori@success.example' });
    await fileForm(kaori);
    expect(await world.query('select claim_browser_id from recovery_request')).toEqual([{ claim_browser_id: null }]);
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    const [row] = await world.query('select receipt from recovery_request');
    await kaori.get(open);
    await kaori.post(`/success/lost-device/${String(row?.['receipt'])}/confirmation`, { token });
    expect(await world.query('select state, claim_browser_id from recovery_request')).toEqual([
      { state: 'evidence', claim_browser_id: null },
    ]);
  });
});

describe('links and cookies of a request', () => {
  it("T-24 a link of one account neither shows, confirms nor cancels another's request", async () => {
    await world.addAccount({ email: 'taro@success.example' });
    const receipt = receiptIn(await fileForm(world.visitor(), { email: 'taro@success.example' }));
    const mine = await fileAndConfirm(world, world.visitor());
    const thief = world.visitor();
    await thief.get(mine.paths.open);
    await thief.post(`/success/lost-device/${mine.receipt}/status`, { token: mine.paths.token });
    for (const token of [mine.paths.token, mine.first.token]) {
      await thief.post(`/success/lost-device/${receipt}/confirmation`, { token });
      await thief.post(`/success/lost-device/${receipt}/cancellation`, { token, choice: 'not-me' });
    }
    expect((await thief.get(`/success/lost-device/${receipt}`)).text).not.toContain('解除の依頼の状況');
    expect((await states()).toSorted()).toEqual(['evidence', 'opened']);
  });

  it('a link confirms once', async () => {
    const first = receiptIn(await fileForm(world.visitor()));
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    const visitor = world.visitor();
    await visitor.post(`/success/lost-device/${first}/confirmation`, { token });
    await visitor.post(`/success/lost-device/${first}/cancellation`, { token, choice: 'found' });
    world.advance(hours(1));
    const second = receiptIn(await fileForm(world.visitor()));
    await world.letters();
    const refused = await visitor.post(`/success/lost-device/${second}/confirmation`, { token });
    expect(refused.status).toBe(422);
    expect((await states()).toSorted()).toEqual(['opened', 'withdrawn']);
  });

  it('T-38 SEC-E01 SEC-P05 claim cookie, mailbox cookie and link open no route of a session or a pending sign-in', async () => {
    const visitor = world.visitor();
    const { paths } = await fileAndConfirm(world, visitor);
    await visitor.get(paths.open);
    const closed = ROUTES.filter(({ entry, kind }) => entry !== 'public' && kind !== 'desk');
    for (const { method, path, json } of closed) {
      const target = `/success/${path.replace(':number', 'TM-00000001')}`;
      const answer = await (method === 'GET' ? visitor.get(target) : visitor.post(target, {}));
      if (json === true) expect(answer.status, `${method} ${path}`).toBe(401);
      else expect(answer.location ?? '', `${method} ${path}`).toMatch(/^\/success\/sign-in/u);
    }
    expect([...visitor.cookies.keys()].filter((name) => /session|pending/u.test(name))).toEqual([]);
  });

  it('T-34 the claim cookie alone shows what its browser typed and nothing of the request', async () => {
    const visitor = world.visitor();
    const { receipt } = await fileAndConfirm(world, visitor);
    const copied = visitor.copy();
    for (const name of [...copied.cookies.keys()]) if (!name.endsWith('-claim')) copied.cookies.delete(name);
    const page = await copied.get(`/success/lost-device/${receipt}`);
    expect(page.text).toContain('依頼を受け付けました');
    expect(page.text).not.toContain('確認中');
    world.advance(hours(1));
    expect((await copied.get(`/success/lost-device/${receipt}`)).text).not.toContain('hanako');
  });

  it('SEC-N02 a form of another site files nothing', async () => {
    const crossed = await world
      .visitor()
      .post(
        '/success/lost-device',
        { email: 'hanako@success.example' },
        { headers: { 'sec-fetch-site': 'cross-site' }, bare: true },
      );
    expect(crossed.status).toBe(403);
    expect(await states()).toEqual([]);
  });

  it('G-38 links of a suspended account are of no use', async () => {
    const receipt = receiptIn(await fileForm(world.visitor()));
    const { open, token } = pathsIn(lastOf(await recoveryLetters(world)));
    await world.service.store.setAccountStatus('account-1', 'suspended', world.now());
    const visitor: Visitor = world.visitor();
    expect((await visitor.get(open)).text).toContain('このリンクは使えません');
    await visitor.post(`/success/lost-device/${receipt}/confirmation`, { token });
    expect(await states()).toEqual(['opened']);
  });
});
