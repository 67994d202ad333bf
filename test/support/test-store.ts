/** How the tests open a store: with a fixed master key and marked as production. Child processes of tests read it too. */
import { openChainKeys } from '../../src/crypto/chain-keys.ts';
import { openKeyedDigest } from '../../src/crypto/keyed-digest.ts';
import { parseKeys } from '../../src/crypto/master-keys.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { openSecretBox } from '../../src/crypto/secret-box.ts';
import type { StoreOptions } from '../../src/store/open.ts';

/** Name of the database with tables and nothing in them. */
export const TEMPLATE = 'genkan_template';

/** 32 bytes that no test compares with anything. Worlds have the same key, so that a copied template is one of their own. */
export const KEYS = 'test:3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=';

const TEST_KEYS = parseKeys(KEYS);

export const TEST_SECRETS = openSecretBox(TEST_KEYS);

export const TEST_STORE: StoreOptions = {
  secrets: TEST_SECRETS,
  keyed: openKeyedDigest(TEST_KEYS),
  chain: openChainKeys(TEST_KEYS),
  random: systemRandom,
  mark: 'production',
};
