/** Portals by configuration alone: what ships can be changed, a third is an entry, and what would confuse or endanger is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../core/time.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import { SUPPORT_PORTAL } from '../portals/presets.ts';
import { readConfigFile } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genkan-portals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'genkan.yaml');

function read(portals: string): { readonly portals: readonly PortalDefinition[]; readonly lines: readonly string[] } {
  writeFileSync(path, `demo: true\nportals:\n${portals.replace(/^/gmu, '  ')}\n`);
  const result = readConfigFile(path);
  return result.ok
    ? { portals: result.settings.portals, lines: [] }
    : { portals: [], lines: result.lines.map((line) => line.replace(`${path}:`, '')) };
}
const portal = (id: string, text: string): PortalDefinition | undefined => read(text).portals.find((each) => each.id === id);
const partner = (more: string): string => `partner: {like: support, name: {ja: 取引先ポータル, en: Partner Portal}${more}}`;

describe('what can be written', () => {
  test('A-07 a third portal is an entry: it is like a preset, and what is made of the name follows its own', () => {
    const made = portal('partner', partner(''));
    expect(JSON.stringify(made)).not.toMatch(/\/support\/|サポートポータル|Support Portal/u);
    expect(made).toEqual({
      ...SUPPORT_PORTAL,
      id: 'partner',
      name: { ja: '取引先ポータル', en: 'Partner Portal' },
      accountName: { ja: '取引先ポータルアカウント', en: 'Partner Portal account' },
      issuer: '取引先ポータル',
      help: {
        category: { ja: '取引先ポータルに関するQ&A', en: 'Q&A about the Partner Portal' },
        subcategory: { ja: '取引先ポータルに関する問題', en: 'Problems with the Partner Portal' },
      },
      footer: { privacy: null, terms: null, accessibility: '/partner/accessibility', contact: '/partner/help#contact' },
    });
  });

  test('A-07 the desk comes last, a portal that is switched off not at all', () => {
    expect(read(`success: {enabled: false}\n${partner('')}`).portals.map(({ id }) => id)).toEqual(['support', 'partner', 'desk']);
  });

  test('A-07 A-09 every switch, text, colour and time of a portal can be set', () => {
    const text = [
      'success:',
      '  accountName: {ja: 会員アカウント, en: membership account}',
      '  host: success.example.com',
      '  replyTo: help@success.example.com',
      '  accent: {acc: "#004455"}',
      '  menu: [{page: profile, label: {ja: 設定, en: Settings}}]',
      '  twoFactor: {page: profile, heading: {ja: 見出し, en: Heading}, recommendAtDashboard: false, methodChoice: false, preparationNote: true}',
      '  twoFactorPolicy: {level: required, requiredFrom: 2027-04-01}',
      '  responseTimes: {standard: {decision: 2d}, paid: {firstContact: 1h}}',
      '  registration: open',
      '  deskCalendar: {hours: {fri: 9:30-17:00, sat: 10:00-12:00}, closed: [2026-08-14, 12-29], open: [2026-11-23]}',
      '  session: {idleFor: 30m, absoluteFor: 8h}',
      '  recommendation: {snoozeFor: 3d, mayHideForever: false}',
      '  help: {category: {ja: 質問, en: Questions}}',
      '  contact: {standard: [], paid: [{title: {ja: 電話, en: Phone}, phone: "03-0000-0000", hours: {ja: 昼, en: Day}, closed: {ja: 夜, en: Night}}]}',
      '  footer: {privacy: https://example.com/privacy, terms: /success/help}',
    ];
    expect(portal('success', text.join('\n'))).toMatchObject({
      accountName: { ja: '会員アカウント', en: 'membership account' },
      issuer: 'ビジネスサクセスポータル',
      host: 'success.example.com',
      replyTo: 'help@success.example.com',
      accent: { acc: '#004455', acc8: '#07424F' },
      menu: [{ page: 'profile', label: { ja: '設定', en: 'Settings' } }],
      twoFactor: { page: 'profile', recommendAtDashboard: false, methodChoice: false, preparationNote: true },
      twoFactorPolicy: { level: 'required', requiredFrom: Date.UTC(2027, 2, 31, 15) },
      responseTimes: {
        standard: { firstContact: { unit: 'minutes', count: 240 }, decision: { unit: 'days', count: 2 } },
        paid: { firstContact: { unit: 'minutes', count: 60 }, decision: { unit: 'days', count: 1 } },
      },
      registration: 'open',
      deskCalendar: {
        hours: {
          mon: { from: hours(9), to: hours(18) },
          fri: { from: minutes(570), to: hours(17) },
          sat: { from: hours(10), to: hours(12) },
          sun: null,
        },
        holidays: 'jp',
        closed: ['2026-08-14', '12-29'],
        open: ['2026-11-23'],
      },
      session: { idleFor: minutes(30), absoluteFor: hours(8) },
      recommendation: { snoozeFor: days(3), mayHideForever: false },
      help: { category: { ja: '質問', en: 'Questions' }, subcategory: { ja: 'ビジネスサクセスポータルに関する問題' } },
      contact: { standard: [], paid: [{ phone: '03-0000-0000', mail: null, charge: null }] },
      footer: { privacy: 'https://example.com/privacy', terms: '/success/help', contact: '/success/help#contact' },
    });
  });
});

test('SEC-A01 a floor of 8 is taken where a second factor is always required', () => {
  expect(portal('success', 'success: {passwordFloor: 8, twoFactorPolicy: {level: required}}')).toMatchObject({ passwordFloor: 8 });
});

describe('what is refused', () => {
  test.each([
    ['an id in capitals', 'Partner: {}', 'portals.Partner is not an id'],
    ['an id of one letter', 'p: {}', 'portals.p is not an id'],
    ['a path of the site', 'assets: {}', 'portals.assets is a path of the site itself'],
    ['the path of the demo', 'demo: {}', 'portals.demo is a path of the site itself'],
    ['a hidden path', '.well-known: {}', 'portals..well-known is not an id'],
    ['a new portal like nothing', 'partner: {name: {ja: あ, en: a}}', 'portals.partner.like is missing'],
    ['a new portal without a name', 'partner: {like: success}', 'portals.partner.name is missing'],
    ['a second desk', partner(', kind: desk'), 'portals.partner.kind is customer and cannot be changed'],
    ['a preset like another', 'success: {like: support}', 'portals.success.like stands in the entry of a preset'],
    ['a desk switched off', 'desk: {enabled: false}', 'portals.desk.enabled switches the desk off'],
    ['no portal for customers', 'success: {enabled: false}\nsupport: {enabled: false}', 'portals leaves no portal for customers'],
    ['a desk that leaves two-factor off', 'desk: {afterRecovery: leave-off}', 'portals.desk.afterRecovery is always register'],
    ['a desk without two-factor', 'desk: {twoFactorPolicy: {level: optional}}', 'portals.desk.twoFactorPolicy is always required'],
    [
      'a desk with two-factor later',
      'desk: {twoFactorPolicy: {level: required, requiredFrom: 2027-04-01}}',
      'portals.desk.twoFactorPolicy is always required',
    ],
    [
      'a date of what is only recommended',
      'success: {twoFactorPolicy: {level: recommended, requiredFrom: 2027-04-01}}',
      'portals.success.twoFactorPolicy.requiredFrom goes with `level: required` only',
    ],
    [
      'a day that does not exist',
      'success: {twoFactorPolicy: {level: required, requiredFrom: 2027-02-30}}',
      'portals.success.twoFactorPolicy.requiredFrom takes a date such as 2027-04-01',
    ],
    [
      'a floor of 7',
      'success: {passwordFloor: 7, twoFactorPolicy: {level: required}}',
      'portals.success.passwordFloor takes a whole number from 8 to 64',
    ],
    ['a floor of 8 with a second factor by choice', 'success: {passwordFloor: 8}', 'portals.success.passwordFloor is under 15'],
    [
      'a floor of 8 before a second factor is required',
      'success: {passwordFloor: 8, twoFactorPolicy: {level: required, requiredFrom: 2027-04-01}}',
      'portals.success.passwordFloor is under 15',
    ],
    ['a desk that anybody joins', 'desk: {registration: open}', 'portals.desk.registration is always closed'],
    ['longer sessions of staff', 'desk: {session: {idleFor: 16m}}', 'portals.desk.session.idleFor takes at most 15m'],
    ['days of staff', 'desk: {session: {absoluteFor: 13h}}', 'portals.desk.session.absoluteFor takes at most 12h'],
    [
      'longer sessions of customers',
      'success: {session: {absoluteFor: 25h}}',
      'portals.success.session.absoluteFor takes 1s to 24h',
    ],
    [
      'an idle time beyond the end',
      'success: {session: {absoluteFor: 30m}}',
      'portals.success.session.idleFor is longer than absoluteFor',
    ],
    [
      'hours that end before they begin',
      'success: {deskCalendar: {hours: {mon: 18:00-9:00}}}',
      'portals.success.deskCalendar.hours.mon takes hours such as 9:00-18:00',
    ],
    [
      'hours after midnight',
      'success: {deskCalendar: {hours: {mon: 9:00-24:30}}}',
      'portals.success.deskCalendar.hours.mon takes hours',
    ],
    [
      'a day that is none',
      'success: {deskCalendar: {closed: [2026-02-29]}}',
      'portals.success.deskCalendar.closed[0] takes days such as 2026-12-29',
    ],
    [
      'a desk that never opens',
      'success: {deskCalendar: {hours: {mon: null, tue: null, wed: null, thu: null, fri: null}}}',
      'portals.success.deskCalendar.hours leaves no weekday open',
    ],
    [
      'business time without a unit',
      'success: {responseTimes: {paid: {firstContact: 30}}}',
      'portals.success.responseTimes.paid.firstContact takes business time such as 30m, 4h or 1d',
    ],
    [
      'business time beyond a month',
      'success: {responseTimes: {standard: {decision: 31d}}}',
      'portals.success.responseTimes.standard.decision takes business time',
    ],
    ['two equal issuers', 'support: {issuer: ビジネスサクセスポータル}', 'portals.support.issuer is that of success too'],
    [
      'issuers that look equal',
      `${partner(', issuer: Ｄesk　A')}\nsuccess: {issuer: desk a}`,
      'portals.partner.issuer is that of success too',
    ],
    ['no issuer', 'success: {issuer: " "}', 'portals.success.issuer is empty'],
    ['two equal names', 'support: {name: {ja: 別, en: Business Success Portal}}', 'portals.support.name is that of success too'],
    ['one host twice', 'success: {host: a.example}\nsupport: {host: a.example}', 'portals.support.host is that of success too'],
    ['a host with a scheme', 'desk: {host: "https://desk.example"}', 'portals.desk.host takes a host name'],
    ['a host with a port', 'desk: {host: "desk.example:8443"}', 'portals.desk.host takes a host name'],
    ['a host in capitals', 'desk: {host: Desk.example}', 'portals.desk.host takes a host name'],
    ['a host with a dot at its end', 'desk: {host: desk.example.}', 'portals.desk.host takes a host name'],
    ['an address that is written short', 'desk: {host: "127.1"}', 'portals.desk.host takes a host name'],
    [
      'a page twice in the menu',
      'support: {menu: [{page: profile, label: {ja: a, en: a}}, {page: profile, label: {ja: b, en: b}}]}',
      'portals.support.menu[1] leads to profile',
    ],
    ['cases at the desk', 'desk: {menu: [{page: cases, label: {ja: a, en: a}}]}', 'portals.desk.menu[0] leads to cases'],
    [
      'requests at a customer portal',
      'support: {menu: [{page: requests, label: {ja: a, en: a}}, {page: profile, label: {ja: b, en: b}}]}',
      'portals.support.menu[0] leads to requests',
    ],
    ['a menu without two-factor', 'support: {twoFactor: {page: account}}', 'portals.support.menu does not lead to account'],
    [
      'nobody to reach',
      'success: {contact: {paid: [{title: {ja: a, en: a}, hours: {ja: a, en: a}, closed: {ja: a, en: a}}]}}',
      'portals.success.contact.paid[0] has neither phone nor mail',
    ],
  ])('A-07 %s', (_what, text, message) => {
    expect(read(text).lines).toEqual([expect.stringContaining(message)]);
  });

  test('A-14 a colour that cannot be read is refused with the next darker tone that can', () => {
    const [line = ''] = read('success: {accent: {acc: "#2A8CA6"}}').lines;
    expect(line).toMatch(
      /portals\.success\.accent cannot be read: accent\.acc #2A8CA6 has \d\.\d:1 .* (#[0-9A-F]{6}) would have it/u,
    );
    const darker = /(#[0-9A-F]{6}) would have it/u.exec(line)?.[1] ?? '';
    expect(read(`success: {accent: {acc: "${darker}"}}`).lines).toEqual([]);
  });
});
