/** The charts of the desk on both databases: the numbers by their definitions, who sees which, and what is more than usual. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecoveryEventDetail } from '../../../src/core/recovery-event.ts';
import { days, hours, type Instant, minutes } from '../../../src/core/time.ts';
import { wordsFor } from '../../../src/i18n/catalog.ts';
import { openDatabaseOf } from '../../support/databases.ts';
import { openDesk } from '../../support/desk.ts';
import { receive } from '../../support/received.ts';
import { issueCodes } from '../../support/recovery-codes.ts';
import { codeNow, enrolledAccount, postPassword, STEP, signInWithCode, wrongCode } from '../../support/steps.ts';
import type { Answer } from '../../support/visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

const LOW = { risk: 'low', because: [] } as const;

/** The table below the picture with this id: heads and rows. */
function tableOf({ html }: Answer, id: string): readonly (readonly string[])[] {
  const begin = html.indexOf(`id="${id}-heading"`);
  const table = html.slice(html.indexOf('<table', begin), html.indexOf('</table>', begin));
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gsu)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gsu)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/gu, '').trim()),
  );
}
const rowOf = (answer: Answer, id: string, first: string) =>
  tableOf(answer, id)
    .find(([head]) => head === first)
    ?.slice(1);

describe.each(['sqlite', 'postgres'] as const)('the charts on %s', (kind) => {
  let world: World;
  let accounts: readonly string[];
  let count: number;
  beforeEach(async () => {
    const { location } = await openDatabaseOf(kind);
    world = await openWorld({ location });
    count = 0;
    accounts = [
      await world.addAccount(),
      await world.addAccount({ portal: 'support', email: 'jiro@support.example', company: '富士見工業株式会社' }),
    ];
  });
  afterEach(() => world.close());

  async function request(filedAt: Instant, last?: readonly [RecoveryEventDetail, number], more: object = {}): Promise<void> {
    count += 1;
    // One live request of an account at most.
    const email = `person${count}@success.example`;
    const accountId = last === undefined ? await world.addAccount({ email, company: null }) : accounts[0];
    const ended = last === undefined ? {} : { last: { detail: last[0], at: filedAt + last[1] } };
    await receive(world.service.store, { n: count, accountId: accountId ?? null, filedAt, risk: LOW, ...ended, ...more });
  }

  test('D-37 counts received requests by week, portal, channel and result, and compares with the thirteen weeks before', async () => {
    const thisWeek = world.now() - hours(1);
    await request(thisWeek);
    await request(thisWeek, [{ type: 'Vetoed' }, minutes(10)]);
    await request(thisWeek - days(7), [{ type: 'Refused', because: 'no-contact' }, hours(2)], { channel: 'phone' });
    await request(thisWeek - days(7), undefined, { portal: 'support', accountId: accounts[1] });
    for (const ago of [95, 100, 120]) await request(thisWeek - days(ago), [{ type: 'Refused', because: 'other-way' }, hours(1)]);
    // Never confirmed, and older than both periods: nothing to count.
    await receive(world.service.store, { n: 99, accountId: accounts[0] ?? null, filedAt: thisWeek });
    await request(thisWeek - days(400));
    const [auditor] = await openDesk(world, ['auditor']);
    const page = await auditor?.visitor.get('/desk/charts');
    if (page === undefined) throw new Error('no desk');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/受付 4 件 \+1 前の13週 3/u);
    expect(rowOf(page, 'volume', '11/23')).toEqual(['2', '0', '2']);
    expect(rowOf(page, 'volume', '11/16')).toEqual(['1', '1', '2']);
    expect(tableOf(page, 'volume')).toHaveLength(14);
    expect(rowOf(page, 'channel', '11/16')).toEqual(['1', '1', '0', '2']);
    expect(rowOf(page, 'result', '11/23')).toEqual(['0', '0', '1', '0', '1', '2']);
    expect(rowOf(page, 'cancelled', '11/23')).toEqual(['50.0']);
    const { reasons } = wordsFor('ja').deskRequest;
    expect(rowOf(page, 'reasons', reasons['no-contact'])).toEqual(['1', '0']);
    expect(rowOf(page, 'reasons', reasons['other-way'])).toEqual(['0', '3']);
    const one = await auditor?.visitor.get('/desk/charts?portal=support');
    expect(one?.text).toMatch(/受付 1 件/u);
  });

  test('D-37 the time to a decision is business time from the receipt, and late is what came after it was due', async () => {
    const monday = world.now() - days(7);
    await request(monday, [{ type: 'Refused', because: 'no-contact' }, hours(2)]);
    await request(monday, [{ type: 'Refused', because: 'no-contact' }, hours(5)]);
    await request(monday, [{ type: 'Refused', because: 'no-contact' }, days(3)]);
    const [reviewer] = await openDesk(world, ['reviewer']);
    const page = await reviewer?.visitor.get('/desk/charts');
    if (page === undefined) throw new Error('no desk');
    // The desks of this world never close: a business day has 24 hours.
    expect(rowOf(page, 'decision', '11/16')).toEqual(['5.0', '72.0']);
    expect(rowOf(page, 'onTime', '11/16')).toEqual(['66.7']);
    expect(rowOf(page, 'onTime', '11/9')).toEqual(['–']);
  });

  test('D-37 SEC-J14 a request of a call that was suspicious is counted as such', async () => {
    await request(world.now() - hours(3), [{ type: 'Frozen', because: 'suspicious-call' }, hours(1)]);
    await request(world.now() - hours(3));
    const [intake] = await openDesk(world, ['intake']);
    const page = await intake?.visitor.get('/desk/charts');
    if (page === undefined) throw new Error('no desk');
    expect(rowOf(page, 'suspicious', '11/23')).toEqual(['50.0']);
  });

  test('D-38 counts passwords, codes, first tries and coverage from what really happened', async () => {
    const { secret } = await enrolledAccount(world);
    world.advance(STEP);
    await postPassword(world.visitor(), { password: 'wrong' });
    const right = world.visitor();
    await signInWithCode(world, right, secret);
    await issueCodes(right);
    world.advance(minutes(40));
    const clumsy = world.visitor();
    await postPassword(clumsy);
    await clumsy.get('/success/sign-in/code');
    await clumsy.post('/success/sign-in/code', { code: wrongCode(world, secret) });
    const late = codeNow({ now: () => world.now() - minutes(4) }, secret);
    await clumsy.get('/success/sign-in/code');
    await clumsy.post('/success/sign-in/code', { code: late });
    world.advance(STEP);
    const again = world.visitor();
    await signInWithCode(world, again, secret);
    await signInWithCode(world, world.visitor(), secret);
    const [supervisor] = await openDesk(world, ['supervisor']);
    const page = await supervisor?.visitor.get('/desk/charts?portal=success');
    if (page === undefined) throw new Error('no desk');
    // One wrong, one of a clock that is four minutes behind, one used twice, and no pause yet.
    expect(rowOf(page, 'trouble', '11/23')).toEqual(['2', '1', '0', '3']);
    expect(rowOf(page, 'code', '11/23')).toEqual(['40.0', '50.0']);
    const [share] = rowOf(page, 'password', '11/23') ?? [];
    expect(Number(share)).toBeGreaterThan(50);
    expect(Number(share)).toBeLessThan(100);
    expect(rowOf(page, 'coverage', '株式会社さくら商事')).toEqual(['ビジネスサクセスポータル', '1', '1', '100.0']);
    expect(tableOf(page, 'codes').slice(1)).toEqual([['10個', '1']]);
    expect(tableOf(page, 'drift').slice(1)).toEqual([
      ['1分以内', '0'],
      ['2分以内', '0'],
      ['5分以内', '1'],
      ['5分超', '0'],
    ]);
  });

  test('D-38 says when there is more today than twice the median of seven days', async () => {
    for (let ago = 1; ago <= 7; ago += 1) await request(world.now() - days(ago));
    const [auditor] = await openDesk(world, ['auditor']);
    const calm = await auditor?.visitor.get('/desk/charts');
    expect(calm?.text).not.toContain('いつもより多く');
    for (let more = 0; more < 5; more += 1) await request(world.now() - minutes(5 + more));
    const page = await auditor?.visitor.get('/desk/charts');
    expect(page?.text).toMatch(/いつもより多く.*依頼の受付/u);
  });

  test('D-02 SEC-K02 all of the desk sees them, the administrator counts alone, customers nothing; the menu says so', async () => {
    await request(world.now() - days(7), [{ type: 'Refused', because: 'no-contact' }, hours(2)]);
    const members = await openDesk(world, ['intake', 'reviewer', 'supervisor', 'auditor', 'administrator']);
    for (const { visitor, email } of members) {
      const page = await visitor.get('/desk/charts');
      const isAll = !email.startsWith('administrator');
      expect([page.status, page.html.includes('decision-heading'), page.html.includes('coverage-heading')], email).toEqual([
        200,
        isAll,
        isAll,
      ]);
      expect([page.html.includes('volume-heading'), page.text.includes('件数だけ')], email).toEqual([true, !isAll]);
      expect(page.html).toContain('<a href="/desk/charts"');
      expect(page.html).not.toMatch(/hanako|山田|さくら商事(?!<)|style="/u);
    }
    expect((await world.visitor().get('/success/charts')).status).toBe(404);
  });
});
