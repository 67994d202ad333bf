/**
 * Reads the environment and, where one is named, the configuration file; checks everything once and answers one frozen record.
 * The only file that sees `process.env`. Dangerous combinations refuse the start with a sentence that says what to change.
 */
import { readFileSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { join, resolve } from 'node:path';
import { misspeltVariables } from './config/environment.ts';
import { defaultSettings, type FileSettings, readConfigFile } from './config/file.ts';
import { Fault } from './core/outcome.ts';
import { parseProxies } from './http/client.ts';
import { readSmtpUrl } from './mail/smtp.ts';
import type { DatabaseLocation } from './store/open.ts';

export interface Config extends FileSettings {
  readonly port: number;
  /** Address the server binds; always 127.0.0.1 in demo mode. */
  readonly bind: string;
  /** Directory of everything this mode keeps: `$GENKAN_DATA/demo` in demo mode. */
  readonly dataDirectory: string;
  readonly database: DatabaseLocation;
  /** Text of GENKAN_KEYS; null in demo mode, which makes its own. */
  readonly keys: string | null;
  /** Public address without a trailing slash: the base of every link (SEC-N07). */
  readonly origin: string;
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly proxies: BlockList;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the process was started with; nothing else of the product sees it. */
export const ownEnvironment = (): Environment => process.env;

const DEMO_REFUSES = ['DATABASE_URL', 'GENKAN_KEYS', 'GENKAN_KEYS_FILE', 'GENKAN_ORIGIN'] as const;
const MAIL_ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/u;

/**
 * Throws Fault 'config-invalid' whose message holds every problem found, one line each; it never quotes a secret.
 */
export function readConfig(env: Environment = process.env, args: readonly string[] = process.argv.slice(2)): Config {
  const path = configPath(env, args);
  const file = path === null ? { ok: true as const, settings: defaultSettings() } : readConfigFile(path);
  if (!file.ok) throw invalid(file.lines.join('\n'));
  const problems: string[] = [];
  const read = collecting(problems);
  for (const { name, meant } of misspeltVariables(Object.keys(env)))
    problems.push(`${name} is not a setting; did you mean ${meant}?`);
  const port = read(() => readPort(env['PORT']), 0);
  const data = resolve(isSet(env['GENKAN_DATA']) ? (env['GENKAN_DATA'] ?? '') : 'data');
  const given = { ...file.settings, port };
  const config = given.demo ? readDemo(env, data, given, read) : readProduction(env, data, given, read);
  if (problems.length > 0) throw invalid(problems.join('\n'));
  return Object.freeze(config);
}

/** Reads one setting; a refusal is noted and `instead` stands in, so that the next settings are looked at too. */
type Read = <T>(read: () => T, instead: T) => T;

function collecting(problems: string[]): Read {
  return (read, instead) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      problems.push(error.message);
      return instead;
    }
  };
}

type Given = FileSettings & Pick<Config, 'port'>;

function readDemo(env: Environment, data: string, given: Given, read: Read): Config {
  read(() => refuseProduction(env), undefined);
  read(() => refuseHosts(given), undefined);
  const smtp = read(() => readSmtp(env), null);
  const dataDirectory = join(data, 'demo');
  return {
    ...given,
    smtp: smtp === null ? null : { url: smtp.url, from: smtp.from === '' ? 'no-reply@localhost' : smtp.from },
    bind: '127.0.0.1',
    dataDirectory,
    database: { kind: 'sqlite', path: join(dataDirectory, 'genkan.db') },
    keys: null,
    origin: `http://localhost:${given.port}`,
    proxies: parseProxies(''),
  };
}

function refuseProduction(env: Environment): void {
  const found = DEMO_REFUSES.filter((name) => isSet(env[name])).map(
    (name) => `demo mode does not start with ${name}: name a configuration file by GENKAN_CONFIG, or remove ${name}`,
  );
  if (env['NODE_ENV'] === 'production') found.push('demo mode does not start with NODE_ENV=production');
  if (found.length > 0) throw invalid(found.join('\n'));
}

function refuseHosts({ portals }: Given): void {
  const found = portals.filter(({ host }) => host !== null);
  if (found.length > 0) {
    throw invalid(found.map(({ id }) => `demo mode has one host: remove portals.${id}.host, or set demo to false`).join('\n'));
  }
}

function readProduction(env: Environment, data: string, given: Given, read: Read): Config {
  const origin = read(() => readOrigin(env['GENKAN_ORIGIN']), 'https://localhost');
  read(() => checkHosts(origin, given), undefined);
  const keys = read(() => readKeys(env), null);
  const smtp = read(() => readSmtp(env), { url: '', from: '' });
  if (smtp === null) read(() => refuse('SMTP_URL is missing: letters to account holders must be able to leave'), undefined);
  const url = read(() => readDatabase(env), null);
  const host = new URL(origin).hostname;
  return {
    ...given,
    smtp: smtp === null ? null : { url: smtp.url, from: smtp.from === '' ? `no-reply@${host}` : smtp.from },
    // Set but empty would mean every address of the machine.
    bind: isSet(env['GENKAN_BIND']) ? (env['GENKAN_BIND'] ?? '') : '127.0.0.1',
    dataDirectory: data,
    database: url === null ? { kind: 'sqlite', path: join(data, 'genkan.db') } : { kind: 'postgres', url },
    keys,
    origin,
    proxies: read(() => readProxies(env['GENKAN_TRUSTED_PROXIES'] ?? ''), parseProxies('')),
  };
}

/** A portal of its own host is another place than the site, and as protected as the site. */
function checkHosts(origin: string, { portals }: Given): void {
  const { hostname, protocol } = new URL(origin);
  const found = portals.flatMap(({ id, host }) => {
    if (host === null) return [];
    if (host === hostname) return [`portals.${id}.host is the host of GENKAN_ORIGIN: remove it, or choose another`];
    const isLocal = host === 'localhost' || host.endsWith('.localhost');
    return protocol === 'https:' || isLocal ? [] : [`portals.${id}.host needs https: http is for localhost only`];
  });
  if (found.length > 0) throw invalid(found.join('\n'));
}

function readKeys(env: Environment): string {
  const keys = readSecret(env, 'GENKAN_KEYS');
  return keys ?? refuse('GENKAN_KEYS is missing: the master keys as id:base64, or GENKAN_KEYS_FILE with the path of a file');
}

function configPath(env: Environment, args: readonly string[]): string | null {
  const index = args.findIndex((argument) => argument === '--config' || argument.startsWith('--config='));
  const argument = args[index];
  if (argument !== undefined) {
    const named = argument === '--config' ? args[index + 1] : argument.slice('--config='.length);
    if (named === undefined || named === '') throw invalid('--config needs the path of a file');
    return named;
  }
  return isSet(env['GENKAN_CONFIG']) ? (env['GENKAN_CONFIG'] ?? null) : null;
}

function readPort(text: string | undefined): number {
  if (!isSet(text)) return 3000;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('PORT is not a port number');
  return port;
}

function readOrigin(text: string | undefined): string {
  if (!isSet(text)) throw invalid('GENKAN_ORIGIN is missing: the public address, such as https://portal.example.com');
  const url = URL.parse(text ?? '');
  if (
    url === null ||
    url.origin === 'null' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  ) {
    throw invalid('GENKAN_ORIGIN is a scheme and a host only, such as https://portal.example.com');
  }
  const isLocal = url.protocol === 'http:' && (url.hostname === 'localhost' || url.hostname === '127.0.0.1');
  if (url.protocol !== 'https:' && !isLocal) throw invalid('GENKAN_ORIGIN must be https; http is for localhost only');
  return url.origin;
}

function readDatabase(env: Environment): string | null {
  const url = readSecret(env, 'DATABASE_URL');
  if (url === null || ['postgres:', 'postgresql:'].includes(URL.parse(url)?.protocol ?? '')) return url;
  throw invalid('DATABASE_URL is not of the form postgres://name:password@host/database');
}

function readSmtp(env: Environment): Config['smtp'] {
  const url = readSecret(env, 'SMTP_URL');
  if (url === null) return null;
  readSmtpUrl(url);
  const from = env['GENKAN_MAIL_FROM'] ?? '';
  if (from !== '' && !MAIL_ADDRESS.test(from)) throw invalid('GENKAN_MAIL_FROM is not a mail address');
  return { url, from };
}

function readProxies(text: string): BlockList {
  try {
    return parseProxies(text);
  } catch (error) {
    throw invalid('GENKAN_TRUSTED_PROXIES is a list of addresses or networks, such as 10.0.0.0/8,::1', error);
  }
}

/** NAME, or the trimmed content of the file that NAME_FILE names; both at once is refused. */
function readSecret(env: Environment, name: string): string | null {
  const path = env[`${name}_FILE`];
  if (isSet(env[name]) && isSet(path)) throw invalid(`${name} and ${name}_FILE are both set`);
  if (isSet(env[name])) return env[name] ?? null;
  if (!isSet(path)) return null;
  try {
    return readFileSync(path ?? '', 'utf8').trim();
  } catch {
    throw invalid(`${name}_FILE cannot be read`);
  }
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function refuse(message: string): never {
  throw invalid(message);
}

function invalid(message: string, cause?: unknown): Fault {
  return new Fault('config-invalid', message, cause);
}
