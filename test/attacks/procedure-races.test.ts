/** Two of the desk, or the desk and the holder, at the same moment on one request, on both databases: one outcome, the safe one (SEC-R01). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { days } from '../../src/core/time.ts';
import { newLocation } from '../support/databases.ts';
import { callAndRecord, decideOn, openDesk, proveFresh, takeUp } from '../support/desk.ts';
import { fileAndConfirm, type MailedPaths } from '../support/lost-device.ts';
import type { Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, PASSWORD, type World } from '../support/world.ts';

interface Race {
  readonly world: World;
  readonly holder: Visitor;
  readonly receipt: string;
  readonly paths: MailedPaths;
  readonly desk: readonly [Member, Member, Member];
  /** The same browser, answered by the other node. */
  readonly atOther: (visitor: Visitor) => Visitor;
}

describe.each(['sqlite', 'postgres'] as const)('races of the procedure on %s', (kind) => {
  /** A request with all its evidence, and three who may decide. */
  async function openRace(): Promise<Race> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    const other = kind === 'postgres' ? await world.openNode() : world.service;
    await world.addAccount();
    await enrolledAccount(world);
    world.advance(days(2));
    const [first, second, third] = await openDesk(world, ['reviewer', 'reviewer', 'supervisor']);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no desk');
    const holder = world.visitor();
    const { paths, receipt } = await fileAndConfirm(world, holder);
    await holder.get(`/success/lost-device/${receipt}`);
    await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
    await callAndRecord(first.visitor, holder, receipt);
    world.advance(1000);
    await callAndRecord(second.visitor, holder, receipt);
    const atOther = ({ cookies }: Visitor): Visitor => openVisitor(other.app, ORIGIN, {}, cookies);
    return { world, holder, receipt, paths, desk: [first, second, third], atOther };
  }

  const stateOf = async ({ world }: Race): Promise<string> =>
    String((await world.query('select state from recovery_request'))[0]?.['state']);
  const eventsOf = async ({ world }: Race, type: string): Promise<number> =>
    (await world.query(`select version from recovery_event where type = '${type}'`)).length;

  /** The form of a decision as many browsers of one person have it open. */
  async function formsOf({ receipt, atOther }: Race, { visitor }: Member, page: string, count: number) {
    const all = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? visitor.copy() : atOther(visitor)));
    return Promise.all(
      all.map(async (each) => {
        const { html } = await each.get(`/desk/requests/${receipt}/${page}`);
        const version = /name="version" value="(\d+)"/u.exec(html)?.[1] ?? '';
        return () => each.post(`/desk/requests/${receipt}/${page}`, { version, choice: 'give' });
      }),
    );
  }

  test('SEC-R01 proposed by one person from ten windows of two nodes, it is proposed once', async () => {
    const race = await openRace();
    const forms = await formsOf(race, race.desk[0], 'proposal', 10);
    const answers = await Promise.all(forms.map((send) => send()));
    expect(await eventsOf(race, 'Proposed')).toBe(1);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect(await stateOf(race)).toBe('proposed');
  });

  test('SEC-J08 SEC-R01 approved twice at once by one person, it is one approval', async () => {
    const race = await openRace();
    const [proposer, approver, supervisor] = race.desk;
    await decideOn(supervisor.visitor, race.receipt, 'risk', { level: 'medium', remark: '声の様子がいつもと違いました' });
    await decideOn(proposer.visitor, race.receipt, 'proposal');
    await proveFresh(race.world, approver);
    const forms = await formsOf(race, approver, 'approval', 10);
    const answers = await Promise.all(forms.map((send) => send()));
    expect(await eventsOf(race, 'Approved')).toBe(1);
    expect(answers.filter(({ location }) => location?.includes('notice=approved') === true)).toHaveLength(1);
    expect(await stateOf(race)).toBe('approved');
  });

  test('SEC-J10 SEC-R01 vetoed by the holder while two nodes approve, the veto stands', async () => {
    const race = await openRace();
    const [proposer, approver] = race.desk;
    await decideOn(proposer.visitor, race.receipt, 'proposal');
    await proveFresh(race.world, approver);
    const forms = await formsOf(race, approver, 'approval', 6);
    const veto = () =>
      race.holder.post(`/success/lost-device/${race.receipt}/cancellation`, { token: race.paths.token, choice: 'not-me' });
    await Promise.all([...forms.slice(0, 3).map((send) => send()), veto(), ...forms.slice(3).map((send) => send())]);
    expect(await eventsOf(race, 'Vetoed')).toBe(1);
    expect(await stateOf(race)).toBe('vetoed');
    const late = await decideOn(approver.visitor, race.receipt, 'approval');
    expect([late.status, await stateOf(race)]).toEqual([422, 'vetoed']);
  });

  test('SEC-R01 stopped by one while another approves: it never goes on', async () => {
    const race = await openRace();
    const [proposer, approver, supervisor] = race.desk;
    await decideOn(proposer.visitor, race.receipt, 'proposal');
    await proveFresh(race.world, approver);
    const [approve] = await formsOf(race, approver, 'approval', 1);
    const other = race.atOther(supervisor.visitor);
    const { html } = await other.get(`/desk/requests/${race.receipt}/stop`);
    const version = /name="version" value="(\d+)"/u.exec(html)?.[1] ?? '';
    const stop = () =>
      other.post(`/desk/requests/${race.receipt}/stop`, { version, choice: 'give', remark: '別人の声が後ろから聞こえました' });
    const [stopped] = await Promise.all([stop(), approve?.()]);
    // Either it was stopped, or the approval came first and whoever stops is told so and stops it then.
    if (stopped?.location?.includes('notice=stopped') !== true) {
      expect(stopped?.html).toContain('ほかの人が先に変更しました');
      await decideOn(supervisor.visitor, race.receipt, 'stop', { remark: '別人の声が後ろから聞こえました' });
    }
    expect(await stateOf(race)).toBe('frozen');
  });

  test('SEC-J05 SEC-R01 a code is typed right in one window and wrong in nine at once: three are looked at', async () => {
    const race = await openRace();
    const [, , supervisor] = race.desk;
    await takeUp(supervisor.visitor, race.receipt);
    await supervisor.visitor.post(`/desk/requests/${race.receipt}/calls`, { evidence: 'call-back' });
    const windows = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0 ? supervisor.visitor.copy() : race.atOther(supervisor.visitor),
    );
    for (const each of windows) await each.get(`/desk/requests/${race.receipt}/call`);
    const answers = await Promise.all(windows.map((each) => each.post(`/desk/requests/${race.receipt}/records`, { code: '12' })));
    expect(answers.filter(({ text }) => text.includes('番号が違います'))).toHaveLength(3);
    const [call] = await race.world.query(`select tries from recovery_call where begun_by = '${supervisor.id}'`);
    expect(Number(call?.['tries'])).toBe(3);
  });
});

describe('SEC-J14 the quota of a shift', () => {
  test('invariant 11: the sixth proposal of a person waits for a supervisor, and is theirs once it is allowed', async () => {
    const world = await openWorld({ recovery: { quota: { perAgent: 1 } } });
    onTestFinished(() => world.close());
    await world.addAccount();
    await enrolledAccount(world);
    await world.addAccount({ email: 'taro@success.example', name: '田中 太郎', company: '富士見工業株式会社' });
    world.advance(days(2));
    const [one, two, supervisor] = await openDesk(world, ['reviewer', 'reviewer', 'supervisor']);
    if (one === undefined || two === undefined || supervisor === undefined) throw new Error('no desk');
    const receipts: string[] = [];
    for (const email of ['hanako@success.example', 'taro@success.example']) {
      const holder = world.visitor();
      const { receipt } = await fileAndConfirm(world, holder, { email });
      await holder.get(`/success/lost-device/${receipt}`);
      await holder.post(`/success/lost-device/${receipt}/password`, { password: PASSWORD });
      await callAndRecord(one.visitor, holder, receipt);
      world.advance(1000);
      await callAndRecord(two.visitor, holder, receipt);
      world.advance(1000);
      receipts.push(receipt);
    }
    const [first = '', second = ''] = receipts;
    expect((await decideOn(one.visitor, first, 'proposal')).location).toContain('notice=proposed');
    const beyond = await decideOn(one.visitor, second, 'proposal');
    expect([beyond.status, beyond.text.includes('8時間の上限に達しています')]).toEqual([422, true]);
    const remark = '当番が私だけのため、続けて提案します';
    expect((await decideOn(one.visitor, second, 'proposal', { choice: 'ask', remark })).location).toContain('notice=asked');
    await proveFresh(world, one);
    const own = await decideOn(one.visitor, second, 'grant');
    expect(own.status).toBe(403);
    await proveFresh(world, supervisor);
    expect((await decideOn(supervisor.visitor, second, 'grant')).location).toContain('notice=granted');
    const [proposed] = await world.query(
      `select detail from recovery_event e join recovery_request r on r.id = e.request_id where type = 'Proposed' and receipt = '${second}'`,
    );
    expect(JSON.parse(String(proposed?.['detail'])).by).toBe(one.id);
  });
});
