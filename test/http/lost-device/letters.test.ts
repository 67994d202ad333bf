/** Who is told of a lost-device request, when, in which language, and what each letter lets the reader do (G-24, G-25). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../../support/lost-device.ts';
import { ORIGIN, openWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const HOLDER = 'hanako@success.example';
const KAORI = 'kaori@success.example';

/** An administrator of the company of account-1. */
async function addAdministrator(email = KAORI, name = '鈴木 香織'): Promise<void> {
  await world.service.store.importAccount({
    id: email,
    portal: 'success',
    email,
    name,
    phone: null,
    companyId: 'company-1',
    role: 'company-administrator',
    language: 'en',
    status: 'active',
    createdAt: world.now() - days(400),
    passwordSetAt: world.now() - days(400),
    passwordRecord: null,
  });
}

describe('the holder', () => {
  it('G-24 G-25 U-56 is told of the filing before anything has changed, and can confirm or cancel', async () => {
    const receipt = receiptIn(await fileForm(world.visitor()));
    const letter = lastOf(await recoveryLetters(world));
    expect(letter.to).toBe(HOLDER);
    expect(letter.subject).toBe('【ビジネスサクセスポータル】二要素認証の解除の依頼を受け付けました');
    for (const part of [letter.text, letter.html]) {
      for (const said of ['まだ何も変わっていません', receipt, 'フォーム', '203.0.113.x', '取り消しページへ', '3日間']) {
        expect(part, said).toContain(said);
      }
    }
    const { open, cancel } = pathsIn(letter);
    expect(letter.text).toContain(`${ORIGIN}${open}`);
    expect(letter.text).toContain(`${ORIGIN}${cancel}`);
    expect(letter.text).toContain('パスワード、認証コード、回復コードをお聞きすることはありません');
  });

  it('G-25 is told of the confirmation, with the way to the status and the desk to call', async () => {
    await fileAndConfirm(world, world.visitor());
    const letter = lastOf(await recoveryLetters(world));
    expect(letter.subject).toContain('確認しています');
    expect(letter.text).toContain('support@success.example');
    expect(pathsIn(letter).open).toContain('?token=');
  });

  it('G-33 reads the letters in the language of the account, whoever filed in which', async () => {
    await fileForm(world.visitor({ language: 'en' }));
    expect(lastOf(await recoveryLetters(world)).subject).toContain('解除の依頼');
  });

  it('G-25 SEC-P02 is told when the request ends, by whichever button, with a "not me" link', async () => {
    const visitor = world.visitor();
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    await visitor.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
    const letter = lastOf(await recoveryLetters(world));
    expect(letter.text).toContain(receipt);
    expect(letter.text).toContain('受け付けない期間');
    expect(letter.text).toMatch(/\/success\/not-me\/\S+/u);
  });
});

describe("the company's administrators", () => {
  it('G-25 hear nothing of a filing, and of the confirmed request and its end, each in their own language', async () => {
    await addAdministrator();
    const visitor = world.visitor();
    await fileForm(visitor);
    expect(await recoveryLetters(world, KAORI)).toEqual([]);
    const { receipt, paths } = await fileAndConfirm(world, visitor);
    const [confirmed] = await recoveryLetters(world, KAORI);
    expect(confirmed?.language).toBe('en');
    expect(confirmed?.text).toContain('山田 花子');
    expect(confirmed?.text).toContain(receipt);
    expect(confirmed?.text).not.toMatch(/token=|not-me/u);
    await visitor.post(`/success/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'found' });
    expect((await recoveryLetters(world, KAORI)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('A colleague asked for removal'),
      expect.stringContaining('has ended'),
    ]);
  });

  it('G-25 hear nothing where the company opted out, when suspended, or of their own request', async () => {
    await addAdministrator();
    await addAdministrator('left@success.example', '退職 者');
    await world.service.store.setAccountStatus('left@success.example', 'suspended', world.now());
    await world.service.store.importCompany({ id: 'elsewhere', portal: 'success', name: '別の会社', plan: 'standard' });
    await fileAndConfirm(world, world.visitor(), { email: KAORI });
    expect((await recoveryLetters(world, KAORI)).every(({ text }) => !text.includes('colleague'))).toBe(true);
    expect(await recoveryLetters(world, 'left@success.example')).toEqual([]);
    await world.query("update company set notifies_administrators = 0 where id = 'company-1'");
    const before = (await recoveryLetters(world, KAORI)).length;
    await fileAndConfirm(world, world.visitor());
    expect(await recoveryLetters(world, KAORI)).toHaveLength(before);
  });
});

describe('after it ended by itself', () => {
  it('G-25 a filing ends without a word, a confirmed request with a letter to the holder and the administrators', async () => {
    await addAdministrator();
    await fileForm(world.visitor());
    await world.letters();
    world.advance(days(3));
    const silent = (await recoveryLetters(world)).length;
    await world.letters();
    expect(await recoveryLetters(world)).toHaveLength(silent);
    await fileAndConfirm(world, world.visitor());
    world.advance(days(14));
    expect(lastOf(await recoveryLetters(world, HOLDER)).subject).toContain('終了しました');
    expect(lastOf(await recoveryLetters(world, KAORI)).subject).toContain('has ended');
  });
});
