/**
 * What a reviewer of lost-device requests tried and got: a filing that does not open, a holder kept out by a flood that is being
 * looked after, a mailbox filled through "send the link again".
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours } from '../../src/core/time.ts';
import { fileForm, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { enrolledAccount, postPassword, signInWithCode } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
});
afterEach(() => world.close());

const breakSeal = async (receipt: string): Promise<void> => {
  // The courier may be holding the file: this connection would wait for it and keep it from ending.
  await world.service.courier.deliverDue();
  await world.query(
    `update recovery_claims set sealed_claims = 'v1.gone.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA' where request_id = (select id from recovery_request where receipt = '${receipt}')`,
  );
};

describe('claims that do not open, because their key is gone or somebody wrote into the database', () => {
  it('SEC-R02 one such filing is laid aside and stops none of the others', async () => {
    await breakSeal(receiptIn(await fileForm(world.visitor())));
    world.advance(1);
    await fileForm(world.visitor());
    expect(await recoveryLetters(world)).toHaveLength(1);
    expect(await world.query('select admission from recovery_request order by filed_at')).toEqual([
      { admission: 'laid-aside' },
      { admission: 'matched' },
    ]);
    expect(await world.query("select detail from recovery_event where type = 'LaidAside'")).toEqual([
      { detail: '{"because":"claims-unreadable"}' },
    ]);
  });

  it('SEC-R02 the link of a filing that found its account is sent again without them, to the account it found', async () => {
    const visitor = world.visitor();
    const receipt = receiptIn(await fileForm(visitor));
    await world.letters();
    await breakSeal(receipt);
    await visitor.get(`/success/lost-device/${receipt}`);
    await visitor.post(`/success/lost-device/${receipt}/letter`);
    expect(await recoveryLetters(world)).toHaveLength(2);
  });

  it('SEC-R02 the browser that filed sees its receipt, not a fault', async () => {
    const visitor = world.visitor();
    const receipt = receiptIn(await fileForm(visitor));
    await breakSeal(receipt);
    const page = await visitor.get(`/success/lost-device/${receipt}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(receipt);
    expect((await visitor.get(`/success/lost-device/form?again=${receipt}`)).status).toBe(200);
  });
});

describe('a flood', () => {
  it('SEC-F06 invariant 8: looking after it overtakes no sign-in, because only what sends a letter takes a turn of the account', async () => {
    const { secret } = await enrolledAccount(world);
    const version = async () => (await world.query('select recovery_version as version from account'))[0]?.['version'];
    for (let count = 0; count < 3; count += 1) await fileForm(world.visitor());
    await world.letters();
    const before = await version();
    for (let count = 0; count < 80; count += 1) await fileForm(world.visitor({ address: `198.51.100.${count}` }));
    await world.letters();
    expect(await version()).toBe(before);
    const holder = world.visitor();
    expect((await signInWithCode(world, holder, secret)).location).toBe('/success/lost-device/withdrawal');
    expect(await version()).toBe(Number(before) + 1);
    await world.letters();
    expect(await world.query("select count(*) as total from recovery_request where state = 'opened'")).toEqual([{ total: 0 }]);
    expect(await version()).toBe(Number(before) + 1);
  });

  it('SEC-P06 whoever stole the password does not fill the mailbox by asking for the link again', async () => {
    await enrolledAccount(world);
    const thief = world.visitor();
    await postPassword(thief);
    const receipt = receiptIn(await fileForm(thief));
    await world.letters();
    await thief.get(`/success/lost-device/${receipt}`);
    for (let count = 0; count < 12; count += 1) {
      await thief.post(`/success/lost-device/${receipt}/letter`);
      await world.letters();
    }
    expect((await recoveryLetters(world)).length).toBeLessThanOrEqual(4);
    world.advance(hours(25));
    await thief.get(`/success/lost-device/${receipt}`);
    await thief.post(`/success/lost-device/${receipt}/letter`);
    expect((await recoveryLetters(world)).length).toBeLessThanOrEqual(5);
  });
});

describe('the claim cookie', () => {
  it('invariant 6: a browser that files again is known for as long as the new request may last', async () => {
    const visitor = world.visitor();
    const ageOf = (answer: Answer): number => {
      const line = answer.headers.getSetCookie().find((each) => each.startsWith('__Host-genkan-success-claim='));
      return Number(/Max-Age=(\d+)/u.exec(line ?? '')?.[1]);
    };
    const first = await fileForm(visitor);
    const value = visitor.cookies.get('__Host-genkan-success-claim');
    world.advance(days(30));
    const second = await fileForm(visitor);
    expect(ageOf(second)).toBe(ageOf(first));
    expect(visitor.cookies.get('__Host-genkan-success-claim')).toBe(value);
  });
});
