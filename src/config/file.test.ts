/** What the configuration file may be: every mistake is said with its line and what to do, and no secret is repeated. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { days, hours, seconds } from '../core/time.ts';
import { PRESETS } from '../portals/presets.ts';
import { type FileSettings, readConfigFile } from './file.ts';
import { editorSchema } from './reference.ts';
import { FILE_MAX_BYTES } from './yaml-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genkan-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'genkan.yaml');

function linesOf(content: string | Buffer): readonly string[] {
  writeFileSync(path, content);
  const result = readConfigFile(path);
  return result.ok ? [] : result.lines.map((line) => line.replace(path, 'genkan.yaml'));
}

function settingsOf(content: string): FileSettings {
  writeFileSync(path, content);
  const result = readConfigFile(path);
  if (!result.ok) throw new Error(result.lines.join('\n'));
  return result.settings;
}

describe('the rule of three', () => {
  const rule = (level: string, text: string): string => `recovery:\n  evidence:\n    ${level}: {${text}}\n`;

  test('T-52 a laxer rule is said, and more loudly when two compromises suffice', () => {
    const { warnings, recovery } = settingsOf(rule('high', 'all: [], some: {count: 0, of: []}'));
    expect(recovery.evidence.high).toEqual({ natures: 2, strong: 1, all: [], some: { count: 0, of: [] } });
    expect(warnings).toContain('recovery.evidence.high.some.count is 0, laxer than the default 2');
    expect(warnings).toContain('recovery.evidence.high.all does not ask for password, laxer than the default');
    expect(warnings.filter((line) => line.includes('two compromises lead through the desk')).length).toBe(3);
  });

  test('T-52 a portal that leaves two-factor off after a recovery is said among what is laxer', () => {
    const { laxities, warnings, portals } = settingsOf('portals:\n  success: {afterRecovery: leave-off}\n');
    expect(portals.find(({ id }) => id === 'success')?.afterRecovery).toBe('leave-off');
    expect(laxities).toEqual([expect.stringContaining('portals.success.afterRecovery is leave-off')]);
    expect(warnings).toContain(laxities[0]);
    expect(settingsOf('').laxities).toEqual([]);
  });

  test('T-52 one that lets a single compromise through refuses to start', () => {
    const open = 'natures: 1, strong: 0, all: [], some: {count: 0, of: []}';
    expect(linesOf(rule('high', open))).toEqual([
      'genkan.yaml:2:3: recovery.evidence lets one compromise through the desk at low risk (M)',
    ]);
  });

  test('A-10 the policy has another version then, and a stricter rule warns of nothing', () => {
    const strict = settingsOf(rule('low', 'all: [password, voucher]'));
    expect(strict.warnings.filter((line) => line.startsWith('recovery'))).toEqual([]);
    expect(strict.recovery.version).not.toBe(settingsOf('').recovery.version);
  });

  test('SEC-K02 the portals of a member of staff are named by address, each once, and exist', () => {
    const scopes = (...lines: readonly string[]) => `staff:\n  scopes:\n${lines.map((line) => `    - ${line}\n`).join('')}`;
    const { staffScopes } = settingsOf(scopes('{email: Mai@Desk.example, portals: [success]}'));
    expect([...staffScopes]).toEqual([['mai@desk.example', ['success']]]);
    const said = (...lines: readonly string[]) => linesOf(scopes(...lines)).join('\n');
    const twice = said('{email: mai@desk.example, portals: [desk]}', '{email: MAI@desk.example, portals: [success]}');
    expect(twice).toContain('staff.scopes[0].portals[0] is no portal of customers: success, support');
    expect(twice).toContain('staff.scopes[1].email stands in this list already');
    const shapes = said('{email: nobody, portals: []}');
    expect(shapes).toContain('staff.scopes[0].email takes the mail address');
    expect(shapes).toContain('staff.scopes[0].portals needs a portal');
  });

  test('SEC-J06 a company may always ask for the voucher', () => {
    expect(settingsOf('companies:\n  - {id: sakura, requireVoucher: true}\n  - {id: fuji}\n').voucherCompanies).toEqual(['sakura']);
  });
});

describe('a file that is right', () => {
  test.each([
    ['empty', ''],
    ['only a comment', '# nothing\n'],
    ['only its beginning', '---\n'],
    ['an empty list of keys', '{}\n'],
  ])('A-02 %s changes nothing', (_what, content) => {
    expect(settingsOf(content)).toMatchObject({ demo: false, codeWindow: 1, portals: PRESETS });
  });

  test('A-02 may begin with a byte order mark and end its lines as Windows does', () => {
    expect(settingsOf('\uFEFFdemo: true\r\ndurations:\r\n  stepUpFor: 5s\r\n')).toMatchObject({
      demo: true,
      durations: { stepUpFor: seconds(5), knownBrowserFor: days(30) },
    });
  });

  test('A-10 sets every number of the recovery, in seconds for a check; laxer ones are said', () => {
    const settings = settingsOf(
      'recovery:\n  wait: {low: 10s, high: 96h, withVoucherAndCall: 0s}\n  passFor: 2d\n  quota: {per90Days: 5, perAgentWindow: 1h}\n',
    );
    expect(settings.recovery).toMatchObject({
      wait: { low: seconds(10), medium: hours(24), high: hours(96), withVoucherAndCall: 0 },
      passFor: days(2),
      freezeFor: days(7),
      quota: { per90Days: 5, perAgent: 5, perAgentWindow: hours(1) },
    });
    expect(settings.warnings.filter((line) => line.startsWith('recovery'))).toEqual([
      'recovery.wait.low is 10s, laxer than the default 24h',
      'recovery.passFor is 48h, laxer than the default 24h',
      'recovery.quota.per90Days is 5, laxer than the default 3',
      'recovery.quota.perAgentWindow is 1h, laxer than the default 8h',
    ]);
  });

  test('D-39 SEC-Q07 says how long the text of a request and the audit log are kept, within bounds', () => {
    expect(settingsOf('').retention).toEqual({ claims: days(90), audit: days(1826) });
    expect(settingsOf('retention: {claims: 30d}').retention).toEqual({ claims: days(30), audit: days(1826) });
    expect(settingsOf('retention: {claims: 9600h, audit: 365d}').retention).toEqual({ claims: days(400), audit: days(365) });
    expect(settingsOf('retention: {audit: 3653d}').retention.audit).toBe(days(3653));
    expect(linesOf('retention:\n  claims: 29d\n')).toEqual([
      'genkan.yaml:2:3: retention.claims takes 30d to 400d: no less than 30d',
    ]);
    expect(linesOf('retention:\n  claims: 401d\n')).toEqual([
      'genkan.yaml:2:3: retention.claims takes 30d to 400d: no more than 400d',
    ]);
    expect(linesOf('retention:\n  audit: 364d\n')).toEqual([
      'genkan.yaml:2:3: retention.audit takes 365d to 3653d: no less than 365d',
    ]);
    expect(linesOf('retention:\n  audit: 3654d\n')).toEqual([
      'genkan.yaml:2:3: retention.audit takes 365d to 3653d: no more than 3653d',
    ]);
    expect(linesOf('retention:\n  claims: 90\n')).toEqual([expect.stringContaining('retention.claims needs a duration')]);
    expect(linesOf('retention: {claim: 90d}\n')).toEqual([expect.stringContaining('did you mean claims?')]);
  });

  test('the version of a recovery policy follows its numbers, not the order they stand in', () => {
    const versionOf = (content: string): string => settingsOf(content).recovery.version;
    expect(versionOf('recovery: {passFor: 1h, freezeFor: 9d}')).toBe(versionOf('recovery: {freezeFor: 216h, passFor: 60m}'));
    expect(versionOf('recovery: {passFor: 1h}')).not.toBe(versionOf(''));
    expect(versionOf('recovery: {wait: {low: 24h}}')).toBe(versionOf(''));
  });
});

test('A-11 no key switches the limits of attempts off', () => {
  const names = [...editorSchema().matchAll(/"(\w+)": \{/gu)].map((match) => match[1] ?? '');
  expect(names).toContain('stepUpFor');
  expect(names.filter((name) => /attempt|brute|throttle|lock|pause|limit|tries/iu.test(name))).toEqual([]);
});

describe('any file at all', () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  const key = fc.constantFrom(
    'demo',
    'durations',
    'recovery',
    'otp',
    'portals',
    'success',
    'desk',
    'wait',
    'quota',
    'menu',
    '__proto__',
  );
  const nearly = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)))));

  test('A-02 is either taken or answered with lines that name the file, and never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          nearly.map((content) => JSON.stringify(content)),
        ),
        (content) => {
          const lines = linesOf(content);
          return lines.every((line) => /^genkan\.yaml:(?:\d+:\d+:)? \S/u.test(line) && !line.includes('\n'));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what staff sign in with', () => {
  test('SEC-K01 is recommended to be passkeys alone, and then only the desk takes no app', () => {
    const apps = settingsOf('staff: {authenticators: app-or-passkey}');
    expect(apps.warnings).toContainEqual(expect.stringContaining('staff.authenticators is app-or-passkey'));
    const passkeys = settingsOf('staff: {authenticators: passkey-only}');
    expect(passkeys.warnings.filter((line) => line.startsWith('staff'))).toEqual([]);
    const takesNoApp = (portals: typeof passkeys.portals) => portals.filter((each) => each.passkeysOnly).map(({ id }) => id);
    expect([takesNoApp(apps.portals), takesNoApp(passkeys.portals)]).toEqual([[], ['desk']]);
  });
});

describe('a file with mistakes', () => {
  test('A-02 names the nearest key and where it stands', () => {
    expect(linesOf('demo: false\nportals:\n  success:\n    twofactor: {}\n')).toEqual([
      'genkan.yaml:4:5: portals.success.twofactor is not a key; did you mean twoFactor?',
    ]);
    expect(linesOf('durations:\n  pendingSignInFro: 5m\n')).toEqual([
      'genkan.yaml:2:3: durations.pendingSignInFro is not a key; did you mean pendingSignInFor?',
    ]);
    expect(linesOf('stepUpFor: 5m\n')).toEqual(['genkan.yaml:1:1: stepUpFor is not a key; did you mean durations.stepUpFor?']);
    expect(linesOf('otp: {algorithm: x}\n')).toEqual(['genkan.yaml:1:7: otp.algorithm is not a key; there are window']);
  });

  test('A-02 says every problem at once, in the order of the file', () => {
    const text = [
      'demo: yes',
      'durations:',
      '  stepUpFor: 11m',
      '  enrolmentFor: soon',
      '  knownBrowserFor: 10',
      'otp: {window: 2}',
      'portals:',
      '  success:',
      '    session: {idleFor: 2h}',
      '    accent: {acc: "#9FD4E0"}',
      '  support:',
      '    issuer: ビジネスサクセスポータル',
      '    colour: red',
      '  Partner: {}',
      'x: 1',
    ];
    expect(linesOf(text.join('\n')).map((line) => line.slice(line.indexOf(':') + 1))).toEqual([
      '1:1: demo takes true or false',
      '3:3: durations.stepUpFor takes 1s to 10m: no more than 10m',
      '4:3: durations.enrolmentFor needs a duration: a number and s, m, h or d, such as 10m',
      '5:3: durations.knownBrowserFor needs a duration: a number and s, m, h or d, such as 10m',
      '6:7: otp.window takes 0 or 1: a wider window makes guessing easier',
      '9:15: portals.success.session.idleFor takes 1s to 1h: no more than 1h',
      '13:5: portals.support.colour is not a key; there are enabled, like, kind, name, accountName, issuer, host, replyTo, accent, menu, twoFactor, deviceBoundPasskeysFor, twoFactorPolicy, passwordFloor, deskCalendar, responseTimes, afterRecovery, registration, session, recommendation, help, contact, footer',
      '14:3: portals.Partner is not an id: 2 to 32 lower-case letters, digits and hyphens, a letter first',
      '15:1: x is not a key; there are demo, durations, recovery, retention, desk, staff, companies, otp, portals',
    ]);
  });

  test.each([
    ['a number where text is needed', 'portals: {success: {issuer: 5}}', /issuer takes text, not a number: put it in quotes/u],
    [
      'a telephone number without quotes',
      'portals: {success: {contact: {paid: [{phone: 0120, title: {ja: a, en: a}, hours: {ja: a, en: a}, closed: {ja: a, en: a}}]}}}',
      /phone takes a telephone number in quotes/u,
    ],
    ['a list where keys are needed', 'durations: [1]', /durations takes keys below it, not a list/u],
    ['text where keys are needed', 'portals: success', /portals takes keys below it, not text/u],
    ['a list as the whole', '- demo', /this takes keys below it, not a list/u],
    ['nothing where a value is needed', 'durations:\n', /durations is empty: give it a value or remove the line/u],
    ['one language only', 'portals: {success: {name: {ja: x}}}', /name\.en is missing/u],
    [
      'a colour that became a comment',
      'portals:\n  success:\n    accent:\n      acc: #0B5A6F\n',
      /acc takes a colour .* in quotes/u,
    ],
    ['a line end in a name', 'portals: {success: {issuer: "a\\nb"}}', /takes one line/u],
    ['a colon in the issuer', 'portals: {success: {issuer: "a:b"}}', /takes no colon/u],
    ['a link that is a script', 'portals: {success: {footer: {terms: "javascript:alert(1)"}}}', /takes an https address/u],
    ['a link to another site by two slashes', 'portals: {success: {footer: {terms: //evil.example}}}', /takes an https address/u],
    ['a wrong count', 'recovery: {quota: {per90Days: 0}}', /per90Days takes a whole number from 1 to 20/u],
    ['a wait of no time where it must be some', 'recovery: {passFor: 0s}', /passFor needs a duration/u],
    ['a page that is not there', 'portals: {success: {twoFactor: {page: home}}}', /page takes account, profile/u],
  ])('A-02 %s', (_what, content, message) => {
    expect(linesOf(content)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['a bracket that stays open', 'a: [', '1:5: this is not indented'],
    ['a key that stands twice', 'demo: true\ndemo: false', '2:1: this stands twice'],
    ['a tab', 'durations:\n\tstepUpFor: 5m', '2:1: this is indented with a tab'],
    ['two colons', 'a: b: c', '1:4: this holds a second colon'],
    ['an open quote', 'a: "b', '1:6: this lacks a closing quote'],
    ['two documents', '--- {}\n--- {}', '2:1: this begins a second document'],
    ['a tag', 'demo: !secret true', '1:7: this has a tag'],
    ['a number as a key', 'portals:\n  5: {}', '2:3: this is not a key'],
    ['a key of JavaScript', 'portals:\n  __proto__: {like: success}', '2:3: this is not a key'],
    ['an anchor that is not there', 'demo: *nothing', '1:1: this uses anchors'],
  ])('A-02 broken YAML, %s, is said with its line', (_what, content, message) => {
    expect(linesOf(content)).toEqual([expect.stringContaining(`genkan.yaml:${message}`)]);
  });

  test('A-02 what is made to exhaust memory or time is refused', () => {
    const bomb = Array.from({ length: 9 }, (_, index) => {
      const item = index === 0 ? 'x' : `*a${index - 1}`;
      return `a${index}: &a${index} [${Array.from({ length: 9 }, () => item).join(', ')}]`;
    });
    expect(linesOf(bomb.join('\n'))).toEqual([expect.stringContaining('uses anchors too often')]);
    expect(linesOf('['.repeat(50_000))[0]).toMatch(/nested too deeply/u);
    expect(linesOf(`# ${'x'.repeat(FILE_MAX_BYTES)}`)).toEqual(['genkan.yaml: this is larger than 256 KiB']);
    expect(linesOf(`${'k'.repeat(1000)}: 1`)[0]).toMatch(/^genkan\.yaml:1:1: k{60}… is not a key/u);
  });

  test('A-02 what is no text or no file is refused', () => {
    expect(linesOf(Buffer.from([0x64, 0xff, 0xfe]))).toEqual(['genkan.yaml: this cannot be read: save it as UTF-8']);
    expect(readConfigFile(folder)).toEqual({ ok: false, lines: [expect.stringContaining('cannot be read: does it exist')] });
    expect(readConfigFile(join(folder, 'none.yaml')).ok).toBe(false);
  });

  test('SEC-Q03 no refusal repeats a value, wherever somebody wrote a secret', () => {
    const secret = 'canary-7f3a';
    for (const content of [
      `GENKAN_KEYS: ${secret}`,
      `durations: {stepUpFor: ${secret}}`,
      `demo: "${secret}`,
      `demo: *${secret}`,
      `demo: !${secret} x`,
      `portals: {success: {host: "smtp://${secret}"}}`,
      `portals: {success: {accent: {acc: ${secret}}}}`,
    ]) {
      const lines = linesOf(content);
      expect(lines, content).not.toEqual([]);
      expect(lines.join('\n'), content).not.toContain(secret);
    }
  });
});
