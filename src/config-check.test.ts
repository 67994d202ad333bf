/** `genkan config check` answers as a start would, opens nothing and shows no secret. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkConfig } from './config-check.ts';

const folder = mkdtempSync(join(tmpdir(), 'genkan-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (content: string): string => {
  const path = join(folder, 'genkan.yaml');
  writeFileSync(path, content);
  return path;
};
const KEY = `a:${Buffer.from('5f1d8c39a7e2460b9d13c8f27ab4e65092d7c1384bf6ea0759831c2d6e4fa0b7', 'hex').toString('base64')}`;
const PRODUCTION = {
  GENKAN_ORIGIN: 'https://portal.example.com',
  GENKAN_KEYS: KEY,
  SMTP_URL: 'smtps://courier:canary-mail@mail.example.com',
  DATABASE_URL: 'postgres://genkan:canary-base@db.example.com/genkan',
};

test('A-03 demo mode is fine by itself, and not beside production settings', () => {
  expect(checkConfig({}, [])).toMatchObject({ exitCode: 0, lines: expect.arrayContaining(['It would start: demo mode.']) });
  const refused = checkConfig({ GENKAN_KEYS: 'x', DATABASE_URL: 'y' }, []);
  expect(refused.exitCode).toBe(78);
  expect(refused.lines).toEqual([
    expect.stringContaining('DATABASE_URL'),
    expect.stringContaining('GENKAN_KEYS'),
    'It would not start.',
  ]);
});

test('A-03 SEC-Q03 production is described without a secret, with what should be thought over', () => {
  const path = file('recovery: {wait: {high: 1h}}\nportals: {desk: {host: desk.example.com}}\notp: {window: 0}\n');
  const { lines, exitCode } = checkConfig({ ...PRODUCTION, GENKAN_BIND: '::1' }, ['--config', path]);
  const text = lines.join('\n');
  expect(exitCode).toBe(0);
  expect(lines).toEqual(
    expect.arrayContaining([
      'It would start: production.',
      'origin: https://portal.example.com, listening on ::1:3000',
      'database: PostgreSQL',
      'mail: by SMTP, from no-reply@portal.example.com',
      'portal desk: サポートデスク at desk.example.com, two-factor required, session 15m idle, 12h in all',
      'desk: two decide; the start warns while fewer than three may approve or none is a supervisor',
      'retention: claims 90d, audit 1826d',
      'codes: of the time step of now only',
      'GENKAN_KEYS: set',
      'SMTP_URL: set',
      'warning: recovery.wait.high is 1h, laxer than the default 72h',
      'warning: portals.success.contact shows the numbers and addresses of the example: write your own',
    ]),
  );
  expect(text).not.toMatch(/canary|courier/u);
  expect(text).not.toContain(KEY.slice(2));
});

test('A-03 SEC-Q03 addresses that no start could use are found, and nothing of them is shown', () => {
  const wrong = { SMTP_URL: 'mail.canary.example:587', DATABASE_URL: 'mysql://canary@db/genkan', GENKAN_CONFIG: file('') };
  const { lines, exitCode } = checkConfig({ ...PRODUCTION, ...wrong }, []);
  expect(exitCode).toBe(78);
  expect(lines).toEqual([expect.stringMatching(/^SMTP_URL/u), expect.stringMatching(/^DATABASE_URL/u), 'It would not start.']);
  expect(lines.join('\n')).not.toContain('canary');
  expect(checkConfig({ ...PRODUCTION, ...wrong, ...{ SMTP_URL: 'smtp://mail.example?tls=maybe' } }, []).lines).toHaveLength(3);
});

test('SEC-M02 a short master key and each problem of the file are found without starting', () => {
  const fine = file('');
  expect(checkConfig({ ...PRODUCTION, GENKAN_KEYS: 'a:c2hvcnQ=', GENKAN_CONFIG: fine }, [])).toMatchObject({
    exitCode: 78,
    lines: [expect.stringContaining('under 32 bytes'), 'It would not start.'],
  });
  const broken = file('demmo: true\nportal: {}\n');
  expect(checkConfig({ ...PRODUCTION, GENKAN_CONFIG: broken }, []).lines).toEqual([
    expect.stringContaining('genkan.yaml:1:1: demmo is not a key; did you mean demo?'),
    expect.stringContaining('genkan.yaml:2:1: portal is not a key; did you mean portals?'),
    'It would not start.',
  ]);
});
