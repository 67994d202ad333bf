/**
 * Receipts and mailed tokens of a lost-device request that are none, or somebody else's: each is answered with its status and
 * without a fault, shows nothing of a request and changes none.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLAIMS, fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';
import { expectNoFault } from './form-answer.ts';
import { storedRequests } from './stored-requests.ts';

let world: World;
let visitor: Visitor;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  visitor = world.visitor();
});
afterEach(() => world.close());

const FORM = '/success/lost-device';
const UNKNOWN = 'R-2026-AAAA-AA';

const stored = (): Promise<string> => storedRequests(world);

describe('receipt numbers', () => {
  test('Z-16 one that can be none is not found, however it is asked for', async () => {
    for (const odd of [
      'R-2026-AAAA',
      'R-2026-AAAA-AAA',
      'X-2026-AAAA-AA',
      'R-26-AAAA-AA',
      'R-2026-AAAU-AA',
      '%00',
      '%F0%9F%98%80',
      '..%2fx',
    ]) {
      for (const path of [`${FORM}/${odd}`, `${FORM}/${odd}/cancellation`]) {
        const answer = await visitor.get(path);
        expect(answer.status, path).toBe(404);
        expectNoFault(answer, path);
      }
      for (const action of ['letter', 'confirmation', 'status', 'password', 'cancellation']) {
        const answer = await visitor.post(`${FORM}/${odd}/${action}`, {});
        expect(answer.status, `${odd}/${action}`).toBe(404);
      }
    }
  });

  test('Z-16 small letters, full width, blanks and misread letters mean the same number', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const wide = receipt.replaceAll(/[0-9A-Z-]/gu, (each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0));
    for (const written of [receipt.toLowerCase(), wide, ` ${receipt} `, receipt.replaceAll('0', 'o').replaceAll('1', 'l')]) {
      const page = await visitor.get(`${FORM}/${encodeURIComponent(written)}`);
      expect([page.status, page.text.includes(CLAIMS.email), page.text.includes(receipt)], written).toEqual([200, true, true]);
    }
  });

  test('G-24 HEAD answers like GET without a body and changes nothing', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const { open, cancel } = pathsIn(lastOf(await recoveryLetters(world)));
    const before = await stored();
    for (const path of [`${FORM}/form`, `${FORM}/${receipt}`, `${FORM}/${UNKNOWN}`, open, cancel]) {
      const answer = await visitor.send(path, { method: 'HEAD' });
      expect([answer.status, answer.html], path).toEqual([200, '']);
    }
    expect((await visitor.send(`${FORM}/x`, { method: 'HEAD' })).status).toBe(404);
    expect(await stored()).toBe(before);
  });
});

describe('mailed tokens', () => {
  /** The public text, and nothing of the request; every action of the page leaves things as they are. */
  async function expectUseless(token: string, receipt: string, what: string, portal = 'success'): Promise<void> {
    const before = await stored();
    const stranger = world.visitor();
    const path = `/${portal}/lost-device/${receipt}`;
    for (const address of [path, `${path}/cancellation`]) {
      const page = await stranger.get(`${address}?${new URLSearchParams({ token }).toString()}`);
      expect(page.status, what).toBe(200);
      expect(page.text, what).toContain('このリンクは使えません');
      expect(page.html, what).not.toMatch(/hanako|choice|Chrome/u);
      expectNoFault(page, what);
    }
    for (const [action, fields] of [
      ['confirmation', {}],
      ['confirmation', { number: receipt }],
      ['status', {}],
      ['cancellation', { choice: 'found' }],
      ['cancellation', { choice: 'not-me' }],
    ] as const) {
      const answer = await stranger.post(`${path}/${action}`, { ...fields, token });
      expect([answer.status, answer.location], `${what} ${action}`).toEqual([200, null]);
      expect(
        answer.setCookies.filter((line) => line.includes('mailbox')),
        `${what} ${action}`,
      ).toEqual([]);
      expectNoFault(answer, `${what} ${action}`);
    }
    expect(await stored(), what).toBe(before);
  }

  test('SEC-E10 SEC-N01 one that is empty, huge, cut, changed or of odd characters opens nothing', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    const [selector = '', secret = ''] = token.split('.');
    for (const odd of [
      '',
      'x',
      '.',
      'x'.repeat(7000),
      selector,
      `${selector}.`,
      `.${secret}`,
      `${secret}.${selector}`,
      `${token}x`,
      token.slice(0, -1),
      token.toLowerCase(),
      ` ${token}`,
      `${token}\u0000`,
      '\uD800',
      "' or 1=1 --",
      '😀.😀',
    ])
      await expectUseless(odd, receipt, JSON.stringify(odd.slice(0, 60)));
    const twice = await visitor.get(`${FORM}/${receipt}?token=${token}&token=${token}`);
    expect(twice.status).toBe(400);
  });

  test('X-8 S-05 one of another portal opens nothing there', async () => {
    const receipt = receiptIn(await fileForm(visitor));
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    await expectUseless(token, receipt, 'of the twin', 'support');
  });

  test('SEC-E10 a token of another kind opens nothing: session, pending sign-in, claim, form, "not me"', async () => {
    const { secret: _secret, visitor: enrolled } = await enrolledAccount(world);
    await postPassword(enrolled);
    await world.addAccount({ email: 'other@success.example' });
    const signedIn = world.visitor();
    await signIn(signedIn, { email: 'other@success.example' });
    const receipt = receiptIn(await fileForm(enrolled));
    const notMe = (await world.letters())
      .map(({ text }) => /\/not-me\/(\S+)/u.exec(text)?.[1])
      .find((token) => token !== undefined);
    const cookies = [...enrolled.cookies, ...signedIn.cookies];
    expect(cookies.map(([name]) => name).join()).toMatch(/session.*|pending.*/u);
    for (const [name, value] of [...cookies, ['not-me', notMe ?? ''] as const]) await expectUseless(value, receipt, name);
  });

  test('SEC-E10 the mailed token names its own account: another receipt is not reached by it', async () => {
    await world.addAccount({ email: 'other@success.example' });
    const foreign = receiptIn(await fileForm(world.visitor(), { email: 'other@success.example' }));
    const { paths } = await fileAndConfirm(world, visitor);
    const page = await visitor.get(`${FORM}/${foreign}`);
    expect(page.text).not.toContain('other@');
    const before = await stored();
    const answer = await visitor.post(`${FORM}/${foreign}/cancellation`, { token: paths.token, choice: 'not-me' });
    expect(answer.text).not.toContain('解除の依頼を取り消しました');
    for (const receipt of [foreign, UNKNOWN]) {
      const confirmed = await visitor.post(`${FORM}/${receipt}/confirmation`, { token: paths.token });
      expect([confirmed.status, confirmed.location], receipt).toEqual([422, null]);
      const password = await visitor.post(`${FORM}/${receipt}/password`, { password: 'x' });
      expect([password.status, password.text.includes('確認中')], receipt).toEqual([200, false]);
    }
    expect(await stored()).toBe(before);
  });
});
