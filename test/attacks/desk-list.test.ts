/**
 * What the desk's list must not give away: who has an account, requests of privileged subjects, contact data and secrets. And
 * that nobody looks at it unrecorded, unasked, or with the cookie of another portal.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STAFF_ROLES, type StaffRole } from '../../src/core/account.ts';
import { encodeBase32 } from '../../src/core/base32.ts';
import { days, minutes } from '../../src/core/time.ts';
import { routesOf } from '../../src/http/routes.ts';
import { DESK_PORTAL } from '../../src/portals/presets.ts';
import { fileAndConfirm, fileForm, receiptIn } from '../support/lost-device.ts';
import { CLAIMED, receiptOf, receive } from '../support/received.ts';
import { enrolStaff, staffEmail } from '../support/staff.ts';
import { enrolledAccount, postPassword, signIn } from '../support/steps.ts';
import type { Answer } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

const LIST = '/desk/requests';
const OTHER_VIEWS = ['untouched', 'mine', 'customer', 'second', 'waiting', 'overdue', 'ended'];
const VIEWS = [LIST, ...OTHER_VIEWS.map((view) => `${LIST}?view=${view}`)];
const VIEWERS: readonly StaffRole[] = ['intake', 'reviewer', 'supervisor', 'auditor'];
const LOW = { risk: 'low', because: [] } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** The page without what differs in every answer. */
const bare = ({ html }: Answer): string => html.replace(/name="form_token" value="[^"]+"/gu, '');

describe('privileged subjects', () => {
  test.each(VIEWERS)(
    'SEC-J09 SEC-E03 for %s a request of one is there or is as if there were none, as the role says',
    async (role) => {
      const isShown = role === 'supervisor' || role === 'auditor';
      const holder = await world.addAccount();
      await receive(world.service.store, { n: 1, accountId: holder, filedAt: world.now(), risk: LOW });
      const administrator = await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
      const colleague = await world.addAccount({ email: staffEmail('reviewer').toUpperCase() });
      if (role !== 'reviewer')
        await world.addAccount({ portal: 'desk', email: staffEmail('reviewer'), role: 'reviewer', company: null });
      const { visitor } = await enrolStaff(world, role);
      const before = await Promise.all(VIEWS.map((path) => visitor.get(path)));
      await receive(world.service.store, { n: 2, accountId: administrator, filedAt: world.now(), risk: LOW });
      await receive(world.service.store, { n: 3, accountId: administrator, filedAt: world.now() });
      await receive(world.service.store, { n: 4, accountId: colleague, filedAt: world.now(), risk: LOW });
      const after = await Promise.all(VIEWS.map((path) => visitor.get(path)));
      if (!isShown) {
        expect(after.map(bare)).toEqual(before.map(bare));
        return;
      }
      expect(after[0]?.text).toContain('すべて(進行中) 4 ');
      for (const n of [1, 2, 3, 4]) expect(after[0]?.html).toContain(receiptOf(n));
    },
  );
});

describe('who has an account', () => {
  test.each(VIEWERS)(
    'SEC-E03 for %s forms for nobody, for a suspended account and during a freeze change nothing',
    async (role) => {
      await world.addAccount({ email: 'left@success.example', status: 'suspended' });
      await world.addAccount({ email: 'frozen@success.example' });
      await world.query(
        "update account set recovery_frozen_until = 9000000000000 where canonical_email = 'frozen@success.example'",
      );
      const { visitor } = await enrolStaff(world, role);
      const before = await Promise.all(VIEWS.map((path) => visitor.get(path)));
      for (const email of ['nobody@success.example', 'left@success.example', 'frozen@success.example'])
        receiptIn(await fileForm(world.visitor(), { email }));
      const waiting = await Promise.all(VIEWS.map((path) => visitor.get(path)));
      await world.letters();
      const after = await Promise.all(VIEWS.map((path) => visitor.get(path)));
      expect(waiting.map(bare)).toEqual(before.map(bare));
      expect(after.map(bare)).toEqual(before.map(bare));
      expect(await world.query('select id from recovery_request')).toHaveLength(3);
    },
  );
});

describe('contact data and secrets', () => {
  test.each(STAFF_ROLES)(
    'T-26 SEC-K04 no page of %s holds an address, a number, a full name or anything secret of a customer',
    async (role) => {
      const { secret } = await enrolledAccount(world, { email: await customer() });
      // Of the last sign-in the rough place is shown (D-14); of the form none is.
      const { receipt, paths } = await fileAndConfirm(world, world.visitor({ address: '198.18.0.5' }));
      const accountId = String((await world.query("select id from account where portal = 'success'"))[0]?.['id']);
      await receive(world.service.store, { n: 1, accountId, filedAt: world.now() });
      // Elsewhere and with another browser than the customer: what the own activity tells of is the own.
      const elsewhere = {
        address: '192.0.2.77',
        headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:145.0) Firefox/145.0' },
      };
      const { visitor } = await enrolStaff(world, role, elsewhere);
      const columns: readonly (readonly [string, string])[] = [
        ['account', 'email'],
        ['account', 'password_record'],
        ['authenticator', 'sealed_secret'],
        ['session', 'digest'],
        ['recovery_link', 'id'],
        ['recovery_link', 'digest'],
        ['recovery_claims', 'sealed_claims'],
        ['claim_browser', 'digest'],
        ['outbox', 'sealed_letter'],
        ['recovery_request', 'place'],
        ['recovery_request', 'browser'],
      ];
      const stored: string[] = [];
      for (const [table, column] of columns) {
        const rows = await world.query(`select ${column} as canary from ${table} where ${column} is not null`);
        stored.push(...rows.map((row) => String(row['canary'])).filter((value) => value !== staffEmail(role)));
      }
      const canaries = [
        ...new Set(stored),
        ...Object.values(CLAIMED),
        'hanako',
        '山田',
        '花子',
        '1234-5621',
        '0312345621',
        PASSWORD,
        encodeBase32(secret),
        paths.token,
      ];
      expect(canaries.length).toBeGreaterThan(20);
      const pages = routesOf(DESK_PORTAL).filter(({ method }) => method === 'GET');
      const addresses = [...pages.map(({ path }) => `/desk/${path.replace(/:[a-z]+/u, receipt)}`), ...VIEWS.slice(1)];
      for (const path of addresses) {
        const answer = await visitor.get(path);
        const said = answer.html + JSON.stringify([...answer.headers]);
        expect(
          canaries.filter((canary) => said.includes(canary)),
          path,
        ).toEqual([]);
      }
    },
  );

  /** With the name and the number every world account has. */
  async function customer(): Promise<string> {
    await world.addAccount();
    return 'hanako@success.example';
  }
});

describe('a look at the list', () => {
  const looks = async () => {
    const rows = await world.query(
      "select actor_kind, actor_id, account_id, portal, detail from audit_event where type like 'recovery.list%' order by seq",
    );
    return rows.map(({ actor_kind, actor_id, account_id, portal, detail }) => [
      actor_kind,
      actor_id,
      account_id,
      portal,
      JSON.parse(String(detail)),
    ]);
  };

  test('SEC-Q01 invariant 12: every one is recorded with role, portals, view, page and what was shown, by HEAD as by GET', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now() });
    const { visitor } = await enrolStaff(world, 'intake');
    await visitor.get(LIST);
    const head = await visitor.send(`${LIST}?view=ended&page=7`, { method: 'HEAD' });
    expect([head.status, head.html]).toEqual([200, '']);
    const facts = { role: 'intake', portals: ['success', 'support', 'desk'] };
    expect(await looks()).toEqual([
      ['staff', 'account-2', null, 'desk', { ...facts, view: 'all', page: 1, shown: [receiptOf(1)] }],
      ['staff', 'account-2', null, 'desk', { ...facts, view: 'ended', page: 1, shown: [] }],
    ]);
  });

  test('SEC-Q01 a refused one is recorded too, and what needs a session leaves no entry without one', async () => {
    const { visitor } = await enrolStaff(world, 'administrator');
    await world.visitor().get(LIST);
    expect(await looks()).toEqual([]);
    await visitor.get(LIST);
    expect(await looks()).toEqual([['staff', 'account-1', null, 'desk', { refusal: 'not-permitted' }]]);
  });

  test('SEC-K02 a role taken away closes the list with the next request', async () => {
    const { visitor } = await enrolStaff(world, 'auditor');
    expect((await visitor.get(LIST)).status).toBe(200);
    await world.query("update account set role = 'administrator' where portal = 'desk'");
    expect((await visitor.get(LIST)).status).toBe(403);
  });

  test('SEC-G03 D-01 the list ends with the session: after 15 minutes without a page', async () => {
    const { visitor } = await enrolStaff(world, 'intake');
    await visitor.get(LIST);
    world.advance(minutes(15) - 1000);
    expect((await visitor.get(LIST)).status).toBe(200);
    world.advance(minutes(15));
    expect((await visitor.get(LIST)).location).toContain('notice=session-ended');
  });
});

describe('what a role may not see or do', () => {
  const RANDOM = 'R-2026-7H3K-X9';
  /** Everything that can be asked of one request. */
  const ACTS: readonly (readonly [path: string, fields: Readonly<Record<string, string>>])[] = [
    ['claim', { choice: 'claim', back: 'request' }],
    ['claim', { choice: 'release', back: 'queue' }],
    ['labels', { choice: 'add', label: '至急', back: 'request' }],
    ['labels', { choice: 'remove', label: '至急', back: 'request' }],
    ['notes', { note: 'メモ', back: 'request' }],
    ['presence', { choice: 'editing' }],
  ];
  const same = (answer: Answer, receipt: string): unknown => [
    answer.status,
    answer.location?.replaceAll(receipt, 'R'),
    bare(answer).replaceAll(receipt, 'R'),
  ];
  const traces = async () => {
    const tables = ['desk_claim', 'desk_presence', 'desk_label', 'desk_note'];
    return Promise.all(tables.map((table) => world.query(`select * from ${table}`)));
  };

  test.each(['intake', 'reviewer'] as const)(
    'SEC-K03 SEC-J09 T-24 for %s a request of a privileged subject is like one of nobody: to look at, to claim, to write on, to find',
    async (role) => {
      const administrator = await world.addAccount({
        email: 'kaori@success.example',
        role: 'company-administrator',
        name: '小川 薫',
      });
      await receive(world.service.store, { n: 1, accountId: administrator, filedAt: world.now(), risk: LOW });
      const { visitor } = await enrolStaff(world, role);
      await visitor.get(LIST);
      const hidden = await visitor.get(`${LIST}/${receiptOf(1)}/handling`);
      expect(hidden.status).toBe(404);
      expect(same(hidden, receiptOf(1))).toEqual(same(await visitor.get(`${LIST}/${RANDOM}/handling`), RANDOM));
      for (const [path, fields] of ACTS) {
        const [one, other] = [
          await visitor.post(`${LIST}/${receiptOf(1)}/${path}`, fields),
          await visitor.post(`${LIST}/${RANDOM}/${path}`, fields),
        ];
        expect(same(one, receiptOf(1)), path).toEqual(same(other, RANDOM));
      }
      const bulk = (receipt: string) =>
        visitor.post(`${LIST}/selected`, { row_1: receipt, choice: 'label', label: '至急', view: 'all' });
      expect(same(await bulk(receiptOf(1)), receiptOf(1))).toEqual(same(await bulk(RANDOM), RANDOM));
      for (const q of [receiptOf(1), 'kaori@success.example', '小川薫'])
        expect((await visitor.post('/desk/search', { q })).text, q).toContain('見つかりませんでした。');
      expect(await traces()).toEqual([[], [], [], []]);
    },
  );

  test('SEC-J09 a reviewer sees and works on one that a supervisor gave, until giving it back; an intake agent is given none', async () => {
    const administrator = await world.addAccount({ email: 'kaori@success.example', role: 'company-administrator' });
    await receive(world.service.store, { n: 1, accountId: administrator, filedAt: world.now(), risk: LOW });
    const { visitor: intake } = await enrolStaff(world, 'intake');
    const { visitor: reviewer } = await enrolStaff(world, 'reviewer');
    const { visitor: supervisor } = await enrolStaff(world, 'supervisor');
    const idOf = async (role: StaffRole) =>
      String((await world.query(`select id from account where email = '${staffEmail(role)}'`))[0]?.['id']);
    await supervisor.get(LIST);
    const give = async (role: StaffRole) =>
      (await supervisor.post(`${LIST}/selected`, { row_1: receiptOf(1), choice: 'assign', owner: await idOf(role), view: 'all' }))
        .location;
    const page = `${LIST}/${receiptOf(1)}/handling`;
    expect(await give('intake')).toBe(`${LIST}?notice=bulk-none`);
    expect((await intake.get(page)).status).toBe(404);
    expect((await reviewer.get(page)).status).toBe(404);
    expect(await give('reviewer')).toBe(`${LIST}?notice=bulk-done`);
    expect((await reviewer.get(page)).status).toBe(200);
    expect((await reviewer.get(`${LIST}?view=mine`)).html).toContain(receiptOf(1));
    const act = (choice: string) => reviewer.post(`${LIST}/${receiptOf(1)}/claim`, { choice, back: 'queue', view: 'mine' });
    expect((await act('claim')).location).toBe(`${LIST}?view=mine&notice=claimed`);
    expect((await reviewer.get(page)).status).toBe(200);
    expect((await act('release')).location).toBe(`${LIST}?view=mine&notice=released`);
    expect((await reviewer.get(page)).status).toBe(404);
  });

  test.each(['auditor', 'administrator'] as const)('SEC-K02 %s claims, assigns, labels and writes nothing', async (role) => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    const { visitor } = await enrolStaff(world, role);
    await visitor.get(LIST);
    for (const [path, fields] of ACTS.filter(([name]) => name !== 'presence'))
      expect((await visitor.post(`${LIST}/${receiptOf(1)}/${path}`, fields)).status, path).not.toBe(200);
    const bulk = await visitor.post(`${LIST}/selected`, { row_1: receiptOf(1), choice: 'label', label: '至急', view: 'all' });
    expect(bulk.location).not.toBe(`${LIST}?notice=bulk-done`);
    const [claims, , labels, notes] = await traces();
    expect([claims, labels, notes]).toEqual([[], [], []]);
  });

  test('SEC-K01 whoever is new at the desk only reads for three days', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    const { visitor } = await enrolStaff(world, 'reviewer');
    await world.query(`update account set staff_since = ${world.now() - days(3) + 1000} where portal = 'desk'`);
    const page = await visitor.get(LIST);
    expect(page.html).toContain(receiptOf(1));
    expect(page.html).not.toMatch(/value="(?:claim|assign|label)"|type="checkbox"/u);
    const claim = () => visitor.post(`${LIST}/${receiptOf(1)}/claim`, { choice: 'claim', back: 'request' });
    expect((await claim()).status).toBe(403);
    expect(await traces()).toEqual([[], [], [], []]);
    world.advance(1000);
    await visitor.get(LIST);
    expect((await claim()).location).toBe(`${LIST}/${receiptOf(1)}?notice=claimed`);
  });

  test('SEC-K03 SEC-E09 where an act leads back is a closed choice, and a request of another portal that is switched off is not there', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    await receive(world.service.store, { n: 2, accountId, portal: 'elsewhere', filedAt: world.now() });
    const { visitor } = await enrolStaff(world, 'supervisor');
    await visitor.get(LIST);
    const away = await visitor.post(`${LIST}/${receiptOf(1)}/claim`, {
      choice: 'claim',
      back: 'https://evil.example/',
      view: '//evil.example',
    });
    expect(away.location).toBe(`${LIST}/${receiptOf(1)}?notice=claimed`);
    expect((await visitor.get(`${LIST}/${receiptOf(2)}/handling`)).status).toBe(404);
    expect((await visitor.post(`${LIST}/${receiptOf(2)}/notes`, { note: 'メモ', back: 'queue' })).status).toBe(404);
  });

  test('SEC-N02 a form of another browser changes nothing', async () => {
    const accountId = await world.addAccount();
    await receive(world.service.store, { n: 1, accountId, filedAt: world.now(), risk: LOW });
    const { visitor } = await enrolStaff(world, 'supervisor');
    await visitor.get(LIST);
    for (const [path, fields] of ACTS) {
      const answer = await visitor.post(`${LIST}/${receiptOf(1)}/${path}`, { ...fields, form_token: 'stale' });
      expect(answer.status, path).toBe(403);
    }
    const [claims, , labels, notes] = await traces();
    expect([claims, labels, notes]).toEqual([[], [], []]);
  });
});

describe('the cookie of another portal', () => {
  test('SEC-K07 a session of a customer opens no page of the desk, and one of staff none of a customer', async () => {
    await world.addAccount();
    const customer = world.visitor();
    await signIn(customer);
    const { visitor: staff } = await enrolStaff(world, 'supervisor');
    const value = (cookies: ReadonlyMap<string, string>, portal: string) => cookies.get(`__Host-genkan-${portal}-session`) ?? '';
    const swapped = world.visitor();
    swapped.cookies.set('__Host-genkan-desk-session', value(customer.cookies, 'success'));
    swapped.cookies.set('__Host-genkan-success-session', value(staff.cookies, 'desk'));
    for (const path of [LIST, '/desk/dashboard', '/desk/account'])
      expect((await swapped.get(path)).location, path).toContain('/desk/sign-in');
    for (const path of ['/success/dashboard', '/success/cases', '/success/account'])
      expect((await swapped.get(path)).location, path).toContain('/success/sign-in');
    expect((await staff.get(LIST)).status).toBe(200);
    expect((await customer.get('/success/dashboard')).status).toBe(200);
  });

  test('SEC-K07 the password of staff opens no customer portal and that of a customer no desk', async () => {
    await world.addAccount();
    await enrolStaff(world, 'supervisor');
    expect((await postPassword(world.visitor(), { email: staffEmail('supervisor') })).status).toBe(422);
    expect((await postPassword(world.visitor(), { portal: 'desk' })).status).toBe(422);
  });
});
