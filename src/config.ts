/**
 * Reads the environment and, where one is named, the configuration file; checks everything once and answers one frozen record.
 * The only file that sees `process.env`. Dangerous combinations refuse the start with a sentence that says what to change.
 */
import { readFileSync } from 'node:fs';
import type { BlockList } from 'node:net';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { recoveryPolicy } from './config/recovery.ts';
import { Fault } from './core/outcome.ts';
import { DEFAULT_DURATIONS, type Durations } from './core/policy.ts';
import type { RecoveryPolicy } from './core/recovery-policy.ts';
import { type Duration, days, hours, minutes, seconds } from './core/time.ts';
import { type CodeWindow, DEFAULT_CODE_WINDOW } from './core/totp.ts';
import { parseProxies } from './http/client.ts';
import type { PortalDefinition } from './portals/definition.ts';
import { PRESETS } from './portals/presets.ts';
import type { DatabaseLocation } from './store/open.ts';

export interface Config {
  readonly demo: boolean;
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
  readonly durations: Durations;
  readonly recovery: RecoveryPolicy;
  readonly codeWindow: CodeWindow;
  readonly portals: readonly PortalDefinition[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const UNITS: Readonly<Record<string, (count: number) => Duration>> = { s: seconds, m: minutes, h: hours, d: days };
const DEMO_REFUSES = ['DATABASE_URL', 'GENKAN_KEYS', 'GENKAN_KEYS_FILE', 'GENKAN_ORIGIN'] as const;
const MAIL_ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/u;

const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/u, 'a duration is a number and s, m, h or d, such as 10m')
  .transform((text) => UNITS[text.slice(-1)]?.(Number(text.slice(0, -1))) ?? 0);

/** What the specification bounds (SEC-B08, SEC-H01) a configuration may shorten, never lengthen. */
const atMostTenMinutes = duration.refine((value) => value <= minutes(10), 'no more than 10m');

const FileSchema = z.strictObject({
  demo: z.boolean().default(false),
  durations: z
    .strictObject({
      pendingSignInFor: duration,
      enrolmentFor: atMostTenMinutes,
      stepUpFor: atMostTenMinutes,
      enrolmentLinkFor: duration,
      browserLinkFor: duration,
      knownBrowserFor: duration,
      letterRetryFor: duration,
      notMeLinkFor: duration,
      passwordLinkFor: duration,
    })
    .partial()
    .default({}),
});

/** Throws Fault 'config-invalid' whose message is one sentence for the operator; it never quotes a secret. */
export function readConfig(env: Environment = process.env, args: readonly string[] = process.argv.slice(2)): Config {
  const path = configPath(env, args);
  const file = path === null ? { demo: true, durations: {} } : readFile(path);
  const durations = Object.freeze({ ...DEFAULT_DURATIONS, ...defined(file.durations) });
  const port = readPort(env['PORT']);
  const data = resolve(isSet(env['GENKAN_DATA']) ? (env['GENKAN_DATA'] ?? '') : 'data');
  const policy = { recovery: recoveryPolicy(), codeWindow: DEFAULT_CODE_WINDOW, portals: PRESETS };
  const common = { port, durations, ...policy, smtp: readSmtp(env) };
  return Object.freeze(file.demo ? readDemo(env, data, common) : readProduction(env, data, common));
}

type Common = Pick<Config, 'port' | 'durations' | 'smtp' | 'recovery' | 'codeWindow' | 'portals'>;

function readDemo(env: Environment, data: string, common: Common): Config {
  for (const name of DEMO_REFUSES) {
    if (isSet(env[name])) {
      throw invalid(`demo mode does not start with ${name}: name a configuration file by GENKAN_CONFIG, or remove ${name}`);
    }
  }
  if (env['NODE_ENV'] === 'production') throw invalid('demo mode does not start with NODE_ENV=production');
  const dataDirectory = join(data, 'demo');
  const origin = `http://localhost:${common.port}`;
  const smtp =
    common.smtp === null ? null : { url: common.smtp.url, from: common.smtp.from === '' ? 'no-reply@localhost' : common.smtp.from };
  return {
    ...common,
    smtp,
    demo: true,
    bind: '127.0.0.1',
    dataDirectory,
    database: { kind: 'sqlite', path: join(dataDirectory, 'genkan.db') },
    keys: null,
    origin,
    proxies: parseProxies(''),
  };
}

function readProduction(env: Environment, data: string, common: Common): Config {
  const origin = readOrigin(env['GENKAN_ORIGIN']);
  const keys = readSecret(env, 'GENKAN_KEYS');
  if (keys === null)
    throw invalid('GENKAN_KEYS is missing: the master keys as id:base64, or GENKAN_KEYS_FILE with the path of a file');
  if (common.smtp === null) throw invalid('SMTP_URL is missing: letters to account holders must be able to leave');
  const url = readSecret(env, 'DATABASE_URL');
  const host = new URL(origin).hostname;
  return {
    ...common,
    smtp: { url: common.smtp.url, from: common.smtp.from === '' ? `no-reply@${host}` : common.smtp.from },
    demo: false,
    // Set but empty would mean every address of the machine.
    bind: isSet(env['GENKAN_BIND']) ? (env['GENKAN_BIND'] ?? '') : '127.0.0.1',
    dataDirectory: data,
    database: url === null ? { kind: 'sqlite', path: join(data, 'genkan.db') } : { kind: 'postgres', url },
    keys,
    origin,
    proxies: readProxies(env['GENKAN_TRUSTED_PROXIES'] ?? ''),
  };
}

function configPath(env: Environment, args: readonly string[]): string | null {
  const index = args.indexOf('--config');
  if (index >= 0) {
    const named = args[index + 1];
    if (named === undefined) throw invalid('--config needs the path of a file');
    return named;
  }
  return isSet(env['GENKAN_CONFIG']) ? (env['GENKAN_CONFIG'] ?? null) : null;
}

function readFile(path: string): z.infer<typeof FileSchema> {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    throw invalid(`${path} cannot be read as YAML`, error);
  }
  const result = FileSchema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw invalid(`${path}${place}: ${issue?.message ?? 'not a configuration'}`);
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

function readSmtp(env: Environment): Config['smtp'] {
  const url = readSecret(env, 'SMTP_URL');
  if (url === null) return null;
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

/** Without the keys that are undefined, so that spreading keeps the defaults. */
function defined(durations: Partial<Record<keyof Durations, Duration | undefined>>): Partial<Durations> {
  return Object.fromEntries(Object.entries(durations).filter(([, value]) => value !== undefined));
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function invalid(message: string, cause?: unknown): Fault {
  return new Fault('config-invalid', message, cause);
}
