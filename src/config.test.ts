/** Starting refuses every dangerous combination with a sentence that names the setting and quotes no secret. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { minutes, seconds } from './core/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'genkan-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const plain = write('plain.yaml', 'demo: false\n');
const KEY = 'k1:n0tAs3cr3tn0tAs3cr3tn0tAs3cr3tn0tAs3cr3t123=';
const PRODUCTION = {
  GENKAN_CONFIG: plain,
  GENKAN_ORIGIN: 'https://portal.example.com',
  GENKAN_KEYS: KEY,
  SMTP_URL: 'smtp://127.0.0.1:2525',
};

describe('demo mode', () => {
  test('product.md 5: no configuration file starts demo mode on 127.0.0.1 with data of its own', () => {
    const config = readConfig({ GENKAN_DATA: folder }, []);
    expect(config).toMatchObject({
      demo: true,
      port: 3000,
      bind: '127.0.0.1',
      origin: 'http://localhost:3000',
      dataDirectory: join(folder, 'demo'),
      keys: null,
      smtp: null,
    });
  });

  test.each(['DATABASE_URL', 'GENKAN_KEYS', 'GENKAN_KEYS_FILE', 'GENKAN_ORIGIN'])(
    'SEC-N08 demo mode refuses to start with %s',
    (name) => {
      expect(() => readConfig({ [name]: 'x' }, [])).toThrow(new RegExp(`demo mode does not start with ${name}`, 'u'));
    },
  );

  test('SEC-N08 demo mode refuses to start in production, also when a file asks for it', () => {
    const demo = write('demo.yaml', 'demo: true\n');
    expect(() => readConfig({ NODE_ENV: 'production' }, [])).toThrow(/NODE_ENV/u);
    expect(() => readConfig({ NODE_ENV: 'production', GENKAN_CONFIG: demo }, [])).toThrow(/NODE_ENV/u);
    expect(() => readConfig({ DATABASE_URL: 'postgres://x' }, ['--config', demo])).toThrow(/DATABASE_URL/u);
  });

  test('a file may give demo mode its own durations, in seconds for a check', () => {
    const demo = write('quick.yaml', 'demo: true\ndurations:\n  pendingSignInFor: 5s\n  stepUpFor: 2m\n');
    expect(readConfig({}, ['--config', demo]).durations).toMatchObject({
      pendingSignInFor: seconds(5),
      stepUpFor: minutes(2),
      enrolmentFor: minutes(10),
    });
  });
});

describe('production', () => {
  test('reads origin, keys, mail and database', () => {
    const config = readConfig({ ...PRODUCTION, DATABASE_URL: 'postgres://db/genkan', GENKAN_TRUSTED_PROXIES: '10.0.0.0/8' }, []);
    expect(config).toMatchObject({
      demo: false,
      origin: 'https://portal.example.com',
      keys: KEY,
      database: { kind: 'postgres', url: 'postgres://db/genkan' },
      smtp: { url: 'smtp://127.0.0.1:2525', from: 'no-reply@portal.example.com' },
    });
    expect(config.proxies.check('10.1.2.3')).toBe(true);
    expect(config.proxies.check('11.1.2.3')).toBe(false);
  });

  test.each([
    ['GENKAN_ORIGIN', undefined, /GENKAN_ORIGIN is missing/u],
    ['GENKAN_ORIGIN', 'http://portal.example.com', /must be https/u],
    ['GENKAN_ORIGIN', 'https://portal.example.com/path', /scheme and a host only/u],
    ['GENKAN_ORIGIN', 'https://someone@portal.example.com', /scheme and a host only/u],
    ['GENKAN_KEYS', undefined, /GENKAN_KEYS is missing/u],
    ['SMTP_URL', undefined, /SMTP_URL is missing/u],
    ['GENKAN_MAIL_FROM', 'not an address', /GENKAN_MAIL_FROM/u],
    ['GENKAN_TRUSTED_PROXIES', 'everyone', /GENKAN_TRUSTED_PROXIES/u],
    ['PORT', '99999', /PORT/u],
    ['PORT', 'http', /PORT/u],
    ['GENKAN_KEYS_FILE', '/tmp/keys', /both set/u],
  ])('SEC-M02 SEC-N07 %s = %s refuses the start', (name, value, message) => {
    expect(() => readConfig({ ...PRODUCTION, [name]: value }, [])).toThrow(message);
  });

  test('the file may be named in either way of the command line, before the environment, and by no empty name', () => {
    const demo = write('named.yaml', 'demo: true\n');
    expect(readConfig(PRODUCTION, []).demo).toBe(false);
    for (const args of [['--config', demo], [`--config=${demo}`]])
      expect(readConfig({ GENKAN_CONFIG: plain }, args).demo).toBe(true);
    for (const args of [['--config'], ['--config=']]) expect(() => readConfig({}, args)).toThrow(/--config needs the path/u);
  });

  test('SEC-M02 a secret may come from a file, and a missing file is said', () => {
    const keys = write('keys', `${KEY}\n`);
    const { GENKAN_KEYS: _, ...rest } = PRODUCTION;
    expect(readConfig({ ...rest, GENKAN_KEYS_FILE: keys }, []).keys).toBe(KEY);
    expect(() => readConfig({ ...rest, GENKAN_KEYS_FILE: join(folder, 'none') }, [])).toThrow(/GENKAN_KEYS_FILE cannot be read/u);
  });

  test.each([
    ['unknown.yaml', 'portal: x\n', /unknown\.yaml:1:1: portal is not a key; did you mean portals\?/u],
    ['wrong.yaml', 'durations:\n  stepUpFor: soon\n', /wrong\.yaml:2:3: durations\.stepUpFor needs a duration/u],
    ['zero.yaml', 'durations:\n  stepUpFor: 0m\n', /zero\.yaml:2:3: durations\.stepUpFor/u],
    ['broken.yaml', 'a: [', /broken\.yaml:1:5: /u],
  ])('a configuration file with a mistake refuses the start and says where: %s', (name, text, message) => {
    expect(() => readConfig({ ...PRODUCTION, GENKAN_CONFIG: write(name, text) }, [])).toThrow(message);
  });

  test('A-02 every problem of the environment is said at once', () => {
    const env = {
      GENKAN_CONFIG: plain,
      GENKAN_ORIGIN: 'http://x.example',
      PORT: 'http',
      GENKAN_TRUSTED_PROXY: '::1',
      SMTP_URL: '',
    };
    const read = (): unknown => readConfig(env, []);
    expect(read).toThrow(/GENKAN_TRUSTED_PROXY is not a setting; did you mean GENKAN_TRUSTED_PROXIES\?/u);
    expect(read).toThrow(
      /PORT is not a port number\nGENKAN_ORIGIN must be https.*\nGENKAN_KEYS is missing.*\nSMTP_URL is missing/u,
    );
  });

  test('A-02 variables of a platform that begin like ours are no mistake', () => {
    const platform = {
      GENKAN_SERVICE_HOST: '10.0.0.1',
      GENKAN_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
      GENKAN_PORT: 'tcp://10.0.0.1',
    };
    expect(readConfig({ ...PRODUCTION, ...platform }, []).demo).toBe(false);
  });

  test('SEC-Q03 no refusal quotes a secret', () => {
    const secret = 'canary-7f3a';
    for (const name of ['GENKAN_KEYS', 'SMTP_URL', 'DATABASE_URL'] as const) {
      try {
        readConfig({ ...PRODUCTION, GENKAN_ORIGIN: 'nonsense', [name]: secret }, []);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain(secret);
      }
    }
  });
});

describe('portals with a host of their own', () => {
  const hosts = write('hosts.yaml', 'portals: {desk: {host: desk.example.com}, support: {host: portal.example.com}}\n');

  test('SEC-N07 production refuses the host of the site and plain http', () => {
    expect(() => readConfig({ ...PRODUCTION, GENKAN_CONFIG: hosts }, [])).toThrow(
      /^portals\.support\.host is the host of GENKAN_ORIGIN: remove it, or choose another$/u,
    );
    const local = { ...PRODUCTION, GENKAN_CONFIG: hosts, GENKAN_ORIGIN: 'http://localhost:3000' };
    expect(() => readConfig(local, [])).toThrow(/portals\.desk\.host needs https/u);
    const one = write('one-host.yaml', 'portals: {desk: {host: desk.example.com}}\n');
    const { portals } = readConfig({ ...PRODUCTION, GENKAN_CONFIG: one }, []);
    expect(portals.find(({ id }) => id === 'desk')?.host).toBe('desk.example.com');
  });

  test('product.md 5: demo mode has one host', () => {
    const demo = write('demo-hosts.yaml', 'demo: true\nportals: {desk: {host: desk.localhost}}\n');
    expect(() => readConfig({}, ['--config', demo])).toThrow(/demo mode has one host: remove portals\.desk\.host/u);
  });
});
