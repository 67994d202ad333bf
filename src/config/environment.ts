/**
 * The variables of the environment, as data for the reference page and for `genkan config check`: what differs per machine and what
 * is secret. How each is read and what it refuses stands in `config.ts`.
 */
import { nearestOf } from './problems.ts';

export interface Variable {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  readonly range: string;
  readonly example: string;
  /** May come from a file that NAME_FILE names; its value is shown nowhere. */
  readonly secret?: true;
}

const PREFIX = 'GENKAN_';

export const VARIABLES: readonly Variable[] = [
  {
    name: 'GENKAN_CONFIG',
    description: 'Path of the configuration file; `--config` says the same. Without one the product starts in demo mode.',
    default: '–',
    range: 'path',
    example: '/etc/genkan/genkan.yaml',
  },
  {
    name: 'GENKAN_ORIGIN',
    description: 'Public address, scheme and host only: the base of every link. Required in production.',
    default: 'demo: http://localhost:PORT',
    range: 'https; http for localhost only',
    example: 'https://portal.example.com',
  },
  {
    name: 'GENKAN_KEYS',
    description: 'Master keys, separated by commas; the first seals, all open. Required in production; the demo makes its own.',
    default: '–',
    range: '`id:base64`, 32 bytes or more each',
    example: '2026a:(44 characters)',
    secret: true,
  },
  {
    name: 'SMTP_URL',
    description: 'Mail server. Required in production.',
    default: '–',
    range: 'smtp or smtps address',
    example: 'smtps://name:password@mail.example.com:465',
    secret: true,
  },
  {
    name: 'GENKAN_MAIL_FROM',
    description: 'Address letters come from.',
    default: '`no-reply@` and the host of the origin',
    range: 'mail address',
    example: 'no-reply@example.com',
  },
  {
    name: 'DATABASE_URL',
    description: 'PostgreSQL instead of SQLite. Not in demo mode.',
    default: 'SQLite in GENKAN_DATA',
    range: 'postgres address',
    example: 'postgres://genkan:password@db.example.com/genkan',
    secret: true,
  },
  {
    name: 'GENKAN_DATA',
    description: 'Folder for the SQLite database and, in demo mode, everything else.',
    default: './data',
    range: 'path',
    example: '/var/lib/genkan',
  },
  { name: 'PORT', description: 'Port to listen on.', default: '3000', range: '1 to 65535', example: '8080' },
  {
    name: 'GENKAN_BIND',
    description: 'Address to listen on. The demo always takes 127.0.0.1.',
    default: '127.0.0.1',
    range: 'IP address',
    example: '0.0.0.0',
  },
  {
    name: 'GENKAN_TRUSTED_PROXIES',
    description: 'Addresses or networks whose `X-Forwarded-For` counts, separated by commas.',
    default: 'none',
    range: 'addresses, networks',
    example: '10.0.0.0/8,::1',
  },
  {
    name: 'NODE_ENV',
    description: '`production` keeps demo mode from starting; nothing else reads it.',
    default: '–',
    range: 'any',
    example: 'production',
  },
];

/** Every name that is read, the `_FILE` forms included. */
export function variableNames(): readonly string[] {
  return VARIABLES.flatMap(({ name, secret }) => (secret === true ? [name, `${name}_FILE`] : [name]));
}

/**
 * Names that look like ours and are not, with the one that was probably meant. Others that begin like ours may belong to the
 * platform: Kubernetes sets GENKAN_SERVICE_HOST for a service of that name.
 */
export function misspeltVariables(set: readonly string[]): readonly { readonly name: string; readonly meant: string }[] {
  const known = variableNames();
  const ours = known.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return set
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .flatMap((name) => {
      const meant = nearestOf(name.slice(PREFIX.length), ours);
      return meant === undefined ? [] : [{ name, meant: `${PREFIX}${meant}` }];
    });
}
