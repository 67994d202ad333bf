/** Two things at once on one lost-device request, on both databases: one outcome, the safe one (SEC-R01). */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Service } from '../../src/compose.ts';
import { newLocation } from '../support/databases.ts';
import { fileAndConfirm, fileForm, lastOf, pathsIn, receiptIn, recoveryLetters } from '../support/lost-device.ts';
import { codeNow, enrolledAccount, postPassword } from '../support/steps.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';
import { ORIGIN, openWorld, type World } from '../support/world.ts';

describe.each(['sqlite', 'postgres'] as const)('races of requests on %s', (kind) => {
  async function openRace(): Promise<World> {
    const world = await openWorld({ location: await newLocation(kind) });
    onTestFinished(() => world.close());
    await world.addAccount();
    return world;
  }

  const secondNode = (world: World): Promise<Service> => (kind === 'postgres' ? world.openNode() : Promise.resolve(world.service));
  const states = async (world: World): Promise<readonly string[]> =>
    (await world.query('select state from recovery_request order by state')).map((row) => String(row['state']));

  /** Visitors on both nodes, by turns. */
  async function crowd(world: World, size: number): Promise<readonly Visitor[]> {
    const other = await secondNode(world);
    return Array.from({ length: size }, (_, index) => (index % 2 === 0 ? world.visitor() : openVisitor(other.app, ORIGIN)));
  }

  test('SEC-R01 one link confirms one of two filings, however many press at once', async () => {
    const world = await openRace();
    const receipts = [receiptIn(await fileForm(world.visitor())), receiptIn(await fileForm(world.visitor()))];
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    const visitors = await crowd(world, 40);
    const answers = await Promise.all(
      visitors.map((visitor, index) => visitor.post(`/success/lost-device/${receipts[index % 2]}/confirmation`, { token })),
    );
    expect(await world.query("select request_id from recovery_event where type = 'MailboxConfirmed'")).toHaveLength(1);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect(await states(world)).toEqual(['evidence', 'expired']);
  });

  test('SEC-R01 two links of one account confirm one request at once', async () => {
    const world = await openRace();
    const receipts: string[] = [];
    for (let count = 0; count < 3; count += 1) receipts.push(receiptIn(await fileForm(world.visitor())));
    const tokens = (await recoveryLetters(world)).map((letter) => pathsIn(letter).token);
    expect(tokens).toHaveLength(3);
    const visitors = await crowd(world, 30);
    await Promise.all(
      visitors.map((visitor, index) =>
        visitor.post(`/success/lost-device/${receipts[index % 3]}/confirmation`, { token: tokens[index % 3] ?? '' }),
      ),
    );
    expect(await world.query("select request_id from recovery_event where type = 'MailboxConfirmed'")).toHaveLength(1);
    expect(await states(world)).toEqual(['evidence', 'expired', 'expired']);
  });

  test('SEC-R01 both cancel buttons at once end the request once, and a freeze stands only if "not me" came first', async () => {
    const world = await openRace();
    const { receipt, paths } = await fileAndConfirm(world, world.visitor());
    const visitors = await crowd(world, 20);
    await Promise.all(
      visitors.map((visitor, index) =>
        visitor.post(`/success/lost-device/${receipt}/cancellation`, {
          token: paths.token,
          choice: index % 4 < 2 ? 'found' : 'not-me',
        }),
      ),
    );
    const [state] = await states(world);
    const [account] = await world.query('select recovery_frozen_until from account');
    const events = await world.query("select type from recovery_event where type in ('Withdrawn', 'Vetoed')");
    expect(events).toHaveLength(1);
    expect(account?.['recovery_frozen_until'] !== null).toBe(state === 'vetoed');
    expect((await recoveryLetters(world)).filter(({ subject }) => subject.includes('取り消しました'))).toHaveLength(1);
  });

  test('SEC-J07 a sign-in with the second factor and a confirmation at once: signed in, and nothing is under way', async () => {
    const world = await openRace();
    const { secret } = await enrolledAccount(world);
    const receipt = receiptIn(await fileForm(world.visitor()));
    const { token } = pathsIn(lastOf(await recoveryLetters(world)));
    const [holder, thief] = await crowd(world, 2);
    if (holder === undefined || thief === undefined) throw new Error('a crowd of two');
    await postPassword(holder);
    await holder.get('/success/sign-in/code');
    const [signedIn] = await Promise.all([
      holder.post('/success/sign-in/code', { code: codeNow(world, secret) }),
      thief.post(`/success/lost-device/${receipt}/confirmation`, { token }),
    ]);
    expect(signedIn.location).toBe('/success/lost-device/withdrawal');
    expect(await states(world)).toEqual(['withdrawn']);
  });

  test('two clerks at once match a filing once and send its letter once', async () => {
    const world = await openRace();
    const other = await secondNode(world);
    for (let count = 0; count < 3; count += 1) await fileForm(world.visitor());
    await Promise.all([world.service.clerk.lookNow(), other.clerk.lookNow(), world.service.clerk.lookNow()]);
    const matched = await world.query("select type from recovery_event where type = 'Matched'");
    expect(matched).toHaveLength(3);
    expect(await recoveryLetters(world)).toHaveLength(3);
  });
});
