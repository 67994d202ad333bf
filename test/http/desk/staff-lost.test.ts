/** Somebody of the desk lost the device (desk.md section 6, row *staff*): from the colleague who files to the new device, and who cannot. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours } from '../../../src/core/time.ts';
import { recoverStaff } from '../../../src/journeys/host-staff.ts';
import { PRESETS } from '../../../src/portals/presets.ts';
import { newLocation } from '../../support/databases.ts';
import { decideOn, letGo, proveFresh } from '../../support/desk.ts';
import { fileForm, lastOf, pathsIn, recoveryLetters } from '../../support/lost-device.ts';
import { makeSoftPasskey } from '../../support/soft-passkey.ts';
import { act, decide, join, NEWCOMER_PASSWORD, newestAsk, sitThrough } from '../../support/staff-administration.ts';
import {
  approvedByBoth,
  assign,
  confirmed,
  fileFor,
  openStaffLost,
  receiptOfFiling,
  releasedPass,
  type StaffLost,
  seeDocument,
  seenByBoth,
  signInAtDesk,
  typePassAtDesk,
} from '../../support/staff-lost.ts';
import { codeNow, secretOn, signInWithCode } from '../../support/steps.ts';
import { ORIGIN, openWorld, type World, type WorldOptions } from '../../support/world.ts';

let world: World;
let desk: StaffLost;
beforeEach(async () => {
  world = await openWorld();
  desk = await openStaffLost(world);
});

async function reopen(options: WorldOptions): Promise<void> {
  await world.close();
  world = await openWorld(options);
  desk = await openStaffLost(world);
}
afterEach(() => world.close());

const stateOf = async (): Promise<string> => String((await world.query('select state from recovery_request'))[0]?.['state']);
const pageOf = (who: 'intake' | 'reviewer' | 'supervisor' | 'administrator', receipt: string) =>
  desk[who].visitor.get(`/desk/requests/${receipt}`);

describe('SEC-K01 the way back in for somebody of the desk', () => {
  it.each(['sqlite', 'postgres'] as const)(
    'leads over mailbox, password and the document seen by two to a new device, and to 72 hours of reading (%s)',
    async (kind) => {
      if (kind === 'postgres') await reopen({ location: await newLocation(kind) });
      const { receipt } = await confirmed(desk);
      await seenByBoth(desk, receipt);
      expect((await approvedByBoth(desk, receipt)).status).toBe(303);
      expect(await stateOf()).toBe('approved');
      const pass = await releasedPass(desk);
      expect((await typePassAtDesk(desk.browser, desk.lost.email, pass)).location).toBe('/desk/sign-in/enrolment');
      const secret = secretOn(await desk.browser.get('/desk/sign-in/enrolment'));
      const bound = await desk.browser.post('/desk/sign-in/enrolment/code', { code: codeNow(world, secret), device_name: '' });
      expect(bound.location).toBe('/desk/sign-in?notice=device-registered');
      expect((await desk.browser.get('/desk/requests')).location).toContain('/desk/sign-in');
      world.advance(30_000);
      const old = await signInAtDesk(world, world.visitor(), desk.lost.email, desk.lost.secret);
      expect(old.status).toBe(422);
      world.advance(30_000);
      expect((await signInAtDesk(world, desk.browser, desk.lost.email, secret)).location).toBe('/desk/requests');
      expect((await desk.browser.get('/desk/intake/colleague')).status).toBe(404);
      world.advance(hours(72));
      await signInAtDesk(world, desk.browser, desk.lost.email, secret);
      expect((await desk.browser.get('/desk/intake/colleague')).status).toBe(200);
    },
  );

  it('binds a passkey where the desk takes nothing else, ends the app, and signs nobody in', async () => {
    let isOnly = false;
    const portals = PRESETS.map((portal) =>
      portal.kind === 'desk' ? Object.defineProperty({ ...portal }, 'passkeysOnly', { get: () => isOnly }) : portal,
    );
    await reopen({ portals });
    const { receipt } = await confirmed(desk);
    await seenByBoth(desk, receipt);
    await approvedByBoth(desk, receipt);
    const pass = await releasedPass(desk);
    isOnly = true;
    const enrolment = '/desk/sign-in/enrolment';
    expect((await typePassAtDesk(desk.browser, desk.lost.email, pass)).location).toBe(enrolment);
    expect((await desk.browser.get(enrolment)).html).not.toContain('otpauth:');
    const asked = JSON.parse((await desk.browser.post(`${enrolment}/passkey/challenge`)).html);
    const attestation = makeSoftPasskey({ origin: ORIGIN }).create(asked);
    const bound = await desk.browser.post(`${enrolment}/passkey`, { attestation, passkey_name: '' });
    expect(bound.location).toBe('/desk/sign-in?notice=device-registered');
    const rows = await world.query(
      `select kind, state from authenticator where account_id = '${desk.lost.id}' and state = 'bound'`,
    );
    expect([rows, await stateOf()]).toEqual([[{ kind: 'passkey', state: 'bound' }], 'redeemed']);
    expect((await desk.browser.get('/desk/requests')).location).toContain('/desk/sign-in');
  });

  it('SEC-J07 has no pass before 72 hours after the letters were accepted, whatever the risk', async () => {
    const { receipt } = await confirmed(desk);
    await seenByBoth(desk, receipt);
    await approvedByBoth(desk, receipt);
    await world.letters();
    await world.letters();
    world.advance(hours(71));
    await world.letters();
    expect(await stateOf()).toBe('waiting');
    world.advance(hours(1));
    await world.letters();
    expect(await stateOf()).toBe('released');
  });

  it('invariant 10: tells every administrator of the desk from the mailbox on, and nobody of them before', async () => {
    await fileFor(desk.intake.visitor, desk.lost.email);
    const told = async () => (await recoveryLetters(world, desk.administrator.email)).map(({ subject }) => subject);
    expect(await told()).toEqual([]);
    const { receipt } = await confirmed(desk);
    expect(await told()).toEqual(['【サポートデスク】デスクの同僚から、二要素認証の解除の依頼がありました']);
    await seenByBoth(desk, receipt);
    expect((await told()).length).toBeGreaterThan(1);
  });
});

describe('who decides about a colleague', () => {
  it('SEC-J09 is before supervisors, before a reviewer once put in charge, and before nobody else', async () => {
    const { receipt } = await confirmed(desk);
    const statuses = async () => {
      const all = [];
      for (const who of ['intake', 'reviewer', 'supervisor', 'administrator'] as const)
        all.push((await pageOf(who, receipt)).status);
      return all;
    };
    expect(await statuses()).toEqual([404, 404, 200, 404]);
    await assign(desk.supervisor.visitor, receipt, desk.reviewer.id);
    expect(await statuses()).toEqual([404, 200, 200, 404]);
    expect((await desk.supervisor.visitor.get('/desk/requests')).text).toContain(receipt);
  });

  it('SEC-K06 the document seen by one alone is enough to propose and not to approve', async () => {
    const { receipt } = await confirmed(desk);
    await seeDocument(desk.supervisor.visitor, desk.browser, receipt);
    await decideOn(desk.supervisor.visitor, receipt, 'proposal');
    expect(await stateOf()).toBe('proposed');
    await letGo(desk.supervisor.visitor, receipt);
    await assign(desk.supervisor.visitor, receipt, desk.reviewer.id);
    await proveFresh(world, desk.reviewer);
    await decideOn(desk.reviewer.visitor, receipt, 'approval');
    expect(await stateOf()).toBe('proposed');
  });

  it('SEC-K06 two saw it, and a supervisor who did not can neither approve nor propose', async () => {
    const other = await join(world, 'supervisor', 'supervisor-9');
    const { receipt } = await confirmed(desk);
    await seenByBoth(desk, receipt);
    await letGo(desk.reviewer.visitor, receipt);
    expect((await other.visitor.get(`/desk/requests/${receipt}`)).html).not.toContain(`${receipt}/proposal`);
    expect((await decideOn(other.visitor, receipt, 'proposal')).status).toBe(403);
    await decideOn(desk.supervisor.visitor, receipt, 'proposal');
    expect(await stateOf()).toBe('proposed');
    expect((await other.visitor.get(`/desk/requests/${receipt}`)).html).not.toContain(`${receipt}/approval`);
    expect((await decideOn(other.visitor, receipt, 'approval')).status).toBe(403);
    expect(await stateOf()).toBe('proposed');
  });

  it('shows what the row staff asks for, one approver, and offers no call', async () => {
    const { receipt } = await confirmed(desk);
    const { html, text } = await pageOf('supervisor', receipt);
    expect(text).toContain('承認者 1名・待機 72時間');
    expect(text).toContain('本人確認書類(対面・ビデオ通話)');
    expect(html).not.toContain('value="call-back"');
    expect(text).toContain('同僚(デスク)');
  });
});

describe('a new device that was somebody else’s', () => {
  it('SEC-J12 is disowned by the mailed link; two of the desk open nothing then, and the break-glass of the host replaces it', async () => {
    const { receipt } = await confirmed(desk);
    await seenByBoth(desk, receipt);
    await approvedByBoth(desk, receipt);
    await typePassAtDesk(desk.browser, desk.lost.email, await releasedPass(desk));
    const stolen = secretOn(await desk.browser.get('/desk/sign-in/enrolment'));
    await desk.browser.post('/desk/sign-in/enrolment/code', { code: codeNow(world, stolen), device_name: '' });
    const { text } = lastOf((await world.letters()).filter(({ to }) => to === desk.lost.email));
    const token = /cancellation\?token=(\S+)/u.exec(text)?.[1] ?? '';
    await world.visitor().post(`/desk/lost-device/${receipt}/cancellation`, { token, choice: 'disown' });
    const status = async () => (await world.query(`select status from account where id = '${desk.lost.id}'`))[0]?.['status'];
    expect(await status()).toBe('suspended');

    world.advance(30_000);
    for (const { email, secret, visitor } of [desk.administrator, desk.supervisor]) {
      await signInAtDesk(world, visitor, email, secret);
    }
    await act(desk.administrator.visitor, desk.lost.id, 'restore');
    await decide(desk.supervisor.visitor, await newestAsk(world));
    expect(await status()).toBe('suspended');

    const { ports } = world.service.site;
    const opened = await recoverStaff(ports, world.now(), 'desk', desk.lost.email, 'disowned a new device');
    if (!opened.ok) throw new Error(opened.refusal.code);
    const own = world.visitor();
    const secret = await sitThrough(world, own, `/desk/setup/${opened.value.code}`);
    expect((await own.get('/desk/requests')).status).toBe(200);
    world.advance(30_000);
    const credentials = { portal: 'desk', email: desk.lost.email, password: NEWCOMER_PASSWORD };
    expect((await signInWithCode(world, world.visitor(), stolen, credentials)).status).toBe(422);
    expect((await signInWithCode(world, world.visitor(), secret, credentials)).location).toBe('/desk/requests');
  });
});

describe('filing for a colleague', () => {
  it('SEC-E03 SEC-J09 says the same for a colleague, for an unknown address and for a customer, and mails the first alone', async () => {
    await world.addAccount();
    const bodies = [];
    for (const email of [desk.lost.email, 'nobody@desk.example', 'hanako@success.example']) {
      const answer = await fileFor(desk.intake.visitor, email);
      const receipt = receiptOfFiling(answer);
      bodies.push((await desk.intake.visitor.follow(answer)).text.replaceAll(receipt, 'R'));
    }
    expect(new Set(bodies).size).toBe(1);
    expect((await recoveryLetters(world)).map(({ to }) => to)).toEqual([desk.lost.email]);
  });

  it('says what is missing, keeps what was typed, and takes nothing without the risk being accepted', async () => {
    const answer = await fileFor(desk.intake.visitor, 'no address', { name: '', risk: '' });
    expect([answer.status, answer.html.includes('value="no address"')]).toEqual([422, true]);
    for (const field of ['#email', '#name', '#risk']) expect(answer.html).toContain(`href="${field}"`);
    expect(await world.query('select id from recovery_request')).toEqual([]);
  });

  it('SEC-K06 is refused for oneself, however the own address is written', async () => {
    const answer = await fileFor(desk.intake.visitor, desk.intake.email.toUpperCase());
    expect([answer.status, await world.query('select id from recovery_request')]).toEqual([422, []]);
  });

  it('SEC-K03 is not there for the administrator, the auditor or the public form', async () => {
    expect((await desk.administrator.visitor.get('/desk/intake/colleague')).status).toBe(404);
    expect((await fileFor(desk.administrator.visitor, desk.lost.email)).status).toBe(404);
    expect((await fileForm(world.visitor(), { email: desk.lost.email }, 'desk')).status).toBe(404);
    expect(await world.query('select id from recovery_request')).toEqual([]);
  });

  it('T-52 never makes a claim browser of one that is signed in at the desk', async () => {
    const receipt = receiptOfFiling(await fileFor(desk.intake.visitor, desk.lost.email));
    const { token, open } = pathsIn(lastOf(await recoveryLetters(world, desk.lost.email)));
    const { visitor } = desk.reviewer;
    await visitor.get(open);
    await visitor.post(`/desk/lost-device/${receipt}/confirmation`, { token });
    expect(await stateOf()).toBe('evidence');
    expect(await world.query("select version from recovery_event where type = 'ClaimBrowserSet'")).toEqual([]);
  });
});

describe('stopping it', () => {
  it('SEC-J10 the member who still has a session sees it on the first page and stops it by a button', async () => {
    const { visitor } = desk.lost;
    await confirmed(desk);
    const { html } = await visitor.get('/desk/requests');
    expect(html).toContain('action="/desk/dashboard/request"');
    const answer = await visitor.post('/desk/dashboard/request', { choice: 'not-me' });
    expect(await stateOf()).toBe('vetoed');
    expect((await visitor.follow(answer)).text).toContain('依頼を取り消しました');
  });

  it('G-26 a sign-in at the desk with the old device ends it and says so', async () => {
    await confirmed(desk);
    const answer = await signInAtDesk(world, world.visitor(), desk.lost.email, desk.lost.secret);
    expect([answer.location, await stateOf()]).toEqual(['/desk/lost-device/withdrawal', 'withdrawn']);
  });

  it('SEC-J10 the mailed link cancels it without signing in', async () => {
    const { paths, receipt } = await confirmed(desk);
    await desk.browser.post(`/desk/lost-device/${receipt}/cancellation`, { token: paths.token, choice: 'not-me' });
    expect(await stateOf()).toBe('vetoed');
  });

  it('SEC-J03 nobody who only knows the number sees anything of it', async () => {
    const { receipt } = await confirmed(desk);
    const stranger = world.visitor();
    const known = await stranger.get(`/desk/lost-device/${receipt}`);
    const unknown = await stranger.get('/desk/lost-device/R-2026-ABCD-EF');
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(known.text.replaceAll(receipt, 'R')).toBe(unknown.text.replaceAll('R-2026-ABCD-EF', 'R'));
  });
});
