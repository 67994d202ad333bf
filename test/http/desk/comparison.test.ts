/** The blind comparison at the desk (desk.md section 1): a match or none, never the value, three tries of a field, then a supervisor. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../../src/core/time.ts';
import { newLocation } from '../../support/databases.ts';
import { openDesk } from '../../support/desk.ts';
import { fileAndConfirm, fileForm, receiptIn } from '../../support/lost-device.ts';
import type { Member } from '../../support/staff-administration.ts';
import { enrolledAccount } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World, type WorldOptions } from '../../support/world.ts';

let world: World;
let intake: Member;
let reviewer: Member;
let supervisor: Member;
let receipt: string;

async function open(options: WorldOptions = {}): Promise<void> {
  world = await openWorld(options);
  await world.addAccount();
  await enrolledAccount(world);
  world.advance(days(2));
  const [first, second, third] = await openDesk(world, ['intake', 'reviewer', 'supervisor']);
  if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
  [intake, reviewer, supervisor] = [first, second, third];
  ({ receipt } = await fileAndConfirm(world, world.visitor()));
}

beforeEach(() => open());
afterEach(() => world.close());

const at = (number = receipt): string => `/desk/requests/${number}/comparison`;

async function compare(by: Member, field: string, said: string, number = receipt): Promise<Answer> {
  await by.visitor.get('/desk/account');
  return by.visitor.post(at(number), { field, said });
}

const answers = async (): Promise<readonly unknown[]> =>
  (await world.query("select detail from audit_event where type = 'request.compared' order by seq")).map(({ detail }) =>
    JSON.parse(String(detail)),
  );

describe('D-12 G-29 the comparison is blind', () => {
  it('D-13 stands under its banner and answers a match or none after normalising', async () => {
    const shown = await intake.visitor.get(at());
    expect([shown.status, shown.text.includes('項目の一致は本人確認になりません')]).toEqual([200, true]);
    expect((await compare(intake, 'email', 'ＨＡＮＡＫＯ@success.example')).text).toContain('メールアドレス: 一致');
    expect((await compare(intake, 'name', '佐藤')).text).toContain('お客様のフルネーム: 不一致');
  });

  it('never shows what is on record, and keeps nowhere what was typed', async () => {
    const { html } = await compare(intake, 'name', '佐藤 次郎');
    for (const stored of ['hanako@success.example', '03-1234-5621', '0312345621', '山田 花子', '佐藤 次郎']) {
      expect(html).not.toContain(stored);
    }
    const [entry] = await answers();
    expect(entry).toEqual({ requestId: expect.any(String), field: 'name', match: 'no-match' });
    expect(JSON.stringify(await world.query('select * from audit_event'))).not.toContain('佐藤 次郎');
  });

  it('is reached from the page of the request, once there is something to compare with and by whoever may', async () => {
    const linked = async ({ visitor }: Member, number: string): Promise<boolean> =>
      (await visitor.get(`/desk/requests/${number}`)).html.includes(`href="${at(number)}"`);
    expect(await linked(intake, receipt)).toBe(true);
    const visitor = world.visitor();
    const open = receiptIn(await fileForm(visitor));
    await world.letters();
    expect(await linked(intake, open)).toBe(false);
    const [auditor] = await openDesk(world, ['auditor']);
    expect(auditor === undefined ? null : await linked(auditor, receipt)).toBe(false);
  });

  it('says what is missing, keeps what was typed, and counts no try for it', async () => {
    const none = await compare(intake, '', '佐藤');
    expect([none.status, none.html.includes('value="佐藤"')]).toEqual([422, true]);
    expect((await compare(intake, 'name', ' ')).status).toBe(422);
    expect(await answers()).toEqual([]);
  });
});

describe('three tries of a field and request', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'SEC-F04 T-52 are counted for the whole desk, also when all come at once (%s)',
    async (kind) => {
      await world.close();
      await open({ location: await newLocation(kind) });
      for (const { visitor } of [intake, reviewer]) await visitor.get('/desk/account');
      const asked = [0, 1, 2, 3].flatMap((n) =>
        [intake, reviewer].map(({ visitor }) => visitor.post(at(), { field: 'phone', said: `0${n}` })),
      );
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(3);
      const right = await compare(reviewer, 'phone', '03-1234-5621');
      expect([right.status, right.text.includes('責任者に依頼してください')]).toEqual([429, true]);
      expect(await answers()).toContainEqual({ requestId: expect.any(String), field: 'phone', match: 'supervisor-only' });
    },
  );

  it('leave the other fields open, and a supervisor goes on, however much later', async () => {
    for (let n = 0; n < 3; n += 1) await compare(intake, 'phone', `0${n}`);
    expect((await compare(intake, 'email', 'hanako@success.example')).status).toBe(200);
    world.advance(days(1));
    const later = (await openDesk(world, ['supervisor']))[0] ?? supervisor;
    expect((await compare(later, 'phone', '03-1234-5621')).text).toContain('電話番号: 一致');
  });
});

describe('SEC-K03 whoever may not', () => {
  it('finds no such page: auditor, administrator, and anybody under a number of nobody', async () => {
    const others = await openDesk(world, ['auditor', 'administrator']);
    for (const other of others) expect((await compare(other, 'name', '山田 花子')).status).toBe(404);
    expect((await compare(intake, 'name', '山田 花子', 'R-2026-ABCD-EF')).status).toBe(404);
    expect(await answers()).toEqual([]);
  });

  it('SEC-J09 invariant 9: before the mailbox is confirmed nobody learns whether there is an account', async () => {
    const known = receiptIn(await fileForm(world.visitor()));
    const unknown = receiptIn(await fileForm(world.visitor(), { email: 'nobody@success.example' }));
    const told = await Promise.all(
      [known, unknown].map(async (number) => (await compare(supervisor, 'name', '山田 花子', number)).status),
    );
    expect(told).toEqual([404, 404]);
  });
});
