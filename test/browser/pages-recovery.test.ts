/**
 * The late pages of a recovery, of requests that really went that far: the status page in every state from the approval on, the pass and what
 * can be wrong with it, the new device and its days of quarantine, the letter's "not me", the banner of a living session. By keyboard,
 * each in one of the two languages.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { days, minutes } from '../../src/core/time.ts';
import { createListener } from '../../src/http/listener.ts';
import { wordsFor } from '../../src/i18n/catalog.ts';
import type { PortalDefinition } from '../../src/portals/definition.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { decideOn, openDesk } from '../support/desk.ts';
import { CLAIMS, fileAndConfirm } from '../support/lost-device.ts';
import {
  approved,
  type Belongings,
  gathered,
  ownBelongings,
  passIn,
  type Recovery,
  redeem,
  stateOf,
  typePass,
} from '../support/recovery.ts';
import { isSignedIn } from '../support/recovery-codes.ts';
import { freePort } from '../support/server.ts';
import { signInWithCode } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openAlways, openWorld, PASSWORD, type World } from '../support/world.ts';
import { openPageVisitor, type PageVisitor, takeCookies } from './page-visitor.ts';

interface Served {
  readonly world: World;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

let browser: OpenBrowser;
let served: Served;
beforeAll(async () => {
  browser = await openBrowser('chromium', { engineOnly: true });
});
afterAll(() => browser.close());
afterEach(() => served.close());

/** A world behind a real port. */
async function serve(portals: readonly PortalDefinition[] = PRESETS.map(openAlways)): Promise<Served> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const data = mkdtempSync(join(tmpdir(), 'genkan-pages-'));
  const location = { kind: 'sqlite', path: join(data, 'genkan.db') } as const;
  const world = await openWorld({ location, origin, portals, recovery: { wait: { low: minutes(5) } } });
  const server = createListener(world.service.app.fetch);
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const close = async (): Promise<void> => {
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
    await world.close();
    rmSync(data, { recursive: true, force: true });
  };
  return { world, origin, close };
}

/** A window in which somebody goes on who got here without one. */
async function windowOf(somebody: Visitor, language: 'ja' | 'en'): Promise<PageVisitor> {
  const visitor = await openPageVisitor(browser, served, language);
  await takeCookies(visitor, somebody);
  return visitor;
}

async function begin(
  portals?: readonly PortalDefinition[],
): Promise<{ readonly recovery: Recovery; readonly session: Visitor; readonly status: string }> {
  served = await serve(portals);
  let belongings: Belongings | undefined;
  const recovery = await gathered(served.world, async (oldSecret) => {
    belongings = await ownBelongings(served.world, oldSecret);
  });
  if (belongings === undefined) throw new Error('no session');
  return { recovery, session: belongings.session, status: `/success/lost-device/${recovery.receipt}` };
}

/** Looks at the status page, which says so in its card. */
async function lookAtStatus({ look, open, page }: PageVisitor, path: string, title: string, said: string): Promise<void> {
  await open(path);
  await look(title);
  expect(await page.$eval('main', (main) => main.textContent ?? '')).toContain(said);
}

const settle = async (world: World): Promise<void> => {
  await world.letters();
  await world.letters();
};

it('U-05 U-06 U-07 U-57 G-22 in Japanese: waiting, the pass and its errors, another browser, stopped, vetoed', async () => {
  const { recovery, session, status } = await begin();
  const { world } = recovery;
  const { later, pass, running, status: words } = wordsFor('ja').lostRequest;
  const visitor = await windowOf(recovery.holder, 'ja');
  const { look, open, send } = visitor;
  await approved(recovery);
  await lookAtStatus(visitor, status, words.title, later.approvedTitle);
  await settle(world);
  await lookAtStatus(visitor, status, words.title, later.waitingTitle);

  expect(await isSignedIn(session)).toBe(true);
  const living = await windowOf(session, 'ja');
  await living.open('/success/dashboard');
  await living.look(wordsFor('ja').dashboard.title);
  expect(await living.page.$eval('main', (main) => main.textContent ?? '')).toContain(running.title);

  world.advance(minutes(5));
  await settle(world);
  await lookAtStatus(visitor, status, words.title, later.releasedTitle);
  await open('/success/sign-in/pass');
  await look(pass.title);
  await send('/sign-in/pass', { email: CLAIMS.email });
  await look(pass.title, pass.empty);
  await send('/sign-in/pass', { email: CLAIMS.email, password: PASSWORD, pass: '0000-0000-0000-0000' });
  await look(pass.title, pass.wrong);

  const stranger = await openPageVisitor(browser, served, 'ja');
  await stranger.open('/success/sign-in/pass');
  await stranger.send('/sign-in/pass', { email: CLAIMS.email, password: PASSWORD, pass: await passIn(world) });
  await stranger.look(pass.takenOverTitle);

  await decideOn(recovery.desk[2].visitor, recovery.receipt, 'stop', { remark: '声が別人のようでした' });
  expect(await stateOf(recovery)).toBe('frozen');
  await lookAtStatus(visitor, status, words.title, words.frozenTitle);
  await living.open('/success/dashboard');
  await living.send('/dashboard/request');
  await living.look(wordsFor('ja').dashboard.title);
  expect(await stateOf(recovery)).toBe('vetoed');
  await lookAtStatus(visitor, status, words.title, words.ended.vetoed);
  expect([...visitor.problems, ...living.problems, ...stranger.problems]).toEqual([]);
});

it('U-05 U-06 U-07 U-57 SEC-J13 in English: a dead pass, a new device, its quarantine, and "not me"', async () => {
  const { recovery, status } = await begin();
  const { world } = recovery;
  const { lostRequest, signIn } = wordsFor('en');
  const { disown, later, pass, quarantine, status: words } = lostRequest;
  const visitor = await windowOf(recovery.holder, 'en');
  const { look, open, send } = visitor;
  await approved(recovery);
  await settle(world);
  world.advance(minutes(5));
  await settle(world);
  for (let count = 0; count < 4; count += 1) await typePass(recovery.holder, '0000-0000-0000-0000');
  await open('/success/sign-in/pass');
  await send('/sign-in/pass', { email: CLAIMS.email, password: PASSWORD, pass: '0000-0000-0000-0000' });
  await look(pass.title, pass.dead);
  await lookAtStatus(visitor, status, words.title, later.deadTitle);
  await send('/renewal');
  await look(words.title);
  const { secret } = await redeem(recovery, await passIn(world));
  await lookAtStatus(visitor, status, words.title, later.redeemedTitle);
  await open('/success/sign-in?notice=device-registered');
  await look(signIn.title);

  const fresh = world.visitor({ language: 'en' });
  await signInWithCode(world, fresh, secret);
  const owner = await windowOf(fresh, 'en');
  await owner.open('/success/dashboard');
  await owner.look(wordsFor('en').dashboard.title);
  expect(await owner.page.$eval('main', (main) => main.textContent ?? '')).toContain(quarantine.notice);
  await owner.open('/success/account');
  await owner.look(wordsFor('en').account.accountTitle);
  expect(await owner.page.$eval('main', (main) => main.textContent ?? '')).toContain(quarantine.notice);
  await owner.open('/success/two-factor');
  await owner.look(quarantine.title);

  const letter = (await world.letters()).findLast(({ text }) => text.includes('/cancellation?token='));
  await open(/\/success\/lost-device\/R-[0-9A-Z-]+\/cancellation\?token=\S+/u.exec(letter?.text ?? '')?.[0] ?? '');
  await look(disown.title);
  await send('/cancellation');
  await look(disown.doneTitle);
  expect(await stateOf(recovery)).toBe('closed');
  expect([...visitor.problems, ...owner.problems]).toEqual([]);
});

it('U-05 U-06 U-07 U-55 in Japanese: a request that was declined, and one that nobody carried on', async () => {
  served = await serve();
  const { world } = served;
  await world.addAccount();
  const [reviewer] = await openDesk(world, ['reviewer']);
  const holder = world.visitor();
  const { status: words } = wordsFor('ja').lostRequest;
  const visitor = await windowOf(holder, 'ja');
  const declined = await fileAndConfirm(world, holder);
  if (reviewer === undefined) throw new Error('no desk');
  await decideOn(reviewer.visitor, declined.receipt, 'refusal', { reason: 'not-the-holder', remark: '声が別人のようでした' });
  expect(await stateOf({ world })).toBe('refused');
  await takeCookies(visitor, holder);
  await lookAtStatus(visitor, `/success/lost-device/${declined.receipt}`, words.title, words.ended.refused);

  const { receipt } = await fileAndConfirm(world, holder);
  world.advance(days(14));
  await settle(world);
  await takeCookies(visitor, holder);
  await lookAtStatus(visitor, `/success/lost-device/${receipt}`, words.title, words.ended.expired);
  expect(visitor.problems).toEqual([]);
});

it('U-05 U-06 U-07 D-30 in English: where the pass leaves two-factor off, what it does and that it did', async () => {
  const leaveOff = PRESETS.map((portal) => ({ ...openAlways(portal), afterRecovery: 'leave-off' as const }));
  const { recovery, status } = await begin(leaveOff);
  const { world } = recovery;
  const { lostRequest, signIn } = wordsFor('en');
  const { later, pass, status: words } = lostRequest;
  const visitor = await windowOf(recovery.holder, 'en');
  const { look, open, page, send } = visitor;
  const shown = (): Promise<string> => page.$eval('body', (body) => body.textContent ?? '');
  await approved(recovery);
  await settle(world);
  world.advance(minutes(5));
  await settle(world);
  await lookAtStatus(visitor, status, words.title, 'turns two-factor authentication off');
  await open('/success/sign-in/pass');
  await look(pass.title);
  expect(await shown()).toContain(pass.nextOff);
  await send('/sign-in/pass', { email: CLAIMS.email, password: PASSWORD, pass: await passIn(world) });
  await look(signIn.title);
  expect(await shown()).toContain(pass.leftOff);
  await lookAtStatus(visitor, status, words.title, later.leftOffTitle);
  expect(visitor.problems).toEqual([]);
});
