/**
 * Every route of the desk by every role, against a reviewed table (SEC-K02), and everything they are shown: no stored secret, no digest, no
 * unmasked contact data of a customer (SEC-K04, SEC-B09, T-26), no way to anybody's credentials (SEC-K05, T-24, T-25).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STAFF_ROLES } from '../../src/core/account.ts';
import { encodeBase32 } from '../../src/core/base32.ts';
import { days } from '../../src/core/time.ts';
import { routesOf } from '../../src/http/routes.ts';
import { PRESETS } from '../../src/portals/presets.ts';
import { callAndRecord } from '../support/desk.ts';
import { CLAIMS, fileAndConfirm } from '../support/lost-device.ts';
import { join, type Member } from '../support/staff-administration.ts';
import { enrolledAccount } from '../support/steps.ts';
import type { Visitor } from '../support/visitor.ts';
import { openWorld, PASSWORD, type World } from '../support/world.ts';

const DESK = PRESETS.find(({ kind }) => kind === 'desk');
const ROUTES = DESK === undefined ? [] : routesOf(DESK).filter(({ entry, kind }) => entry === 'session' && kind === 'desk');

let world: World;
let holder: Visitor;
let secret: Uint8Array;
let receipt: string;
let members: ReadonlyMap<string, Member>;

beforeEach(async () => {
  world = await openWorld();
  await world.addAccount();
  ({ secret } = await enrolledAccount(world));
  world.advance(days(2));
  holder = world.visitor();
  ({ receipt } = await fileAndConfirm(world, holder));
  const joined: [string, Member][] = [];
  for (const role of STAFF_ROLES) joined.push([role, await join(world, role)]);
  members = new Map(joined);
});
afterEach(() => world.close());

function memberOf(role: string): Member {
  const member = members.get(role);
  if (member === undefined) throw new Error(`nobody is ${role}`);
  return member;
}

/** With what exists in its place: a request, one of the staff, and for the rest nothing. */
function pathTo(path: string, number = receipt): string {
  const id = path.startsWith('staff/people') ? memberOf('reviewer').id : 'none';
  return `/desk/${path.replace(':receipt', number).replace(/:[a-z]+/u, id)}`;
}

async function statusOf(visitor: Visitor, method: string, path: string): Promise<number> {
  if (method === 'GET') return (await visitor.get(path)).status;
  await visitor.get('/desk/account');
  return (await visitor.post(path, {})).status;
}

async function tableOf(number: string): Promise<string> {
  const rows: string[] = [];
  for (const { method, path } of ROUTES) {
    const statuses: number[] = [];
    for (const role of STAFF_ROLES) statuses.push(await statusOf(memberOf(role).visitor, method, pathTo(path, number)));
    rows.push(`${method.padEnd(5)}/${path.padEnd(34)}${statuses.join(' ')}`);
  }
  return rows.join('\n');
}

describe('the roles and the routes of the desk', () => {
  it('SEC-K02 S-60 T-25 every role at every route is answered as it was reviewed', async () => {
    const plain = await tableOf(receipt);
    await world.query("update account set role = 'company-administrator' where id = 'account-1'");
    const privileged = await tableOf(receipt);
    const before = new Set(plain.split('\n'));
    const differing = privileged.split('\n').filter((row) => !before.has(row));
    const head = `${' '.repeat(40)}${STAFF_ROLES.join(' ')}`;
    const text = `${head}\n${plain}\n\nof a privileged subject, where that differs\n${differing.join('\n')}\n`;
    await expect(text).toMatchFileSnapshot('./desk-roles.txt');
  });

  it('SEC-J03 no route of the desk takes a password, a pass or a secret', () => {
    const fields = ROUTES.flatMap((route) => ('fields' in route ? [...(route.fields ?? [])] : []));
    expect(fields).toContain('remark');
    expect(fields.filter((name) => /pass|secret|seed|token|otp/u.test(name))).toEqual([]);
  });

  it('SEC-K03 T-25 a number of nobody is answered like one that the role may not see, at every route of a request', async () => {
    await world.query("update account set role = 'company-administrator' where id = 'account-1'");
    const { visitor } = memberOf('reviewer');
    const bare = (html: string, number: string): string =>
      html
        .replaceAll(number, 'N')
        .replaceAll(/(?:value|data-token|content)="[^"]*"/gu, '')
        .replaceAll(/[A-Za-z0-9_-]{16,}/gu, 'ID');
    for (const { method, path } of ROUTES.filter(({ path: each }) => each.includes(':receipt'))) {
      const answers: [number, string][] = [];
      for (const number of [receipt, 'R-2026-9999-99']) {
        await visitor.get('/desk/account');
        const to = pathTo(path, number);
        const { status, html } = method === 'GET' ? await visitor.get(to) : await visitor.post(to, {});
        answers.push([status, bare(html, number)]);
      }
      expect(answers[0], `${method} ${path}`).toEqual(answers[1]);
    }
  });

  it.each(STAFF_ROLES)('SEC-K05 T-24 T-25 %s has no route that takes somebody else’s credential', async (role) => {
    const { visitor } = memberOf(role);
    const credentials = async (): Promise<unknown> => [
      await world.query('select id, email, phone, name, password_record, security_version from account order by id'),
      await world.query('select id, state, sealed_secret from authenticator order by id'),
    ];
    const [own] = await world.query("select id from authenticator where account_id = 'account-1' and state = 'bound'");
    const id = String(own?.['id']);
    const before = await credentials();
    await visitor.get('/desk/account');
    for (const path of [
      `account/authenticators/${id}/removal`,
      `account/authenticators/${id}/replacement`,
      `account/authenticators/${id}`,
    ]) {
      expect((await visitor.get(`/desk/${path}`)).status, path).toBe(404);
      expect([400, 404, 405], path).toContain((await visitor.post(`/desk/${path}`, { name: 'x', code: '000000' })).status);
    }
    const foreign = ['account', 'account_id', 'authenticator_id', 'password_record', 'sealed_secret', 'phone_number', 'status'];
    for (const { fields, method, path } of ROUTES) {
      const taken: readonly string[] = fields ?? [];
      const unknown = method === 'POST' ? foreign.filter((field) => !taken.includes(field)) : [];
      for (const field of unknown)
        expect((await visitor.post(pathTo(path), { [field]: 'account-1' })).status, `${path} ${field}`).toBe(400);
    }
    expect(await credentials()).toEqual(before);
  });
});

/** Columns that hold a secret, a digest of one or something sealed. */
const SECRET = /secret|digest|sealed|record|hash|token|mac|public_key|credential/u;

async function storedSecrets(): Promise<readonly string[]> {
  const tables = await world.query("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  const found: string[] = [];
  for (const { name } of tables)
    for (const row of await world.query(`select * from "${String(name)}"`))
      for (const [column, value] of Object.entries(row))
        if (SECRET.test(column) && typeof value === 'string' && value.length >= 16) found.push(value);
  return found;
}

/** Everything that this person can be shown, following every link. */
async function crawl({ visitor }: Member): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  const wanted = ROUTES.filter(({ method }) => method === 'GET').map(({ path }) => pathTo(path));
  for (const path of ['account', 'profile', 'help', 'activity']) wanted.push(`/desk/${path}`);
  for (let next = wanted.shift(); next !== undefined; next = wanted.shift()) {
    if (seen.has(next) || seen.size > 150) continue;
    const { html } = await visitor.get(next);
    seen.set(next, html);
    for (const [, href = ''] of html.matchAll(/href="(\/desk\/[^"#]*)"/gu))
      if (!href.includes('lang=')) wanted.push(href.replaceAll('&amp;', '&'));
  }
  return seen;
}

describe('what the roles are shown', () => {
  it.each(STAFF_ROLES)(
    'SEC-K04 SEC-B09 SEC-J03 T-26 nothing that %s can open holds a secret or the holder’s contact data',
    async (role) => {
      await callAndRecord(memberOf('intake').visitor, holder, receipt);
      const shown = await crawl(memberOf(role));
      const stored = await storedSecrets();
      expect(stored.length).toBeGreaterThan(30);
      const links = (await world.letters()).flatMap(({ text }) => text.match(/[A-Za-z0-9_-]{22,}/gu) ?? []);
      expect(links.length).toBeGreaterThan(5);
      const plain = [PASSWORD, encodeBase32(secret), CLAIMS.email, CLAIMS.phone, CLAIMS.phone.replaceAll('-', ''), CLAIMS.name];
      for (const [path, html] of shown)
        for (const canary of [...stored, ...links, ...plain]) if (html.includes(canary)) expect.fail(`${path} shows ${canary}`);
      expect(shown.size).toBeGreaterThan(role === 'administrator' ? 8 : 12);
    },
  );

  it('would notice: what a page does show is found', async () => {
    const shown = await crawl(memberOf('intake'));
    expect([...shown.values()].some((html) => html.includes(receipt))).toBe(true);
  });
});
