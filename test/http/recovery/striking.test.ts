/**
 * Nobody waits for a pass before everybody was told (desk.md command 17, invariants 3 and 10), over real SMTP: an address that takes no mail
 * is struck after two refusals a day apart, the sign-in address never, and while the mail server is down nothing moves on.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, minutes } from '../../../src/core/time.ts';
import { openSmtp } from '../../../src/mail/smtp.ts';
import { openPostOffice, type PostOffice } from '../../mail/post-office.ts';
import { addAddress } from '../../support/contact.ts';
import { CLAIMS } from '../../support/lost-device.ts';
import { approved, gathered, passLetters, type Recovery, stateOf } from '../../support/recovery.ts';
import { signInWithCode } from '../../support/steps.ts';
import { openWorld, type World } from '../../support/world.ts';

const EXTRA = 'hanako@private.example';

let office: PostOffice;
let world: World;
let recovery: Recovery;
beforeEach(async () => {
  office = await openPostOffice();
  const carrier = openSmtp({ url: office.url, from: 'no-reply@portal.test', host: 'portal.test' });
  world = await openWorld({ carrier });
  recovery = await gathered(world, async (secret) => {
    const holder = world.visitor();
    await signInWithCode(world, holder, secret);
    await addAddress(world, holder, EXTRA);
    // Old enough to be told with a link, and to be no reason for a higher risk.
    world.advance(days(31));
  });
});
afterEach(async () => {
  await world.close();
  await office.close();
});

const waitOf = async (): Promise<{ readonly until: number; readonly struck: number } | null> => {
  const [row] = await world.query("select detail from recovery_event where type = 'WaitStarted'");
  return row === undefined ? null : JSON.parse(String(row['detail']));
};
const asked = (address: string): number => office.asked.filter((each) => each === address).length;
const struck = (): readonly string[] => world.log.filter((line) => line.includes('"letter.struck"'));
/** What the courier has to do now, and then the clock. */
const settle = async (): Promise<void> => {
  await world.letters();
  await world.letters();
};

describe('SEC-J10 an extra address that is refused for good', () => {
  it('twice, a day apart, is struck and logged, and the wait is 72 hours', async () => {
    office.closed.set(EXTRA, 550);
    await approved(recovery);
    await settle();
    const before = asked(EXTRA);
    expect([await stateOf(recovery), before > 0]).toEqual(['approved', true]);
    world.advance(hours(24) - minutes(1));
    await settle();
    expect([await stateOf(recovery), asked(EXTRA), struck()]).toEqual(['approved', before, []]);
    world.advance(minutes(1));
    await settle();
    expect([await stateOf(recovery), asked(EXTRA), struck().length]).toEqual(['waiting', before + 1, 1]);
    expect(await waitOf()).toMatchObject({ struck: 1, until: world.now() + hours(72) });
    expect(struck().join('')).not.toContain(EXTRA);
    world.advance(hours(72) - minutes(1));
    await settle();
    expect(await stateOf(recovery)).toBe('waiting');
    world.advance(minutes(1));
    await settle();
    expect(await stateOf(recovery)).toBe('released');
  });

  it('once, and takes the letter a day later, is told like any other: the wait is the usual one', async () => {
    office.closed.set(EXTRA, 550);
    await approved(recovery);
    await settle();
    office.closed.clear();
    world.advance(hours(24));
    await settle();
    expect(await waitOf()).toMatchObject({ struck: 0, until: world.now() + hours(24) });
  });

  it('for now only (4xx) for three days is never struck: no wait begins, and the request is over', async () => {
    office.closed.set(EXTRA, 451);
    await approved(recovery);
    for (let count = 0; count < 12; count += 1) {
      await settle();
      expect([await stateOf(recovery), struck()]).toEqual(['approved', []]);
      world.advance(hours(6));
    }
    await settle();
    expect([await stateOf(recovery), await waitOf()]).toEqual(['expired', null]);
  });
});

describe('SEC-J10 the sign-in address', () => {
  it('is never struck, however often it is refused: no wait begins, and the request is over', async () => {
    office.closed.set(CLAIMS.email, 550);
    await approved(recovery);
    for (let count = 0; count < 3; count += 1) {
      await settle();
      expect([await stateOf(recovery), struck()]).toEqual(['approved', []]);
      world.advance(hours(24));
    }
    await settle();
    expect([await stateOf(recovery), await waitOf(), await passLetters(world)]).toEqual(['expired', null, []]);
  });
});

describe('SEC-J10 a mail server that is down', () => {
  it('keeps the request where it is, says so to the holder and at the desk, and begins the wait once it is back', async () => {
    const { port } = office;
    await office.close();
    await approved(recovery);
    world.advance(minutes(10));
    await settle();
    const status = await recovery.holder.get(`/success/lost-device/${recovery.receipt}`);
    expect(status.text).toContain('メールサーバーが受け取るまで、手続きは先に進みません');
    const page = await recovery.desk[1].visitor.get(`/desk/requests/${recovery.receipt}`);
    expect(page.text).toContain('メールサーバーがお知らせを受け取るまで、先に進みません');
    world.advance(hours(30));
    await settle();
    expect([await stateOf(recovery), await waitOf()]).toEqual(['approved', null]);
    office = await openPostOffice({}, port);
    world.advance(hours(2));
    await settle();
    expect(await waitOf()).toMatchObject({ struck: 0, until: world.now() + hours(24) });
  });
});

describe('SEC-B07 invariant 3: a node whose clock is two days ahead', () => {
  it('asks an address no earlier again, and strikes nobody', async () => {
    office.closed.set(EXTRA, 550);
    const ahead = await world.openNode({ clock: () => world.now() + days(2) });
    await approved(recovery);
    await settle();
    const before = asked(EXTRA);
    for (let count = 0; count < 3; count += 1) {
      await ahead.courier.deliverDue();
      await settle();
      world.advance(minutes(5));
    }
    expect([asked(EXTRA) - before, struck(), await stateOf(recovery)]).toEqual([0, [], 'approved']);
  });
});
