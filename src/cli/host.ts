/**
 * What a command works on: the configuration and the data of the server, which may be running meanwhile. Nothing is served and
 * no letter sent from here: letters wait in the outbox for the server's courier.
 */
import { type Config, readConfig } from '../config.ts';
import { openChainKeys } from '../crypto/chain-keys.ts';
import { openKeyedDigest } from '../crypto/keyed-digest.ts';
import { parseKeys } from '../crypto/master-keys.ts';
import { systemRandom } from '../crypto/random.ts';
import { openSecretBox } from '../crypto/secret-box.ts';
import { openSigningKeys } from '../crypto/signing-keys.ts';
import { demoKeys } from '../demo.ts';
import type { HostPorts } from '../journeys/first-password.ts';
import type { PortalDefinition } from '../portals/definition.ts';
import type { SigningKeys } from '../ports.ts';
import { type OpenStore, openStore } from '../store/open.ts';
import { type Given, type Terminal, UsageError } from './command.ts';

export interface Host {
  readonly config: Config;
  readonly store: OpenStore;
  readonly ports: HostPorts;
  readonly signing: SigningKeys;
  readonly at: number;
}

/** Opens the database, lets `work` use it, closes it whatever happens. */
export async function onHost(given: Given, { environment }: Terminal, work: (host: Host) => Promise<number>): Promise<number> {
  return withStore(readConfig(environment, given.configArgs), work);
}

/** The same, with one portal of the configuration; a name of none is wrong usage. */
export async function onPortal(
  given: Given,
  { words, environment }: Terminal,
  kinds: readonly PortalDefinition['kind'][],
  work: (host: Host, portal: PortalDefinition) => Promise<number>,
): Promise<number> {
  const config = readConfig(environment, given.configArgs);
  const fitting = config.portals.filter(({ kind }) => kinds.includes(kind));
  const portal = fitting.find(({ id }) => id === given.needed('portal'));
  if (portal === undefined) {
    const ids = fitting.map(({ id }) => id).join(', ');
    const isOther = config.portals.some(({ id }) => id === given.needed('portal'));
    throw new UsageError(isOther ? words.customerPortal(ids) : words.choice('--portal', ids));
  }
  return withStore(config, (host) => work(host, portal));
}

/** Of the configuration alone. */
export function signingKeysOf(config: Config): SigningKeys {
  return openSigningKeys(parseKeys(config.keys ?? demoKeys(config.dataDirectory, systemRandom)));
}

async function withStore(config: Config, work: (host: Host) => Promise<number>): Promise<number> {
  const keys = parseKeys(config.keys ?? demoKeys(config.dataDirectory, systemRandom));
  const store = await openStore(config.database, {
    secrets: openSecretBox(keys),
    keyed: openKeyedDigest(keys),
    chain: openChainKeys(keys),
    random: systemRandom,
    mark: config.demo ? 'demo' : 'production',
  });
  try {
    const ports = { store, random: systemRandom, durations: config.durations };
    return await work({ config, store, ports, signing: openSigningKeys(keys), at: await store.read.databaseTime() });
  } finally {
    await store.close();
  }
}
