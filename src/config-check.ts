/**
 * `genkan config check`: says whether the product would start with this environment and file, and with what. Reads what a start
 * reads and opens nothing; names which secrets are set, never their values.
 */

import { VARIABLES } from './config/environment.ts';
import { durationText } from './config/fields.ts';
import { type Config, type Environment, readConfig } from './config.ts';
import { Fault } from './core/outcome.ts';
import { policyDate, type TwoFactorPolicy } from './core/two-factor-policy.ts';
import { parseKeys } from './crypto/master-keys.ts';
import type { PortalDefinition } from './portals/definition.ts';

export interface ConfigVerdict {
  /** What to print, one line each. */
  readonly lines: readonly string[];
  /** 0: it would start. 78: it would not. */
  readonly exitCode: number;
}

const EXIT_CONFIG = 78;

export function checkConfig(env: Environment, args: readonly string[]): ConfigVerdict {
  try {
    const config = readConfig(env, args);
    if (config.keys !== null) parseKeys(config.keys);
    return { lines: [...describe(config), ...secretsOf(env), ...config.warnings.map((text) => `warning: ${text}`)], exitCode: 0 };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { lines: [...error.message.split('\n'), 'It would not start.'], exitCode: EXIT_CONFIG };
  }
}

function describe(config: Config): readonly string[] {
  const { recovery, smtp } = config;
  const wait = (['low', 'medium', 'high', 'withVoucherAndCall'] as const).map(
    (name) => `${name} ${durationText(recovery.wait[name])}`,
  );
  return [
    `It would start: ${config.demo ? 'demo mode' : 'production'}.`,
    `origin: ${config.origin}, listening on ${config.bind}:${config.port}`,
    `database: ${config.database.kind === 'sqlite' ? `SQLite at ${config.database.path}` : 'PostgreSQL'}`,
    `mail: ${smtp === null ? 'kept on /demo/mail' : `by SMTP, from ${smtp.from}`}`,
    ...config.portals.map(portalLine),
    `durations: ${Object.entries(config.durations)
      .map(([name, value]) => `${name} ${durationText(value)}`)
      .join(', ')}`,
    `retention: ${Object.entries(config.retention)
      .map(([name, value]) => `${name} ${durationText(value)}`)
      .join(', ')}`,
    `recovery policy ${recovery.version}: wait ${wait.join(', ')}`,
    recovery.singlePerson
      ? 'desk: one person alone; the start refuses it while two active staff exist'
      : 'desk: two decide; the start warns while fewer than three may approve or none is a supervisor',
    `codes: ${config.codeWindow === 0 ? 'of the time step of now only' : 'of one time step either side'}`,
  ];
}

function portalLine({ id, name, host, twoFactorPolicy, session }: PortalDefinition): string {
  const where = host === null ? `at /${id}/` : `at ${host}`;
  return `portal ${id}: ${name.ja} ${where}, two-factor ${policyText(twoFactorPolicy)}, session ${durationText(session.idleFor)} idle, ${durationText(session.absoluteFor)} in all`;
}

function policyText({ level, requiredFrom }: TwoFactorPolicy): string {
  if (level === 'optional') return 'by choice';
  return requiredFrom === null || requiredFrom === 0 ? level : `${level} from ${policyDate(requiredFrom)}`;
}

function secretsOf(env: Environment): readonly string[] {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  return VARIABLES.filter(({ secret }) => secret === true).map(({ name }) => {
    if (isSet(name)) return `${name}: set`;
    return isSet(`${name}_FILE`) ? `${name}: set by ${name}_FILE` : `${name}: not set`;
  });
}
